"""Answering a request: tantivy counts documents, and what is folded is taken off here.

In a story of several documents at least one carries the id of another, so these few stories are
found without looking at the many documents that stand alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import tantivy

from index.engines.common.ranking import facet_values
from index.engines.common.request import Found, Request
from index.engines.tantivy.compile import Compiler
from index.engines.tantivy.schema import COPY, DAY, STORY
from index.engines.tantivy.snapshot import Ranked, Snapshot, all_of, unscored
from index.query.days import calendar
from index.query.filters import Filter, by_facet
from index.query.tree import And, Days, Query

_STORIES = 500  # that are looked at in one question: of their values, tantivy counts 65,000
_DATE = "date"  # the choice that the range of days is
Several = Mapping[int, list[tantivy.DocAddress]]  # the documents of a story, by its number


@dataclass(frozen=True, slots=True)
class Matching:
    """The documents of a query, and the stories of which it matches several."""

    query: tantivy.Query
    several: Several


class Answer:
    """One request over one state of an index."""

    def __init__(self, snapshot: Snapshot, request: Request) -> None:
        self._snapshot = snapshot
        self._request = request
        self._chosen = by_facet(request.filters)
        self._compiler = Compiler(snapshot)
        self._query = self._compiler.query(request.query)
        self._found = self._matching()

    def found(self) -> Found:
        """Totals, page, facets and days."""
        request, query = self._request, self._found.query
        articles = self._snapshot.count(query)
        total = articles - sum(len(docs) - 1 for docs in self._found.several.values())
        hits, folded = self._page()
        counts = self._facet_counts()
        missing = {name: counts[name].pop("", 0) for name in request.facets}
        facets = {name: self._facet(name, counts[name]) for name in request.facets}
        days = self._snapshot.day_counts(query) if request.timeline else {}
        dates = self._dates() if request.dates else {}
        return Found(total, hits, facets, days, articles, folded, missing, dates)

    def _matching(self, but: str | None = None) -> Matching:
        """What is found within days and filters, leaving out the alternatives of `but`."""
        parts: list[Query] = []
        if but != _DATE and any(self._request.days):
            parts.append(Days(*self._request.days))
        for name, chosen in self._chosen.items():
            parts += chosen.conditions(name, alternatives=name != but)
        query = self._query
        if parts:
            query = all_of([query, self._compiler.query(And(tuple(parts)))])
        return Matching(query, self._several(query))

    def _several(self, query: tantivy.Query) -> Several:
        snapshot = self._snapshot
        if not self._request.fold:
            return {}
        copies = snapshot.matching(all_of([query, tantivy.Query.exists_query(COPY)]))
        if not copies:
            return {}
        members = snapshot.matching(self._of_stories(query, set(snapshot.column(COPY, copies))))
        stories: dict[int, list[tantivy.DocAddress]] = {}
        for number, address in zip(snapshot.column(STORY, members), members, strict=True):
            stories.setdefault(number, []).append(address)
        return {number: docs for number, docs in stories.items() if len(docs) > 1}

    def _of_stories(self, query: tantivy.Query, numbers: set[int]) -> tantivy.Query:
        chosen = tantivy.Query.term_set_query(self._snapshot.schema, STORY, sorted(numbers))
        return all_of([query, unscored(chosen)])

    # Counts: of documents, less what stories of several count too often ------------------------

    def _facet(self, name: str, counts: Counter[str]) -> tuple[tuple[str, int], ...]:
        chosen = self._chosen.get(name, Filter())
        return facet_values(counts, self._request.facet_limit, (*chosen.all, *chosen.any))

    def _facet_counts(self) -> dict[str, Counter[str]]:
        """How many have each value of each facet asked for; "" is no value."""
        facets = self._request.facets
        wider = [name for name in facets if self._chosen.get(name, Filter()).alternatives]
        counts = self._counts(self._found, [name for name in facets if name not in wider])
        for name in wider:
            counts |= self._counts(self._matching(but=name), [name])
        return counts

    def _counts(self, matching: Matching, names: Sequence[str]) -> dict[str, Counter[str]]:
        counts = self._snapshot.value_counts(matching.query, names)
        numbers = sorted(matching.several) if names else []
        for start in range(0, len(numbers), _STORIES):
            some = self._of_stories(matching.query, set(numbers[start : start + _STORIES]))
            for name, key, more in self._snapshot.repeated_values(some, STORY, names):
                counts[name][key] -= more
        return counts

    def _dates(self) -> Counter[str]:
        """How many have each year, month and day; "" is undated."""
        matching = self._matching(but=_DATE) if any(self._request.days) else self._found
        counts = calendar(self._snapshot.day_counts(matching.query))
        for docs in matching.several.values():
            together = calendar(Counter(self._snapshot.column(DAY, docs)))
            counts.subtract({key: number - 1 for key, number in together.items()})
        return counts

    # The page -----------------------------------------------------------------------------------

    def _page(self) -> tuple[tuple[tuple[str, float], ...], dict[str, tuple[str, ...]]]:
        """The hits asked for, and the ids that are folded under each of them."""
        request, several = self._request, self._found.several
        if not request.limit:
            return (), {}
        leads = self._leads(request.offset + request.limit)[request.offset :]
        stories = {lead.story for lead in leads if lead.story in several}
        folded: dict[int, list[str]] = {}
        if stories:
            count = sum(len(several[number]) for number in stories)
            for one in self._first(self._of_stories(self._found.query, stories), count):
                folded.setdefault(one.story, []).append(one.id)
        under = {lead.id: tuple(folded[lead.story][1:]) for lead in leads if lead.story in stories}
        return tuple((lead.id, lead.score) for lead in leads), under

    def _leads(self, count: int) -> list[Ranked]:
        """The first `count` documents, of each story only the best."""
        read = count
        while True:
            ranked = self._first(self._found.query, read)
            leads: dict[object, Ranked] = {}
            for one in ranked:
                leads.setdefault(one.story if one.story in self._found.several else one.id, one)
            if len(leads) >= count or len(ranked) < read:
                return list(leads.values())[:count]
            read *= 4

    def _first(self, query: tantivy.Query, count: int) -> list[Ranked]:
        # Without scores all are equal, and equal ones come newest first.
        sort = self._request.sort
        if sort == "relevance" and not self._compiler.scores:
            sort = "newest"
        return self._snapshot.first(query, sort, count)
