"""A researcher's journey: how did the company of two words change between two years? Asked in a
notebook, in the page and on the command line, with both embedded engines; counted by hand here.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas
import polars
import pytest
from pandas.testing import assert_frame_equal
from playwright.sync_api import BrowserContext, Page, expect

from index.door import open_archive
from tests.helpers.browsing import follow
from tests.helpers.commands import Run

YEARS = ("1986", "1987")
TWO = ("oil", "gas")
# What was written in each year, and how often.
TEXTS = {
    "1986": {"Traders expect oil prices below ten dollars after the glut": 6,
             "Engineers found natural gas under northern pipelines": 4,
             "Farmers sold wheat and ministers talked about sanctions": 5},
    "1987": {"Ministers want oil sanctions and traders expect higher prices": 5,
             "Ministers want gas sanctions although pipelines stay open": 3,
             "Farmers sold wheat after natural rain in northern valleys": 5},
}  # fmt: skip
WINDOW = 5
Near = dict[tuple[str, str], int]  # (word, year) -> how often near


def write(path: Path) -> Path:
    lines = [
        json.dumps({"title": f"{text[:18]} {year} {number}", "body": f"{text}.",
                    "date": f"{year}-03-0{number + 1}", "agency": "Reuters", "language": "en"})
        for year, texts in TEXTS.items()
        for text, often in texts.items()
        for number in range(often)
    ]  # fmt: skip
    path.write_text("\n".join(lines))
    return path


def by_hand(word: str) -> Near:
    """What stands at most five words from a word."""
    near: Counter[tuple[str, str]] = Counter()
    for year, texts in TEXTS.items():
        for text, often in texts.items():
            tokens = text.lower().split()
            for at in [at for at, token in enumerate(tokens) if token == word]:
                for each in tokens[max(0, at - WINDOW) : at] + tokens[at + 1 : at + 1 + WINDOW]:
                    near[each, year] += often
    return near


def in_a_notebook(place: str, word: str) -> pandas.DataFrame:
    with open_archive(place) as archive:
        found = archive.search(f"body:{word}", agency="Reuters", from_=1986, to=1987)
        rows = found.words(by="year", window=WINDOW)
        table = pandas.DataFrame(rows).drop(columns="link")
        assert polars.DataFrame(rows.arrow()).to_dicts() == list(rows)
        return table


def in_the_page(page: Page, address: str, word: str) -> tuple[Near, list[dict[str, str]]]:
    """The numbers of the page's table, and of the file that it offers."""
    page.goto(f"{address}/chart?q=body%3A{word}&agency=Reuters&from=1986&to=1987")
    follow(page.get_by_role("link", name="The words around it"))
    page.get_by_text("Counted otherwise").click()
    follow(page.get_by_role("link", name="By year"))
    expect(page.locator("h1")).to_contain_text("The words around")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    taken = list(csv.DictReader(download.value.path().read_text("utf-8-sig").splitlines()))
    near: Near = {}
    for row in page.locator("table").last.locator("tbody tr").all():
        cells = row.locator("td").all_inner_texts()
        for year, cell in zip(YEARS, cells, strict=False):
            near[row.locator("th").inner_text().lower(), year] = int(
                cell.split()[0].replace("–", "0")
            )
    return near, taken


def counted(rows: Any) -> Near:
    return {(row["word"], row["value"]): int(row["near"]) for row in rows}


def test_how_did_the_company_of_two_words_change_between_two_years(
    run: Callable[..., Run],
    tmp_path: Path,
    serve: Callable[..., str],
    browse: Callable[..., BrowserContext],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = browse(accept_downloads=True).pages[0]
    tables: dict[tuple[str, str], pandas.DataFrame] = {}
    for engine in ("whoosh", "tantivy"):
        monkeypatch.setenv("ARCHIVE_ENGINE", engine)
        home = tmp_path / engine
        assert run("--home", home, "ingest", write(tmp_path / "news.jsonl")).code == 0
        address = serve(home, ARCHIVE_ENGINE=engine)
        for word in TWO:
            # In a notebook, on the folder and on what is served.
            table = in_a_notebook(str(home), word)
            assert_frame_equal(table, in_a_notebook(address, word))
            near = counted(table.to_dict("records"))
            assert near == {key: by_hand(word)[key] for key in near}
            assert {name for name, _ in near} >= {"sanctions", "ministers"}

            # In the page, and in the file that it offers.
            shown, taken = in_the_page(page, address, word)
            assert shown == near
            assert counted(taken) == near
            assert [float(row["change"]) for row in taken] == table["change"].tolist()

            # On the command line.
            args = ("words", f"body:{word}", "--agency", "Reuters", "--from", 1986, "--to", 1987)
            said = run("--home", home, *args, "--by", "year", "--format", "json")
            found = json.loads(said.out)
            assert near == {
                (each["word"], year): each["near"][at]
                for each in found["words"]
                for at, year in enumerate(YEARS)
            }
            assert "sanctions" in run("--home", home, *args, "--by", "year").out

            # A number leads to the articles that it counts.
            row = page.locator("table").last.locator("tbody tr", has_text="sanctions").first
            row.locator("td").nth(1).get_by_role("link").click()
            expect(page.locator("h1")).to_contain_text(f"{near['sanctions', '1987']} articles")
            tables[engine, word] = table

    # Both engines tell the same, and it answers the question.
    changes = {}
    for word in TWO:
        table = tables["whoosh", word]
        assert_frame_equal(table, tables["tantivy", word])
        changes[word] = dict(zip(table["word"], table["change"], strict=True))
        assert changes[word]["sanctions"] > 0
    assert changes["oil"]["dollars"] < 0 < changes["oil"]["ministers"]
    assert "dollars" not in changes["gas"]
