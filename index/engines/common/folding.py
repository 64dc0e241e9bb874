"""Folding: of the documents found, those of one story stand as one, the best of them.

Most stories are a single document, so only those with several are looked at one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from index.engines.common.ranking import best
from index.query.days import day_of

SEPARATOR = "\x1f"  # between the values of a field in its column


@dataclass(frozen=True, slots=True)
class Stories:
    """Documents by story: each of `alone` is one, and each of `several` is one together."""

    alone: Collection[int]
    several: Collection[Sequence[int]] = ()

    def __len__(self) -> int:
        return len(self.alone) + len(self.several)

    def values(self, column: Sequence[str]) -> Iterator[str]:
        """Of each story the values of its documents in a column, joined; each value once."""
        together = (_merged({column[doc] for doc in docs}) for docs in self.several)
        return chain(map(column.__getitem__, self.alone), together)

    def lacking(self, column: Sequence[str]) -> int:
        """How many have a document without a value in a column."""
        alone = sum(not column[doc] for doc in self.alone)
        return alone + sum(any(not column[doc] for doc in docs) for docs in self.several)


def by_story(docs: Collection[int], column: Sequence[str]) -> Stories:
    """Documents by the story that a column tells of each."""
    sizes = Counter(map(column.__getitem__, docs))
    if len(sizes) == len(docs):
        return Stories(docs)
    several: dict[str, list[int]] = {story: [] for story, size in sizes.items() if size > 1}
    alone: list[int] = []
    for doc in docs:
        several.get(column[doc], alone).append(doc)
    return Stories(alone, several.values())


def by_calendar(stories: Stories, days: Sequence[int]) -> Counter[str]:
    """How many have a document of each year, month and day; one of day 0 is undated."""
    counts = calendar(Counter(days[doc] or None for doc in stories.alone))
    for docs in stories.several:
        different = {days[doc] for doc in docs}
        counts.update({key for day in different for key in calendar_keys(day or None)})
    return counts


def calendar(days: Mapping[int | None, int]) -> Counter[str]:
    """Counts by day, None for the undated, as counts by year, month and day."""
    counts: Counter[str] = Counter()
    for day, number in days.items():
        for key in calendar_keys(day):
            counts[key] += number
    return counts


def calendar_keys(day: int | None) -> tuple[str, ...]:
    """The year, month and day of a day: 2017, 2017-11 and 2017-11-03; "" where there is none."""
    if day is None:
        return ("",)
    iso = day_of(day).isoformat()
    return iso[:4], iso[:7], iso


class Leads:
    """The best document of each story, and what is folded under it.

    `scores` and `order` are those of `ranking.best`.
    """

    def __init__(
        self,
        stories: Stories,
        scores: Mapping[int, float],
        order: Callable[[int], tuple[object, ...]],
    ) -> None:
        self._all = scores
        self._order = order
        self._several = {self._best(docs, 1)[0]: docs for docs in stories.several}
        self.scores = scores
        if self._several:
            self.scores = {doc: scores[doc] for doc in chain(stories.alone, self._several)}

    def others(self, lead: int) -> list[int]:
        """What is folded under a lead, best first."""
        docs = self._several.get(lead, ())
        return self._best(docs, len(docs))[1:]

    def _best(self, docs: Sequence[int], count: int) -> list[int]:
        return best({doc: self._all[doc] for doc in docs}, count, self._order)


def _merged(joined: set[str]) -> str:
    if len(joined) == 1:
        return joined.pop()
    return SEPARATOR.join({key for part in joined if part for key in part.split(SEPARATOR)})
