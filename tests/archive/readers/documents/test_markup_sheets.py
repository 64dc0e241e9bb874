"""What programs write as .xls and is HTML, or the XML of Excel 2003, is a table as well."""

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
