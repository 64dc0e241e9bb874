"""Spreadsheets that are no workbooks: what many programs write as .xls is a page of HTML with
tables, or the XML that Excel 2003 wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from archive.errors import UnreadableError
from archive.readers.common.xml import parse
from archive.readers.documents.sheets import rows_into
from archive.text.charset import decode, decode_html
from archive.text.markup import parse_html
from archive.text.rendered import html_to_text

MOST_BYTES = 32 * 1024 * 1024  # the tree of the tightest markup takes twenty times as much memory

_MOST_COLUMNS = 2000
_START = 4000  # bytes in which a file says what it is
_XML = "urn:schemas-microsoft-com:office:spreadsheet"
_HTML = re.compile(r"\s*<(?:!doctype\s+html|html|head|meta|body|table|style|div)\b", re.I)
_OF_EXCEL = b"Excel.Sheet"
_AT_MIDNIGHT = re.compile(r"T00:00:00(?:\.0+)?$")
_MOST_DOWN = 65_536  # rows that a cell reaches down

# (column, how many columns, how many rows below too, text); None as the column: the next free one.
_Cell = tuple[int | None, int, int, str]


def matches(head: bytes, is_called_one: bool) -> bool:
    """Whether bytes begin as such a file. HTML is one where it says so, or is called one."""
    if not (is_called_one or _OF_EXCEL in head[:_START] or _XML.encode() in head[:_START]):
        return False
    start = decode(head[:_START], cut=True).lstrip("\ufeff")
    is_xml = _XML in start and re.search(r"<(?:\w+:)?Workbook\b", start) is not None
    return is_xml or (_HTML.match(start) is not None and _has_table(head))


def _has_table(head: bytes) -> bool:
    return re.search(r"<(?:table|tr)\b", decode(head, cut=True), re.I) is not None


def write(data: bytes, folder: Path) -> Iterator[tuple[str, Path]]:
    """(name, file) of each sheet that has something in it, written as CSV. UnreadableError where
    the file cannot be read.
    """
    if len(data) > MOST_BYTES:
        raise UnreadableError(
            f"a spreadsheet in HTML or XML larger than {MOST_BYTES >> 20} MiB: open it in a "
            "spreadsheet program and save it as .xlsx"
        )
    start = decode(data[:_START], cut=True)
    sheets = _of_xml(parse(data)) if _XML in start else _of_html(parse_html(decode_html(data)))
    for place, (name, rows) in enumerate(sheets):
        filled = [row for row in _laid_out(rows) if any(row)]
        width = max(map(len, filled), default=0)
        if not width:
            continue
        path = folder / f"{place}.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            write_row = rows_into(out)
            for row in filled:
                write_row([*row, *[""] * (width - len(row))])
        yield name, path


def _laid_out(rows: Iterable[list[_Cell]]) -> Iterator[list[str]]:
    """Rows of texts. What reaches down stands in each row that it reaches."""
    held: dict[int, tuple[int, str]] = {}  # by column: how many rows more, and what
    for cells in rows:
        row = {column: text for column, (_, text) in held.items()}
        held = {column: (left - 1, text) for column, (left, text) in held.items() if left > 1}
        at = 0
        for column, across, down, text in cells:
            at = at if column is None else column
            while column is None and at in row:
                at += 1
            if at >= _MOST_COLUMNS:
                break
            row[at] = text
            if down:
                held[at] = down, text
            row |= dict.fromkeys(range(at + 1, min(at + across, _MOST_COLUMNS)), "")
            at += across
        yield [row.get(column, "") for column in range(max(row, default=-1) + 1)]


def _of_html(tree: Any) -> Iterator[tuple[str, Iterator[list[_Cell]]]]:
    tables = [] if tree is None else list(tree.iter("table"))
    for number, table in enumerate(tables, 1):
        rows = (row for row in table.iter("tr") if next(row.iterancestors("table")) is table)
        yield f"table {number}", ([_html_cell(cell) for cell in row.iterchildren("td", "th")]
                                  for row in rows)  # fmt: skip


def _html_cell(cell: Any) -> _Cell:
    from lxml import etree

    shown = etree.tostring(cell, encoding="unicode", method="html", with_tail=False)
    down = min(_number(cell.get("rowspan"), 1), _MOST_DOWN) - 1
    return None, _number(cell.get("colspan"), 1), down, html_to_text(shown)


def _of_xml(workbook: Any) -> Iterator[tuple[str, Iterator[list[_Cell]]]]:
    for number, sheet in enumerate(workbook.iter(f"{{{_XML}}}Worksheet"), 1):
        rows = sheet.iter(f"{{{_XML}}}Row")
        cells = ([_xml_cell(cell) for cell in row.iter(f"{{{_XML}}}Cell")] for row in rows)
        yield sheet.get(f"{{{_XML}}}Name") or f"sheet {number}", cells


def _xml_cell(cell: Any) -> _Cell:
    said = {name.rpartition("}")[2]: value for name, value in cell.attrib.items()}
    place = _number(said.get("Index"), 0)
    data = cell.find(f"{{{_XML}}}Data")
    text = "" if data is None else "".join(data.itertext()).strip()
    if data is not None and data.get(f"{{{_XML}}}Type") == "DateTime":
        text = _AT_MIDNIGHT.sub("", text)
    across = _number(said.get("MergeAcross"), 0) + 1
    down = min(_number(said.get("MergeDown"), 0), _MOST_DOWN)
    return (place - 1 if place else None), across, down, text


def _number(text: str | None, least: int) -> int:
    """A number as it is stated, if it is one."""
    return max(int(text), least) if text and re.fullmatch(r"\d{1,7}", text) else least
