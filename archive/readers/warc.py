"""WARC, the archive of a crawl (ISO 28500): each page is read as a file with an address.

Pictures, scripts, redirects and what else a crawl brings are no news; they are counted, and told
in one line at the end.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, cast

from archive.article import Skipped
from archive.errors import UnreadableError
from archive.readers.allowance import Allowance, ExhaustedError
from archive.readers.dechunk import dechunked
from archive.readers.media_types import charset_of, may_be_news
from archive.readers.members import allowance_of, left_out, member
from archive.readers.packed import decoded
from archive.readers.source import Source, reading

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

NAME = "warc"
EXAMPLE = "WARC/1.0, the pages of a crawl"

_MOST_HEADER = 1024 * 1024  # bytes of one record's headers
_CHUNK = 1 << 16
_PAGES = {"response", "resource", "conversion"}
_ABOUT = {"warcinfo", "request", "metadata", "continuation"}  # say something of other records


def matches(head: bytes) -> bool:
    """Whether bytes begin as a record."""
    return re.match(rb"WARC/\d\.\d\r?\n", head) is not None


def read(source: Source) -> Iterator[Source | Skipped]:
    """The pages, one after another in one pass; then how many other records there were."""
    from warcio.archiveiterator import ArchiveIterator

    logging.getLogger("warcio").setLevel(logging.CRITICAL)  # it tells of damage on the terminal
    allowance = allowance_of(source)
    others: Counter[str] = Counter()
    with reading(), source.open() as stream:
        watched = _Watched(stream)
        records = ArchiveIterator(watched)
        records.INC_RECORD = ""  # a warning that it would print; it counts them as well
        while True:
            try:
                record = watched.next_of(records)
            except (UnreadableError, OSError):
                raise
            except Exception:  # what the library raises on damage is not said anywhere
                yield Skipped(source.origin(), "a damaged WARC; the rest is not read")
                break
            if record is None:
                break
            yield from _record(source, record, allowance, others)
            while record.raw_stream.read(_CHUNK):
                pass
            if getattr(record.raw_stream, "limit", 0) > 0:
                yield Skipped(source.origin(), "it ends inside a record, whose rest is missing")
        if records.err_count:
            others["whose length is stated wrongly"] = records.err_count
    for reason, count in sorted(others.items()):
        yield Skipped(
            source.origin(), f"{count:,} {'record' if count == 1 else 'records'} {reason}"
        )


def _record(
    source: Source, record: ArcWarcRecord, allowance: Allowance, others: Counter[str]
) -> Iterator[Source | Skipped]:
    if record.rec_type in _ABOUT:
        return
    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
    reason = _no_page(record, url)
    if reason:
        others[reason] += 1
        return
    content_type = _content_type(record)
    facts = {
        "url": url or None,
        "charset": charset_of(content_type),
        "fetched": record.rec_headers.get_header("WARC-Date"),
    }
    name = url or record.rec_headers.get_header("WARC-Record-ID") or "record"
    try:
        with member(source, name, _payload(record), allowance, **facts) as inner:
            yield inner
    except ExhaustedError:
        raise
    except UnreadableError as error:
        yield left_out(source, name, error.message)


def _no_page(record: ArcWarcRecord, url: str) -> str | None:
    """Why a record is no page, in words that follow "12 records"."""
    if record.rec_type == "revisit":
        return "of pages that had not changed since the crawl they refer to"
    if record.rec_type not in _PAGES:
        return f"of the type {record.rec_type}"
    if url.startswith(("dns:", "whois:")) or url.endswith("/robots.txt"):
        return "about the server, not its pages"
    if record.rec_type == "response":
        if record.http_headers is None:
            return "without an HTTP answer"
        if record.http_headers.get_statuscode() != "200":
            return "of redirects and errors"
    if not may_be_news(_content_type(record), url):
        return "of pictures, styles, scripts and other things without a text"
    return None


def _content_type(record: ArcWarcRecord) -> str | None:
    headers = record.http_headers if record.rec_type == "response" else record.rec_headers
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


class _Watched:
    """What warcio reads from: bounds a record's headers, which it reads whole."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._left: int | None = None

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        if self._left is not None:
            self._left -= len(data)
            if self._left < 0:
                raise UnreadableError("a record's header is larger than 1 MiB")
        return data

    def next_of(self, records: Iterator[ArcWarcRecord]) -> ArcWarcRecord | None:
        """The next record. Its predecessor has been read to its end: only headers are to come."""
        self._left = _MOST_HEADER
        try:
            return next(records, None)
        finally:
            self._left = None
