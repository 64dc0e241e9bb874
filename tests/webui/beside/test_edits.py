"""The page of edits, its JSON twin and its feed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import etree

from archive.article import Article
from archive.store.store import Store
from tests.helpers.pages import Page

REVISED = "nn3mrikuyz4gadnf"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def edited(open_home, tmp_path: Path, make_article: Callable[..., Article]) -> FlaskClient:
    """An archive of thirty articles, each with a title that was changed in silence."""
    with Store.create(tmp_path / "own") as store:
        for number in range(30):
            for title in (f"Nine & {number}", f"Ten & {number}"):
                with store.transaction():
                    article = make_article(str(number), title=title)
                    store.put(article, title.encode(), "text/plain")
    return open_home(tmp_path / "own")


def test_the_search_page_leads_to_the_edits_of_what_it_finds(get) -> None:
    page = get("/?q=Raqa")
    edits = get(page.link("Edits").href)
    assert edits.status == 200
    assert "What sources changed in Raqa" in edits.text
    assert "began on <del>July</del><ins>June</ins> 6" in edits.html
    assert "corrected: Corrects, in the third paragraph" in edits.text
    assert get(edits.link("The whole comparison").href).status == 200
    assert "No edit was found" in get(edits.link("Silent").href).text


def test_a_silent_edit_shows_both_titles_and_pages_lead_on(edited, visit) -> None:
    page: Page = visit(edited, "/edits")
    assert "<del>Nine</del><ins>Ten</ins> &amp; 29" in page.html
    assert "silent" in page.text
    second = visit(edited, page.link("Earlier").href)
    assert "&amp; 9</a>" in second.html
    assert "&amp; 29" not in second.html
    assert visit(edited, "/edits?page=3").status == 400
    assert visit(edited, second.link("Later").href).html.count("<li>") == 20


def test_the_twin_is_what_the_page_shows(client) -> None:
    answer = client.get("/edits.json?q=edited:body").json
    assert list(answer) == ["version", "edits", "more", "notices"]
    (edit,) = answer["edits"]
    assert (edit["id"], edit["kind"], edit["changed"]) == (REVISED, "marked", ["body"])
    assert client.get("/edits.json?q=edited:title").json["edits"] == []


def test_the_feed_has_an_entry_for_each_edit_that_leads_to_the_comparison(edited) -> None:
    answer = edited.get("/edits.atom?q=edited:title")
    assert answer.content_type.startswith("application/atom+xml")
    feed = etree.fromstring(answer.data)
    entries = feed.findall("a:entry", ATOM)
    assert len(entries) == 20
    assert entries[0].findtext("a:title", namespaces=ATOM) == "Ten & 29 (silent)"
    summary = entries[0].findtext("a:summary", namespaces=ATOM)
    assert "“Nine & 29” became “Ten & 29”" in summary
    address = entries[0].find("a:link", ATOM).get("href")
    assert address.endswith("/diff/1..2")
    assert edited.get(address).status_code == 200
    ids = {entry.findtext("a:id", namespaces=ATOM) for entry in entries}
    following = feed.find("a:link[@rel='next']", ATOM).get("href")
    rest = etree.fromstring(edited.get(following).data).findall("a:entry", ATOM)
    assert len(rest) == 10
    assert not ids & {entry.findtext("a:id", namespaces=ATOM) for entry in rest}


def test_the_history_tells_a_silent_edit_from_one_that_says_so(edited, visit, get) -> None:
    (article_id,) = {edit["id"] for edit in edited.get("/edits.json?q=29").json["edits"]}
    assert "A silent edit" in visit(edited, f"/article/{article_id}/history").text
    assert "An edit that says that it is one" in get(f"/article/{REVISED}/history").text


def test_what_was_withdrawn_is_not_among_the_edits(edited, tmp_path: Path, make_article) -> None:
    with Store.open(tmp_path / "own") as store, store.transaction():
        store.put(make_article("29", status="withdrawn"), b"kill", "text/plain")
    for kind in ("", ".json", ".atom"):
        assert "Nine &amp; 29" not in edited.get(f"/edits{kind}?q=is:withdrawn+OR+29").text
