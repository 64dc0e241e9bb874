"""How well the documents found match, which come first, and which of a story leads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from index.engines.arrays.files import Array, begins_run
from index.engines.arrays.leaves import Leaves
from index.engines.arrays.postings import Selection
from index.engines.arrays.snapshot import Snapshot
from index.engines.arrays.values import Counted
from index.engines.common.layout import NO_MOMENT
from index.engines.common.ranking import K1, NOT_NORMALISED, inverse_frequency
from index.engines.common.request import Sort
from index.fields import STREAMS
from index.query.patience import go_on
from index.query.tree import (
    And,
    AtLeast,
    Boost,
    Near,
    Or,
    Phrase,
    Prefer,
    Prefix,
    Query,
    Terms,
    Variants,
    Word,
)

_AT_ONCE = 1 << 16  # numbers, which stay in the processor's cache
_GROUP = 64
_DIGITS = 9  # scores that differ less are equal


# How well they match ----------------------------------------------------------------------------


class Scores:
    """Of one query: BM25F (`common/ranking.py`), of all its terms at once. `b` is how much the
    length of a text counts.
    """

    def __init__(self, index: Snapshot, leaves: Leaves, b: float) -> None:
        self._index = index
        self._leaves = leaves
        self._b = b
        self._divisors: dict[str, Array] = {}

    def of(self, query: Query, found: Selection) -> Array:
        """The score of each document found."""
        scores = np.zeros(len(found))
        weighted = _merged(_weighted(query, 1.0))
        step = max(1, _AT_ONCE // max(1, len(found)))
        for start in range(0, len(weighted), step):
            for score in self._bm25f(weighted[start : start + step], found):
                scores += score
        return scores

    def _bm25f(self, weighted: Sequence[tuple[Terms, float]], found: Selection) -> Array:
        """What each term that any of the documents found has (a row) adds to the score of each."""
        frequency = self._frequencies([leaf for leaf, _ in weighted], found)
        there = np.flatnonzero(np.any(frequency, axis=1)).tolist()
        if len(there) < len(weighted):
            frequency = frequency[there]
            weighted = [weighted[at] for at in there]
        if not weighted:
            return frequency
        score = np.array([[self._inverse_frequency(leaf)] for leaf, _ in weighted]) * frequency
        score *= K1 + 1
        frequency += K1
        score /= frequency
        score *= [[weight] for _, weight in weighted]
        return score

    def _frequencies(self, leaves: Sequence[Terms], found: Selection) -> Array:
        """How often each document found has each term (a row), as it counts in all streams."""
        frequency = np.zeros((len(leaves), len(found)))
        for name in dict.fromkeys(name for leaf in leaves for name in leaf.streams):
            part = np.zeros_like(frequency)
            for row, leaf in zip(part, leaves, strict=True):
                go_on()
                often = self._leaves.often(leaf, name, found)
                if often is not None:
                    row[:] = often
            part *= STREAMS[name] or 1.0
            if self._b and name not in NOT_NORMALISED:
                part /= self._by_length(name, found)
            frequency += part
        return frequency

    def _by_length(self, stream: str, found: Selection) -> Array:
        """What frequencies are divided by in texts as long as each document found has."""
        if stream not in self._divisors:
            index, b = self._index, self._b
            every = index.made(
                ("divisor", stream, b), lambda: 1 - b + b * index.relative_length(stream)
            )
            self._divisors[stream] = every.take(found.docs)
        return self._divisors[stream]

    def _inverse_frequency(self, leaf: Terms) -> float:
        index = self._index
        matching = index.known(leaf, lambda: len(self._leaves.match(leaf)))
        return inverse_frequency(index.count, matching)


def _weighted(query: Query, weight: float) -> Iterator[tuple[Terms, float]]:
    """The terms that add to a score, with their weights."""
    match query:
        case And(items) | Or(items) | AtLeast(_, items):
            for item in items:
                yield from _weighted(item, weight)
        case Prefer(inner, better):
            yield from _weighted(inner, weight)
            for item, more in better:
                yield from _weighted(item, weight * more)
        case Boost(inner, more):
            yield from _weighted(inner, weight * more)
        case Word() | Phrase() | Near() | Prefix() | Variants():
            yield query, weight


def _merged(weighted: Iterable[tuple[Terms, float]]) -> list[tuple[Terms, float]]:
    """Each term once, with all its weight."""
    whole: dict[Terms, float] = {}
    for leaf, weight in weighted:
        whole[leaf] = whole.get(leaf, 0.0) + weight
    return list(whole.items())


# Which come first -------------------------------------------------------------------------------


class Order:
    """The order of the documents found: by score or by date, then newest first, then by id.

    Documents are spoken of by their place in `found`.
    """

    def __init__(self, index: Snapshot, found: Array, scores: Array, sort: Sort) -> None:
        self._index = index
        self._found = found
        self._ids = index.column("id")
        moments = index.column("moment")[found]
        if sort == "oldest":
            moments = np.where(moments == NO_MOMENT, moments, -moments)
        self._moments = moments
        self._keys = np.round(scores, _DIGITS) if sort == "relevance" else moments

    def best(self, counted: Counted, count: int) -> Array:
        """The best of what is counted, at most `count`, best first."""
        if not len(counted.together):
            return self._first(np.arange(len(self._found)), count)
        return self._first(np.concatenate((counted.alone_at, self._leading(counted))), count)

    def others(self, counted: Counted, leads: Array) -> Iterator[Array]:
        """What is folded under each of some leads, best first."""
        stories = self._index.values("story")
        own = stories.first(self._found[leads]).astype(np.int64)
        starts, ends = (counted.stories.searchsorted(own, side) for side in ("left", "right"))
        for lead, start, end in zip(leads, starts.tolist(), ends.tolist(), strict=True):
            within = counted.together_at[start:end]
            yield self._first(within[within != lead], len(within))

    def _first(self, places: Array, count: int) -> Array:
        """The first of some documents, in order."""
        if 0 < count < len(places):
            keys = self._keys[places]
            floor = _of_the_best(keys, count)
            places = places[keys >= floor]
            if len(places) > 4 * count:  # many are equal: the newest of them
                places = self._newest(places, count, floor)
        return places[self._sorted(places)][:count]

    def _newest(self, places: Array, count: int, floor: float) -> Array:
        """Those above the floor, and so many of the newest that stand on it."""
        keys, moments = self._keys[places], self._moments[places]
        equal = keys == floor
        wanted = count - int(np.count_nonzero(~equal))
        on = moments[equal]
        least = _of_the_best(on, wanted)
        return np.asarray(places[~equal | (moments >= least)])

    def _sorted(self, places: Array) -> Array:
        ids = self._ids[self._found[places]]
        return np.asarray(np.lexsort((ids, -self._moments[places], -self._keys[places])))

    def _leading(self, counted: Counted) -> Array:
        """The best document of each story of several."""
        places, stories = counted.together_at, counted.stories
        moments, keys = -self._moments[places], -self._keys[places]
        order = np.lexsort((moments, keys, stories))
        leads = begins_run(stories).nonzero()[0]
        first, second = order[leads], order[leads + 1]
        if ((keys[first] == keys[second]) & (moments[first] == moments[second])).any():
            first = np.lexsort((self._ids[counted.together], moments, keys, stories))[leads]
        return np.asarray(places[first])


def _of_the_best(keys: Array, count: int) -> Any:
    """The lowest of the `count` highest of some numbers."""
    if len(keys) > _GROUP * count * 2:
        # As many groups as are wanted each have a number as high as this; few others are.
        highest = keys[: len(keys) // _GROUP * _GROUP].reshape(_GROUP, -1).max(axis=0)
        keys = keys[keys >= _of_the_best(highest, count)]
    return np.partition(keys, len(keys) - count)[len(keys) - count]
