"""Which words stand side by side where something occurs: runs of words of which it is one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from index.engines.arrays.files import Array, begins_run
from index.engines.arrays.places import PLACE, Found, Windows
from index.engines.arrays.scanning import marked
from index.engines.arrays.segment import Field
from index.engines.common.counting import most_frequent
from index.engines.common.plain import run_places

_BITS = 63  # of a number that is not negative
_TERM_BITS = 28  # a segment has far fewer terms than half of what they can tell
_TERM = (1 << _TERM_BITS) - 1


class Runs:
    """Counts the runs of some fields, whose words are numbered through for all of them."""

    def __init__(self, groups: Sequence[Array]) -> None:
        self._groups = groups
        self._words: dict[str, int] = {}
        # By how many words a run has: the documents that runs stand in, and the words of each, as
        # one array for the first words, one for the second.
        self._met: dict[int, list[tuple[Array, ...]]] = defaultdict(list)

    def add(self, field: Field, first: int, size: int, windows: Windows, found: Found) -> None:
        """Adds those of a field with `size` documents, numbered from `first` on, in which something
        was found at places that the windows mark with what is around them.
        """
        placed = self._filled(field, first, windows)
        if placed is None:
            return
        places, widths = found
        docs = places >> 32
        here = (docs >= first) & (docs < first + size)
        docs, begin, widths = docs[here], (places & PLACE)[here], widths[here]
        for width in np.flatnonzero(np.bincount(widths)).tolist():
            for low, after in run_places(0, width):
                fits = (widths == width) & (begin + low >= 0)
                slot = windows.starts[docs[fits]] + begin[fits] + low
                words = [placed.at(slot + step) for step in range(after - low)]
                whole = np.logical_and.reduce([word >= 0 for word in words])
                self._met[after - low].append((docs[fits][whole], *(word[whole] for word in words)))

    def most_frequent(self, most: int) -> dict[tuple[str, ...], tuple[int, ...]]:
        """The most frequent runs of each length that are in any group, and how often in each."""
        words = list(self._words)
        bits = len(words).bit_length()
        found: dict[tuple[str, ...], tuple[int, ...]] = {}
        for met in self._met.values():
            docs, *columns = map(np.concatenate, zip(*met, strict=True))
            codes = _coded(columns, bits)
            # A run is there once for each group that counts it. Sorting numbers is much faster
            # than telling what becomes of each.
            within = sum(group[docs].astype(np.intp) for group in self._groups)
            counted = np.sort(np.repeat(codes, within))
            begins = np.flatnonzero(begins_run(counted)) if len(counted) else counted
            chosen = counted[begins[most_frequent(np.diff(begins, append=len(counted)), most)]]
            if not len(chosen):
                continue
            at = np.minimum(chosen.searchsorted(codes), len(chosen) - 1)
            here = np.flatnonzero(chosen[at] == codes)
            at, docs = at[here], docs[here]
            each = [np.bincount(at[group[docs]], minlength=len(chosen)) for group in self._groups]
            first = np.zeros(len(chosen), np.intp)
            first[at] = here
            rows = np.array([column[first] for column in columns]).T.tolist()
            for row, counts in zip(rows, np.array(each).T.tolist(), strict=True):
                found[tuple(words[number] for number in row)] = tuple(counts)
        return found

    def _filled(self, field: Field, first: int, windows: Windows) -> _Filled | None:
        """The word at each of the marked places of a field."""
        hits = list(marked(field, first, windows, lambda each: (each.terms, each.slots)))
        if not hits:
            return None
        terms, slots = map(np.concatenate, zip(*hits, strict=True))
        # Of several terms at a place the first counts, an acronym only where there is no other.
        # Numbers are sorted much faster than what they number.
        assert 2 * len(field.terms) < _TERM
        late = _are_acronyms(field, terms) * len(field.terms)
        both = np.sort(slots.astype(np.int64) << _TERM_BITS | late + terms)
        both = both[begins_run(both >> _TERM_BITS)]
        slots, terms = both >> _TERM_BITS, (both & _TERM) % len(field.terms)
        held = np.flatnonzero(np.bincount(terms))
        numbers = np.zeros(len(field.terms), np.intp)
        numbers[held] = [
            self._words.setdefault(word, len(self._words)) for word in field.terms.words(held)
        ]
        return _Filled(slots, numbers[terms])


class _Filled:
    """The word at each of some places, which ascend."""

    def __init__(self, slots: Array, words: Array) -> None:
        self._slots, self._words = slots, words

    def at(self, slots: Array) -> Array:
        """The number of the word at each of some places; -1 where there is none."""
        at = np.minimum(self._slots.searchsorted(slots), len(self._slots) - 1)
        return np.where(self._slots[at] == slots, self._words[at], -1)


def _are_acronyms(field: Field, terms: Array) -> Array:
    """Whether each term is in capitals, which sort before small letters where they are ASCII."""
    held = field.terms
    capital = (terms >= held.before(b"A")) & (terms < held.before(b"["))
    for term in np.flatnonzero(np.bincount(terms[terms >= held.before(b"\x80")])).tolist():
        if held[term].decode().rstrip("!").isupper():
            capital |= terms == term
    return np.asarray(capital)


def _coded(columns: Sequence[Array], bits: int) -> Array:
    """One number for each different row of columns whose numbers have at most so many bits."""
    code, taken = columns[0], bits
    for column in columns[1:]:
        if taken + bits > _BITS:
            _, code = np.unique(code, return_inverse=True)
            taken = len(code).bit_length()
        code = code << bits | column
        taken += bits
    return np.asarray(code)
