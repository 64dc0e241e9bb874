"""`archive collection`: a reporter's journey, and what is told on the way."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from archive.store.store import Store

from .conftest import Archive, Run

ENGINES = ("whoosh", "tantivy", "memory")


@pytest.fixture
def piping(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a text on standard input."""

    def pipe(text: str) -> None:
        data = SimpleNamespace(buffer=io.BytesIO(text.encode()))
        monkeypatch.setattr(sys, "stdin", data)

    return pipe


def ids(archive: Archive, *words: object) -> list[str]:
    return archive(*words, "--format", "ids").out.split()


def test_a_mark_before_what_is_on_standard_input_is_no_part_of_it(
    sampled: Archive, piping: Callable[[str], None]
) -> None:
    """Some shells put one there."""
    one, two = ids(sampled, "search", "Euphrates", "--limit", 2)
    sampled("collection", "new", "Bridges")
    for command in ("add", "remove", "add"):
        piping(f"\ufeff{one}\r\n{two}\r\n")
        run = sampled("collection", command, "Bridges", "-")
        assert (run.code, run.err) == (0, "")
    piping("\ufeffAsk them.\r\n")
    sampled("collection", "note", "Bridges", "-")
    told = json.loads(sampled("collection", "show", "Bridges", "--format", "json").out)
    assert (told["note"], told["total"]) == ("Ask them.", 2)
    piping("\ufeff")
    assert "no ids on standard input" in sampled("collection", "add", "Bridges", "-").err


