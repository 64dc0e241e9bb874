"""What programs write as .xls and is HTML or the XML of Excel 2003, and .fods, is a table too."""

from __future__ import annotations

import io
from typing import Any

import pytest

from archive.article import RawArticle, Skipped
from archive.readers.documents import markup_sheets
from archive.readers.formats import read
from archive.readers.sources.source import Source
from archive.store.store import Store
from tests.helpers.renewing import everything, run, take_in
from tests.helpers.workbooks import fods

HTML = (
    "<meta charset=utf-8><table><tr><td colspan=3>Results for: ferry</td></tr>"
    "<tr><th>Datum</th><th>Titel</th><th>Text</th></tr>"
    "<tr><td rowspan=2>3.11.2017</td><td>Fähre</td><td>Sie fährt.<br>Zweimal.</td></tr>"
    "<tr><td>Brücke</td><td>Sie ist offen.</td></tr>"
    "<tr><td>4.11.2017</td><td>Damm</td></tr></table><table></table>"
)
XML = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="News"><Table>'
    "<Row><Cell><Data>Titel</Data></Cell><Cell><Data>Words</Data></Cell>"
    "<Cell><Data>Datum</Data></Cell><Cell><Data>Text</Data></Cell></Row>"
    "<Row><Cell><Data>Fähre</Data></Cell><Cell ss:Index='3' ss:MergeDown='1'>"
    "<Data ss:Type='DateTime'>2017-11-03T00:00:00.000</Data></Cell>"
    "<Cell><Data>Sie fährt.</Data></Cell></Row>"
    "<Row><Cell><Data>Brücke</Data></Cell><Cell ss:Index='4'><Data>Offen.</Data></Cell></Row>"
    "</Table></Worksheet></Workbook>"
)


def items(text: str, name: str = "list.xls", charset: str = "utf-8") -> list[Any]:
    return list(read(Source(name, lambda: io.BytesIO(text.encode(charset)))))


def titles(text: str) -> list[str | None]:
    return [item.title for item in items(text) if isinstance(item, RawArticle)]


@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    ("text", "sheet", "body"),
    [(HTML, "table 1.csv", "Sie fährt.\n\nZweimal."), (XML, "News.csv", "Sie fährt.")],
    ids=["html", "xml"],
)
def test_its_rows_are_articles(text: str, sheet: str, body: str, charset: str) -> None:
    ferry, bridge, *rest = items(text, charset=charset)
    assert (ferry.title, ferry.body, ferry.origin.member) == ("Fähre", body, sheet)
    assert bridge.title == "Brücke"
    assert ferry.date == bridge.date  # which stands in a cell that reaches down
    assert "2017" in ferry.date
    assert [(one.title, one.body) for one in rest] == ([("Damm", "")] if text == HTML else [])


def test_xml_of_excel_is_known_by_what_it_says() -> None:
    assert [item.title for item in items(XML, "a")] == ["Fähre", "Brücke"]


def test_a_day_without_a_time_is_one() -> None:
    assert [item.date for item in items(XML)] == ["2017-11-03"] * 2


def test_a_page_without_a_table_and_one_of_another_name_are_pages() -> None:
    page = "<html><h1>Ferry</h1><p>The first ferry crossed the river on Friday.</p></html>"
    for made in (items(page), items(page + HTML, "a.html")):
        assert [(type(item), item.origin.member) for item in made] == [(RawArticle, None)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<table><tr><td></td></tr></table>", "nothing in it"),
        ("<table><tr><td>Name</td></tr></table>", "no column is a title or a text"),
        (XML[:-20], "not well-formed XML"),
    ],
)
def test_what_is_none_is_told(text: str, said: str) -> None:
    (skipped,) = items(text)
    assert isinstance(skipped, Skipped)
    assert said in skipped.reason


def test_cells_that_claim_to_reach_over_millions_take_no_room() -> None:
    far = HTML.replace("colspan=3", "colspan=9999999").replace("rowspan=2", "rowspan=9999999")
    assert [item.title for item in items(far)][:2] == ["Fähre", "Brücke"]


