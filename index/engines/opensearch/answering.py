"""Answering a request where a cluster counts documents: what is folded is taken off.

In a story of several documents at least one carries the id of another, so an engine finds these few
stories without looking at the many documents that stand alone.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from index.engines.common.ranking import facet_values
from index.engines.common.request import Found, Request
from index.query.days import calendar
from index.query.filters import Filter, by_facet
from index.query.tree import And, Days, Query

Compiled = TypeVar("Compiled")  # a query in the engine's own language
Story = TypeVar("Story", bound=Hashable)
Documents = TypeVar("Documents")  # of a story, or how many there are

_DATE = "date"  # the choice that the range of days is
DayCounts = Counter[int | None]


@dataclass(frozen=True, slots=True)
class Ranked(Generic[Story]):
    """A document in its place."""

    id: str
    score: float
    story: Story


@dataclass(frozen=True, slots=True)
class Matching(Generic[Compiled, Story, Documents]):
    """The documents of a query, and the stories of which it matches several; none where these are
    so many that they are counted by and large (`about`).
    """

    query: Compiled
    several: Mapping[Story, Documents]
    about: bool = False


class Answer(ABC, Generic[Compiled, Story, Documents]):
    """One request over one state of an index."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._chosen = by_facet(request.filters)
        self._query = self._compiled(request.query)
        self._about = False  # whether anything was counted by and large
        self._found = self._matching()

    def found(self) -> Found:
        """Totals, page, facets and days."""
        request, query = self._request, self._found.query
        articles = self._count(query)
        total = self._stories(self._found, articles)
        hits, folded = self._page()
        if self._found.about:
            total = self._bounded(total, articles, len(hits))
        counts = self._facet_counts()
        missing = {name: counts[name].pop("", 0) for name in request.facets}
        facets = {
            name: facet_values(counts[name], request.facet_limit, self._picked(name))
            for name in request.facets
        }
        days = self._day_counts(query) if request.timeline else {}
        dates = self._dates() if request.dates else {}
        return Found(total, hits, facets, days, articles, folded, missing, dates, self._about)

    # What an engine knows -----------------------------------------------------------------------

    @abstractmethod
    def _compiled(self, query: Query) -> Compiled:
        """A query in the engine's own language."""

    @abstractmethod
    def _both(self, one: Compiled, other: Compiled) -> Compiled:
        """What matches both."""

    @abstractmethod
    def _of_stories(self, query: Compiled, stories: Collection[Story]) -> Compiled:
        """What of a query is in one of some stories."""

    @abstractmethod
    def _several(self, query: Compiled) -> Mapping[Story, Documents] | None:
        """The stories of which a query matches several documents; None where they are too many to
        be told one by one. Such an engine estimates what is counted by `Matching.about`.
        """

    @abstractmethod
    def _number(self, documents: Documents) -> int:
        """How many documents of a story they are."""

    @abstractmethod
    def _count(self, query: Compiled) -> int:
        """How many documents match."""

    @abstractmethod
    def _counts(
        self, matching: Matching[Compiled, Story, Documents], names: Sequence[str]
    ) -> dict[str, Counter[str]]:
        """How many stories have each of the most frequent values of some facets, and of those that
        are chosen; under "" those that have none.
        """

    @abstractmethod
    def _day_counts(self, query: Compiled) -> DayCounts:
        """How many documents there are of each day; None is the undated."""

    @abstractmethod
    def _days_of(self, matching: Matching[Compiled, Story, Documents]) -> Iterable[DayCounts]:
        """The same for each of the stories of several documents."""

    @abstractmethod
    def _first(self, query: Compiled, count: int) -> list[Ranked[Story]]:
        """At least the `count` first documents in the order asked, all if there are fewer."""

    # Counts: of documents, less what stories of several count too often -------------------------

    def _matching(self, but: str | None = None) -> Matching[Compiled, Story, Documents]:
        """What is found within days and filters, leaving out the alternatives of `but`."""
        parts: list[Query] = []
        if but != _DATE and any(self._request.days):
            parts.append(Days(*self._request.days))
        for name, chosen in self._chosen.items():
            parts += chosen.conditions(name, alternatives=name != but)
        query = self._query
        if parts:
            query = self._both(query, self._compiled(And(tuple(parts))))
        several = self._several(query) if self._request.fold else {}
        self._about = self._about or several is None
        return Matching(query, several or {}, several is None)

    def _stories(self, matching: Matching[Compiled, Story, Documents], articles: int) -> int:
        """How many stories so many documents are."""
        return articles - sum(self._number(each) - 1 for each in matching.several.values())

    def _bounded(self, total: int, articles: int, hits: int) -> int:
        """An estimate of all stories, within what a page of hits tells for sure."""
        offset, limit = self._request.offset, self._request.limit
        if hits < limit and (hits or not offset):
            return offset + hits  # it is the last page
        return min(max(total, offset + hits), articles)

    def _picked(self, name: str) -> tuple[str, ...]:
        """The values of a facet that are chosen."""
        chosen = self._chosen.get(name, Filter())
        return (*chosen.all, *chosen.any)

    def _facet_counts(self) -> dict[str, Counter[str]]:
        facets = self._request.facets
        wider = [name for name in facets if self._chosen.get(name, Filter()).alternatives]
        counts = self._counts(self._found, [name for name in facets if name not in wider])
        for name in wider:
            counts |= self._counts(self._matching(but=name), [name])
        return counts

    def _dates(self) -> Counter[str]:
        """How many have each year, month and day; "" is undated."""
        return self._calendar(self._matching(but=_DATE) if any(self._request.days) else self._found)

    def _calendar(self, matching: Matching[Compiled, Story, Documents]) -> Counter[str]:
        counts = calendar(self._day_counts(matching.query))
        for days in self._days_of(matching):
            counts.subtract({key: number - 1 for key, number in calendar(days).items()})
        return counts

    # The page -----------------------------------------------------------------------------------

    def _page(self) -> tuple[tuple[tuple[str, float], ...], dict[str, tuple[str, ...]]]:
        """The hits asked for, and the ids that are folded under each of them."""
        request = self._request
        if not request.limit:
            return (), {}
        leads = self._leads(request.offset + request.limit)[request.offset :]
        stories = self._several_of(self._found, {lead.story for lead in leads})
        folded: dict[Story, list[str]] = {}
        if stories:
            count = sum(map(self._number, stories.values()))
            for one in self._first(self._of_stories(self._found.query, stories), count):
                folded.setdefault(one.story, []).append(one.id)
        under = {lead.id: tuple(folded[lead.story][1:]) for lead in leads if lead.story in stories}
        return tuple((lead.id, lead.score) for lead in leads), under

    def _several_of(
        self, matching: Matching[Compiled, Story, Documents], stories: Collection[Story]
    ) -> Mapping[Story, Documents]:
        """Those of some stories of which several documents match."""
        several = matching.several
        return {story: several[story] for story in stories if story in several}

    def _leads(self, count: int) -> list[Ranked[Story]]:
        """The first `count` documents, of each story only the best."""
        read, found = count, self._found
        while True:
            ranked = self._first(found.query, read)
            leads: dict[Hashable, Ranked[Story]] = {}
            for one in ranked:
                told = found.about or one.story in found.several
                leads.setdefault(one.story if told else one.id, one)
            if len(leads) >= count or len(ranked) < read:
                return list(leads.values())[:count]
            read *= 4
