"""The JSON that other programs write of an article: known by its keys, which become our fields.

Shapes that carry a name of their own come first: news-please, trafilatura, newspaper4k, schema.org.
Anything else, such as a scraper's own items, is read by its likeliest keys
(`readers.common.columns`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from archive.article import Origin, RawArticle, Skipped
from archive.readers.common.columns import TELLING, fields_of, places_of, raw_from_columns
from archive.readers.common.fields import DERIVED, KNOWN
from archive.readers.records.cms import plain_post
from archive.readers.saved_pages.json_ld import nodes
from archive.readers.saved_pages.schema_org import SchemaArticle, article_of, types

MEDIA_TYPE = "application/json"


@dataclass(frozen=True, slots=True)
class Shape:
    """What one program writes: the keys that it is known by, and which key is which field.

    `moments` are dates of something else than its publication, kept in `extra`. `dropped` keys hold
    what was worked out from the text or found beside it, no part of the news.
    """

    name: str
    signs: frozenset[str]
    fields: Mapping[str, str]
    dropped: frozenset[str] = frozenset()
    moments: Mapping[str, str] = field(default_factory=dict)
    paragraph_a_line: bool = False


SHAPES = (
    # NewsArticle.get_serializable_dict in news-please
    Shape(
        "news-please",
        frozenset({"maintext", "date_publish", "source_domain"}),
        {
            "title": "title", "date": "date_publish", "body": "maintext", "authors": "authors",
            "publisher": "source_domain", "language": "language", "summary": "description",
            "url": "url", "image": "image_url",
        },
        frozenset({"filename", "localpath", "text", "title_page", "title_rss"}),
        {"modified": "date_modify", "fetched": "date_download"},
        paragraph_a_line=True,
    ),
    # build_json_output in trafilatura, with its metadata
    Shape(
        "trafilatura",
        frozenset({"text", "source", "source-hostname", "excerpt"}),
        {
            "title": "title", "date": "date", "body": "text", "authors": "author",
            "publisher": "source-hostname", "section": "categories", "tags": "tags",
            "language": "language", "summary": "excerpt", "url": "source", "image": "image",
        },
        frozenset({"raw_text", "fingerprint", "comments", "id"}),
        paragraph_a_line=True,
    ),
    # Article.to_json in newspaper4k; its `keywords` and `summary` are computed from the text
    Shape(
        "newspaper",
        frozenset({"text", "title", "meta_description", "canonical_link"}),
        {
            "title": "title", "date": "publish_date", "body": "text", "authors": "authors",
            "publisher": "meta_site_name", "tags": "tags", "language": "meta_lang",
            "summary": "meta_description", "url": "canonical_link", "image": "top_image",
        },
        frozenset({
            "keywords", "keyword_scores", "summary", "meta_favicon", "images", "movies", "meta_img",
            "meta_data", "html", "article_html", "read_more_link", "text_cleaned",
        }),
    ),
)  # fmt: skip
# The properties of schema.org that hold a field, in the order of looking.
_SCHEMA_PLACES = {
    "title": "headline, else name", "date": "datePublished, else dateCreated",
    "body": "articleBody, else text", "authors": "author and creator",
    "agency": "sourceOrganization", "credit": "creditText", "publisher": "publisher",
    "section": "articleSection", "tags": "keywords", "dateline": "dateline",
    "language": "inLanguage", "summary": "description, else abstract",
    "url": "url, else mainEntityOfPage", "note": "correction", "status": "correction",
}  # fmt: skip
# Where a shape's own key for a field is empty.
_ELSE = {"tags": "meta_keywords", "url": "url", "language": "language"}


def from_other_program(
    data: Mapping[str, Any], origin: Origin, original: bytes
) -> RawArticle | Skipped | None:
    """The item that another program's object is; None for one of our own, or for none at all."""
    try:
        return _item(data, origin, original)
    except ValueError as error:
        return Skipped(origin, str(error))


def _item(data: Mapping[str, Any], origin: Origin, original: bytes) -> RawArticle | None:
    if "@type" in data or "@graph" in data:
        article = article_of(nodes(dict(data)), (), ())
        return _from_schema(article, origin, original) if article else None
    shape = next((shape for shape in SHAPES if shape.signs <= data.keys()), None)
    if shape:
        return _from_shape(shape, data, origin, original)
    data = plain_post(data) or data
    fields = fields_of(data)
    if _is_own(data, fields) or not TELLING & set(fields):
        return None
    return raw_from_columns(
        data, fields, origin, original, MEDIA_TYPE, places_of("the key", fields)
    )


def _is_own(data: Mapping[str, Any], fields: Mapping[str, str]) -> bool:
    """Whether an object is of our schema: it says so, or nothing in it speaks for another."""
    if "identifier" in data or "extra" in data:
        return True
    return all(key in KNOWN or key in DERIVED or name in data for name, key in fields.items())


def _from_shape(
    shape: Shape, data: Mapping[str, Any], origin: Origin, original: bytes
) -> RawArticle:
    fields = {name: key for name, key in shape.fields.items() if data.get(key)}
    for name, key in _ELSE.items():
        if data.get(key):
            fields.setdefault(name, key)
    passed = shape.dropped | set(shape.moments.values())
    kept = {key: value for key, value in data.items() if key not in passed}
    places = {name: f"the key {key!r} ({shape.name})" for name, key in fields.items()}
    raw = raw_from_columns(kept, fields, origin, original, MEDIA_TYPE, places)
    moments = {
        name: str(data[key]).replace(" ", "T", 1)
        for name, key in shape.moments.items()
        if data.get(key) not in (None, "", "None")
    }
    raw = replace(raw, extra={**raw.extra, **moments})
    if shape.paragraph_a_line and raw.body_format == "text":
        raw = replace(raw, body=raw.body.replace("\n", "\n\n"))
    return raw


def _from_schema(article: SchemaArticle, origin: Origin, original: bytes) -> RawArticle:
    """https://schema.org/NewsArticle as an object of its own, not inside a page."""
    flat = {
        "title": article.text("headline", "name"),
        "date": article.text("datePublished", "dateCreated"),
        "body": article.text("articleBody", "text"),
        "authors": [named.name for named in article.named("author", "creator")],
        "agency": [named.name for named in article.named("sourceOrganization")],
        "credit": article.text("creditText"),
        "publisher": next((named.name for named in article.named("publisher")), None),
        "section": article.text("articleSection"),
        "tags": _keywords(article),
        "dateline": article.text("dateline"),
        "language": article.text("inLanguage"),
        "summary": article.text("description", "abstract"),
        "url": article.text("url", "mainEntityOfPage"),
        "status": "corrected" if article.correction() else None,
        "note": article.correction(),
    }
    places = {name: f"schema.org {place}" for name, place in _SCHEMA_PLACES.items()}
    raw = raw_from_columns(
        flat, {name: name for name in flat}, origin, original, MEDIA_TYPE, places
    )
    extra = {
        "modified": article.text("dateModified"),
        "genre": sorted(types(article.node) - {"newsarticle", "article"}),
    }
    extra = {key: value for key, value in extra.items() if value}
    found = {**raw.found, "images": "schema.org image"}
    return replace(raw, images=tuple(article.images()), extra=extra, found=found)


def _keywords(article: SchemaArticle) -> list[str]:
    """The keywords, be they a list or one text of several."""
    listed = article.texts("keywords")
    return listed if len(listed) != 1 else [word.strip() for word in listed[0].split(",")]
