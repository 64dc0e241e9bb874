"""Paths on the command line whose names are not UTF-8, as the shell gives them: real processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive.store.sqlite.database import FILE

NAME = os.fsdecode(b"caf\xe9")
STORY = "Bridge opens\n\nThe bridge opened on Friday with music and a speech.\n"
LATIN = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


class Shell:
    """A folder in which `archive` is run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.more: dict[str, str] = {}

    def __call__(self, *args: str | Path, home: str = "home") -> subprocess.CompletedProcess[bytes]:
        command = [Path(sys.executable).with_name("archive"), "--home", home, *args]
        environment = os.environ | self.more
        return subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, check=False
        )


@pytest.fixture
def archive(tmp_path: Path) -> Shell:
    (tmp_path / f"{NAME}.txt").write_text(STORY)
    return Shell(tmp_path)


def said(run: subprocess.CompletedProcess[bytes]) -> str:
    """All that was printed; it has to be text."""
    return (run.stdout + run.stderr).decode()


def test_a_file_is_found_by_its_name_and_told_printably(archive: Shell) -> None:
    run = archive("ingest", f"{NAME}.txt", "--report", f"{NAME}.csv", f"{NAME}2.txt")
    assert "1 added" in said(run)
    assert "caf�2.txt" in said(run)
    assert "caf�.csv" in said(run)
    assert (archive.folder / f"{NAME}.csv").exists()
    assert "1 added" in said(archive("watch", "--once", f"{NAME}.txt", home="other"))


def test_a_home_is_the_one_that_the_environment_names(archive: Shell) -> None:
    assert archive("ingest", f"{NAME}.txt", home=NAME).returncode == 0
    assert (archive.folder / NAME / FILE).exists()
    assert sorted(path.name for path in archive.folder.iterdir()) == [NAME, f"{NAME}.txt"]
    named = [Path(sys.executable).with_name("archive"), "count", "bridge"]
    environment = os.environ | {"ARCHIVE_HOME": str(archive.folder / NAME)}
    run = subprocess.run(named, env=environment, capture_output=True, check=False)
    assert run.stdout == b"1\n"
    assert archive("status", home=NAME).returncode == 0


def test_what_is_written_gets_the_name_that_was_given(archive: Shell) -> None:
    archive("ingest", f"{NAME}.txt")
    made = [
        ("export", "--output", f"{NAME}.jsonl"),
        ("export", "--format", "markdown", "--output", f"{NAME}-pages"),
        ("backup", f"{NAME}.db"),
        ("dump", f"{NAME}-people"),
        ("copy", "--to", f"{NAME}-copy"),
        ("salvage", f"{NAME}-salvaged"),
    ]
    for args in made:
        run = archive(*args)
        assert run.returncode == 0, said(run)
        assert (archive.folder / args[-1]).exists(), args
        assert "caf�" in said(run), args
    for name in (f"{NAME}.jsonl", f"{NAME}-pages"):
        verified = archive("verify", f"{name}.manifest.json")
        assert verified.stdout == b"All is whole.\n", said(verified)
    for args in (("load", f"{NAME}-people"), ("go-back", f"{NAME}.db")):
        assert archive(*args).returncode == 0, args
    (archive.folder / f"{NAME}.queries").write_text("bridge\n")
    assert b"bridge" in archive("search", "--list", f"{NAME}.queries").stdout


def test_a_list_of_addresses_may_be_named_so_too(archive: Shell) -> None:
    for name in (f"{NAME}.list", "./plain.list"):
        (archive.folder / name).write_text("http://127.0.0.1:9/\n")
        assert "private network" in said(archive("ingest", name))


def test_words_are_text_whatever_bytes_they_are(archive: Shell) -> None:
    assert archive("ingest", f"{NAME}.txt", "--collection", NAME).returncode == 0
    listed = json.loads(archive("facet", "collection", "--format", "json").stdout)
    assert "caf�" in json.dumps(listed, ensure_ascii=False)
    assert archive("save", NAME, NAME).returncode == 0
    assert "caf�" in said(archive("saved"))
    assert "caf�" in said(archive("collection", "show", NAME))
    for args in ((NAME,), ("search", f"--{NAME}"), ("facet", NAME)):
        run = archive(*args)
        assert (run.returncode, "went wrong" in said(run)) == (2, False)


def test_in_a_locale_without_unicode_paths_and_words_are_what_they_are(archive: Shell) -> None:
    archive.more = LATIN
    (archive.folder / "köln.txt").write_text(STORY.replace("Bridge", "Brücke"))
    assert b"2 added" in archive("ingest", "köln.txt", f"{NAME}.txt", home="zürich").stdout
    assert (archive.folder / "zürich" / FILE).exists()
    assert archive("count", "Brücke", home="zürich").stdout == b"1\n"
