"""Answering a request by questions to the cluster."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from index.engines.common.request import Request
from index.engines.opensearch.answering import Answer, DayCounts, Matching, Ranked
from index.engines.opensearch.compile import Json, all_of, compiled
from index.engines.opensearch.snapshot import Snapshot, of_stories
from index.query.days import calendar_keys
from index.query.tree import Query

Matched = Matching[Json, str, int]

_TIMES = 5  # values of a facet for each that is shown, for the order by stories is another one
_TOLD = 1_000  # values of a facet, at most, of which stories are counted by and large
# How many of the numbers of days (20171103) a year, a month and a day span, from the first of its
# days on; and which of the keys of that day is its own.
_SPANS = ((10_000, 101, 0), (100, 1, 1), (1, 0, 2))


class ClusterAnswer(Answer[Json, str, int]):
    """One request over one state of an index. Of a story it knows how many documents match."""

    def __init__(self, snapshot: Snapshot, request: Request) -> None:
        self._snapshot = snapshot
        self._told: int | None = None  # about how many stories were found
        super().__init__(request)

    def _compiled(self, query: Query) -> Json:
        return compiled(query)

    def _both(self, one: Json, other: Json) -> Json:
        return all_of([one, other])

    def _of_stories(self, query: Json, stories: Collection[str]) -> Json:
        return of_stories(query, stories)

    def _several(self, query: Json) -> Mapping[str, int] | None:
        return self._snapshot.several(query)

    def _several_of(self, matching: Matched, stories: Collection[str]) -> Mapping[str, int]:
        if not matching.about:
            return super()._several_of(matching, stories)
        return self._snapshot.several_of(matching.query, stories)

    def _number(self, documents: int) -> int:
        return documents

    def _count(self, query: Json) -> int:
        return self._snapshot.count(query)

    def _stories(self, matching: Matched, articles: int) -> int:
        if not matching.about:
            return super()._stories(matching, articles)
        if matching is not self._found:
            return self._snapshot.stories(matching.query)
        if self._told is None:
            self._told = self._snapshot.stories(matching.query)
        return self._told

    def _counts(self, matching: Matched, names: Sequence[str]) -> dict[str, Counter[str]]:
        if matching.about:
            articles = self._count(matching.query)
            share = self._stories(matching, articles) / max(articles, 1)
            return {name: self._about_values(matching, name, share) for name in names}
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

    def _about_values(self, matching: Matched, name: str, share: float) -> Counter[str]:
        """Of the values that most documents have, and of those chosen, the stories are counted by
        and large; of others they are taken to be the same share of the documents as in all.
        """
        most, chosen = _TIMES * self._request.facet_limit, set(self._picked(name))
        counts = self._snapshot.value_counts(matching.query, [name], most, chosen)[name]
        told = chosen | {key for key, _ in counts.most_common(_TOLD) if key}
        stories = self._snapshot.stories_of_values(matching.query, name, told)
        for key, count in counts.items():
            counts[key] = min(stories.get(key, max(round(count * share), 1)), count)
        return counts

    def _calendar(self, matching: Matched) -> Counter[str]:
        if not matching.about:
            return super()._calendar(matching)
        counts: Counter[str] = Counter()
        for days, first, length in _SPANS:
            for day, number in self._snapshot.stories_of_days(matching.query, days).items():
                key = "" if day is None else calendar_keys(day + first)[length]
                counts[key] = number
        return counts

    def _day_counts(self, query: Json) -> DayCounts:
        return self._snapshot.day_counts(query)

    def _days_of(self, matching: Matched) -> Iterable[DayCounts]:
        return self._snapshot.days_of(matching.query, matching.several).values()

    def _first(self, query: Json, count: int) -> list[Ranked[str]]:
        return self._snapshot.first(query, self._request.sort, count)
