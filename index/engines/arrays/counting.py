"""Counting words, and what stands around some, over the arrays of a snapshot.

There is no text to be read: the places around all occurrences are marked, and then the places of
every word are looked up among the marks. A word of documents without an occurrence is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from index.engines.arrays.evaluate import Evaluation
from index.engines.arrays.files import Array, begins_run, ranges
from index.engines.arrays.places import Found, Places, Windows
from index.engines.arrays.segment import Field
from index.engines.arrays.snapshot import Snapshot
from index.engines.common.counting import (
    COUNTED,
    LONGEST_RUN,
    Counting,
    Counts,
    Numbers,
    Texts,
    is_counted,
    is_drawn,
)
from index.engines.common.plain import run_places, shown_word
from index.engines.common.request import Request

_AT_ONCE = 1 << 19  # postings that are looked at together: they stay in the processor's cache
_FEW = 4  # of so many postings one is wanted, and its places are picked out
_SCARCE = 20  # one word of so many is looked for: it is found by halving


@dataclass(frozen=True, slots=True)
class _Part:
    """What one segment has of one stream: counted by the numbers of its terms."""

    field: Field
    near: Numbers
    totals: Numbers


class Counter:
    """Answers one Counting."""

    def __init__(self, index: Snapshot, counting: Counting, texts: Texts) -> None:
        self._index = index
        self._counting = counting
        match = Evaluation(index, Request()).match
        self._found = match(counting.found)
        self._held: Array = match(counting.held).mask
        self._groups: list[Array] = [match(group).mask for group in counting.groups]
        where = Places(index, self._found, texts)
        self._places = {name: where.of(counting.leaves, name) for name in COUNTED}
        self._runs: dict[tuple[str, ...], list[int]] = {}

    def counts(self) -> Counts:
        """All that was asked for."""
        counting, groups = self._counting, self._groups
        often = self._often()
        total = int(np.sum(often))
        drawn = often
        if total > counting.most:
            self._draw(counting.most / total)
            drawn = self._often()
        parts = [part for name in COUNTED for part in self._parts(name)]
        words, near, totals = self._tables(parts)
        size = sum((part.totals.sum(axis=0) for part in parts), np.zeros(len(groups), np.int64))
        return Counts(
            documents=tuple(int((self._found.mask & group).sum()) for group in groups),
            occurrences=tuple(int(often[group].sum()) for group in groups),
            held=tuple(int((self._held & group).sum()) for group in groups),
            size=tuple(size.tolist()),
            drawn=tuple(int(drawn[group].sum()) for group in groups),
            sampled=total > counting.most,
            words=words,
            near=near,
            totals=totals,
            runs={run: tuple(counts) for run, counts in self._runs.items()},
        )

    def _often(self) -> Array:
        """How often each document has what is asked for."""
        places = np.concatenate([found[0] for found in self._places.values()])
        return np.bincount(places >> 32, minlength=self._index.size)

    def _draw(self, share: float) -> None:
        """Leaves the occurrences of a sample of the articles."""
        ids = self._index.column("id")
        drawn = np.zeros(self._index.size, bool)
        for doc, one in zip(self._found.docs.tolist(), ids[self._found.docs].tolist(), strict=True):
            drawn[doc] = is_drawn(one.decode(), share, self._counting.seed)
        for name, (places, widths) in self._places.items():
            kept = drawn[places >> 32]
            self._places[name] = places[kept], widths[kept]

    # What every word has ------------------------------------------------------------------------

    def _parts(self, stream: str) -> Iterator[_Part]:
        """Each segment's words of a stream, with all that is counted of them."""
        counting, found = self._counting, self._places[stream]
        near = runs = None
        if len(found[0]) and counting.near:
            near = Windows(found, counting.left, counting.right, self._index.size)
            near.without_themselves()
        if len(found[0]) and counting.runs:
            reach = LONGEST_RUN - 1
            runs = Windows(found, reach, reach, self._index.size)
            runs.with_themselves()
        for start, segment in zip(self._index.starts[:-1], self._index.segments, strict=True):
            field = segment.field(stream)
            own = slice(start, start + segment.size)
            shape = len(field.terms), len(self._groups)
            part = _Part(field, np.zeros(shape, np.int64), np.zeros(shape, np.int64))
            if near:
                for terms, docs, _ in _marked(field, start, near):
                    for group, mask in enumerate(self._groups):
                        inside = terms[mask[docs]] if not mask.all() else terms
                        part.near[:, group] += np.bincount(inside, minlength=shape[0])
            if runs:
                self._add_runs(field, start, runs, found, own)
            if counting.totals:
                self._add_totals(part, own)
            self._leave_out(part)
            yield part

    def _add_totals(self, part: _Part, own: slice) -> None:
        """How often each word stands in what is held, by group."""
        field = part.field
        masks = [(self._held & group)[own] for group in self._groups]
        whole = [bool(mask.all()) for mask in masks]
        for at, _ in enumerate(masks):
            if whole[at]:
                part.totals[:, at] = np.diff(field.place_starts.astype(np.int64))
        some = [at for at in range(len(masks)) if not whole[at] and masks[at].any()]
        if not some:
            return
        for layer in _apart([masks[at] for at in some]):
            # Groups that share no document are told by one number of each.
            label = np.zeros(own.stop - own.start, np.int64)
            for column, which in enumerate(layer, 1):
                label[masks[some[which]]] = column
            columns = len(layer) + 1
            for terms, docs, counts, first, after in _postings(field, 0):
                inside = label[docs]
                if len(layer) < len(some):  # most of them may be of other layers
                    own_docs = np.flatnonzero(inside)
                    terms, counts, inside = terms[own_docs], counts[own_docs], inside[own_docs]
                both = (terms - first) * columns + inside
                sums = np.bincount(both, counts, (after - first) * columns)
                table = sums.reshape(after - first, columns).astype(np.int64)
                for column, which in enumerate(layer, 1):
                    part.totals[first:after, some[which]] += table[:, column]

    def _leave_out(self, part: _Part) -> None:
        """Takes out what is indexed and is no word of its own."""
        for number in _marks_of_acronyms(part.field):
            part.near[number] = part.totals[number] = 0

    # Words side by side -------------------------------------------------------------------------

    def _add_runs(
        self, field: Field, start: int, windows: Windows, found: Found, own: slice
    ) -> None:
        """Counts the words side by side of which the occurrences in a segment are one."""
        slots = [(terms, at) for terms, _, at in _marked(field, start, windows)]
        if not slots:
            return
        terms = np.concatenate([each for each, _ in slots])
        at = np.concatenate([each for _, each in slots])
        order = np.lexsort((terms, at))
        terms, at = terms[order], at[order]
        first = np.flatnonzero(begins_run(at))
        filled, shown = at[first], terms[first].copy()
        several = np.flatnonzero(np.diff(first, append=len(at)) > 1)
        for each in several.tolist():  # of the words at one place
            end = first[each + 1] if each + 1 < len(first) else len(at)
            held = terms[first[each] : end].tolist()
            word = shown_word(field.terms[number].decode() for number in held)
            shown[each] = next(n for n in held if field.terms[n].decode() == word)
        places, widths = found
        here = (places >> 32 >= own.start) & (places >> 32 < own.stop)
        docs, begin, widths = places[here] >> 32, (places & (1 << 32) - 1)[here], widths[here]
        inside = [mask[docs] for mask in self._groups]
        for width in np.flatnonzero(np.bincount(widths)).tolist():
            for low, after in run_places(0, width):
                fits = (widths == width) & (begin + low >= 0)
                slot = windows.starts[docs[fits]] + begin[fits] + low
                words = [_term_at(slot + step, filled, shown) for step in range(after - low)]
                self._add_run(words, [mask[fits] for mask in inside], field)

    def _add_run(self, words: list[Array], inside: list[Array], field: Field) -> None:
        table = np.stack(words, axis=1)
        whole = (table >= 0).all(axis=1)
        if not whole.any():
            return
        distinct, which = np.unique(table[whole], axis=0, return_inverse=True)
        counts = [np.bincount(which[mask[whole]], minlength=len(distinct)) for mask in inside]
        for row, often in zip(distinct.tolist(), np.stack(counts, axis=1).tolist(), strict=True):
            run = tuple(field.terms[number].decode() for number in row)
            before = self._runs.setdefault(run, [0] * len(inside))
            for group, many in enumerate(often):
                before[group] += many

    # Tables -------------------------------------------------------------------------------------

    def _tables(self, parts: Sequence[_Part]) -> tuple[list[str], Numbers, Numbers]:
        """The words with their rows."""
        counting = self._counting
        groups = len(self._groups)
        rows: dict[str, int] = {}
        if counting.near or not counting.leaves:
            for part in parts:
                wanted = part.near if counting.leaves else part.totals
                for number in np.flatnonzero(wanted.any(axis=1)).tolist():
                    rows.setdefault(part.field.terms[number].decode(), len(rows))
        near, totals = np.zeros((2, len(rows), groups), np.int64)
        for part in parts:
            at, numbers = _numbers(part.field, rows)
            near[at] += part.near[numbers]
            totals[at] += part.totals[numbers]
        return list(rows), near, totals


