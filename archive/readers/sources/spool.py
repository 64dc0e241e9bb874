"""A stream that can be read only once, made readable from its beginning any number of times."""

from __future__ import annotations

import io
import tempfile
import weakref
from typing import BinaryIO, cast

_MOST_IN_MEMORY = 4 * 1024 * 1024  # bytes; what is more goes to a temporary file
_CHUNK = 1 << 18


class Spool:
    """Keeps what was read of a stream, and reads no further than somebody asks."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._ended = False
        self._held = 0
        self._kept = tempfile.SpooledTemporaryFile(max_size=_MOST_IN_MEMORY)  # noqa: SIM115
        weakref.finalize(self, self._kept.close)

    def open(self) -> BinaryIO:
        """A new stream of all the bytes, from the first."""
        return cast(BinaryIO, _Replay(self))

    def read_at(self, position: int, size: int) -> bytes:
        """Up to `size` bytes from a position; none at the end."""
        while not self._ended and self._held < position + size:
            chunk = self._stream.read(_CHUNK)
            self._ended = not chunk
            self._kept.seek(self._held)
            self._held += self._kept.write(chunk)
        self._kept.seek(position)
        return self._kept.read(size)


class _Replay(io.RawIOBase):
    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._position = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._spool.read_at(self._position, len(buffer))
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)
