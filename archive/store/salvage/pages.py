"""The pages of a database file, read without SQLite, which stops at the first damaged one.

The format: https://sqlite.org/fileformat2.html
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive.store.sqlite.leftover import is_foreign, log_of

Value = int | float | str | bytes | None
Record = list[Any]

TABLE_LEAF, TABLE_INNER, INDEX_LEAF, INDEX_INNER = 13, 5, 10, 2
_SIZES = {1: 65536} | {1 << bits: 1 << bits for bits in range(9, 16)}
_USUAL_SIZE = 4096  # where the header does not say
_INTEGERS = (0, 1, 2, 3, 4, 6, 8)  # bytes, by serial type
_LOG = struct.Struct(">IIIIIIII")
_FRAME = struct.Struct(">IIIIII")
_LITTLE, _BIG = 0x377F0682, 0x377F0683  # by which the words of a log's checksums are read


class PageError(Exception):
    """A page, or a record in it, is not what it should be."""


class Pages:
    """A database file and its log. Pages are numbered from 1; one that is not there is empty."""

    def __init__(self, path: Path) -> None:
        """OSError where it cannot be read."""
        with path.open("rb") as file:
            length = file.seek(0, 2)
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if length else b""
        head = bytes(self._map[:100])
        said = int.from_bytes(head[16:18])
        self.size = _SIZES.get(said, _USUAL_SIZE)
        kept_free = head[20] if len(head) > 20 and head[20] <= 32 else 0
        self.usable = self.size - kept_free
        self._logged = _logged(path, self.size)
        self.count = max([-(-length // self.size), *self._logged])

    def page(self, number: int) -> bytes:
        """The bytes of a page."""
        if number in self._logged:
            return self._logged[number]
        return bytes(self._map[(number - 1) * self.size : number * self.size])

    def header(self, offset: int) -> int:
        """A number of four bytes in the header of the file."""
        return int.from_bytes(self.page(1)[offset : offset + 4])

    def kind(self, number: int) -> int:
        """What a page is, by its first byte, if it is one of a tree."""
        page, start = self.page(number), _start(number)
        return page[start] if len(page) == self.size else 0

    def free(self) -> set[int] | None:
        """The pages that hold nothing any more; None where their list is damaged."""
        found: set[int] = set()
        trunk, wanted = self.header(32), self.header(36)
        while trunk:
            page = self.page(trunk)
            if trunk in found or len(page) < self.size:
                return None
            count = int.from_bytes(page[4:8])
            if count > self.size // 4:
                return None
            found.add(trunk)
            found.update(struct.unpack_from(f">{count}I", page, 8))
            trunk = int.from_bytes(page[:4])
        return found if len(found) == wanted else None

    def children(self, number: int) -> list[int]:
        """The pages below one. PageError where it cannot be read."""
        page, start = self.page(number), _start(number)
        places = _places(page, start, 12)
        return [*(int.from_bytes(page[at : at + 4]) for at in places),
                int.from_bytes(page[start + 8 : start + 12])]  # fmt: skip

    def records(self, number: int) -> Iterator[tuple[int, Record, list[int]] | PageError]:
        """The records of a page: a row's number (0 in an index), its values, and the pages that it
        goes on in; for one that is damaged an error.
        """
        kind, page, start = self.kind(number), self.page(number), _start(number)
        try:
            places = _places(page, start, 8 if kind in (TABLE_LEAF, INDEX_LEAF) else 12)
        except PageError as error:
            yield error
            return
        for at in places:
            try:
                yield self._record(page, at, kind)
            except (IndexError, ValueError, struct.error, PageError) as error:
                yield PageError(f"page {number}: {error}")

    def _record(self, page: bytes, at: int, kind: int) -> tuple[int, Record, list[int]]:
        at += 4 if kind == INDEX_INNER else 0
        length, at = _varint(page, at)
        rowid = 0
        if kind == TABLE_LEAF:
            rowid, at = _varint(page, at)
        payload, over = self._payload(page, at, length, kind)
        return rowid, _values(payload), over

    def _payload(self, page: bytes, at: int, length: int, kind: int) -> tuple[bytes, list[int]]:
        if length > self.count * self.size:
            raise PageError("a record longer than the file")
        room = self.usable - 12
        most = self.usable - 35 if kind == TABLE_LEAF else room * 64 // 255 - 23
        if length <= most:
            return page[at : at + length], []
        least = room * 32 // 255 - 23
        local = least + (length - least) % (self.usable - 4)
        local = local if local <= most else least
        parts, over = [page[at : at + local]], []
        following, left = int.from_bytes(page[at + local : at + local + 4]), length - local
        while left > 0:
            further = self.page(following)
            if not 1 < following <= self.count or len(further) < self.size:
                raise PageError("a record goes on in a page that is not there")
            over.append(following)
            parts.append(further[4 : min(self.usable, 4 + left)])
            left -= self.usable - 4
            following = int.from_bytes(further[:4])
        return b"".join(parts), over


def _start(number: int) -> int:
    return 100 if number == 1 else 0


def _places(page: bytes, start: int, header: int) -> list[int]:
    """Where the cells of a page begin."""
    count = int.from_bytes(page[start + 3 : start + 5])
    first = start + header
    if len(page) < first + 2 * count:
        raise PageError("more records than a page can have")
    return [place for place in struct.unpack_from(f">{count}H", page, first) if place < len(page)]


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(at, at + 8):
        value = value << 7 | data[place] & 0x7F
        if data[place] < 0x80:
            return value, place + 1
    return value << 8 | data[at + 8], at + 9


def _values(payload: bytes) -> Record:
    """The values of a record. ValueError for a text that is none."""
    end, at = _varint(payload, 0)
    if end > len(payload):
        raise PageError("a record without its head")
    kinds = []
    while at < end:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    values: Record = []
    at = end
    for kind in kinds:
        value, at = _value(payload, at, kind)
        values.append(value)
    if at != len(payload):
        raise PageError("a record of another length than it says")
    return values


def _value(payload: bytes, at: int, kind: int) -> tuple[Value, int]:
    if kind < 7:
        end = at + _INTEGERS[kind]
        return (int.from_bytes(payload[at:end], signed=True) if kind else None), end
    if kind == 7:
        return struct.unpack_from(">d", payload, at)[0], at + 8
    if kind < 10:
        return kind - 8, at
    if kind < 12:
        raise PageError("a value of no kind")
    end = at + (kind - 12) // 2
    data = payload[at:end]
    return (data.decode() if kind % 2 else data), end


def _logged(path: Path, size: int) -> dict[int, bytes]:
    """The pages that the log beside a database has instead, up to its last whole transaction."""
    try:
        if is_foreign(path):
            return {}
        log = log_of(path).read_bytes()
    except OSError:
        return {}
    if len(log) < _LOG.size:
        return {}
    magic, _, page, _, *salts, _, _ = _LOG.unpack_from(log)
    if magic not in (_LITTLE, _BIG) or page != size:
        return {}
    order = "<" if magic == _LITTLE else ">"
    state = _checksum(log[:24], order, (0, 0))
    kept: dict[int, bytes] = {}
    coming: dict[int, bytes] = {}
    for at in range(_LOG.size, len(log) - _FRAME.size - size + 1, _FRAME.size + size):
        number, commits, *salted, one, two = _FRAME.unpack_from(log, at)
        body = log[at + _FRAME.size : at + _FRAME.size + size]
        state = _checksum(log[at : at + 8] + body, order, state)
        if salted != salts or state != (one, two):
            break
        coming[number] = body
        if commits:
            kept |= coming
            coming = {}
    return kept


def _checksum(data: bytes, order: str, state: tuple[int, int]) -> tuple[int, int]:
    one, two = state
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for first, second in zip(words[::2], words[1::2], strict=True):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return one, two
