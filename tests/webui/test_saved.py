"""Saved searches in the browser: links, and names in the box."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask.testing import FlaskClient

from archive.store.saved import Mark, SavedSearch
from archive.store.store import Store
from index.query.parse import LANGUAGE
from tests.helpers.pages import Link

from .conftest import Page


def saved(page: Page) -> Link:
    """The link of the saved search, which is called as a tag is."""
    return next(x for x in page.links if x.text == "Euphrates" and "title" in x.attributes)


def test_saved_searches_are_links_that_run_them(get: Callable[..., Page]) -> None:
    link = saved(get("/?q=Syria"))
    assert link.attributes["title"] == "Euphrates -Raqa"
    assert "aria-current" not in link.attributes
    page = get(link.href)
    assert saved(page).attributes["aria-current"] == "true"
    assert page.titles() == get("/?q=Euphrates+-Raqa&sort=relevance").titles() != []


def test_an_archive_without_saved_searches_says_nothing_of_them(
    holding: Callable[..., tuple[FlaskClient, object]], visit: Callable[..., Page]
) -> None:
    client, _ = holding()
    assert "Saved searches" not in visit(client, "/").text


def test_many_saved_searches_are_folded_and_hostile_names_are_text(
    samples_copy: Path, open_home: Callable[..., FlaskClient], visit: Callable[..., Page]
) -> None:
    mark = Mark(0, "2026-01-01T00:00:00Z")
    with Store.open(samples_copy) as store, store.transaction():
        for name in (*(f"No {number}" for number in range(9)), "<b>it's & so"):
            store.saved.put(SavedSearch(name, '<script>"x"', LANGUAGE, mark))
    page = visit(open_home(samples_copy), "/")
    assert "3 more saved searches" in page.text
    assert page.link("<b>it's & so").href == "/?q=query%3A%22%3Cb%3Eit%27s+%26+so%22"
    assert "script" not in [tag for tag, _ in page.elements]


def test_names_are_suggested(client: FlaskClient) -> None:
    for typed in ("euph", "query:Eu"):
        first = client.get("/suggest.json", query_string={"q": typed}).json["suggestions"][0]
        assert (first["kind"], first["text"]) == ("query", "Euphrates")
        assert first["url"] == "/?q=query%3AEuphrates"
        assert first["count"] == client.get("/search.json?q=Euphrates+-Raqa").json["total"]
