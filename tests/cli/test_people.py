"""`archive tag`, `dump` and `load`: a librarian's journey, and what is told on the way."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from archive.normalise.version import RULES
from archive.store.store import Store
from tests.helpers.renewing import age, line, take_in

from .conftest import Archive, Run

ENGINES = ("whoosh", "tantivy")
FERRIES = 30  # articles whose tag is wrong


def pile(path: Path, **fields: object) -> Path:
    """Ferries with a wrong tag, and others with none."""
    path.write_text(
        "\n".join(
            line(
                number, identifier=f"ferry:{number}",
                **({"tags": ["Lebanon", "Sea"] if number < FERRIES else ["Sea"]} | fields),
            )
            for number in range(FERRIES + 10)
        )
    )  # fmt: skip
    return path


def count(archive: Archive, *query: str) -> int:
    return int(archive("count", *query).out or 0)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_librarian_puts_an_archive_in_order(
    run: Callable[..., Run], tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHIVE_ENGINE", engine)

    def archive(*args: object) -> Run:
        return run("--home", tmp_path / "mine", *args)

    def other(*args: object) -> Run:
        return run("--home", tmp_path / "other", *args)

    first, later = pile(tmp_path / "first.jsonl"), tmp_path / "later.jsonl"
    archive("ingest", first)

    # Thirty tags are put right by one command; a dry run says so before.
    wrong = ("+Libya", "-Lebanon", "+person:Jane Roe")
    dry = archive("tag", *wrong, "--dry-run", "--", "tag:Lebanon", "ferry")
    assert "30 articles would change by +Libya -Lebanon +person:Jane Roe." in dry.out
    assert (count(archive, "tag:Lebanon"), count(archive, "tag:Libya")) == (30, 0)
    done = archive("tag", *wrong, "--", "tag:Lebanon", "ferry")
    assert "30 articles changed" in done.out
    assert "archive tag --undo" in done.out

    def corrected() -> tuple[int, ...]:
        return tuple(
            count(archive, query)
            for query in ("tag:Lebanon", "tag:Libya", 'person:"Jane Roe"', "Libya", "tag:Sea")
        )

    right = (0, 30, 30, 30, 40)
    assert corrected() == right
    assert "30 articles changed" in archive("tag", "--undo").out
    assert corrected() == (30, 0, 0, 0, 40)
    assert "30 articles changed" in archive("tag", "--redo").out
    assert corrected() == right

    # A new delivery of all of them, and a correction, come: they stand.
    pile(later, body="The ferry sails on Saturday after all.", tags=["Lebanon", "Sea", "Ships"])
    assert "40 revised" in archive("ingest", later).out
    assert corrected() == (10, 30, 30, 30, 40)
    assert count(archive, "tag:Ships") == 40
    assert "30  Libya" in archive("tags").out

    # The old tag is renamed where it is right, for what comes later too.
    assert "10 articles changed" in archive("tag", "--rename", "Lebanon", "Levant").out
    assert corrected()[0] == 0
    assert count(archive, "tag:Levant") == 10

    # An article is withdrawn with a reason that readers are told.
    [gone] = archive("search", 'title:"Ferry 7 returns"', "--format", "ids").out.split()
    [instead] = archive("search", 'title:"Ferry 8 returns"', "--format", "ids").out.split()
    archive("remove", gone, "--note", "letter 4", "--reason", "Wrong", "--instead", instead)
    archive("save", "Ferries", "ferry", "--not-tag", "Levant")
    (tmp_path / "mine" / "variants.txt").write_text("Libya, Libia\n")
    told = json.loads(archive("tag", "--log", "--format", "json").out)
    assert [act["articles"] for act in told["acts"]] == [10, 30]

    # All of it is dumped, and loaded into a new archive of the same articles: equal.
    assert archive("dump", tmp_path / "people").code == 0
    for each in (first, later):
        other("ingest", each)
    assert other("load", tmp_path / "people").code == 0
    assert other("dump", tmp_path / "again").code == 0
    assert texts(tmp_path / "again") == texts(tmp_path / "people")
    for query in ("tag:Libya", "tag:Levant", "tag:Lebanon", "Libia", "query:Ferries", "*"):
        ids = [
            one("search", query, "--limit", 99, "--format", "ids").out for one in (archive, other)
        ]
        assert ids[0] == ids[1], query
    assert archive("export", "--format", "csv").out == other("export", "--format", "csv").out
    assert "0 loaded" in other("load", tmp_path / "people").out
    assert archive("check").code == other("check").code == 0


def texts(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


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
        (("--log", "--dry-run"), "--log has no such"),
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
