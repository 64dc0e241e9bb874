"""Counting words, and what stands around some, over the arrays of a snapshot.

There is no text to be read: the places around all occurrences are marked, and then the places of
every word are looked up among the marks. A word of documents without an occurrence is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np

from index.engines.arrays.evaluate import Evaluation
from index.engines.arrays.files import Array, Narrow, narrowed, one_of
from index.engines.arrays.groups import Groups
from index.engines.arrays.numbering import Numbering
from index.engines.arrays.passed import Passed
from index.engines.arrays.places import Places, Windows
from index.engines.arrays.scanning import Marked, marked, sizes, totals
from index.engines.arrays.segment import NOTHING, Field, Segment
from index.engines.arrays.side_by_side import Runs
from index.engines.arrays.snapshot import Snapshot
from index.engines.common.counting import (
    COUNTED,
    LONGEST_RUN,
    Counting,
    Counts,
    Numbers,
    Texts,
    sample,
)
from index.engines.common.request import Request

_MARK = "!"  # ends what is indexed and is no word of its own


@dataclass(slots=True)
class _Part:
    """What one segment, whose documents begin at `start`, has of one stream: which of its `terms`
    stand near what is asked for, and how often, by group; but for those that are passed over, of
    which it is known together (`others`).
    """

    stream: str
    start: int
    size: int
    field: Field
    passed: Passed
    terms: Array
    near: Numbers
    others: Numbers

    @property
    def around(self) -> Numbers:
        """How many words stand near, by group."""
        return np.asarray(self.near.sum(axis=0) + self.others)

    def own(self, mask: Array) -> Array:
        """Of a mask over all documents the part that is of this segment."""
        return mask[self.start : self.start + self.size]


class Counter:
    """Answers one Counting."""

    def __init__(self, index: Snapshot, counting: Counting, texts: Texts) -> None:
        self._index = index
        self._counting = counting
        match = Evaluation(index, Request()).match
        self._found = match(counting.found)
        self._held: Array = match(counting.held).mask
        self._groups: list[Array] = [match(group).mask for group in counting.groups]
        self._sets = Groups([self._held & group for group in self._groups], index.size)
        where = Places(index, self._found, texts)
        self._places = {name: where.of(counting.leaves, name) for name in COUNTED}
        self._runs = Runs(self._groups)

    def counts(self) -> Counts:
        """All that was asked for."""
        counting, groups = self._counting, self._groups
        often = drawn = self._often()
        total = int(often.sum())
        if total > counting.most:
            self._draw(counting.most / total)
            drawn = self._often()
        # Occurrences in articles of no group are in no number from here on.
        grouped = np.zeros(self._index.size, bool)
        for group in groups:
            grouped |= group
        self._keep(grouped)
        parts = [part for name in COUNTED for part in self._parts(name)]
        words, near, totals = self._tables(parts)
        size = self._sizes(parts)
        return Counts(
            documents=tuple(int((self._found.mask & group).sum()) for group in groups),
            occurrences=tuple(int(often[group].sum()) for group in groups),
            held=tuple(int((self._held & group).sum()) for group in groups),
            size=tuple(size.tolist()),
            drawn=tuple(int(drawn[group].sum()) for group in groups),
            whole=(len(self._found), total, int(drawn.sum())),
            sampled=total > counting.most,
            around=tuple(sum((part.around for part in parts), np.zeros_like(size)).tolist()),
            words=words,
            near=near,
            totals=totals,
            runs=self._runs.most_frequent(counting.runs, self._numbering),
        )

    def _often(self) -> Array:
        """How often each document has what is asked for."""
        places = np.concatenate([found[0] for found in self._places.values()])
        return np.bincount(places >> 32, minlength=self._index.size)

    def _draw(self, share: float) -> None:
        """Keeps only the occurrences in a sample of the articles."""
        ids, docs = self._index.column("id"), self._found.docs
        drawn = np.zeros(self._index.size, bool)
        drawn[docs] = sample(ids[docs].tolist(), share, self._counting.seed)
        self._keep(drawn)

    def _keep(self, docs: Array) -> None:
        """Keeps only the occurrences in the documents of a mask."""
        if docs[self._found.docs].all():
            return
        for name, (places, widths) in self._places.items():
            kept = docs.take(places >> 32)
            self._places[name] = places[kept], widths[kept]

    # What stands around -------------------------------------------------------------------------

    def _parts(self, stream: str) -> Iterator[_Part]:
        """Each segment's words of a stream, counted near what is asked for, and side by side."""
        counting, found, kinds = self._counting, self._places[stream], self._sets.kinds
        near = runs = None
        if len(found[0]) and counting.near:
            near = Windows(found, counting.left, counting.right, kinds, around=True)
        if len(found[0]) and counting.runs:
            alike = np.ones(self._index.size, np.uint8)
            runs = Windows(found, LONGEST_RUN - 1, LONGEST_RUN - 1, alike, around=False)
        for start, segment in zip(self._index.starts[:-1], self._index.segments, strict=True):
            part = self._part(stream, start, segment)
            if near:
                self._add_near(part, near)
            if runs:
                words = self._numbering().fields[stream, start]
                self._runs.add(part.field, words, start, segment.size, runs, found)
            yield part

    def _part(self, stream: str, start: int, segment: Segment) -> _Part:
        field, untold = segment.field(stream), self._counting.untold
        passed = self._index.made(
            ("passed over", stream, start, untold), lambda: Passed(field, untold, segment.size)
        )
        near = np.zeros((0, len(self._groups)), np.int64)
        others = np.zeros(len(self._groups), np.int64)
        return _Part(stream, start, segment.size, field, passed, NOTHING, near, others)

    def _add_near(self, part: _Part, windows: Windows) -> None:
        words = np.ones(len(part.field.terms), bool)
        words[part.field.terms.ending(_MARK)] = False

        def count(hits: Marked) -> tuple[Array, Numbers]:
            met = np.flatnonzero(hits.each)
            terms, kinds = met + hits.first, windows.kinds(hits.slots)
            table = self._sets.counted(hits.each[met], kinds)
            return terms[words[terms]], table[words[terms]].astype(np.int64)

        found = list(marked(part.field, part.start, windows, count, part.passed.numbers))
        if found:
            part.terms, part.near = map(np.concatenate, zip(*found, strict=True))
        others = part.passed.near(windows, part.start)
        part.others += [others[part.own(group)].sum() for group in self._groups]

    def _numbering(self) -> Numbering:
        """The words of all streams that are counted, numbered."""
        index = self._index
        return index.made(
            "words numbered",
            lambda: Numbering({
                (name, start): segment.field(name)
                for name in COUNTED
                for start, segment in zip(index.starts[:-1], index.segments, strict=True)
            }),
        )  # fmt: skip

    # How much there is --------------------------------------------------------------------------

    def _sizes(self, parts: Sequence[_Part]) -> Numbers:
        """How many words each group holds."""
        sizes = np.zeros(len(self._groups), np.int64)
        for part in parts:
            masks = [part.own(self._held & group) for group in self._groups]
            field, marks = part.field, part.field.terms.ending(_MARK)
            if all(mask.all() for mask in masks):
                placed = field.place_starts.astype(np.int64)
                sizes += placed[-1] - (placed[marks + 1] - placed[marks]).sum()
                continue
            own = part.own(self._words_of(part.stream))
            sizes += [own[mask].sum() for mask in masks]
            for number in marks.tolist():
                where = field.postings(number)
                docs, counts = field.docs[where], field.counts[where]
                sizes -= [counts[mask[docs]].sum(dtype=np.int64) for mask in masks]
        return sizes

    def _words_of(self, stream: str) -> Array:
        """How many words of a stream each document has, marks of acronyms among them."""
        index = self._index
        parts = zip(index.segments, index.parts, strict=True)
        return index.made(
            f"{stream} words",
            lambda: one_of([sizes(each.field(stream), part.size) for each, part in parts]),
        )

    def _totals(self, part: _Part, terms: Array) -> Numbers:
        """How often each of some terms stands in what is held, by group. Many words are asked for
        by the same axis: what it takes all postings to tell is kept.
        """
        sets = self._sets
        if sets.alike is not None:
            return self._counted(part)[terms]
        of = "totals", part.stream, part.start, self._counting.untold, sets.key
        kept = self._index.counted(of, lambda: _narrowed(self._counted(part)))
        columns = np.arange(sets.count)
        return Narrow(*kept).take(terms[:, np.newaxis] * sets.count + columns).astype(np.int64)

    def _counted(self, part: _Part) -> Numbers:
        kinds = part.own(self._sets.kinds)
        table = totals(part.field, self._sets, kinds, part.passed.numbers)
        table[part.field.terms.ending(_MARK)] = 0
        return table

    # Tables -------------------------------------------------------------------------------------

    def _tables(self, parts: Sequence[_Part]) -> tuple[list[str], Numbers, Numbers]:
        """The words with their rows: those that are counted often enough in some group."""
        counting, groups = self._counting, len(self._groups)
        is_all = counting.totals and not counting.leaves
        if not parts or not (counting.near or is_all):
            return [], *np.zeros((2, 0, groups), np.int64)
        numbered = self._numbering()
        numbers = [numbered.fields[part.stream, part.start].numbers for part in parts]
        rows = [(part.terms, part.near) for part in parts]
        if is_all:
            rows = [self._all_rows(part) for part in parts]
        tables = [(own[terms], table) for own, (terms, table) in zip(numbers, rows, strict=True)]
        words, chosen, counted = self._often_enough(numbered, tables)
        whole = np.zeros_like(counted)
        if is_all:
            return words, whole, counted
        row = np.full(numbered.count, -1)
        row[chosen] = np.arange(len(chosen))
        for part, own in zip(parts, numbers, strict=True):
            terms = np.flatnonzero(row[own] >= 0)
            if counting.totals and len(terms):
                whole[row[own[terms]]] += self._totals(part, terms)
        return words, counted, whole

    def _all_rows(self, part: _Part) -> tuple[Array, Numbers]:
        """The terms of a part that stand in what is held, and how often, by group."""
        table = self._totals(part, np.arange(len(part.field.terms)))
        terms = np.flatnonzero(table.any(axis=1))
        return terms, table[terms]

    def _often_enough(
        self, numbered: Numbering, tables: Sequence[tuple[Array, Numbers]]
    ) -> tuple[list[str], Array, Numbers]:
        """The words that are to be told, their numbers, and how often they are counted in all of
        the tables, by group. Each has a row for each of some numbers.
        """
        held = np.zeros(numbered.count, bool)
        for numbers, _ in tables:
            held[numbers] = True
        rows = np.cumsum(held) - 1
        counted = np.zeros((int(held.sum()), len(self._groups)), np.int64)
        for numbers, table in tables:
            counted[rows[numbers]] += table
        enough = counted.max(axis=1, initial=0) >= self._counting.least
        chosen = np.flatnonzero(held)[enough]
        words = numbered.words(chosen)
        told = np.array([word not in self._counting.untold for word in words], bool)
        return list(compress(words, told)), chosen[told], counted[enough][told]


def _narrowed(table: Numbers) -> tuple[Array, Array, Array]:
    """A table as the three arrays of `Narrow`: most words are seldom."""
    held = narrowed(table.reshape(-1), "|u1")
    return np.asarray(held.low), held.at, held.more
