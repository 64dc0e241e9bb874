"""`archive tag`, `dump` and `load`, and what is told on the way."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from filelock import FileLock

from archive.normalise.version import RULES
from archive.store.store import Store
from tests.helpers.renewing import age, line, take_in

from .conftest import Archive, Run


def count(archive: Archive, *query: str) -> int:
    return int(archive("count", *query).out or 0)


def test_renewing_wipes_nothing_and_a_successor_takes_over(
    archive: Archive, tmp_path: Path
) -> None:
    home = tmp_path / "own"
    with Store.create(home) as store:
        first, second, _ = take_in(store, "\n".join(map(line, range(3))))
        age(store, first, section="Wrong")
        old = age(store, second, identity="text:old", title="Fery returns")
    archive("tag", "+Sea", "-Nothing", "--", "*")
    run = archive("renew")
    assert f"2 articles read again by rules {RULES}: 1 changed, 1 now another article." in run.out
    assert count(archive, "tag:Sea") == 3
    assert old not in archive("search", "tag:Sea", "--format", "ids").out
    assert archive("check").code == 0
    archive("tag", "--undo")
    assert count(archive, "tag:Sea") == 0
    archive("tag", "--redo")
    assert count(archive, "tag:Sea") == 3


def test_ids_come_on_standard_input(sampled: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = sampled("search", "Syria", "--format", "ids", "--limit", 3).out

    def given(text: str, *args: object) -> Run:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text.encode())))
        return sampled("tag", *args)

    assert "3 articles changed by +Mine." in given(ids + ids, "+Mine", "-").out
    assert count(sampled, "tag:Mine") == 3
    assert "no ids" in given("", "+Mine", "-").err
    run = given(ids + "nosuchid", "+Yours", "-")
    assert (run.code, count(sampled, "tag:Yours")) == (2, 0)
    assert "No article has the id 'nosuchid'" in run.err
    told = json.loads(sampled("tag", "--log", "--format", "json").out)
    assert [(act["said"], act["query"], act["articles"]) for act in told["acts"]] == [
        ("+Mine", None, 3)
    ]


def test_what_stands_already_is_told(sampled: Archive) -> None:
    syria = count(sampled, 'tag:="Syria"')
    run = sampled("tag", "+Syria", "--", 'tag:="Syria"')
    assert f"0 articles changed by +Syria.\n{syria} more had it so from their source" in run.out
    run = sampled("tag", "+Syria", "--", 'tag:="Syria"')
    assert (run.code, run.out) == (
        1,
        "Nothing to do: +Syria holds already of all that was found.\n",
    )
    run = sampled("tag", "+Syria", "--", "nosuchword")
    assert (run.code, run.out) == (1, "Nothing was found.\n")
    assert sampled("tag", "--log").out.endswith('+Syria -- tag:="Syria" · 0 articles\n')


@pytest.mark.parametrize(
    ("args", "why"),
    [
        ((), "Say what to do"),
        (("+x",), "Say which articles"),
        (("+x", "-", "--", "Syria"), "not both"),
        (("+x", "--"), "Say which articles"),
        (("+x", "Syria"), "'Syria' is neither +TAG nor -TAG; the query stands behind --"),
        (("+x", "--undoo", "--", "Syria"), "no option --undoo"),
        (("+!", "--", "Syria"), "cannot be a tag"),
        (("+ ", "--", "Syria"), "neither +TAG nor -TAG"),
        (("--rename", "Syria", "!"), "cannot be a tag"),
        (("+x", "-x", "--", "Syria"), "x stands there twice"),
        (("--undo", "--log"), "--undo stands alone"),
        (("--undo", "+x"), "--undo stands alone"),
        (("--log", "--dry-run"), "--log has no dry run."),
        (("--rename", "Syria"), "requires 2 arguments"),
        (("--rename", "nosuchtag", "x"), "No article has the tag nosuchtag"),
        (("--undo",), "There is nothing to undo"),
        (("--redo",), "There is nothing to do again"),
    ],
)
def test_what_cannot_be_done_is_told(sampled: Archive, args: tuple[str, ...], why: str) -> None:
    run = sampled("tag", *args)
    assert run.code == 2
    assert why in run.err
    assert "Try: " in run.err
    assert sampled("tag", "--log").code == 1


def test_a_tag_may_begin_with_a_letter_that_is_an_option_elsewhere(sampled: Archive) -> None:
    for tag in ("-h", "-n", "-Syria", "-Deir Ezzor", "+-x"):
        assert sampled("tag", tag, "--dry-run", "--", "Syria").code in (0, 1), tag
    assert sampled("tag", "-h").out.startswith("Usage:")


def test_a_dry_run_of_a_renaming_changes_nothing(sampled: Archive) -> None:
    conflict = count(sampled, 'tag:="Conflict"')
    run = sampled("tag", "--rename", "conflict", "War", "--dry-run")
    assert run.out == f"{conflict} articles would change by conflict → War. Nothing was done.\n"
    assert count(sampled, 'tag:="Conflict"') == conflict
    run = sampled("tag", "--rename", "conflict", "War", "--format", "json")
    assert json.loads(run.out) == {
        "version": 1, "said": "conflict → War", "query": None, "articles": conflict,
        "dry_run": False,
    }  # fmt: skip
    undone = json.loads(sampled("tag", "--undo", "--format", "json").out)
    assert (undone["articles"], undone["undone"]["state"]) == (conflict, "undone")
    assert count(sampled, 'tag:="Conflict"') == conflict


def test_a_dump_replaces_a_dump_and_nothing_else(
    sampled: Archive, samples_copy: Path, tmp_path: Path
) -> None:
    folder, file = tmp_path / "people", tmp_path / "people.toml"
    assert sampled("dump", folder).code == 0
    (folder / "README").write_text("ours")
    written = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    sampled("tag", "+Mine", "--", "Syria")
    assert sampled("dump", folder).code == 0
    again = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert [name for name in written if written[name] != again[name]] == ["tags.toml"]
    assert sampled("dump", file).code == sampled("dump", file).code == 0
    assert file.read_text() == sampled("dump", "-").out
    (folder / "tags.toml").write_text("[mine]\n")
    run = sampled("dump", folder)
    assert (run.code, "no dump wrote it" in run.err) == (2, True)
    run = sampled("dump", samples_copy / "archive.toml")
    assert (run.code, "belongs to the archive itself" in run.err) == (2, True)
    run = sampled("dump", tmp_path / "no" / "such")
    assert (run.code, "cannot be made" in run.err) == (2, True)


def test_what_cannot_be_loaded_is_told(sampled: Archive, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "latin.toml").write_bytes(b"version = 1 # \xe9")
    for name, why in (("empty", "holds no dump"), ("latin.toml", "no UTF-8"), ("none", "No such")):
        run = sampled("load", tmp_path / name)
        assert (run.code, why in run.err) == (2, True), run.err


def test_articles_that_are_waited_for_are_named(
    sampled: Archive, archive: Archive, tmp_path: Path
) -> None:
    sampled("tag", "+Mine", "--", "*")
    sampled("dump", tmp_path / "people.toml")
    archive("init")
    run = archive("load", tmp_path / "people.toml")
    assert run.code == 0
    assert "for 8" in run.out.splitlines()[0]
    assert run.err.count("Not here yet") == 20
    assert "more articles" in run.err


def test_what_is_kept_while_another_process_writes_to_the_index_is_told_as_kept(
    sampled: Archive, samples_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person who is told that it failed does it twice."""
    monkeypatch.setenv("ARCHIVE_LOCK_TIMEOUT", "0")
    id_ = sampled("search", "Syria", "--format", "ids", "--limit", 1).out.strip()
    with FileLock(samples_copy / "index" / "whoosh" / "lock"):
        for args in (
            ("tag", "+Mine", "--", "Syria"), ("tag", "--undo"), ("tag", "--redo"),
            ("collection", "new", "Bridges"), ("collection", "add", "Bridges", id_),
            ("remove", id_), ("restore", id_), ("dump", samples_copy.parent / "all"),
            ("load", samples_copy.parent / "all"),
        ):  # fmt: skip
            run = sampled(*args)
            assert run.code in (0, 4), (args, run.err)
            assert not run.code or "All was kept" in run.err
            assert "lock_timeout" not in run.err
    assert count(sampled, "tag:Mine") == count(sampled, "Syria") > 0
    assert count(sampled, "collection:Bridges") == 1
