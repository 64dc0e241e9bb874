"""What can still be read of a zip whose directory is gone, as at the end of a broken download."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from archive.article import Skipped
from archive.errors import UnreadableError
from archive.readers.sources.allowance import Allowance, ExhaustedError
from archive.readers.sources.directory_of_zip import LOCAL, READ_METHODS
from archive.readers.sources.members import is_hidden, left_out, member
from archive.readers.sources.names_in_zip import IN_UTF8, name_in
from archive.readers.sources.source import Source

_HEADER = struct.Struct("<4s5H3L2H")  # APPNOTE.TXT 4.3.7, the local file header
_ENCRYPTED, _LENGTH_BEHIND = 0x1, 0x8
_BEHIND = b"PK\x07\x08"  # APPNOTE.TXT 4.3.9.3, of the descriptor; it may be missing
_CHUNK = 1 << 16
_WIDE = 0x0001  # zip64's field
MOST_DAMAGED = 100  # members, behind each of which the rest may have to be read anew
_IN_WIDE = 0xFFFFFFFF  # a length that stands there


@dataclass(frozen=True, slots=True)
class _Header:
    name: str
    flags: int
    method: int
    size: int
    crc: int  # of what is packed; 0 where nobody states it

    @property
    def tells_its_end(self) -> bool:
        """Whether it can be read: by its length, or to where it stops."""
        if self.flags & _ENCRYPTED or self.method not in READ_METHODS:
            return False
        return self.method == zipfile.ZIP_DEFLATED or not self.flags & _LENGTH_BEHIND


def salvage(source: Source, stream: BinaryIO, allowance: Allowance) -> Iterator[Source | Skipped]:
    """The members that are whole, in the order of the file; then what is missing. Behind one that
    is damaged, or whose end it does not tell, the next one is looked for.
    """
    stream.seek(0)
    damaged = 0
    while damaged <= MOST_DAMAGED and _found_next(stream):
        header = _next_header(stream)
        if header is None:
            break
        data = stream.tell()
        if not header.tells_its_end:
            yield left_out(source, header.name, "encrypted, or packed in a way that is not read")
            damaged += 1
            continue
        try:
            with member(source, header.name, _body(stream, header), allowance) as inner:
                end = stream.tell()
                if not (header.name.endswith("/") or is_hidden(header.name)):
                    yield inner
        except ExhaustedError:
            raise
        except (zlib.error, UnreadableError):
            yield left_out(source, header.name, "damaged or cut off")
            damaged += 1
            stream.seek(data)
            continue
        stream.seek(end)
    yield Skipped(source.origin(), "a damaged or cut-off zip; what is missing is not known")


def _body(stream: BinaryIO, header: _Header) -> BinaryIO:
    raw = (
        _Inflated(stream) if header.method == zipfile.ZIP_DEFLATED else _Stored(stream, header.size)
    )
    return cast(BinaryIO, io.BufferedReader(_Summed(raw, lambda: _stated(stream, header))))


def _stated(stream: BinaryIO, header: _Header) -> int:
    """The checksum of a member at whose end a stream stands; 0 where nobody states it."""
    if not header.flags & _LENGTH_BEHIND:
        return header.crc
    behind = stream.read(len(_BEHIND) + 4).removeprefix(_BEHIND)
    return int.from_bytes(behind[:4], "little") if len(behind) >= 4 else 0


def _found_next(stream: BinaryIO) -> bool:
    """Whether a member begins where a stream stands or later; then it stands there."""
    held = b""
    start = stream.tell()
    while part := stream.read(_CHUNK):
        held += part
        if (at := held.find(LOCAL)) >= 0:
            stream.seek(start + at)
            return True
        start += max(len(held) - len(LOCAL) + 1, 0)
        held = held[-len(LOCAL) + 1 :]
    return False


def _next_header(stream: BinaryIO) -> _Header | None:
    fixed = stream.read(_HEADER.size)
    if len(fixed) < _HEADER.size or not fixed.startswith(LOCAL):
        return None
    _, _, flags, method, _, _, crc, size, _, name_length, extra_length = _HEADER.unpack(fixed)
    name = _name(stream.read(name_length), flags)
    wide = _wide_size(stream.read(extra_length))
    if wide is not None and size == _IN_WIDE:
        size = wide
    return _Header(name, flags, method, size, crc)


def _wide_size(extra: bytes) -> int | None:
    """The packed length that zip64's field states (4.5.3), which here has both lengths."""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<2H", extra)
        if kind == _WIDE and length >= 16 and len(extra) >= 20:
            return cast(int, struct.unpack_from("<Q", extra, 12)[0])
        extra = extra[4 + length :]
    return None


def _name(raw: bytes, flags: int) -> str:
    return raw.decode("utf-8", "replace") if flags & IN_UTF8 else name_in(raw)


class _Summed(io.RawIOBase):
    """A member that is compared with its checksum at its end: what is packed may be damaged, and
    unpack all the same.
    """

    def __init__(self, raw: io.RawIOBase, stated: Callable[[], int]) -> None:
        self._raw = raw
        self._stated: Callable[[], int] | None = stated
        self._sum = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        count = self._raw.readinto(buffer) or 0
        self._sum = zlib.crc32(buffer[:count], self._sum)
        if not count and self._stated is not None:
            stated, self._stated = self._stated(), None
            if stated not in (0, self._sum):
                raise UnreadableError("damaged")
        return count


class _Stored(io.RawIOBase):
    """A member that is not packed, of so many bytes from where the stream stands."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream = stream
        self._left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(min(self._left, len(buffer)))
        if self._left and not data:
            raise UnreadableError("cut off")
        self._left -= len(data)
        buffer[: len(data)] = data
        return len(data)


class _Inflated(io.RawIOBase):
    """A deflated member, from where the stream stands; leaves the stream right behind it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._inflater = zlib.decompressobj(-zlib.MAX_WBITS)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._inflater.eof:
            packed = self._inflater.unconsumed_tail or self._stream.read(_CHUNK)
            if not packed:
                raise UnreadableError("cut off")
            data = self._inflater.decompress(packed, len(buffer))
            self._stream.seek(-len(self._inflater.unused_data), io.SEEK_CUR)
            if data:
                buffer[: len(data)] = data
                return len(data)
        return 0
