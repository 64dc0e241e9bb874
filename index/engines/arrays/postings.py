"""The postings of one term, in all segments of an index; and documents that they are asked about.

A list is decoded once and kept while there is room: its documents as numbers of four bytes, and how
often each has the term. So are the documents that it is asked about, which may be few or many.

Within a segment the numbers of documents are kept in their lowest bits, and what is above them is
the same for a run of postings (`files.Documents`). A list too long to be kept is asked as runs,
each with the document that its numbers are counted from: a selection of documents is cut in the
same way once, and then looked up by binary search, in two-byte numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from operator import attrgetter

import numpy as np

from archive.frozen import frozen
from index.engines.arrays import files
from index.engines.arrays.files import Array, Narrow, begins_run, one_of, ranges, shrunk
from index.engines.arrays.kept import Arrays, Kept
from index.engines.arrays.segment import Field

Blocks = Mapping[int, tuple[slice, Array]]  # base -> which of the documents, their lowest bits
NUMBER = np.int32  # of a document, where many are kept
LONG = 1 << 19  # postings: of more a list takes too much room to be kept (5 bytes each)
SCARCE = 8  # documents asked about for so many postings: they are looked up instead
PLACE = (1 << 32) - 1  # the bits of where a term stands that tell the place in the document
FEW_PLACES = 4  # one document of so many is wanted, and its places are picked out


@frozen
class Run:
    """Some postings of a term: documents as numbers of two bytes, ascending, that count from the
    document `base` on; and how often each has the term.
    """

    base: int
    low: Array
    counts: Narrow


@frozen
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

    def docs(self) -> Array:
        """The documents, ascending."""
        docs = self.field.docs
        runs = docs.runs_of(self.field.postings(self.number))
        return one_of([
            np.add(docs.low[here], self.first + (high << files.BITS), dtype=NUMBER)
            for here, high in runs
        ])  # fmt: skip

    def counts(self) -> Array:
        """How often each has the term; nothing, of a keyword field."""
        counts = self.field.counts
        return counts[self.field.postings(self.number)] if len(counts) else counts[:]

    def begins(self) -> Array:
        """Where among all places of the field those of each posting begin."""
        counts = self.counts()
        ends = counts.cumsum(dtype=np.intp)
        return np.asarray(ends - counts + self.field.placed(self.number).start)

    def runs(self) -> Iterator[Run]:
        """Its postings, ascending."""
        docs, counts = self.field.docs, self.field.counts
        for here, high in docs.runs_of(self.field.postings(self.number)):
            low = docs.low[here].astype(np.uint16, copy=False)
            yield Run(self.first + (high << files.BITS), low, counts.part(here))


class PostingList:
    """The postings of a term, `count` of them, ascending; deleted documents may be among them."""

    def __init__(self, parts: Sequence[Held], kept: Kept) -> None:
        self._parts = parts
        self._kept = kept
        self.count: int = sum(part.count for part in parts)
        self.size = 1 + len(parts)  # what it takes in memory, in segments that have the term

    def _decoded(self) -> Arrays:
        """The documents, and how often each has the term; not to be changed."""

        def decode() -> Arrays:
            docs = one_of([part.docs() for part in self._parts])
            return docs.astype(NUMBER, copy=False), one_of([part.counts() for part in self._parts])

        return self._once(self, decode)

    def _begins(self) -> Array:
        """Where among all places of a segment those of each posting begin; not to be changed."""

        def find() -> Arrays:
            return (shrunk(one_of([part.begins() for part in self._parts])),)

        return self._once((self, "places"), find)[0]

    def _once(self, of: Hashable, make: Callable[[], Arrays]) -> Arrays:
        return make() if self.count > LONG else self._kept.get(of, make)

    def docs(self) -> Array:
        """The documents."""
        return self._decoded()[0].astype(np.intp)

    def often(self, among: Selection) -> Array:
        """How often each document of a selection has the term; not to be changed."""
        if self.count > LONG and len(among) * SCARCE < self.count:
            return self._looked_up(among.blocks, len(among))
        docs, counts = self._decoded()
        return often_of(docs, counts, among)

    @cached_property
    def _runs(self) -> list[Run]:
        return [run for part in self._parts for run in part.runs()]

    def _looked_up(self, blocks: Blocks, count: int) -> Array:
        """How often each of `count` documents has the term; the postings are not read."""
        often = np.zeros(count, np.int64)
        for run in self._runs:
            if run.base in blocks:
                which, wanted = blocks[run.base]
                at = run.low.searchsorted(wanted)
                there = run.low.take(at, mode="clip") == wanted
                np.multiply(run.counts.take(at), there, out=often[which])
        return often

    def places(self, among: Selection) -> Array:
        """Where the term stands in documents that have it, ascending: document << 32 | place."""
        docs, counts = self._decoded()
        begins = self._begins()
        at = docs.searchsorted(among.numbers)
        found, begin = [], 0
        for part in self._parts:
            after = begin + part.count
            here = slice(*at.searchsorted((begin, after)).tolist())
            if here.start < here.stop:
                own = slice(begin, after)
                places = _places(part, counts[own], begins[own], at[here] - begin)
                found.append(np.repeat(among.docs[here] << 32, counts.take(at[here])) | places)
            begin = after
        return one_of(found)


by_count = attrgetter("count")


def often_of(docs: Array, counts: Array, among: Selection) -> Array:
    """How often each document of a selection has what `docs` (of type NUMBER, ascending) have so
    often; not to be changed.
    """
    wanted = among.numbers
    if len(docs) == len(wanted) and np.array_equal(docs, wanted):
        return counts
    if len(docs) * 2 < len(wanted):
        at = wanted.searchsorted(docs)
        there = wanted.take(at, mode="clip") == docs
        often = np.zeros(len(wanted), counts.dtype)
        often[at[there]] = counts[there]
        return often
    if len(wanted) * SCARCE < len(docs):
        at = docs.searchsorted(wanted)
        there = docs.take(at, mode="clip") == wanted
        return np.asarray(counts.take(at, mode="clip") * there)
    whole = np.zeros(among.size, counts.dtype)
    whole[docs] = counts
    return np.asarray(whole[among.docs])


def by_document(docs: Array, counts: Array, size: int) -> Arrays:
    """Each of some of `size` documents once, ascending (type NUMBER), and the sum of its counts."""
    if len(docs) * SCARCE > size:
        sums = np.bincount(docs, counts, size)  # floats, which are exact below 2**53
        docs = sums.nonzero()[0]
        counts = sums[docs].astype(np.int64)
    elif len(docs):
        order = np.argsort(docs, kind="stable")
        docs = docs[order]
        first = begins_run(docs).nonzero()[0]
        docs, counts = docs[first], np.add.reduceat(counts[order], first, dtype=np.int64)
    return docs.astype(NUMBER), shrunk(counts)


def _places(held: Held, counts: Array, begins: Array, at: Array) -> Array:
    """Where a term stands in the documents of some of a segment's postings of it, ascending."""
    if len(at) * FEW_PLACES < len(counts):
        return held.field.places.take(ranges(begins.take(at), counts.take(at)))
    wanted = np.zeros(len(counts), bool)
    wanted[at] = True
    places = held.field.places[held.field.placed(held.number)]
    return np.asarray(places[np.repeat(wanted, counts)])


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
        self._numbers: Array | None = None
        self._bases = bases
        self.size = size
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
    def numbers(self) -> Array:
        """The same as lists of postings have them: NumPy would copy a list to look up others."""
        if self._numbers is None:
            self._numbers = self.docs.astype(NUMBER)
        return self._numbers

    @property
    def mask(self) -> Array:
        """Whether each document of the index is one of them."""
        if self._mask is None:
            self._mask = np.zeros(self.size, bool)
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
        return Selection(self.docs[kept], self._bases, self.size, self, kept)

    def within(self, other: Selection) -> Selection:
        """Those that another has too."""
        if self._docs is not None:
            return self.where(other.mask[self._docs])
        if other._docs is not None:
            return other.within(self)
        return Selection(self.mask & other.mask, self._bases, self.size)

    def without(self, other: Selection) -> Selection:
        """Those that another does not have."""
        if other._docs is not None and not len(other._docs):
            return self
        if self._docs is not None:
            return self.where(~other.mask[self._docs])
        return Selection(self.mask > other.mask, self._bases, self.size)

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
