"""Spreadsheets: each sheet is a table, read as CSV is; damaged, hostile and odd ones are told."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from archive.article import RawArticle, Skipped
from archive.readers.documents import sheets as sheets_module
from archive.readers.documents import spreadsheet
from archive.readers.formats import read, recognise_collection
from archive.readers.sources.options import ReadOptions
from archive.readers.sources.source import Source
from archive.store.store import Store
from tests.helpers.renewing import everything, run, take_in
from tests.helpers.workbooks import fods, ods, ole, packed, xls, xlsx

DAY = date(2017, 11, 3)
HEADER = ["Title", "Date", "Source", "Keywords", "Text"]
FERRY = ["Ferry sails again", DAY, "AFP", "River; Transport", "It sails.\nTwo a day."]
BRIDGE = ["Bridge opens", DAY, "The Bell", None, 'It is "open".']


def items(data: bytes, name: str = "list", **options: Any) -> list[Any]:
    source = Source(name, lambda: io.BytesIO(data), options=ReadOptions(**options))
    return list(read(source))


def articles(data: bytes, name: str = "list", **options: Any) -> list[RawArticle]:
    return [item for item in items(data, name, **options) if isinstance(item, RawArticle)]


def reasons(data: bytes, name: str = "list") -> list[str]:
    return [item.reason for item in items(data, name) if isinstance(item, Skipped)]


@pytest.mark.parametrize(
    "data",
    [
        xlsx({"News": [HEADER, FERRY, BRIDGE]}),
        ods({"News": [HEADER, FERRY, BRIDGE]}),
        fods({"News": [HEADER, FERRY, BRIDGE]}),
        xls("News", [HEADER, FERRY, BRIDGE]),
    ],
    ids=["xlsx", "ods", "fods", "xls"],
)
def test_a_sheet_is_a_table_whatever_the_name_of_its_file(data: bytes) -> None:
    ferry, bridge = items(data)
    assert (ferry.title, ferry.date, ferry.body) == (
        "Ferry sails again", "2017-11-03", "It sails.\nTwo a day.",
    )  # fmt: skip
    assert (ferry.agencies, ferry.tags) == (("AFP",), ("River", "Transport"))
    assert (bridge.publisher, bridge.body) == ("The Bell", 'It is "open".')
    assert (bridge.origin.member, bridge.origin.record) == ("News.csv", "row 2")


def test_what_stands_above_the_names_of_columns_is_no_row() -> None:
    names = ["Title", "Publication\nDate", "Text"]
    rows = [["Search for: ferry"], [], ["2 documents"], names, ["Ferry", DAY, "It sails."], [],
            ["Bridge", DAY, "It is open."]]  # fmt: skip
    made = articles(xlsx({"Results": rows}))
    assert [(one.title, one.date, one.origin.record) for one in made] == [
        ("Ferry", "2017-11-03", "row 1"),
        ("Bridge", "2017-11-03", "row 2"),
    ]


def test_numbers_formulas_and_days_that_are_numbers() -> None:
    rows = [["Title", "Date", "Text", "Words"], ["=Ferry", 43042, "It sails.", 120.0],
            ["Bridge", 43043.5, "It is open.", 0.1 + 0.2]]  # fmt: skip
    ferry, bridge = articles(xlsx({"A": rows}))
    assert (ferry.title, ferry.date, ferry.extra) == ("Ferry", "2017-11-03", {"Words": "120"})
    assert (bridge.date, bridge.extra) == ("2017-11-04 12:00:00", {"Words": "0.3"})


@pytest.mark.parametrize("make", [xlsx, ods, fods])
def test_a_day_in_cells_that_are_one_is_that_of_every_row_beside_it(make: Any) -> None:
    rows = [[], [None, "Date", "Title", "Text"], [None, DAY, "Ferry", "It sails."],
            [None, None, "Bridge", "Open."], [None, None, "Dam", "Dry."], []]  # fmt: skip
    made = articles(make({"Notes": [["a"], ["b"]], "A": rows}, merged="B3:B4"))
    assert [one.date for one in made] == ["2017-11-03", "2017-11-03", None]


def test_every_sheet_is_read_and_what_is_none_is_told() -> None:
    book = xlsx(
        {"One": [HEADER, FERRY], "Empty": [], "Two": [HEADER, BRIDGE], "Notes": [["For you"]],
         "Old": [HEADER, FERRY]},
        hidden=["Old"],
    )  # fmt: skip
    assert [one.origin.member for one in articles(book)] == ["One.csv", "Two.csv"]
    notes, old = [item for item in items(book) if isinstance(item, Skipped)]
    assert notes.origin.member == "Notes.csv"
    assert "no column is a title or a text" in notes.reason
    assert old.origin.member == "Old"
    assert "a hidden sheet" in old.reason
    assert reasons(xlsx({"One": []})) == ["a spreadsheet with nothing in it"]


def test_columns_can_be_named() -> None:
    book = xlsx({"A": [["kopje", "tekstje"], ["Ferry", "It sails."]]})
    (made,) = articles(book, columns={"title": "kopje", "body": "tekstje"})
    assert (made.title, made.body) == ("Ferry", "It sails.")


def test_its_format_may_be_named() -> None:
    source = Source("a", lambda: io.BytesIO(ods({"A": [HEADER, FERRY]})))
    (made,) = read(source, "spreadsheet")
    assert isinstance(made, RawArticle)
    assert made.title == "Ferry sails again"


def test_a_list_in_a_zip_is_read_too() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("list.xlsx", xlsx({"A": [HEADER, FERRY]}))
    (made,) = articles(out.getvalue(), "lists.zip")
    assert made.origin.member == "list.xlsx/A.csv"


def test_a_row_is_read_again_from_what_is_kept_of_it(store: Store) -> None:
    take_in(store, xlsx({"A": [HEADER, FERRY, BRIDGE]}), "list.xlsx")
    told, _ = run(store, selection=everything())
    assert [one.fate for one in told.values()] == ["unchanged"] * 2


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (xlsx({"A": [HEADER, FERRY]})[:-300], "damaged or cut-off spreadsheet: download"),
        (packed({"xl/workbook.xml": "<workbook"}), "a damaged spreadsheet: open it"),
        (ole("Workbook", b"\x09\x08"), "damaged spreadsheet"),
        (ole("EncryptedPackage", b"x"), "with a password"),
        (ods({"A": [["title"]]}, times=(1 << 20, 1 << 14)), "more cells than can be read"),
    ],
)
def test_a_damaged_or_hostile_one_is_told(data: bytes, said: str) -> None:
    (reason,) = reasons(data)
    assert said in reason


def test_two_cells_far_from_each_other_do_not_end_the_program() -> None:
    book = xlsx({"A": [HEADER, FERRY]})
    far = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(far, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            new.writestr(name, text.replace(
                "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
            ))  # fmt: skip
    (reason,) = reasons(far.getvalue())
    assert "2 GiB of memory" in reason
    assert "divide it" in reason


def test_one_that_says_that_it_unpacks_to_too_much_is_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_UNPACKED", 1000)
    (reason,) = reasons(xlsx({"A": [HEADER, FERRY]}))
    assert "unpacks to more than" in reason


def test_no_more_is_written_than_may_be(tmp_path: Any, capsys: Any) -> None:
    (tmp_path / f"{sheets_module.BOOK}.xlsx").write_bytes(xlsx({"A": [HEADER, *[FERRY] * 50]}))
    monkey = pytest.MonkeyPatch()
    monkey.setattr(sheets_module, "_limit", lambda: None)  # which are of the whole process
    sheets_module.work(str(tmp_path), "500")
    monkey.undo()
    assert '"fault": "too large"' in capsys.readouterr().out
    assert (tmp_path / "0.csv").stat().st_size < 700


@pytest.mark.parametrize(
    ("make", "is_one"),
    [
        (lambda: xls("A", [["x"]]), True),
        (lambda: ole("WordDocument", b""), False),
        (lambda: packed({"xl.txt": "x", "a/xl/styles": "x"}), False),
        (lambda: packed({"mimetype": "application/vnd.oasis.opendocument.text"}), False),
    ],
)
def test_it_is_told_from_its_neighbours(make: Callable[[], bytes], is_one: bool) -> None:
    form = recognise_collection(make(), "a")
    assert (form is not None and form.name == spreadsheet.NAME) == is_one
