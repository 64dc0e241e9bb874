"""One committed state of an index: its segments side by side, without what has been deleted.

The documents of a segment are numbered on from those of the segments before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from index.engines.arrays.files import Array
from index.engines.arrays.manifest import Part, read_manifest
from index.engines.arrays.segment import Field, Segment
from index.engines.common.generations import verify
from index.engines.common.layout import key_field

Postings = tuple[Array, Array]  # documents, ascending, and how often each has it
NOTHING = np.zeros(0, np.intp)


class Values:
    """The values of a keyword field: `numbers` of the document d are those before `ends[d]`, each
    the place of a value among all, sorted.
    """

    def __init__(self, numbers: Array, ends: Array, values: Sequence[bytes]) -> None:
        self.numbers = numbers
        self.ends = ends
        self.values = values
        self.counts = np.diff(ends, prepend=0)
        self.single = bool((self.counts == 1).all())


class Snapshot:
    """The segments of a folder, open for reading; shared by threads."""

    def __init__(self, folder: Path) -> None:
        verify(folder)
        self.name = folder.name
        self.parts: list[Part] = read_manifest(folder)
        self.segments = [Segment(folder / part.name) for part in self.parts]
        self.starts = np.cumsum([0, *(segment.size for segment in self.segments)]).tolist()
        self.size: int = self.starts[-1]
        self._values: dict[str, Values] = {}
        self._relative: dict[str, Array] = {}

    @cached_property
    def live(self) -> Array | None:
        """Whether a document is there still; None where all are."""
        if not any(part.deleted is not None for part in self.parts):
            return None
        live = np.ones(self.size, bool)
        for start, part in zip(self.starts, self.parts, strict=False):
            if part.deleted is not None:
                live[start + part.deleted] = False
        return live

    @cached_property
    def count(self) -> int:
        """How many documents are there."""
        return self.size if self.live is None else int(np.count_nonzero(self.live))

    def everything(self) -> Array:
        """A mask of all documents that are there."""
        return np.ones(self.size, bool) if self.live is None else self.live.copy()

    def column(self, name: str) -> Array:
        """A number of every document."""
        if len(self.segments) == 1:
            return self.segments[0].column(name)
        return self._joined(name)

    def _joined(self, name: str) -> Array:
        if name not in self._columns:
            columns = [segment.column(name) for segment in self.segments]
            self._columns[name] = np.concatenate(columns) if columns else NOTHING
        return self._columns[name]

    @cached_property
    def _columns(self) -> dict[str, Array]:
        return {}

    def relative_length(self, stream: str) -> Array:
        """The length of a stream of every document, divided by the average of those there."""
        if stream not in self._relative:
            lengths = self.column(f"{stream} length").astype(np.float64)
            total = lengths.sum() if self.live is None else lengths[self.live].sum()
            self._relative[stream] = lengths / ((total / self.count if self.count else 0) or 1.0)
        return self._relative[stream]

    # Postings -----------------------------------------------------------------------------------

    def docs(self, field: str, term: bytes) -> Array:
        """The documents that have a term."""
        found = []
        for start, segment in zip(self.starts, self.segments, strict=False):
            held = segment.field(field)
            number = held.terms.find(term)
            if number >= 0:
                found.append(self._there(held.docs[_of(held.starts, number)], start)[0])
        return _one(found)

    def postings(self, field: str, term: bytes) -> Postings:
        """The documents that have a term, and how often."""
        found = []
        for start, segment in zip(self.starts, self.segments, strict=False):
            held = segment.field(field)
            number = held.terms.find(term)
            if number >= 0:
                found.append(self._counted(held, start, _of(held.starts, number)))
        return joined(found)

    def beginning(self, field: str, start: bytes) -> tuple[list[Array], list[Array]]:
        """Documents, and how often (nothing, of a keyword field), of all terms that begin so; a
        document once for each of its terms. Words that begin so, of a stream: no acronyms.
        """
        docs: list[Array] = []
        counts: list[Array] = []
        for first, segment in zip(self.starts, self.segments, strict=False):
            held = segment.field(field)
            for numbers in _words(held, start):
                where = slice(int(held.starts[numbers.start]), int(held.starts[numbers.stop]))
                found, kept = self._there(held.docs[where], first)
                docs.append(found)
                if held.counts is not None:
                    counts.append(_kept(held.counts[where], kept))
        return docs, counts

    def places(self, stream: str, term: bytes, among: Array) -> Array:
        """Where a term stands in documents of a mask, ascending: document << 32 | place."""
        found = []
        for first, segment in zip(self.starts, self.segments, strict=False):
            held = segment.field(stream)
            number = held.terms.find(term)
            if number < 0:
                continue
            assert held.counts is not None
            assert held.places is not None
            assert held.place_starts is not None
            where = _of(held.starts, number)
            docs = held.docs[where].astype(np.int64) + first
            counts = held.counts[where]
            places = held.places[_of(held.place_starts, number)]
            wanted = among[docs]
            if not wanted.all():
                places = places[np.repeat(wanted, counts)]
                docs, counts = docs[wanted], counts[wanted]
            found.append((np.repeat(docs, counts) << 32) | places)
        return _one(found)

    def terms(self, field: str, start: str) -> list[str]:
        """The terms of a field that begin so, sorted; some may only be in deleted documents."""
        found: set[bytes] = set()
        for segment in self.segments:
            terms = segment.field(field).terms
            found.update(terms[number] for number in terms.beginning(start.encode()))
        return [term.decode() for term in sorted(found)]

    def holding(self, field: str, term: str) -> int:
        """How many documents have a term; deleted ones are counted too."""
        count = 0
        for segment in self.segments:
            held = segment.field(field)
            number = held.terms.find(term.encode())
            if number >= 0:
                count += int(held.starts[number + 1]) - int(held.starts[number])
        return count

    # Values -------------------------------------------------------------------------------------

    def values(self, name: str) -> Values:
        """The values of a keyword field of all documents."""
        field = key_field(name)
        if field not in self._values:
            self._values[field] = self._all_values(field)
        return self._values[field]

    def _all_values(self, field: str) -> Values:
        terms = [segment.field(field).terms for segment in self.segments]
        numbers = [segment.column(f"{field} values") for segment in self.segments]
        ends = [segment.column(f"{field} value_ends") for segment in self.segments]
        if len(terms) == 1:
            return Values(numbers[0], ends[0], terms[0])
        lists = [each.all() for each in terms]
        every = sorted(set().union(*lists))
        place = {value: at for at, value in enumerate(every)}
        mapped = [
            np.array([place[value] for value in values], np.int64)[each]
            for values, each in zip(lists, numbers, strict=True)
        ]
        before = np.cumsum([0, *(len(each) for each in numbers)])
        shifted = [each.astype(np.int64) + at for each, at in zip(ends, before, strict=False)]
        return Values(_one(mapped), _one(shifted), every)

    # --------------------------------------------------------------------------------------------

    def _counted(self, held: Field, start: int, where: slice) -> Postings:
        assert held.counts is not None
        docs, kept = self._there(held.docs[where], start)
        return docs, _kept(held.counts[where], kept)

    def _there(self, docs: Array, start: int) -> tuple[Array, Array | None]:
        """Documents of a segment by their number in the whole, those there, and which these are."""
        docs = docs.astype(np.intp)
        if start:
            docs += start
        if self.live is None:
            return docs, None
        kept = self.live[docs]
        return (docs, None) if kept.all() else (docs[kept], kept)

    def close(self) -> None:
        """Gives back its files, once nothing reads them any more."""
        self.segments = []
        self._values.clear()
        self._relative.clear()


def _of(starts: Array, number: int) -> slice:
    return slice(int(starts[number]), int(starts[number + 1]))


def _kept(numbers: Array, kept: Array | None) -> Array:
    return numbers if kept is None else numbers[kept]


def _one(arrays: list[Array]) -> Array:
    if not arrays:
        return NOTHING
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


def joined(parts: list[Postings]) -> Postings:
    """Postings of one segment after the other as one."""
    if len(parts) == 1:
        return parts[0]
    return _one([docs for docs, _ in parts]), _one([counts for _, counts in parts])


def _words(held: Field, start: bytes) -> list[range]:
    """The numbers of terms that begin so. Acronyms, in capitals, are no words: they can begin so
    only where `start` has no letter.
    """
    numbers = held.terms.beginning(start)
    if not numbers:
        return []
    if held.places is None or any(map(str.isalpha, start.decode())):
        return [numbers]
    runs: list[range] = []
    first = numbers.start
    for number in numbers:
        if held.terms[number].decode().isupper():
            if number > first:
                runs.append(range(first, number))
            first = number + 1
    return [*runs, range(first, numbers.stop)] if numbers.stop > first else runs
