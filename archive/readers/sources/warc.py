"""WARC, the archive of a crawl (ISO 28500; 0.17 and 0.18 too), and ARC, which came before it: each
page is read as a file with an address.

Pictures, scripts, redirects and whatever else a crawl brings are not news; they are counted, and
reported in one line at the end.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, cast

from archive.article import Skipped
from archive.errors import UnreadableError
from archive.readers.sources.allowance import Allowance, ExhaustedError
from archive.readers.sources.dechunk import dechunked
from archive.readers.sources.gzip_members import DamagedMemberError, GzipMembers
from archive.readers.sources.media_types import charset_of, may_be_news
from archive.readers.sources.members import allowance_of, left_out, member, spooled
from archive.readers.sources.packed import decoded, packing
from archive.readers.sources.source import Source, reading
from archive.readers.sources.warc_revisits import Revisit, Revisits, header
from archive.readers.sources.watched_stream import BEGINS, Watched, WrongLengthError
from archive.text.wording import counted

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

NAME = "warc"
EXAMPLE = "WARC/1.0 or filedesc://... (ARC), the pages of a crawl"

_CHUNK = 1 << 16
_MOST_DAMAGED = 50  # records, behind each of which the file is read anew from its beginning
_DAMAGED = "a damaged WARC; what stands from there to the next whole record is not read"
_PAGES = {"response", "resource", "conversion"}
# The status of an answer that is a page; a revisit may say instead that nothing has changed.
_ANSWERED = {"response": {"200", "203"}, "revisit": {"200", "203", "304"}}
_ABOUT = {"warcinfo", "request", "metadata", "continuation"}  # they describe other records


def matches(head: bytes) -> bool:
    """Whether bytes begin as a record."""
    return re.match(rb"WARC/\d\.\d+\r?\n|filedesc://\S+ \S+ \d{14} ", head) is not None


def read(source: Source) -> Iterator[Source | Skipped]:
    """The pages in one pass; in a second pass, if one is needed, the pages whose bytes are in other
    records; then how many other records there were.
    """
    allowance = allowance_of(source)
    others: Counter[str] = Counter()
    revisits = Revisits()
    for record in _records(source):
        if isinstance(record, Skipped):
            yield record
        elif reason := _no_page(record) or _remembered(record, revisits):
            others[reason] += 1
        elif record.rec_type in _PAGES:
            yield from _page(source, record, allowance)
    if revisits:
        yield from _revisited(source, revisits, allowance, others)
        others.update(dict(revisits.reasons()))
    for reason, count in sorted(others.items()):
        yield Skipped(source.origin(), f"{counted(count, 'record')} {reason}")


def _records(source: Source) -> Iterator[ArcWarcRecord | Skipped]:
    """The records one after another, each good until the next one, and what is damaged."""
    logging.getLogger("warcio").setLevel(logging.CRITICAL)  # it tells of damage on the terminal
    place = _Place()
    for _ in range(_MOST_DAMAGED):
        behind = yield from _sound_records(source, place)
        if behind is None:
            return
        place = behind
    yield Skipped(source.origin(), "a WARC with so much damage that the rest is not read")


def _sound_records(
    source: Source, place: _Place
) -> Generator[ArcWarcRecord | Skipped, None, _Place | None]:
    """The records from a place up to damage; then the place behind which to look for the next."""
    from warcio.archiveiterator import ArchiveIterator

    with reading(), closing(_opened(source, place.damaged)) as stream:
        watched = Watched(stream, place.at)
        records = ArchiveIterator(watched, arc2warc=True)
        records.INC_RECORD = ""  # a warning that it would print; it counts them as well
        raised = 0
        try:
            if place.at and not watched.find_record():
                return None
            while record := watched.next_of(records):
                watched.begin(watched.count - records.reader.rem_length())
                yield record
                raised = watched.raised
                while record.raw_stream.read(_CHUNK):
                    pass
                if getattr(record.raw_stream, "limit", 0) > 0:
                    yield Skipped(source.origin(), "it ends inside a record, whose rest is missing")
        except (DamagedMemberError, WrongLengthError) as error:
            if not raised:  # else it has been told of the page
                yield Skipped(source.origin(), _DAMAGED)
            if isinstance(error, WrongLengthError):
                return _Place(watched.marks[0], place.damaged)
            return _Place(watched.count, place.damaged + 1)
        except (UnreadableError, OSError):
            raise
        except Exception:  # what the library raises on damage is not said anywhere
            yield Skipped(source.origin(), _DAMAGED)
            return _Place(watched.count - records.reader.rem_length(), place.damaged)
        if records.err_count:
            wrong = f"{counted(records.err_count, 'record')} whose length is stated wrongly"
            yield Skipped(source.origin(), wrong)
    return None


def _opened(source: Source, damaged: int) -> BinaryIO | GzipMembers:
    """The bytes of the file, without so many damaged members of gzip."""
    stream = io.BufferedReader(cast(io.RawIOBase, source.opener()))
    if packing(stream.peek(16)[:16]) == "gzip" and source.head().startswith(b"WARC"):
        return GzipMembers(cast(BinaryIO, stream), BEGINS, damaged)
    stream.close()
    return source.open()


def _remembered(record: ArcWarcRecord, revisits: Revisits) -> str | None:
    return revisits.take(record) if record.rec_type == "revisit" else None


def _revisited(
    source: Source, revisits: Revisits, allowance: Allowance, others: Counter[str]
) -> Iterator[Source | Skipped]:
    """The pages that have the bytes of another record: once more through the file for those."""
    for record in _records(source):
        if isinstance(record, Skipped) or record.rec_type not in _PAGES:
            continue  # told in the first pass
        found = revisits.of(record)
        if found and (reason := _no_page(record)):
            others[reason] += len(found)
        elif found:
            yield from _again(source, record, found, allowance)
        if not revisits:
            return


def _again(
    source: Source, record: ArcWarcRecord, found: list[Revisit], allowance: Allowance
) -> Iterator[Source | Skipped]:
    """The page of a record at each of the addresses where it was seen again."""
    try:
        with spooled(_payload(record), allowance) as opener:
            for revisit in found:
                yield from _member(
                    source, revisit.url, opener, allowance,
                    url=revisit.url, charset=charset_of(_content_type(record)),
                    fetched=revisit.fetched,
                )  # fmt: skip
    except ExhaustedError:
        raise
    except UnreadableError as error:
        for revisit in found:
            yield left_out(source, revisit.url, error.message)


def _page(
    source: Source, record: ArcWarcRecord, allowance: Allowance
) -> Iterator[Source | Skipped]:
    url = header(record, "WARC-Target-URI")
    yield from _member(
        source, url or header(record, "WARC-Record-ID") or "record", partial(_payload, record),
        allowance, url=url or None, charset=charset_of(_content_type(record)),
        fetched=header(record, "WARC-Date") or None,
    )  # fmt: skip


def _member(
    source: Source,
    name: str,
    payload: Callable[[], BinaryIO],
    allowance: Allowance,
    **facts: str | None,
) -> Iterator[Source | Skipped]:
    """A page as a source; of one that cannot be read, or not be decoded, the reason."""
    try:
        with member(source, name, payload(), allowance, **facts) as inner:
            yield inner
    except ExhaustedError:
        raise
    except UnreadableError as error:
        yield left_out(source, name, error.message)


def _no_page(record: ArcWarcRecord) -> str | None:
    """Why a record is no page, in words that follow "12 records"; None too where it says something
    of other records.
    """
    kind, url = record.rec_type, header(record, "WARC-Target-URI")
    if kind in _ABOUT:
        return None
    if kind not in _PAGES and kind != "revisit":
        return f"of the type {kind}"
    if url.startswith(("dns:", "whois:")) or url.endswith("/robots.txt"):
        return "about the server, not its pages"
    if kind == "response" and record.http_headers is None:
        return "without an HTTP answer"
    answer = record.http_headers if kind in _ANSWERED else None
    if answer and answer.get_statuscode() not in _ANSWERED[kind]:
        return "of redirects and errors"
    if not may_be_news(_content_type(record), url):
        return "of pictures, styles, scripts and other things without a text"
    return None


def _content_type(record: ArcWarcRecord) -> str | None:
    """The media type that the server gave, or the crawler where there was none."""
    of_http = record.rec_type in _ANSWERED
    headers = record.http_headers if of_http else record.rec_headers
    return cast("str | None", headers.get_header("Content-Type")) if headers else None


def _payload(record: ArcWarcRecord) -> BinaryIO:
    """The bytes of the page, without the codings of HTTP."""
    stream = cast(BinaryIO, io.BufferedReader(_Raw(record.raw_stream)))
    if record.rec_type != "response" or record.http_headers is None:
        return stream
    headers = record.http_headers
    if (headers.get_header("Transfer-Encoding") or "").lower() == "chunked":
        stream = dechunked(stream)
    return decoded(stream, headers.get_header("Content-Encoding") or "")


class _Raw(io.RawIOBase):
    """One of warcio's streams as Python's own."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where to read on: behind so many bytes, without the members that were found damaged."""

    at: int = 0
    damaged: int = 0
