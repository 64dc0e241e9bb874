"""Texts and originals that are not what was kept: told wherever they are shown or copied."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.helpers.commands import Run

pytestmark = pytest.mark.leaves_damage("it has to be told")


@pytest.fixture
def home(run: Callable[..., Run], tmp_path: Path) -> Path:
    """Two articles, one of them with a text that has been altered in the file."""
    for name in ("quokka", "wombat"):
        text = f"# A {name} was seen\n\n2017-11-03\n\nIt was an animal at the river.\n"
        (tmp_path / f"{name}.md").write_text(text)
    home = tmp_path / "home"
    assert run("--home", home, "ingest", *tmp_path.glob("*.md")).code == 0
    with closing(sqlite3.connect(home / "archive.db")) as db, db:
        changed = db.execute(
            "UPDATE revisions SET data = replace(data, 'animal', 'android')"
            " WHERE data LIKE '%quokka%'"
        )
        assert changed.rowcount == 1
    return home


def test_an_altered_text_is_told_and_the_original_offered(
    home: Path, run: Callable[..., Run]
) -> None:
    (altered,) = run("--home", home, "search", "quokka", "--format", "ids").out.split()
    shown = run("--home", home, "show", altered)
    assert "android" in shown.out
    assert "not what was kept" in shown.err
    assert b"animal" in run("--home", home, "show", altered, "--format", "original").out.encode()
    (sound,) = run("--home", home, "search", "wombat", "--format", "ids").out.split()
    assert "not what was kept" not in run("--home", home, "show", sound).err


def test_an_export_leaves_an_altered_text_out(home: Path, run: Callable[..., Run]) -> None:
    said = run("--home", home, "export")
    assert said.code == 1
    assert "wombat" in said.out
    assert "android" not in said.out
    assert "altered" in said.err


def test_a_backup_says_what_differs(home: Path, run: Callable[..., Run], tmp_path: Path) -> None:
    said = run("--home", home, "backup", tmp_path / "backup.db")
    assert said.code == 1
    assert "text has been altered" in said.err
    assert (tmp_path / "backup.db").exists()


def test_an_altered_original_is_not_printed(home: Path, run: Callable[..., Run]) -> None:
    (sound,) = run("--home", home, "search", "wombat", "--format", "ids").out.split()
    with closing(sqlite3.connect(home / "archive.db")) as db, db:
        db.execute(
            "UPDATE originals SET (data, size) = (SELECT data, size FROM originals o"
            " WHERE o.hash <> originals.hash) WHERE hash ="
            " (SELECT original_hash FROM revisions WHERE article_id = ?)",
            (sound,),
        )
    said = run("--home", home, "show", sound, "--format", "original")
    assert (said.code, said.out) == (2, "")
    assert "not the ones that arrived" in said.err
