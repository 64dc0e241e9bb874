"""Answering a request over the arrays of a snapshot.

What matches is a mask over all documents, one byte each; what scores or is counted is worked out
for the documents found alone. Totals, order, scores and counts are those of the memory engine.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from index.engines.arrays.files import Array
from index.engines.arrays.leaves import Leaves
from index.engines.arrays.order import Order
from index.engines.arrays.snapshot import Snapshot
from index.engines.arrays.values import (
    Counted,
    by_calendar,
    by_story,
    day_counts,
    facet,
    lacking,
)
from index.engines.common.layout import key_field
from index.engines.common.ranking import K1, NOT_NORMALISED, inverse_frequency
from index.engines.common.request import Found, Request
from index.fields import STREAMS
from index.query.filters import Filter, by_facet
from index.query.tree import (
    All,
    And,
    AtLeast,
    Boost,
    Days,
    Key,
    KeyPrefix,
    Keys,
    Near,
    Not,
    Or,
    Phrase,
    Prefer,
    Prefix,
    Query,
    Terms,
    Undated,
    Variants,
    Word,
)

_DATE = "date"  # the choice that the range of days is


class Evaluation:
    """One request over one state of an index."""

    def __init__(self, index: Snapshot, request: Request) -> None:
        self.index = index
        self.request = request
        self._leaves = Leaves(index, are_ranked=bool(request.limit))

    def answer(self) -> Found:
        """Totals, page, facets and days."""
        request = self.request
        within = self.match(request.query)
        chosen = by_facet(request.filters)
        for name, each in chosen.items():
            within = self._kept(within, name, each)
        # What leaves a choice: each of these masks is left out where that choice is counted.
        choices = {
            name: self._alternatives(name, each)
            for name, each in chosen.items()
            if each.alternatives
        }
        first, last = request.days
        if first or last:
            choices[_DATE] = self.match(Days(first, last))
        mask = _all_of(within, choices)
        found = np.flatnonzero(mask)
        counted = self._counted(found)
        facets, missing = {}, {}
        for name in request.facets:
            here = self._without(name, within, choices) if name in choices else counted
            facets[name] = self._facet(name, here, chosen.get(name, Filter()))
            missing[name] = lacking(self.index.values(name), here)
        days: Mapping[int | None, int] = {}
        if request.timeline:
            days = day_counts(self.index.dates, found)
        dates: Mapping[str, int] = {}
        if request.dates:
            here = self._without(_DATE, within, choices) if _DATE in choices else counted
            dates = by_calendar(self.index.dates, here)
        hits, folded = self._page(found, counted)
        return Found(counted.total, hits, facets, days, len(found), folded, missing, dates)

    # What matches -------------------------------------------------------------------------------

    def match(self, query: Query) -> Array:
        """A mask of the documents that a query matches; not to be changed."""
        match query:
            case All():
                return self.index.everything
            case And(items):
                return self._and(items)
            case Or(items):
                return self._or(items)
            case AtLeast(least, items):
                counts = np.zeros(self.index.size, np.int32)
                for item in items:
                    counts += self.match(item)
                return np.asarray(counts >= least) if least > 0 else self.index.everything
            case Not(item):
                return self.index.everything & ~self.match(item)
            case Prefer(inner, _) | Boost(inner, _):
                return self.match(inner)
            case Word() | Phrase() | Near() | Prefix() | Variants():
                return self._or((query,))
            case _:
                return self.index.mask(query, lambda: self._filter(query))

    def _and(self, items: tuple[Query, ...]) -> Array:
        """Those that all match. The rarest comes first: if it has none, nothing else is read."""
        wanted = sorted(
            (item for item in items if not isinstance(item, Not)), key=self._leaves.most
        )
        mask = self.match(wanted[0]) if wanted else self.index.everything
        for item in wanted[1:]:
            if not mask.any():
                return mask
            few = self._few(item, mask)
            mask = mask & self.match(item) if few is None else few
        for unwanted in (item.item for item in items if isinstance(item, Not)):
            few = self._few(unwanted, mask)
            mask = mask > (self.match(unwanted) if few is None else few)
        return mask

    def _few(self, item: Query, among: Array) -> Array | None:
        """A mask of the documents of another mask that an item matches, if looking these up is
        quicker than reading its postings.
        """
        if not isinstance(item, Word | Phrase | Variants):
            return None
        docs = np.flatnonzero(among)
        often = self._leaves.looked_up(item, docs)
        return None if often is None else self.index.having(docs[n > 0] for n in often.values())

    def _or(self, items: tuple[Query, ...]) -> Array:
        mask = np.zeros(self.index.size, bool)
        for item in items:
            match item:
                case Word() | Phrase() | Near() | Prefix() | Variants():
                    for docs in self._leaves.docs(item):
                        mask[docs] = True
                case _:
                    np.logical_or(mask, self.match(item), out=mask)
        return mask

    # Filters ------------------------------------------------------------------------------------

    def _filter(self, leaf: Key | KeyPrefix | Keys | Days | Undated) -> Array:
        """A mask of what has a value or lies in a range."""
        match leaf:
            case Days(first, last):
                return self.index.dates.within(first, last) & self.index.everything
            case Undated():
                return self.index.dates.undated() & self.index.everything
            case KeyPrefix(field, ""):
                return self.index.everything > self.index.values(field).lacking
            case KeyPrefix(field, start):
                found = self.index.beginning(key_field(field), start.encode())[0]
            case Key(field, key):
                found = [self.index.docs(key_field(field), key.encode())]
            case Keys(field, keys):
                found = [self.index.docs(key_field(field), key.encode()) for key in keys]
        return self.index.having(found)

    def _kept(self, mask: Array, name: str, chosen: Filter) -> Array:
        """Those of a mask that have all and none of what a filter says so of."""
        for key in chosen.all:
            mask = mask & self.match(Key(name, key))
        for key in chosen.none:
            mask = mask > self.match(Key(name, key))
        return mask & self.match(KeyPrefix(name, "")) if chosen.present else mask

    def _alternatives(self, name: str, chosen: Filter) -> Array:
        mask = self._or(tuple(Key(name, key) for key in chosen.any))
        return mask | self.index.values(name).lacking if chosen.missing else mask

    # Counts -------------------------------------------------------------------------------------

    def _counted(self, found: Array) -> Counted:
        """What is counted: stories, or, if they are not to be folded, every document as one."""
        return by_story(self.index.values("story"), found) if self.request.fold else Counted(found)

    def _without(self, name: str, within: Array, choices: Mapping[str, Array]) -> Counted:
        """What would be found without one of the choices."""
        others = {other: mask for other, mask in choices.items() if other != name}
        return self._counted(np.flatnonzero(_all_of(within, others)))

    def _facet(self, name: str, counted: Counted, chosen: Filter) -> tuple[tuple[str, int], ...]:
        wanted = (*chosen.all, *chosen.any)
        return facet(self.index.values(name), counted, self.request.facet_limit, wanted)

    # Order --------------------------------------------------------------------------------------

    def _page(
        self, found: Array, counted: Counted
    ) -> tuple[tuple[tuple[str, float], ...], dict[str, tuple[str, ...]]]:
        """The hits asked for, and the ids that are folded under each of them."""
        request = self.request
        if not request.limit:
            return (), {}
        scores = np.zeros(len(found))
        if request.sort == "relevance":
            self._add_scores(request.query, found, scores, 1.0)
        order = Order(self.index, found, scores, request.sort)
        ranked = order.best(counted, request.offset + request.limit)[request.offset :]
        ids = self.index.column("id")
        hits = tuple(
            (ids[doc].decode(), score)
            for doc, score in zip(found[ranked], scores[ranked].tolist(), strict=True)
        )
        folded: dict[str, tuple[str, ...]] = {}
        if len(counted.together):
            for (lead, _), at in zip(hits, ranked, strict=True):
                if len(under := order.others(counted, at)):
                    folded[lead] = tuple(one.decode() for one in ids[found[under]].tolist())
        return hits, folded

    def _add_scores(self, query: Query, found: Array, scores: Array, weight: float) -> None:
        match query:
            case And(items) | Or(items) | AtLeast(_, items):
                for item in items:
                    self._add_scores(item, found, scores, weight)
            case Prefer(inner, better):
                self._add_scores(inner, found, scores, weight)
                for item, more in better:
                    self._add_scores(item, found, scores, weight * more)
            case Boost(inner, more):
                self._add_scores(inner, found, scores, weight * more)
            case Word() | Phrase() | Near() | Prefix() | Variants():
                scores += weight * self._bm25f(query, found)

    def _bm25f(self, leaf: Terms, found: Array) -> Array:
        """The score of one term for each document found (`common/ranking.py`); 0 without it."""
        frequency = np.zeros(len(found))
        for name, at, often in self._leaves.often(leaf, found):
            weighted = (STREAMS[name] or 1.0) * often
            b = 0.0 if name in NOT_NORMALISED else self.request.b
            if b:
                lengths = self.index.relative_length(name)[found[at]]
                weighted = weighted / (1 - b + b * lengths)
            frequency[at] += weighted
        if not frequency.any():
            return frequency
        matching = self.index.known(leaf, lambda: self._leaves.matching(leaf))
        idf = inverse_frequency(self.index.count, matching)
        return idf * frequency * (K1 + 1) / (K1 + frequency)


def _all_of(within: Array, choices: Mapping[str, Array]) -> Array:
    for mask in choices.values():
        within = within & mask
    return within
