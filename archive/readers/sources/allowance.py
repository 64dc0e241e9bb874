"""How much may come out of one file, all its members and theirs counted together."""

from __future__ import annotations

import io
from typing import BinaryIO

from archive.errors import UnreadableError
from archive.readers.sources.packed import FREE, MOST_RATIO

_CHUNK = 1 << 18
LEAST_MEMBERS = 1000  # that any file may hold
_LEAST_MEMBER = 100  # bytes that a member takes up in earnest, however well it is packed
_FREE = 4 * FREE  # so that a bomb among the members does not use up what the others need
MOST_NESTED = 4  # a mail with a zip with a tar in it is 3


class ExhaustedError(UnreadableError):
    """Nothing more is read of this file, whatever else it holds."""


class Allowance:
    """What is left of the members and the unpacked bytes that a file may hold."""

    def __init__(self, size: int) -> None:
        self.bytes = max(_FREE, MOST_RATIO * size)
        self.members = self._most_members = LEAST_MEMBERS + size // _LEAST_MEMBER

    def take_member(self) -> None:
        """Counts one member. ExhaustedError when there were too many."""
        self.members -= 1
        if self.members < 0:
            raise ExhaustedError(
                f"more than {self._most_members:,} members in so small a file; the rest is not read"
            )

    def take_bytes(self, count: int) -> None:
        """Counts unpacked bytes. ExhaustedError when there were too many."""
        self.bytes -= count
        if self.bytes < 0:
            raise ExhaustedError(
                f"it unpacks to more than {MOST_RATIO} times its size; the rest is not read"
            )


def size_of(stream: BinaryIO) -> int:
    """The length of a stream in bytes, counted where it does not know its end."""
    if not stream.seekable():
        return sum(iter(lambda: len(stream.read(_CHUNK)), 0))
    return stream.seek(0, io.SEEK_END)
