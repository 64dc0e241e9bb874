"""The postings of one term as Whoosh walks over them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np
from whoosh.matching import LeafMatcher, ReadTooFar
from whoosh.system import pack_uint

from index.engines.arrays.files import Array


class ArrayMatcher(LeafMatcher):  # type: ignore[misc]
    """Walks over the postings of a term; all of them are one block."""

    def __init__(
        self,
        term: tuple[str, bytes],
        docs: Array,
        counts: Array,
        places: Array | None,
        lengths: Array | None,
        format_: Any,
        scorer: Any,
    ) -> None:
        self._term = term
        self._docs = docs
        self._counts = counts
        self._places = places
        self._lengths = lengths
        self.format = format_
        self.scorer = scorer
        self._at = 0

    @cached_property
    def _ends(self) -> Array:
        return np.cumsum(self._counts, dtype=np.int64)

    def is_active(self) -> bool:
        """Whether it stands at a posting."""
        return self._at < len(self._docs)

    def reset(self) -> None:
        """Goes back to the first posting."""
        self._at = 0

    def copy(self) -> ArrayMatcher:
        """Another one that stands where this one does."""
        other = ArrayMatcher(
            self._term, self._docs, self._counts, self._places, self._lengths, self.format,
            self.scorer,
        )  # fmt: skip
        other._at = self._at
        return other

    def id(self) -> int:
        """The document."""
        return int(self._docs[self._at])

    def all_ids(self) -> Iterator[int]:
        """Every document from here on."""
        return iter(self._docs[self._at :].tolist())

    def weight(self) -> float:
        """How often the term stands there."""
        return float(self._counts[self._at])

    def value(self) -> bytes:
        """The posting as its format encodes it."""
        if self._places is not None:
            return bytes(self.format.encode(self._here().tolist()))
        return bytes(pack_uint(int(self._counts[self._at]))) if self._lengths is not None else b""

    def value_as(self, astype: str) -> Any:
        """The posting as Whoosh asks for it: positions, frequency, weight ..."""
        return self._here().tolist() if astype == "positions" else super().value_as(astype)

    def _here(self) -> Array:
        assert self._places is not None
        end = int(self._ends[self._at])
        return self._places[end - int(self._counts[self._at]) : end]

    def next(self) -> bool:
        """Goes on to the next posting."""
        if not self.is_active():
            raise ReadTooFar
        self._at += 1
        return False

    def skip_to(self, id: int) -> bool:  # noqa: A002 - Whoosh's name
        """Goes on to the first posting of that document or a later one."""
        if not self.is_active():
            raise ReadTooFar
        if id > self.id():
            self._at += int(np.searchsorted(self._docs[self._at :], id))
        return False

    def skip_to_quality(self, minquality: float) -> int:
        """Goes to the end, if no posting can score as much."""
        if self.block_quality() > minquality:
            return 0
        self._at = len(self._docs)
        return 1

    def block_min_length(self) -> int:
        """The length of the shortest field with the term."""
        return int(self._lengths[self._docs].min()) if self._lengths is not None else 0

    def block_max_length(self) -> int:
        """The length of the longest."""
        return int(self._lengths[self._docs].max()) if self._lengths is not None else 0

    def block_max_weight(self) -> float:
        """How often the term stands at most."""
        return float(self._counts.max())
