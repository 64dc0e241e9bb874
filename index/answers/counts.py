"""How much the searches near one find, by which advice and corrections are chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from index.answers.asked import Asked

_MOST_COUNTS = 26


class Counts:
    """How much searches near a given one find: each is run once, and a bounded number of them."""

    def __init__(self, total: Callable[[Asked], int], asked: Asked) -> None:
        self._total = total
        self._bare = replace(asked, filters={}, start=None, end=None)
        self._known: dict[str, int] = {}
        self._left = _MOST_COUNTS

    def of(self, asked: Asked) -> int | None:
        """What a search finds, in the unit of its answer; None if there have been too many."""
        asked = replace(
            asked, offset=0, limit=0, facets=False, timeline=False, snippets=False, advice=False
        )
        key = repr(asked)
        if key not in self._known:
            if not self._left:
                return None
            self._left -= 1
            self._known[key] = self._total(asked)
        return self._known[key]

    def alone(self, text: str) -> int | None:
        """What a part of the query finds by itself, without any filter."""
        return self.of(self.bare(text))

    def bare(self, text: str) -> Asked:
        """A search for a text in the same manner, without any filter."""
        return replace(self._bare, text=text)
