"""What people said of articles that are lost with a damaged archive."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from archive.store.salvage.salvage import LEFT
from archive.store.sqlite.database import FILE
from tests.helpers.commands import Run

pytestmark = pytest.mark.leaves_damage("it has to be told")

Do = Callable[..., Run]


@pytest.fixture
def said(samples_copy: Path, run: Do) -> tuple[Path, list[str]]:
    """A home in which people said something of three articles: tagged and collected two of them,
    and took one out of search.
    """
    home = samples_copy
    ids = run("--home", home, "search", "Syria", "--format", "ids", "--limit", 3).out.split()
    run("--home", home, "collection", "new", "Mine", "--note", "All of it.")
    for number, article_id in enumerate(ids[:2]):
        run("--home", home, "tag", f"+Mine {number}", "--", f"id:{article_id}")
        run("--home", home, "collection", "add", "Mine", article_id, "--note", f"Note {number}")
    run("--home", home, "remove", ids[2], "--note", "told by phone", "--reason", "A wrong name.")
    return home, ids


def lose(home: Path, ids: list[str], *, listed: bool = True) -> None:
    """Cuts short all that was kept of articles; with `listed` not where they are listed."""
    with closing(sqlite3.connect(home / FILE)) as db, db:
        for each in ids:
            db.execute("UPDATE revisions SET data = '{' WHERE article_id = ?", (each,))
            if not listed:
                db.execute("DELETE FROM articles WHERE id = ?", (each,))


def test_it_waits_in_a_salvaged_archive_and_comes_back_with_them(
    said: tuple[Path, list[str]], run: Do, tmp_path: Path
) -> None:
    home, ids = said
    new = tmp_path / "new"
    before = run("--home", home, "dump", "-").out
    lose(home, ids)
    assert run("--home", home, "salvage", new).code == 1
    assert run("--home", new, "count", "id:" + ids[0]).code == 1
    dumped = run("--home", new, "dump", "-")
    assert (dumped.code, dumped.err, dumped.out) == (0, "", before)
    assert "is still to come" in run("--home", new, "collection", "show", "Mine").out

    run("--home", new, "ingest", new / LEFT)
    assert run("--home", new, "search", 'tag:"Mine 0"', "--format", "ids").out == f"{ids[0]}\n"
    shown = run("--home", new, "collection", "show", "Mine", "--format", "ids")
    assert shown.out.split() == ids[:2]
    assert "removed from search" in run("--home", new, "show", ids[2]).err
    assert run("--home", new, "dump", "-").out == before


def test_a_dump_names_what_has_no_identifier_any_more_and_goes_on(
    said: tuple[Path, list[str]], run: Do, tmp_path: Path
) -> None:
    home, ids = said
    new, folder = tmp_path / "new", tmp_path / "people"
    before = run("--home", home, "dump", "-").out
    lose(home, ids[:1], listed=False)
    salvaged = run("--home", home, "salvage", new)
    assert f"the article {ids[0]}: its identifier cannot be read" in salvaged.out
    for target in ("-", folder):
        dumped = run("--home", new, "dump", target)
        assert dumped.code == 1
        assert dumped.err.startswith(f"Left out: what is said of {ids[0]}, whose identifier")
    assert ids[0] not in (folder / "tags.toml").read_text()
    assert ids[1] in (folder / "collections.toml").read_text()
    assert run("--home", home, "load", folder).code == 0

    run("--home", new, "ingest", new / LEFT)
    assert run("--home", new, "search", 'tag:"Mine 0"', "--format", "ids").out == f"{ids[0]}\n"
    dumped = run("--home", new, "dump", "-")
    assert (dumped.code, dumped.err, dumped.out) == (0, "", before)
