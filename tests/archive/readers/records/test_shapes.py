"""The JSON of other programs is known by its keys."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from archive.article import Article, RawArticle, Skipped
from archive.normalise.explain import explain
from archive.normalise.rules import normalise
from archive.readers.formats import read
from archive.readers.sources.source import Source

NEWS_PLEASE = {
    "authors": ["Jane Roe"], "date_download": "2017-11-04 08:00:00", "date_modify": "None",
    "date_publish": "2017-11-03 14:05:00", "description": "It sails.", "filename": "1.html",
    "image_url": "https://example.org/boat.jpg", "language": "en", "localpath": None,
    "maintext": "The ferry sailed.\nZoë was on board.", "source_domain": "example.org",
    "text": None, "title": "Ferry sails", "title_page": None, "title_rss": None,
    "url": "https://example.org/1",
}  # fmt: skip
TRAFILATURA = {
    "title": "Ferry sails", "author": "Jane Roe; John Poe", "hostname": "example.org",
    "date": "2017-11-03", "fingerprint": "abc", "id": None, "license": None, "comments": "",
    "raw_text": "The ferry sailed. Zoë was on board.", "language": None, "image": None,
    "text": "The ferry sailed.\nZoë was on board.", "pagetype": "article",
    "source": "https://example.org/1", "source-hostname": "The Landing Post",
    "excerpt": "It sails.", "categories": "World", "tags": "River; Boats",
}  # fmt: skip
NEWSPAPER = {
    "url": "https://example.org/1?from=feed", "language": "en", "title": "Ferry sails",
    "top_image": "https://example.org/boat.jpg", "images": ["https://example.org/logo.png"],
    "keywords": ["sailed", "board"], "keyword_scores": {"sailed": 1.2}, "tags": [],
    "meta_keywords": ["River", "Boats"], "authors": ["Jane Roe"], "summary": "The ferry sailed.",
    "publish_date": "2017-11-03T14:05:00+00:00", "meta_description": "It sails.",
    "meta_lang": "en", "meta_site_name": "The Landing Post",
    "canonical_link": "https://example.org/1", "text": "The ferry sailed.\n\nZoë was on board.",
}  # fmt: skip
SCHEMA = {
    "@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ferry sails",
    "datePublished": "2017-11-03T14:05:00Z", "dateModified": "2017-11-04T09:00:00Z",
    "author": [{"@type": "Person", "name": "Jane Roe"}], "description": "It sails.",
    "publisher": {"@type": "Organization", "name": "The Landing Post"},
    "articleSection": "World", "keywords": "River, Boats", "inLanguage": "en",
    "articleBody": "The ferry sailed.\n\nZoë was on board.",
    "mainEntityOfPage": {"@id": "https://example.org/1"},
    "image": {"@type": "ImageObject", "url": "https://example.org/boat.jpg", "caption": "A boat"},
}  # fmt: skip
BODY = "The ferry sailed.\n\nZoë was on board."


def items(*data: object, name: str = "dump.jsonl") -> list[RawArticle | Skipped]:
    held = "".join(json.dumps(item) + "\n" for item in data).encode()
    return list(read(Source(name, lambda: io.BytesIO(held))))


def one(data: dict[str, Any]) -> Article:
    (item,) = items(data, name="dump.json")
    assert isinstance(item, RawArticle), item
    made = normalise(item)
    assert isinstance(made, Article)
    return made


def check(made: Article) -> None:
    """What all four say of the same article."""
    assert (made.title, made.date, made.body) == ("Ferry sails", "2017-11-03", BODY)
    assert made.summary == "It sails."
    assert made.url == "https://example.org/1"
    assert made.identity == "https://example.org/1"
    assert made.authors[0] == "Jane Roe"


def test_news_please() -> None:
    made = one(NEWS_PLEASE)
    check(made)
    assert made.publisher == "example.org"
    assert made.images[0].url == "https://example.org/boat.jpg"
    assert made.extra == {"fetched": "2017-11-04T08:00:00"}


def test_trafilatura() -> None:
    made = one(TRAFILATURA)
    check(made)
    assert made.authors == ("Jane Roe", "John Poe")
    assert (made.publisher, made.section) == ("The Landing Post", "World")
    assert made.tags == ("River", "Boats")


def test_newspaper() -> None:
    made = one(NEWSPAPER)
    check(made)
    assert (made.publisher, made.tags) == ("The Landing Post", ("River", "Boats"))
    assert "keywords" not in made.extra


def test_schema_org_alone_or_in_a_graph() -> None:
    for data in (
        SCHEMA,
        {"@context": "https://schema.org", "@graph": [{"@type": "WebSite"}, SCHEMA]},
    ):
        made = one(data)
        check(made)
        assert (made.publisher, made.section) == ("The Landing Post", "World")
        assert made.tags == ("River", "Boats")
        assert made.images[0].caption == "A boat"
        assert made.extra["modified"] == "2017-11-04T09:00:00Z"


_CORRECTION = "It sailed at ten, not at nine."
_COMMENT = {"@type": "CorrectionComment", "text": _CORRECTION, "url": "https://example.org/c"}


@pytest.mark.parametrize(
    "stated",
    [
        _CORRECTION, _COMMENT, [_COMMENT, _CORRECTION], {"@value": _CORRECTION},
        ["None", _COMMENT],
    ],
)  # fmt: skip
def test_a_correction_of_schema_org_is_the_note_and_the_status_here_and_on_a_page(
    stated: object,
) -> None:
    made = one({**SCHEMA, "correction": stated})
    assert (made.note, made.status) == (_CORRECTION, "corrected")
    script = json.dumps({**SCHEMA, "correction": stated})
    page = (
        f'<!DOCTYPE html><html><head><script type="application/ld+json">{script}</script></head>'
        f"<body><article><h1>Ferry sails</h1><p>{BODY}</p></article></body></html>"
    )
    (raw,) = read(Source("page.html", lambda: io.BytesIO(page.encode())))
    assert isinstance(raw, RawArticle)
    shown = normalise(raw)
    assert isinstance(shown, Article)
    assert (shown.note, shown.status) == (_CORRECTION, "corrected")
    assert explain(raw)["note"] == "JSON-LD correction"


@pytest.mark.parametrize(
    "stated", [None, "None", " null ", "", 0, False, {**_COMMENT, "text": ""}, {"url": "/c"}]
)
def test_a_correction_of_schema_org_without_a_text_is_none(stated: object) -> None:
    made = one({**SCHEMA, "correction": stated})
    assert (made.note, made.status) == (None, None)


def test_a_scrapers_items_by_what_their_keys_are_likely_to_be() -> None:
    made = one(
        {
            "headline": "Ferry sails", "published_at": "2017-11-03", "byline": "By Jane Roe",
            "content": "<p>The ferry sailed.</p><p>Zoë was on board.</p>", "excerpt": "It sails.",
            "link": "https://example.org/1", "topics": ["River", "Boats"], "depth": 3,
        }
    )  # fmt: skip
    check(made)
    assert (made.tags, made.extra) == (("River", "Boats"), {"depth": 3})


def test_our_own_schema_stays_our_own() -> None:
    made = one({"title": "Ferry", "body": "It **sailed**.", "desk": "Night", "source_id": 4})
    assert made.body == "It **sailed**."
    assert made.extra == {"desk": "Night", "source_id": 4}
    made = one({"identifier": "x:1", "title": "Ferry", "body": "*", "link": "kept in extra"})
    assert made.extra == {"link": "kept in extra"}


def test_lines_of_several_programs_may_follow_each_other() -> None:
    found = items(NEWS_PLEASE, TRAFILATURA, NEWSPAPER, SCHEMA)
    assert [item.title for item in found if isinstance(item, RawArticle)] == ["Ferry sails"] * 4


def test_what_is_no_article_ends_in_a_reason() -> None:
    deep: Any = "x"
    for _ in range(300):
        deep = [deep]
    found = items({"@type": "Event", "name": "Boat race"}, {"headline": "A", "x": deep})
    (made,) = [normalise(item) for item in found if isinstance(item, RawArticle)]
    assert isinstance(made, Skipped)
    assert [item.reason for item in found if isinstance(item, Skipped)] == ["nested too deeply"]


def test_a_title_beside_the_parts_of_a_name_is_not_the_name() -> None:
    author = {"title": "Senior Reporter", "first_name": "Jane", "last_name": "Roe"}
    [item] = items({"headline": "A", "content": "Text.", "author": author})
    assert isinstance(item, RawArticle)
    assert item.authors == ("Jane Roe",)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (["One.", "Two."], "One.\n\nTwo."),
        (["<p>One <b>a</b>.</p>", "2 * 3."], "One **a**.\n\n2 \\* 3."),
        (
            [
                {"type": "paragraph", "text": "One."},
                {"type": "image", "url": "a.jpg", "text": "A picture"},
                {"type": "heading", "text": "Two"},
                {"type": "paragraph", "content": "Three."},
            ],
            "One.\n\n## Two\n\nThree.",
        ),
        ({"blocks": [{"type": "paragraph", "data": {"text": each}} for each in "ab"]}, "a\n\nb"),
        (
            {
                "nodeType": "document",
                "content": [
                    {
                        "nodeType": "paragraph",
                        "content": [{"nodeType": "text", "value": each} for each in parts],
                    }
                    for parts in (["One ", "and a half."], ["Two."])
                ],
            },
            "One and a half.\n\nTwo.",
        ),
        (
            [
                {
                    "_type": "block",
                    "style": "h2",
                    "children": [{"_type": "span", "text": "Head"}],
                },
                {"_type": "block", "children": [{"text": "One"}, {"text": "."}]},
            ],
            "## Head\n\nOne.",
        ),
        ({"html": "<p>One.</p>"}, "One."),
        ({"name": "One."}, "One."),
    ],
)
def test_a_text_in_blocks_is_read_whole(body: Any, text: str) -> None:
    [item] = items({"headline": "Ferry sails", "date": "2017-11-03", "content": body})
    assert isinstance(item, RawArticle)
    article = normalise(item)
    assert isinstance(article, Article)
    assert article.body == text


def test_a_text_in_html_may_be_called_so() -> None:
    [item] = items({"headline": "Ferry sails", "body_html": "<p>A <b>b</b></p>", "teaser": "A"})
    assert isinstance(item, RawArticle)
    assert item.body == "A **b**"


def test_blocks_nested_too_deeply_are_told() -> None:
    body: Any = "x"
    for _ in range(150):
        body = {"children": [body]}
    [item] = items({"headline": "A", "content": body})
    assert isinstance(item, Skipped)
    assert item.reason == "nested too deeply"
