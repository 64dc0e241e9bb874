"""Journeys that begin outside the pages: a letter, a webhook, a browser's own box to search in."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from lxml import etree
from playwright.sync_api import BrowserContext, Page, expect

from archive.article import Article, Origin, make_id
from archive.settings import load
from archive.store.store import Store
from cli.home import searchable
from cli.telling.told import place_of_mail, place_of_webhook, tell
from tests.helpers.receiving import hook, mail_server

from .test_journey import DESK, PHONE

NAME = "Euphrates"  # the search that the samples have saved
TITLE = "Euphrates in flood"


@pytest.fixture(scope="module")
def home(samples: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the samples, to which an article is added that the saved search finds."""
    return Path(shutil.copytree(samples.home, tmp_path_factory.mktemp("followed") / "home"))


@pytest.fixture(scope="module")
def address(serve: Callable[..., str], home: Path) -> str:
    return serve(home)


@pytest.fixture(scope="module")
def told(home: Path, address: str) -> Iterator[dict[str, str]]:
    """The address of the one new article, as a letter and as a webhook tell it."""
    with Store.open(home) as store, store.transaction():
        new = Article(
            id=make_id("test:new"), identity="test:new", title=TITLE, body="The river rose.",
            origin=Origin("new.txt"), date="2017-11-03", precision="day", language="en",
        )  # fmt: skip
        store.put(new, b"as it came", "text/plain")
    with mail_server() as (mailbox, port), hook() as receiver:
        settings = load(str(home), {
            "ARCHIVE_BASE_ADDRESS": address, "ARCHIVE_SMTP_HOST": "127.0.0.1",
            "ARCHIVE_SMTP_PORT": str(port), "ARCHIVE_SMTP_SECURITY": "none",
            "ARCHIVE_MAIL_FROM": "news@archive.example",
        })  # fmt: skip
        with searchable(str(home)) as archive:
            saved = archive.store.saved.get(NAME)
            places = (
                place_of_mail("reader@desk.example", settings),
                place_of_webhook(receiver.url, settings),
            )
            for place in places:
                assert place is not None
                assert tell(archive.search, saved, place, settings, 50)
        (letter,) = mailbox.letters
        page = etree.HTML(letter.get_body(("html",)).get_content())
        (link,) = page.xpath(f"//a[contains(., '{TITLE}')]/@href")
        (hit,) = receiver.bodies[0]["new"]
        yield {"mail": str(link), "webhook": hit["page"]}


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def viewport(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def page(
    request: pytest.FixtureRequest, viewport: Any, browse: Callable[..., BrowserContext]
) -> Page:
    return browse(viewport=viewport, java_script_enabled=request.param).pages[0]


def test_what_a_letter_and_a_webhook_tell_of_is_read_and_cited(
    page: Page, told: dict[str, str]
) -> None:
    for link in told.values():
        page.goto(link)
        expect(page.locator("h1")).to_have_text(TITLE)
    page.get_by_role("link", name="Cite").or_(page.locator(".cite > summary")).first.click()
    expect(page.get_by_text(TITLE).nth(1)).to_be_visible()


def test_the_box_of_a_browser_leads_to_what_the_archives_own_finds(
    page: Page, address: str
) -> None:
    page.goto(address)
    words = 'army "Deir Ezzor"'
    where = page.locator('link[rel="search"]').get_attribute("href")
    description = etree.fromstring(page.request.get(f"{address}{where}").body())
    (template,) = description.xpath("//*[local-name()='Url'][@type='text/html']/@template")
    page.goto(str(template).replace("{searchTerms}", quote(words)))
    expect(page.get_by_label("Search the archive")).to_have_value(words)
    titles = page.locator(".hits h2").all_inner_texts()
    assert titles
    page.goto(address)
    page.get_by_label("Search the archive").fill(words)
    page.get_by_role("button", name="Search", exact=True).click()
    page.wait_for_url("**/?q=*")
    assert page.locator(".hits h2").all_inner_texts() == titles
