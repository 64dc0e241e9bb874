"""A kept original and what it says today: read as it was read then, by the rules of now.

Of most files an item is kept by itself. What stood around it (the title of a feed, the names of a
message's codes) is not, so what such a piece does not say stays as it was.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from archive.article import Article, Image, Origin, RawArticle, Skipped
from archive.errors import StoreDamagedError
from archive.normalise.rules import normalise
from archive.readers.documents import epub
from archive.readers.formats import (
    HEAD,
    UNREAD,
    Format,
    format_named,
    no_article,
    read_with,
    recognise,
)
from archive.readers.sources.options import ReadOptions
from archive.readers.sources.source import Source
from archive.readers.table_dates import as_told
from archive.store.originals import arrived
from archive.store.renewal import Held

# Of these an item that is kept is all that its reader needs.
_COMPLETE = {"json", "jsonl", "csv", "reuters-21578", "mbox", "eml", "mets"}
# What a piece of a file is read with, where that is not the format of the file.
_ALONE = {"mbox": "eml", "jsonl": "json", "epub": "html"}
_BY_MEDIA_TYPE = {
    "application/json": "json",
    "application/feed+json": "json-feed",
    "application/sgml": "reuters-21578",
    "application/vnd.iptc.g2.newsitem+xml": "newsml-g2",
    "application/vnd.iptc.newsml+xml": "newsml-1",
    "application/vnd.iptc.ninjs+json": "ninjs",
    "application/nitf+xml": "nitf",
    "message/rfc822": "eml",
    "text/csv": "csv",
    "text/html": "html",
    "text/vnd.anpa.1312": "anpa-1312",
    "text/vnd.iptc.iptc7901": "iptc-7901",
}
_ENTRY = re.compile(rb"\s*<(?:[\w.-]+:)?(item|entry)[\s>/]", re.I)
_ATOM = b'<feed xmlns="http://www.w3.org/2005/Atom">', b"</feed>"
_RSS = b'<rss version="2.0"><channel>', b"</channel></rss>"
_JSON_FEED = b'{"version": "https://jsonfeed.org/version/1.1", "items": [', b"]}"
_WIDE = ((b"\0\0\0", codecs.BOM_UTF32_LE), (b"\0", codecs.BOM_UTF16_LE))
# Where no charset was stated, the one in which the bytes say what the article says is right.
_CHARSETS = (
    "cp1252", "cp1251", "cp1250", "koi8-r", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257",
    "gb18030", "big5", "shift_jis", "euc-jp", "euc-kr", "mac-roman", "cp850",
)  # fmt: skip
_MOST_WORDS = 20


def media_types_of(reader: str) -> tuple[str, ...]:
    """What originals that a reader has read were kept as, before its name was kept with them."""
    same = {"jsonl": "json", "mbox": "eml", "ap-json": "ninjs"}.get(reader, reader)
    found = [kept for kept, name in _BY_MEDIA_TYPE.items() if name == same]
    if same in ("feed", "xml"):
        found.append("application/xml")
    return tuple(found) or ("text/markdown" if same == "markdown" else "text/plain",)


class Nothing(Skipped):
    """An original that has been read, and of which today's rules make no article."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """An article with its original, to be read again here or in another process."""

    held: Held

    @property
    def origin(self) -> Origin:
        """Where the original stood."""
        return self.held.article.origin

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        return len(self.held.packed) + 2 * len(self.held.article.body)

    def items(self) -> Iterator[tuple[RawArticle, Article] | Skipped]:
        """What the original is today. An item that is all of it comes without its bytes, for those
        are kept. A Skipped that is not Nothing means that it could not be read.
        """
        try:
            data = arrived(self.held.packed, self.held.size, self.held.came.original_hash)
        except StoreDamagedError as error:
            yield Skipped(self.origin, error.message)
            return
        reader = self._reader(data)
        if self._is_free and (reason := no_article(data[:HEAD], self._name, reader)):
            yield Nothing(self.origin, reason)
            return
        if reader is None:
            yield Skipped(self.origin, UNREAD)
            return
        is_part = self._is_part(data)
        for raw in self._read(reader, data):
            if is_part and not isinstance(raw, Skipped):
                raw = _with_around(raw, self.held.article)
            article = raw if isinstance(raw, Skipped) else normalise(raw)
            if isinstance(raw, Skipped) or isinstance(article, Skipped):
                yield self._nothing(article, is_part)
            elif is_part:
                yield replace(raw, original=b""), _filled(self.held.article, article, raw)
            else:
                whole = raw.original == data
                yield (replace(raw, original=b"") if whole else raw), self._placed(article)

    @property
    def _read_as(self) -> Mapping[str, Any]:
        """How it was read then, as far as that was kept."""
        return self.held.came.read_as or {}

    def _is_part(self, data: bytes) -> bool:
        """Whether its reader lacks what stood around it."""
        name = self._format_then(data)
        return self.origin.record is not None and name not in _COMPLETE

    @property
    def _is_free(self) -> bool:
        """Whether it is a file whose format nobody chose, so that today's rules may recognise it as
        another, or as no article.
        """
        return self.origin.record is None and not self._read_as.get("asked")

    @property
    def _name(self) -> str:
        return self.origin.member or self.origin.file

    def _format_then(self, data: bytes) -> str | None:
        """The format that it was read as: as kept, or, by an older version, as its kind tells."""
        came = self.held.came
        if self._read_as:
            return str(self._read_as.get("format"))
        if came.media_type == "application/xml":
            return "feed" if self.origin.record and _ENTRY.match(data) else "xml"
        return _BY_MEDIA_TYPE.get(came.media_type)

    def _reader(self, data: bytes) -> Format | None:
        """A piece is read as it was; so is a file, where a person has chosen the format."""
        if not self._is_free:
            name = self._format_then(data)
            if name and self.origin.record is not None:
                name = _ALONE.get(name, name)
            return format_named(name) if name else None
        return recognise(data[:HEAD], self._name)

    def _read(self, reader: Format, data: bytes) -> Iterator[RawArticle | Skipped]:
        asked = bool(self._read_as.get("asked"))
        if self.origin.record is not None:
            data = self._as_in_book(_alone(reader.name, data))
        for item in read_with(reader, self._source(data), asked):
            if isinstance(item, RawArticle):
                yield as_told(item, self._read_as)
            elif not isinstance(item, Source):  # what is attached to a mail was kept by itself
                yield item

    def _as_in_book(self, data: bytes) -> bytes:
        """A page of an e-book with the title that the book may have given it; else the same."""
        article, book = self.held.article, self.held.article.extra.get(epub.BOOK)
        if self._format_then(data) != epub.NAME or not isinstance(book, str):
            return data
        return epub.as_in_book(data, book, article.title)

    def _source(self, data: bytes) -> Source:
        article, read_as = self.held.article, self._read_as
        fetched = article.extra.get("fetched")
        return Source(
            name=article.origin.file,
            opener=partial(io.BytesIO, data),
            member=article.origin.member,
            url=read_as.get("url") or (article.url if fetched else None),
            charset=read_as.get("charset") or _charset_then(data, article),
            fetched=fetched if isinstance(fetched, str) else None,
            options=ReadOptions(read_as.get("columns") or {}, read_as.get("encoding")),
        )

    def _nothing(self, skipped: Article | Skipped, is_part: bool) -> Skipped:
        assert isinstance(skipped, Skipped)
        if is_part:
            return Skipped(self.origin, f"{skipped.reason}, without the file around it")
        return Nothing(self.origin, skipped.reason)

    def _placed(self, article: Article) -> Article:
        """With the place that is known: an item of a piece says where it stands in that alone."""
        old = self.origin
        record = old.record if article.identity == self.held.article.identity else None
        if record is None:
            parts = [old.record, article.origin.record]
            record = " · ".join(part for part in parts if part) or None
        return replace(article, origin=Origin(old.file, old.member, record))


