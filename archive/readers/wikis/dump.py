"""An export of MediaWiki cut into its pages while it is read: of each its newest revision.

Marks are looked for in the bytes, as these exports are written by programs that escape every "<" of
a text. So a dump of gigabytes takes no more memory than two revisions of one page.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from archive.errors import UnreadableError

MOST_REVISION = 8 * 1024 * 1024  # bytes; a wiki takes texts of 2 MiB, escaped they may be longer
_PIECE = 1 << 16  # bytes
_LONGEST_MARK = 200  # bytes
_MARK = re.compile(rb"<(/?)(page|revision)(?:\s[^<>]{0,100})?>|</mediawiki\s*>")
_TIME = re.compile(rb"<timestamp>\s*([\w:.+-]{1,40})\s*<")
_NUMBER = re.compile(rb"<id>\s*(\d{1,20})\s*<")
_BEFORE_TEXT = re.compile(rb"<(?:text|content)[\s>/]")


@dataclass(slots=True)
class Page:
    """A page: what stands before its revisions, how many there are, the newest one, and the first
    one up to its text. `fault` says why it cannot be read, if that is so.
    """

    head: bytes = b""
    revisions: int = 0
    newest: bytes = b""
    first: bytes = b""
    fault: str | None = None
    _newest: tuple[bytes, int] = (b"", 0)
    _first: tuple[bytes, int] = (b"", 0)

    def take(self, revision: bytes | None) -> None:
        """Takes in the next revision; None is one that is too long."""
        self.revisions += 1
        if revision is None:
            self.fault = f"a revision of it is longer than {MOST_REVISION >> 20} MiB"
            return
        text = _BEFORE_TEXT.search(revision)
        above = revision[: text.start()] if text else revision
        moment = _moment(above)
        if self.revisions == 1 or moment >= self._newest:  # Special:Export may turn the order round
            self.newest, self._newest = revision, moment
        if self.revisions == 1 or moment < self._first:
            self.first, self._first = above, moment

    def xml(self) -> bytes:
        """The page with its newest revision alone; the first one is there without its text."""
        first = b"<revision>%s</revision>" % self.first if self.revisions > 1 else b""
        return b"<page>%s%s<revision>%s</revision></page>" % (self.head, first, self.newest)


class Dump:
    """The pages of a stream, and what stands before them."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = cast(io.BufferedReader, stream)
        self._held = bytearray()
        self._fault: str | None = None  # what stopped the stream before its end
        self._mark = b""
        before, self._mark = self._next()
        self.head = before or b""
        self.ended: str | None = None  # why there are no more pages, where that is not the end

    def pages(self) -> Iterator[Page]:
        """Every whole page, and those that are told by a fault; `ended` is set at the end."""
        number = 0
        while self._mark:
            if self._mark.startswith(b"</mediawiki"):
                return
            if not self._mark.startswith(b"<page"):
                self._mark = self._next()[1]
                continue
            number += 1
            page = self._page()
            if page is None:
                self.ended = self._fault or "the file ends inside the next page"
                return
            yield page
        if self._fault or (number and b"<mediawiki" in self.head):
            self.ended = self._fault or "the file ends before </mediawiki>, so pages may be missing"

    def _page(self) -> Page | None:
        """The page behind the mark that was found last; None where the stream ends inside it."""
        page = Page()
        while True:
            before, self._mark = self._next()
            if not page.revisions and not page.head:
                page.head = before or b""
            if self._mark.startswith(b"<revision"):
                revision, self._mark = self._next()
                if self._mark.startswith(b"</revision"):
                    page.take(revision)
                    continue
                page.fault = "the end of a revision is missing"
            if not self._mark:
                return None
            if self._mark.startswith((b"<page", b"</mediawiki")):
                page.fault = page.fault or "its end is missing: the next page begins"
                return page
            if self._mark.startswith(b"</page"):
                self._mark = self._next()[1]
                return page

    def _next(self) -> tuple[bytes | None, bytes]:
        """What stands before the next mark, None where that is too long, and the mark; an empty one
        at the end of the stream.
        """
        start, kept = 0, True
        while True:
            if match := _MARK.search(self._held, start):
                kept = kept and match.start() <= MOST_REVISION
                before = bytes(self._held[: match.start()]) if kept else None
                mark = match[0]
                del self._held[: match.end()]
                return before, mark
            start = max(len(self._held) - _LONGEST_MARK, 0)
            if len(self._held) > MOST_REVISION:
                kept = False
                del self._held[:start]
                start = 0
            piece = self._read()
            if not piece:
                return bytes(self._held) if kept else None, b""
            self._held += piece

    def _read(self) -> bytes:
        """The next bytes; none at the end, and where the stream is damaged."""
        if self._fault:
            return b""
        try:  # by single reads, for one that fails takes with it what it had
            return self._stream.read1(_PIECE)
        except UnreadableError as error:
            self._fault = error.message
        except OSError as error:
            self._fault = error.strerror or str(error)
        return b""


def document(head: bytes, page: Page) -> bytes:
    """One page as an export of its own, with what its wiki says of itself."""
    end = b"</mediawiki>" if b"<mediawiki" in head else b""
    return head + page.xml() + end


def _moment(markup: bytes) -> tuple[bytes, int]:
    """When a revision was made, as it is written and so that it can be compared, and its number."""
    time = _TIME.search(markup)
    return time[1] if time else b"", number_in(markup)


def number_in(markup: bytes) -> int:
    """The number of a page or a revision; 0 where it says none."""
    found = _NUMBER.search(markup)
    return int(found[1]) if found else 0