def _numbers(field: Field, rows: dict[str, int]) -> tuple[Array, Array]:
    """The rows of those words that a field has, and their numbers there."""
    if len(rows) * _SCARCE < len(field.terms):
        found = [(row, field.terms.find(word.encode())) for word, row in rows.items()]
        pairs = [(row, number) for row, number in found if number >= 0]
    else:
        every = field.terms.words(range(len(field.terms)))
        pairs = [(rows[word], number) for number, word in enumerate(every) if word in rows]
    table = np.array(pairs, np.intp).reshape(len(pairs), 2)
    return table[:, 0], table[:, 1]


def _marks_of_acronyms(field: Field) -> Iterator[int]:
    """The numbers of the terms that are no words: "US!", among those that begin with a capital."""
    terms = field.terms
    for begin, end in ((b"A", b"["), ("\x80".encode(), b"\xff")):
        for number in range(terms.before(begin), terms.before(end)):
            if not is_counted(terms[number].decode()):
                yield number


def _apart(masks: Sequence[Array]) -> list[list[int]]:
    """The masks in as few lists as can be told at once, so that those of a list share nothing."""
    layers: list[list[int]] = []
    taken: list[Array] = []
    for number, mask in enumerate(masks):
        for layer, held in zip(layers, taken, strict=True):
            if not (held & mask).any():
                layer.append(number)
                held |= mask
                break
        else:
            layers.append([number])
            taken.append(mask.copy())
    return layers


