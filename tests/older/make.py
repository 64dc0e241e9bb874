"""How `tests/fixtures/older` was written: by the program of each version of the schema itself.

    python -m tests.older.make COMMITS-FOLDER [NAME ...]

takes each program out of this repository's history, has it take in a few samples and people work on
them, and keeps two files: the database as SQL, and what that program told of it, as JSON. Nothing
is made anew that is there already: times and tokens would differ, and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.helpers.archives import ROOT, SAMPLES

FIXTURES = ROOT / "tests" / "fixtures" / "older"
WORK = Path("/tmp/news")  # whole paths are kept of folders that are watched

FIRST = ("json/2017-10-17-raqa-1.json", "json/2017-11-03-deir-ezzor-ar.json",
         "markdown/2017-10-14-mayadeen.md", "text/2017-10-05-hawija.txt",
         "reuters/1987-wire.sgm")  # fmt: skip
SECOND = ("json/2017-10-17-raqa-2-corrected.json",)
WATCHED = ("pages/2017-10-14-mayadeen.txt",)

RAQA, AR, MAYADEEN = "nn3mrikuyz4gadnf", "bip4iamhjnrqekyr", "Mayadeen"
QUESTIONS = ("", "Hawija", '"Deir Ezzor"', "agency:Reuters", "tag:Syria", "title:Raqa")


@dataclass(frozen=True)
class Program:
    """A program of the past: the commit that it is of, and the version of its schema."""

    commit: str
    version: int


# The last program of each version, and those of the few commits whose steps were others.
PROGRAMS = {
    "01": Program("3705c97", 1),
    "02": Program("3b19c4a", 2),
    "03-stories-first": Program("2af6251", 3),
    "04-without-sketches": Program("c6114ee", 4),
    "04": Program("e8738cf", 4),
    "05": Program("7e43677", 5),
    "06": Program("6207b1d", 6),
    "07": Program("1a0129c", 7),
    "08": Program("3369be8", 8),
    "08-collections-first": Program("dd88d02", 8),
    "09": Program("cbeab5e", 9),
    "10": Program("50f57ab", 10),
    "11": Program("1507d82", 11),
    "12": Program("938d27c", 12),
    "13": Program("569b5b1", 13),
}


class Old:
    """One of them, at work on an archive."""

    def __init__(self, name: str, code: Path) -> None:
        self.program, self._code = PROGRAMS[name], code
        self.home = WORK / "home"
        self.collects = self.program.version >= 11 or "collections" in name

    def do(self, *words: str, codes: Sequence[int] = (0,)) -> str:
        """What `archive WORDS` prints."""
        ended = subprocess.run(
            [sys.executable, "-m", "cli", "--home", str(self.home), *words],
            cwd=WORK, env=os.environ | {"PYTHONPATH": str(self._code)}, check=False,
            capture_output=True, text=True, encoding="utf-8",
        )  # fmt: skip
        assert ended.returncode in codes, (self.program, words, ended.stdout, ended.stderr)
        return ended.stdout

    def live(self) -> None:
        """Takes in news, and does all of people's work that it knows of."""
        version = self.program.version
        pile = ("--collection", "Euphrates") if self.collects else ()
        self.do("ingest", "first", *pile)
        self.do("ingest", "second")
        if version >= 4:
            self.do("watch", "watched", "--once")
        (hawija,) = self.found("Hawija")
        (gone, back, *_) = self.found("agency:Reuters date:1987")
        why = ("--reason", "Twice in the archive", "--instead", back) if version >= 10 else ()
        self.do("remove", gone, "--note", "a legal request", *why)
        self.do("remove", back, "--note", "by mistake")
        self.do("restore", back)
        if version >= 5:
            self.do("save", "Euphrates", "Raqa (place:Deir OR -place:Raqa)", "--not-tag", "Sport")
            self.do("new", "Euphrates", codes=(0, 1))
            self.do("save", "Oil", "oil")
        if version >= 8 and "collections" not in self.name_of_stray:
            self.do("new", "Oil", "--webhook", "http://127.0.0.1:9/news", codes=(0, 2))
        if version >= 12:
            self.do("tag", "+Checked", "-Conflict", "--", "Raqa")
            self.do("tag", "--rename", "Syria", "Syrie")
            self.do("tag", "+Twice", "--", "Hawija")
            self.do("tag", "--undo")
        if version >= 13:
            self.do("collection", "new", "Bridges", "--note", "Of towns and rivers.")
            self.do("collection", "add", "Bridges", hawija)
            self.do("collection", "note", "Bridges", "Read this first.", "--on", hawija)

    @property
    def name_of_stray(self) -> str:
        return next(name for name, program in PROGRAMS.items() if program is self.program)

    def found(self, *question: str) -> list[str]:
        """The ids of what it finds, sorted."""
        found = json.loads(self.do("search", *question, "--format", "json", "--limit", "100",
                                   codes=(0, 1)))  # fmt: skip
        return sorted(hit["id"] for hit in found["hits"])

    def told(self) -> dict[str, Any]:
        """What it says of all that it holds."""
        told: dict[str, Any] = {"found": {each: self.found(each) for each in QUESTIONS}}
        told["articles"] = {each: self._article(each) for each in self._ids()}
        if self.program.version >= 5:
            told["saved"] = json.loads(self.do("saved", "--format", "json"))
        return told

    def _ids(self) -> list[str]:
        with closing(sqlite3.connect(self.home / "archive.db")) as database:
            return [row[0] for row in database.execute("SELECT id FROM articles ORDER BY id")]

    def _article(self, article_id: str) -> dict[str, Any]:
        original = self.do("show", article_id, "--format", "original")
        told = {"article": json.loads(self.do("show", article_id, "--format", "json")),
                "original": hashlib.sha256(original.encode()).hexdigest()}  # fmt: skip
        if self.program.version >= 2:
            told["history"] = json.loads(self.do("history", article_id, "--format", "json"))
        return told


def main(code: Path, names: Sequence[str]) -> None:
    """Writes the fixtures of these names, or of all, where they are missing."""
    FIXTURES.mkdir(exist_ok=True)
    for name in names or PROGRAMS:
        script = FIXTURES / f"{name}.sql"
        if script.exists():
            continue
        checkout = _checked_out(PROGRAMS[name].commit, code / name)
        shutil.rmtree(WORK, ignore_errors=True)
        for folder, paths in (("first", FIRST), ("second", SECOND), ("watched", WATCHED)):
            (WORK / folder).mkdir(parents=True)
            for path in paths:
                shutil.copy(SAMPLES / path, WORK / folder)
        old = Old(name, checkout)
        old.live()
        told = json.dumps(old.told(), indent=1, ensure_ascii=False, sort_keys=True)
        script.with_suffix(".json").write_text(told + "\n", "utf-8")
        script.write_text(_as_sql(old.home / "archive.db", PROGRAMS[name].version), "utf-8")
        shutil.rmtree(WORK)


def _checked_out(commit: str, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True)
    subprocess.run(["tar", "x", "-C", str(folder)], input=packed.stdout, check=True)
    return folder


def _as_sql(path: Path, version: int) -> str:
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (version,)
        (application,) = database.execute("PRAGMA application_id").fetchone()
        head = f"PRAGMA application_id = {application};\nPRAGMA user_version = {version};\n"
        return head + "\n".join(database.iterdump()) + "\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
