"""What can still be read of a zip whose directory is gone, as at the end of a broken download."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from archive.article import Skipped
from archive.errors import UnreadableError
from archive.readers.sources.allowance import Allowance, ExhaustedError
from archive.readers.sources.directory_of_zip import READ_METHODS
from archive.readers.sources.members import is_hidden, left_out, member
from archive.readers.sources.names_in_zip import IN_UTF8, name_in
from archive.readers.sources.source import Source

LOCAL = b"PK\x03\x04"

_HEADER = struct.Struct("<4s5H3L2H")  # APPNOTE.TXT 4.3.7, the local file header
_DESCRIPTOR = b"PK\x07\x08"
_ENCRYPTED, _LENGTH_BEHIND = 0x1, 0x8
_CHUNK = 1 << 16
_WIDE = 0x0001  # zip64's field
_IN_WIDE = 0xFFFFFFFF  # a length that stands there


@dataclass(frozen=True, slots=True)
class _Header:
    name: str
    flags: int
    method: int
    size: int
    is_wide: bool  # whether its lengths have 8 bytes, not 4

    @property
    def tells_its_end(self) -> bool:
        """Whether the next member can be found: by this one's length, or by where it stops."""
        if self.flags & _ENCRYPTED or self.method not in READ_METHODS:
            return False
        return self.method == zipfile.ZIP_DEFLATED or not self.flags & _LENGTH_BEHIND


def salvage(source: Source, stream: BinaryIO, allowance: Allowance) -> Iterator[Source | Skipped]:
    """The members from the first on, as long as each leads to the next; then the reason."""
    stream.seek(0)
    while (header := _next_header(stream)) and header.tells_its_end:
        if header.method == zipfile.ZIP_DEFLATED:
            raw: io.RawIOBase = _Inflated(stream)
        else:
            raw = _Stored(stream, header.size)
        body = cast(BinaryIO, io.BufferedReader(raw))
        try:
            with member(source, header.name, body, allowance) as inner:
                end = stream.tell()
                if not (header.name.endswith("/") or is_hidden(header.name)):
                    yield inner
        except ExhaustedError:
            raise
        except (zlib.error, UnreadableError):
            yield left_out(source, header.name, "damaged or cut off")
            break
        stream.seek(end)
        if header.flags & _LENGTH_BEHIND:
            signed = 4 if stream.read(4) == _DESCRIPTOR else 0
            stream.seek(end + signed + (20 if header.is_wide else 12))
    yield Skipped(source.origin(), "a damaged or cut-off zip; what is missing is not known")


def _next_header(stream: BinaryIO) -> _Header | None:
    fixed = stream.read(_HEADER.size)
    if len(fixed) < _HEADER.size or not fixed.startswith(LOCAL):
        return None
    _, _, flags, method, _, _, _, size, _, name_length, extra_length = _HEADER.unpack(fixed)
    name = _name(stream.read(name_length), flags)
    wide = _wide_size(stream.read(extra_length))
    if wide is not None and size == _IN_WIDE:
        size = wide
    return _Header(name, flags, method, size, wide is not None)


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
