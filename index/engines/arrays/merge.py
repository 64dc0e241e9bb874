"""Several segments as one: their lists of terms are joined, and postings put in their new places.

No posting is looked at by itself, and no more than a bounded number is in memory at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.engines.arrays import files
from index.engines.arrays.files import (
    HALF,
    Array,
    Halves,
    Narrow,
    begins_run,
    create,
    let_go,
    most_of,
    pairs_of,
    ranges,
    shrunk,
    smallest,
)
from index.engines.arrays.joined import joined
from index.engines.arrays.segment import (
    COUNT,
    KEY_FIELDS,
    NARROW,
    NOTHING,
    PLACE,
    SERIAL,
    TERM_FIELDS,
    WORD_FIELDS,
    Field,
    Segment,
    length_column,
)
from index.engines.arrays.spelled import WORDS, Share, merged
from index.engines.arrays.values import dates_of
from index.engines.common.layout import stem_field
from index.fields import STREAMS

_AT_ONCE = 1_000_000  # postings


@dataclass(slots=True)
class _Source:
    """A segment to be merged: which of its documents stay, and what these are numbered then."""

    segment: Segment
    kept: Array
    numbers: Array


@dataclass(slots=True)
class _Share:
    """What one source gives to one field, by the number of a term there: how many postings and
    places stay, and the term's number among all.
    """

    source: _Source
    field: Field
    postings: Array
    places: Array
    new: Array


def merge(path: Path, segments: Sequence[tuple[Segment, Array | None]]) -> int:
    """Writes the documents of segments, without those deleted, as one; returns how many."""
    sources: list[_Source] = []
    size = 0
    for segment, deleted in segments:
        kept = np.ones(segment.size, bool)
        if deleted is not None:
            kept[deleted] = False
        sources.append(_Source(segment, kept, np.cumsum(kept) - 1 + size))
        size += int(np.count_nonzero(kept))
    plans = {name: _Plan(name, sources) for name in TERM_FIELDS}
    small = _columns(sources)
    shapes: dict[str, tuple[str, int]] = {}
    for plan in plans.values():
        small |= plan.small()
        shapes |= plan.shapes(size)
    for name in STREAMS:
        small |= _spelled(plans[name], plans[stem_field(name)])
    shapes |= {name: (each.dtype.str, len(each)) for name, each in small.items()}
    made = create(path, shapes)
    for name, each in small.items():
        made[name][:] = each
    for arrays in (made, *(source.segment.arrays for source in sources)):
        let_go(arrays.values())
    for plan in plans.values():
        plan.fill(made)
    return size


class _Large:
    """Of numbers that are narrow those that are large, while they are moved."""

    def __init__(self) -> None:
        self._found: list[tuple[Array, Array]] = []

    def take(self, low: Array | Halves, target: Array, numbers: Array) -> None:
        """Puts numbers where they belong."""
        most = most_of(low)
        if isinstance(low, Halves):
            low.put(target, np.minimum(numbers, most))
        else:
            low[target] = np.minimum(numbers, most)
        large = np.flatnonzero(numbers >= most)
        if len(large):
            self._found.append((target[large], numbers[large]))

    def put(self, made: dict[str, Array], name: str, count: int) -> None:
        """Writes the large ones beside them; of what room is left, each is at the very end."""
        made[f"{name} at"][:] = count
        if self._found:
            at = np.concatenate([at for at, _ in self._found])
            order = np.argsort(at)
            made[f"{name} at"][: len(at)] = at[order]
            more = np.concatenate([numbers for _, numbers in self._found])
            made[f"{name} more"][: len(at)] = more[order]


class _Runs:
    """Of numbers of documents what is above their lowest bits, while they are moved."""

    def __init__(self) -> None:
        self._found: list[tuple[Array, Array]] = []

    def take(self, target: Array, numbers: Array) -> None:
        """Notes where a run may begin: with another number, or behind what something else fills."""
        high = numbers >> files.BITS
        new = np.ones(len(target), bool)
        new[1:] = (high[1:] != high[:-1]) | (target[1:] != target[:-1] + 1)
        self._found.append((target[new], high[new]))

    def put(self, made: dict[str, Array], name: str, count: int) -> None:
        """Writes the runs; of what room is left for some, each is at the very end."""
        made[f"{name} runs"][:] = count
        if len(made[f"{name} runs"]):
            at = np.concatenate([at for at, _ in self._found])
            order = np.argsort(at)
            at, high = at[order], np.concatenate([high for _, high in self._found])[order]
            new = begins_run(high)
            many = int(np.count_nonzero(new))
            made[f"{name} runs"][:many], made[f"{name} high"][:many] = at[new], high[new]


class _Plan:
    """Where everything of a field goes."""

    def __init__(self, name: str, sources: list[_Source]) -> None:
        self.name = name
        self._runs, self._large_counts, self._large_places = _Runs(), _Large(), _Large()
        self.shares = [_share(source, name) for source in sources]
        self._letters, self._ends, numbers = joined(
            [share.field.terms for share in self.shares],
            [share.postings for share in self.shares],
        )
        self.count = len(self._ends)
        held = np.zeros(self.count, np.int64)
        places = np.zeros(self.count, np.int64)
        for share, new in zip(self.shares, numbers, strict=True):
            stay = share.postings > 0
            held[new[stay]] += share.postings[stay]
            places[new[stay]] += share.places[stay]
            share.new = new
        self.starts = np.concatenate(([0], np.cumsum(held)))
        self.place_starts = np.concatenate(([0], np.cumsum(places)))

    def small(self) -> dict[str, Array]:
        """The arrays that are made at once: the terms, and values by document."""
        found = {"letters": self._letters, "ends": self._ends, "starts": self.starts}
        if self.name in WORD_FIELDS:
            found["place_starts"] = self.place_starts
        found = {part: shrunk(each) for part, each in found.items()}
        if self.name in KEY_FIELDS:
            found |= self._values()
        return {f"{self.name} {part}": each for part, each in found.items()}

    def _values(self) -> dict[str, Array]:
        numbers, counts = [], []
        for share in self.shares:
            arrays = share.source.segment.arrays
            ends = arrays[f"{self.name} value_ends"].astype(np.int64)
            many = ends - np.concatenate(([0], ends[:-1]))
            own = arrays[f"{self.name} values"]
            numbers.append(share.new[own[np.repeat(share.source.kept, many)]])
            counts.append(many[share.source.kept])
        ends = np.cumsum(np.concatenate(counts))
        return {"values": shrunk(np.concatenate(numbers)), "value_ends": shrunk(ends)}

    def shapes(self, size: int) -> dict[str, tuple[str, int]]:
        """The types and sizes of the arrays that `fill` fills, for so many documents."""
        held = int(self.starts[-1])
        last = max(size - 1, 0)
        runs = self._most_runs() if last >> files.BITS else 0
        found = {
            f"{self.name} docs": (smallest(min(last, files.BELOW)), held),
            f"{self.name} docs runs": (smallest(held), runs),
            f"{self.name} docs high": (smallest(last >> files.BITS), runs),
        }
        if self.name not in KEY_FIELDS:
            found |= self._narrow("counts", COUNT, held)
        if self.name in WORD_FIELDS:
            found |= self._narrow("places", PLACE, int(self.place_starts[-1]))
        return found

    def _most_runs(self) -> int:
        """A term's documents of one source are of as many runs as these span, and no more than they
        are themselves.
        """
        runs = 0
        for share in self.shares:
            numbers = share.source.numbers[share.source.kept] >> files.BITS
            spanned = int(numbers[-1] - numbers[0]) + 1 if len(numbers) else 0
            runs += int(np.minimum(share.postings, spanned).sum())
        return runs

    def _narrow(self, part: str, kind: str, count: int) -> dict[str, tuple[str, int]]:
        """The same for numbers that are narrow: there are no more large ones than there were."""
        held: list[Narrow] = [getattr(share.field, part) for share in self.shares]
        many = sum(len(each.at) for each in held)
        widest = max(int(each.more.max()) if len(each.more) else 0 for each in held)
        low = ("|u1", pairs_of(count)) if kind == HALF else (kind, count)
        shapes = low, (smallest(count), many), (smallest(widest), many)
        return {
            f"{self.name} {part}{name}": shape for name, shape in zip(NARROW, shapes, strict=True)
        }

    def fill(self, made: dict[str, Array]) -> None:
        """Puts the postings of every source behind those of the sources before it, by term."""
        if not self.count:
            return
        free = self.starts[:-1].copy()
        free_places = self.place_starts[:-1].copy()
        for share in self.shares:
            for terms in _slices(share.field.starts):
                self._move(made, share, terms, free, free_places)
                # Else all of both files would be in memory in the end.
                let_go(self._own(made))
                let_go(self._own(share.source.segment.arrays))
            held = share.postings > 0
            free[share.new[held]] += share.postings[held]
            free_places[share.new[held]] += share.places[held]
        self._runs.put(made, f"{self.name} docs", int(self.starts[-1]))
        if self.name not in KEY_FIELDS:
            self._large_counts.put(made, f"{self.name} counts", int(self.starts[-1]))
        if self.name in WORD_FIELDS:
            self._large_places.put(made, f"{self.name} places", int(self.place_starts[-1]))

    def _own(self, arrays: dict[str, Array]) -> list[Array]:
        """Those of this field, and perhaps of others whose names begin like it."""
        return [each for name, each in arrays.items() if name.startswith(f"{self.name} ")]

    def _move(
        self, made: dict[str, Array], share: _Share, terms: slice, free: Array, free_places: Array
    ) -> None:
        """Puts the postings of some terms where they belong."""
        held, source, new = share.field, share.source, share.new[terms]
        where = slice(int(held.starts[terms.start]), int(held.starts[terms.stop]))
        docs = held.docs[where]
        kept = source.kept[docs]
        target = ranges(free[new], share.postings[terms])
        numbers = source.numbers[docs[kept]]
        made[f"{self.name} docs"][target] = numbers & files.BELOW
        self._runs.take(target, numbers)
        if self.name in KEY_FIELDS:
            return
        counts = held.counts[where]
        low = Halves(made[f"{self.name} counts"], int(self.starts[-1]))
        self._large_counts.take(low, target, counts[kept])
        if self.name in WORD_FIELDS:
            first, after = held.place_starts[terms.start], held.place_starts[terms.stop]
            places = held.places[int(first) : int(after)][np.repeat(kept, counts)]
            target = ranges(free_places[new], share.places[terms])
            self._large_places.take(made[f"{self.name} places"], target, places)


def _spelled(words: _Plan, stems: _Plan) -> dict[str, Array]:
    """By which words each stem stands in a stream."""
    shares: list[Share] = []
    for word, stem in zip(words.shares, stems.shares, strict=True):
        table = {part: stem.source.segment.arrays[f"{stems.name} {part}"] for part in WORDS}
        shares.append((table, stem.new, word.new, stem.postings, word.postings))
    return {f"{stems.name} {part}": each for part, each in merged(shares, stems.count).items()}


def _share(source: _Source, name: str) -> _Share:
    """How many postings, and places, of every term of a source stay."""
    field = source.segment.field(name)
    starts = field.starts.astype(np.int64)
    held = starts[1:] - starts[:-1]
    if name in WORD_FIELDS:
        place_starts = field.place_starts.astype(np.int64)
        places = place_starts[1:] - place_starts[:-1]
    else:
        places = np.zeros(len(held), np.int64)
    if source.kept.all():
        return _Share(source, field, held, places, NOTHING)
    held, places = held.copy(), places.copy()
    for terms in _slices(starts):
        where = slice(int(starts[terms.start]), int(starts[terms.stop]))
        kept = source.kept[field.docs[where]]
        begin = starts[terms.start : terms.stop + 1] - starts[terms.start]
        held[terms] = _sums(kept, begin)
        if name in WORD_FIELDS:
            places[terms] = _sums(np.where(kept, field.counts[where], 0), begin)
    return _Share(source, field, held, places, NOTHING)


def _sums(numbers: Array, starts: Array) -> Array:
    """The sum of each run of numbers."""
    before = np.concatenate(([0], np.cumsum(numbers, dtype=np.int64)))
    return np.asarray(before[starts[1:]] - before[starts[:-1]])


def _slices(starts: Array) -> Iterator[slice]:
    """Terms in a row with a bounded number of postings, or one term alone."""
    starts = starts.astype(np.int64)
    low, terms = 0, len(starts) - 1
    while low < terms:
        high = int(np.searchsorted(starts, starts[low] + _AT_ONCE, "right")) - 1
        high = min(max(high, low + 1), terms)
        yield slice(low, high)
        low = high


def _columns(sources: list[_Source]) -> dict[str, Array]:
    """What is kept by document, of those that stay."""
    kept = np.concatenate([source.kept for source in sources])
    dates = dates_of([source.segment for source in sources])
    names = ["moment", "id", *map(length_column, STREAMS)]
    if SERIAL in sources[0].segment.arrays:
        names.append(SERIAL)
    found = {
        name: np.concatenate([source.segment.arrays[name] for source in sources])[kept]
        for name in names
    }
    different, numbers = np.unique(dates.different[dates.numbers[kept]], return_inverse=True)
    order = shrunk(np.argsort(found["id"]))
    return found | {"days": different, "day": shrunk(numbers), "id order": order}
