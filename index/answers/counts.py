"""How much the searches near one find, by which advice and corrections are chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from index.answers.asked import Asked
from index.answers.results import Results

_MOST_COUNTS = 26


class Counts:
    """How much searches near a given one find: each is run once, and a bounded number of them."""

    def __init__(self, search: Callable[[Asked], Results], asked: Asked) -> None:
        self._search = search
        self._bare = replace(asked, filters={}, start=None, end=None)
        self._known: dict[str, tuple[int, bool]] = {}
        self._left = _MOST_COUNTS

    def of(self, asked: Asked) -> int | None:
        """What a search finds, in the unit of its answer; None if there have been too many."""
        asked = _counted(asked)
        key = repr(asked)
        if key not in self._known:
            if not self._left:
                return None
            self._left -= 1
            found = self._search(asked)
            self._known[key] = found.total, found.about
        return self._known[key][0]

    def is_about(self, asked: Asked) -> bool:
        """Whether what was said of a search is an estimate."""
        return self._known.get(repr(_counted(asked)), (0, False))[1]

    def alone(self, text: str) -> int | None:
        """What a part of the query finds by itself, without any filter."""
        return self.of(self.bare(text))

    def bare(self, text: str) -> Asked:
        """A search for a text in the same manner, without any filter."""
        return replace(self._bare, text=text)


def _counted(asked: Asked) -> Asked:
    """A search for its total alone."""
    return replace(
        asked, offset=0, limit=0, facets=False, timeline=False, snippets=False, advice=False
    )
