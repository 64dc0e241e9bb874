"""Tables with a line of column names: CSV (RFC 4180) and its relatives with tabs or semicolons.

Read byte for byte (each as a character), so that a row's bytes are known and each field can be in
UTF-8 or, in the same file, not.
"""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import BinaryIO

from archive.article import RawArticle, Skipped
from archive.dates.parse import parse_date
from archive.exports.csv_row import HEADER, from_csv_row
from archive.readers.common.columns import TELLING, fields_of, places_of, raw_from_columns
from archive.readers.common.fields import raw_from_mapping
from archive.readers.records.column_names import (
    DELIMITERS,
    LONGEST_NAME,
    MOST_ABOVE,
    MOST_COLUMNS,
    are_names,
    delimiter_of,
    distinct,
    is_above_names,
    names_in,
)
from archive.readers.records.totals import REASON, is_total
from archive.readers.sources.source import Source, is_wide, reading
from archive.text.charset import decode

NAME = "csv"
EXAMPLE = "title,date,agency,text / one article a row; other names for columns are known"
MEDIA_TYPE = "text/csv"
MOST_FIELD = 8 * 1024 * 1024  # bytes
MOST_ROW = 16 * 1024 * 1024
MOST_ANEW = 100  # rows of a table whose lines are read a second time
MOST_TOLD = 100  # lines of these that are no rows, each by itself
MOST_LOST = 100_000  # of which nobody wants to hear any more

_SAMPLE = 1 << 16  # bytes that show how a table is written
_LONGEST_FIRST = 2000  # characters of column names, where no ending says that they are some
_NO_ROW = "a line behind a quotation mark that is not closed, and no row by itself"
_TOO_WIDE = (
    f"more than {MOST_COLUMNS:,} columns: leave out those that say nothing of an article; the rest "
    "is not read"
)
_AGAIN = "the names of the columns once more"
_NO_MORE = "the rest is not read"
_STATED_DELIMITER = re.compile(r"sep=(.)\r?\n")  # as Excel writes it


class _BadRowError(Exception):
    """A row that nobody meant: too long, or a quotation mark in it took in others."""


class _NoRowError(Exception):
    """A line behind an open quotation mark that is no row by itself."""


def matches(head: str, name: str) -> bool:
    """Whether a text begins with column names, a title's or a text's among two that are known."""
    if name.endswith((".csv", ".tsv", ".tab")):
        return True
    first = head.partition("\n")[0]
    if len(first) > _LONGEST_FIRST or not any(sign in first for sign in DELIMITERS):
        return False
    names = names_in(head, delimiter_of(head))
    fields = fields_of(names)
    return (
        len(fields) >= 2
        and bool(TELLING & set(fields))
        and all(0 < len(name) <= LONGEST_NAME for name in names)
    )


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """An item a row. A row with other columns than the line of names is skipped."""
    csv.field_size_limit(MOST_FIELD)
    wide = is_wide(source.head())
    with reading(), _wide_as_utf8(source) if wide else source.open() as stream:
        rows = _Rows(stream, source)
        try:
            names = rows.header(source.options.columns)
        except (_BadRowError, csv.Error):
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
    rows.expect(names, fields)
    lost = 0
    while True:
        try:
            row = rows.next()
        except _NoRowError:
            lost += 1
            yield from _told_as_lost(lost, rows.number, source)
            if lost == MOST_LOST:
                return
            continue
        except (_BadRowError, csv.Error):
            why = "too long, or a quotation mark in it is not closed"
            goes_on = rows.read_anew()
            where = source.origin(f"row {rows.number}")
            yield Skipped(where, why if goes_on else f"{why}; {_NO_MORE}")
            if not goes_on:
                return
            continue
        if row is None:
            if lost > MOST_TOLD:
                where = source.origin(f"row {rows.number}")
                yield Skipped(where, f"{_NO_ROW}; {lost - MOST_TOLD:,} more like it")
            return
        where = source.origin(f"row {rows.number}")
        if len(row) != len(names):
            if len(names) == MOST_COLUMNS < len(row):
                yield Skipped(source.origin(), _TOO_WIDE)
                return
            why = f"it has {len(row):,} columns, the line of names {len(names):,}"
            yield Skipped(where, why)
            continue
        values = dict(zip(names, row, strict=True))
        if row[0] == names[0] and distinct(row) == names:
            yield Skipped(where, _AGAIN)
        elif exported := from_csv_row(values):
            yield raw_from_mapping(exported, where, rows.bytes(), MEDIA_TYPE, place="the column")
        elif is_total(row, values.get(fields.get("date", ""))):
            yield Skipped(where, REASON)
        else:
            yield raw_from_columns(values, fields, where, rows.bytes(), MEDIA_TYPE, places)


