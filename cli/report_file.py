"""Report files, a line an item: `archive ingest --report FILE` lists what was skipped and why,
`archive renew --report FILE` what became of each article.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, TextIO

import click

from archive.article import Skipped
from archive.errors import InputError
from archive.exports.csv_row import csv_line
from archive.readers.sources.members import is_hidden
from cli.output import printable

_SKIPPED = ("file", "member", "record", "reason")


class ReportFile:
    """One open report: CSV, or JSON Lines where its name ends with .jsonl.

    A line is on its way to the disk as soon as it is known, so that a run that is killed leaves all
    of them.
    """

    def __init__(self, path: Path, stream: TextIO, columns: Sequence[str]) -> None:
        self.path = path
        self.is_lines = path.suffix == ".jsonl"
        self._stream = stream
        self._columns = columns
        if not self.is_lines:
            self._put(csv_line(columns))

    def write(self, values: Sequence[Any]) -> None:
        """Writes one line, a value for each column."""
        if self.is_lines:
            named = dict(zip(self._columns, values, strict=True))
            self._put(json.dumps(named, ensure_ascii=False) + "\n")
        else:
            self._put(csv_line(values))

    def _put(self, line: str) -> None:
        self._stream.write(line)
        self._stream.flush()


class SkippedReport(ReportFile):
    """What was skipped, and why."""

    def __init__(self, path: Path, stream: TextIO) -> None:
        super().__init__(path, stream, _SKIPPED)

    def add(self, skipped: Skipped) -> None:
        """Writes one line."""
        origin = skipped.origin
        self.write((origin.file, origin.member, origin.record, skipped.reason))


@contextmanager
def skipped_report(name: str | None, inputs: Iterable[str]) -> Iterator[SkippedReport | None]:
    """A new report in the file of that name; None where no name is given.

    InputError where it would be read with the `inputs`. An earlier file of that name gets a number.
    """
    with _opened(name, inputs) as found:
        yield SkippedReport(*found) if found else None


@contextmanager
def report_file(name: str | None, columns: Sequence[str]) -> Iterator[ReportFile | None]:
    """A new report with such columns; else as above."""
    with _opened(name, ()) as found:
        yield ReportFile(*found, columns) if found else None


@contextmanager
def _opened(name: str | None, inputs: Iterable[str]) -> Iterator[tuple[Path, TextIO] | None]:
    if name is None:
        yield None
        return
    path = Path(name)
    for given in inputs:
        if _would_be_read(path, Path(given)):
            raise InputError(
                f"The report {path} would lie in {given}, and be read with it",
                f"another place, or a hidden file: --report {path.with_name(f'.{path.name}')}",
            )
    _put_aside(path)
    with path.open("w", encoding="utf-8", errors="replace", newline="") as stream:
        yield path, stream


def _would_be_read(path: Path, given: Path) -> bool:
    path, given = Path(os.path.realpath(path)), Path(os.path.realpath(given))
    return path.is_relative_to(given) and not is_hidden(str(path.relative_to(given)))


def _put_aside(path: Path) -> None:
    """Gives an earlier report the first free number: skipped.csv becomes skipped.1.csv."""
    if not path.is_file():  # nothing there, or a pipe or a device, which is just written to
        return
    numbered = (path.with_name(f"{path.stem}.{number}{path.suffix}") for number in count(1))
    aside = next(other for other in numbered if not other.exists())
    path.rename(aside)
    click.echo(f"The earlier {printable(path.name)} is now {printable(aside.name)}.", err=True)
