"""What is read of a WARC: bytes in which the beginnings of records are seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from archive.errors import UnreadableError
from archive.readers.sources.gzip_members import DamagedMemberError, GzipMembers

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

BEGINS = b"WARC/1."

_MOST_HEADER = 1024 * 1024  # bytes of one record's headers
_CHUNK = 1 << 16
_MOST_MARKS = 10_000
_BETWEEN = b"\r\n\r\n" + BEGINS


class WrongLengthError(UnreadableError):
    """A record that goes on to the end of the file, and over others."""


class Watched:
    """What warcio reads from: bounds a record's headers, which it reads whole, and sees where other
    records begin than those that it tells.
    """

    def __init__(self, stream: BinaryIO | GzipMembers, at: int = 0) -> None:
        self._stream = stream
        self._left: int | None = None
        self._begun = -1
        self._first = b""
        self._tail = b""
        self.count = 0  # bytes that were read
        self.marks: list[int] = []  # where records may begin
        self.raised = 0  # how often damage was told
        while self.count < at and (data := stream.read(min(_CHUNK, at - self.count))):
            self.count += len(data)

    def find_record(self) -> bool:
        """Goes on to the next record."""
        data = self._stream.read(_CHUNK)
        while not data.startswith(BEGINS):
            at = data.find(_BETWEEN)
            if at >= 0:
                self.count += at + len(_BETWEEN) - len(BEGINS)
                data = data[at + len(_BETWEEN) - len(BEGINS) :]
                break
            more = self._stream.read(_CHUNK)
            if not more:
                return False
            kept = data[-len(_BETWEEN) :]
            self.count += len(data) - len(kept)
            data = kept + more
        self._first = data
        return True

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes; WrongLengthError at the end of the file, inside a record behind whose
        beginning others were seen.
        """
        try:
            data, self._first = (self._first or self._stream.read(size)), b""
        except DamagedMemberError:
            self.raised += 1
            raise
        self._look_for_marks(data)
        if not data and self._left is None and self.marks and self._begun >= 0:
            self.raised += 1
            raise WrongLengthError("a record whose length is stated wrongly")
        if self._left is not None:
            self._left -= len(data)
            if self._left < 0:
                raise UnreadableError("a record's header is larger than 1 MiB")
        return data

    def begin(self, at: int) -> None:
        """The block of a record begins there."""
        self._begun = at
        self.marks = [mark for mark in self.marks if mark > at]

    def _look_for_marks(self, data: bytes) -> None:
        text = self._tail + data
        start = self.count - len(self._tail)
        found = text.find(_BETWEEN)
        while found >= 0 and len(self.marks) < _MOST_MARKS:
            mark = start + found + len(_BETWEEN) - len(BEGINS)
            if mark not in self.marks[-1:]:
                self.marks.append(mark)
            found = text.find(_BETWEEN, found + 1)
        self.count += len(data)
        self._tail = text[-len(_BETWEEN) + 1 :]

    def next_of(self, records: Iterator[ArcWarcRecord]) -> ArcWarcRecord | None:
        """The next record. Its predecessor has been read to its end: only headers are to come."""
        self._left = _MOST_HEADER
        try:
            return next(records, None)
        finally:
            self._left = None
