"""Archives that every program before this one wrote, opened and upgraded (make.py wrote them)."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.article import to_json
from archive.collecting.reading import Collections
from archive.store.history import history_json
from archive.store.sqlite.database import FILE
from archive.store.sqlite.version import VERSION
from archive.store.store import Store
from index.answers.asked import Asked
from index.answers.search import Search
from index.engines.memory import MemoryEngine
from index.upkeep.check import problems
from index.upkeep.sync import sync
from tests.helpers.commands import Run
from tests.older.make import FIXTURES, PROGRAMS

LAST = f"{VERSION:02}"

every_program = pytest.mark.parametrize("name", PROGRAMS)


def older(name: str, home: Path) -> Path:
    home.mkdir()
    with closing(sqlite3.connect(home / FILE)) as database:
        database.executescript((FIXTURES / f"{name}.sql").read_text("utf-8"))
    return home


def told(name: str) -> dict[str, Any]:
    """What the program said of it, that wrote it."""
    found: dict[str, Any] = json.loads((FIXTURES / f"{name}.json").read_text("utf-8"))
    return found


def test_there_is_one_of_every_version() -> None:
    assert {program.version for program in PROGRAMS.values()} == set(range(1, VERSION + 1))


@every_program
def test_an_older_archive_is_as_sound_as_a_new_one(name: str, tmp_path: Path) -> None:
    with Store.open(older(name, tmp_path / "old")) as store, Store.create(tmp_path / "new") as new:
        assert list(store.problems()) == []
        assert shape(store) == shape(new)


def shape(store: Store) -> set[tuple[object, ...]]:
    """Every table with its columns, every index and trigger with its text."""
    parts = store.database.run("SELECT type, name, tbl_name, sql FROM sqlite_master")
    return {
        (kind, name, *store.database.run("SELECT * FROM pragma_table_xinfo(?)", (name,)))
        if kind == "table"
        else (kind, name, of, re.sub(r"--.*|\s", "", sql or ""))
        for kind, name, of, sql in parts
    }


@every_program
def test_an_older_archive_holds_what_its_program_held(name: str, tmp_path: Path) -> None:
    was = told(name)
    with Store.open(older(name, tmp_path / "home")) as store:
        assert store.ids() == set(was["found"][""])
        for article_id, said in was["articles"].items():
            assert said["article"]["article"].items() <= to_json(store.get(article_id)).items()
            original = store.original(article_id)
            assert hashlib.sha256(original.data).hexdigest() == said["original"]
            if "history" in said:
                assert_told(said["history"], history_json(store.history(article_id)))
        for said in was.get("saved", {"searches": []})["searches"]:
            assert_saved(store, said)


def assert_told(before: dict[str, Any], now: dict[str, Any]) -> None:
    """All that was told of a history is told now; of each event there may be more."""
    assert len(before["events"]) == len(now["events"])
    for was, is_ in zip(before["events"], now["events"], strict=True):
        assert was.items() <= is_.items()
    del before["events"]
    assert before.items() <= now.items()


def assert_saved(store: Store, said: dict[str, Any]) -> None:
    """A search that was saved is; but what was "place:" in the first language is "dateline:"."""
    kept = store.saved.get(said["name"])
    was_first = said["language"] == 1
    query = said["query"].replace("place:", "dateline:") if was_first else said["query"]
    assert (kept.language, kept.text) == (2, query)
    assert {name: list(values) for name, values in kept.filters.items()} == said["filters"]
    assert (kept.saved_at, kept.mark.at) == (said["saved"], said["since"])


@every_program
def test_an_older_archive_is_searched_as_by_its_program(name: str, tmp_path: Path) -> None:
    with Store.open(older(name, tmp_path / "home")) as store, closing(MemoryEngine()) as engine:
        store.place_missing()
        sync(store, engine)
        assert list(problems(store, engine)) == []
        for question, ids in told(name)["found"].items():
            hits = Search(store, engine).search(Asked(question, limit=100)).hits
            assert sorted(hit.article.id for hit in hits) == ids, question


@every_program
def test_the_log_of_an_older_archive_goes_on_where_it_was(name: str, tmp_path: Path) -> None:
    home = older(name, tmp_path / "home")
    with closing(sqlite3.connect(home / FILE)) as database:
        rows = database.execute("SELECT seq, token, article_id, kind, at, note FROM changes")
        before = rows.fetchall()
    with Store.open(home) as store:
        now = store.database.run("SELECT seq, token, article_id, kind, at, note FROM changes")
        assert now == before
        removed = min(store.ids())
        store.remove(removed)
        assert store.last_change()[0] == before[-1][0] + 1


def test_peoples_work_of_the_last_version_is_all_there(tmp_path: Path) -> None:
    with Store.open(older(LAST, tmp_path / "home")) as store:
        assert store.tag_names() == {"syria": "Syrie"}
        (member,) = Collections(store.database).members("Bridges")
        assert member.listed is not None
        assert member.listed.note == "Read this first."
        assert [batch.kind for batch in store.batches.newest(9)] == ["watch", "ingest", "ingest"]


@pytest.mark.parametrize("name", ["01", "03-stories-first", "12"])
def test_commands_work_in_an_older_archive(
    name: str, tmp_path: Path, run: Callable[..., Run]
) -> None:
    home = older(name, tmp_path / "home")
    assert run("--home", home, "status").code == 0
    assert run("--home", home, "reindex").code == 0
    assert run("--home", home, "check").code == 0
    assert "Hawija" in run("--home", home, "search", "Hawija").out
    for said in told(name).get("saved", {"searches": []})["searches"]:
        searches = json.loads(run("--home", home, "saved", "--format", "json").out)["searches"]
        (now,) = (each for each in searches if each["name"] == said["name"])
        assert now["articles"] >= said["articles"]  # more spellings of its names are known by now
        assert now == said | {"language": 2, "articles": now["articles"]}
