"""E-books (EPUB 2 and 3): each page that is an article becomes one, in reading order."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from archive.article import Origin, RawArticle, Skipped
from archive.errors import UnreadableError
from archive.readers.common.xml import parse
from archive.readers.documents.epub_titles import labels_of, with_own_title
from archive.readers.documents.sole_author import author_of, by_one
from archive.readers.saved_pages import html
from archive.readers.sources.allowance import Allowance
from archive.readers.sources.directory_of_zip import LOCAL, READ_METHODS, first_name, opened
from archive.readers.sources.members import allowance_of
from archive.readers.sources.source import Source
from archive.text.markup import parse_html, text_of
from archive.text.plain import CJK, one_line

NAME = "epub"
EXAMPLE = "an e-book: a newspaper made by Calibre, a magazine, a report"
CONTAINER = "META-INF/container.xml"  # EPUB 3.3, 4.2.6.3.1: where the package is
BOOK = "book"  # the title of the book, in `extra` of an article

_MOST_PARTS = 20_000
_MOST_OF_BOOK = 16 * 1024 * 1024  # bytes of the package, which lists the parts
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, LookupError, OSError)
_ENCRYPTED = "META-INF/encryption.xml"  # EPUB 3.3, 4.2.6.3.2
_NCX = "application/x-dtbncx+xml"
_PAGES = ("application/xhtml+xml", "text/html")
# What is no article: by the guide (EPUB 2), and by epub:type (EPUB 3, Structural Semantics).
_BESIDE = re.compile(
    r"\b(?:cover|toc|title-?page|half-?title-?page|copyright-?page|colophon|landmarks|loi|lot|"
    r"list-of-illustrations|list-of-tables|index|dedication|page-list)\b",
    re.I,
)
_TYPE = re.compile(rb"<(?:body|section)\b[^<>]*\bepub:type\s*=\s*[\"']([^\"'<>]*)", re.I)
_LINKED = 0.6  # of a page's letters: what has so many of them in links is a list of contents
_LEAST = 120  # letters of a page that may be an article
_LETTERS_OF_CJK = 3  # that say as much as one of Chinese, Japanese or Korean
_OF_CJK = re.compile(f"[{CJK}]")
_DAY_BEHIND = re.compile(r"\s*\[[^\[\]]*\]$")  # "The Bell [Fri, 03 Nov 2017]"
_BESIDE_IT = "a cover, a list of contents or the like, and no article"
_LOCKED = "encrypted (DRM): get the book without it"
_GONE = "missing or damaged: download the book again"
_NO_DATE = "0101-"  # Calibre's, for a book without one


def matches(head: bytes, name: str = "") -> bool:
    """Whether bytes begin as an e-book: a zip whose first member says so (EPUB 3.3, 4.3), or that
    is called one; what packs folders anew seldom keeps that member the first.
    """
    first = first_name(head)
    if first in (b"mimetype", b"[Content_Types].xml"):
        return b"application/epub+zip" in head[:100]
    return name.lower().endswith(".epub") and head.startswith(LOCAL)


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """The articles of the spine, with the date, publisher, language and author of the book where
    they state none; and why a part is none. UnreadableError where the book cannot be read.
    """
    allowance = allowance_of(source)
    too_many = f"an e-book of more than {_MOST_PARTS:,} parts"
    try:
        book = _Book(opened(io.BytesIO(source.bytes()), _MOST_PARTS, too_many), allowance)
        paths = book.spine
    except _DAMAGE:
        raise UnreadableError("a damaged or cut-off e-book: download it again") from None
    if not paths:
        yield Skipped(source.origin(), "an e-book without a text")
    pages = (_page(book, path, source.origin(path)) for path in paths)
    yield from by_one(pages, book.author) if book.author else pages


def _page(book: _Book, path: str, origin: Origin) -> RawArticle | Skipped:
    """The article that a page is, or why it is none."""
    if path in book.encrypted:
        return Skipped(origin, _LOCKED)
    try:
        data = book.part(path, html.MOST_BYTES)
    except _DAMAGE:
        return Skipped(origin, _GONE)
    tree = parse_html(data)
    if reason := _BESIDE_IT if path in book.beside else _reason(data, tree):
        return Skipped(origin, reason)
    titled = with_own_title(data, tree, book.title, book.labels.get(path))
    item = html.read_page(titled, origin)
    if isinstance(item, Skipped):
        return item
    if titled is not data and item.title:
        item = replace(item, found={**item.found, "title": "a heading, or the book's contents"})
    return book.completed(replace(item, original=data))


def as_in_book(data: bytes, book: str | None, title: str | None) -> bytes:
    """A page that is read again by itself, as it was read within its book."""
    tree = parse_html(data)
    return data if tree is None else with_own_title(data, tree, book, title)


def _reason(data: bytes, tree: Any) -> str | None:
    """Why a page is no article, as far as it tells itself."""
    said = _TYPE.search(data[: html.MOST_HEAD])
    if said and _BESIDE.search(said[1].decode("latin-1")):
        return _BESIDE_IT
    body = None if tree is None else tree.find("body")
    text = "" if body is None else text_of(body)
    if body is None or len(text) + (_LETTERS_OF_CJK - 1) * len(_OF_CJK.findall(text)) < _LEAST:
        return "a page with next to no text, such as a cover"
    linked = sum(len(text_of(link)) for link in body.iter("a"))
    return "a list of contents, and no article" if linked > _LINKED * len(text) else None


@dataclass(frozen=True)
class _Book:
    """An e-book that is open."""

    packed: zipfile.ZipFile
    allowance: Allowance

    def part(self, path: str, most: int) -> bytes:
        """The bytes of a part. UnreadableError where they are more than may be."""
        info = self.packed.getinfo(path)
        if info.compress_type not in READ_METHODS:
            raise ValueError
        with self.packed.open(info) as stream:
            data = stream.read(most + 1)
        if len(data) > most:
            raise UnreadableError(f"a part of an e-book larger than {most >> 20} MiB: {path}")
        self.allowance.take_bytes(len(data))
        return data

    @cached_property
    def path(self) -> str:
        """Where the package document is."""
        if CONTAINER in self.packed.NameToInfo:
            for root in parse(self.part(CONTAINER, _MOST_OF_BOOK)).iter("{*}rootfile"):
                return str(root.get("full-path"))
        found = [name for name in self.packed.namelist() if name.lower().endswith(".opf")]
        if len(found) != 1:
            raise UnreadableError(
                "no e-book, or one that does not say what is in it (a .opf): if it is a zip of "
                "other files, name it .zip"
            )
        return found[0]

    @cached_property
    def package(self) -> Any:
        """The package document: what the book is, its parts and their order."""
        return parse(self.part(self.path, _MOST_OF_BOOK))

    @cached_property
    def spine(self) -> list[str]:
        """The paths of the pages in reading order; those beside it (a note, say) are none."""
        items = {item.get("id"): item for item in self.package.iter("{*}item")}
        listed = [
            items[place.get("idref")]
            for place in self.package.iter("{*}itemref")
            if place.get("idref") in items and place.get("linear") != "no"
        ]
        pages = [item for item in listed if item.get("media-type") in _PAGES]
        return list(dict.fromkeys(self._at(item.get("href")) for item in pages))

    @cached_property
    def encrypted(self) -> set[str]:
        """The paths of the parts that are encrypted; fonts may be in any book."""
        try:
            listed = parse(self.part(_ENCRYPTED, _MOST_OF_BOOK))
        except (*_DAMAGE, UnreadableError):
            return set()
        return {unquote(one.get("URI") or "") for one in listed.iter("{*}CipherReference")}

    @cached_property
    def labels(self) -> dict[str, str]:
        """{path: what a page is called} in the table of contents, if that can be read. Of a page of
        which only parts are listed that is the label of the part, if it is but one.
        """
        whole: dict[str, str] = {}
        parts: dict[str, set[str]] = {}
        for item in self.package.iter("{*}item"):
            is_nav = "nav" in (item.get("properties") or "").split()
            if not is_nav and item.get("media-type") != _NCX:
                continue
            contents = self._at(item.get("href"))
            try:
                listed = labels_of(parse(self.part(contents, _MOST_OF_BOOK)))
            except (*_DAMAGE, UnreadableError):
                continue
            for address, label in listed.items():
                path = self._at(address, contents)
                if "#" in address:
                    parts.setdefault(path, set()).add(label)
                else:
                    whole.setdefault(path, label)
        return {path: min(found) for path, found in parts.items() if len(found) == 1} | whole

    @cached_property
    def beside(self) -> set[str]:
        """The paths of what the book itself says is no article."""
        guide = {
            self._at(one.get("href"))
            for one in self.package.iter("{*}reference")
            if _BESIDE.search(one.get("type") or "")
        }
        items = self.package.iter("{*}item")
        return guide | {
            self._at(item.get("href"))
            for item in items
            if "nav" in (item.get("properties") or "").split()
        }

    @cached_property
    def title(self) -> str | None:
        """That of the book, without the day of the issue."""
        return _DAY_BEHIND.sub("", self._stated("title") or "") or None

    @cached_property
    def author(self) -> str | None:
        """Who wrote all of it; None where a day behind the title says that it is an issue."""
        title = self._stated("title")
        if title != self.title:
            return None
        return author_of(self.package, (title, self._stated("publisher")))

    def completed(self, item: RawArticle) -> RawArticle:
        """An article with what the book says of all of them, where it does not say it itself."""
        publisher = self._stated("publisher")
        if not publisher or publisher.lower() == "calibre":  # which makes newspapers of feeds
            publisher = None if self.author else self.title
        date = self._stated("date")
        if date and date.startswith(_NO_DATE):
            date = None
        stated = {"publisher": publisher, "date": date, "language": self._stated("language")}
        missing: dict[str, Any] = {
            name: text for name, text in stated.items() if text and not getattr(item, name)
        }
        found = {name: f"the book's {name}" for name in missing}
        extra = {**item.extra, BOOK: self.title} if self.title else item.extra
        return replace(item, **missing, extra=extra, found={**item.found, **found})

    def _stated(self, name: str) -> str | None:
        """An element of Dublin Core in the package; of several dates, that of the publication."""
        elements = list(self.package.iter(f"{{http://purl.org/dc/elements/1.1/}}{name}"))
        event = "{http://www.idpf.org/2007/opf}event"
        elements.sort(key=lambda one: one.get(event) not in (None, "publication"))
        return one_line(elements[0].text or "") or None if elements else None

    def _at(self, address: str | None, within: str | None = None) -> str:
        """The path of what an address in the package, or `within` another part, leads to."""
        path = unquote((address or "").partition("#")[0])
        return posixpath.normpath(posixpath.join(posixpath.dirname(within or self.path), path))