def test_one_too_large_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup_sheets, "MOST_BYTES", 100)
    (said,) = items(HTML)
    assert "save it as .xlsx" in said.reason


@pytest.mark.parametrize("text", [HTML, XML], ids=["html", "xml"])
def test_a_row_is_read_again_from_what_is_kept_of_it(text: str, store: Store) -> None:
    take_in(store, text.encode(), "list.xls")
    told, _ = run(store, selection=everything())
    assert {one.fate for one in told.values()} == {"unchanged"}


def test_a_hidden_sheet_is_told() -> None:
    shown = "<x:WorksheetOptions xmlns:x='urn:schemas-microsoft-com:office:excel'><x:Visible>"
    shown += "SheetHidden</x:Visible></x:WorksheetOptions></Worksheet>"
    flat = fods({"News": [["Title", "Text"], ["Ferry", "It sails."]]}, hidden=["News"]).decode()
    for text in (XML.replace("</Worksheet>", shown), flat):
        (said,) = items(text)
        assert (said.origin.member, said.reason[:14]) == ("News", "a hidden sheet")


def with_cells(*cells: str) -> str:
    """A flat file whose second row has such cells."""
    flat = fods({"News": [["Title", "Text", "Words", "Date"], ["Ferry"]]}).decode()
    return flat.replace("Ferry</text:p></table:table-cell>", "".join(cells))


def test_a_cell_of_a_flat_file_is_read_as_it_is_meant() -> None:
    note = "<office:annotation><text:p>To check.</text:p></office:annotation>"
    lines = "<text:p>It <text:a>sails</text:a>\n  again<text:s text:c='2'/>at 9.</text:p><text:p/>"
    float_ = "office:value-type='percentage' office:value='0.5'"
    day = "office:value-type='date' office:date-value='2017-11-03T14:05:00.000'"
    (made,) = items(
        with_cells(
            "Ferry<text:tab/>1</text:p></table:table-cell>",
            f"<table:table-cell>{note}{lines}<text:p>So<text:line-break/>it is.</text:p>"
            "</table:table-cell>",
            f"<table:table-cell {float_}><text:p>50 %</text:p></table:table-cell>",
            f"<table:table-cell {day}><text:p>3 Nov</text:p></table:table-cell>",
        )
    )  # fmt: skip
    assert made.title == "Ferry 1"
    assert made.body == "It sails again  at 9.\n\nSo\nit is."
    assert made.date == "2017-11-03 14:05:00"
    assert made.extra == {"Words": "0.5"}


def test_rows_and_cells_that_are_repeated_come_as_often() -> None:
    assert [item.title for item in items(with_cells("Ferry</text:p></table:table-cell>"))] == [
        "Ferry"
    ]
    twice = fods({"News": [["Title", "Text"], ["Ferry"]]}, times=(2, 1)).decode()
    assert titles(twice) == ["Ferry", "Ferry"]
    below = (  # as office suites end a sheet
        "<table:table-row table:number-rows-repeated='1048573'>"
        "<table:table-cell table:number-columns-repeated='16384'/></table:table-row></table:table>"
    )
    ended = twice.replace("</table:table>", below)
    assert titles(ended) == ["Ferry", "Ferry"]


@pytest.mark.parametrize("bound", ["MOST_WRITTEN", "MOST_ROWS"])
def test_what_claims_to_come_millions_of_times_is_not_written(
    bound: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(markup_sheets, bound, 1000)
    many = fods({"News": [["Title", "Text"], ["Ferry", "It sails."]]}, times=(99999999, 1)).decode()
    (said,) = items(many)
    assert "unpacks to too much" in said.reason


@pytest.mark.parametrize("cut", [900, -30])
def test_a_flat_file_that_was_cut_off_is_told(cut: int) -> None:
    (said,) = items(fods({"News": [["Title", "Text"]]}).decode()[:cut])
    assert "not well-formed XML" in said.reason
