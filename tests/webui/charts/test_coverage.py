"""The page of coverage: numbers that lead to as many articles, gaps, batches, and no secrets."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext

from archive.article import Article
from archive.intake.ingest import ingest
from archive.intake.recording import Recording, recorded
from archive.readers.sources.source import sources
from archive.store.store import Store
from index.coverage.coverage import COVERED
from tests.helpers.archives import SAMPLES
from tests.helpers.browsing import follow
from tests.helpers.pages import query_of, total

PATHS = ("", "&q=Syria", "&year=2017", "&agency=AFP", "&from=2017-10-15&to=2017-11-15",
         "&missing=agency&agency=AFP", "&q=army+OR+forces")  # fmt: skip
_CELL = re.compile(r'<td(?: class="shade\d")?><a href="([^"]+)" rel="nofollow">([\d,]+)</a></td>')


@pytest.mark.parametrize("by", COVERED)
@pytest.mark.parametrize("rest", PATHS)
def test_every_number_leads_to_as_many_articles(get, by: str, rest: str) -> None:
    page = get(f"/coverage?by={by}{rest}")
    assert page.status == 200
    cells = list(dict.fromkeys(_CELL.findall(page.html)))
    assert cells
    for href, number in cells[:: max(len(cells) // 12, 1)]:
        assert total(get(href.replace("&amp;", "&"))) == int(number.replace(",", "")), href


def test_facts_lead_to_as_many_as_they_say(get) -> None:
    page = get("/coverage")
    for text in ("without a date", "without text"):
        link = next(link for link in page.links if link.text.endswith(text))
        assert total(get(link.href)) == int(link.text.split()[0])
    assert total(get(page.link("22 February 1987").href)) > 0
    assert "Not shown, of the whole archive: 1 withdrawn." in page.text


def test_all_values_are_those_of_the_same_search(get) -> None:
    page = get("/coverage?by=tag&q=Euphrates+OR+space+OR+France&from=2004&to=2020")
    link = page.link("All values of tag")
    assert query_of(link.href) == [
        ("q", "Euphrates OR space OR France"), ("from", "2004"), ("to", "2020"), ("fold", "0"),
    ]  # fmt: skip
    counted = page.html.split("<h1>Coverage: ")[1].split(" ")[0]
    assert f"among {counted} articles" in get(link.href).text


def test_the_table_can_be_read_aloud_and_does_not_depend_on_colour(get) -> None:
    page = get("/coverage?by=publisher")
    assert page.html.count('<th scope="row">') > 5
    assert page.html.count('<th scope="col">') > 5
    assert "<caption" in page.html
    for shade, inside in re.findall(r'<td class="(shade\d)">(.*?)</td>', page.html):
        assert re.search(r">[\d,]+<", inside), shade


def test_a_column_leads_to_its_own_columns_and_back(get) -> None:
    page = get("/coverage?by=agency")
    year = get(page.link("2017").href)
    assert year.link("Nov 2017").href.endswith("from=2017-11&to=2017-11")
    assert "By agency" in year.text
    assert year.link("All years").href == "/coverage?by=agency"
    days = get(year.link("Nov 2017").href)
    assert "3 November 2017" in days.text


def test_the_twin_and_the_csv_have_the_same_numbers(client: FlaskClient, get) -> None:
    found = client.get("/coverage.json?by=agency&q=Syria").json
    assert found is not None
    assert found["version"] == 1
    text = client.get("/coverage.csv?by=agency&q=Syria").data.decode("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    for row in (*found["rows"], found["all"]):
        counts = [int(each["articles"]) for each in rows if each["agency"] == row["label"]]
        assert counts == [*row["counts"], row["undated"]]
    page = get("/coverage?by=agency&q=Syria")
    assert page.link("This page as JSON").href == "/coverage.json?by=agency&q=Syria"


def test_it_is_linked_from_every_page_and_from_the_gaps_of_a_chart(get) -> None:
    assert get("/").link("Coverage").href == "/coverage"
    gap = re.search(
        r'<a href="(/coverage\?[^"]+)"[^>]*><title>[^<]*holds nothing', get("/chart").html
    )
    assert get("/").link("coverage").href == "/coverage"
    silence = re.search(
        r'<a href="(/coverage\?[^"]+)"[^>]*><title>August 2017: nothing found, of \d+ article',
        get("/chart?q=Syria").html,
    )
    assert silence
    assert "by=agency&amp;from=2017&amp;to=2017" in silence[1]
    assert gap
    assert get(gap[1].replace("&amp;", "&")).status == 200


@pytest.mark.parametrize("bad", ["by=mood", "year=abc", "year=0000", "before=x", "from=zzz"])
def test_what_cannot_be_told_is_a_sentence(get, bad: str) -> None:
    assert get(f"/coverage?{bad}").status == 400


def test_nothing_is_told_of_what_readers_may_not_see(
    open_home: Callable[..., FlaskClient], tmp_path: Path, make_article: Callable[..., Article]
) -> None:
    home, pile = tmp_path / "own", tmp_path / "the-secret-of-the-minister.html"
    pile.write_text("<html><head><title>Secret</title></head><body></body></html>")
    hidden = [
        make_article("one", status="withdrawn", agency=("Hush",), title="Secret one"),
        make_article("two", status="withheld", agency=("Hush",), title="Secret two"),
        make_article("three", extra={"embargo": "2999-01-02T09:00:00Z"}, agency=("Hush",)),
    ]
    with Store.create(home) as store:
        with store.transaction():
            for article in [*hidden, make_article("seen", agency=("AFP",))]:
                store.put(article, article.id.encode(), "text/plain")
        with recorded(Recording(store, "ingest", [str(pile)])) as recording:
            ingest(store, sources([str(pile)]), recording=recording)
    client = open_home(home)
    for path in ("/coverage", "/coverage?q=Secret", "/coverage.json?by=agency", "/coverage.csv"):
        text = client.get(path).text.replace("?q=Secret", "").replace("q=Secret", "")
        for secret in ("Hush", "hush", "minister", str(tmp_path), *(one.id for one in hidden)):
            assert secret not in text, (path, secret)
    page = client.get("/coverage").text
    assert "1 withdrawn, 1 withheld, 1 under an embargo" in page
    assert "a file (.html)" in page


def test_batches_are_told_with_what_was_skipped_and_are_never_old(
    open_home: Callable[..., FlaskClient], tmp_path: Path
) -> None:
    home, pile = tmp_path / "own", tmp_path / "pile"
    pile.mkdir()
    (pile / "a.txt").write_text("")
    with Store.create(home) as store:
        client = open_home(home)
        before = client.get("/coverage")
        assert "No batch has been recorded" in before.text
        for _ in range(22):  # nothing of them is in the log of changes
            with recorded(Recording(store, "ingest", [str(pile)])) as recording:
                ingest(store, sources([str(pile)]), recording=recording)
    after = client.get("/coverage", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.text.count("pile/a.txt") == 20
    assert "1: the file is empty" in after.text
    earlier = re.search(r'href="([^"]+)" rel="nofollow">Earlier batches', after.text)
    assert earlier
    assert client.get(earlier[1].replace("&amp;", "&")).text.count("pile/a.txt") == 2
    found = client.get("/coverage.json").json
    assert found is not None
    assert found["batches"][0]["from"] == ["pile/"]
    assert found["batches"][0]["reasons"] == {"the file is empty": 1}


def test_it_can_be_read_on_a_narrow_screen(
    browse: Callable[..., BrowserContext], serve: Callable[[Path], str], tmp_path: Path
) -> None:
    home = tmp_path / "own"
    with Store.create(home) as store, recorded(Recording(store, "ingest", [str(SAMPLES)])) as kept:
        ingest(store, sources([str(SAMPLES)]), recording=kept)
    viewport: Any = {"width": 320, "height": 640}
    page = browse(viewport=viewport, java_script_enabled=False).pages[0]
    page.goto(f"{serve(home)}/coverage")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    follow(page.get_by_role("link", name="Coverage", exact=True))
    follow(page.get_by_role("link", name="2017", exact=True))
    follow(page.get_by_role("row", name="AFP").get_by_role("link").nth(1))
    assert page.locator(".hits h2").count() > 0


def test_times_between_two_stray_dates_stand_as_one_column(
    open_home: Callable[..., FlaskClient], make_article: Callable[..., Article],
    visit: Callable[..., Any], tmp_path: Path,
) -> None:  # fmt: skip
    days = ("1900-01-01", "2016-05-01", "2017-05-02", "2026-05-03")
    with Store.create(tmp_path / "own") as store, store.transaction():
        for day in days:
            store.put(make_article(day, date=day, precision="day"), b"x", "text/plain")
    client = open_home(tmp_path / "own")
    html = visit(client, "/coverage").html
    table = html[html.index('<table class="heat"') : html.index("</table>")]
    heads = [
        re.sub("<[^>]+>", "", head) for head in re.findall("<th scope=.col.>(.*?)</th>", table)
    ]
    assert heads[2:-2] == ["1900s", "1910s to 2000s", "2010s", "2020s"]
    for row in table.split("<tr>")[2:]:
        assert row.count("<td") == len(heads) - 1
    assert len(client.get("/coverage.json").json["columns"]) == 13


def test_coverage_of_a_search_leads_back_to_it(get) -> None:
    page = get("/coverage?q=Syria&agency=AFP")
    assert query_of(page.link("← Back to the results").href) == [("q", "Syria"), ("agency", "AFP")]
    assert "Back to the results" not in get("/coverage").text


@pytest.mark.parametrize("address", ["/coverage", "/coverage/method", "/coverage.csv"])
def test_a_batch_that_cannot_be_is_refused_by_every_address(get, address: str) -> None:
    assert get(f"{address}?before=x").status == 400
    assert get(f"{address}?before=3").status == 200
