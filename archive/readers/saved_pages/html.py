"""Saved web pages: schema.org first, then the page's other metadata, then what it shows.

A text that those lack, trafilatura looks for. This module reads the bytes and puts the article
together; the other files of this room decide which of a page's titles, texts, tags ... is the right
one.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from archive.article import Origin, RawArticle, Skipped, TagKind
from archive.dates.found_date import writing_of
from archive.readers.common.items import by_kind
from archive.readers.saved_pages.authors import byline, choose_authors, signature, without_notes
from archive.readers.saved_pages.blocks import letters
from archive.readers.saved_pages.copies import as_it_was, canonical, page_address, saved_from
from archive.readers.saved_pages.date import PageDate
from archive.readers.saved_pages.doubt import LITTLE
from archive.readers.saved_pages.extractors import text_by_trafilatura
from archive.readers.saved_pages.figures import choose_pictures
from archive.readers.saved_pages.json_ld import json_ld
from archive.readers.saved_pages.meta import NOWHERE, PageMeta, Placed
from archive.readers.saved_pages.microdata import microdata
from archive.readers.saved_pages.schema_org import SchemaArticle, article_of
from archive.readers.saved_pages.tag_links import linked_tags
from archive.readers.saved_pages.tags import Topics, choose_tags
from archive.readers.saved_pages.text import PageText
from archive.readers.saved_pages.title import choose_title
from archive.readers.sources.source import Source, looks_binary
from archive.text.charset import decode_html
from archive.text.html import html_to_markdown
from archive.text.markdown import from_text, to_text
from archive.text.markup import parse_html, text_of

NAME = "html"
EXAMPLE = "a saved web page: `<!DOCTYPE html> ...`"
MEDIA_TYPE = "text/html"
MOST_BYTES = 8 * 1024 * 1024  # of a page
MOST_HEAD = 8_192  # characters among which a page begins
MOST_SHOWN = 200_000  # characters of a text that topics are compared with
LONGEST_SECTION = 60
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
    charsets = (source.charset, source.options.encoding)
    yield read_page(source.bytes(), source.origin(), source.url, *charsets)


def looks_like_html(start: str) -> bool:
    """Whether a text begins like a web page."""
    return _BEGINS.match(start[:MOST_HEAD].removeprefix("\ufeff")) is not None


def read_page(
    data: bytes,
    origin: Origin,
    url: str | None = None,
    charset: str | None = None,
    fallback: str | None = None,
) -> RawArticle | Skipped:
    """The article of a page. `url` and `charset` are what HTTP said, where it was asked;
    `fallback` is the charset where nobody says it.
    """
    if len(data) > MOST_BYTES:
        return Skipped(origin, f"a web page larger than {MOST_BYTES >> 20} MiB")
    if not data.strip():
        return Skipped(origin, "the file is empty")
    if looks_binary(data[:8192]):
        return Skipped(origin, "not a web page: the bytes are not text")
    text = decode_html(data, charset, fallback)
    saved = saved_from(text)
    tree = parse_html(as_it_was(text, url, saved, canonical(text)))
    if tree is None:
        return Skipped(origin, "there is no HTML in it")
    return _Page(tree, page_address(url), page_address(saved)).article(data, origin)


class _Page:
    """One page, with all that the fields of its article are chosen from."""

    def __init__(self, tree: Any, url: str | None, saved: str | None = None) -> None:
        from lxml import etree

        self.tree = tree
        body = tree.find("body")
        self.root = tree if body is None else body
        self.meta = PageMeta(tree)
        place, address = self.meta.url(url, saved)
        self.url = page_address(address, saved, url)
        came = "the address that it was saved from" if saved else "the address that it came from"
        self.found = {"url": place or came}  # where each field was found
        self.headings = [text_of(element) for element in islice(self.root.iter("h1"), 10)]
        self.shared = _unescaped(next(self.meta.placed(
            "og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title",
            "citation_title",
        ), NOWHERE))  # fmt: skip
        self.titled = tree.findtext(".//title")
        linked, marked = json_ld(tree), microdata(tree)
        self.schema = article_of(
            linked + marked,
            filter(None, (self.url, url)),
            filter(None, (self.shared[1], self.titled, *self.headings)),
        ) or SchemaArticle({}, {})
        if any(self.schema.node is node for node in marked):
            self.schema.form = "microdata"
        etree.strip_elements(tree, "script", "style", "template", "noscript", with_tail=False)

    def article(self, data: bytes, origin: Origin) -> RawArticle | Skipped:
        """The article with every field that the page has."""
        title = self.title()
        stated = _without_markup(self.stated("articleBody")[1])
        text = PageText(self.root, stated, self.url)
        near = text.near()
        topics = Topics(title or "", text.words(MOST_SHOWN))
        self.found["tags"], tags = choose_tags(
            self.topics(), linked_tags(self.root, topics), topics, self.names()
        )
        self.found["images"], pictures = choose_pictures(near, self.schema, self.meta, self.url)
        self.found["tag_kinds"] = f"{self.schema.form} about and mentions"
        shown = byline(near)
        dates = PageDate(self.schema, self.meta, near, writing_of(self.language()))
        self.found["date"], date = dates.choose(self.url)
        body = self.body(text, stated, title)
        if not title and not body:
            return Skipped(origin, "a web page without a title and without a text")
        authors = self.authors(signature(text.scraps, body), shown)
        stated_correction = (f"{self.schema.form} correction", self.schema.correction())
        correction = self.take("note", _unescaped(stated_correction))
        self.found["status"] = self.found["note"]
        return RawArticle(
            origin=origin,
            original=data,
            media_type=MEDIA_TYPE,
            body=without_notes(body, authors),
            body_format="markdown",
            title=title,
            date=date,
            authors=authors,
            publisher=self.publisher(),
            section=self.section(),
            tags=tuple(tags),
            tag_kinds=by_kind((kind, html.unescape(name)) for kind, name in self.named()),
            language=self.language(),
            summary=self.summary(text.standfirst),
            images=tuple(pictures),
            url=self.url,
            status="corrected" if correction else None,
            note=correction,
            extra=self.extra(dates.modified()),
            found=self.found,
        )

    def title(self) -> str | None:
        """The headline."""
        self.found["title"], title = choose_title(
            self.stated("headline", "name"),
            self.stated("alternativeHeadline")[1],
            self.shared,
            self.titled,
            self.headings,
            [*self.names(), self.section() or ""],
        )
        return title

    def body(self, text: PageText, stated: str, title: str | None) -> str:
        """The text as the page shows it, or metadata state it, or trafilatura finds it."""
        found = text.markdown(list(self.descriptions()), title, self.url)
        self.found["body"] = "the paragraphs of the page"
        if len(stated) > max(LITTLE, _LONGER * len(found)):
            found, self.found["body"] = from_text(stated), f"{self.schema.form} articleBody"
        elif text.doubts(found):
            other = text.cleaned(text_by_trafilatura(self.tree, self.url), title)
            if text.is_worse(found, other, title):
                found, self.found["body"] = other, "trafilatura"
        return "" if letters(found) == letters(title or "") else found

    def authors(self, signed: list[str], shown: list[str]) -> tuple[str, ...]:
        """Lines that name the authors."""
        name = "author" if self.schema.named("author") else "creator"
        stated = (f"{self.schema.form} {name}", self.schema.named(name))
        self.found["authors"], lines = choose_authors(
            stated, self.meta, signed, shown, self.names()
        )
        return lines

    def stated(self, *names: str) -> Placed:
        """(place, text) of a property of the page's schema.org article."""
        return _unescaped(next(self.schema.placed(*names), NOWHERE))

    def descriptions(self) -> dict[str, str]:
        """{text: place} of what the page says that the article says, in a sentence or two."""
        placed: list[Placed] = list(self.schema.placed("description", "abstract"))
        alternative = self.stated("alternativeHeadline")
        if len(alternative[1] or "") > 120:  # some put the standfirst there
            placed.append(alternative)
        placed += self.meta.placed(
            "og:description", "description", "twitter:description", "dc.description",
            "sailthru.description",
        )  # fmt: skip
        found: dict[str, str] = {}
        for place, text in placed:
            found.setdefault(html.unescape(text or ""), place)
        return found

    def summary(self, standfirst: str | None) -> str | None:
        """The standfirst above the text, else the first description."""
        described = ((place, text) for text, place in self.descriptions().items())
        return self.take("summary", ("the standfirst above the text", standfirst), *described)

    def publisher(self) -> str | None:
        """The site's name, or its address where it has none."""
        place = f"{self.schema.form} publisher"
        placed = (
            *self.meta.placed("og:site_name"),
            *((place, publisher.name) for publisher in self.schema.named("publisher")),
            *self.meta.placed("application-name", "dc.publisher"),
            ("the host of the address", self.host()),
        )
        return self.take("publisher", *map(_unescaped, placed))

    def take(self, field: str, *placed: Placed) -> str | None:
        """The first text that there is, for a field; where it stood is kept."""
        self.found[field], text = next((each for each in placed if each[1]), NOWHERE)
        return text

    def host(self) -> str | None:
        """The host of the page's address."""
        try:
            return (urlsplit(self.url or "").hostname or "").removeprefix("www.") or None
        except ValueError:
            return None

    def names(self) -> list[str]:
        """Every name that the site goes by."""
        named = self.schema.named("publisher")
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
        names = ("article:section", "og:section", "parsely-section", "section")
        placed = (
            self.stated("articleSection"),
            _unescaped(next(self.meta.placed(*names), NOWHERE)),
        )
        return self.take(
            "section", *(one for one in placed if len(one[1] or "") <= LONGEST_SECTION)
        )

    def topics(self) -> dict[str, list[str]]:
        """The lists of topics that metadata state, by place, the most trusted first."""
        described = [*self.schema.placed("keywords")]
        placed = [
            [*self.meta.placed("news_keywords")],
            [*self.meta.placed("article:tag", "og:article:tag")],
            described if "keywords" in self.schema.node else [],
            [*self.meta.placed("dc.subject", "dcterms.subject", "citation_keywords")],
            [*self.meta.placed("keywords")][:1],
            [*self.meta.placed("sailthru.tags")],
            [*self.meta.placed("parsely-tags", "parsely-keywords")],
            described,  # of a second object
            [(f"{self.schema.form} about and mentions", name) for _, name in self.named()],
        ]
        return {topics[0][0]: [text for _, text in topics] for topics in placed if topics}

    def named(self) -> list[tuple[TagKind, str]]:
        """(kind, name) of the persons, places and organisations that the article is about, or
        mentions, as metadata state them.
        """
        return self.schema.of_kinds("about", "mentions")

    def language(self) -> str | None:
        """The language that the page says it is in."""
        tag = self.take(
            "language",
            self.stated("inLanguage"),
            ("html lang", self.tree.get("lang") or self.tree.get("xml:lang")),
            *self.meta.placed("og:locale", "dc.language", "content-language"),
        )
        locale = self.meta.first("og:locale") or ""
        if tag and len(tag) < 4 and re.fullmatch(rf"{re.escape(tag)}[_-](?!US)[A-Z]{{2}}", locale):
            return locale  # with its region; en_US is what programs write where nobody chose
        return tag

    def extra(self, modified: str | None) -> dict[str, Any]:
        """What else the page states."""
        stated = {
            "modified": modified,
            "genre": self.stated("genre")[1],
            "keywords": self.meta.first("keywords"),
        }
        return {name: value for name, value in stated.items() if value}


def _unescaped(placed: Placed) -> Placed:
    """A placed text whose entities a page has escaped once too often."""
    place, text = placed
    return place, html.unescape(text) if text else None


def _without_markup(text: str | None) -> str:
    """A stated text without the markup that some pages leave in it."""
    if text and ("<p" in text or "<br" in text):
        return to_text(html_to_markdown(text))
    return text or ""
