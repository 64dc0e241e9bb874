"""Answering a request by questions to the cluster."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from index.engines.common.answering import Answer, DayCounts, Matching, Ranked
from index.engines.common.request import Request
from index.engines.opensearch.compile import Json, all_of, compiled
from index.engines.opensearch.snapshot import Snapshot, of_stories
from index.query.tree import Query


class ClusterAnswer(Answer[Json, str, int]):
    """One request over one state of an index. Of a story it knows how many documents match."""

    def __init__(self, snapshot: Snapshot, request: Request) -> None:
        self._snapshot = snapshot
        super().__init__(request)

    def _compiled(self, query: Query) -> Json:
        return compiled(query)

    def _both(self, one: Json, other: Json) -> Json:
        return all_of([one, other])

    def _of_stories(self, query: Json, stories: Collection[str]) -> Json:
        return of_stories(query, stories)

    def _several(self, query: Json) -> Mapping[str, int]:
        return self._snapshot.several(query)

    def _number(self, documents: int) -> int:
        return documents

    def _count(self, query: Json) -> int:
        return self._snapshot.count(query)

    def _counts(
        self, matching: Matching[Json, str, int], names: Sequence[str]
    ) -> dict[str, Counter[str]]:
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

    def _day_counts(self, query: Json) -> DayCounts:
        return self._snapshot.day_counts(query)

    def _days_of(self, matching: Matching[Json, str, int]) -> Iterable[DayCounts]:
        return self._snapshot.days_of(matching.query, matching.several).values()

    def _first(self, query: Json, count: int) -> list[Ranked[str]]:
        return self._snapshot.first(query, self._request.sort, count)
