"""Where a file is written to that is sent while it is made."""

from __future__ import annotations

import io
from typing import Any


class Sink(io.RawIOBase):
    """Bytes that are taken out again as they come in: it cannot be read or sought."""

    def __init__(self) -> None:
        self._held = bytearray()
        self.written = 0

    def writable(self) -> bool:
        """It can be written to, and nothing else."""
        return True

    def write(self, data: Any) -> int:
        """Takes more bytes."""
        self._held += data
        self.written += len(data)
        return len(data)

    def taken(self) -> bytes:
        """What has been written since the last time."""
        held = bytes(self._held)
        self._held.clear()
        return held
