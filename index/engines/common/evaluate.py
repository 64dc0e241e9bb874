"""Answering a request over sets of document numbers, from an engine's posting lists.

An engine that can list the documents of a term, and the columns of a document, needs no query
language of its own. Then what matches, how it scores and what is counted is the same in each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Protocol

from index.engines.common.folding import SEPARATOR, Leads, Stories, by_calendar, by_story
from index.engines.common.layout import NO_DAY, NO_MOMENT
from index.engines.common.occurrences import Frequencies, TermPostings, holding, occurrences
from index.engines.common.ranking import best, bm25f, by_date, facet_values
from index.engines.common.request import Found, Request
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

Docs = set[int]
Hits = tuple[tuple[str, float], ...]


class Postings(TermPostings, Protocol):
    """One state of an index, by document number."""

    everything: Docs

    def with_key(self, field: str, key: str) -> Iterable[int]:
        """The documents whose keyword field has this folded value."""
        ...

    def with_key_prefix(self, field: str, start: str) -> Iterable[int]:
        """The documents whose keyword field has a value beginning so."""
        ...

    def length(self, stream: str, doc: int) -> float:
        """The length of a stream of a document, relative to the average."""
        ...

    def days(self) -> Sequence[int]:
        """The day of every document number, or NO_DAY."""
        ...

    def moments(self) -> Sequence[int]:
        """The moment of every document number, or NO_MOMENT."""
        ...

    def values(self, field: str) -> Sequence[str]:
        """The values of a keyword field of every document number, joined by SEPARATOR."""
        ...

    def id(self, doc: int) -> str:
        """The id of a document."""
        ...


class Evaluation:
    """One request over one state of an index."""

    def __init__(self, postings: Postings, request: Request) -> None:
        self.postings = postings
        self.request = request
        self._leaves: dict[Terms, dict[str, Frequencies]] = {}

    def answer(self) -> Found:
        """Totals, page, facets and days."""
        request = self.request
        within = self.match(request.query)
        chosen = by_facet(request.filters)
        for name, each in chosen.items():
            within = self._kept(within, name, each)
        # What leaves a choice: each of these sets is left out where that choice is counted.
        choices = {
            name: self._alternatives(name, each)
            for name, each in chosen.items()
            if each.alternatives
        }
        first, last = request.days
        if first or last:
            choices[_DATE] = self.match(Days(first, last))
        found = within.intersection(*choices.values())
        stories = self._stories(found)
        facets, missing = {}, {}
        for name in request.facets:
            counted = self._without(name, within, choices) if name in choices else stories
            facets[name] = self._facet(name, counted, chosen.get(name, Filter()))
            missing[name] = counted.lacking(self.postings.values(name))
        days: Counter[int | None] = Counter()
        if request.timeline:
            column = self.postings.days()
            days.update(column[doc] or None for doc in found)
        dates: Counter[str] = Counter()
        if request.dates:
            counted = self._without(_DATE, within, choices) if _DATE in choices else stories
            dates = by_calendar(counted, self.postings.days())
        hits, folded = self._page(found, stories)
        return Found(len(stories), hits, facets, days, len(found), folded, missing, dates)

    def match(self, query: Query) -> Docs:
        """The documents that a query matches."""
        everything = self.postings.everything
        match query:
            case All():
                return everything
            case And(items):
                wanted = [self.match(item) for item in items if not isinstance(item, Not)]
                found = set.intersection(*wanted) if wanted else everything
                for item in items:
                    if isinstance(item, Not):
                        found = found - self.match(item.item)
                return found
            case Or(items):
                return set().union(*(self.match(item) for item in items))
            case AtLeast(least, items):
                counts = Counter(doc for item in items for doc in self.match(item))
                if least <= 0:
                    return everything
                return {doc for doc, count in counts.items() if count >= least}
            case Not(item):
                return everything - self.match(item)
            case Prefer(inner, _) | Boost(inner, _):
                return self.match(inner)
            case _:
                return set(self._leaf(query))

    def _leaf(self, leaf: Leaf) -> Iterable[int]:
        match leaf:
            case Key(field, key):
                return self.postings.with_key(field, key)
            case KeyPrefix(field, start):
                return self.postings.with_key_prefix(field, start)
            case Keys(field, keys):
                return chain.from_iterable(self.postings.with_key(field, key) for key in keys)
            case Days(first, last):
                low, high = first or 1, last or 99_999_999
                days = self.postings.days()
                return (doc for doc in self.postings.everything if low <= days[doc] <= high)
            case Undated():
                days = self.postings.days()
                return (doc for doc in self.postings.everything if days[doc] == NO_DAY)
            case _ if not self.request.limit:  # nothing is ranked
                return chain.from_iterable(
                    holding(self.postings, leaf, name) for name in leaf.streams
                )
            case _:
                return chain.from_iterable(self._frequencies(leaf).values())

    def _frequencies(self, leaf: Terms) -> dict[str, Frequencies]:
        if leaf not in self._leaves:
            self._leaves[leaf] = {
                name: occurrences(self.postings, leaf, name) for name in leaf.streams
            }
        return self._leaves[leaf]

    # Filters, facets, order ---------------------------------------------------------------------

    def _kept(self, docs: Docs, name: str, chosen: Filter) -> Docs:
        """Those of `docs` that have all and none of what a filter says so of."""
        for key in chosen.all:
            docs = docs.intersection(self.postings.with_key(name, key))
        for key in chosen.none:
            docs = docs.difference(self.postings.with_key(name, key))
        return docs - self._lacking(name) if chosen.present else docs

    def _alternatives(self, name: str, chosen: Filter) -> Docs:
        docs: Docs = set().union(*(self.postings.with_key(name, key) for key in chosen.any))
        return docs | self._lacking(name) if chosen.missing else docs

    def _lacking(self, name: str) -> Docs:
        column = self.postings.values(name)
        return {doc for doc in self.postings.everything if not column[doc]}

    def _without(self, name: str, within: Docs, choices: Mapping[str, Docs]) -> Stories:
        """What would be found without one of the choices."""
        others = (docs for other, docs in choices.items() if other != name)
        return self._stories(within.intersection(*others))

    def _stories(self, docs: Docs) -> Stories:
        """What is counted: stories, or, if they are not to be folded, every document as one."""
        return by_story(docs, self.postings.values("story")) if self.request.fold else Stories(docs)

    def _facet(self, name: str, stories: Stories, chosen: Filter) -> tuple[tuple[str, int], ...]:
        counts: Counter[str] = Counter()
        for joined, count in Counter(stories.values(self.postings.values(name))).items():
            if joined:
                for key in joined.split(SEPARATOR):
                    counts[key] += count
        return facet_values(counts, self.request.facet_limit, (*chosen.all, *chosen.any))

    def _page(self, found: Docs, stories: Stories) -> tuple[Hits, dict[str, tuple[str, ...]]]:
        """The hits asked for, and the ids that are folded under each of them."""
        request = self.request
        if not request.limit:
            return (), {}
        moments = self.postings.moments()
        newest = request.sort != "oldest"

        def order(doc: int) -> tuple[object, ...]:
            moment = moments[doc]
            return by_date(None if moment == NO_MOMENT else moment, self.postings.id(doc), newest)

        scores = dict.fromkeys(found, 0.0)
        if request.sort == "relevance":
            self._add_scores(request.query, scores, 1.0)
            leads = Leads(stories, scores, order)
        else:
            leads = Leads(stories, _recency(found, moments, newest), order)
        ranked = best(leads.scores, request.offset + request.limit, order)[request.offset :]
        id_of = self.postings.id
        others = {id_of(doc): tuple(map(id_of, leads.others(doc))) for doc in ranked}
        folded = {lead: under for lead, under in others.items() if under}
        return tuple((id_of(doc), scores[doc]) for doc in ranked), folded

    def _add_scores(self, query: Query, scores: dict[int, float], weight: float) -> None:
        match query:
            case And(items) | Or(items) | AtLeast(_, items):
                for item in items:
                    self._add_scores(item, scores, weight)
            case Prefer(inner, better):
                self._add_scores(inner, scores, weight)
                for item, more in better:
                    self._add_scores(item, scores, weight * more)
            case Boost(inner, more):
                self._add_scores(inner, scores, weight * more)
            case Word() | Phrase() | Near() | Prefix() | Variants():
                total = len(self.postings.everything)
                frequencies = self._frequencies(query)
                found = bm25f(frequencies, total, scores, self.postings.length, self.request.b)
                for doc, score in found.items():
                    scores[doc] += weight * score


def _recency(found: Docs, moments: Sequence[int], newest: bool) -> dict[int, float]:
    """A score by date, in whole seconds; the undated come last either way."""
    return {
        doc: moment if newest or moment == NO_MOMENT else -moment
        for doc in found
        for moment in (moments[doc],)
    }
