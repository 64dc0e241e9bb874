"""What a reader gets without scrolling, tabbing or waiting: budgets of the search page."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from .test_journey import DESK, PHONE


@pytest.fixture(scope="module")
def address(serve: Callable[[Path], str], samples: Any) -> str:
    """Where the samples are served."""
    return serve(samples.home)


@pytest.mark.parametrize(("viewport", "most"), [(DESK, 300), (PHONE, 330)], ids=["desk", "phone"])
def test_the_first_hit_stands_high_up(
    browse: Callable[..., BrowserContext], address: str, viewport: Any, most: int
) -> None:
    page = browse(viewport=viewport).pages[0]
    for path in ("/", "/?q=Deir+Ezzor", "/?q=Syria&tag=Conflict&agency=AFP&from=2017"):
        page.goto(address + path)
        box = page.locator(".hits h2 a").first.bounding_box()
        assert box is not None
        assert box["y"] < most, path


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_the_box_to_tick_stands_beside_a_title_in_any_direction(
    browse: Callable[..., BrowserContext], address: str, viewport: Any
) -> None:
    page = browse(viewport=viewport).pages[0]
    page.goto(f"{address}/?size=100")
    assert page.locator(".hits article[lang=ar], .hits article[lang=he]").count()
    over = page.locator(".hits article").evaluate_all(
        """all => all.filter((hit) => {
          const words = document.createRange();
          words.selectNodeContents(hit.querySelector("h2 a"));
          const box = hit.querySelector("input").getBoundingClientRect();
          return [...words.getClientRects()].some((line) =>
            line.right > box.left + 12 && line.left < box.right
            && line.bottom > box.top + 12 && line.top < box.bottom);
        }).map((hit) => hit.innerText.slice(0, 40))"""
    )
    assert over == []


def test_five_tabs_lead_from_the_box_to_the_first_hit(
    browse: Callable[..., BrowserContext], address: str
) -> None:
    page = browse(viewport=DESK).pages[0]
    page.goto(f"{address}/?q=Syria")
    page.get_by_label("Search the archive").focus()
    for _ in range(5):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.hits h2 a')"):
            break
    assert page.evaluate("document.activeElement.matches('.hits h2 a')")


def test_a_phone_has_count_filter_and_order_in_view_and_the_chart_in_the_sheet(
    browse: Callable[..., BrowserContext], address: str
) -> None:
    page = browse(viewport=PHONE, java_script_enabled=False).pages[0]
    page.goto(f"{address}/?q=Syria&tag=Conflict")
    bar = page.locator(".strip").bounding_box()
    assert bar is not None
    assert bar["height"] < 50  # one line
    assert not page.locator(".chart").is_visible()
    page.get_by_role("link", name="Filter (1)").click()
    assert page.locator(".chart").is_visible()
    page.get_by_role("link", name="Back to the results").click()
    assert page.locator(".hits h2 a").first.is_visible()
    assert not page.locator(".chart").is_visible()


def test_the_page_is_small(get) -> None:
    front = get("/")
    assert len(gzip.compress(front.html.encode(), 6)) < 25_000
    assert len(front.links) < 150
    assert len(get("/?q=Syria").links) < 170
