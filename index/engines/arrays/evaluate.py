"""Answering a request over the arrays of a snapshot.

What matches is a mask over all documents, one byte each; what scores or is counted is worked out
for the documents found alone. Totals, order, scores and counts are those of the memory engine.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from index.engines.arrays.files import Array
from index.engines.arrays.occurrences import holding, occurrences
from index.engines.arrays.order import Order
from index.engines.arrays.snapshot import Postings, Snapshot
from index.engines.arrays.values import (
    Counted,
    by_calendar,
    by_story,
    day_counts,
    facet,
    lacking,
)
from index.engines.common.layout import key_field, stem_field
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
_SCARCE = 8  # documents found for so many postings: they are looked up instead


class Evaluation:
    """One request over one state of an index."""

    def __init__(self, index: Snapshot, request: Request) -> None:
        self.index = index
        self.request = request
        self._leaves: dict[Terms, dict[str, Postings]] = {}
        self._ranked: Array | None = None  # of what is found, once it is

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
        wanted = sorted((item for item in items if not isinstance(item, Not)), key=self._most)
        mask = self.match(wanted[0]) if wanted else self.index.everything
        for item in wanted[1:]:
            if not mask.any():
                return mask
            mask = mask & self.match(item)
        for unwanted in (item.item for item in items if isinstance(item, Not)):
            mask = mask > self.match(unwanted)
        return mask

    def _or(self, items: tuple[Query, ...]) -> Array:
        mask = np.zeros(self.index.size, bool)
        for item in items:
            match item:
                case Word() | Phrase() | Near() | Prefix() | Variants():
                    for docs in self._docs(item):
                        mask[docs] = True
                case _:
                    np.logical_or(mask, self.match(item), out=mask)
        return mask

    def _most(self, query: Query) -> int:
        """How many documents match at most, as far as that is known without reading any."""
        match query:
            case Word(streams, _, stems):
                fields = [(stem_field(name), stem) for name in streams for stem in stems]
                return sum(self.index.holding(*each) for each in fields)
            case Phrase(streams, words) | Near(streams, words, _):
                least = (min(self.index.holding(name, word) for word in words) for name in streams)
                return sum(least)
            case Variants(leaves):
                return sum(map(self._most, leaves))
            case Boost(inner, _) | Prefer(inner, _):
                return self._most(inner)
            case Key(field, key):
                return self.index.holding(key_field(field), key)
            case _:
                return self.index.size

    def _docs(self, leaf: Terms) -> list[Array]:
        if not self.request.limit:  # nothing is ranked
            return [docs for name in leaf.streams for docs in holding(self.index, leaf, name)]
        return [docs for docs, _ in self._occurrences(leaf).values()]

    def _occurrences(self, leaf: Terms) -> dict[str, Postings]:
        if leaf not in self._leaves:
            self._leaves[leaf] = {
                name: occurrences(self.index, leaf, name) for name in leaf.streams
            }
        return self._leaves[leaf]

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
        matching = self.index.known(leaf, lambda: self._matching(list(held.values())))
        idf = inverse_frequency(self.index.count, matching)
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

    def _matching(self, held: list[Postings]) -> int:
        """How many documents have a term in any stream."""
        if len(held) == 1:
            return len(held[0][0])
        return int(np.count_nonzero(self.index.having(docs for docs, _ in held)))


def _all_of(within: Array, choices: Mapping[str, Array]) -> Array:
    for mask in choices.values():
        within = within & mask
    return within
