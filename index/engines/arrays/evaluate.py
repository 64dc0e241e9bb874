"""Answering a request over the arrays of a snapshot.

What matches is a selection of documents (`postings.py`), and each part of a query is asked only of
those that the parts before it have left; what scores or is counted is worked out for the documents
found alone. Totals, order, scores and counts are those of the memory engine.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from index.engines.arrays.files import Array
from index.engines.arrays.leaves import Leaves
from index.engines.arrays.order import Order, Scores
from index.engines.arrays.postings import Selection
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
from index.engines.common.request import Found, Request
from index.query.filters import Filter, by_facet
from index.query.patience import go_on
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
        self._leaves = Leaves(index)

    def answer(self) -> Found:
        """Totals, page, facets and days."""
        request = self.request
        within = self.match(request.query)
        chosen = by_facet(request.filters)
        for name, each in chosen.items():
            within = self._kept(within, name, each)
        # What leaves a choice: each of these is left out where that choice is counted.
        choices = {
            name: self._alternatives(name, each)
            for name, each in chosen.items()
            if each.alternatives
        }
        first, last = request.days
        if first or last:
            choices[_DATE] = self.match(Days(first, last))
        found = _all_of(within, choices)
        counted = self._counted(found)
        facets, missing = {}, {}
        for name in request.facets:
            here = self._but(name, within, choices) if name in choices else counted
            facets[name] = self._facet(name, here, chosen.get(name, Filter()))
            missing[name] = lacking(self.index.values(name), here)
        days: Mapping[int | None, int] = {}
        if request.timeline:
            days = day_counts(self.index.dates, found.docs)
        dates: Mapping[str, int] = {}
        if request.dates:
            here = self._but(_DATE, within, choices) if _DATE in choices else counted
            dates = by_calendar(self.index.dates, here)
        hits, folded = self._page(found, counted)
        return Found(counted.total, hits, facets, days, len(found), folded, missing, dates)

    # What matches -------------------------------------------------------------------------------

    def match(self, query: Query) -> Selection:
        """The documents that a query matches."""
        match query:
            case All():
                return self.index.everything
            case And(items):
                return self._and(items)
            case Or(items):
                return self._or(items)
            case AtLeast(least, items):
                if least <= 0:
                    return self.index.everything
                counts = np.zeros(self.index.size, np.int32)
                for item in items:
                    counts += self.match(item).mask
                return self.index.selection(counts >= least)
            case Not(item):
                return self._without(item, self.index.everything)
            case Prefer(inner, _) | Boost(inner, _):
                return self.match(inner)
            case Word() | Phrase() | Near() | Prefix() | Variants():
                go_on()
                return self._leaves.match(query)
            case _:
                return self.index.remembered(query, lambda: self._filter(query))

    def _and(self, items: tuple[Query, ...], among: Selection | None = None) -> Selection:
        """Those, perhaps of a selection alone, that all match. The rarest comes first: if it has
        none, nothing else is read.
        """
        wanted = [item for item in items if not isinstance(item, Not)]
        if len(wanted) > 1:
            wanted.sort(key=self._leaves.most)
        for item in wanted:
            among = self.match(item) if among is None else self._within(item, among)
        among = self.index.everything if among is None else among
        for unwanted in (item.item for item in items if isinstance(item, Not)):
            among = self._without(unwanted, among)
        return among

    def _within(self, query: Query, among: Selection) -> Selection:
        """Those of a selection that a query matches."""
        if not len(among):
            return among
        match query:
            case And(items):
                return self._and(items, among)
            case Prefer(inner, _) | Boost(inner, _):
                return self._within(inner, among)
            case Not(item):
                return self._without(item, among)
            case Word() | Phrase() | Near() | Variants() if self._leaves.are_few(query, among):
                return among.where(self._leaves.having(query, among))
            case _:
                return among.within(self.match(query))

    def _without(self, query: Query, among: Selection) -> Selection:
        """Those of a selection that a query does not match."""
        match query:
            case Word() | Phrase() | Near() | Variants() if self._leaves.are_few(query, among):
                return among.where(~self._leaves.having(query, among))
            case _:
                return among.without(self.match(query))

    def _or(self, items: tuple[Query, ...]) -> Selection:
        mask = np.zeros(self.index.size, bool)
        for item in items:
            mask |= self.match(item).mask
        return self.index.selection(mask)

    # Filters ------------------------------------------------------------------------------------

    def _filter(self, leaf: Key | KeyPrefix | Keys | Days | Undated) -> Array:
        """What has a value or lies in a range, as a mask or as numbers."""
        index = self.index
        match leaf:
            case Days(first, last):
                return index.dates.within(first, last) & index.everything.mask
            case Undated():
                return index.dates.undated() & index.everything.mask
            case Key("id", article_id):
                return index.numbered((article_id,))
            case Keys("id", ids):
                return index.numbered(ids)
            case KeyPrefix("id", start):
                return index.everything.mask & index.ids_beginning(start)
            case KeyPrefix(field, ""):
                return index.everything.mask > index.values(field).lacking
            case KeyPrefix(field, start):
                return index.having([index.beginning(key_field(field), start)[0]])
            case Keys(field, keys):
                lists = [index.postings(key_field(field), key) for key in keys]
                return index.having(one.docs() for one in lists)
            case Key(field, key):
                docs = index.there(index.postings(key_field(field), key).docs())
                return docs if docs.nbytes < index.size else index.having([docs])

    def _kept(self, among: Selection, name: str, chosen: Filter) -> Selection:
        """Those of a selection that have all and none of what a filter says so of."""
        for key in chosen.all:
            among = among.within(self.match(Key(name, key)))
        for key in chosen.none:
            among = among.without(self.match(Key(name, key)))
        return among.within(self.match(KeyPrefix(name, ""))) if chosen.present else among

    def _alternatives(self, name: str, chosen: Filter) -> Selection:
        found = self._or(tuple(Key(name, key) for key in chosen.any))
        lacking = self.index.values(name).lacking
        return self.index.selection(found.mask | lacking) if chosen.missing else found

    # Counts -------------------------------------------------------------------------------------

    def _counted(self, found: Selection) -> Counted:
        """What is counted: stories, or, if they are not to be folded, every document as one."""
        if self.request.fold:
            return by_story(self.index.values("story"), found.docs)
        return Counted(found.docs)

    def _but(self, name: str, within: Selection, choices: Mapping[str, Selection]) -> Counted:
        """What would be found without one of the choices."""
        others = {other: chosen for other, chosen in choices.items() if other != name}
        return self._counted(_all_of(within, others))

    def _facet(self, name: str, counted: Counted, chosen: Filter) -> tuple[tuple[str, int], ...]:
        wanted = (*chosen.all, *chosen.any)
        return facet(self.index.values(name), counted, self.request.facet_limit, wanted)

    # Order --------------------------------------------------------------------------------------

    def _page(
        self, found: Selection, counted: Counted
    ) -> tuple[tuple[tuple[str, float], ...], dict[str, tuple[str, ...]]]:
        """The hits asked for, and the ids that are folded under each of them."""
        request, docs = self.request, found.docs
        if not request.limit:
            return (), {}
        if request.sort == "relevance":
            scores = Scores(self.index, self._leaves, request.b).of(request.query, found)
        else:
            scores = np.zeros(len(found))
        order = Order(self.index, docs, scores, request.sort)
        ranked = order.best(counted, request.offset + request.limit)[request.offset :]
        ids = self.index.column("id")
        hits = tuple(
            (one.decode(), score)
            for one, score in zip(ids[docs[ranked]].tolist(), scores[ranked].tolist(), strict=True)
        )
        folded: dict[str, tuple[str, ...]] = {}
        if len(counted.together):
            for (lead, _), under in zip(hits, order.others(counted, ranked), strict=True):
                if len(under):
                    folded[lead] = tuple(one.decode() for one in ids[docs[under]].tolist())
        return hits, folded


def _all_of(within: Selection, choices: Mapping[str, Selection]) -> Selection:
    for chosen in choices.values():
        within = within.within(chosen)
    return within
