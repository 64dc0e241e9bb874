"""One visit from end to end in a real browser: type, choose, narrow, open, go back.

With NEWS_SCREENSHOT=FILE it also takes the picture of the search page that the README shows.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.helpers.browsing import follow, leaving

SCREENSHOT = os.environ.get("NEWS_SCREENSHOT")
PHONE = {"width": 390, "height": 844}
REVISED = "nn3mrikuyz4gadnf"  # the correction among the samples
DESK = {"width": 1280, "height": 900}
# The luminance contrast of every text with what is behind it, as WCAG 2 reckons it.
CONTRASTS = """
() => {
  const paper = getComputedStyle(document.documentElement).backgroundColor;
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = channels(colour).slice(0, 3).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if ((channels(colour)[3] ?? 1) > 0) return colour;
    }
    return paper;
  };
  return [...document.querySelectorAll("body *")]
    .filter((element) => element.tagName !== "MARK" && element.checkVisibility()
      && [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .map((element) => {
      const [a, b] = [getComputedStyle(element).color, behind(element)].map(light);
      return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), element.outerHTML.slice(0, 80)];
    });
}
"""


@pytest.fixture(scope="module")
def address(serve: Callable[[Path], str], samples: Any) -> str:
    """Where the samples are served."""
    return serve(samples.home)


def found(page: Page) -> int:
    return int(page.locator("h1").inner_text().split()[0])


@pytest.mark.parametrize("java_script", [True, False], ids=["as it is", "without JavaScript"])
def test_a_reader_types_narrows_opens_and_goes_back(
    browse: Callable[..., BrowserContext], address: str, java_script: bool
) -> None:
    page = browse(viewport=DESK, java_script_enabled=java_script).pages[0]
    page.goto(address)
    page.get_by_label("Search the archive").fill("Deir Ezzor")
    follow(page.get_by_role("button", name="Search"))
    assert found(page) == 11
    expect(page.locator(".hits mark").first).to_have_text("Deir Ezzor")
    if SCREENSHOT and java_script:
        page.screenshot(path=SCREENSHOT)

    narrow = page.get_by_role("navigation", name="Narrow the search")
    follow(narrow.get_by_role("link", name=re.compile("^Syria")))
    assert found(page) == 7
    page.get_by_label("From", exact=True).fill("2017-09")
    page.get_by_label("To", exact=True).fill("2017-10")
    follow(page.get_by_role("button", name="Set"))
    narrowed = found(page)
    assert 1 < narrowed < 7
    follow(page.locator(".chart svg a").first)
    assert 0 < found(page) < narrowed
    expect(
        page.get_by_role("link", name=re.compile(r"^Remove Date \d+ September 2017"))
    ).to_be_visible()

    results = page.url
    title = page.locator(".hits h2 a").first
    headline = title.inner_text()
    title.click()
    expect(page.locator("h1")).to_have_text(headline)
    expect(page.locator(".body mark").first).to_be_visible()
    follow(page.get_by_role("link", name="Back to the results"))
    assert page.url == f"{results}#h1"
    follow(page.get_by_role("link", name="Remove all"))
    assert found(page) == 11


def test_chinese_in_the_other_script_is_marked_and_taken_back(
    browse: Callable[..., BrowserContext], address: str
) -> None:
    page = browse(viewport=DESK).pages[0]
    page.goto(f"{address}/?q=中國")
    expect(page.locator("mark").first).to_have_text("中国")
    expect(page.get_by_text("Also searched: 中国")).to_be_visible()
    many = found(page)
    follow(page.get_by_role("link", name="search only 中國"))
    expect(page).to_have_url(re.compile(r"\?q=%3D%E4%B8%AD%E5%9C%8B$"))
    expect(page.get_by_text("Also searched")).to_have_count(0)
    page.go_back()
    assert found(page) == many > 0


def test_the_keyboard_alone_is_enough(browse: Callable[..., BrowserContext], address: str) -> None:
    page = browse(viewport=DESK).pages[0]
    page.goto(f"{address}/?q=Deir+Ezzor")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the results")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the results")).to_be_in_viewport()
    page.get_by_label("Search the archive").focus()
    for _ in range(6):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid", page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("document.activeElement.matches('.hits h2 a')"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Back to the results")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_a_phone_and_can_be_read(
    browse: Callable[..., BrowserContext], address: str, scheme: Any
) -> None:
    page = browse(viewport=PHONE, color_scheme=scheme).pages[0]
    page.goto(f"{address}/?language=ar")
    arabic = page.locator(".hits h2 a").first.get_attribute("href")
    searches = ["/", "/?q=Deir+Ezzor&tag=Syria&agency=AFP&from=2017", "/?q=zzyzx"]
    history = f"/article/{REVISED}/history"
    compared = [f"/article/{REVISED}", history, f"/article/{REVISED}/diff/1..2"]
    nothing = "/?q=Mosul+ferry+tulip&agency=AFP"
    why = f"/article/{REVISED}?q=Daesh+Raqqa+Donaudampfschifffahrtsgesellschaft&why=1"
    for path in [*searches, nothing, why, str(arabic), *compared, "/help"]:
        page.goto(address + path)
        for fold in page.locator("summary:visible").all():
            fold.click()
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width == PHONE["width"], path
        for label in page.locator(".ways bdi, .why th").all():
            box = label.bounding_box()
            assert box is not None
            assert box["width"] > 30, (path, label.inner_text())  # not a letter a line
        poor = [(ratio, what) for ratio, what in page.evaluate(CONTRASTS) if ratio < 4.5]
        assert poor == [], path


def test_what_narrows_is_a_sheet_on_a_phone_and_easy_to_hit(
    browse: Callable[..., BrowserContext], address: str
) -> None:
    page = browse(viewport=PHONE).pages[0]
    page.goto(f"{address}/?q=Deir+Ezzor&tag=Syria")
    choice = page.locator("section .choices a").first
    expect(choice).not_to_be_visible()
    page.get_by_role("link", name="Filter (1)").click()
    expect(choice).to_be_visible()
    boxes = page.locator(
        ".choices a:visible, button:visible, input:visible:not([type=hidden]), summary:visible,"
        " .orders a:visible, .ears a, .chips a, .tags a, .pager a, .tools a, .close:visible"
    )
    for box in boxes.all():
        size = box.bounding_box()
        assert size is not None
        assert size["height"] >= 44, box.evaluate("element => element.outerHTML")


def test_suggestions_are_chosen_with_the_keyboard(
    browse: Callable[..., BrowserContext], address: str
) -> None:
    page = browse(viewport=DESK).pages[0]
    page.goto(address)
    box = page.get_by_role("combobox", name="Search the archive")
    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    box.fill("deir")  # at once, for each pause between letters has an answer of its own
    expect(options.first).to_contain_text("Deir Ezzor")
    expect(page.locator("#search").get_by_role("status")).to_have_text(
        re.compile(r"^\d+ suggestions$")
    )
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "")
    box.press("ArrowUp")  # back in the box, where Enter searches
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(options.first).not_to_be_visible()
    expect(box).to_have_value("deir")
    box.press("ArrowDown")
    expect(options.first).to_be_visible()
    with leaving(page):
        box.press("Enter")  # nothing is chosen: a search
    expect(page).to_have_url(re.compile(r"\?q=deir\b"))
    box.press("End")
    box.press("ArrowDown")
    expect(options.first).to_be_visible()
    box.press("ArrowDown")
    count = int(options.first.locator(".count").inner_text())
    with leaving(page):
        box.press("Enter")
    expect(page).to_have_url(re.compile(r"\?tag=Deir\+Ezzor$"))
    assert found(page) == count


def test_an_answer_that_comes_late_is_not_shown(
    browse: Callable[..., BrowserContext], address: str
) -> None:
    page = browse(viewport=DESK).pages[0]
    page.goto(address)
    held: list[Any] = []
    page.route("**/suggest.json?q=mosul", lambda route: held.append(route))
    box = page.get_by_role("combobox", name="Search the archive")
    with page.expect_request("**/suggest.json?q=mosul"):
        box.fill("mosul")
    box.fill("syria")
    options = page.locator("#suggestions").get_by_role("option")
    expect(options.first).to_contain_text("Syria")
    before = options.all_inner_texts()
    held[0].fulfill(json={"suggestions": []})
    page.evaluate("fetch('/suggest.json?q=')")  # whatever the late one brought has been read by now
    assert options.all_inner_texts() == before
    article = options.filter(has_text="Article").first
    title = article.locator(".text").inner_text()
    article.click()
    expect(page.locator("h1")).to_have_text(title)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_suggestions_fit_a_phone_and_can_be_read(
    browse: Callable[..., BrowserContext], address: str, scheme: Any
) -> None:
    page = browse(viewport=PHONE, color_scheme=scheme).pages[0]
    page.goto(address)
    page.get_by_role("combobox", name="Search the archive").fill("deir")
    options = page.locator("#suggestions").get_by_role("option")
    expect(options.first).to_be_visible()
    page.get_by_role("combobox", name="Search the archive").press("ArrowDown")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    poor = [(ratio, what) for ratio, what in page.evaluate(CONTRASTS) if ratio < 4.5]
    assert poor == []
    for option in options.all():
        size = option.bounding_box()
        assert size is not None
        assert size["height"] >= 44
