"""`archive renew`, and what `show`, `history` and searches say of what it has read again."""

from __future__ import annotations

import csv
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from archive.article import Origin, make_id
from archive.normalise.version import RULES
from archive.store.sqlite.database import FILE
from archive.store.store import Store
from tests.helpers.archives import ROOT
from tests.helpers.damage import cut_short
from tests.helpers.renewing import age, line, put_as, take_in

from .conftest import Archive

MANY = 400


@pytest.fixture
def home(archive: Archive, tmp_path: Path) -> Path:
    """The home of an archive with three articles, of which older rules have misread two."""
    home = tmp_path / "own"
    with Store.create(home) as store:
        first, second, _ = take_in(store, "\n".join(map(line, range(3))))
        age(store, first, section="Wrong")
        age(store, second, identity="text:old", title="Fery returns")
    archive("reindex")
    return home


def old_and_new(home: Path) -> tuple[str, str]:
    with Store.open(home) as store:
        rows = store._db.run("SELECT article_id, successor FROM successors")
    return rows[0][0], rows[0][1]


def test_it_tells_what_became_of_everything(archive: Archive, home: Path) -> None:
    run = archive("renew")
    assert run.code == 0
    assert run.out.splitlines() == [
        f"2 articles read again by rules {RULES}: 1 changed, 1 now another article.",
        "Fields that changed: section 1.",
    ]
    assert archive("renew").out.startswith(f"0 articles read again by rules {RULES}.")
    assert archive("check").code == 0


def test_a_dry_run_says_the_same_and_writes_nothing(archive: Archive, home: Path) -> None:
    run = archive("renew", "--dry-run")
    assert run.out.startswith("A dry run: nothing was changed. It would be:\n2 articles read")
    assert run.out.partition("be:\n")[2] == archive("renew").out


def test_the_old_id_answers_and_names_what_took_its_place(archive: Archive, home: Path) -> None:
    archive("renew")
    old, new = old_and_new(home)
    shown = archive("show", old)
    assert "Fery returns" in shown.out
    assert f"gives 1 other article in its place.\n  Read it: archive show {new}" in shown.err
    history = archive("history", old)
    assert f"{old} · 1 revision · replaced" in history.out
    assert f"archive show {new}" in history.out
    assert json.loads(archive("history", old, "--format", "json").out)["replaced_by"] == [new]
    assert f"It has taken the place of {old}." in archive("history", new).out
    found = archive("search", "returns", "--format", "ids").out.split()
    assert (new in found, old in found, len(found)) == (True, False, 3)


def test_status_tells_what_was_replaced_from_what_was_removed(archive: Archive, home: Path) -> None:
    archive("renew")
    rows = [row.split() for row in archive("status").out.splitlines()]
    assert ["removed", "0"] in rows
    assert ["replaced", "1"] in rows


def test_history_says_that_a_revision_is_our_own(archive: Archive, home: Path) -> None:
    archive("renew")
    with Store.open(home) as store:
        changed = next(each for each in store.ids() if len(store.arrivals(each)) == 2)
    history = archive("history", changed).out
    assert f"read again by this archive, rules {RULES}\n     changed: section" in history
    events = json.loads(archive("history", changed, "--format", "json").out)["events"]
    assert [event["read_again_by_rules"] for event in events] == [None, RULES]


def test_it_is_not_new_to_a_saved_search(archive: Archive, home: Path) -> None:
    archive("save", "ferries", "sails")
    archive("renew")
    assert archive("new").code == 1


def test_the_outcome_as_json_and_a_report_of_each_article(
    archive: Archive, home: Path, tmp_path: Path
) -> None:
    report, lines = tmp_path / "renewed.csv", tmp_path / "renewed.jsonl"
    archive("renew", "--dry-run", "--report", report)
    told = json.loads(archive("renew", "--format", "json", "--report", lines).out)
    assert (told["version"], told["rules"], told["read"]) == (1, RULES, 2)
    assert (told["changed"], told["moved"], told["fields"]) == (1, 1, {"section": 1})
    rows = list(csv.DictReader(report.read_text(encoding="utf-8").splitlines()))
    objects = [json.loads(text) for text in lines.read_text().splitlines()]
    assert [row["outcome"] for row in rows] == [one["outcome"] for one in objects]
    moved = next(one for one in objects if one["outcome"] == "moved")
    assert moved["others"] == [old_and_new(home)[1]]
    assert moved["file"] == "news.jsonl"


def test_what_cannot_be_read_is_told_and_stays(archive: Archive, home: Path) -> None:
    with Store.open(home) as store:
        read = store.get(min(store.ids()))
        article = replace(read, identity="text:new", id=make_id("text:new"), origin=Origin("a"))
        broken = put_as(store, article, b"\0\0\0", "text/plain")
    run = archive("renew")
    assert run.code == 3
    assert f"could not be read {broken} (a): not a format that is read" in run.err
    assert "1 could not be read" in run.out
    assert archive("show", broken).code == 0


def test_only_what_is_named_is_read(archive: Archive, home: Path) -> None:
    with Store.open(home) as store:
        one = next(each for each in store.ids() if store.get(each).section)
    run = archive("renew", one[:8], "--since-rules", RULES)
    assert run.out.startswith("1 article read again")
    assert archive("renew", "--source", "elsewhere").out.startswith("0 articles read")
    assert archive("renew", "--reader", "csv").out.startswith("0 articles read")
    assert archive(
        "renew", "--reader", "jsonl", "--dry-run", "--since-rules", RULES
    ).out.startswith("A dry run: nothing was changed. It would be:\n3 articles read")
    archive("remove", one)
    refused = archive("renew", one)
    assert refused.code == 2
    assert f"{one} is out of search, and not read again" in refused.err
    assert "No format is called 'nosuch'" in archive("renew", "--reader", "nosuch").err
    assert archive("renew", "--since-rules", RULES + 1).code == 2


def read_by_today(home: Path) -> int:
    with closing(sqlite3.connect(home / FILE, timeout=30)) as database:
        sql = "SELECT count(*) FROM articles WHERE read_rules = ?"
        return int(database.execute(sql, (RULES,)).fetchone()[0])


def test_a_run_that_is_killed_goes_on_where_it_was(archive: Archive, tmp_path: Path) -> None:
    home = tmp_path / "own"
    with Store.create(home) as store:
        ids = take_in(store, "\n".join(map(line, range(MANY))))
        for article_id in ids:
            age(store, article_id, section="Wrong")
    command = [sys.executable, "-m", "cli", "--home", str(home), "renew"]
    environment = {**os.environ, "ARCHIVE_INGEST_BATCH": "10", "ARCHIVE_WORKERS": "1"}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while not read_by_today(home) and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        process.wait()
    done = read_by_today(home)
    assert process.returncode == -signal.SIGKILL
    assert 0 < done < MANY
    assert done % 10 == 0
    run = archive("renew")
    assert run.out.startswith(f"{MANY - done:,} articles read again")
    with Store.open(home) as store:
        assert {len(store.arrivals(each)) for each in ids} == {2}
        assert {store.get(each).section for each in ids} == {None}
    assert archive("check").code == 0


@pytest.mark.leaves_damage("it has to be told")
def test_a_damaged_article_is_named_and_the_others_of_its_file_are_read(
    archive: Archive, home: Path
) -> None:
    with Store.open(home) as store:
        damaged = min(store.ids())
        cut_short(store, damaged)
    run = archive("renew", "--source", "news.jsonl", "--since-rules", str(RULES))
    assert run.out.startswith("2 articles read again")
    assert f"the article {damaged} is damaged: it cannot be read" in run.err
