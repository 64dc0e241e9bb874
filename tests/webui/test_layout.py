"""What a reader gets without scrolling, tabbing or waiting: budgets of the search page."""

from __future__ import annotations

import gzip
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from archive.article import Article
from archive.store.store import Store
from tests.helpers.browsing import follow

from .test_journey import DESK, PHONE

# How many lines the words of an element stand on
LINES = """element => {
  const words = document.createRange();
  words.selectNodeContents(element);
  return new Set([...words.getClientRects()].map((line) => line.top)).size;
}"""


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


@pytest.mark.parametrize("path", ["/", "/?q=Syria", "/?q=Syria&tag=Conflict&-tag=Iraq"])
def test_five_tabs_lead_from_the_box_to_the_first_hit(
    browse: Callable[..., BrowserContext], address: str, path: str
) -> None:
    page = browse(viewport=DESK).pages[0]
    page.goto(address + path)
    page.get_by_label("Search the archive").focus()
    for _ in range(5):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.hits h2 a')"):
            break
    assert page.evaluate("document.activeElement.matches('.hits h2 a')")


# The width of a phone, of a small one, and of a page of 1280 px seen at 400 %.
@pytest.mark.parametrize("width", [390, 360, 320])
def test_a_phone_has_count_filter_and_sort_on_one_line(
    browse: Callable[..., BrowserContext], address: str, width: int
) -> None:
    page = browse(viewport={**PHONE, "width": width}, java_script_enabled=False).pages[0]
    page.goto(f"{address}/?q=Syria&tag=Conflict&-tag=Iraq")
    names = ["h1", ".narrows", ".sorts"]
    for said in ("", "1,234,567 articles"):
        if said:
            page.evaluate("said => document.querySelector('h1').firstChild.data = said", said)
        boxes = [page.locator(f".about {name}").bounding_box() for name in names]
        assert all(boxes)
        middles = [box["y"] + box["height"] / 2 for box in boxes if box]
        assert max(middles) - min(middles) < 6, (said, boxes)
        ends = [(box["x"], box["x"] + box["width"]) for box in boxes if box]
        assert all(left[1] < right[0] for left, right in itertools.pairwise(ends)), said
        assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.locator("h1").bounding_box()["height"] < 40  # type: ignore[index]


def test_on_a_phone_chart_and_orders_are_folded_and_open_without_a_script(
    browse: Callable[..., BrowserContext], address: str
) -> None:
    page = browse(viewport=PHONE, java_script_enabled=False).pages[0]
    page.goto(f"{address}/?q=Syria&tag=Conflict")
    chart = page.locator(".chart")
    oldest = page.get_by_role("link", name="Oldest")
    expect(chart).not_to_be_visible()
    page.get_by_role("link", name="Filter (1)").click()
    expect(chart).to_be_visible()
    page.get_by_role("link", name="Back to the results").click()
    expect(page.locator(".hits h2 a").first).to_be_visible()
    expect(chart).not_to_be_visible()
    expect(oldest).not_to_be_visible()
    page.get_by_role("link", name="Sort").click()
    expect(oldest).to_be_visible()
    page.locator(".orders").get_by_role("link", name="Back to the results").click()
    expect(oldest).not_to_be_visible()
    page.get_by_role("link", name="Sort").click()
    oldest.click()
    page.wait_for_url("**sort=oldest*")
    assert page.locator(".orders [aria-current]").text_content() == "Oldest"


def test_the_page_is_small(get) -> None:
    front = get("/")
    assert len(gzip.compress(front.html.encode(), 6)) < 25_000
    assert len(front.links) < 150
    assert len(get("/?q=Syria").links) < 170


def test_no_heading_of_the_map_breaks_inside_a_word(
    browse: Callable[..., BrowserContext], address: str
) -> None:
    page = browse(viewport=DESK).pages[0]
    page.goto(f"{address}/map")
    assert page.locator("#unplaced + table td").count()
    cells = page.locator(".map thead th, .map .number").all()
    assert {cell.evaluate(LINES) for cell in cells} == {1}


LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk" * 4


@pytest.fixture
def named_at_length(
    serve: Callable[[Path], str], tmp_path: Path, make_article: Callable[..., Article]
) -> str:
    """Where an archive is served in which an agency, a section and a word are very long."""
    with Store.create(tmp_path / "own") as store, store.transaction():
        for day in ("2017-11-03", "2018-11-03"):
            text = f"The ferry {LONG} sank. " * 4
            article = make_article(
                day, date=day, body=text, agency=("AFP", f"Agence {LONG}"), section=LONG
            )
            store.put(article, day.encode(), "text/plain")
    return serve(tmp_path / "own")


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_long_name_pushes_no_number_out_of_sight(
    browse: Callable[..., BrowserContext], named_at_length: str, viewport: Any
) -> None:
    page = browse(viewport=viewport).pages[0]
    for path in ("/coverage?q=ferry", "/chart?q=ferry&split=agency", "/words?q=ferry"):
        page.goto(named_at_length + path)
        name = page.locator("th bdi", has_text="elektrizit").first
        assert name.bounding_box()["height"] > 40, path  # type: ignore[index]
        box = page.locator("td").first.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= viewport["width"], path


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_neither_a_date_nor_a_label_is_broken_beside_a_long_name(
    browse: Callable[..., BrowserContext], named_at_length: str, viewport: Any
) -> None:
    page = browse(viewport=viewport).pages[0]
    page.goto(f"{named_at_length}/?q=ferry&section={LONG}")
    assert page.locator(".hits time").first.evaluate(LINES) == 1
    if viewport == PHONE:
        page.get_by_role("link", name="Filter").click()
    assert page.locator(".chips .what").evaluate(LINES) == 1


