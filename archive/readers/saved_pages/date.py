"""When a page's article was published: the first of its statements that is a date.

Only what the page states counts: a year somewhere on it is no date, nor is that of a comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from archive.dates.day_order import is_open, order_of
from archive.dates.found_date import FoundDate, Writing
from archive.dates.parse import parse_date
from archive.dates.stamps import dates_on, is_update, is_updates_name
from archive.readers.saved_pages.meta import NOWHERE, PageMeta, Placed
from archive.readers.saved_pages.schema_org import SchemaArticle

LONGEST = 80  # characters of a line that a date stands in
MOST_LINES = 2_000
_MOST_TIMES = 40
_MOST_WORDS = 5  # beside the date on such a line
_PUBLISHED = (
    "article:published_time", "article:published", "article:published:time", "og:published_time",
    "og:article:published_time", "datepublished", "citation_publication_date", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date", "dcterms.date",
    "dcterms.available", "date.created", "parsely-pub-date", "sailthru.date", "pubdate",
    "publishdate", "publish-date", "publish_date", "publication_date", "published",
    "cxenseparse:recs:publishtime", "date", "article.published", "citation_date",
    "citation_online_date", "dc.created", "displaydate", "originalpublicationdate",
    "bt:pubdate", "rnews:datepublished", "article_date_original", "publicationdate",
)  # fmt: skip
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "date.modified",
             "dcterms.modified", "dc.date.modified", "last-modified",
             "last-modified-date")  # fmt: skip
_MOST_PIECES = 8  # of text that a line is put together from
_MOST_INSIDE = 60  # elements in a line; without a limit each level of a deep page is walked through
_MARKED = (
    ".//*[not(self::time or self::meta) and contains(@itemprop, 'datePublished')]"
    " | .//abbr[@title and contains(@class, 'publish')]"
)
_IN_ADDRESS = re.compile(
    r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/-]|$)"
)


class PageDate:
    """The date of publication on a page, to the day at least, as it is written."""

    def __init__(
        self, article: SchemaArticle | None, meta: PageMeta, near: Any, writing: Writing
    ) -> None:
        self._article = article
        self._meta = meta
        self._near = near
        # where the language is not declared, the name of a month may be told by the text later
        self._writing = replace(writing, lenient=writing.language is None)
        self._searched = writing.day_first is not None
        self._unread: Placed | None = None

    def choose(self, url: str | None) -> Placed:
        """What states it best, and where; if nothing can be read, the first that cannot."""
        for place, stated in self._candidates():
            if found := self._read(place, stated):
                return found
        if shown := self._shown(updates=False):
            return "a line by itself near the text", shown
        if in_address := _in_address(url):
            return "the address of the page", in_address.date
        for place, stated in self._changes():
            if found := self._read(place, stated):
                return found
        if shown := self._shown(updates=True):
            return "a line by itself near the text, of an update", shown
        return self._unread or NOWHERE

    def modified(self) -> str | None:
        """When the page says that it was changed, in ISO 8601; None where it does not."""
        article, meta = self._article, self._meta
        for stated in (
            article.text("dateModified") if article else None, meta.first(*_MODIFIED)
        ):  # fmt: skip
            found = parse_date(stated[:LONGEST], self._writing) if stated else None
            if found and found.precision == "day":
                return found.published.isoformat() if found.published else found.date
        return None

    def _read(self, place: str, stated: str) -> Placed | None:
        """A statement that is a date to the day. What the order of its numbers is may be told by
        other dates of the page: then it is given as that was understood.
        """
        text = stated[:LONGEST]
        found = self._parse(text)
        if not found or found.precision != "day":
            self._unread = self._unread or (place, text)
            return None
        if is_open(text) and self._writing.day_first is not None:
            moment = found.published
            return place, moment.isoformat() if moment else found.date
        return place, stated

    def _parse(self, text: str) -> FoundDate | None:
        if not self._searched and is_open(text):
            self._searched = True
            root = self._near.getroottree().getroot()
            order = order_of((*root.itertext(), *self._meta.all(*_PUBLISHED, *_MODIFIED)))
            self._writing = replace(self._writing, day_first=order)
        strict = replace(self._writing, lenient=False) if is_open(text) else self._writing
        return parse_date(text, strict)

    def _candidates(self) -> Iterator[tuple[str, str]]:
        """What states when it was published, the most trusted first."""
        if self._article:
            yield from self._article.placed("datePublished", "uploadDate", "dateCreated")
        for name in _PUBLISHED:
            yield from islice(self._meta.placed(name), 1)
        times = [(stated, kind) for stated, kind in self._times() if kind != "updated"]
        for element in islice(self._near.xpath(_MARKED), _MOST_TIMES):
            stated = element.get("content") or element.get("title") or _line(element)
            if stated.strip():
                yield "an element marked as the date of publication", stated.strip()
        for wanted in ("published", ""):
            yield from (("<time>", stated) for stated, kind in times if kind == wanted)

    def _changes(self) -> Iterator[tuple[str, str]]:
        """What states when it was changed."""
        if self._article:
            yield from self._article.placed("dateModified")
        yield from islice(self._meta.placed("last-modified-date"), 1)
        yield from (("<time>", stated) for stated, kind in self._times() if kind == "updated")

    def _times(self) -> Iterator[tuple[str, str]]:
        """The times that are marked as such, each with what its marks or the words before it say:
        "published", "updated" or nothing.
        """
        for element in islice(self._near.iter("time"), _MOST_TIMES):
            stated = element.get("datetime") or "".join(element.itertext())
            if stated.strip():
                yield stated.strip(), _kind(element)

    def _shown(self, updates: bool) -> str | None:
        """The first date that stands alone in a short line above or beside the text."""
        lines = self._near.iter(
            "span", "p", "div", "li", "address", "small", "em", "h2", "h3", "h4", "td"
        )
        for element in islice(lines, MOST_LINES):
            text = _line(element)
            if not 6 <= len(text) <= LONGEST:
                continue
            self._parse(text)  # other dates of the page may be needed
            writing = replace(self._writing, lenient=False) if is_open(text) else self._writing
            dates = dates_on(text, writing)
            both = len({update for _, update in dates}) > 1  # "First published ... Updated ..."
            for found, update in dates:
                named = is_updates_name(f"{element.get('class') or ''} {element.get('id') or ''}")
                if (
                    found.precision == "day"
                    and (update or named) == updates
                    and (both or _alone(text, found))
                ):
                    stated = text[found.start : found.end]
                    open_one = is_open(stated) and writing.day_first is not None
                    return found.date if open_one else stated
        return None


def _line(element: Any) -> str:
    """The text of an element that holds little more than a line; "" of a larger one."""
    if next(islice(element.iter(), _MOST_INSIDE + 1, None), None) is not None:
        return ""
    pieces = list(islice(element.itertext(), _MOST_PIECES + 1))
    text = " ".join("".join(pieces).split())
    return text if len(pieces) <= _MOST_PIECES and len(text) <= LONGEST else ""


def _kind(element: Any) -> str:
    """What a <time> is the time of."""
    marks = " ".join(element.get(name) or "" for name in ("itemprop", "class", "id"))
    parent = element.getparent()
    before = element.getprevious()
    words = (before.tail if before is not None else parent.text if parent is not None else "") or ""
    if (
        not re.search(r"[^\W\d]", words)
        and before is not None
        and before.tag in ("span", "b", "em")
    ):
        words = "".join(before.itertext())
    if not words.strip() and parent is not None and parent.tag in ("span", "p", "div", "li"):
        marks = f"{marks} {parent.get('class') or ''}" if len(parent) == 1 else marks
    if is_updates_name(marks) or (is_update(words) and "ublish" not in marks):
        return "updated"
    return "published" if re.search("publi|pubdate|datecreated", marks.lower()) else ""


def _alone(text: str, found: FoundDate) -> bool:
    """Whether a line is about its date, and no sentence."""
    behind = text[found.end :].split()
    others = len(text[: found.start].split()) + len(behind)
    sentence = len(behind) > 1 and text.endswith((".", "!", "?"))
    return others <= 2 * _MOST_WORDS and len(behind) <= _MOST_WORDS and not sentence


def _in_address(url: str | None) -> FoundDate | None:
    """The day in the path of an address: /2017/11/03/ferry."""
    try:
        match = _IN_ADDRESS.search(urlsplit(url or "").path)
    except ValueError:
        return None
    return parse_date("{}-{:0>2}-{:0>2}".format(*match.groups())) if match else None
