"""Folding: of the documents found, those of one story stand as one, the best of them.

Most stories are a single document, so only those with several are looked at one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from index.ranking import best

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
