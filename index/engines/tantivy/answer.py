"""Answering a request: tantivy counts documents, and what is folded is taken off here.

A story of several documents holds one at least that carries the name of another, so the few of
several are found without looking at the many that stand alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import tantivy

from index.engines.tantivy.compile import Compiler
from index.engines.tantivy.schema import COPY, STORY
from index.engines.tantivy.snapshot import Ranked, Snapshot, all_of, unscored
from index.fields import ALL_OF
from index.ranking import facet_values
from index.results import Found, Request

_STORIES = 500  # that are looked at in one question: of their values, tantivy counts 65,000
Several = Mapping[int, Sequence[tantivy.DocAddress]]  # the documents of a story, by its number


class Answer:
    """One request over one state of an index."""

    def __init__(self, snapshot: Snapshot, request: Request) -> None:
        self._snapshot = snapshot
        self._request = request
        self._compiler = Compiler(snapshot)
        self._query = self._compiler.query(request.query)

    def found(self) -> Found:
        """Totals, page, facets and days."""
        query = self._narrowed()
        articles = self._snapshot.count(query)
        several = self._several(query)
        total = articles - sum(len(docs) - 1 for docs in several.values())
        hits, folded = self._page(query, several)
        days: Counter[int | None] = Counter()
        if self._request.timeline:
            days.update(self._snapshot.day_counts(query))
            if undated := articles - days.total():
                days[None] = undated
        return Found(total, hits, self._facets(query, several), days, articles, folded)

    def _narrowed(self, but: str | None = None) -> tantivy.Query:
        """The query within days and filters, leaving out the filter on `but`."""
        compiler, parts = self._compiler, [self._query]
        if any(self._request.days):
            parts.append(unscored(compiler.days(*self._request.days)))
        for name, keys in self._request.filters.items():
            chosen = [(tantivy.Occur.Should, compiler.key(name, key)) for key in keys]
            least = len(keys) if name in ALL_OF else 1
            if name != but:
                parts.append(unscored(tantivy.Query.boolean_query(chosen, least)))
        return all_of(parts)

    def _several(self, query: tantivy.Query) -> Several:
        """The stories of which several documents match."""
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

    def _facets(
        self, query: tantivy.Query, several: Several
    ) -> dict[str, tuple[tuple[str, int], ...]]:
        request = self._request
        alone = [name for name in request.facets if name in request.filters and name not in ALL_OF]
        counts = self._counts(query, several, [n for n in request.facets if n not in alone])
        for name in alone:
            wider = self._narrowed(but=name)
            counts |= self._counts(wider, self._several(wider), [name])
        return {
            name: facet_values(counts[name], request.facet_limit, request.filters.get(name, ()))
            for name in request.facets
        }

    def _counts(
        self, query: tantivy.Query, several: Several, names: Sequence[str]
    ) -> dict[str, Counter[str]]:
        """How many stories, or documents that stand alone, have each value of these fields."""
        counts = self._snapshot.value_counts(query, names)
        numbers = sorted(several) if names else []
        for start in range(0, len(numbers), _STORIES):
            some = self._of_stories(query, set(numbers[start : start + _STORIES]))
            for name, repeated in self._snapshot.repeated_values(some, STORY, names):
                counts[name].subtract(repeated)
        return counts

    def _page(
        self, query: tantivy.Query, several: Several
    ) -> tuple[tuple[tuple[str, float], ...], dict[str, tuple[str, ...]]]:
        """The hits asked for, and the ids that are folded under each of them."""
        request = self._request
        if not request.limit:
            return (), {}
        leads = self._leads(query, several, request.offset + request.limit)[request.offset :]
        stories = {lead.story for lead in leads if lead.story in several}
        folded: dict[int, list[str]] = {}
        if stories:
            count = sum(len(several[number]) for number in stories)
            for one in self._first(self._of_stories(query, stories), count):
                folded.setdefault(one.story, []).append(one.id)
        under = {lead.id: tuple(folded[lead.story][1:]) for lead in leads if lead.story in stories}
        return tuple((lead.id, lead.score) for lead in leads), under

    def _leads(self, query: tantivy.Query, several: Several, count: int) -> list[Ranked]:
        """The first `count` documents, of each story only the best."""
        read = count
        while True:
            ranked = self._first(query, read)
            leads: dict[object, Ranked] = {}
            for one in ranked:
                leads.setdefault(one.story if one.story in several else one.id, one)
            if len(leads) >= count or len(ranked) < read:
                return list(leads.values())[:count]
            read *= 4

    def _first(self, query: tantivy.Query, count: int) -> list[Ranked]:
        # Without scores all are equal, and equal ones come newest first.
        sort = self._request.sort
        if sort == "relevance" and not self._compiler.scores:
            sort = "newest"
        return self._snapshot.first(query, sort, count)
