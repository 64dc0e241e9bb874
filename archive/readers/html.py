"""Saved web pages: schema.org first, then the page's other metadata, then what it shows.

What those lack, trafilatura and htmldate look for. This module reads the bytes and puts the
article together; which of a page's titles, texts, tags ... is the right one, page_*.py decide.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from archive.article import Image, Origin, RawArticle, Skipped
from archive.charset import decode_html
from archive.html import html_to_markdown
from archive.markdown import from_text, to_text
from archive.markup import parse_html, text_of
from archive.readers.json_ld import json_ld
from archive.readers.microdata import microdata
from archive.readers.page_authors import byline, choose_authors, signature
from archive.readers.page_blocks import letters
from archive.readers.page_date import choose_date, modified
from archive.readers.page_extractors import text_by_trafilatura
from archive.readers.page_figures import figures
from archive.readers.page_meta import PageMeta
from archive.readers.page_tag_links import linked_tags
from archive.readers.page_tags import Topics, choose_tags
from archive.readers.page_text import PageText
from archive.readers.page_title import choose_title
from archive.readers.schema_org import article_of
from archive.readers.source import Source, looks_binary

NAME = "html"
EXAMPLE = "a saved web page: `<!DOCTYPE html> ...`"
MEDIA_TYPE = "text/html"
MOST_BYTES = 8 * 1024 * 1024  # of a page
MOST_HEAD = 8_192  # characters among which a page begins
MOST_SHOWN = 200_000  # characters of a text that topics are compared with
LONGEST_SECTION = 60
_LITTLE = 250  # characters of text, below which other ways to find one are tried
_LONGER = 2.5  # times the text on the page: so much longer a stated text is the whole one
# What a page begins with: a declaration or comments perhaps, then an element of HTML and not of
# another XML.
_BEGINS = re.compile(
    r"(?:<\?xml[^>]*+>|<!--.*?-->|\s++)*+(?:<!doctype\s+html\b|<(?:html|head|body|meta|title|link|"
    r"script|style|base|main|article|section|div|header|h[1-6]|p|table|center|span|font)[\s>/])",
    re.I | re.S,
)


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """One article, or why the page is none."""
    yield read_page(source.bytes(), source.origin(), source.url, source.charset)


def looks_like_html(start: str) -> bool:
    """Whether a text begins like a web page."""
    return _BEGINS.match(start[:MOST_HEAD].removeprefix("\ufeff")) is not None


def read_page(
    data: bytes, origin: Origin, url: str | None = None, charset: str | None = None
) -> RawArticle | Skipped:
    """The article of a page. `url` and `charset` are what HTTP said, where it was asked."""
    if len(data) > MOST_BYTES:
        return Skipped(origin, f"a web page larger than {MOST_BYTES >> 20} MiB")
    if not data.strip():
        return Skipped(origin, "the file is empty")
    if looks_binary(data[:8192]):
        return Skipped(origin, "not a web page: the bytes are not text")
    tree = parse_html(decode_html(data, charset))
    if tree is None:
        return Skipped(origin, "there is no HTML in it")
    return _Page(tree, url).article(data, origin)


class _Page:
    """One page, with all that the fields of its article are chosen from."""

    def __init__(self, tree: Any, url: str | None) -> None:
        from lxml import etree

        self.tree = tree
        body = tree.find("body")
        self.root = tree if body is None else body
        self.meta = PageMeta(tree)
        self.url = self.meta.url() or url
        self.headings = [text_of(element) for element in islice(self.root.iter("h1"), 10)]
        self.shared = _unescaped(self.meta.first(
            "og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title",
            "citation_title",
        ))  # fmt: skip
        self.titled = tree.findtext(".//title")
        self.schema = article_of(
            json_ld(tree) + microdata(tree),
            filter(None, (self.url, url)),
            filter(None, (self.shared, self.titled, *self.headings)),
        )
        etree.strip_elements(tree, "script", "style", "template", "noscript", with_tail=False)

    def article(self, data: bytes, origin: Origin) -> RawArticle | Skipped:
        """The article with every field that the page has."""
        title = self.title()
        stated = _without_markup(self.stated("articleBody"))
        text = PageText(self.root, stated)
        near = text.near()
        topics = Topics(title or "", text.words(MOST_SHOWN))
        tags = choose_tags(self.topics(), linked_tags(self.root, topics), topics, self.names())
        pictures, shown = figures(near, self.url), byline(near)
        date = choose_date(self.schema, self.meta, self.tree, near, self.url)
        body = self.body(text, stated, title)  # takes the page apart
        if not title and not body:
            return Skipped(origin, "a web page without a title and without a text")
        return RawArticle(
            origin=origin,
            original=data,
            media_type=MEDIA_TYPE,
            body=body,
            body_format="markdown",
            title=title,
            date=date,
            authors=self.authors(signature(text.scraps), shown),
            publisher=self.publisher(),
            section=self.section(),
            tags=tuple(tags),
            language=self.language(),
            summary=text.standfirst or next(iter(self.descriptions()), None),
            images=tuple(pictures or self.pictures()),
            url=self.url,
            extra=self.extra(),
        )

    def title(self) -> str | None:
        """The headline."""
        return choose_title(
            self.stated("headline", "name"),
            self.stated("alternativeHeadline"),
            self.shared,
            self.titled,
            self.headings,
            [*self.names(), self.section() or ""],
        )

    def body(self, text: PageText, stated: str, title: str | None) -> str:
        """The text as the page shows it, or metadata state it, or trafilatura finds it."""
        found = text.markdown(self.descriptions(), title, self.url)
        if len(stated) > max(_LITTLE, _LONGER * len(found)):
            found = from_text(stated)
        if len(found) < _LITTLE:
            found = max(found, text_by_trafilatura(self.tree, self.url), key=len)
        return "" if letters(found) == letters(title or "") else found

    def authors(self, signed: list[str], shown: list[str]) -> tuple[str, ...]:
        """Lines that name the authors."""
        schema = self.schema
        stated = (schema.named("author") or schema.named("creator")) if schema else []
        return choose_authors(stated, self.meta, signed, shown, self.names())

    def stated(self, *names: str) -> str | None:
        """A property of the page's schema.org article."""
        return _unescaped(self.schema.text(*names)) if self.schema else None

    def descriptions(self) -> list[str]:
        """What the page says that the article says, in a sentence or two."""
        stated = self.schema.texts("description", "abstract") if self.schema else []
        alternative = self.stated("alternativeHeadline") or ""
        if len(alternative) > 120:  # some put the standfirst there
            stated.append(alternative)
        stated += self.meta.all(
            "og:description", "description", "twitter:description", "dc.description",
            "sailthru.description",
        )  # fmt: skip
        return [html.unescape(text) for text in dict.fromkeys(stated)]

    def publisher(self) -> str | None:
        """The site's name, or its address where it has none."""
        named = self.schema.named("publisher") if self.schema else []
        stated = (
            self.meta.first("og:site_name"),
            *(publisher.name for publisher in named),
            self.meta.first("application-name", "dc.publisher"),
            self.host(),
        )
        return next((html.unescape(name) for name in stated if name), None)

    def host(self) -> str | None:
        """The host of the page's address."""
        try:
            return (urlsplit(self.url or "").hostname or "").removeprefix("www.") or None
        except ValueError:
            return None

    def names(self) -> list[str]:
        """Every name that the site goes by."""
        named = self.schema.named("publisher") if self.schema else []
        host = self.host() or ""
        stated = (
            *self.meta.all(
                "og:site_name", "application-name", "apple-mobile-web-app-title", "publisher",
                "dc.publisher", "copyright", "twitter:site",
            ),
            *(publisher.name for publisher in named),
            host,
            *(label for label in host.split(".")[:-1] if len(label) > 2),
        )  # fmt: skip
        return [html.unescape(name) for name in stated if name]

    def section(self) -> str | None:
        """The part of the site that the article belongs to."""
        stated = (
            self.stated("articleSection"),
            self.meta.first("article:section", "og:section", "parsely-section", "section"),
        )
        return next(
            (_unescaped(name) for name in stated if name and len(name) <= LONGEST_SECTION), None
        )

    def topics(self) -> list[list[str]]:
        """The lists of topics that metadata state, the most trusted first."""
        return [
            self.meta.all("news_keywords"),
            self.meta.all("article:tag", "og:article:tag"),
            self.schema.texts("keywords") if self.schema else [],
            self.meta.all("dc.subject", "dcterms.subject", "citation_keywords"),
            self.meta.all("keywords")[:1],
            self.meta.all("sailthru.tags"),
            self.meta.all("parsely-tags", "parsely-keywords"),
        ]

    def language(self) -> str | None:
        """The language that the page says it is in."""
        declared = self.tree.get("lang") or self.tree.get("xml:lang")
        stated = self.meta.first("og:locale", "dc.language", "content-language")
        return self.stated("inLanguage") or declared or stated

    def pictures(self) -> list[Image]:
        """The pictures that metadata name, for a page that shows none in a figure."""
        stated = self.schema.images() if self.schema else []
        shared = self.meta.first("og:image", "twitter:image")
        return stated[:10] or ([Image(shared)] if shared else [])

    def extra(self) -> dict[str, Any]:
        """What else the page states."""
        stated = {
            "modified": modified(self.schema, self.meta),
            "genre": self.stated("genre"),
            "keywords": self.meta.first("keywords"),
        }
        return {name: value for name, value in stated.items() if value}


def _unescaped(text: str | None) -> str | None:
    """Text whose entities a page has escaped once too often."""
    return html.unescape(text) if text else None


def _without_markup(text: str | None) -> str:
    """A stated text without the markup that some pages leave in it."""
    if text and ("<p" in text or "<br" in text):
        return to_text(html_to_markdown(text))
    return text or ""
