"""The postings of one term, in all segments of an index; and documents that they are asked about.

Within a segment the numbers of documents are kept in their lowest bits, and what is above them is
the same for a run of postings (`files.Documents`). So a list is runs, each with the document that
its numbers are counted from. A selection of documents is cut in the same way once, and then looked
up in one list after the other by binary search, in two-byte numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from operator import attrgetter

import numpy as np

from index.engines.arrays import files
from index.engines.arrays.files import Array, Narrow, one_of, ranges
from index.engines.arrays.segment import Field

Blocks = Mapping[int, tuple[slice, Array]]  # base -> which of the documents, their lowest bits
_BYTE = 255
FEW_PLACES = 4  # one document of so many is wanted, and its places are picked out


@dataclass(frozen=True, slots=True)
class Run:
    """Some postings of a term: documents as numbers of two bytes, ascending, that count from the
    document `base` on; how often each has the term (nothing, of a keyword field); and at which
    place of the segment's postings of the term the run begins.
    """

    base: int
    low: Array
    counts: Narrow
    start: int


@dataclass(frozen=True, slots=True)
class Held:
    """What one segment has of a term: its first document, the field, the term's number there."""

    first: int
    field: Field
    number: int

    @property
    def count(self) -> int:
        """How many postings."""
        where = self.field.postings(self.number)
        return int(where.stop - where.start)

    def runs(self) -> Iterator[Run]:
        """Its postings, ascending."""
        where = self.field.postings(self.number)
        docs, counts = self.field.docs, self.field.counts
        for here, high in docs.runs_of(where):
            low = docs.low[here].astype(np.uint16, copy=False)
            base = self.first + (high << files.BITS)
            held = counts.part(here) if len(counts) else counts
            yield Run(base, low, held, here.start - where.start)


class PostingList:
    """The postings of a term, `count` of them, ascending; deleted documents may be among them."""

    def __init__(self, parts: Sequence[Held]) -> None:
        self._parts = parts
        self.count: int = sum(part.count for part in parts)
        self.size = 1 + len(parts)  # what it takes in memory, in segments that have the term

    @cached_property
    def _runs(self) -> list[list[Run]]:
        """Of each part."""
        return [list(part.runs()) for part in self._parts]

    def docs(self) -> Array:
        """The documents; the caller's own."""
        return one_of([np.add(run.low, run.base, dtype=np.intp) for run in self._every])

    @cached_property
    def _every(self) -> list[Run]:
        return [run for runs in self._runs for run in runs]

    def spread(self, size: int) -> Array:
        """How often each of the `size` documents of the index has the term."""
        wide = any((run.counts.more > _BYTE).any() for run in self._every)
        often = np.zeros(size, np.int64 if wide else np.uint8)
        for run in self._every:
            often[np.add(run.low, run.base, dtype=np.intp)] = run.counts[:]
        return often

    def often(self, blocks: Blocks, count: int) -> Array:
        """How often each of `count` documents has the term. They are looked up, and the postings
        are not read.
        """
        often = np.zeros(count, np.int64)
        for run in self._every:
            if run.base in blocks:
                which, wanted = blocks[run.base]
                at = run.low.searchsorted(wanted)
                there = run.low.take(at, mode="clip") == wanted
                np.multiply(run.counts.take(at), there, out=often[which])
        return often

    def places(self, blocks: Blocks) -> Array:
        """Where the term stands in documents that have it, ascending: document << 32 | place."""
        found = []
        for part, runs in zip(self._parts, self._runs, strict=True):
            asked = [(run, blocks[run.base][1]) for run in runs if run.base in blocks]
            if asked:
                at = one_of([run.low.searchsorted(wanted) + run.start for run, wanted in asked])
                docs = one_of([np.add(wanted, run.base, dtype=np.intp) for run, wanted in asked])
                found.append(_places(part, at, docs))
        return one_of(found)


by_count = attrgetter("count")


def _places(held: Held, at: Array, docs: Array) -> Array:
    """Where a term stands in the documents of some of a segment's postings of it."""
    field, placed = held.field, held.field.placed(held.number)
    every = field.counts[field.postings(held.number)]
    counts = every[at]
    if len(at) * FEW_PLACES < len(every):
        ends = every[: int(at[-1]) + 1].cumsum(dtype=np.intp)[at]
        places = field.places.take(ranges(ends - counts + placed.start, counts))
    else:
        wanted = np.zeros(len(every), bool)
        wanted[at] = True
        places = field.places[placed][np.repeat(wanted, every)]
    return np.asarray((np.repeat(docs, counts) << 32) | places)


class Selection:
    """Documents as numbers that ascend, or as a mask over all: whichever is at hand. The other is
    made when it is asked for. Neither is to be changed.

    `of` is the selection that these were picked out of, if any, and `kept` says which of its
    documents they are.
    """

    def __init__(
        self,
        held: Array,
        bases: Array,
        size: int,
        of: Selection | None = None,
        kept: Array | None = None,
    ) -> None:
        is_mask = held.dtype == bool
        self._mask = held if is_mask else None
        self._docs = None if is_mask else held
        self._bases = bases
        self._size = size
        self._of = of
        self._kept = kept

    def __len__(self) -> int:
        return len(self.docs)

    @property  # not a cached one: in Python 3.11 these take a lock
    def docs(self) -> Array:
        """The documents, ascending."""
        if self._docs is None:
            self._docs = self.mask.nonzero()[0]
        return self._docs

    @property
    def mask(self) -> Array:
        """Whether each document of the index is one of them."""
        if self._mask is None:
            self._mask = np.zeros(self._size, bool)
            self._mask[self.docs] = True
        return self._mask

    @cached_property
    def blocks(self) -> Blocks:
        """The documents by where the runs of lists begin that they may stand in."""
        docs = self.docs
        cuts = [*docs.searchsorted(self._bases).tolist(), len(docs)]
        return {
            base: (slice(first, after), (docs[first:after] - base).astype(np.uint16))
            for base, (first, after) in zip(self._bases.tolist(), pairwise(cuts), strict=True)
            if first < after
        }

    def where(self, kept: Array) -> Selection:
        """Those of the documents that an array picks: one by one, or by their places."""
        return Selection(self.docs[kept], self._bases, self._size, self, kept)

    def within(self, other: Selection) -> Selection:
        """Those that another has too."""
        if self._docs is not None:
            return self.where(other.mask[self._docs])
        if other._docs is not None:
            return other.within(self)
        return Selection(self.mask & other.mask, self._bases, self._size)

    def without(self, other: Selection) -> Selection:
        """Those that another does not have."""
        if other._docs is not None and not len(other._docs):
            return self
        if self._docs is not None:
            return self.where(~other.mask[self._docs])
        return Selection(self.mask > other.mask, self._bases, self._size)

    def picked_from(self, other: Selection) -> list[Array] | None:
        """How these were picked out of another selection, step by step; None if they were not."""
        steps: list[Array] = []
        one = self
        while one is not other:
            if one._of is None or one._kept is None:
                return None
            steps.append(one._kept)
            one = one._of
        return steps[::-1]
