"""Answering a request over the arrays of a snapshot.

What matches is a mask over all documents, one byte each; what scores or is counted is worked out
for the documents found alone. Totals, order, scores and counts are those of the memory engine.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from index.engines.arrays.counts import Counted, by_story, calendar, day_counts, facet, lacking
from index.engines.arrays.files import Array
from index.engines.arrays.occurrences import holding, occurrences
from index.engines.arrays.order import Order
from index.engines.arrays.snapshot import Postings, Snapshot
from index.engines.common.layout import NO_DAY, key_field
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
    Leaf,
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
_SCARCE = 8  # documents found for so many postings: they are looked up instead


class Evaluation:
    """One request over one state of an index."""

    def __init__(self, index: Snapshot, request: Request) -> None:
        self.index = index
        self.request = request
        self._leaves: dict[Terms, dict[str, Postings]] = {}

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
            choices[_DATE] = self._days(first, last)
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
            days = day_counts(self.index.column("day"), found)
        dates: Mapping[str, int] = {}
        if request.dates:
            here = self._without(_DATE, within, choices) if _DATE in choices else counted
            dates = calendar(self.index.column("day"), here)
        hits, folded = self._page(found, counted)
        return Found(counted.total, hits, facets, days, len(found), folded, missing, dates)

    # What matches -------------------------------------------------------------------------------

    def match(self, query: Query) -> Array:
        """A mask of the documents that a query matches; the caller's own."""
        match query:
            case All():
                return self.index.everything()
            case And(items):
                return self._and(items)
            case Or(items):
                mask = np.zeros(self.index.size, bool)
                for item in items:
                    self._add(item, mask)
                return mask
            case AtLeast(least, items):
                if least <= 0:
                    return self.index.everything()
                counts = np.zeros(self.index.size, np.int32)
                for item in items:
                    counts += self.match(item)
                return counts >= least
            case Not(item):
                return self.index.everything() & ~self.match(item)
            case Prefer(inner, _) | Boost(inner, _):
                return self.match(inner)
            case Days(first, last):
                return self._days(first, last)
            case Undated():
                return (self.index.column("day") == NO_DAY) & self.index.everything()
            case _:
                mask = np.zeros(self.index.size, bool)
                self._add(query, mask)
                return mask

    def _and(self, items: tuple[Query, ...]) -> Array:
        mask: Array | None = None
        for item in items:
            if not isinstance(item, Not):
                found = self.match(item)
                mask = found if mask is None else np.logical_and(mask, found, out=mask)
        if mask is None:
            mask = self.index.everything()
        for item in items:
            if isinstance(item, Not):
                mask &= ~self.match(item.item)
        return mask

    def _add(self, query: Query, mask: Array) -> None:
        """Marks what a query matches."""
        match query:
            case Word() | Phrase() | Near() | Prefix() | Variants() | Key() | KeyPrefix() | Keys():
                for docs in self._docs(query):
                    mask[docs] = True
            case _:
                np.logical_or(mask, self.match(query), out=mask)

    def _docs(self, leaf: Leaf) -> list[Array]:
        match leaf:
            case Key(field, key):
                return [self.index.docs(key_field(field), key.encode())]
            case Keys(field, keys):
                return [self.index.docs(key_field(field), key.encode()) for key in keys]
            case KeyPrefix(field, start):
                return self.index.beginning(key_field(field), start.encode())[0]
            case _ if not self.request.limit:  # nothing is ranked
                return [
                    docs
                    for name in leaf.streams  # type: ignore[union-attr]
                    for docs in holding(self.index, leaf, name)  # type: ignore[arg-type]
                ]
            case _:
                return [docs for docs, _ in self._occurrences(leaf).values()]  # type: ignore[arg-type]

    def _occurrences(self, leaf: Terms) -> dict[str, Postings]:
        if leaf not in self._leaves:
            self._leaves[leaf] = {
                name: occurrences(self.index, leaf, name) for name in leaf.streams
            }
        return self._leaves[leaf]

    def _days(self, first: int | None, last: int | None) -> Array:
        days = self.index.column("day")
        mask = days >= max(first or 1, 1)
        if last:
            mask &= days <= last
        return mask if self.index.live is None else mask & self.index.live

    # Filters ------------------------------------------------------------------------------------

    def _key(self, name: str, keys: tuple[str, ...]) -> Array:
        mask = np.zeros(self.index.size, bool)
        for key in keys:
            mask[self.index.docs(key_field(name), key.encode())] = True
        return mask

    def _kept(self, mask: Array, name: str, chosen: Filter) -> Array:
        """Those of a mask that have all and none of what a filter says so of."""
        for key in chosen.all:
            mask = mask & self._key(name, (key,))
        if chosen.none:
            mask = mask & ~self._key(name, chosen.none)
        return mask & (self.index.values(name).counts > 0) if chosen.present else mask

    def _alternatives(self, name: str, chosen: Filter) -> Array:
        mask = self._key(name, chosen.any)
        return mask | (self.index.values(name).counts == 0) if chosen.missing else mask

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
        others = {
            lead: order.others(counted, at) for (lead, _), at in zip(hits, ranked, strict=True)
        }
        folded = {
            lead: tuple(one.decode() for one in ids[found[under]].tolist())
            for lead, under in others.items()
            if len(under)
        }
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
        held = {name: part for name, part in self._occurrences(leaf).items() if len(part[0])}
        if not held or not len(found):
            return np.zeros(len(found))
        frequency = np.zeros(len(found))
        for name, (docs, counts) in held.items():
            at, which = self._at(found, docs)
            weighted = (STREAMS[name] or 1.0) * counts[which]
            b = 0.0 if name in NOT_NORMALISED else self.request.b
            if b:
                lengths = self.index.relative_length(name)[docs[which]]
                weighted = weighted / (1 - b + b * lengths)
            frequency[at] += weighted
        idf = inverse_frequency(self.index.count, self._matching(list(held.values())))
        return idf * frequency * (K1 + 1) / (K1 + frequency)

    def _at(self, found: Array, docs: Array) -> tuple[Array | slice, Array | slice]:
        """Where in `found` documents stand that are there too, and which of `docs` these are."""
        if len(docs) == len(found) and np.array_equal(docs, found):
            return slice(None), slice(None)
        if len(found) * _SCARCE < len(docs):
            which = np.searchsorted(docs, found)
            which[which == len(docs)] = 0
            at = np.flatnonzero(docs[which] == found)
            return at, which[at]
        at = self._rank(found)[docs]
        which = np.flatnonzero(at >= 0)
        return at[which], which

    def _rank(self, found: Array) -> Array:
        """The place in `found` of every document; -1 where it is not there."""
        if self._ranked is None:
            self._ranked = np.full(self.index.size, -1, np.int32)
            self._ranked[found] = np.arange(len(found), dtype=np.int32)
        return self._ranked

    _ranked: Array | None = None

    def _matching(self, held: list[Postings]) -> int:
        """How many documents have a term in any stream."""
        if len(held) == 1:
            return len(held[0][0])
        mask = np.zeros(self.index.size, bool)
        for docs, _ in held:
            mask[docs] = True
        return int(np.count_nonzero(mask))


def _all_of(within: Array, choices: Mapping[str, Array]) -> Array:
    for mask in choices.values():
        within = within & mask
    return within