def _postings(field: Field, start: int) -> Iterator[tuple[Array, Array, Array, int, int]]:
    """The postings of a field, a bounded number at a time: term, document, how often; of which
    terms [first, after) they are.
    """
    starts = field.starts.astype(np.int64)
    first, terms = 0, len(starts) - 1
    while first < terms:
        after = int(np.searchsorted(starts, starts[first] + _AT_ONCE, "right")) - 1
        after = min(max(after, first + 1), terms)
        where = slice(int(starts[first]), int(starts[after]))
        numbers = np.repeat(np.arange(first, after), np.diff(starts[first : after + 1]))
        yield numbers, field.docs[where] + start, field.counts[where], first, after
        first = after


def _marked(field: Field, start: int, windows: Windows) -> Iterator[tuple[Array, Array, Array]]:
    """What stands at marked places: term, document, and which of the marks."""
    for terms, docs, counts, first, after in _postings(field, start):
        begin = int(field.place_starts[first])
        wanted = windows.reach[docs] > 0
        if not wanted.any():
            continue
        often = counts[wanted]
        if len(often) * _FEW < len(counts):
            ends = np.cumsum(counts, dtype=np.int64)[wanted]
            places = field.places.take(ranges(begin + ends - often, often))
        else:
            every = field.places[begin : int(field.place_starts[after])]
            places = every[np.repeat(wanted, counts)]
        held = docs[wanted]
        where = np.minimum(places, np.repeat(windows.reach[held], often))
        where += np.repeat(windows.starts[held], often)
        hit = np.flatnonzero(windows.marks[where])
        if len(hit):
            which = np.repeat(np.arange(len(held)), often)[hit]
            yield terms[wanted][which], held[which], where[hit]


def _term_at(slots: Array, filled: Array, shown: Array) -> Array:
    """The word at each of some marked places; -1 where there is none."""
    if not len(filled):
        return np.full(len(slots), -1)
    at = np.minimum(filled.searchsorted(slots), len(filled) - 1)
    return np.where(filled[at] == slots, shown[at], -1)
