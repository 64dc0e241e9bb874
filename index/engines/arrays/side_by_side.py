"""Which words stand side by side where something occurs: runs of words of which it is one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain

import numpy as np

from index.engines.arrays.files import Array, begins_run
from index.engines.arrays.numbering import Numbered, Numbering
from index.engines.arrays.places import Found, Windows
from index.engines.arrays.postings import PLACE
from index.engines.arrays.scanning import CORES, Marked, marked
from index.engines.arrays.segment import NOTHING, Field
from index.engines.common.counting import LONGEST_RUN, most_frequent
from index.engines.common.plain import run_places

_BITS = 63  # of a number that is not negative
_AT_ONCE = 1 << 16  # occurrences that are looked at together, in buffers that stay in the cache
_HASH = 16  # bits of a hash
_HEAVIEST = 1 << 8  # hashes among which the most frequent runs are looked for first
_ODD = np.uint64(0x9E3779B97F4A7C15)  # 2**64 divided by the golden ratio


@dataclass(frozen=True, slots=True)
class _Met:
    """Runs of one length: the document that each stands in, and the numbers of its words, as one
    array for the first words, one for the second; negative where there is none.
    """

    docs: Array
    words: Sequence[Array]


class Runs:
    """Counts runs of words, which are told by their numbers in all fields."""

    def __init__(self, groups: Sequence[Array]) -> None:
        self._groups = groups
        self._often = np.sum(groups, axis=0, dtype=np.intp)  # groups that a document is in
        # By how many words a run has.
        self._met: dict[int, list[_Met]] = defaultdict(list)

    def add(
        self, field: Field, words: Numbered, first: int, size: int, windows: Windows, found: Found
    ) -> None:
        """Adds those of a field with `size` documents, numbered from `first` on, in which something
        was found at places that the windows mark with what is around them.
        """
        placed = _placed(field, words.acronyms, first, windows)
        numbers = np.concatenate((np.array([-1], np.int32), words.numbers))
        places, widths = found
        here = slice(*(places >> 32).searchsorted((first, first + size)).tolist())
        places, widths = places[here], widths[here]

        def meet(some: slice) -> list[_Met]:
            docs = places[some] >> 32
            slots = windows.first.take(docs) + (places[some] & PLACE)
            met: list[_Met] = []
            for width in np.flatnonzero(np.bincount(widths[some])).tolist():
                these = widths[some] == width
                met += _side_by_side(docs[these], slots[these], width, placed, numbers)
            return met

        parts = [slice(at, at + _AT_ONCE) for at in range(0, len(places), _AT_ONCE)]
        with ThreadPoolExecutor(CORES) as pool:
            at_once = pool.map if len(parts) > 1 else map
            for run in chain.from_iterable(at_once(meet, parts)):
                self._met[len(run.words)].append(run)

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

    def _counted(self, met: Sequence[_Met], most: int, words: int) -> tuple[Array, Array]:
        """The most frequent runs among some of one length: a row with the numbers of the words of
        each, a row with how often it is in each group.
        """
        low = int(self._often.max(initial=0)).bit_length()
        codes = _coded([run.words for run in met], words.bit_length(), _BITS - low)
        hashes = [_hashed(code) for code in codes]
        # A run is there once for each group that counts it.
        often = [self._often.take(run.docs) for run in met]
        chosen = _most_frequent(codes, hashes, often, low, most)
        runs = np.zeros((len(chosen), len(met[0].words)), np.intp)
        counts = np.zeros((len(chosen), len(self._groups)), np.intp)
        of_chosen = np.zeros(1 << _HASH, bool)
        of_chosen[_hashed(chosen)] = True
        for code, hashed, run in zip(codes, hashes, met, strict=True):
            # Nearly all have another hash, and are not looked up.
            here = np.flatnonzero(of_chosen.take(hashed))
            at = np.minimum(chosen.searchsorted(code[here]), len(chosen) - 1)
            same = chosen[at] == code[here]
            here, at = here[same], at[same]
            docs = run.docs[here]
            runs[at] = np.stack([word[here] for word in run.words], axis=1)
            for group, mask in enumerate(self._groups):
                counts[:, group] += np.bincount(at[mask[docs]], minlength=len(chosen))
        return runs, counts


def _most_frequent(
    codes: Sequence[Array],
    hashes: Sequence[Array],
    often: Sequence[Array],
    low: int,
    most: int,
) -> Array:
    """The most frequent of some numbers, ascending, without negative ones; how often each is to be
    counted, which takes at most `low` bits.
    """
    weights = np.zeros(1 << _HASH)
    for hashed, number in zip(hashes, often, strict=True):
        weights += np.bincount(hashed, number, len(weights))

    def among(are_wanted: Array) -> tuple[Array, Array]:
        """The most frequent of those with some hashes, and how often they are there."""
        found = []
        for code, hashed, number in zip(codes, hashes, often, strict=True):
            here = np.flatnonzero(are_wanted.take(hashed))
            # Numbers are sorted much faster than what they number, so that stands in their bits.
            found.append(code[here] << low | number[here])
        counted = np.concatenate(found)
        counted.sort()
        counted = counted[counted.searchsorted(0) :]
        begins = np.flatnonzero(begins_run(counted >> low)) if len(counted) else counted
        if not len(begins):
            return begins, begins
        times = np.add.reduceat(counted & ((1 << low) - 1), begins)
        first = most_frequent(times, most)
        return counted[begins[first]] >> low, times[first]

    # None is there more often than all that have its hash. So the last of the most frequent ones
    # with the heaviest hashes tells which other hashes need not be looked at.
    heavy = np.sort(weights)[-_HEAVIEST:][0]
    _, times = among(weights >= heavy)
    least = times.min() if len(times) >= most else 0
    chosen, _ = among(weights >= least)
    return chosen


def _side_by_side(
    docs: Array, slots: Array, width: int, placed: Array, numbers: Array
) -> Iterator[_Met]:
    """The runs at some of the slots, where what is found is so many words wide."""
    steps = range(1 - LONGEST_RUN, width + LONGEST_RUN - 1)
    words = [numbers.take(placed.take(slots + step)) for step in steps]
    for low, after in run_places(0, width):
        yield _Met(docs, words[low - steps.start : after - steps.start])


def _placed(field: Field, acronyms: Array, first: int, windows: Windows) -> Array:
    """The term, plus 1, at each of the marked places of a field; 0 where there is none. Of several
    at a place the first counts, an acronym only where there is no other.
    """
    kind = np.min_scalar_type(len(field.terms))

    def split(hits: Marked) -> tuple[Found, Found]:
        """What stands where, from the last to the first, and the same of acronyms."""
        each, terms = hits.each[::-1], np.arange(hits.first, hits.after, dtype=kind)[::-1]
        slots, terms = hits.slots[::-1], np.repeat(terms + 1, each)
        some = acronyms[hits.first : hits.after]
        if not some.any():
            return (slots, terms), (NOTHING, NOTHING)
        these = np.repeat(some[::-1], each)
        return (slots[~these], terms[~these]), (slots[these], terms[these])

    placed = np.zeros(windows.size, kind)
    rest: list[Found] = []
    # From the last to the first: what is put last stays, and nothing has to be looked at before.
    for (slots, terms), late in marked(field, first, windows, split, backwards=True):
        placed[slots] = terms
        rest.append(late)
    slots, terms = map(np.concatenate, zip(*rest, strict=True)) if rest else (NOTHING, NOTHING)
    free = np.flatnonzero(placed.take(slots) == 0)
    placed[slots[free]] = terms[free]
    return placed


def _hashed(codes: Array) -> Array:
    """The highest bits of the product with a large odd number (Knuth, TAOCP 3, section 6.4)."""
    return np.asarray(codes.view(np.uint64) * _ODD >> np.uint64(64 - _HASH)).view(np.int64)


def _coded(runs: Sequence[Sequence[Array]], bits: int, most: int) -> list[Array]:
    """One number of at most so many bits for each different row of columns, whose numbers have
    `bits`; a negative one where any of them is. The rows are in several tables.
    """
    codes, taken = [columns[0].astype(np.int64) for columns in runs], bits
    for after in range(1, len(runs[0])):
        if taken + bits > most:
            codes, taken = _renumbered(codes)
        for code, columns in zip(codes, runs, strict=True):
            code <<= bits
            code |= columns[after]  # a negative one has the highest bit set, and keeps it
        taken += bits
    return codes


def _renumbered(codes: Sequence[Array]) -> tuple[list[Array], int]:
    """The same numbers, counted through from 0 on, negative ones below, and how many bits they
    have.
    """
    held, numbers = np.unique(np.concatenate(codes), return_inverse=True)
    ends = np.cumsum([len(code) for code in codes])
    return np.split(numbers - held.searchsorted(0), ends[:-1]), len(held).bit_length()
