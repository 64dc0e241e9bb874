"""A feed and an entry as every kind of feed gives them, and the article that an entry makes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from archive.article import Image, Origin, RawArticle, Skipped
from archive.normalise.addresses import joined
from archive.readers.common.bodies import Body, body_of, line_of
from archive.readers.common.items import extra_of, moment
from archive.readers.common.xml import words, words_at
from archive.text.plain import distinct, fold_line, one_line

MEDIA_TYPE = "application/xml"

_FOUND = {
    "identifier": "the entry's guid, behind the feed's address if it is not global",
    "title": "the entry's title",
    "tags": "the entry's categories",
    "summary": "the entry's summary",
    "images": "the entry's pictures",
    "url": "the entry's link",
    "extra": "when the entry was updated",
}

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S")


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says of itself: its own address, its title, its language, and who writes it.
    `bases` are what relative addresses in it are joined with, the nearest first; `people` the names
    behind log-ins.
    """

    address: str | None = None
    title: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()
    bases: tuple[str | None, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """What an entry says, whatever the kind of feed. `guid` and `url` are as they were given, and
    `base` is the xml:base that holds for them. `no_article` says why an entry is none.
    """

    title: str | None = None
    url: str | None = None
    guid: str | None = None
    date: str | None = None
    modified: str | None = None
    content: str | None = None
    summary: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    publisher: str | None = None
    language: str | None = None
    base: str | None = None
    status: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    no_article: str | None = None
    around: tuple[str, ...] = ()  # as of RawArticle


def to_article(
    entry: Entry, feed: Feed, origin: Origin, original: bytes, media_type: str = MEDIA_TYPE
) -> RawArticle | Skipped:
    """The article of an entry: its content as the body, else its summary."""
    if entry.no_article:
        return Skipped(origin, entry.no_article)
    entry = _with_whole_addresses(entry, feed)
    title = line_of(entry.title)
    body, place = body_of(entry.content or "", title), "content"
    summary = line_of(entry.summary)
    if not body:
        body, summary, place = body_of(entry.summary or "", title), None, "summary"
    if not (title or body):
        return Skipped(origin, "neither a title nor a text")
    return RawArticle(
        origin=origin,
        original=original,
        media_type=media_type,
        body=body.text,
        body_format=body.format,
        identifier=identifier(entry, feed),
        title=title,
        date=entry.date or entry.modified,
        authors=tuple(distinct(entry.authors or feed.authors)),
        publisher=line_of(entry.publisher) or line_of(feed.title),
        tags=tuple(distinct(map(line_of, entry.tags))),
        language=entry.language or feed.language,
        summary=None if _begins(body, summary) else summary,
        images=entry.images,
        url=one_line(entry.url),
        status=entry.status,
        extra={**extra_of(modified=moment(entry.modified)), **entry.extra},
        found={**_found(entry), "body": f"the entry's {place}"},
        around=entry.around,
    )


def _with_whole_addresses(entry: Entry, feed: Feed) -> Entry:
    """The entry with its addresses joined with its base, else its feed's: RFC 3986, 5.1."""
    bases = [joined(one_line(entry.base), *feed.bases), *feed.bases]
    images = (replace(image, url=joined(image.url, *bases)) for image in entry.images)
    return replace(entry, url=joined(one_line(entry.url), *bases), images=tuple(images))


def _found(entry: Entry) -> dict[str, str]:
    """Where an entry's fields were found: in itself, or, where it is silent, in its feed."""
    return {
        **_FOUND,
        "date": "the entry's date" if entry.date else "when the entry was updated",
        "authors": f"the {'entry' if entry.authors else 'feed'}'s authors",
        "publisher": "the entry's source" if line_of(entry.publisher) else "the feed's title",
        "language": f"the {'entry' if entry.language else 'feed'}'s language",
    }


def identifier(entry: Entry, feed: Feed) -> str | None:
    """The entry's guid if it is global, else behind the feed's address, for "17" is not.

    None where the guid is the entry's own address: then that is its identity.
    """
    guid = one_line(entry.guid)
    if not guid or guid == one_line(entry.url):
        return None
    if _ABSOLUTE.match(guid):
        return guid
    address = one_line(feed.address)
    return f"{address}#{guid}" if address else None


def authors_in(elements: Iterable[Any]) -> tuple[str, ...]:
    """What these elements say of an author each, as typed; their <name> where they have one."""
    lines = (words_at(each, "name") or words(each) for each in elements)
    return tuple(distinct(lines))


def split_tags(texts: Iterable[str | None]) -> tuple[str, ...]:
    """Categories; one that is several, joined by commas without a space, is cut at them."""
    found: list[str] = []
    for text in texts:
        line = one_line(text) or ""
        found.extend(line.split(",") if re.search(r"\w,\w[^,]*,\w", line) else [line])
    return tuple(distinct(found))


def _begins(body: Body, summary: str | None) -> bool:
    """Whether a summary only repeats how the text begins."""
    words = fold_line(re.sub(r"[\\*_#>]", "", body.text[: 2 * len(summary or "") + 200]))
    return not summary or words.startswith(fold_line(summary).rstrip(". …"))
