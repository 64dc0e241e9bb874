"""Several segments as one: their lists of terms are joined, and postings put in their new places.

No posting is looked at by itself, and no more than a bounded number is in memory at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.engines.arrays.files import Array, create, smallest
from index.engines.arrays.segment import (
    ID,
    KEY_FIELDS,
    TERM_FIELDS,
    WORD_FIELDS,
    Segment,
    length_column,
)
from index.engines.arrays.terms import packed
from index.fields import STREAMS

_AT_ONCE = 4_000_000  # postings or places


@dataclass(slots=True)
class Source:
    """A segment to be merged: which of its documents stay, and what these are numbered then."""

    segment: Segment
    kept: Array
    numbers: Array


@dataclass(slots=True)
class _Term:
    """Where the terms of one source go in one field, and how much of each stays."""

    new: Array  # number among all terms, by number in the source
    postings: Array  # how many postings stay, by number in the source
    places: Array  # how many places


def merge(path: Path, segments: Sequence[tuple[Segment, Array | None]]) -> int:
    """Writes the documents of segments, without those deleted, as one; returns how many."""
    sources: list[Source] = []
    size = 0
    for segment, deleted in segments:
        kept = np.ones(segment.size, bool)
        if deleted is not None:
            kept[deleted] = False
        sources.append(Source(segment, kept, np.cumsum(kept) - 1 + size))
        size += int(np.count_nonzero(kept))
    plans = {field: _plan(sources, field) for field in TERM_FIELDS}
    shapes: dict[str, tuple[str, int]] = {}
    small: dict[str, Array] = _columns(sources)
    for field, plan in plans.items():
        small |= plan.small(field)
        shapes |= plan.shapes(field, size)
    for field in KEY_FIELDS:
        small |= _values(sources, field, plans[field])
    shapes |= {name: (each.dtype.str, len(each)) for name, each in small.items()}
    made = create(path, shapes)
    for name, each in small.items():
        made[name][:] = each
    for field, plan in plans.items():
        plan.fill(made, field)
    return size


class _Plan:
    """Where everything of a field goes."""

    def __init__(self, sources: list[Source], terms: list[bytes], parts: list[_Term]) -> None:
        self.sources = sources
        self.parts = parts
        held = np.zeros(len(terms), np.int64)
        places = np.zeros(len(terms), np.int64)
        for part in parts:
            np.add.at(held, part.new, part.postings)
            np.add.at(places, part.new, part.places)
        stay = held > 0
        self.terms = [term for term, there in zip(terms, stay.tolist(), strict=True) if there]
        renumbered = np.cumsum(stay) - 1
        for part in parts:
            part.new = np.maximum(renumbered[part.new], 0)  # of what goes, nothing is put anywhere
        self.starts = np.concatenate(([0], np.cumsum(held[stay])))
        self.place_starts = np.concatenate(([0], np.cumsum(places[stay])))

    def small(self, field: str) -> dict[str, Array]:
        letters, ends = packed(self.terms)
        found = {
            f"{field} letters": letters,
            f"{field} ends": ends,
            f"{field} starts": self.starts.astype("<u8"),
        }
        if field in WORD_FIELDS:
            found[f"{field} place_starts"] = self.place_starts.astype("<u8")
        return found

    def shapes(self, field: str, size: int) -> dict[str, tuple[str, int]]:
        held = int(self.starts[-1])
        found = {f"{field} docs": (smallest(max(size - 1, 0)), held)}
        for part, count in (("counts", held), ("places", int(self.place_starts[-1]))):
            name = f"{field} {part}"
            if name in self.sources[0].segment.arrays:
                types = [source.segment.arrays[name].dtype for source in self.sources]
                found[name] = (max(types, key=lambda kind: kind.itemsize).str, count)
        return found

    def fill(self, made: dict[str, Array], field: str) -> None:
        """Puts the postings of every source behind those of the sources before it, by term."""
        if not self.terms:
            return
        free = self.starts[:-1].copy()
        free_places = self.place_starts[:-1].copy()
        for source, part in zip(self.sources, self.parts, strict=True):
            arrays = source.segment.arrays
            starts = arrays[f"{field} starts"].astype(np.int64)
            for low, high in _slices(starts):
                where = slice(int(starts[low]), int(starts[high]))
                docs = arrays[f"{field} docs"][where].astype(np.intp)
                kept = source.kept[docs]
                new, many = part.new[low:high], part.postings[low:high]
                target = _runs(free[new], many)
                made[f"{field} docs"][target] = source.numbers[docs[kept]]
                if f"{field} counts" in arrays:
                    counts = arrays[f"{field} counts"][where]
                    made[f"{field} counts"][target] = counts[kept]
                    if f"{field} places" in arrays:
                        self._places(
                            made, field, source, part, (low, high), counts, kept, free_places
                        )
            held = part.postings > 0
            free[part.new[held]] += part.postings[held]
            free_places[part.new[held]] += part.places[held]

    @staticmethod
    def _places(made, field, source, part, terms, counts, kept, free) -> None:  # type: ignore[no-untyped-def]
        arrays = source.segment.arrays
        starts = arrays[f"{field} place_starts"]
        low, high = terms
        places = arrays[f"{field} places"][int(starts[low]) : int(starts[high])]
        if not kept.all():
            places = places[np.repeat(kept, counts)]
        target = _runs(free[part.new[low:high]], part.places[low:high])
        made[f"{field} places"][target] = places


def _plan(sources: list[Source], field: str) -> _Plan:
    lists = [source.segment.field(field).terms.all() for source in sources]
    terms = lists[0] if len(lists) == 1 else sorted(set().union(*lists))
    number = {term: at for at, term in enumerate(terms)}
    parts = []
    for source, own in zip(sources, lists, strict=True):
        new = np.fromiter((number[term] for term in own), np.int64, len(own))
        held, places = _what_stays(source, field)
        parts.append(_Term(new, held, places))
    return _Plan(sources, terms, parts)


def _what_stays(source: Source, field: str) -> tuple[Array, Array]:
    """How many postings, and places, of every term stay."""
    arrays = source.segment.arrays
    starts = arrays[f"{field} starts"].astype(np.int64)
    held = np.diff(starts)
    placed = f"{field} places" in arrays
    places = np.diff(arrays[f"{field} place_starts"].astype(np.int64)) if placed else held
    if source.kept.all():
        return held, places
    held, places = held.copy(), places.copy()
    for low, high in _slices(starts):
        where = slice(int(starts[low]), int(starts[high]))
        kept = source.kept[arrays[f"{field} docs"][where]]
        begin = starts[low : high + 1] - starts[low]
        held[low:high] = _sums(kept, begin)
        if placed:
            places[low:high] = _sums(np.where(kept, arrays[f"{field} counts"][where], 0), begin)
    return held, places if placed else held


def _sums(numbers: Array, starts: Array) -> Array:
    """The sum of each run of numbers."""
    before = np.concatenate(([0], np.cumsum(numbers, dtype=np.int64)))
    return before[starts[1:]] - before[starts[:-1]]


def _slices(starts: Array) -> Iterator[tuple[int, int]]:
    """Ranges of terms with a bounded number of postings, or one term alone."""
    low, terms = 0, len(starts) - 1
    while low < terms:
        high = int(np.searchsorted(starts, starts[low] + _AT_ONCE, "right")) - 1
        high = min(max(high, low + 1), terms)
        yield low, high
        low = high


def _runs(starts: Array, counts: Array) -> Array:
    """start, start + 1, ... for each start, as many as its count says."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(starts - (ends - counts), counts)


def _columns(sources: list[Source]) -> dict[str, Array]:
    names = ("day", "moment", "id", *map(length_column, STREAMS))
    found = {
        name: np.concatenate([source.segment.arrays[name][source.kept] for source in sources])
        for name in names
    }
    found["id order"] = np.argsort(found["id"].astype(ID)).astype("<u4")
    return found


def _values(sources: list[Source], field: str, plan: _Plan) -> dict[str, Array]:
    numbers, counts = [], []
    for source, part in zip(sources, plan.parts, strict=True):
        many = np.diff(source.segment.arrays[f"{field} value_ends"].astype(np.int64), prepend=0)
        own = source.segment.arrays[f"{field} values"]
        numbers.append(part.new[own[np.repeat(source.kept, many)]])
        counts.append(many[source.kept])
    joined = np.concatenate(numbers)
    kind = smallest(int(joined.max()) if len(joined) else 0)
    return {
        f"{field} values": joined.astype(kind),
        f"{field} value_ends": np.cumsum(np.concatenate(counts)).astype("<u8"),
    }
