"""One committed state of an index: its segments side by side, without what has been deleted.

The documents of a segment are numbered on from those of the segments before it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cached_property
from pathlib import Path

import numpy as np

from index.engines.arrays.files import Array, one_of, ranges
from index.engines.arrays.manifest import Part, read_manifest
from index.engines.arrays.segment import NOTHING, Field, Segment, length_column
from index.engines.arrays.values import Dates, Values, dates_of, values_of
from index.engines.common.generations import verify
from index.engines.common.layout import key_field

Postings = tuple[Array, Array]  # documents, ascending, and how often each has it
_MOST_REMEMBERED = 16 << 20  # bytes of masks
_MOST_KNOWN = 10_000  # words
SCARCE = 8  # documents asked about for so many postings: they are looked up instead
_FEW_PLACES = 4  # one document of so many is wanted, and its places are picked out


class Snapshot:
    """The segments of a folder, open for reading; shared by threads. Its files are given back when
    nothing reads them any more.
    """

    def __init__(self, folder: Path) -> None:
        verify(folder)
        self.name = folder.name
        self.parts: list[Part] = read_manifest(folder)
        self.segments = [Segment(folder / part.name, part.size) for part in self.parts]
        self.starts: list[int] = [0]
        for part in self.parts:
            self.starts.append(self.starts[-1] + part.size)
        self.size = self.starts[-1]
        self._values: dict[str, Values] = {}
        self._columns: dict[str, Array] = {}
        self._relative: dict[str, Array] = {}
        self._masks: OrderedDict[Hashable, Array] = OrderedDict()
        self._known: dict[Hashable, int] = {}

    @cached_property
    def live(self) -> Array | None:
        """Whether a document is there still; None where all are."""
        if not any(part.deleted is not None for part in self.parts):
            return None
        live = np.ones(self.size, bool)
        for start, part in zip(self.starts[:-1], self.parts, strict=True):
            if part.deleted is not None:
                live[start + part.deleted] = False
        return live

    @cached_property
    def count(self) -> int:
        """How many documents are there."""
        return sum(part.count for part in self.parts)

    @cached_property
    def everything(self) -> Array:
        """A mask of all documents that are there; not to be changed."""
        return np.ones(self.size, bool) if self.live is None else self.live

    def mask(self, of: Hashable, make: Callable[[], Array]) -> Array:
        """A mask that is asked for again and again, made once; not to be changed."""
        made = self._masks.get(of)
        if made is None:
            made = make()
            if len(self._masks) * self.size > _MOST_REMEMBERED:
                self._masks.popitem(last=False)
            self._masks[of] = made
        return made

    def having(self, found: Iterable[Array]) -> Array:
        """A new mask of the documents in any of some lists."""
        mask = np.zeros(self.size, bool)
        for docs in found:
            mask[docs] = True
        return mask

    def known(self, leaf: Hashable, count: Callable[[], int]) -> int:
        """How many documents a leaf matches, counted once."""
        counted = self._known.get(leaf)
        if counted is None:
            counted = count()
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[leaf] = counted
        return counted

    def column(self, name: str) -> Array:
        """A number of every document."""
        if name not in self._columns:
            columns = [segment.column(name) for segment in self.segments]
            self._columns[name] = one_of(columns)
        return self._columns[name]

    @cached_property
    def dates(self) -> Dates:
        """The days of all documents."""
        return dates_of(self.segments)

    def relative_length(self, stream: str) -> Array:
        """The length of a stream of every document, divided by the average of those there."""
        if stream not in self._relative:
            lengths = self.column(length_column(stream)).astype(np.float64)
            total = lengths.sum() if self.live is None else lengths[self.live].sum()
            self._relative[stream] = lengths / ((total / self.count if self.count else 0) or 1.0)
        return self._relative[stream]

    def values(self, name: str) -> Values:
        """The values of a keyword field of all documents."""
        if name not in self._values:
            self._values[name] = values_of(self.segments, key_field(name))
        return self._values[name]

    # Postings -----------------------------------------------------------------------------------

    def docs(self, field: str, term: bytes) -> Array:
        """The documents that have a term."""
        return one_of(
            [
                self._there(held.docs[held.postings(number)], start)[0]
                for start, held, number in self._holding(field, term)
            ]
        )

    def postings(self, field: str, term: bytes) -> Postings:
        """The documents that have a term, and how often."""
        found = []
        for start, held, number in self._holding(field, term):
            where = held.postings(number)
            docs, kept = self._there(held.docs[where], start)
            found.append((docs, _kept(held.counts[where], kept)))
        return joined(found)

    def beginning(self, field: str, start: bytes) -> tuple[list[Array], list[Array]]:
        """Documents, and how often (nothing, of a keyword field), of all terms that begin so; a
        document once for each of its terms.
        """
        docs: list[Array] = []
        counts: list[Array] = []
        for first, segment in zip(self.starts[:-1], self.segments, strict=True):
            held = segment.field(field)
            numbers = held.terms.beginning(start)
            where = slice(int(held.starts[numbers.start]), int(held.starts[numbers.stop]))
            found, kept = self._there(held.docs[where], first)
            docs.append(found)
            counts.append(_kept(held.counts[where], kept) if len(held.counts) else NOTHING)
        return docs, counts

    def frequencies(self, field: str, term: bytes, docs: Array) -> Array:
        """How often each of some documents, ascending, has a term; its postings are not read."""
        often = np.zeros(len(docs), np.int64)
        for start, held, number in self._holding(field, term):
            first = int(docs.searchsorted(start))
            # Those of the segments behind it are higher than any that this one has.
            which, places = held.docs.find(held.postings(number), docs[first:] - start)
            often[first + which] = held.counts.take(places)
        return often

    def among(self, field: str, term: bytes, docs: Array) -> Array:
        """Those of some documents, ascending, that have a term."""
        if len(docs) * SCARCE < self.holding(field, term.decode()):
            return docs[self.frequencies(field, term, docs) > 0]
        found = self.docs(field, term)
        return np.asarray(found[self.having([docs])[found]])

    def places(self, stream: str, term: bytes, docs: Array) -> Array:
        """Where a term stands in some documents that have it, ascending: document << 32 | place."""
        found = []
        for start, held, number in self._holding(stream, term):
            where, placed = held.postings(number), held.placed(number)
            first = int(docs.searchsorted(start))
            which, at = held.docs.find(where, docs[first:] - start)
            here = docs[first + which]
            every = held.counts[where]
            counts = every[at - where.start]
            if len(at) * _FEW_PLACES < len(every):
                ends = np.cumsum(every, dtype=np.intp)[at - where.start]
                places = held.places.take(ranges(ends - counts + placed.start, counts))
            else:
                wanted = np.zeros(len(every), bool)
                wanted[at - where.start] = True
                places = held.places[placed][np.repeat(wanted, every)]
            found.append((np.repeat(here, counts) << 32) | places)
        return one_of(found)

    def words(self, stream: str, start: str) -> list[str]:
        """The words of a stream that begin so, without acronyms, sorted; some may only be in
        deleted documents.
        """
        found: list[str] = []
        for segment in self.segments:
            terms = segment.field(stream).terms
            found += terms.words(terms.beginning(start.encode()))
        if len(self.segments) > 1:
            found = list(dict.fromkeys(sorted(found)))
        # Acronyms alone are not folded: they begin with A to Z, or with another letter, as ÉL does.
        first, after, others = (bisect_left(found, letter) for letter in ("A", "[", "\x80"))
        rest = [word for word in found[others:] if not word.isupper()]
        return found[:first] + found[after:others] + rest

    def holding(self, field: str, term: str) -> int:
        """How many documents have a term; deleted ones are counted too."""
        count = 0
        for _, held, number in self._holding(field, term.encode()):
            where = held.postings(number)
            count += where.stop - where.start
        return count

    def _holding(self, field: str, term: bytes) -> Iterator[tuple[int, Field, int]]:
        """Of each segment that has a term: its first document, the field, the term's number."""
        for start, segment in zip(self.starts[:-1], self.segments, strict=True):
            held = segment.field(field)
            number = held.terms.find(term)
            if number >= 0:
                yield start, held, number

    def _there(self, docs: Array, start: int) -> tuple[Array, Array | None]:
        """Documents of a segment by their number in the whole, those there, and which these are."""
        if start:
            docs += start
        if self.live is None:
            return docs, None
        kept = self.live[docs]
        return (docs, None) if kept.all() else (docs[kept], kept)

    def close(self) -> None:
        """Nothing: another thread may be reading."""


def _kept(numbers: Array, kept: Array | None) -> Array:
    return numbers if kept is None else np.asarray(numbers[kept])


def joined(parts: list[Postings]) -> Postings:
    """Postings of one segment after the other as one."""
    if len(parts) == 1:
        return parts[0]
    return one_of([docs for docs, _ in parts]), one_of([counts for _, counts in parts])
