"""MHTML (RFC 2557): a page in one file, as Chrome, Edge and Internet Explorer save it.

It has the form of a mail, but nobody sent it: From says which program saved it, Date when.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message

from archive.article import RawArticle, Skipped
from archive.readers.mail.parsed import parsed
from archive.readers.saved_pages.html import read_page
from archive.readers.sources.media_types import charset_of
from archive.readers.sources.source import Source
from archive.text.plain import one_line

NAME = "mhtml"
EXAMPLE = "From: <Saved by Blink> / Snapshot-Content-Location: ... / a page and its pictures"
MEDIA_TYPE = "multipart/related"

_MOST_HEADER = 20_000  # characters
_PAGE = re.compile(r"^content-type:\s*(?:multipart/related|text/html)\b", re.M | re.I)
_SAVED = re.compile(r"^(?:from:\s*[\"'<]*saved by |snapshot-content-location:)", re.M | re.I)
_LOCATION = re.compile(r"^content-location:", re.M | re.I)
_SENT = re.compile(r"^(?:to|received|message-id|return-path|delivered-to):", re.M | re.I)
_HTML = ("text/html", "application/xhtml+xml")


def matches(head: str) -> bool:
    """Whether a text begins with the header of a saved page: a program saved it, or nobody is named
    who sent or got it.
    """
    header = re.split(r"\r?\n\r?\n", head[:_MOST_HEADER], maxsplit=1)[0]
    if not re.match(r"[\w-]+:", header) or not _PAGE.search(header):
        return False
    nobodys = not _SENT.search(header) and bool(re.search(r"^mime-version:", header, re.M | re.I))
    located = _LOCATION.search(header) or _LOCATION.search(head)
    return bool(_SAVED.search(header)) or (nobodys and bool(located))


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """The article of the page, as if it had been saved as HTML; frames are not read.
    UnreadableError where it has more lines than any page.
    """
    data = source.bytes()
    try:
        message = parsed(data)
        root = _root(message)
    except (ValueError, LookupError, TypeError, RecursionError):
        message, root = Message(), None
    page = root.get_payload(decode=True) if root is not None else None
    if root is None or not isinstance(page, bytes):
        yield Skipped(source.origin(), "a saved page (MHTML) without a page in it")
        return
    places = (message["Snapshot-Content-Location"], root["Content-Location"])
    address = next(
        (line for place in places if (line := one_line(str(place or ""))) and "://" in line),
        source.url,
    )
    charset = charset_of(str(root["Content-Type"] or ""))
    item = read_page(page, source.origin(), address, charset, source.options.encoding)
    if isinstance(item, RawArticle):
        item = replace(item, original=data, media_type=MEDIA_TYPE)
    yield item


def _root(message: Message) -> Message | None:
    """The part that is the page: the one that `start` names, else the first in HTML."""
    start = str(message.get_param("start") or "").strip("<>")
    pages = [part for part in message.walk() if part.get_content_type() in _HTML]
    named = (part for part in pages if start and str(part["Content-ID"]).strip("<>") == start)
    return next(named, None) or next(iter(pages), None)
