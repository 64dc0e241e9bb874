"""Answering a request by questions to tantivy, which counts documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

import tantivy

from index.engines.common.answering import Answer, DayCounts, Matching, Ranked
from index.engines.common.request import Request
from index.engines.tantivy.compile import Compiler
from index.engines.tantivy.schema import COPY, DAY, STORY
from index.engines.tantivy.snapshot import Snapshot, all_of, unscored
from index.query.tree import Query

_STORIES = 500  # that are looked at in one question: of their values, tantivy counts 65,000
Documents = list[tantivy.DocAddress]


class TantivyAnswer(Answer[tantivy.Query, int, Documents]):
    """One request over one state of an index. A story is its number there."""

    def __init__(self, snapshot: Snapshot, request: Request) -> None:
        self._snapshot = snapshot
        self._compiler = Compiler(snapshot)
        super().__init__(request)

    def _compiled(self, query: Query) -> tantivy.Query:
        return self._compiler.query(query)

    def _both(self, one: tantivy.Query, other: tantivy.Query) -> tantivy.Query:
        return all_of([one, other])

    def _of_stories(self, query: tantivy.Query, stories: Collection[int]) -> tantivy.Query:
        chosen = tantivy.Query.term_set_query(self._snapshot.schema, STORY, sorted(stories))
        return all_of([query, unscored(chosen)])

    def _several(self, query: tantivy.Query) -> Mapping[int, Documents]:
        snapshot = self._snapshot
        copies = snapshot.matching(all_of([query, tantivy.Query.exists_query(COPY)]))
        if not copies:
            return {}
        members = snapshot.matching(self._of_stories(query, set(snapshot.column(COPY, copies))))
        stories: dict[int, Documents] = {}
        for number, address in zip(snapshot.column(STORY, members), members, strict=True):
            stories.setdefault(number, []).append(address)
        return {number: docs for number, docs in stories.items() if len(docs) > 1}

    def _number(self, documents: Documents) -> int:
        return len(documents)

    def _count(self, query: tantivy.Query) -> int:
        return self._snapshot.count(query)

    def _counts(
        self, matching: Matching[tantivy.Query, int, Documents], names: Sequence[str]
    ) -> dict[str, Counter[str]]:
        counts = self._snapshot.value_counts(matching.query, names)
        numbers = sorted(matching.several) if names else []
        for start in range(0, len(numbers), _STORIES):
            some = self._of_stories(matching.query, numbers[start : start + _STORIES])
            for name, key, more in self._snapshot.repeated_values(some, STORY, names):
                counts[name][key] -= more
        return counts

    def _day_counts(self, query: tantivy.Query) -> DayCounts:
        return self._snapshot.day_counts(query)

    def _days_of(self, matching: Matching[tantivy.Query, int, Documents]) -> Iterable[DayCounts]:
        for docs in matching.several.values():
            yield Counter(self._snapshot.column(DAY, docs))

    def _first(self, query: tantivy.Query, count: int) -> list[Ranked[int]]:
        # Without scores all are equal, and equal ones come newest first.
        sort = self._request.sort
        if sort == "relevance" and not self._compiler.scores:
            sort = "newest"
        return self._snapshot.first(query, sort, count)
