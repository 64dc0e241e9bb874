"""A sorted list of terms, as one run of bytes and where each of them ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from index.engines.arrays.files import Array

_AFTER_ALL = b"\xff"  # no UTF-8 text has this byte


class Terms:
    """The terms of a field of one segment, by number; compared as bytes, so by code point."""

    def __init__(self, letters: Array, ends: Array) -> None:
        self._letters = memoryview(letters).cast("B") if len(letters) else memoryview(b"")
        self._ends = ends
        self._known: dict[bytes, int] = {}

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> bytes:
        start = int(self._ends[number - 1]) if number else 0
        return bytes(self._letters[start : int(self._ends[number])])

    def find(self, term: bytes) -> int:
        """The number of a term; -1 if it is not there."""
        number = self._known.get(term)
        if number is None:
            at = self.before(term)
            number = at if at < len(self) and self[at] == term else -1
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            self._known[term] = number
        return number

    def beginning(self, start: bytes) -> range:
        """The numbers of those that begin so."""
        if not start:
            return range(len(self))
        return range(self.before(start), self.before(start + _AFTER_ALL))

    def all(self) -> list[bytes]:
        """Every term."""
        ends = self._ends.tolist()
        letters = self._letters.tobytes()
        return [letters[start:end] for start, end in zip([0, *ends], ends)]  # noqa: B905

    def before(self, term: bytes) -> int:
        """How many terms stand before a term."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self[middle] < term:
                low = middle + 1
            else:
                high = middle
        return low


# A word is asked for in every language of the archive, and stands in one or two.
_MOST_KNOWN = 50_000


def packed(terms: Sequence[bytes] | Iterable[bytes]) -> tuple[Array, Array]:
    """Sorted terms as the two arrays that `Terms` reads."""
    listed = list(terms)
    letters = np.frombuffer(b"".join(listed), np.uint8)
    return letters, np.cumsum([len(term) for term in listed], dtype=np.uint64)
