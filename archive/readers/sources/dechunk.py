"""HTTP's chunked transfer coding (RFC 9112, 7.1) taken off a stored answer."""

from __future__ import annotations

import io
import re
from typing import BinaryIO, cast

from archive.errors import UnreadableError

_SIZE = re.compile(rb"[0-9A-Fa-f]{1,16}[ \t]*(?:;[^\n]*)?\r?\n")
_LONGEST_LINE = 4096


def dechunked(stream: BinaryIO) -> BinaryIO:
    """The body without its chunks; as it is where it has none, whatever its header says.

    Crawlers often store the body as they understood it, beside the header as it came.
    """
    buffered = io.BufferedReader(cast(io.RawIOBase, stream))
    if not _SIZE.match(buffered.peek(64)[:64]):
        return cast(BinaryIO, buffered)
    return cast(BinaryIO, io.BufferedReader(_Chunks(cast(BinaryIO, buffered))))


class _Chunks(io.RawIOBase):
    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._left = 0
        self._last = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._left and not self._last:
            self._begin()
        data = self._stream.read(min(self._left, len(buffer)))
        self._left -= len(data)
        if not self._left and not self._last:
            self._stream.readline(_LONGEST_LINE)  # the end of line behind a chunk's data
        buffer[: len(data)] = data
        return len(data)

    def _begin(self) -> None:
        line = self._stream.readline(_LONGEST_LINE)
        if line and not _SIZE.match(line):
            raise UnreadableError("damaged chunks in an HTTP answer")
        self._left = int(line.partition(b";")[0], 16) if line else 0
        self._last = not self._left
