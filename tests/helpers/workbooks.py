"""Workbooks written by hand: .xlsx (ECMA-376), .ods (OpenDocument) and .xls ([MS-XLS], BIFF8)."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from xml.sax.saxutils import escape

Cell = str | float | date | None
Rows = Sequence[Sequence[Cell]]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_DAY = 14  # the number of the format of days, in Excel's own list
_ZERO = date(1899, 12, 30)
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "style", "table", "text")
)


def packed(parts: Mapping[str, str]) -> bytes:
    """A zip of such parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            stored = zipfile.ZIP_STORED if name == "mimetype" else None
            archive.writestr(name, text, stored)
    return out.getvalue()


def xlsx(sheets: Mapping[str, Rows], *, hidden: Sequence[str] = (), merged: str = "") -> bytes:
    """An Excel workbook; `merged` is a range of each sheet ("A2:A3")."""
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{place}" r:id="rId{place}"'
        + (' state="hidden"/>' if name in hidden else "/>")
        for place, name in enumerate(sheets, 1)
    )
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _relations({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relations(
            {
                f"rId{place}": ("worksheet", f"worksheets/sheet{place}.xml")
                for place in range(1, len(sheets) + 1)
            }
        ),
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><cellXfs><xf numFmtId="0"/>'
        f'<xf numFmtId="{_DAY}" applyNumberFormat="1"/></cellXfs></styleSheet>',
    }
    for place, rows in enumerate(sheets.values(), 1):
        data = "".join(f"<row>{''.join(map(_xlsx_cell, row))}</row>" for row in rows)
        below = f'<mergeCells><mergeCell ref="{merged}"/></mergeCells>' if merged else ""
        parts[f"xl/worksheets/sheet{place}.xml"] = (
            f'<worksheet xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheetData>{data}</sheetData>'
            f"{below}</worksheet>"
        )
    return packed(parts)


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{escape(target)}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}">{listed}</Relationships>'


def _xlsx_cell(cell: Cell) -> str:
    if cell is None:
        return "<c/>"
    if isinstance(cell, date):
        return f'<c s="1"><v>{(cell - _ZERO).days}</v></c>'
    if isinstance(cell, str):
        if cell.startswith("="):  # a formula, with what came out of it behind the sign
            return f'<c t="str"><f>A1</f><v>{escape(cell[1:])}</v></c>'
        return f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
    return f"<c><v>{cell}</v></c>"


def ods(sheets: Mapping[str, Rows], *, times: tuple[int, int] = (1, 1), merged: str = "") -> bytes:
    """A workbook of LibreOffice's; each row and each cell is said to be repeated so many times, and
    `merged` is a range of a column in each sheet ("A2:A3").
    """
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"<office:document-content {_SPACES}>{_tables(sheets, times, merged)}"
            "</office:document-content>",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{manifest}"/>',
        }
    )


def fods(
    sheets: Mapping[str, Rows],
    *,
    times: tuple[int, int] = (1, 1),
    merged: str = "",
    hidden: Sequence[str] = (),
) -> bytes:
    """The same as one file of XML."""
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {_SPACES} office:version="1.3" '
        f'office:mimetype="{mimetype}"><office:automatic-styles><style:style style:name="gone">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
        f"{_tables(sheets, times, merged, hidden)}</office:document>"
    ).encode()


def _tables(
    sheets: Mapping[str, Rows], times: tuple[int, int], merged: str, hidden: Sequence[str] = ()
) -> str:
    rows_repeated = f'table:number-rows-repeated="{times[0]}"'
    repeated = f'table:number-columns-repeated="{times[1]}"'
    first, last = _corners(merged)
    tables = ""
    for name, rows in sheets.items():
        style = 'table:style-name="gone"' if name in hidden else ""
        tables += f'<table:table table:name="{escape(name)}" {style}><table:table-column/>'
        for at, row in enumerate(rows):
            tables += f"<table:table-row {rows_repeated}>"
            for column, cell in enumerate(row):
                covered = column == first[1] and first[0] < at <= last[0]
                spanned = f'table:number-rows-spanned="{last[0] - first[0] + 1}"'
                more = f"{repeated} {spanned if (at, column) == first else ''}"
                tables += "<table:covered-table-cell/>" if covered else _ods_cell(cell, more)
            tables += "</table:table-row>"
        tables += "</table:table>"
    return f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"


def _corners(merged: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """(row, column) of the first and the last cell of a range such as "A2:A3"; of none, nowhere."""
    first, _, last = (merged or "A0:A0").partition(":")
    return (int(first[1:]) - 1, ord(first[0]) - ord("A")), (
        int(last[1:]) - 1,
        ord(last[0]) - ord("A"),
    )


def _ods_cell(cell: Cell, more: str) -> str:
    if isinstance(cell, date):
        kind = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
    elif isinstance(cell, float | int):
        kind = f'office:value-type="float" office:value="{cell}"'
    else:
        kind = 'office:value-type="string"'
    lines = [] if cell is None else str(cell).split("\n")
    text = "".join(f"<text:p>{escape(line)}</text:p>" for line in lines)
    return f"<table:table-cell {kind} {more}>{text}</table:table-cell>"


def xls(name: str, rows: Rows) -> bytes:
    """A workbook as Excel wrote it until 2003, with one sheet."""
    begin = struct.pack("<HHHHII", 0x0600, 5, 0, 1997, 0, 6)
    formats = [
        _record(0xE0, struct.pack("<HHHH", 0, number, 0, 0) + bytes(12)) for number in (0, _DAY)
    ]
    head = _record(0x809, begin) + _record(0x42, struct.pack("<H", 1200)) + b"".join(formats)
    title = name.encode("utf-16-le")
    bound = len(head) + 4 + 8 + len(title) + 4
    head += _record(0x85, struct.pack("<IHBB", bound, 0, len(name), 1) + title) + _record(0x0A, b"")
    sheet = _record(0x809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 1997, 0, 6))
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            place = struct.pack("<HH", row, column)
            if isinstance(cell, str):
                text = cell.encode("utf-16-le")
                said = struct.pack("<HHB", 0, len(cell), 1) + text
                sheet += _record(0x204, place + said)
            elif cell is not None:
                number = (cell - _ZERO).days if isinstance(cell, date) else cell
                shown = struct.pack("<Hd", isinstance(cell, date), number)
                sheet += _record(0x203, place + shown)
    return ole("Workbook", head + sheet + _record(0x0A, b""))


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def ole(name: str, data: bytes) -> bytes:
    """A compound file ([MS-CFB]) with one stream."""
    data = data.ljust(4096, b"\0")
    data = data.ljust(-(-len(data) // 512) * 512, b"\0")
    count = len(data) // 512
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    chain = [table, end, *(range(3, count + 2)), end]
    sectors = struct.pack("<128I", *chain, *[free] * (128 - len(chain)))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6,
                        0, 1, 1, 0, 4096, end, 0, end, 0, 0)  # fmt: skip
    head += struct.pack("<108I", *[free] * 108)

    def entry(called: str, kind: int, child: int, start: int, size: int) -> bytes:
        text = called.encode("utf-16-le")
        about = struct.pack("<HBBIII", len(text) + 2, kind, 1, free, free, child)
        return text.ljust(64, b"\0") + about + bytes(36) + struct.pack("<IQ", start, size)

    folder = entry("Root Entry", 5, 1, end, 0) + entry(name, 2, free, 2, len(data))
    empty = (bytes(68) + struct.pack("<III", free, free, free) + bytes(48)) * 2
    return head + sectors + folder + empty + data