@pytest.mark.parametrize("engine", ENGINES)
def test_a_reporter_collects_annotates_orders_and_takes_it_away(
    sampled: Archive,
    engine: str,
    monkeypatch: pytest.MonkeyPatch,
    piping: Callable[[str], None],
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("ARCHIVE_ENGINE", engine)
    archive = sampled
    assert "Made Bridges" in archive("collection", "new", "Bridges", "--note", "For Monday").out
    found = ids(archive, "search", "Euphrates", "--limit", 4)
    assert len(found) == 4
    piping("\n".join(found))
    assert "Put in 4 articles." in archive("collection", "add", "bridges", "-").out
    one, two, three, four = found
    archive("collection", "move", "Bridges", four, "--first")
    archive("collection", "move", "Bridges", one, "--after", three)
    order = [four, two, three, one]
    assert ids(archive, "collection", "show", "Bridges") == order

    # The order is one that a search and an export can give, in every engine alike.
    assert archive("count", "collection:Bridges").out == "4\n"
    asked = ("collection:bridges", "--sort", "collection")
    assert ids(archive, "search", *asked) == order
    assert ids(archive, "search", *asked, "--limit", 2, "--offset", 1) == order[1:3]
    assert ids(archive, "search", "--collection", "Bridges", "--sort", "collection") == order
    narrowed = ids(archive, "search", *asked, "--agency", "AFP")
    assert narrowed == [each for each in order if each in narrowed]
    table = archive("export", *asked, "--format", "csv").out
    assert [row["id"] for row in csv.DictReader(io.StringIO(table.lstrip("\ufeff")))] == order
    folder = tmp_path / "taken"
    archive("export", *asked, "--format", "markdown", "--output", folder)
    assert len(list(folder.rglob("*.md"))) == 4
    piping("\n".join(order))
    assert len(archive("cite", "-", "--style", "apa").out.splitlines()) == 4
    assert "4  Bridges\n" in archive("facet", "collection", "Euphrates").out

    # Notes, on the whole, on an article, on a passage of it.
    shown = json.loads(archive("show", four, "--format", "json").out)["article"]["body"]
    passage = " ".join(shown.split()[4:9])
    archive("collection", "note", "Bridges", "Ask the *ministry*.", "--on", four)
    run = archive(
        "collection", "note", "Bridges", "who says so?", "--on", four, "--passage", passage.upper()
    )
    assert run.code == 0
    text = archive("collection", "show", "Bridges").out
    for told in ("For Monday", "Ask the *ministry*.", f"“{passage}”", "who says so?"):
        assert told in text
    document = archive("collection", "show", "Bridges", "--format", "markdown").out
    assert document.startswith("# Bridges\n\nFor Monday\n\n## 1. ")
    assert "Ask the \\*ministry\\*." in document
    assert "\nwho says so?\n" in document
    kept = json.loads(archive("collection", "show", "Bridges", "--format", "json").out)
    assert [each["id"] for each in kept["articles"]] == order
    assert kept["articles"][0]["passages"] == [
        {"quote": passage, "note": "who says so?", "revision": 1, "stands": True}
    ]

    # Deleted, and there again; dumped, and in another archive.
    assert archive("collection", "delete", "Bridges").code == 0
    assert archive("count", "collection:Bridges").code == 1
    assert "Undone: Deleted Bridges (4 articles)." in archive("collection", "undo").out
    assert archive("collection", "show", "Bridges").out == text
    assert archive("count", "collection:Bridges").out == "4\n"
    dumped = archive("dump", "-").out
    assert "[collections.Bridges.articles." in dumped
    archive("collection", "delete", "Bridges")
    (tmp_path / "people.toml").write_text(dumped)
    assert archive("load", tmp_path / "people.toml").code == 0
    assert archive("count", "collection:Bridges").out == "4\n"
    assert archive("dump", "-").out == dumped
    if engine != "memory":  # which keeps no index
        assert archive("check").code == 0


def test_what_cannot_be_done_is_told_with_what_to_do(sampled: Archive, tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("A title\n\nA text of some words.\n")
    sampled("ingest", tmp_path / "own.txt", "--collection", "Pile")
    (one, two) = ids(sampled, "search", "Euphrates", "--limit", 2)
    sampled("collection", "new", "Bridges")
    sampled("collection", "add", "Bridges", one)
    for arguments, told in (
        (("add", "Bridge", one), "There is no collection 'Bridge'"),
        (("add", "Pile", one), "archive collection new 'Pile'"),
        (("add", "Bridges", "zzzzzzzz"), "No article has the id"),
        (("add", "Bridges", two, "--first", "--last"), "Say one place"),
        (("add", "Bridges", two, "--on-passage", "x"), "--passage QUOTE"),
        (("add", "Bridges", one, two, "--passage", "the"), "one of one article"),
        (("move", "Bridges", one), "Say one place"),
        (("move", "Bridges", two, "--first"), "is not in Bridges"),
        (("note", "Bridges", "x", "--passage", "y"), "--on ID"),
        (("note", "Bridges", "x", "--on", one, "--passage", "no such words"), "does not stand in"),
        (("note", "Bridges", "x", "--forget"), "--forget takes"),
        (("new", "a/b"), "cannot contain /"),
        (("new", "BRIDGES"), "There is a collection 'Bridges' already"),
        (("rename", "Bridges", "Pile"), "There is a collection 'Pile' already"),
        (("undo", "99"), "There is no act 99"),
        (("redo",), "nothing to do again"),
        (("remover", "x"), "No such command"),
    ):
        run = sampled("collection", *arguments)
        assert (run.code, told in run.err) == (2, True), (arguments, run)
        assert "Try: " in run.err
    assert sampled("search", "oil", "--sort", "collection").code == 2
    both = "collection:Bridges collection:Pile"
    assert "name one alone" in sampled("search", both, "--sort", "collection").err
    assert sampled("collection", "add", "Bridges", one).out == "Nothing to do: it is so already.\n"


def test_nothing_is_said_of_an_article_that_may_not_be_read(sampled: Archive) -> None:
    (one,) = ids(sampled, "search", "Euphrates", "--limit", 1)
    sampled("collection", "new", "Bridges")
    title = sampled("show", one).out.split("\n")[0]
    sampled("collection", "add", "Bridges", one, "--note", "secret", "--passage", title)
    assert "secret" in sampled("collection", "show", "Bridges").out
    sampled("remove", one)
    shown = sampled("collection", "show", "Bridges")
    assert f"An article that may not be read now · {one}" in shown.out
    document = sampled("collection", "show", "Bridges", "--format", "markdown").out
    assert f"## 1. An article that may not be read now\n\n[{one}]\n" in document
    for text in (shown.out, document):
        assert title not in text
        assert "secret" not in text
    sampled("restore", one)
    assert "secret" in sampled("collection", "show", "Bridges").out


def test_the_log_tells_a_title_as_long_as_the_article_may_be_read(
    sampled: Archive, samples_copy: Path
) -> None:
    def told() -> str:
        return "".join(sampled("collection", "log", *args).out for args in ((), as_json))

    as_json = ("--format", "json")
    one, other, third = ids(sampled, "search", "Euphrates", "--limit", 3)
    title, another = (sampled("show", each).out.split("\n")[0] for each in (one, other))
    sampled("collection", "new", "Nile")
    assert f"Put in “{title}”." in sampled("collection", "add", "Nile", one).out
    sampled("collection", "note", "Nile", "seen", "--on", one)
    sampled("collection", "add", "Nile", other, third)
    sampled("collection", "move", "Nile", third, "--first")
    acts = json.loads(sampled("collection", "log", *as_json).out)["acts"]
    moved, _, noted = (act["number"] for act in acts[:3])
    with Store.open(samples_copy) as store, store.transaction():  # as it was kept before
        for number, said, articles in (
            (noted, f"Noted on “{title}”", 1), (moved, f"Moved “{another}”", 2),
        ):  # fmt: skip
            sql = "UPDATE list_acts SET said = ?, articles = ? WHERE number = ?"
            store.database.run(sql, (said, articles, number))
    before = told()
    assert before.count(f"“{title}”") == 2 * 2
    assert before.count("Moved an article") == 2
    sampled("remove", one)
    assert title not in told()
    assert told().count(f"Noted on {one}") == told().count(f"Put in {one}") == 2
    assert title not in sampled("collection", "undo", moved).out
    sampled("restore", one)
    sampled("collection", "redo", moved)
    assert told() == before


def test_the_log_names_a_collection_as_it_is_written_and_none_that_is_gone(
    sampled: Archive,
) -> None:
    sampled("collection", "new", "Große Flüsse")
    sampled("collection", "new", "Gone")
    sampled("collection", "delete", "Gone")
    lines = [line.partition(" UTC  ")[2] for line in sampled("collection", "log").out.splitlines()]
    assert lines[:3] == ["Deleted Gone", "Made Gone", "Made Große Flüsse · Große Flüsse"]


def test_what_is_not_there_is_told(archive: Archive, run: Callable[..., Run]) -> None:
    assert archive("collection", "list").code == 2
    archive("init")
    assert "archive collection new NAME" in archive("collection", "list").err
    assert archive("collection", "log").code == 1
    archive("collection", "new", "Empty")
    assert archive("collection", "list").out == "Empty  0 articles\n"
    assert archive("collection", "show", "Empty").code == 1
    assert json.loads(archive("collection", "log", "--format", "json").out)["acts"][0]["said"] == (
        "Made Empty"
    )


@pytest.mark.parametrize("command", ["undo", "redo"])
@pytest.mark.parametrize("number", ["0", "7", "9" * 20])
def test_an_act_that_there_is_not_is_told(sampled: Archive, command: str, number: str) -> None:
    run = sampled("collection", command, number)
    assert run.code == 2
    assert f"There is no act {number}" in run.err
