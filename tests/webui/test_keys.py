"""The reader's keys, copying and ticks, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.helpers.browsing import follow, leaving
from tests.helpers.pages import query_of

SIZES: list[Any] = [{"width": 1280, "height": 900}, {"width": 390, "height": 844}]
either_size = pytest.mark.parametrize("viewport", SIZES, ids=["desk", "phone"])


@pytest.fixture(scope="module")
def address(serve: Callable[[Path], str], samples: Any) -> str:
    return serve(samples.home)


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


@either_size
def test_keys_go_from_hit_to_hit_and_open_one(
    browse: Callable[..., BrowserContext], address: str, viewport: Any
) -> None:
    page = browse(viewport=viewport).pages[0]
    page.goto(f"{address}/?q=Syria&size=10")
    for key, hit in (("j", "t1"), ("j", "t2"), ("k", "t1"), ("k", "t1"), ("j", "t2")):
        page.keyboard.press(key)
        assert focused(page) == hit
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    expect(page.locator("#t2")).to_be_in_viewport()
    headline = page.locator("#t2").inner_text()
    with leaving(page):
        page.keyboard.press("o")
    expect(page.locator("h1")).to_have_text(headline)
    for key, place in (("j", "3 of"), ("k", "2 of")):
        with leaving(page):
            page.keyboard.press(key)
        expect(page.locator(".place")).to_contain_text(place)
    page.get_by_role("link", name="Back to the results").click()
    page.wait_for_url("**#h2")
    page.keyboard.press("j")
    assert focused(page) == "t2"  # the hit that it came back to
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(headline)


def test_after_the_last_hit_comes_the_next_page(
    browse: Callable[..., BrowserContext], address: str
) -> None:
    page = browse().pages[0]
    page.goto(f"{address}/?size=10")
    for _ in range(11):
        page.keyboard.press("j")
    page.wait_for_url("**/?size=10&page=2#h11")
    page.keyboard.press("j")
    assert focused(page) == "t11"
    page.keyboard.press("k")
    page.wait_for_url("**/?size=10#h10")


def test_keys_are_letters_while_typing_and_never_with_modifiers(
    browse: Callable[..., BrowserContext], address: str
) -> None:
    page = browse().pages[0]
    page.goto(f"{address}/?q=Syria")
    box = page.get_by_label("Search the archive")
    page.keyboard.press("/")
    expect(box).to_be_focused()
    page.keyboard.type("jok/x?c")
    expect(box).to_have_value("jok/x?c")
    page.keyboard.press("Escape")
    if focused(page) == box.get_attribute("id"):  # the first one closed the suggestions
        page.keyboard.press("Escape")
    expect(box).not_to_be_focused()
    expect(box).to_have_value("jok/x?c")
    for key in ("Control+j", "Alt+j", "Meta+j"):
        page.keyboard.press(key)
        assert focused(page) == ""
    page.get_by_label("From", exact=True).focus()
    page.keyboard.press("j")
    expect(page.get_by_label("From", exact=True)).to_have_value("j")
    page.get_by_label("Format").focus()
    page.keyboard.press("j")
    expect(page.get_by_label("Format")).to_be_focused()


def test_the_list_of_keys_opens_closes_and_turns_them_off(
    browse: Callable[..., BrowserContext], address: str
) -> None:
    page = browse().pages[0]
    page.goto(f"{address}/?q=Syria")
    keys = page.get_by_role("dialog", name="Keys")
    page.keyboard.press("?")
    expect(keys).to_be_visible()
    page.keyboard.press("j")
    assert not focused(page).startswith("t")
    page.keyboard.press("Escape")
    expect(keys).not_to_be_visible()
    page.get_by_role("button", name="Keys:").click()
    page.get_by_label("Keys work on these pages").uncheck()
    keys.get_by_role("button", name="Close").click()
    page.reload()
    page.keyboard.press("j")
    assert focused(page) == ""
    page.get_by_role("button", name="Keys:").click()
    expect(page.get_by_label("Keys work on these pages")).not_to_be_checked()


@either_size
def test_what_may_be_copied_has_a_button_and_a_key(
    browse: Callable[..., BrowserContext], address: str, viewport: Any
) -> None:
    context = browse(viewport=viewport, permissions=["clipboard-read", "clipboard-write"])
    page = context.pages[0]
    page.clock.install()
    page.goto(f"{address}/?q=Syria")
    page.keyboard.press("j")
    link = page.locator("#t1").get_attribute("href") or ""
    said = page.locator(".said")
    page.keyboard.press("c")
    expect(said).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == address + link.partition("?")[0]
    page.goto(address + link)
    expect(said).to_have_text("")
    page.keyboard.press("c")
    expect(said).to_have_text("Copied")
    cited = page.evaluate("navigator.clipboard.readText()")
    shown = page.locator(".citation").first.evaluate("e => e.textContent")
    assert cited == shown.removesuffix(" Copy").strip()
    page.clock.fast_forward(3000)
    expect(said).to_have_text("")
    page.locator(".record").get_by_role("button", name="Copy").click()
    expect(said).to_have_text("Copied")
    permalink = address + "/article/" + link.split("/")[2].partition("?")[0]
    assert page.evaluate("navigator.clipboard.readText()") == permalink
    page.locator(".cite summary").click()
    page.clock.fast_forward(3000)
    expect(said).to_have_text("")
    page.locator(".cite").get_by_role("button", name="Copy").nth(1).click()
    expect(said).to_have_text("Copied")
    chicago = page.evaluate("navigator.clipboard.readText()")
    assert chicago
    assert chicago not in (cited, permalink)


def test_copying_works_where_the_clipboard_is_closed_to_pages(
    browse: Callable[..., BrowserContext], address: str
) -> None:
    context = browse(permissions=["clipboard-read"])
    context.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page = context.pages[0]
    page.goto(f"{address}/?q=Syria")
    page.keyboard.press("j")
    page.keyboard.press("c")
    expect(page.locator(".said")).to_have_text("Copied")
    assert focused(page) == "t1"
    page.keyboard.press("/")
    page.get_by_label("Search the archive").fill("")
    page.keyboard.press("Control+v")
    expect(page.get_by_label("Search the archive")).to_have_value(
        f"{address}/article/"
        + str(page.locator("#t1").get_attribute("href")).split("/article/")[1].partition("?")[0]
    )


def sent(page: Page, name: str) -> list[tuple[str, str]]:
    """What a button of the form below the hits sends; the answer does not matter here."""
    with page.expect_request(lambda request: request.is_navigation_request()) as asked:
        page.locator("#take").get_by_role("button", name=name).click()
    page.wait_for_url(asked.value.url)
    return query_of(asked.value.url)


@either_size
@pytest.mark.parametrize("java_script", [True, False], ids=["script", "no script"])
def test_all_or_the_ticked_ones_are_taken(
    browse: Callable[..., BrowserContext], address: str, viewport: Any, java_script: bool
) -> None:
    page = browse(viewport=viewport, java_script_enabled=java_script).pages[0]
    page.route("**/export?*", lambda route: route.fulfill(body="taken"))
    page.route("**/cite?*", lambda route: route.fulfill(body="cited"))
    search = f"{address}/?q=Syria&tag=Conflict"
    page.goto(search)
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)
    page.get_by_label("Format").select_option("csv")
    asked = [("q", "Syria"), ("tag", "Conflict"), ("fold", "1")]
    assert sent(page, "Export") == [*asked, ("format", "csv")]
    page.goto(search)
    tick = page.get_by_role("checkbox").nth(1)
    expect(tick).to_have_accessible_name(page.locator("#t2").inner_text())
    tick.check()
    chosen = str(tick.get_attribute("value"))
    page.get_by_label("Format").select_option("ris")
    assert sorted(sent(page, "Cite")) == sorted([*asked, ("id", chosen), ("format", "ris")])


def test_ticks_last_from_page_to_page_and_are_counted(
    browse: Callable[..., BrowserContext], address: str
) -> None:
    page = browse().pages[0]
    page.route("**/export?*", lambda route: route.fulfill(body="taken"))
    page.goto(f"{address}/?size=10&sort=newest")
    for _ in range(2):
        page.keyboard.press("j")
        page.keyboard.press("x")
    expect(page.locator("#taken")).to_contain_text("2 ticked")
    first = page.locator(".hits :checked").evaluate_all("all => all.map((each) => each.value)")
    follow(page.get_by_role("link", name="Next"))
    expect(page.locator("#taken")).to_contain_text("2 ticked")
    third = page.get_by_role("checkbox").first
    third.check()
    chosen = str(third.get_attribute("value"))
    ids = [value for name, value in sent(page, "Export") if name == "id"]
    assert sorted(ids) == sorted([*first, chosen])
    page.goto(f"{address}/?size=10&sort=newest")
    expect(page.locator(".hits :checked")).to_have_count(2)
    page.goto(f"{address}/?q=Syria")  # another search has ticks of its own
    expect(page.locator("#taken")).to_contain_text("or what is ticked")
    page.goto(f"{address}/?size=10&sort=newest")
    page.get_by_role("button", name="Untick all").click()
    expect(page.locator(".hits :checked")).to_have_count(0)
    expect(page.locator("#taken")).to_contain_text("or what is ticked")


def test_enter_on_a_tick_opens_the_hit(browse: Callable[..., BrowserContext], address: str) -> None:
    page = browse().pages[0]
    page.goto(f"{address}/?q=Syria")
    page.get_by_role("checkbox").first.focus()
    page.keyboard.press("x")
    expect(page.get_by_role("checkbox").first).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Back to the results")).to_be_visible()


def test_without_a_script_nothing_promises_keys(
    browse: Callable[..., BrowserContext], address: str
) -> None:
    page = browse(java_script_enabled=False).pages[0]
    page.goto(f"{address}/?q=Syria")
    expect(page.get_by_role("button", name="Keys")).to_have_count(0)
    expect(page.get_by_role("button", name="Save this search")).to_have_count(0)
    follow(page.locator("#t1"))
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)
    follow(page.get_by_role("link", name="Next"))
    expect(page.locator(".place")).to_contain_text("2 of")


def test_what_lies_behind_the_sheet_has_no_focus(
    browse: Callable[..., BrowserContext], address: str
) -> None:
    page = browse(viewport=SIZES[1]).pages[0]
    page.goto(f"{address}/?q=Syria")
    page.get_by_role("link", name="Filter").click()
    expect(page.locator("#t1")).not_to_be_visible()
    for _ in range(60):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "!document.activeElement.closest('main *, header, footer')"
            " || !!document.activeElement.closest('.beside')"
        ), page.evaluate("document.activeElement.outerHTML")
    page.keyboard.press("Escape")
    expect(page.locator("#t1")).to_be_visible()
