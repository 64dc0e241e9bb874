"""Which of the documents found come first, and which of a story leads it."""

from __future__ import annotations

import numpy as np

from index.engines.arrays.files import Array, begins_run
from index.engines.arrays.segment import NOTHING
from index.engines.arrays.snapshot import Snapshot
from index.engines.arrays.values import Counted
from index.engines.common.layout import NO_MOMENT
from index.engines.common.request import Sort

_DIGITS = 9  # scores that differ less are equal


class Order:
    """The order of the documents found: by score or by date, then newest first, then by id.

    Documents are spoken of by their place in `found`.
    """

    def __init__(self, index: Snapshot, found: Array, scores: Array, sort: Sort) -> None:
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
        self._leads = self._leading(counted)
        alone = np.searchsorted(self._found, counted.alone)
        return self._first(np.concatenate((alone, self._leads)), count)

    def others(self, counted: Counted, lead: int) -> Array:
        """What is folded under a lead, best first."""
        at = np.searchsorted(counted.together, self._found[lead], sorter=self._by_doc(counted))
        order = self._by_doc(counted)
        if at == len(order) or counted.together[order[at]] != self._found[lead]:
            return NOTHING
        story = counted.stories[order[at]]
        first, after = np.searchsorted(counted.stories, [story, story + 1])
        within = np.searchsorted(self._found, counted.together[first:after])
        return self._first(within[within != lead], len(within))

    def _by_doc(self, counted: Counted) -> Array:
        if self._order is None:
            self._order = np.argsort(counted.together)
        return self._order

    _order: Array | None = None

    def _first(self, places: Array, count: int) -> Array:
        """The first of some documents, in order."""
        if 0 < count < len(places):
            keys = self._keys[places]
            floor = np.partition(keys, len(keys) - count)[len(keys) - count]
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
        least = np.partition(on, len(on) - wanted)[len(on) - wanted]
        return np.asarray(places[~equal | (moments >= least)])

    def _sorted(self, places: Array) -> Array:
        ids = self._ids[self._found[places]]
        return np.asarray(np.lexsort((ids, -self._moments[places], -self._keys[places])))

    def _leading(self, counted: Counted) -> Array:
        """The best document of each story of several."""
        places = np.searchsorted(self._found, counted.together)
        ids = self._ids[counted.together]
        keys = (ids, -self._moments[places], -self._keys[places], counted.stories)
        order = np.lexsort(keys)
        stories = counted.stories[order]
        new = begins_run(stories)
        return np.asarray(places[order[new]])
