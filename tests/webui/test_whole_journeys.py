"""Whole journeys of readers in a real browser: at a desk and a phone, with and without scripts."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import feedparser
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.helpers.browsing import follow

from .test_journey import DESK, PHONE


@pytest.fixture(scope="module")
def address(serve: Callable[[Path], str], samples: Any) -> str:
    """Where the samples are served."""
    return serve(samples.home)


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def viewport(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def page(
    request: pytest.FixtureRequest, viewport: Any, browse: Callable[..., BrowserContext]
) -> Page:
    context = browse(viewport=viewport, java_script_enabled=request.param, accept_downloads=True)
    return context.pages[0]


def search(page: Page, address: str, words: str) -> None:
    page.goto(address)
    page.get_by_label("Search the archive").fill(words)
    page.get_by_role("button", name="Search", exact=True).click()
    page.wait_for_url(re.compile(r"\?q="))


def open_sheet(page: Page) -> None:
    """What narrows: beside the results at a desk, a sheet on a phone."""
    link = page.locator(".narrows")
    if link.is_visible():
        link.click()


def found(page: Page) -> int:
    return int(page.locator("h1").inner_text().split()[0].replace(",", ""))


def taken(page: Page, click: Callable[[], None]) -> bytes:
    with page.expect_download() as download:
        click()
    return download.value.path().read_bytes()


def test_find_narrow_by_place_and_week_export_and_cite(page: Page, address: str) -> None:
    search(page, address, "Syria")
    open_sheet(page)
    places = page.locator("section", has=page.get_by_role("heading", name="Place filed from"))
    follow(places.get_by_role("link").first)
    many = found(page)
    open_sheet(page)
    page.get_by_role("textbox", name="From").fill("2017-11-13")
    page.get_by_label("To", exact=True).fill("2017-11-19")
    page.get_by_role("button", name="Set").click()
    page.wait_for_url(re.compile("from=2017-11-13"))
    assert 0 < found(page) < many
    results = page.url
    open_sheet(page)
    follow(page.locator(".tools").get_by_role("link", name="Export"))
    data = taken(page, page.get_by_role("link", name="CSV", exact=True).click)
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
    page.goto(results)
    assert len(rows) == found(page)
    assert all("2017-11-13" <= row["date"] <= "2017-11-19" for row in rows)
    open_sheet(page)
    follow(page.locator(".tools").get_by_role("link", name="Cite"))
    expect(page.locator(".citation p").first).to_contain_text("2017")
    expect(page.locator(".citation p")).to_have_count(len(rows))
    follow(page.get_by_role("link", name="Chicago"))
    expect(page.locator(".citation p")).to_have_count(len(rows))


def test_letters_and_kinds_of_tag_lead_to_the_articles_under_them(page: Page, address: str) -> None:
    page.goto(address)
    open_sheet(page)
    follow(page.get_by_role("link", name="More under Tag"))
    follow(page.get_by_role("link", name="A to Z"))
    letter = page.get_by_role("navigation", name="Letters").get_by_role(
        "link", name=re.compile("^R,")
    )
    said = int(re.findall(r"(\d+) value", str(letter.get_attribute("aria-label")))[0])
    follow(letter)
    values = page.locator(".choices bdi").all_inner_texts()
    assert len(values) == said > 1
    assert all(value[0] in "Rr" for value in values)
    expect(page.locator(".letters [aria-current]")).to_have_text("R")
    kinds = page.get_by_role("navigation", name="Kinds of tag")
    follow(kinds.get_by_role("link", name="People"))
    expect(page.locator("h1")).to_have_text("People")
    reagan = page.locator(".choices a:not(.not)", has_text="reagan")
    many = int(reagan.locator(".count").inner_text())
    follow(reagan)
    assert found(page) == many > 1
    expect(page.locator(".chips").first).to_contain_text("reagan")


def test_articles_ticked_by_hand_are_exported_and_no_others(page: Page, address: str) -> None:
    search(page, address, "Syria")
    ticks = page.get_by_role("checkbox")
    titles = [page.locator(f"#t{number}").inner_text() for number in (2, 4)]
    for number in (2, 4):
        ticks.nth(number - 1).click()
    page.get_by_label("Format").select_option("csv")
    data = taken(page, page.get_by_role("button", name="Export").click)
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
    assert [row["title"] for row in rows] == titles
    page.get_by_role("button", name="Cite", exact=True).click()
    expect(page.locator(".citation p")).to_have_count(2)


def test_two_searches_are_compared_and_the_chart_is_taken_away(page: Page, address: str) -> None:
    search(page, address, "Syria")
    open_sheet(page)
    follow(page.get_by_role("link", name="Chart, numbers, compare"))
    page.get_by_label("Compare with the search").fill("Iraq")
    follow(page.get_by_role("button", name="Compare"))
    expect(page.locator(".legend li")).to_have_text(["Syria", "Iraq"])
    kinds = {"SVG": b"<svg", "PNG": b"\x89PNG", "CSV": b"period"}
    for name, start in kinds.items():
        data = taken(page, page.get_by_role("link", name=name, exact=True).click)
        assert start in data[:200]
    rows = page.locator(".chartpage tbody tr")
    assert len(data.decode("utf-8-sig").splitlines()) - 1 >= rows.count() > 3


def test_search_filter_read_the_next_hit_and_go_back_to_it(page: Page, address: str) -> None:
    search(page, address, "Syria")
    open_sheet(page)
    tags = page.locator("section", has=page.get_by_role("heading", name="Tag", exact=True))
    follow(tags.get_by_role("link", name=re.compile("^Conflict")))
    total = found(page)
    assert total > 3
    page.locator(".hits h2 a").first.click()
    expect(page.locator(".place")).to_have_text(f"1 of {total}")
    page.locator(".back").get_by_role("link", name="Next").click()
    expect(page.locator(".place")).to_have_text(f"2 of {total}")
    headline = page.locator("h1").inner_text()
    page.get_by_role("link", name="Back to the results").click()
    hit = page.locator(".hits > li:target h2").first
    expect(hit).to_have_text(headline)
    expect(hit).to_be_in_viewport()


def test_a_search_is_followed_by_its_feed(page: Page, address: str) -> None:
    search(page, address, "Euphrates")
    articles = int(re.findall(r"(\d+) articles?", page.locator(".about").inner_text())[0])
    told = page.locator('link[type="application/atom+xml"]').first.get_attribute("href")
    open_sheet(page)
    link = page.locator(".tools").get_by_role("link", name="Feed").get_attribute("href")
    assert link == told
    feed = feedparser.parse(f"{address}{link}")
    assert not feed.bozo
    assert len(feed.entries) == articles
    page.goto(feed.entries[0].link.replace(feed.entries[0].link.partition("/article")[0], address))
    expect(page.locator("h1")).to_have_text(feed.entries[0].title)


def test_a_reader_sees_what_is_missing_from_a_year(page: Page, address: str) -> None:
    page.goto(address)
    follow(page.get_by_role("link", name="Coverage").first)
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"]  # type: ignore[index]
    page.goto(f"{address}/coverage?by=agency&from=2017&to=2017")
    expect(page.get_by_role("heading", name=re.compile("Gaps|gaps"))).to_be_visible()
    cell = page.locator(".heat td a").first
    count = int(cell.inner_text().replace(",", ""))
    follow(cell)
    assert found(page) == count


@pytest.mark.parametrize("script", [True, False])
def test_copies_stand_under_their_hit_and_are_compared_with_one_click(
    browse: Callable[..., BrowserContext], address: str, script: bool
) -> None:
    page = browse(viewport=DESK, java_script_enabled=script).pages[0]
    page.goto(f"{address}/?q=Syria")
    hit = page.locator(".hits > li", has=page.get_by_text(re.compile(r"^\d+ cop(y|ies)$"))).first
    hit.get_by_role("link", name="Compare").first.click()
    expect(page.locator(".comparison")).to_be_visible()
