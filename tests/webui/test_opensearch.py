"""The description of the search, followed as a browser follows it."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, quote, urljoin, urlsplit

import feedparser
import pytest
from lxml import etree, html

NAMESPACE = "{http://a9.com/-/spec/opensearch/1.1/}"


@pytest.fixture
def description(client) -> etree._Element:
    """The description that the front page leads to."""
    (link,) = html.fromstring(client.get("/").text).xpath("//link[@rel='search']")
    assert link.get("type") == "application/opensearchdescription+xml"
    answer = client.get(urljoin("/", link.get("href")))
    assert answer.mimetype == link.get("type")
    return etree.fromstring(answer.data)


def template(description: etree._Element, media_type: str) -> str:
    (url,) = [
        each for each in description.iter(f"{NAMESPACE}Url") if each.get("type") == media_type
    ]
    return str(url.get("template"))


def filled(template: str, terms: str, page: str = "") -> str:
    """A template as a client fills it in: the terms in percent, optional parameters empty."""
    address = template.replace("{searchTerms}", quote(terms, safe=""))
    return address.replace("{startPage?}", page).removeprefix("http://localhost")


def test_it_says_what_it_must(description: etree._Element) -> None:
    assert description.tag == f"{NAMESPACE}OpenSearchDescription"
    texts = {
        name: description.findtext(f"{NAMESPACE}{name}") for name in ("ShortName", "Description")
    }
    assert texts["ShortName"]
    assert len(texts["ShortName"]) <= 16
    assert 0 < len(texts["Description"]) <= 1024
    image = description.findtext(f"{NAMESPACE}Image")
    assert urlsplit(image).scheme == "http"
    for url in description.iter(f"{NAMESPACE}Url"):
        assert urlsplit(url.get("template")).netloc == "localhost"


def test_a_browser_that_searches_finds_what_the_page_finds(client, get, description) -> None:
    terms = 'army "Deir Ezzor" & more'
    address = filled(template(description, "text/html"), terms)
    page = get(address)
    assert page.status == 200
    assert page.titles() == get(f"/?q={quote(terms)}").titles()
    assert ("q", terms) in page.inputs


def test_the_feed_and_the_twin_find_the_same(client, description) -> None:
    parsed = feedparser.parse(
        client.get(filled(template(description, "application/atom+xml"), "Raqa")).data
    )
    twin = client.get(filled(template(description, "application/json"), "Raqa")).json
    assert len(parsed.entries) == twin["total"] > 0
    assert parsed.feed.opensearch_totalresults == str(twin["total"])


def test_suggestions_come_as_browsers_want_them(client, description) -> None:
    kind = "application/x-suggestions+json"
    answer = client.get(filled(template(description, kind), "dei"))
    assert answer.mimetype == kind
    typed, queries, descriptions, addresses = json.loads(answer.data)
    assert typed == "dei"
    assert len(queries) == len(descriptions) == len(addresses) > 1
    assert 'tag:"Deir Ezzor"' in queries
    for query, address in zip(queries, addresses, strict=True):
        path = address.removeprefix("http://localhost")
        assert client.get(path).status_code == 200
        assert client.get(f"/search.json?q={quote(query)}").json["total"] > 0, query
    saved = json.loads(client.get(filled(template(description, kind), "euph")).data)
    where = dict(zip(saved[1], saved[3], strict=True))
    assert parse_qs(urlsplit(where["query:Euphrates"]).query) == {"q": ["query:Euphrates"]}


def test_nothing_typed_suggests_nothing(client) -> None:
    assert json.loads(client.get("/opensearch-suggestions.json").data) == ["", [], [], []]
