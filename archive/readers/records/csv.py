"""Tables with a line of column names: CSV (RFC 4180) and its relatives with tabs or semicolons.

Read byte for byte (each as a character), so that a row's bytes are known and each field can be in
UTF-8 or, in the same file, not.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

from archive.article import RawArticle, Skipped
from archive.exports.csv_row import HEADER, from_csv_row
from archive.readers.common.columns import TELLING, fields_of, places_of, raw_from_columns
from archive.readers.common.fields import raw_from_mapping
from archive.readers.sources.source import Source, is_wide, reading
from archive.text.charset import decode

NAME = "csv"
EXAMPLE = "title,date,agency,text / one article a row; other names for columns are known"
MEDIA_TYPE = "text/csv"
MOST_FIELD = 8 * 1024 * 1024  # bytes
MOST_ROW = 16 * 1024 * 1024
MOST_COLUMNS = 2000

_SAMPLE = 1 << 16  # bytes that show how a table is written
_DELIMITERS = ",\t;|"
_LONGEST_NAME = 40
_LONGEST_NAMES = 100_000
_LONGEST_FIRST = 2000  # characters of column names, where no ending says that they are some
_STATED_DELIMITER = re.compile(r"sep=(.)\r?\n")  # as Excel writes it


class _TooLong(Exception):  # noqa: N818 - never leaves this file
    """A row that nobody meant; its argument says whether the next line begins another."""


def matches(head: str, name: str) -> bool:
    """Whether a text begins with column names, a title's or a text's among two that are known."""
    if name.endswith((".csv", ".tsv", ".tab")):
        return True
    first = head.partition("\n")[0]
    if len(first) > _LONGEST_FIRST or not any(sign in first for sign in _DELIMITERS):
        return False
    names = _names(head, _delimiter(head))
    fields = fields_of(names)
    return (
        len(fields) >= 2
        and bool(TELLING & set(fields))
        and all(0 < len(name) <= _LONGEST_NAME for name in names)
    )


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """An item a row. A row with other columns than the first line has is skipped."""
    csv.field_size_limit(MOST_FIELD)
    wide = is_wide(source.head())
    with reading(), _wide_as_utf8(source) if wide else source.open() as stream:
        rows = _Rows(stream, source)
        try:
            names = rows.header()
        except (_TooLong, csv.Error):
            names = []
        fields = fields_of(names, source.options.columns)
        if not TELLING & set(fields):
            yield Skipped(source.origin(), _no_columns(names))
            return
        yield from _items(rows, names, fields, source)
        if not rows.number:
            yield Skipped(source.origin(), "it has column names and no rows")


def _items(
    rows: _Rows, names: list[str], fields: Mapping[str, str], source: Source
) -> Iterator[RawArticle | Skipped]:
    places = places_of("column", fields, source.options.columns)
    while True:
        try:
            row = rows.next()
        except (_TooLong, csv.Error) as error:
            goes_on = isinstance(error, _TooLong) and error.args[0]
            why = "too long, or a quotation mark in it is not closed"
            where = source.origin(f"row {rows.number}")
            yield Skipped(where, why if goes_on else f"{why}; the rest is not read")
            if not goes_on:
                return
            continue
        if row is None:
            return
        where = source.origin(f"row {rows.number}")
        if len(row) != len(names):
            why = f"it has {len(row):,} columns, the first line {len(names):,}"
            yield Skipped(where, why)
            continue
        values = dict(zip(names, row, strict=True))
        if exported := from_csv_row(values):
            yield raw_from_mapping(exported, where, rows.bytes(), MEDIA_TYPE, place="the column")
        else:
            yield raw_from_columns(values, fields, where, rows.bytes(), MEDIA_TYPE, places)


def _no_columns(names: Sequence[str]) -> str:
    shown = ", ".join(name[:40] for name in names[:12]) + (" ..." if len(names) > 12 else "")
    return f"no column is a title or a text, as far as names tell: {shown} (--map body=COLUMN)"


class _Rows:
    """The rows of a table, each with the bytes that it was made from."""

    def __init__(self, stream: BinaryIO, source: Source) -> None:
        head = source.head(_SAMPLE)
        text = decode(head, cut=True).lstrip("\ufeff")
        self._lines = _Lines(stream)
        self._charset = source.fallback()
        self._first = b""
        stated = _STATED_DELIMITER.match(text)
        if stated:
            next(self._lines)
        self._reader = csv.reader(
            self._lines,
            delimiter=stated[1] if stated else _delimiter(text),
            doublequote=not _escapes(text),
            escapechar="\\" if _escapes(text) else None,
        )
        self.number = 0

    def header(self) -> list[str]:
        """The column names, blank ones and second ones made distinct."""
        row = self.next() or []
        self._first, self.number = self.bytes(), 0
        names: list[str] = []
        for place, name in enumerate(row[:MOST_COLUMNS], 1):
            name = name.strip().removeprefix("\ufeff") or f"column {place}"
            names.append(f"{name} ({place})" if name in names else name)
        return names

    def next(self) -> list[str] | None:
        """The next row that is not empty, or None at the end. Counted even where it is raised."""
        self.number += 1
        while True:
            self._lines.begin_row()
            row = next(self._reader, None)
            if row is None:
                self.number -= 1
                return None
            if any(row):
                return [self._decode(field) for field in row]

    def bytes(self) -> bytes:
        """The bytes of the row at hand, under the line of names that explains them."""
        return self._first + "".join(self._lines.of_row).encode("latin-1")

    def _decode(self, field: str) -> str:
        return field if field.isascii() else decode(field.encode("latin-1"), self._charset)


class _Lines:
    """The lines of a stream, whatever they end with, and those of the row at hand."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = io.TextIOWrapper(stream, "latin-1", newline="")
        self.of_row: list[str] = []
        self._held = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def begin_row(self) -> None:
        """Forgets the lines of the row before."""
        self.of_row.clear()
        self._held = 0

    def __next__(self) -> str:
        line = self._stream.readline(MOST_ROW)
        if not line:
            raise StopIteration
        if len(line) == MOST_ROW:
            ends = not self.of_row
            while line and not line.endswith(("\n", "\r")):
                line = self._stream.readline(MOST_ROW)
            raise _TooLong(ends)
        self.of_row.append(line)
        self._held += len(line)
        if self._held > MOST_ROW:
            raise _TooLong(False)
        return line


def _delimiter(text: str) -> str:
    """What stands between the column names: the sign that shows the most known, then the most."""

    def worth(sign: str) -> tuple[int, int]:
        names = _names(text, sign)
        return len(fields_of(names)), len(names)

    return max(_DELIMITERS, key=worth)


def _names(text: str, delimiter: str) -> list[str]:
    line = re.split(r"[\r\n]", text.lstrip("\ufeff"), maxsplit=1)[0][:_LONGEST_NAMES]
    try:
        return [name.strip() for name in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:
        return []


def _escapes(text: str) -> bool:
    """Whether a quotation mark inside a field is written \\" and not \"\"."""
    return '\\"' in text and '""' not in text and not text.startswith(HEADER)


def _wide_as_utf8(source: Source) -> BinaryIO:
    """UTF-16 written anew, for there a line does not end with one byte."""
    return io.BytesIO(decode(source.bytes()).encode("utf-8", "surrogatepass"))
