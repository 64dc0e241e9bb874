"""What a browser keeps for its reader: recent and saved searches, and what is new to these."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext, Page, expect

from archive.article import Article
from archive.store.store import Store
from tests.helpers.browsing import follow

SIZES: list[Any] = [{"width": 1280, "height": 900}, {"width": 390, "height": 844}]
SAVED = "archive / saved"  # in the storage of the browser
RECENT = "archive / recent"


@pytest.fixture
def address(serve: Callable[[Path], str], samples_copy: Path) -> str:
    """Where an archive of the test's own is served."""
    return serve(samples_copy)


@pytest.fixture
def put(samples_copy: Path, make_article: Callable[..., Article]) -> Callable[..., Article]:
    """Takes an article into that archive while it is served."""

    def put_(name: str, **fields: object) -> Article:
        article = make_article(name, **fields)
        with Store.open(samples_copy) as store, store.transaction():
            store.put(article, repr(fields).encode(), "text/plain")
        return article

    return put_


def own(page: Page) -> Any:
    return page.get_by_role("region", name="Your searches")


def save(page: Page, name: str) -> None:
    if page.get_by_role("link", name="Filter").is_visible():
        page.get_by_role("link", name="Filter").click()
    page.get_by_role("button", name="Save this search").click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".saving")).to_contain_text(f"Saved here as {name}")


@pytest.mark.parametrize("viewport", SIZES, ids=["desk", "phone"])
def test_a_saved_search_tells_what_is_new_and_leads_to_it(
    browse: Callable[..., BrowserContext], address: str, put: Callable[..., Article], viewport: Any
) -> None:
    page = browse(viewport=viewport).pages[0]
    page.goto(f"{address}/?q=Euphrates&tag=Syria")
    save(page, "The river")
    page.goto(address)
    expect(own(page)).to_contain_text("Nothing new since")
    put("late", title="The Euphrates in flood", date="1921-03-04", tags=("Syria",))
    put("other", title="The Tigris in flood", tags=("Syria",))
    page.goto(address)
    expect(own(page)).to_contain_text("1 new since")  # it is of 1921, and came now
    own(page).locator("summary").first.click()
    own(page).get_by_role("link", name="The Euphrates in flood").click()
    expect(page.locator("h1")).to_have_text("The Euphrates in flood")
    page.goto(address)
    expect(own(page)).to_contain_text("1 new since")  # the search has not been opened
    follow(own(page).get_by_role("link", name="The river").first)
    expect(page.locator("h1")).to_contain_text("for Euphrates")
    page.goto(address)
    expect(own(page)).to_contain_text("Nothing new since")
    own(page).get_by_role("button", name="Remove The river").click()
    expect(own(page)).not_to_contain_text("The river")


def test_recent_searches_stand_in_the_empty_box_and_can_be_cleared(
    browse: Callable[..., BrowserContext], address: str
) -> None:
    page = browse().pages[0]
    for query in ("q=Syria&tag=Conflict", "q=Mosul", "q=Syria&tag=Conflict&page=1"):
        page.goto(f"{address}/?{query}")
    page.goto(address)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.keyboard.press("/")
    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(options).to_have_text(["Recent Syria, tag Conflict ", "Recent Mosul "])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=Mosul")
    assert not [url for url in asked if ".json" in url]  # nothing was told to the archive
    page.goto(address)
    expect(own(page).get_by_role("link", name="Mosul")).to_be_visible()
    own(page).get_by_role("button", name="Clear all").click()
    expect(own(page)).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_what_is_kept_is_bounded(browse: Callable[..., BrowserContext], address: str) -> None:
    page = browse().pages[0]
    page.goto(f"{address}/help")
    place = page.evaluate("fetch('/new.json').then(answer => answer.json())")["place"]
    lists = {
        SAVED: [
            {"said": f"No {number}", "url": f"/?q=word{number}", "place": place, "at": "2026-01-02"}
            for number in range(100)
        ],
        RECENT: [{"said": f"No {number}", "url": f"/?q=word{number}"} for number in range(30)],
    }
    for key, value in lists.items():
        page.evaluate(
            "([key, value]) => localStorage.setItem(key, value)", [key, json.dumps(value)]
        )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/?q=Syria")
    assert len(json.loads(page.evaluate(f"localStorage.getItem('{RECENT}')"))) == 30
    page.get_by_role("button", name="Save this search").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("100 searches are kept at most")).to_be_visible()
    page.goto(address)
    expect(own(page).locator(".count")).to_have_count(20, timeout=60_000)
    page.wait_for_load_state("networkidle")  # no more are asked about
    assert len([url for url in asked if "/new.json" in url]) == 20
    own(page).get_by_text("80 more").click()
    expect(own(page).locator(".count")).to_have_count(100, timeout=60_000)


CLOSED = """
Object.defineProperty(globalThis, "localStorage", {get() { throw new DOMException("no"); }});
"""
FULL = """
Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
"""
GARBAGE = """
localStorage.setItem("archive / saved", '[1, null, {"url": "javascript:x", "said": "x"}]');
localStorage.setItem("archive / recent", "{");
"""


@pytest.mark.parametrize("broken", [CLOSED, FULL, GARBAGE], ids=["closed", "full", "garbage"])
def test_storage_that_is_closed_full_or_broken_is_no_error(
    browse: Callable[..., BrowserContext], address: str, broken: str
) -> None:
    context = browse()
    context.add_init_script(broken)
    page = context.pages[0]
    page.goto(f"{address}/?q=Syria")
    save(page, "Kept until the page is left")
    page.get_by_role("checkbox").first.check()
    expect(page.locator("#taken")).to_contain_text("1 ticked")
    page.goto(address)
    expect(page.locator("a[href^='javascript']")).to_have_count(0)
    expect(page.locator(".hits h2 a").first).to_be_visible()


def test_names_are_text(browse: Callable[..., BrowserContext], address: str) -> None:
    page = browse().pages[0]
    page.goto(f"{address}/?q=Syria")
    save(page, "<img src=x> & so")
    page.goto(address)
    expect(own(page).get_by_role("link", name="<img src=x> & so").first).to_be_visible()


def test_the_archive_tells_a_place_and_what_came_since(
    client: FlaskClient, samples_copy: Path, open_home: Callable[..., FlaskClient],
    put: Callable[..., Article],
) -> None:  # fmt: skip
    own_client = open_home(samples_copy)
    first = own_client.get("/new.json?q=flood").json
    assert (first["new"], first["changed"], first["articles"]) == (None, None, [])
    article = put("one", title="A flood", date="1999-01-02")
    since = own_client.get("/new.json", query_string={"q": "flood", "since": first["place"]})
    assert since.json["new"] == 1
    (named,) = since.json["articles"]
    assert (named["id"], named["title"]) == (article.id, "A flood")
    assert own_client.get(named["url"]).status_code == 200
    again = own_client.get(since.request.url, headers={"If-None-Match": since.headers["ETag"]})
    assert again.status_code == 304
    assert own_client.get("/new.json?q=flood&from=nonsense").status_code == 400
