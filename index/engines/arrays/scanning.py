"""Going through all postings of a stream: which stand at marked places, how often each word stands
in groups of documents, and which words stand side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from index.engines.arrays.files import Array, begins_run, ranges
from index.engines.arrays.places import Windows
from index.engines.arrays.segment import Field
from index.query.patience import go_on

_AT_ONCE = 1 << 17  # postings that are looked at together: they stay in the processor's cache
_FEW = 4  # of so many postings one is wanted, and its places are picked out


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Some postings of a field: those of the terms [first, after), `where` they are, and where each
    of the terms begins among them.
    """

    first: int
    after: int
    where: slice
    starts: Array

    def terms(self, postings: Array) -> Array:
        """The terms of some of the postings."""
        return self.first + self.starts.searchsorted(postings, "right") - 1


def _chunks(field: Field) -> Iterator[_Chunk]:
    """All postings of a field, a bounded number at a time, or those of one term."""
    starts = field.starts.astype(np.int64)
    first, terms = 0, len(starts) - 1
    while first < terms:
        after = int(np.searchsorted(starts, starts[first] + _AT_ONCE, "right")) - 1
        after = min(max(after, first + 1), terms)
        where = slice(int(starts[first]), int(starts[after]))
        go_on()
        yield _Chunk(first, after, where, starts[first:after] - starts[first])
        first = after


def marked(field: Field, start: int, windows: Windows) -> Iterator[tuple[Array, Array, Array]]:
    """What stands at marked places: term, document, and which of the marks. The documents of the
    field are numbered from `start` on.
    """
    for chunk in _chunks(field):
        docs = field.docs[chunk.where]
        docs += start
        is_wanted = windows.has[docs]
        wanted = np.flatnonzero(is_wanted)
        if not len(wanted):
            continue
        counts = field.counts[chunk.where]
        often, held = counts[wanted], docs[wanted]
        begin = int(field.place_starts[chunk.first])
        if len(wanted) * _FEW < len(counts):
            ends = np.cumsum(counts, dtype=np.int64)[wanted]
            places = field.places.take(ranges(begin + ends - often, often))
        else:
            every = field.places[begin : int(field.place_starts[chunk.after])]
            whole = len(wanted) == len(docs)
            places = every if whole else every[np.repeat(is_wanted, counts)]
        slots = np.minimum(places, np.repeat(windows.reach[held], often))
        slots += np.repeat(windows.starts[held], often)
        hit = np.flatnonzero(windows.marks[slots])
        if len(hit):
            which = np.cumsum(often, dtype=np.int64).searchsorted(hit, "right")
            yield chunk.terms(wanted[which]), held[which], slots[hit]


def sizes(field: Field, documents: int) -> Array:
    """How many words of a field each of so many documents has."""
    found = np.zeros(documents)
    for chunk in _chunks(field):
        found += np.bincount(field.docs[chunk.where], field.counts[chunk.where], documents)
    return found.astype(np.int64)


class Memberships:
    """Which groups each document of a segment is in."""

    def __init__(self, masks: Sequence[Array]) -> None:
        table = np.stack(masks, axis=1)
        _, self._groups = table.nonzero()
        self._many = table.sum(axis=1)
        self._ends = np.cumsum(self._many)
        self._last = self._groups[self._ends - 1] if len(self._groups) else self._many
        self._all = bool((self._many == 1).all())
        self._count = len(masks)

    def add(self, field: Field, wanted: Array, totals: Array) -> None:
        """Adds how often each of the terms that are wanted (a mask) stands in each group."""
        groups = self._count
        for chunk in _chunks(field):
            if not wanted[chunk.first : chunk.after].any():
                continue
            docs, often = field.docs[chunk.where], field.counts[chunk.where]
            many = np.diff(chunk.starts, append=len(docs))
            cells = np.repeat(np.arange(0, len(many) * groups, groups, dtype=np.int32), many)
            if self._all:
                cells += self._last[docs]
            else:
                inside = np.flatnonzero(self._many[docs])
                docs, often, cells = docs[inside], often[inside], cells[inside]
                each = self._many[docs]
                group = self._groups[ranges(self._ends[docs] - each, each)]
                cells, often = np.repeat(cells, each) + group, np.repeat(often, each)
            sums = np.bincount(cells, often, len(many) * groups)
            totals[chunk.first : chunk.after] += sums.reshape(-1, groups).astype(np.int64)


# Words side by side ------------------------------------------------------------------------------


class Filled:
    """The word at each of some marked places of a field."""

    def __init__(self, field: Field, terms: Array, slots: Array) -> None:
        order = np.lexsort((terms, _are_acronyms(field, terms), slots))
        terms, slots = terms[order], slots[order]
        first = begins_run(slots) if len(slots) else np.zeros(0, bool)
        self._slots, self._terms = slots[first], terms[first]

    def at(self, slots: Array) -> Array:
        """The term at each of some places; -1 where there is none."""
        if not len(self._slots):
            return np.full(len(slots), -1)
        at = np.minimum(self._slots.searchsorted(slots), len(self._slots) - 1)
        return np.where(self._slots[at] == slots, self._terms[at], -1)


def _are_acronyms(field: Field, terms: Array) -> Array:
    """Whether each term is in capitals, which sort before small letters where they are ASCII."""
    held = field.terms
    capital = (terms >= held.before(b"A")) & (terms < held.before(b"["))
    for term in np.flatnonzero(np.bincount(terms[terms >= held.before(b"\x80")])).tolist():
        if held[term].decode().rstrip("!").isupper():
            capital |= terms == term
    return np.asarray(capital)


def runs_of(
    words: Sequence[Array], groups: Sequence[Array]
) -> Iterator[tuple[list[int], list[int]]]:
    """Each of the different rows of some columns, and how often it is there in each group (a mask
    over the rows); rows with a -1 are none.
    """
    whole = np.logical_and.reduce([column >= 0 for column in words])
    columns = [column[whole] for column in words]
    if not len(columns[0]):
        return
    code = columns[0]
    for column in columns[1:]:  # a number of each different row so far, and the next column
        _, code = np.unique(code, return_inverse=True)
        code = code.astype(np.int64) << 32 | column
    _, first, code = np.unique(code, return_index=True, return_inverse=True)
    counts = [np.bincount(code[mask[whole]], minlength=len(first)) for mask in groups]
    table = np.stack([column[first] for column in columns], axis=1)
    yield from zip(table.tolist(), np.stack(counts, axis=1).tolist(), strict=True)
