"""Which words stand side by side where something occurs: runs of words of which it is one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from index.engines.arrays.files import Array, begins_run
from index.engines.arrays.numbering import Numbering
from index.engines.arrays.places import PLACE, Found, Windows
from index.engines.arrays.scanning import Marked, marked
from index.engines.arrays.segment import NOTHING, Field
from index.engines.common.counting import LONGEST_RUN, most_frequent
from index.engines.common.plain import run_places

_BITS = 63  # of a number that is not negative


class Runs:
    """Counts runs of words, which are told by their numbers in all fields."""

    def __init__(self, groups: Sequence[Array]) -> None:
        self._groups = groups
        # By how many words a run has: the documents that runs stand in, and the words of each, as
        # one array for the first words, one for the second.
        self._met: dict[int, list[tuple[Array, ...]]] = defaultdict(list)

    def add(
        self, field: Field, numbers: Array, first: int, size: int, windows: Windows, found: Found
    ) -> None:
        """Adds those of a field with `size` documents, numbered from `first` on, in which something
        was found at places that the windows mark with what is around them. `numbers` are those of
        its words.
        """
        placed = _placed(field, first, windows)
        numbers = np.concatenate((np.array([-1], numbers.dtype), numbers))
        places, widths = found
        docs = places >> 32
        here = slice(*docs.searchsorted((first, first + size)).tolist())
        docs, widths = docs[here], widths[here]
        slots = windows.first.take(docs) + (places[here] & PLACE)
        for width in np.flatnonzero(np.bincount(widths)).tolist():
            these = np.flatnonzero(widths == width)
            steps = range(1 - LONGEST_RUN, width + LONGEST_RUN - 1)
            words = {step: numbers.take(placed.take(slots[these] + step)) for step in steps}
            for low, after in run_places(0, width):
                run = [words[step] for step in range(low, after)]
                whole = np.flatnonzero(np.logical_and.reduce([word >= 0 for word in run]))
                met = docs[these[whole]], *(word[whole] for word in run)
                self._met[after - low].append(met)

    def most_frequent(
        self, most: int, numbering: Callable[[], Numbering]
    ) -> dict[tuple[str, ...], tuple[int, ...]]:
        """The most frequent runs of each length that are in any group, and how often in each."""
        if not (self._met and self._groups):
            return {}
        numbered = numbering()
        found: dict[tuple[str, ...], tuple[int, ...]] = {}
        with ThreadPoolExecutor(len(self._met)) as pool:
            counted = pool.map(
                lambda met: self._counted(met, most, numbered.count), self._met.values()
            )
            for runs, counts in counted:
                held, at = np.unique(runs, return_inverse=True)
                words = numbered.words(held)
                for run, often in zip(
                    at.reshape(runs.shape).tolist(), counts.tolist(), strict=True
                ):
                    found[tuple(words[number] for number in run)] = tuple(often)
        return found

    def _counted(self, met: list[tuple[Array, ...]], most: int, words: int) -> tuple[Array, Array]:
        """The most frequent runs among some of one length: a row with the numbers of the words of
        each, a row with how often it is in each group.
        """
        docs, *columns = map(np.concatenate, zip(*met, strict=True))
        codes, chosen = self._chosen(docs, columns, most, words)
        at = np.minimum(chosen.searchsorted(codes), len(chosen) - 1)
        here = np.flatnonzero(chosen[at] == codes) if len(chosen) else NOTHING
        at, docs = at[here], docs[here]
        each = [np.bincount(at[group[docs]], minlength=len(chosen)) for group in self._groups]
        first = np.zeros(len(chosen), np.intp)
        first[at] = here
        return np.array([column[first] for column in columns]).T, np.array(each).T

    def _chosen(
        self, docs: Array, columns: Sequence[Array], most: int, words: int
    ) -> tuple[Array, Array]:
        """A number for each run, and the numbers of the most frequent ones, ascending."""
        # A run is there once for each group that counts it. Numbers are sorted much faster than
        # what they number, so how often that is stands in the lowest bits of what is sorted.
        often = np.sum(self._groups, axis=0, dtype=np.intp).take(docs)
        low = int(often.max(initial=0)).bit_length()
        codes = _coded(columns, words.bit_length(), _BITS - low)
        counted = np.sort(codes << low | often)
        begins = np.flatnonzero(begins_run(counted >> low)) if len(counted) else counted
        if not len(begins):
            return codes, begins
        times = np.add.reduceat(counted & ((1 << low) - 1), begins)
        return codes, counted[begins[most_frequent(times, most)]] >> low


def _placed(field: Field, first: int, windows: Windows) -> Array:
    """The term, plus 1, at each of the marked places of a field; 0 where there is none. Of several
    at a place the first counts, an acronym only where there is no other.
    """
    placed = np.zeros(len(windows.marks), np.min_scalar_type(len(field.terms)))
    late = []
    # From the last to the first: what is put last stays, and nothing has to be looked at before.
    for hits in marked(field, first, windows, lambda hits: hits, backwards=True):
        terms, slots = hits.terms, hits.slots
        acronyms = np.repeat(_are_acronyms(field, hits), hits.each)
        if acronyms.any():
            late.append((slots[acronyms], terms[acronyms]))
            terms, slots = terms[~acronyms], slots[~acronyms]
        placed[slots[::-1]] = terms[::-1] + 1
    for slots, terms in reversed(late):
        free = np.flatnonzero(placed.take(slots) == 0)[::-1]
        placed[slots[free]] = terms[free] + 1
    return placed


def _are_acronyms(field: Field, hits: Marked) -> Array:
    """Whether each term is in capitals, which sort before small letters where they are ASCII."""
    held = field.terms
    numbers = np.arange(hits.first, hits.after)
    capital = (numbers >= held.before(b"A")) & (numbers < held.before(b"["))
    others = np.flatnonzero((numbers >= held.before(b"\x80")) & (hits.each > 0))
    for at in others.tolist():
        capital[at] = held[hits.first + at].decode().rstrip("!").isupper()
    return np.asarray(capital)


def _coded(columns: Sequence[Array], bits: int, most: int) -> Array:
    """One number of at most so many bits for each different row of columns, whose numbers have
    `bits`.
    """
    code, taken = columns[0].astype(np.int64), bits
    for column in columns[1:]:
        if taken + bits > most:
            _, code = np.unique(code, return_inverse=True)
            taken = len(code).bit_length()
        code = code << bits | column
        taken += bits
    return np.asarray(code)
