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
                slot = windows.starts[docs[fits]].astype(np.intp) + begin[fits] + low
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
            _, first, run = np.unique(_coded(columns, bits), return_index=True, return_inverse=True)
            often = [np.bincount(run[group[docs]], minlength=len(first)) for group in self._groups]
            table = np.array(often, np.intp).reshape(len(self._groups), len(first))
            chosen = most_frequent(table.sum(axis=0), most)
            rows = np.array([column[first[chosen]] for column in columns]).T.tolist()
            counts = table[:, chosen].T.tolist()
            for row, each in zip(rows, counts, strict=True):
                found[tuple(words[number] for number in row)] = tuple(each)
        return found

    def _filled(self, field: Field, first: int, windows: Windows) -> _Filled | None:
        """The word at each of the marked places of a field."""
        hits = list(marked(field, first, windows, lambda each: (each.terms, each.slots)))
        if not hits:
            return None
        terms, slots = map(np.concatenate, zip(*hits, strict=True))
        order = np.lexsort((terms, _are_acronyms(field, terms), slots))
        terms, slots = terms[order], slots[order]
        first_there = begins_run(slots)
        terms, slots = terms[first_there], slots[first_there]
        held, terms = np.unique(terms, return_inverse=True)
        numbers = [
            self._words.setdefault(word, len(self._words)) for word in field.terms.words(held)
        ]
        return _Filled(slots, np.array(numbers, np.intp)[terms])


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
