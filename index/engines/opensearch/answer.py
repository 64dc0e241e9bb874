"""Answering a request: the cluster counts documents, and what is folded is taken off here.

In a story of several documents at least one carries the id of another, so these few stories are
found without looking at the many documents that stand alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index.engines.common.ranking import facet_values
from index.engines.common.request import Found, Request
from index.engines.opensearch.compile import all_of, compiled
from index.engines.opensearch.snapshot import Ranked, Snapshot, of_stories
from index.query.days import calendar
from index.query.filters import Filter, by_facet
from index.query.tree import And, Days, Query

_DATE = "date"  # the choice that the range of days is


@dataclass(frozen=True, slots=True)
class Matching:
    """The documents of a query, and the stories of which it matches several."""

    query: dict[str, Any]
    several: Mapping[str, int]


class Answer:
    """One request over one state of an index."""

    def __init__(self, snapshot: Snapshot, request: Request) -> None:
        self._snapshot = snapshot
        self._request = request
        self._chosen = by_facet(request.filters)
        self._query = compiled(request.query)
        self._found = self._matching()

    def found(self) -> Found:
        """Totals, page, facets and days."""
        request, query = self._request, self._found.query
        articles = self._snapshot.count(query)
        total = articles - sum(count - 1 for count in self._found.several.values())
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
        query = all_of([self._query, compiled(And(tuple(parts)))]) if parts else self._query
        return Matching(query, self._snapshot.several(query) if self._request.fold else {})

    # Counts: of documents, less what stories of several count too often ------------------------

    def _facet(self, name: str, counts: Counter[str]) -> tuple[tuple[str, int], ...]:
        return facet_values(+counts, self._request.facet_limit, self._picked(name))

    def _picked(self, name: str) -> tuple[str, ...]:
        chosen = self._chosen.get(name, Filter())
        return (*chosen.all, *chosen.any)

    def _facet_counts(self) -> dict[str, Counter[str]]:
        """How many have each of the most frequent values of each facet asked for; "" is none."""
        facets = self._request.facets
        wider = [name for name in facets if self._chosen.get(name, Filter()).alternatives]
        counts = self._counts(self._found, [name for name in facets if name not in wider])
        for name in wider:
            counts |= self._counts(self._matching(but=name), [name])
        return counts

    def _counts(self, matching: Matching, names: Sequence[str]) -> dict[str, Counter[str]]:
        too_many = self._snapshot.repeated(matching.query, matching.several, names)
        # So many that as many as are shown are counted right from the beginning, and stay ahead of
        # all that was not asked for.
        most = self._request.facet_limit + max(map(len, too_many.values()), default=0)
        picked = {key for name in names for key in self._picked(name)}
        counts = self._snapshot.value_counts(matching.query, names, most, picked)
        for name, repeated in too_many.items():
            for key, more in repeated.items():
                if key in counts[name]:
                    counts[name][key] -= more
        return counts

    def _dates(self) -> Counter[str]:
        """How many have each year, month and day; "" is undated."""
        matching = self._matching(but=_DATE) if any(self._request.days) else self._found
        counts = calendar(self._snapshot.day_counts(matching.query))
        for days in self._snapshot.days_of(matching.query, matching.several).values():
            counts.subtract({key: number - 1 for key, number in calendar(days).items()})
        return counts

    # The page -----------------------------------------------------------------------------------

    def _page(self) -> tuple[tuple[tuple[str, float], ...], dict[str, tuple[str, ...]]]:
        """The hits asked for, and the ids that are folded under each of them."""
        request, several = self._request, self._found.several
        if not request.limit:
            return (), {}
        leads = self._leads(request.offset + request.limit)[request.offset :]
        stories = {lead.story for lead in leads if lead.story in several}
        folded: dict[str, list[str]] = {}
        if stories:
            some = of_stories(self._found.query, stories)
            for one in self._snapshot.first(some, request.sort, sum(map(several.get, stories))):  # type: ignore[arg-type]
                folded.setdefault(one.story, []).append(one.id)
        under = {lead.id: tuple(folded[lead.story][1:]) for lead in leads if lead.story in stories}
        return tuple((lead.id, lead.score) for lead in leads), under

    def _leads(self, count: int) -> list[Ranked]:
        """The first `count` documents, of each story only the best."""
        read = count
        while True:
            ranked = self._snapshot.first(self._found.query, self._request.sort, read)
            leads: dict[str, Ranked] = {}
            for one in ranked:
                leads.setdefault(one.story if one.story in self._found.several else one.id, one)
            if len(leads) >= count or len(ranked) < read:
                return list(leads.values())[:count]
            read *= 4
