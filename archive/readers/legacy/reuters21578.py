"""Reuters-21578: 1987 newswire in SGML, up to a thousand items a file.

The collection's own README gives the form: <REUTERS ... NEWID="n"> with DATE, TOPICS, PLACES,
PEOPLE, ORGS, EXCHANGES, COMPANIES (lists of <D>), UNKNOWN and TEXT holding AUTHOR, DATELINE, TITLE
and BODY. Entities are `&lt;`, `&amp;` and numeric control characters.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from archive.article import Origin, RawArticle, Skipped, TagKind
from archive.readers.common.items import by_kind
from archive.readers.sources.source import Source, reading

NAME = "reuters-21578"
EXAMPLE = '<REUTERS TOPICS="YES" NEWID="1"> ... </REUTERS>, one or many in a file'
MOST_RECORD = 8 * 1024 * 1024  # bytes of one item

_START = re.compile(rb"<REUTERS\b")
_END = b"</REUTERS>"
_NEWID = re.compile(r'\bNEWID="(\d+)"')
_LISTS: dict[str, TagKind] = {
    "TOPICS": "topic", "PLACES": "place", "PEOPLE": "person", "ORGS": "organisation",
    "EXCHANGES": "organisation", "COMPANIES": "organisation",
}  # fmt: skip
_CARRIAGE_RETURN = re.compile(r"\^M$", re.M)
_DATED_HEAD = re.compile(
    r".{4,60}?\s?-\s*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\s+\d{1,2}(?=\s|$)",
    re.I,
)
# The last word of an item: the agency's sign-off, or that more was to follow.
_SIGN_OFF = re.compile(
    r"(?:\s+(?:Reuter\d?|REUTERS?|reuter)(?:\.{3})?)+\s*\Z|\n (?:More|MORE|more)\s*\Z"
)
_NAMED = re.compile(r"<D>(.*?)</D>")
_CONTROL = re.compile(r"&#(\d{1,3});")


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """Every item of a file, a record at a time."""
    number = 0
    for record in _records(source):
        number += 1
        if isinstance(record, Skipped):
            yield record
        elif record.endswith(_END):
            yield _article(record, source, number)
        else:
            yield Skipped(_origin(record, source, number), "it has no end: the next item begins")
    if not number:
        yield Skipped(source.origin(), "no <REUTERS> item in the file")


def _records(source: Source) -> Iterator[bytes | Skipped]:
    """The items, and those whose end is missing up to the beginning of the next one."""
    with reading(), source.open() as stream:
        held = b""
        while chunk := stream.read(1 << 18):
            held += chunk
            begin = 0
            while (end := held.find(_END, begin)) >= 0:
                end += len(_END)
                yield from _begun(held[begin:end])
                begin = end
            held = held[begin:]
            if len(held) > MOST_RECORD:
                yield Skipped(source.origin(), f"an item longer than {MOST_RECORD >> 20} MiB")
                return
        *cut, last = [b"", *_begun(held)]
        yield from filter(None, cut)
        if last:
            yield Skipped(source.origin("last item"), "the file ends inside an item")


def _begun(held: bytes) -> list[bytes]:
    """The items that begin in these bytes, each up to the next."""
    starts = [match.start() for match in _START.finditer(held)]
    return [held[start:end] for start, end in pairwise([*starts, len(held)])]


def _origin(record: bytes, source: Source, number: int) -> Origin:
    newid = _NEWID.search(record[:500].decode("latin-1"))
    return source.origin(f"NEWID {newid[1]}" if newid else f"item {number}")


def _article(record: bytes, source: Source, number: int) -> RawArticle | Skipped:
    # The collection is ASCII but for a few bytes of Latin-1.
    text = record.decode("latin-1")
    newid = _NEWID.search(text[:500])
    origin = _origin(record, source, number)
    if not newid:
        return Skipped(origin, "it has no NEWID")
    inner = _element(text, "TEXT") or ""
    body = _element(inner, "BODY")
    title = _element(inner, "TITLE")
    if body is None and title is None:  # TYPE="UNPROC": the text stands there without parts
        inner = re.sub(r"<(AUTHOR|DATELINE)>.*?</\1>", "", inner, flags=re.S)
        title, body = _headline(_clean(inner))
    named = [
        (kind, _clean(name))
        for part, kind in _LISTS.items()
        for name in _NAMED.findall(_element(text, part) or "")
    ]
    author = _element(inner, "AUTHOR")
    return RawArticle(
        origin=origin,
        original=record,
        media_type="application/sgml",
        identifier=f"reuters-21578:{newid[1]}",
        title=_clean(title or ""),
        date=_clean(_element(text, "DATE") or ""),
        credit=_clean(author) if author else None,
        agencies=("Reuters",),
        tags=tuple(name for _, name in named),
        tag_kinds=by_kind(named),
        dateline=_clean(_element(inner, "DATELINE") or ""),
        language="en",
        body=_SIGN_OFF.sub("", _clean(body or "").rstrip()),
    )


def _headline(text: str) -> tuple[str | None, str]:
    """The headline of a text without parts and what follows it; None where it has no clear one.

    Nearly all of these are tables under a line like "LONDON COFFEE ROBUSTA 1225 - APR 7".
    """
    text = text.strip("\n")
    first = text.partition("\n")[0]
    dated = _DATED_HEAD.match(first)
    head = dated[0] if dated else first
    in_capitals = head == head.upper() and len(head) <= 80 and re.search("[A-Z]{2}", head)
    rest = text[len(head) :]
    if dated or (in_capitals and not head.endswith(",")):
        return head, rest
    return None, text


def _element(text: str, name: str) -> str | None:
    start = _begin_of(name).search(text)
    if not start:
        return None
    end = text.rfind(f"</{name}>", start.end())
    return text[start.end() : end] if end >= 0 else None


@lru_cache
def _begin_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"<{name}(?:\s[^>]*)?>")


def _clean(text: str) -> str:
    """Entities resolved, once; those that stand for control characters are dropped.

    So is "^M", a carriage return that was spelt out when the tapes were copied.
    """
    if "&#" in text:
        text = _CONTROL.sub(
            lambda match: "" if int(match[1]) < 32 or int(match[1]) == 127 else match[0], text
        )
    return html.unescape(_CARRIAGE_RETURN.sub("", text) if "^M" in text else text)
