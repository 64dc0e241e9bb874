"""The sheets of a workbook as CSV, written by a process of their own.

The library makes room for every cell between the first and the last of a sheet: two cells are
enough for terabytes, and then the system ends the process, which must not be that of the archive.
So this one may take so much memory and time, and no more.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, TextIO
from zipfile import ZipFile

from archive.readers.documents.open_document import CONTENT, Merged, merged_down

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

# The file in the folder that is read, with the ending of its form, without which the library does
# not say what is wrong with it; sheets come beside it: 0.csv, 1.csv ...
BOOK = "book"
MOST_MEMORY = 2 << 30  # bytes of addresses
MOST_SECONDS = 60  # of processor time

ABSENT, PASSWORD, DAMAGED, HIDDEN, NO_TABLE, EMPTY, TOO_LARGE = (
    "absent", "password", "damaged", "hidden", "no table", "empty", "too large"
)  # fmt: skip
NO_MEMORY, BROKEN = 3, 4  # how the process ends where the library fails
_DIGITS = 15  # that a spreadsheet shows of a number: 0.1 + 0.2 is 0.3
_WHOLE = 1e15  # up to which a float is shown as the whole number that it is


def work(folder: str, most: str) -> None:
    """Writes the sheets of the book in a folder, no more than `most` bytes of them, and prints a
    line of JSON for each that is done: {"name", "fault"}, in which `fault` is null or one of the
    words above; one without a name tells of the whole book.
    """
    _limit()
    try:
        for told in _sheets(Path(folder), int(most)):
            print(json.dumps(told), flush=True)
    except MemoryError:
        sys.exit(NO_MEMORY)
    except BaseException as error:  # a panic of Rust's is no Exception
        sys.exit(NO_MEMORY if "capacity overflow" in str(error) else BROKEN)


def _limit() -> None:
    with suppress(ImportError, ValueError, OSError):  # where the system has or allows no limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _sheets(folder: Path, most: int) -> Iterator[dict[str, str | None]]:
    try:
        from python_calamine import CalamineError, PasswordError, load_workbook
    except ImportError:
        yield {"name": None, "fault": ABSENT}
        return
    path = next(folder.glob(f"{BOOK}.*"))
    try:
        book = load_workbook(path)
    except PasswordError:
        yield {"name": None, "fault": PASSWORD}
        return
    except (CalamineError, ValueError, OSError) as error:
        yield {"name": None, "fault": TOO_LARGE if "limit exceeded" in str(error) else DAMAGED}
        return
    merged = _merged(path)
    for place, sheet in enumerate(book.sheets_metadata):
        with (folder / f"{place}.csv").open("w", encoding="utf-8", newline="") as out:
            try:
                fault = _written(book, place, out, most, merged.get(place))
            except (CalamineError, ValueError, OSError):
                fault = DAMAGED
            most -= out.tell()
        yield {"name": sheet.name, "fault": fault}


def _merged(path: Path) -> dict[int, list[Merged]]:
    """{sheet: its cells that are one from top to bottom} of a book of OpenDocument's, where it has
    any, for of those the library does not tell.
    """
    if path.suffix != ".ods":
        return {}
    from lxml import etree

    with suppress(etree.XMLSyntaxError), ZipFile(path) as book, book.open(CONTENT) as content:
        return {place: found for place, found in enumerate(merged_down(content)) if found}
    return {}


def _written(
    book: CalamineWorkbook, place: int, out: TextIO, most: int, merged: list[Merged] | None
) -> str | None:
    """Writes one sheet; gives why not, or why not all of it. `merged` are its cells that are one,
    where the library does not tell.
    """
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    about = book.sheets_metadata[place]
    if about.typ != SheetTypeEnum.WorkSheet:
        return NO_TABLE
    sheet = book.get_sheet_by_index(place)
    if not sheet.height:
        return EMPTY
    if about.visible != SheetVisibleEnum.Visible:
        return HIDDEN
    write_row = rows_into(out)
    for row in _filled(sheet, merged or sheet.merged_cell_ranges or []):
        write_row(row)
        if out.tell() > most:
            return TOO_LARGE
    return None


def rows_into(out: TextIO) -> Callable[[list[str]], object]:
    """What writes a row of a sheet into a file, as CSV that says how it is divided."""
    out.write("sep=,\r\n")  # so that nobody has to guess
    return csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow


def _filled(sheet: CalamineSheet, merged: list[Merged]) -> Iterator[list[str]]:
    """The rows that have something in them, as text. What stands in `merged` cells, that are one
    from top to bottom, stands in each of those rows: a day, say, beside all articles of it.
    """
    begins: dict[int, list[tuple[int, int]]] = {}
    left = (sheet.start or (0, 0))[1]  # rows come from the first on, columns from the first in use
    for (top, column), (bottom, _) in merged:
        if bottom > top and 0 <= column - left < sheet.width:
            begins.setdefault(top, []).append((column - left, bottom))
    blank = [""] * sheet.width
    held: dict[int, tuple[str, int]] = {}
    for number, cells in enumerate(sheet.iter_rows()):
        if cells == blank:
            continue
        row = [_text(cell) for cell in cells]
        held = {column: each for column, each in held.items() if number <= each[1]}
        for column, (text, _) in held.items():
            row[column] = row[column] or text
        for column, bottom in begins.get(number, ()):
            held[column] = row[column], bottom
        yield row


def _text(cell: object) -> str:
    """A cell as it is read in a table: days in ISO 8601, and no ".0" behind a whole number."""
    if isinstance(cell, str):
        return cell.replace("\0", "").strip()
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, float):
        is_whole = cell.is_integer() and abs(cell) < _WHOLE
        return str(int(cell)) if is_whole else f"{cell:.{_DIGITS}g}"
    return str(cell)
