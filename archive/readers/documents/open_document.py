"""Tables of OpenDocument (1.3, part 3, 9) by themselves: those of a flat file (.fods), and of one
that is packed (.ods) what the library that reads it does not tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Any

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"  # part 2, 3.3
MOST_COLUMNS = 2000  # that are read
CONTENT = "content.xml"  # of what is packed: where the tables are

_NAMESPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TABLE, _OFFICE, _STYLE, _TEXT = (
    _NAMESPACE % name for name in ("table", "office", "style", "text")
)  # fmt: skip
_SHEET, _ROW, _CELL = (f"{_TABLE}{name}" for name in ("table", "table-row", "table-cell"))
_COVERED = f"{_TABLE}covered-table-cell"
_SIGNS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
_ASIDE = {f"{_OFFICE}annotation", f"{_TEXT}note", f"{_TEXT}ruby-text"}
_WHITE = re.compile(r"[ \t\r\n]+")  # however much there is, it says one space (part 3, 6.1.2)
_FRACTION = re.compile(r"\.\d+$")
_AT_MIDNIGHT = re.compile(r"T00:00:00$")
_COUNT = re.compile(r"[1-9]\d{0,8}")
_MOST_SPACES = 1000

# (row, column) of the first and the last of cells that are one, from (0, 0).
Merged = tuple[tuple[int, int], tuple[int, int]]
# A cell with something in it: its column, over how many columns and how many rows below it reaches
# too, and its text.
Cell = tuple[int, int, int, str]


def merged_down(content: IO[bytes]) -> Iterator[list[Merged]]:
    """The cells of each sheet, in their order, that reach over several rows. What lxml raises where
    the content is no XML.
    """
    from lxml import etree

    found: list[Merged] = []
    at = 0
    walk = etree.iterparse(content, tag=(_ROW, _SHEET), resolve_entities=False, huge_tree=True)
    for _, each in walk:
        if each.tag == _ROW:
            for column, _, cell in _placed(each):
                if (down := _count(cell, "number-rows-spanned")) > 1:
                    found.append(((at, column), (at + down - 1, column)))
            at += _count(each, "number-rows-repeated")
            each.clear()
            while each.getprevious() is not None:  # else they are kept, empty, by the million
                del each.getparent()[0]
        elif each.getparent().tag == f"{_OFFICE}spreadsheet":
            yield found
            found, at = [], 0
            each.clear()


def sheets_of(document: Any) -> Iterator[tuple[str, bool, Iterator[tuple[list[Cell], int]]]]:
    """(name, whether it is hidden, rows) of each sheet of a flat document's tree; a row is its
    cells, and how many times it comes.
    """
    hidden = {
        style.get(f"{_STYLE}name")
        for style in document.iter(f"{_STYLE}style")
        if style.find(f"{_STYLE}table-properties[@{_TABLE}display='false']") is not None
    }
    listed = document.findall(f"{_OFFICE}body/{_OFFICE}spreadsheet/{_SHEET}")
    for number, sheet in enumerate(listed, 1):
        rows = (
            (list(_cells(row)), _count(row, "number-rows-repeated")) for row in sheet.iter(_ROW)
        )
        name = sheet.get(f"{_TABLE}name") or f"sheet {number}"
        yield name, sheet.get(f"{_TABLE}style-name") in hidden, rows


def _cells(row: Any) -> Iterator[Cell]:
    """The cells of a row that have something in them."""
    for column, times, cell in _placed(row):
        if text := _said(cell):
            across, down = (_count(cell, f"number-{way}-spanned") for way in ("columns", "rows"))
            for place in range(column, min(column + times, MOST_COLUMNS)):
                yield place, across, down - 1, text


def _placed(row: Any) -> Iterator[tuple[int, int, Any]]:
    """(column, how many times it comes, cell) of the cells of a row that no other one covers."""
    at = 0
    for cell in row.iterchildren(_CELL, _COVERED):
        times = _count(cell, "number-columns-repeated")
        if cell.tag == _CELL:
            yield at, times, cell
        at += times


def _said(cell: Any) -> str:
    """A cell as it is read in a table: days in ISO 8601, numbers without their unit."""
    kind = cell.get(f"{_OFFICE}value-type")
    if kind == "date" and (day := cell.get(f"{_OFFICE}date-value")):
        return _AT_MIDNIGHT.sub("", _FRACTION.sub("", day)).replace("T", " ")
    if kind in ("float", "percentage", "currency") and (number := cell.get(f"{_OFFICE}value")):
        return str(number)
    return "\n".join("".join(_letters(each)) for each in cell.iterchildren(f"{_TEXT}p")).strip()


def _letters(element: Any) -> Iterator[str]:
    """The text of a paragraph, without notes and readings."""
    yield _WHITE.sub(" ", element.text or "")
    for each in element.iterchildren(tag="*"):
        if each.tag in _SIGNS:
            yield _SIGNS[each.tag]
        elif each.tag == f"{_TEXT}s":
            said = each.get(f"{_TEXT}c") or ""
            yield " " * (min(int(said), _MOST_SPACES) if _COUNT.fullmatch(said) else 1)
        elif each.tag not in _ASIDE:
            yield from _letters(each)
        yield _WHITE.sub(" ", each.tail or "")


def _count(element: Any, name: str) -> int:
    """How many a number of cells is said to be; 1 where that is not said."""
    said = element.get(f"{_TABLE}{name}") or ""
    return int(said) if _COUNT.fullmatch(said) else 1