def test_a_button_stands_on_the_line_of_the_boxes_it_sends(
    browse: Callable[..., BrowserContext], address: str
) -> None:
    page = browse(viewport=DESK).pages[0]
    for path in ("/chart?q=Syria", "/words?q=Syria"):
        page.goto(address + path)
        box = page.locator(".versus input:visible").last.bounding_box()
        button = page.locator(".versus button").bounding_box()
        assert box is not None
        assert button is not None
        assert abs(box["y"] - button["y"]) < 2, path
        assert 0 < button["x"] - box["x"] - box["width"] < 20, path


@pytest.mark.parametrize("name", ["News archive", "Archive of the Mediterranean Lines", LONG])
def test_under_any_name_of_the_archive_a_search_can_be_typed_and_sent(
    browse: Callable[..., BrowserContext], serve: Callable[..., str], samples: Any, name: str
) -> None:
    """Also where text alone is twice as large, which the widths of the style know nothing of."""
    page = browse(viewport=DESK).pages[0]
    page.goto(serve(samples.home, ARCHIVE_NAME=name) + "/?q=Syria")
    page.evaluate("document.styleSheets[0].insertRule('html { font-size: 100% }', 0)")
    for text, width in itertools.product((100, 200), (320, 390, 640, 768, 832, 1280)):
        at = f"{text} % at {width} pixels"
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("s => document.styleSheets[0].cssRules[0].style.fontSize = `${s}%`", text)
        assert page.evaluate("document.documentElement.scrollWidth") == width, at
        typed = page.locator("#q").bounding_box()
        assert typed is not None
        assert typed["width"] > 150, at
        assert page.locator("#search button").evaluate(LINES) == 1, at


# Of each line in its context what stands before the match, the match, and what is behind: where its
# letters begin and end; none where nothing stands there
PARTS = """rows => rows.map((row) => ["td.left bdi", "mark", "td.right > bdi"].map((part) => {
  const words = document.createRange();
  words.selectNodeContents(row.querySelector(part));
  const {left, right} = words.getBoundingClientRect();
  return [left, right];
}).filter(([left, right]) => left < right))"""


def test_words_in_context_stand_in_the_order_in_which_they_are_read(
    browse: Callable[..., BrowserContext], address: str
) -> None:
    page = browse(viewport=DESK).pages[0]
    page.goto(f"{address}/?q=دير+OR+Syria&view=kwic")
    from_left = page.locator(".kwic tbody tr:not([dir])").evaluate_all(PARTS)
    from_right = page.locator(".kwic tbody tr[dir=rtl]").evaluate_all(PARTS)
    assert max(map(len, from_left)) == max(map(len, from_right)) == 3
    for parts in (*from_left, *(parts[::-1] for parts in from_right)):
        assert all(one[1] <= next_[0] + 1 for one, next_ in itertools.pairwise(parts)), parts
    page.set_viewport_size(PHONE)
    # There a line begins at the side that it is read from.
    starts = page.locator(".kwic tbody tr").evaluate_all("""rows => rows.map((row) => {
      const first = row.querySelector("td.left bdi").firstChild, letter = document.createRange();
      if (!first) return 0;
      letter.setStart(first, 0);
      letter.setEnd(first, 1);
      const at = letter.getBoundingClientRect(), line = row.getBoundingClientRect();
      return row.dir === "rtl" ? line.right - at.right : at.left - line.left;
    })""")
    assert max(starts) < 2


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_each_label_of_the_record_stands_on_the_line_of_its_value(
    browse: Callable[..., BrowserContext], address: str, size: Any
) -> None:
    page = browse(viewport=size).pages[0]
    page.goto(f"{address}/?q=title:Jazeera")
    follow(page.locator(".hits h2 a").first)
    expect(page.locator(".record button").first).to_be_visible()
    apart = page.locator(".record dl > div").evaluate_all("""rows => rows.map((row) => {
      const line = (part) => {
        const words = document.createRange();
        words.selectNodeContents(part);
        return words.getClientRects()[0];
      };
      const label = line(row.querySelector("dt")), value = line(row.querySelector("dd"));
      return Math.abs(label.bottom - value.bottom);
    })""")
    assert len(apart) > 4
    assert max(apart) <= 3
