"""Spreadsheets that are one file of markup: what many programs write as .xls is a page of HTML with
tables, or the XML that Excel 2003 wrote; and OpenDocument as a flat file (.fods).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from archive.errors import UnreadableError
from archive.readers.common.xml import parse, root_of
from archive.readers.documents import open_document
from archive.readers.documents.open_document import MOST_COLUMNS
from archive.readers.documents.sheets import HIDDEN, rows_into
from archive.text.charset import decode, decode_html
from archive.text.markup import parse_html
from archive.text.rendered import html_to_text

MOST_BYTES = 32 * 1024 * 1024  # the tree of the tightest markup takes twenty times as much memory
MOST_WRITTEN = 256 * 1024 * 1024  # bytes of a sheet: what reaches down stands in each row
MOST_ROWS = 4_000_000  # of all sheets, as often as they are said to come

_START = 8000  # bytes in which a file says what it is, behind all that an office suite declares
_XML = "urn:schemas-microsoft-com:office:spreadsheet"
_HTML = re.compile(r"\s*<(?:!doctype\s+html|html|head|meta|body|table|style|div)\b", re.I)
_OF_EXCEL = b"Excel.Sheet"
_FLAT = re.compile(rf"\boffice:mimetype\s*=\s*[\"']{re.escape(open_document.MIMETYPE)}[\"']")
_AT_MIDNIGHT = re.compile(r"T00:00:00(?:\.0+)?$")
_MOST_DOWN = 65_536  # rows that a cell reaches down
_WINDOW = "{urn:schemas-microsoft-com:office:excel}"
_TOO_MUCH = "a spreadsheet that unpacks to too much; divide it, or save its sheets as CSV"

# (column, how many columns, how many rows below too, text); None as the column: the next free one.
_Cell = tuple[int | None, int, int, str]
_Row = tuple[Sequence[_Cell], int]  # and how many times it comes
_Sheet = tuple[str, bool, Iterable[_Row]]  # its name, and whether it is hidden


def matches(head: bytes, is_called_one: bool) -> bool:
    """Whether bytes begin as such a file. HTML is one where it says so, or is called one."""
    signs = (_OF_EXCEL, _XML.encode(), open_document.MIMETYPE.encode())
    if not (is_called_one or any(sign in head[:_START] for sign in signs)):
        return False
    start = decode(head[:_START], cut=True).lstrip("\ufeff")
    is_xml = _XML in start and re.search(r"<(?:\w+:)?Workbook\b", start) is not None
    return is_xml or _is_flat(start) or (_HTML.match(start) is not None and _has_table(head))


def _is_flat(start: str) -> bool:
    root = root_of(start)
    return root is not None and root.name == "document" and _FLAT.search(start) is not None


def _has_table(head: bytes) -> bool:
    return re.search(r"<(?:table|tr)\b", decode(head, cut=True), re.I) is not None


def write(data: bytes, folder: Path) -> Iterator[tuple[str, Path | None, str | None]]:
    """(name, file, fault) of each sheet that has something in it, written as CSV; where it is not,
    the file is None and the fault is one of those of `sheets`. UnreadableError where the file
    cannot be read, or unpacks to too much.
    """
    if len(data) > MOST_BYTES:
        raise UnreadableError(
            f"a spreadsheet in HTML or XML larger than {MOST_BYTES >> 20} MiB: open it in a "
            "spreadsheet program and save it as .xlsx"
        )
    left = MOST_ROWS
    for place, (name, hidden, rows) in enumerate(_sheets(data)):
        filled: list[list[str]] = []
        size = 0
        for row in _laid_out(rows, left):
            left -= 1
            filled.append(row)
            size += sum(map(len, row)) + 3 * len(row)
            if size > MOST_WRITTEN:
                raise UnreadableError(_TOO_MUCH)
        if filled and hidden:
            yield name, None, HIDDEN
        elif filled:
            yield name, _written(filled, folder / f"{place}.csv"), None


def _sheets(data: bytes) -> Iterator[_Sheet]:
    start = decode(data[:_START], cut=True)
    if _XML in start:
        return _of_xml(parse(data))
    if _is_flat(start.lstrip("\ufeff")):
        return open_document.sheets_of(parse(data))
    return _of_html(parse_html(decode_html(data)))


def _written(rows: list[list[str]], path: Path) -> Path:
    """A file of rows, each as wide as the widest."""
    width = max(map(len, rows))
    with path.open("w", encoding="utf-8", newline="") as out:
        write_row = rows_into(out)
        for row in rows:
            write_row([*row, *[""] * (width - len(row))])
    return path


def _laid_out(rows: Iterable[_Row], most: int) -> Iterator[list[str]]:
    """The rows that have something in them, as texts. What reaches down stands in each row that it
    reaches. UnreadableError where there are more than `most`.
    """
    held: dict[int, tuple[int, str]] = {}  # by column: how many rows more, and what
    for cells, times in rows:
        if not any(text for *_, text in cells) and times > 1:
            held = {at: (left - times, text) for at, (left, text) in held.items() if left > times}
            continue
        for _ in range(times):
            if (most := most - 1) < 0:
                raise UnreadableError(_TOO_MUCH)
            row, held = _placed(cells, held)
            if any(text for *_, text in cells):
                yield row


def _placed(
    cells: Sequence[_Cell], held: dict[int, tuple[int, str]]
) -> tuple[list[str], dict[int, tuple[int, str]]]:
    """One row with what reaches down into it, and what reaches down from there."""
    row = {column: text for column, (_, text) in held.items()}
    held = {column: (left - 1, text) for column, (left, text) in held.items() if left > 1}
    at = 0
    for column, across, down, text in cells:
        at = at if column is None else column
        while column is None and at in row:
            at += 1
        if at >= MOST_COLUMNS:
            break
        row[at] = text
        if down:
            held[at] = min(down, _MOST_DOWN), text
        row |= dict.fromkeys(range(at + 1, min(at + across, MOST_COLUMNS)), "")
        at += across
    return [row.get(column, "") for column in range(max(row, default=-1) + 1)], held


def _of_html(tree: Any) -> Iterator[_Sheet]:
    tables = [] if tree is None else list(tree.iter("table"))
    for number, table in enumerate(tables, 1):
        rows = (row for row in table.iter("tr") if next(row.iterancestors("table")) is table)
        cells = ([_html_cell(cell) for cell in row.iterchildren("td", "th")] for row in rows)
        yield f"table {number}", False, ((row, 1) for row in cells)


def _html_cell(cell: Any) -> _Cell:
    from lxml import etree

    shown = etree.tostring(cell, encoding="unicode", method="html", with_tail=False)
    down = _number(cell.get("rowspan"), 1) - 1
    return None, _number(cell.get("colspan"), 1), down, html_to_text(shown)


def _of_xml(workbook: Any) -> Iterator[_Sheet]:
    for number, sheet in enumerate(workbook.iter(f"{{{_XML}}}Worksheet"), 1):
        rows = sheet.iter(f"{{{_XML}}}Row")
        cells = ([_xml_cell(cell) for cell in row.iter(f"{{{_XML}}}Cell")] for row in rows)
        shown = sheet.findtext(f"{_WINDOW}WorksheetOptions/{_WINDOW}Visible") or ""
        name = sheet.get(f"{{{_XML}}}Name") or f"sheet {number}"
        yield name, shown.endswith("Hidden"), ((row, 1) for row in cells)


def _xml_cell(cell: Any) -> _Cell:
    said = {name.rpartition("}")[2]: value for name, value in cell.attrib.items()}
    place = _number(said.get("Index"), 0)
    data = cell.find(f"{{{_XML}}}Data")
    text = "" if data is None else "".join(data.itertext()).strip()
    if data is not None and data.get(f"{{{_XML}}}Type") == "DateTime":
        text = _AT_MIDNIGHT.sub("", text)
    across = _number(said.get("MergeAcross"), 0) + 1
    down = _number(said.get("MergeDown"), 0)
    return (place - 1 if place else None), across, down, text


def _number(text: str | None, least: int) -> int:
    """A number as it is stated, if it is one."""
    return max(int(text), least) if text and re.fullmatch(r"\d{1,7}", text) else least