def _told_as_lost(lost: int, number: int, source: Source) -> Iterator[Skipped]:
    """A line that is no row, if it is among the first or the last of so many."""
    if lost <= MOST_TOLD or lost == MOST_LOST:
        why = _NO_ROW if lost < MOST_LOST else f"{_NO_ROW}; {_NO_MORE}"
        yield Skipped(source.origin(f"row {number}"), why)


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
        self._written = _Written(
            stated[1] if stated else delimiter_of(text), "\\" if _escapes(text) else None
        )
        self._reader = self._written.rows(self._lines)
        self._sample = text[stated.end() :] if stated else text
        self._columns = 0
        self._date_at: int | None = None
        self._anew = 0
        self.number = 0

    def header(self, given: Mapping[str, str]) -> list[str]:
        """The column names; those of the first row where none names a title or a text. What stands
        above them (whose list it is, what was searched for) is no row.
        """
        first: list[str] | None = None
        shown = self._shown()
        for place in range(1, MOST_ABOVE + 2):
            if (row := self.next()) is None:
                break
            names = distinct(row)
            if first is None:
                first = names
            if is_above_names(row, shown[place : place + 1], given):
                continue
            if are_names(names, given, among_others=names is not first):
                self._first, self.number = self.bytes(), 0
                return names
        return first or []

    def _shown(self) -> list[list[str]]:
        """The first rows that are not empty, as far as they are seen without reading on."""
        rows = self._written.rows(io.StringIO(self._sample, newline=""))
        found: list[list[str]] = []
        with suppress(csv.Error):
            while len(found) <= MOST_ABOVE + 1 and (row := next(rows, None)) is not None:
                found += [row] if any(row) else []
        return found

    def expect(self, names: Sequence[str], fields: Mapping[str, str]) -> None:
        """From here on each row has these columns, one of them perhaps a date."""
        self._columns = len(names)
        self._date_at = names.index(fields["date"]) if "date" in fields else None

    def next(self) -> list[str] | None:
        """The next row that is not empty, or None at the end. Counted even where it is raised."""
        self.number += 1
        while True:
            again = self._lines.begin_row()
            row = next(self._reader, None)
            if row is None:
                self.number -= 1
                return None
            if self._lines.ended or self._took_in_another():
                raise _BadRowError
            if again and not self._is_whole(row):
                if len(self._lines.of_row) > 1:
                    raise _BadRowError
                if any(map(str.strip, row)):
                    raise _NoRowError
                continue
            if any(row):
                return [self._decode(field) for field in row]

    def read_anew(self) -> bool:
        """Goes back to the second line of the row at hand. False where that was done too often."""
        if len(self._lines.of_row) > 1:
            self._anew += 1
            self._lines.go_back()
        return self._anew <= MOST_ANEW

    def _took_in_another(self) -> bool:
        """Whether a line of a row is a row by itself, whose field begins with the quotation mark
        that closed one left open above it.
        """
        lines = self._lines.of_row
        if len(lines) < 2 or not self._columns or self._written.is_sound(lines):
            return False
        opening = filter(self._written.opens, lines[1:])
        return any(self._is_whole(row) for line in opening for row in self._written.rows([line]))

    def _is_whole(self, row: Sequence[str]) -> bool:
        """Whether a line is a row and no line of a text with commas: by its date, or, for that may
        be empty or odd, by what follows the commas.
        """
        if len(row) != self._columns:
            return False
        if self._date_at is not None and parse_date(self._decode(row[self._date_at])):
            return True
        return not any(field[:1].isspace() for field in row[1:])

    def bytes(self) -> bytes:
        """The bytes of the row at hand, under the line of names that explains them."""
        return self._first + "".join(self._lines.of_row).encode("latin-1")

    def _decode(self, field: str) -> str:
        return field if field.isascii() else decode(field.encode("latin-1"), self._charset)


class _Written:
    """How a table is written."""

    def __init__(self, delimiter: str, escape: str | None) -> None:
        self._delimiter = delimiter
        self._escape = escape
        sign = re.escape(delimiter)
        self._opening = re.compile(rf'(?:^|{sign})"(?:"")*(?!["\r\n]|{sign}|$)')

    def rows(self, lines: Iterable[str], *, strict: bool = False) -> Iterator[list[str]]:
        """The rows of lines; csv.Error for one that cannot be, which is less where not `strict`."""
        return csv.reader(
            lines, delimiter=self._delimiter, doublequote=self._escape is None,
            escapechar=self._escape, strict=strict,
        )  # fmt: skip

    def opens(self, line: str) -> bool:
        """Whether a quotation mark stands in a line where a field begins."""
        return self._opening.search(line) is not None

    def is_sound(self, lines: Iterable[str]) -> bool:
        """Whether every quotation mark of a row stands in its place."""
        try:
            next(self.rows(lines, strict=True), None)
        except csv.Error:
            return False
        return True


class _Lines:
    """The lines of a stream, whatever they end with, and those of the row at hand."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = io.TextIOWrapper(stream, "latin-1", newline="")
        self.of_row: list[str] = []
        self.ended = False  # inside the row at hand
        self._again: deque[str] = deque()
        self._held = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def begin_row(self) -> bool:
        """Forgets the lines of the row before. Whether the next one has been read already."""
        self.of_row.clear()
        self._held = 0
        self.ended = False
        return bool(self._again)

    def go_back(self) -> None:
        """To the second line of the row at hand."""
        self._again.extendleft(reversed(self.of_row[1:]))

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._stream.readline(MOST_ROW)
        if not line:
            self.ended = bool(self.of_row)  # only inside quotation marks a row asks for more
            raise StopIteration
        if len(line) == MOST_ROW:
            while line and not line.endswith(("\n", "\r")):
                line = self._stream.readline(MOST_ROW)
            raise _BadRowError
        self.of_row.append(line)
        self._held += len(line)
        if self._held > MOST_ROW:
            raise _BadRowError
        return line


def _escapes(text: str) -> bool:
    """Whether a quotation mark inside a field is written \\" and not \"\"."""
    return '\\"' in text and '""' not in text and not text.startswith(HEADER)


def _wide_as_utf8(source: Source) -> BinaryIO:
    """UTF-16 written anew, for there a line does not end with one byte."""
    return io.BytesIO(decode(source.bytes()).encode("utf-8", "surrogatepass"))
