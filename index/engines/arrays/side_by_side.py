"""Which words stand side by side where something occurs: runs of words of which it is one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, pairwise, starmap

import numpy as np

from index.engines.arrays.files import Array, begins_run
from index.engines.arrays.numbering import Numbering
from index.engines.arrays.places import PLACE, Found, Windows
from index.engines.arrays.scanning import CORES, Marked, marked
from index.engines.arrays.segment import NOTHING, Field
from index.engines.common.counting import LONGEST_RUN, most_frequent
from index.engines.common.plain import run_places

_BITS = 63  # of a number that is not negative
_ALONE = 1 << 15  # occurrences that one thread has gone through before others have begun
_HASH = 16  # bits of a hash
_ODD = np.uint64(0x9E3779B97F4A7C15)  # 2**64 divided by the golden ratio


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
        here = slice(*(places >> 32).searchsorted((first, first + size)).tolist())
        places, widths = places[here], widths[here]

        def meet(some: slice) -> list[tuple[int, tuple[Array, ...]]]:
            docs = places[some] >> 32
            slots = windows.first.take(docs) + (places[some] & PLACE)
            met: list[tuple[int, tuple[Array, ...]]] = []
            for width in np.flatnonzero(np.bincount(widths[some])).tolist():
                these = widths[some] == width
                met += _side_by_side(docs[these], slots[these], width, placed, numbers)
            return met

        parts = 1 if len(places) < _ALONE else CORES
        ends = len(places) * np.arange(parts + 1) // parts
        with ThreadPoolExecutor(parts) as pool:
            at_once = pool.map if parts > 1 else map
            for length, run in chain.from_iterable(at_once(meet, starmap(slice, pairwise(ends)))):
                self._met[length].append(run)

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
        here = _among(codes, chosen)
        at, docs = chosen.searchsorted(codes[here]), docs[here]
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


def _side_by_side(
    docs: Array, slots: Array, width: int, placed: Array, numbers: Array
) -> Iterator[tuple[int, tuple[Array, ...]]]:
    """The runs at some of the marks, where what is found is so many words wide: how many words
    each has, the documents that it stands in, and its words.
    """
    steps = range(1 - LONGEST_RUN, width + LONGEST_RUN - 1)
    words = {step: numbers.take(placed.take(slots + step)) for step in steps}
    for low, after in run_places(0, width):
        run = [words[step] for step in range(low, after)]
        whole = np.logical_and.reduce([word >= 0 for word in run])
        yield after - low, (docs[whole], *(word[whole] for word in run))


def _placed(field: Field, first: int, windows: Windows) -> Array:
    """The term, plus 1, at each of the marked places of a field; 0 where there is none. Of several
    at a place the first counts, an acronym only where there is no other.
    """
    kind = np.min_scalar_type(len(field.terms))

    def split(hits: Marked) -> tuple[Found, Found]:
        """What stands where, from the last to the first, and the same of acronyms."""
        each, terms = hits.each[::-1], np.arange(hits.first, hits.after, dtype=kind)[::-1]
        slots, terms = hits.slots[::-1], np.repeat(terms + 1, each)
        acronyms = _are_acronyms(field, hits)
        if not acronyms.any():
            return (slots, terms), (NOTHING, NOTHING)
        these = np.repeat(acronyms[::-1], each)
        return (slots[~these], terms[~these]), (slots[these], terms[these])

    placed = np.zeros(len(windows.marks), kind)
    late: list[Found] = []
    # From the last to the first: what is put last stays, and nothing has to be looked at before.
    for (slots, terms), acronyms in marked(field, first, windows, split, backwards=True):
        placed[slots] = terms
        late.append(acronyms)
    slots, terms = map(np.concatenate, zip(*late, strict=True)) if late else (NOTHING, NOTHING)
    free = np.flatnonzero(placed.take(slots) == 0)
    placed[slots[free]] = terms[free]
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


def _among(codes: Array, chosen: Array) -> Array:
    """Where some of many numbers stand that are among a few. Those whose hash is not one of theirs,
    nearly all, are not looked up.
    """
    hashes = np.zeros(1 << _HASH, bool)
    hashes[_hashed(chosen)] = True
    maybe = np.flatnonzero(hashes.take(_hashed(codes)))
    at = np.minimum(chosen.searchsorted(codes[maybe]), len(chosen) - 1)
    return np.asarray(maybe[chosen[at] == codes[maybe]])


def _hashed(codes: Array) -> Array:
    """The highest bits of the product with a large odd number (Knuth, TAOCP 3, section 6.4)."""
    return np.asarray(codes.view(np.uint64) * _ODD >> np.uint64(64 - _HASH)).view(np.int64)


def _coded(columns: Sequence[Array], bits: int, most: int) -> Array:
    """One number of at most so many bits for each different row of columns, whose numbers have
    `bits`.
    """
    code, taken = columns[0].astype(np.int64), bits
    for column in columns[1:]:
        if taken + bits > most:
            _, code = np.unique(code, return_inverse=True)
            taken = len(code).bit_length()
        code <<= bits
        code |= column
        taken += bits
    return np.asarray(code)