def _alone(name: str, data: bytes) -> bytes:
    """A piece as a file of its format: within a feed, with a byte order mark."""
    before = after = b""
    if name == "feed":
        entry = _ENTRY.match(data)
        before, after = _ATOM if entry and entry[1].lower() == b"entry" else _RSS
    elif name == "json-feed":
        before, after = _JSON_FEED
    for zeros, mark in _WIDE:
        for start, sign in ((1, mark), (0, mark[::-1])):
            if data[start : start + len(zeros)] == zeros:
                return sign + data
    return before + data + after


def _charset_then(data: bytes, article: Article) -> str | None:
    """The charset in which bytes that are no UTF-8 say what the article says."""
    try:
        data.decode()
    except UnicodeDecodeError:
        text = f"{article.title or ''} {article.body}"
        words = [word for word in re.findall(r"\w+", text) if not word.isascii()][:_MOST_WORDS]
        for name in _CHARSETS if words else ():
            read = data.decode(name, "ignore")
            if all(word in read for word in words):
                return name
    return None


def _has_address(of: Article | Image) -> bool:
    return "://" in (of.url or "")


_TEXTS = (
    "title", "body", "credit", "publisher", "section", "dateline", "summary", "images", "url",
    "status", "note",
)  # fmt: skip


_EXTRA = "extra."


def _with_around(raw: RawArticle, old: Article) -> RawArticle:
    """A piece with what is known of what its file said, by which the rest of it is read: of a line
    above the text, say, whether it names the agency.
    """
    names = {name: "agencies" if name == "agency" else name for name in raw.around}
    known = {name: getattr(old, name, None) for name in names}
    return replace(raw, **{names[name]: value for name, value in known.items() if value})


def _filled(old: Article, new: Article, raw: RawArticle) -> Article:
    """What a piece says today, under the identity that the article has; in what it does not say,
    or says only in part, and in what its file said rather than the piece, as it was.
    """
    kept = {name: getattr(old, name) for name in _TEXTS if not getattr(new, name)}
    if _has_address(old) and not _has_address(new):  # relative to one that stood in the file
        kept["url"] = old.url
    if any(map(_has_address, old.images)) and not all(map(_has_address, new.images)):
        kept["images"] = old.images
    if not raw.language and old.language:
        kept["language"] = old.language
    if not new.date or ("date" in raw.around and old.date):
        kept |= {name: getattr(old, name) for name in ("date", "precision", "time", "published")}
    elif not new.published and new.date == old.date:
        kept["published"] = old.published
        kept["time"] = None if old.published else new.time or old.time
    for name in ("agency", "authors", "tags"):
        before, now = getattr(old, name), getattr(new, name)
        if set(now) < set(before):
            kept[name] = before
        elif name == "tags":
            kept[name] = tuple(dict.fromkeys([*before, *now]))
    kept |= {
        name: getattr(old, name)
        for name in raw.around
        if name != "date" and not name.startswith(_EXTRA) and getattr(old, name)
    }
    around = {name.removeprefix(_EXTRA) for name in raw.around if name.startswith(_EXTRA)}
    said = {name: value for name, value in new.extra.items() if name not in around & set(old.extra)}
    if kept.get("date"):
        said.pop("unread_date", None)
    return replace(
        new,
        id=old.id,
        identity=old.identity,
        origin=old.origin,
        extra={**old.extra, **said},
        **kept,
    )
