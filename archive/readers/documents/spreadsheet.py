"""Workbooks of Excel (.xlsx, .xls, .xlsb) and LibreOffice (.ods): each sheet is read as a table."""

from __future__ import annotations

import io
import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile

from archive.article import Skipped
from archive.errors import UnreadableError
from archive.leftovers import temporary
from archive.readers.documents import markup_sheets, ole, open_document, sheets
from archive.readers.documents.text_of import need
from archive.readers.sources.directory_of_zip import LOCAL, first_name, opened
from archive.readers.sources.members import allowance_of, left_out, written
from archive.readers.sources.packed import plain_name
from archive.readers.sources.source import Source

NAME = "spreadsheet"
EXAMPLE = "a workbook of Excel or LibreOffice: each sheet a table, as csv"
MOST_UNPACKED = 1 << 30  # bytes that the parts of a workbook say they unpack to

_MOST_PARTS = 20_000
_FIRST = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"customXml/", b"xl/")
_PART = re.compile(rb"PK\x03\x04.{26}xl/(?:workbook|worksheets/|sharedStrings|styles|_rels/)", re.S)
_OPEN = f"mimetype{open_document.MIMETYPE}".encode()
_ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
_ROOT = str(Path(__file__).parents[3])
_START = (
    "import sys; sys.path[:] = sys.argv[3:];"  # without site, which takes most of the start
    " from archive.readers.documents.sheets import work; work(*sys.argv[1:3])"
)
_BEGINNING = 8  # bytes
_NOTHING = "a spreadsheet with nothing in it"
_SAVE_ANEW = "open it in a spreadsheet program and save it anew"
_TOO_LARGE = "divide it, or save its sheets as CSV"
_LOCKED = "an Office document with a password: save it without one"  # of which kind nobody can see
_ENDED = f"reading it ended the process that read it; {_SAVE_ANEW}"
_OF_BOOK = {
    sheets.PASSWORD: "a spreadsheet with a password: save it without one",
    sheets.DAMAGED: f"a damaged spreadsheet: {_SAVE_ANEW}",
    sheets.TOO_LARGE: f"a spreadsheet of more cells than can be read; {_TOO_LARGE}",
    sheets.ABSENT: "its library python-calamine does not work: install it anew with pip install "
    "--force-reinstall 'news-archive[documents]'",
}
_OF_SHEET = {
    sheets.DAMAGED: f"a damaged sheet: {_SAVE_ANEW}",
    sheets.HIDDEN: "a hidden sheet: show it and save the file, if there are articles in it",
    sheets.NO_TABLE: "a chart or a macro, and no table",
    sheets.TOO_LARGE: "it unpacks to too much; the rest is not read",
}


def matches(head: bytes, name: str) -> bool:
    """Whether bytes begin as a workbook. Of an old Excel file the beginning may not tell it from
    another document: then the name does.
    """
    if first := first_name(head):
        if first == b"mimetype":
            return _OPEN in head[:200]
        return first.startswith(_FIRST) and _PART.search(head) is not None
    is_called_one = plain_name(name.lower()).endswith(_ENDINGS)
    if markup_sheets.matches(head, is_called_one):
        return True
    return ole.is_workbook(head, is_called_one)


def read(source: Source) -> Iterator[Source | Skipped]:
    """The sheets in order, as files in CSV; and why one is none. UnreadableError where nothing can
    be read.
    """
    if not source.head(_BEGINNING).startswith((LOCAL, ole.SIGN)):
        yield from _of_markup(source)
        return
    need("python_calamine", "a spreadsheet")
    allowance = allowance_of(source)
    data = source.bytes()
    form = _form(data)
    with temporary("news-archive-") as name:
        folder = Path(name)
        (folder / f"{sheets.BOOK}.{form}").write_bytes(data)
        told, why = _converted(folder, allowance.bytes)
        empty = 0
        for place, (sheet, fault) in enumerate(told):
            empty += fault == sheets.EMPTY
            if fault in (None, sheets.TOO_LARGE):
                yield written(source, f"{sheet}.csv", folder / f"{place}.csv", allowance)
            if reason := _OF_SHEET.get(fault or ""):
                yield left_out(source, sheet, reason)
        if why:
            yield Skipped(source.origin(), why)
        elif empty == len(told):
            yield Skipped(source.origin(), _NOTHING)


def _of_markup(source: Source) -> Iterator[Source | Skipped]:
    allowance = allowance_of(source)
    nothing = True
    with temporary("news-archive-") as folder:
        for name, path, fault in markup_sheets.write(source.bytes(), Path(folder)):
            nothing = False
            if path:
                yield written(source, f"{name}.csv", path, allowance)
            elif fault:
                yield left_out(source, name, _OF_SHEET[fault])
    if nothing:
        yield Skipped(source.origin(), _NOTHING)


def _form(data: bytes) -> str:
    """What the library calls the form of a workbook. UnreadableError where it has a password, or
    its parts say that they are too many or too much. What they say may be wrong, for which the
    process that reads them has limits.
    """
    if not data.startswith(LOCAL):
        if ole.has_password(data):
            raise UnreadableError(_LOCKED)
        return "xls"
    too_many = f"a spreadsheet of more than {_MOST_PARTS:,} parts"
    try:
        with opened(io.BytesIO(data), _MOST_PARTS, too_many) as packed:
            total = sum(part.file_size for part in packed.infolist())
            names = set(packed.namelist())
    except (BadZipFile, ValueError, OSError):
        raise UnreadableError("a damaged or cut-off spreadsheet: download it again") from None
    if total > MOST_UNPACKED:
        raise UnreadableError(
            f"a spreadsheet that unpacks to more than {MOST_UNPACKED >> 20} MiB; {_TOO_LARGE}"
        )
    if first_name(data) == b"mimetype":
        return "ods"
    return "xlsb" if "xl/workbook.bin" in names else "xlsx"


def _converted(folder: Path, most: int) -> tuple[list[tuple[str, str | None]], str | None]:
    """(name, fault) of each sheet of the book in a folder that was written there; and why it ended
    before the last one, if it did.
    """
    process = subprocess.run(  # noqa: S603 - this Python
        [sys.executable, "-IS", "-c", _START, str(folder), str(most), _ROOT, *sys.path],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    told = [json.loads(line) for line in process.stdout.splitlines()]
    found = [(one["name"], one["fault"]) for one in told if one["name"] is not None]
    whole = next((one["fault"] for one in told if one["name"] is None), None)
    return found, _OF_BOOK.get(whole or "") or _why(process.returncode)


def _why(code: int) -> str | None:
    """Why the process ended, if not well. The library aborts it where it gets no memory."""
    if code == 0:
        return None
    if hasattr(signal, "SIGXCPU") and code == -signal.SIGXCPU:
        return f"to read it takes more than {sheets.MOST_SECONDS} seconds; {_TOO_LARGE}"
    if code in (sheets.NO_MEMORY, -signal.SIGABRT):
        return (
            f"to read it takes more than {sheets.MOST_MEMORY >> 30} GiB of memory, as where "
            f"something stands in a cell far from all others; {_TOO_LARGE}"
        )
    return _OF_BOOK[sheets.DAMAGED] if code == sheets.BROKEN else _ENDED
