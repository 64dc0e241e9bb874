"""Words that stand nearly everywhere and are not told, as "the": where any of them stands, as bits.

A third of a text are such words. What is near something holds them too, but it is enough to know
how many there are: so they are counted together, and passed over where words are looked up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

import numpy as np

from index.engines.arrays.files import Array, ranges
from index.engines.arrays.places import Windows
from index.engines.arrays.segment import Field

_AT_ONCE = 1 << 12  # documents, the bits of which stay in the processor's cache
_OFTEN = 1 << 12  # postings of a word: less are looked up sooner than passed over


class Passed:
    """Those of some words that stand often in a field of so many documents: `numbers` are those of
    the terms, ascending.
    """

    def __init__(self, field: Field, words: Iterable[str], documents: int) -> None:
        found = {field.terms.find(word.encode()) for word in words} - {-1}
        numbers = np.array(sorted(found), np.intp)
        self.numbers = numbers[field.starts[numbers + 1] - field.starts[numbers] >= _OFTEN]
        self._field = field
        self._documents = documents

    @cached_property
    def _bytes(self) -> Array:
        """Of each document how many bytes have a bit for each place up to the last of a word."""
        found = np.zeros(self._documents, np.intp)
        for docs, counts, places in self._standing():
            last = places[np.cumsum(counts, dtype=np.intp) - 1].astype(np.intp)
            found[docs] = np.maximum(found[docs], (last >> 3) + 1)
        return found

    @cached_property
    def _first(self) -> Array:
        """The first byte of each document."""
        return np.cumsum(self._bytes) - self._bytes

    @cached_property
    def _layers(self) -> list[Array]:
        """Which places have one of the words, which of these have another one, and so on."""
        layers: list[Array] = []
        for docs, counts, places in self._standing():
            slots = np.repeat(self._first[docs] << 3, counts) + places
            for layer in layers:
                taken = layer.take(slots)
                layer[slots] = True
                slots = slots[taken]
            if len(slots):
                layers.append(np.zeros(int(self._bytes.sum()) << 3, bool))
                layers[-1][slots] = True
        return [np.packbits(layer, bitorder="little") for layer in layers]

    def _standing(self) -> Iterator[tuple[Array, Array, Array]]:
        """Of each word its documents, how often it stands in each, and where."""
        field = self._field
        for number in self.numbers.tolist():
            where = field.postings(number)
            yield field.docs[where], field.counts[where], field.places[field.placed(number)]

    def near(self, windows: Windows, start: int) -> Array:
        """How many of the words stand at marked places of each document; the first of them is that
        of the number `start` for the windows.
        """
        here = slice(start, start + self._documents)
        width = np.minimum(self._bytes, windows.bytes[here])
        marked, own = windows.first[here] >> 3, self._first
        found = np.zeros(self._documents, np.intp)
        docs = np.flatnonzero(width)
        for some in np.array_split(docs, len(docs) // _AT_ONCE + 1):
            begins = np.cumsum(width[some]) - width[some]
            bits = windows.bits.take(ranges(marked[some], width[some]))
            places = ranges(own[some], width[some])
            for layer in self._layers if len(some) else ():
                met = np.bitwise_count(bits & layer.take(places))
                found[some] += np.add.reduceat(met, begins, dtype=np.intp)
        return found
