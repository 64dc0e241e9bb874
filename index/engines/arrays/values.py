"""Values and days of all documents of an index, whatever segments they are in; and what is counted
of those found: by value, by day, and by story where stories are folded.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import field
from functools import cached_property

import numpy as np

from archive.frozen import frozen
from index.engines.arrays.files import Array, different, ranges, shrunk, smallest
from index.engines.arrays.segment import ID, NOTHING, Segment
from index.engines.common.layout import NO_DAY
from index.engines.common.request import ByDay
from index.query.days import calendar

_APART = 100_000_000  # more than any day as a number
_WIDEST = 8  # bytes of a number that holds the values of a document
_AT_ONCE = 1 << 16  # bytes of these, whose values stay in the processor's cache
_LAST = 99_999_999  # no day is later


@frozen
class Dates:
    """The different days of documents, ascending, as 20171103, or NO_DAY; and of every document the
    place of its own among them.
    """

    different: Array
    numbers: Array

    def within(self, first: int | None, last: int | None) -> Array:
        """A mask of the documents from one day to another, both included; not of the undated."""
        low, after = np.searchsorted(self.different, [max(first or 1, 1), (last or _LAST) + 1])
        return np.asarray((self.numbers >= low) & (self.numbers < after))

    def undated(self) -> Array:
        """A mask of the documents without a day."""
        after = np.searchsorted(self.different, NO_DAY, "right")
        return np.asarray(self.numbers < after)


class Values:
    """The values of a keyword field: `numbers` of the document d are those before `ends[d]`, each
    the place of a value among all, sorted.
    """

    def __init__(self, numbers: Array, ends: Array, values: Sequence[bytes] | Array) -> None:
        self.numbers = numbers
        self.ends = ends
        self.values = values
        self.counts: Array = shrunk(np.diff(ends, prepend=ends.dtype.type(0)))
        self.single = bool((self.counts == 1).all())
        self._keys: dict[int, str] = {}  # those that were shown

    @cached_property
    def lacking(self) -> Array:
        """A mask of the documents without a value; not to be changed."""
        return np.asarray(self.counts == 0)

    def key(self, number: int) -> str:
        """A value, by its place."""
        key = self._keys.get(number)
        if key is None:
            key = self._keys[number] = bytes(self.values[number]).decode()
        return key

    def find(self, key: str) -> int:
        """The place of a value; -1 if no document has it."""
        wanted = key.encode()
        at = bisect_left(self.values, wanted)
        return at if at < len(self.values) and self.values[at] == wanted else -1

    def of(self, docs: Array) -> Array:
        """The numbers of all values of some documents, in their order."""
        if self.single:
            return np.asarray(self.numbers[docs])
        counts = self.counts[docs]
        starts = self.ends[docs].astype(np.intp) - counts
        return np.asarray(self.numbers[ranges(starts, counts)])

    def counts_of(self, docs: Array) -> Array:
        """How many of some different documents have each value."""
        if 2 * len(docs) > len(self.counts):
            others = np.ones(len(self.counts), bool)
            others[docs] = False
            return np.asarray(self._all_counts - self.counts_of(others.nonzero()[0]))
        many, rows = len(self.values), self._rows
        if rows is None:
            return np.bincount(self.of(docs), minlength=many)
        sizes = np.zeros(many + 1, np.intp)
        step = _AT_ONCE // rows.itemsize
        for first in range(0, len(docs), step):
            numbers = rows.take(docs[first : first + step]).view(smallest(many))
            sizes += np.bincount(numbers, minlength=many + 1)
        return sizes[:many]

    @cached_property
    def _rows(self) -> Array | None:
        """The numbers of all values of each document, side by side as one number, where fewer than
        of others filled up with the number that is no value's; None where one does not hold them.
        """
        kind = smallest(len(self.values))
        width = 1
        while width < self.counts.max(initial=0):
            width *= 2
        size = width * np.dtype(kind).itemsize
        if size > _WIDEST:
            return None
        rows = np.full((len(self.counts), width), len(self.values), kind)
        rows[np.arange(width) < self.counts[:, None]] = self.numbers
        return rows.reshape(-1).view(f"<u{size}")

    @cached_property
    def _all_counts(self) -> Array:
        """How many documents have each value, those deleted too."""
        return np.bincount(self.numbers, minlength=len(self.values))

    def first(self, docs: Array) -> Array:
        """The number of the first value of each of some documents that have one."""
        if self.single:
            return np.asarray(self.numbers[docs])
        return np.asarray(self.numbers[self.ends[docs].astype(np.intp) - self.counts[docs]])

    @cached_property
    def shared(self) -> Array:
        """A mask of the documents whose first value others have as the first too, those deleted
        included; each has to have one. Not to be changed.
        """
        first = self.first(np.arange(len(self.counts)))
        return np.asarray(np.bincount(first)[first] > 1)

    def held(self, live: Array | None) -> list[str]:
        """All values of documents that are there, sorted."""
        numbers = self.numbers
        if live is not None:
            numbers = numbers[np.repeat(live, self.counts)]
        many = np.bincount(numbers, minlength=len(self.values))
        return [self.key(number) for number in np.flatnonzero(many).tolist()]


def dates_of(segments: Sequence[Segment]) -> Dates:
    """The days of the documents of segments, one after the other."""
    lists = [segment.column("days") for segment in segments]
    numbers = [segment.column("day") for segment in segments]
    if len(lists) == 1:
        return Dates(lists[0], numbers[0])
    if not lists:
        return Dates(NOTHING, NOTHING)
    every = different(np.concatenate(lists))
    mapped = [np.searchsorted(every, days)[each] for days, each in zip(lists, numbers, strict=True)]
    return Dates(every, shrunk(np.concatenate(mapped)))


def values_of(segments: Sequence[Segment], field: str) -> Values:
    """The values of a keyword field of segments, one after the other."""
    terms = [segment.field(field).terms for segment in segments]
    numbers = [segment.column(f"{field} values") for segment in segments]
    ends = [segment.column(f"{field} value_ends") for segment in segments]
    if len(terms) == 1:
        return Values(numbers[0], ends[0], terms[0])
    if not terms:
        return Values(NOTHING, NOTHING, [])
    before = np.cumsum([0, *(len(each) for each in numbers)]).tolist()
    shifted = [each.astype(np.int64) + at for each, at in zip(ends, before[:-1], strict=True)]
    every, places = _together([each.of_one_width(int(ID[2:])) for each in terms], terms)
    mapped = [place[each] for place, each in zip(places, numbers, strict=True)]
    return Values(shrunk(np.concatenate(mapped)), shrunk(np.concatenate(shifted)), every)


def _together(
    wide: Sequence[Array | None], terms: Sequence[Sequence[bytes]]
) -> tuple[Sequence[bytes] | Array, list[Array]]:
    """All terms of sorted lists, sorted; and where those of each list are among them."""
    ids = [each for each in wide if each is not None]
    if len(ids) == len(wide):  # ids, as many as there are stories
        every, at = np.unique(np.concatenate(ids), return_inverse=True)
        return every, np.split(at, np.cumsum([len(each) for each in ids[:-1]]))
    lists = [each[:] for each in terms]
    joined = sorted(set().union(*lists))
    place = {value: at for at, value in enumerate(joined)}
    return joined, [np.array([place[value] for value in each], np.int64) for each in lists]


# What is counted -------------------------------------------------------------------------------


@frozen
class Counted:
    """Documents, each of which counts for itself (`alone`); and those that count together, by the
    number of their story, ordered by it. If there are such, `alone_at` and `together_at` are the
    places of both among all that were found.
    """

    alone: Array
    together: Array = field(default_factory=lambda: NOTHING)
    stories: Array = field(default_factory=lambda: NOTHING)
    alone_at: Array = field(default_factory=lambda: NOTHING)
    together_at: Array = field(default_factory=lambda: NOTHING)

    @property
    def total(self) -> int:
        """How many are counted."""
        if not len(self.stories):
            return len(self.alone)
        return len(self.alone) + len(different(self.stories))


def by_story(values: Values, found: Array) -> Counted:
    """Documents by their stories, of which each has one."""
    likely = values.shared.take(found).nonzero()[0]
    if not len(likely):
        return Counted(found)
    stories = values.first(found.take(likely)).astype(np.int64)
    order = np.argsort(stories, kind="stable")
    stories = stories[order]
    new = np.concatenate(([True], stories[1:] != stories[:-1], [True]))
    several = ~(new[:-1] & new[1:])
    if not several.any():
        return Counted(found)
    together_at = likely[order[several]]
    alone = np.ones(len(found), bool)
    alone[together_at] = False
    alone_at = alone.nonzero()[0]
    return Counted(found[alone_at], found[together_at], stories[several], alone_at, together_at)


def facet(
    values: Values, counted: Counted, limit: int, chosen: Iterable[str]
) -> tuple[tuple[str, int], ...]:
    """The values of a facet by count, then folded value: at most `limit`, and those chosen."""
    if not len(values.values):
        return ()
    sizes = _value_counts(values, counted)
    held = sizes.nonzero()[0]
    if limit < len(held):
        floor = np.partition(sizes[held], len(held) - limit)[len(held) - limit] if limit else 0
        likely = held[sizes[held] >= floor] if limit else NOTHING
    else:
        likely = held
    ranked = likely[np.argsort(-sizes[likely], kind="stable")][:limit]
    listed = [(values.key(at), int(sizes[at])) for at in ranked.tolist()]
    names = {name for name, _ in listed}
    for key in dict.fromkeys(chosen):
        at = values.find(key)
        if key not in names and at >= 0 and sizes[at]:
            listed.append((key, int(sizes[at])))
    return tuple(listed)


def lacking(values: Values, counted: Counted) -> int:
    """How many have a document without a value."""
    if values.single:
        return 0
    if not len(values.values):
        return counted.total
    alone = np.count_nonzero(values.lacking[counted.alone])
    if not len(counted.together):
        return int(alone)
    bare = values.lacking[counted.together]
    return int(alone) + len(different(counted.stories[bare]))


def day_counts(days: Dates, docs: Array) -> ByDay:
    """How many documents are of each day."""
    counts = np.bincount(days.numbers[docs], minlength=len(days.different))
    held = counts.nonzero()[0]
    found, counts = days.different[held], counts[held]
    if len(found) and found[0] == NO_DAY:  # which is before all others
        return ByDay(found[1:], counts[1:], int(counts[0]))
    return ByDay(found, counts)


def by_calendar(days: Dates, counted: Counted) -> dict[str, int]:
    """How many have a document of each year, month and day; the undated under ""."""
    counts = calendar(day_counts(days, counted.alone))
    each = days.different[days.numbers[counted.together]].astype(np.int64)
    for unit, letters in ((1, 10), (100, 7), (10_000, 4)):  # of a day, a month, a year
        once = different(counted.stories * _APART + each // unit) % _APART
        for number, many in zip(*np.unique(once, return_counts=True), strict=True):
            if number:
                iso = f"{number * unit:08}"
                counts[f"{iso[:4]}-{iso[4:6]}-{iso[6:]}"[:letters]] += int(many)
            elif unit == 1:  # the undated are counted once
                counts[""] += int(many)
    return counts


def _value_counts(values: Values, counted: Counted) -> Array:
    """How many have each value."""
    many = len(values.values)
    if many == 1 and values.single:
        return np.array([counted.total])
    sizes = values.counts_of(counted.alone)
    if len(counted.together):
        numbers = values.of(counted.together).astype(np.int64)
        stories = np.repeat(counted.stories, values.counts[counted.together])
        pairs = different(stories * many + numbers)
        sizes = sizes + np.bincount(pairs % many, minlength=many)
    return sizes
