"""Explaining: every field that an article has is said to come from where it came from."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from archive.article import Article, Origin, RawArticle
from archive.normalise.explain import explain
from archive.normalise.rules import normalise
from archive.readers.formats import FORMATS, read
from archive.readers.places import PLACES
from archive.readers.saved_pages.html import read_page
from archive.readers.sources.options import ReadOptions
from archive.readers.sources.source import sources
from tests.helpers.archives import SAMPLES

# What a reader is shown of an article beside the fields that follow from these.
DERIVED = {"id", "precision", "origin", "revision"}


def written(path: Path, text: str, **columns: str) -> list[dict[str, str]]:
    """The rules of each item of a file that holds this text."""
    path.write_text(text)
    found = read(next(sources([str(path)], ReadOptions(columns))))
    return [explain(item) for item in found if isinstance(item, RawArticle)]


def page(head: str, body: str, url: str | None = None) -> dict[str, str]:
    html = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    item = read_page(html.encode(), Origin("page.html"), url)
    assert isinstance(item, RawArticle)
    return explain(item)


def unexplained(pile: Path) -> list[str]:
    """The fields in a pile that have no rule, or only the name of their format."""
    lacking = []
    for raw in (item for source in sources([str(pile)]) for item in read(source)):
        article = normalise(raw) if isinstance(raw, RawArticle) else raw
        if isinstance(raw, RawArticle) and isinstance(article, Article):
            rules = explain(raw)
            assert normalise(replace(raw, found={})) == article  # telling changes nothing
            lacking += [
                f"{article.origin}: {field.name}"
                for field in fields(article)
                if getattr(article, field.name)
                and field.name not in DERIVED
                and rules.get(field.name) in (None, "", rules["format"])
            ]
    return lacking


def test_every_field_of_every_sample_has_a_rule() -> None:
    assert unexplained(SAMPLES) == []


@pytest.mark.parametrize("folder", ["wire", "feeds"])
def test_every_field_of_real_wires_and_feeds_has_a_rule(data: Path, folder: str) -> None:
    assert unexplained(data / folder) == []


def test_places_are_told_of_formats_and_fields_that_there_are() -> None:
    assert set(PLACES) <= {known.name for known in FORMATS}
    known = {field.name for field in fields(Article)} | {"identifier"}
    assert set().union(*PLACES.values()) <= known


TEXT = "".join(
    f"<p>The ferry left the {side} landing on Friday with forty passengers, said the harbour.</p>"
    for side in ("eastern", "western", "northern", "southern")
)


def test_a_page_says_which_of_two_headlines_was_taken() -> None:
    shared = '<meta property="og:title" content="Ferry service returns after three years">'
    other = f"<h1>Friday on the lower river: what we know</h1>{TEXT}"
    assert page(shared, other)["title"] == "og:title"
    assert page("", other)["title"] == "<h1>"
    assert page("<title>A day on the river</title>", TEXT)["title"] == "<title>"


def test_a_page_names_the_element_or_the_library_that_gave_each_field() -> None:
    stated = """<link rel="canonical" href="https://river.example/ferry">
        <meta name="pubdate" content="2017-11-03"><meta property="og:site_name" content="River">
        <meta name="news_keywords" content="Ferries, Harbours"><meta name="author" content="J. Roe">
        <script type="application/ld+json">{"@type": "NewsArticle", "headline": "The ferry is back",
        "author": {"@type": "Person", "name": "Jane Roe"}, "articleSection": "Local"}</script>"""
    rules = page(stated, f"<h1>The ferry is back</h1>{TEXT}")
    assert rules["identity"] == "the canonical address: link rel=canonical"
    assert rules["title"] == "JSON-LD headline"
    assert rules["date"] == "meta pubdate"
    assert rules["publisher"] == "og:site_name"
    assert rules["tags"] == "news_keywords"
    assert rules["authors"] == "JSON-LD author"
    assert rules["section"] == "JSON-LD articleSection"
    assert rules["language"] == "detected in the text"
    assert rules["body"] == "the paragraphs of the page"


def test_a_text_that_only_metadata_hold_is_said_to_come_from_there() -> None:
    text = "The ferry left at nine. " * 40
    stated = f'{{"@type": "NewsArticle", "headline": "Ferry", "articleBody": "{text}"}}'
    rules = page(f'<script type="application/ld+json">{stated}</script>', "<h1>Ferry</h1>")
    assert rules["body"] == "JSON-LD articleBody"


def test_a_page_that_does_not_know_its_address_has_the_one_that_it_came_from() -> None:
    rules = page("", f"<h1>Ferry</h1>{TEXT}", "https://river.example/ferry")
    assert rules["identity"] == "the canonical address: the address that it came from"
    assert rules["publisher"] == "the host of the address"


def test_a_table_tells_a_guessed_column_from_a_given_one(tmp_path: Path) -> None:
    table = "hed,other,source\nFerry sails,It left at nine on Friday.,AFP\n"
    rules = written(tmp_path / "a.csv", table, body="other")[0]
    assert rules["title"] == "column 'hed' (guessed)"
    assert rules["body"] == "column 'other' (--map)"
    assert rules["agency"] == "column 'source' (guessed)"


def test_a_source_that_is_no_agency_is_the_publisher_by_its_column(tmp_path: Path) -> None:
    table = "title,source,text\nFerry sails,River Gazette,It left at nine on Friday.\n"
    rules = written(tmp_path / "a.csv", table)[0]
    assert rules["publisher"] == "column 'source' (guessed)"
    assert "agency" not in rules


DISPATCH = (
    "Ferry sails again\n{byline}\n{dateline}The ferry left at nine on Friday, said he.{end}\n"
)


@pytest.mark.parametrize(
    ("parts", "agency", "body"),
    [
        ({"byline": "By Jane Roe, Agence France-Presse\n"},
         "named in the credit 'Jane Roe, Agence France-Presse'", ""),
        ({"dateline": "PORTO (AFP) - "}, "the dateline", ", without its dateline"),
        ({"end": "\n\nReuters"}, "the sign-off", ", without its sign-off"),
    ],
)  # fmt: skip
def test_an_agency_is_told_by_what_named_it(
    tmp_path: Path, parts: dict[str, str], agency: str, body: str
) -> None:
    text = DISPATCH.format(**{"byline": "", "dateline": "", "end": ""} | parts)
    rules = written(tmp_path / "a.txt", text)[0]
    assert rules["agency"] == agency
    assert rules["body"] == f"the lines below title and byline{body}"


def test_another_spelling_of_an_agency_is_told(tmp_path: Path) -> None:
    line = '{"title": "Ferry", "body": "It left.", "agency": "Agence France-Presse"}'
    rules = written(tmp_path / "a.json", line)[0]
    assert rules["agency"] == "the key 'agency', there 'Agence France-Presse'"


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ('"identifier": "x:1", "url": "https://a.example/1"',
         "the provider's identifier: the key 'identifier'"),
        ('"identifier": "17", "publisher": "River Gazette"',
         "the identifier, behind its publisher: the key 'identifier'"),
        ('"url": "https://a.example/1"', "the canonical address: the key 'url'"),
        ('"agency": "AFP", "date": "2017-11-03"', "agency + date + title"),
        ('"agency": "AFP"', "agency + date + title + hash of the text, for there is no date"),
    ],
)  # fmt: skip
def test_an_identity_is_told_by_what_it_was_made_of(tmp_path: Path, given: str, rule: str) -> None:
    line = f'{{"title": "Ferry", "body": "It left.", "extra": {{}}, {given}}}'
    assert written(tmp_path / "a.json", line)[0]["identity"] == rule


def test_what_makes_no_article_has_no_rules() -> None:
    assert explain(RawArticle(Origin("a"), b"", "text/plain")) == {}
