"""What is counted of the documents found: values of a facet, days; by story where folded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from index.engines.arrays.files import Array
from index.engines.arrays.snapshot import NOTHING, Values
from index.engines.common.folding import calendar_keys

_MOST = 4  # one of so many documents found, and a whole column is looked at


@dataclass(frozen=True, slots=True)
class Counted:
    """Documents, each of which counts for itself (`alone`); and those that count together, by the
    number of their story, ordered by it.
    """

    alone: Array
    together: Array = field(default_factory=lambda: NOTHING)
    stories: Array = field(default_factory=lambda: NOTHING)

    @property
    def total(self) -> int:
        """How many are counted."""
        return len(self.alone) + len(np.unique(self.stories))


def by_story(values: Values, found: Array) -> Counted:
    """Documents by their stories."""
    stories = values.numbers[found] if values.single else _first(values, found)
    sizes = np.bincount(stories, minlength=1)
    several = sizes[stories] > 1
    if not several.any():
        return Counted(found)
    together, own = found[several], stories[several].astype(np.int64)
    order = np.argsort(own, kind="stable")
    return Counted(found[~several], together[order], own[order])


def facet(
    values: Values, counted: Counted, limit: int, chosen: Iterable[str]
) -> tuple[tuple[str, int], ...]:
    """The values of a facet by count, then folded value: at most `limit`, and those chosen."""
    sizes = _value_counts(values, counted)
    held = np.flatnonzero(sizes)
    if limit < len(held):
        floor = np.partition(sizes[held], len(held) - limit)[len(held) - limit] if limit else 0
        likely = held[sizes[held] >= floor] if limit else NOTHING
    else:
        likely = held
    ranked = likely[np.lexsort((likely, -sizes[likely]))][:limit]
    listed = [(values.values[at].decode(), int(sizes[at])) for at in ranked.tolist()]
    names = {name for name, _ in listed}
    for key in dict.fromkeys(chosen):
        if key not in names and (count := _count_of(values, sizes, key)):
            listed.append((key, count))
    return tuple(listed)


def lacking(values: Values, counted: Counted) -> int:
    """How many have a document without a value."""
    alone = np.count_nonzero(values.counts[counted.alone] == 0)
    bare = values.counts[counted.together] == 0
    return int(alone) + len(np.unique(counted.stories[bare]))


def day_counts(days: Array, docs: Array) -> dict[int | None, int]:
    """How many documents are of each day, None for the undated."""
    each, counts = np.unique(days[docs], return_counts=True)
    return {day or None: count for day, count in zip(each.tolist(), counts.tolist(), strict=True)}


def calendar(days: Array, counted: Counted) -> dict[str, int]:
    """How many have a document of each year, month and day; the undated under ""."""
    counts: dict[str, int] = {}
    for day, count in day_counts(days, counted.alone).items():
        for key in calendar_keys(day):
            counts[key] = counts.get(key, 0) + count
    if len(counted.together):
        whole = days[counted.together].astype(np.int64)
        for day, part in ((1, whole), (100, whole // 100), (10_000, whole // 10_000)):
            pairs = np.unique(np.stack((counted.stories, part)), axis=1)[1]
            each, many = np.unique(pairs, return_counts=True)
            for at, count in zip(each.tolist(), many.tolist(), strict=True):
                key = _calendar_key(at, day)
                if key is not None:
                    counts[key] = counts.get(key, 0) + count
    return counts


def _calendar_key(number: int, unit: int) -> str | None:
    if not number:
        return "" if unit == 1 else None  # the undated are counted once
    year, month, day = calendar_keys(number * unit + (0 if unit == 1 else 101 if unit > 100 else 1))
    return {1: day, 100: month, 10_000: year}[unit]


def _value_counts(values: Values, counted: Counted) -> Array:
    """How many have each value."""
    many = len(values.values)
    sizes = np.bincount(_numbers(values, counted.alone), minlength=many)
    if len(counted.together):
        numbers = _numbers(values, counted.together).astype(np.int64)
        stories = np.repeat(counted.stories, values.counts[counted.together].astype(np.intp))
        pairs = np.unique(stories * many + numbers)
        sizes = sizes + np.bincount(pairs % many, minlength=many)
    return sizes


def _numbers(values: Values, docs: Array) -> Array:
    """All values of some documents, in their order."""
    if values.single:
        return values.numbers[docs]
    counts = values.counts[docs].astype(np.intp)
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    starts = values.ends[docs].astype(np.intp) - counts
    return values.numbers[np.arange(total) + np.repeat(starts - (ends - counts), counts)]


def _first(values: Values, docs: Array) -> Array:
    return values.numbers[(values.ends[docs] - values.counts[docs]).astype(np.intp)]


def _count_of(values: Values, sizes: Array, key: str) -> int:
    wanted = key.encode()
    low, high = 0, len(values.values)
    while low < high:
        middle = (low + high) // 2
        if values.values[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return int(sizes[low]) if low < len(values.values) and values.values[low] == wanted else 0
