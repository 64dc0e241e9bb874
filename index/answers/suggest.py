"""What somebody who is typing may be looking for: saved searches, tags, agencies, authors, names,
titles.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from typing import Generic, Literal, TypeVar, cast

from archive.article import Article
from index.analysis.tokens import words
from index.answers.asked import Asked
from index.answers.search import Search
from index.answers.visibility import Visibility, pending
from index.engines.common.request import Request
from index.fields import find_field
from index.names.keys import Spelling
from index.query.saved import query_of
from index.query.tree import And, Prefix

T = TypeVar("T")
Kind = Literal["tag", "agency", "author", "name", "title", "query"]

MOST = 10
_LEAST_TITLES = 4  # of those, where so many begin so
_MOST_NAMES = 2  # each costs a search, and so does a saved search
_LEAST_LETTERS = 3  # of a name
_MOST_COMPLETED = 200  # words that the last one typed may become in a name
# The newest articles whose titles are looked at: few, and more where many bear the same title.
_LOOKED_AT = ((0, MOST), (MOST, 40), (50, 450))
_LONGEST = 200  # characters of what is typed
_VALUES = ("tag", "agency", "author")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value, name, title or saved search. `count` is what a search for it finds; a title has its
    article.
    """

    kind: Kind
    text: str
    count: int = 1
    article: Article | None = None


class _Lines(Generic[T]):
    """Things with their text, in an order, as one long text: looking into each would be slow."""

    def __init__(self, things: Iterable[tuple[T, str]]) -> None:
        pairs = [(thing, _spaced(text)) for thing, text in things]
        self._things = [thing for thing, _ in pairs]
        self._whole = "".join(f"{line}\n" for _, line in pairs)
        self._ends = list(accumulate(len(line) + 1 for _, line in pairs))

    def matching(self, begun: Sequence[str]) -> Iterator[T]:
        """Those with words that begin so, in order, found one by one as they are asked for."""
        longest = f" {max(begun, key=len)}"
        at = self._whole.find(longest)
        while at >= 0:
            number = bisect_right(self._ends, at)
            end = self._ends[number]
            if _matches(self._whole[self._ends[number - 1] if number else 0 : end], begun):
                yield self._things[number]
            at = self._whole.find(longest, end)


class Suggester:
    """Suggests from one archive, as it is now: nothing that a search would not show."""

    def __init__(self, search: Search) -> None:
        self._search = search
        self._lock = threading.Lock()
        self._values: _Lines[Suggestion] = _Lines(())
        self._names_counted: dict[str, int] = {}
        self._values_of: object = None  # the state of the index that both are of

    def suggest(self, typed: str) -> tuple[Suggestion, ...]:
        """At most 10, each with a word that begins with each one typed: values and names, the most
        frequent first, then titles, the newest first.
        """
        kind, text = _kind(typed[:_LONGEST])
        begun = list(dict.fromkeys(words(text)))
        if not begun:
            return ()
        found = self._all_values().matching(begun)
        values = list(islice((value for value in found if kind in (None, value.kind)), MOST))
        if kind is None:
            values = self._with_names(values, words(text))
        if kind in (None, "query"):
            values = [*self._saved(begun), *values]
        room = max(_LEAST_TITLES, MOST - len(values)) if kind in (None, "title") else 0
        titles = list(islice(self._matching_titles(begun), room))
        return (*values[: MOST - len(titles)], *titles)

    def _all_values(self) -> _Lines[Suggestion]:
        """All values that may be seen, most frequent first, counted anew when that has changed."""
        search = self._search
        embargoes = pending(search.engine.values("embargo"), search.now())
        with self._lock:
            state = (search.engine.stamp(), embargoes, search.names)
            if state != self._values_of:
                facets = search.search(Asked(limit=0, facets=True, facet_limit=10**9)).facets
                found = [
                    Suggestion(cast("Kind", facet.name), bucket.value, bucket.count)
                    for facet in facets
                    if facet.name in _VALUES
                    for bucket in facet.buckets
                ]
                found.sort(key=lambda value: -value.count)
                self._values = _Lines((value, value.text) for value in found)
                self._names_counted = {}
                self._values_of = state
            return self._values

    def _saved(self, begun: Sequence[str]) -> Iterator[Suggestion]:
        """The saved searches with such words in their names."""
        names = (saved.name for saved in self._search.store.saved.all())
        for name in islice((n for n in names if _matches(_spaced(n), begun)), _MOST_NAMES):
            found = self._search.search(Asked(query_of(name), limit=0))
            yield Suggestion("query", name, found.total)

    def _with_names(self, values: list[Suggestion], typed: list[str]) -> list[Suggestion]:
        """The values and the names that the words typed begin, most frequent first."""
        taken = {" ".join(words(value.text)) for value in values}
        names = (name for name in self._names(typed) if " ".join(words(name)) not in taken)
        for name in islice(names, _MOST_NAMES):
            counted = self._names_counted
            if name not in counted:
                counted[name] = self._search.search(Asked(name, limit=0)).total
            if counted[name]:
                values.append(Suggestion("name", name, counted[name]))
        return sorted(values, key=lambda value: -value.count)

    def _names(self, typed: list[str]) -> Iterator[str]:
        """One spelling of each name that the archive may have."""
        *before, last = typed
        if len(last) < _LEAST_LETTERS:
            return
        seen: set[Spelling] = set()
        for term in self._search.engine.terms("body", last, _MOST_COMPLETED):
            group = self._search.names.spellings((*before, term))
            for spelling in group:
                if spelling.terms == (*before, term) and spelling not in seen:
                    seen.update(group)
                    yield spelling.name

    def _matching_titles(self, begun: Sequence[str]) -> Iterator[Suggestion]:
        """The titles with such words, each once, of articles that may be seen at this moment."""
        search = self._search
        query = And(tuple(Prefix(("title",), word) for word in begun))
        visible = Visibility.of(query, search.now())
        narrowed = visible.narrowed(query, search.engine.values("embargo"))
        shown: set[str] = set()
        for offset, limit in _LOOKED_AT:
            found = search.engine.search(
                Request(narrowed, sort="newest", offset=offset, limit=limit)
            )
            articles = search.store.get_many(each for each, _ in found.hits)
            for article in (articles[each] for each, _ in found.hits if each in articles):
                folded = _spaced(article.title or "")
                if folded not in shown and _matches(folded, begun) and visible.shows(article):
                    shown.add(folded)
                    yield Suggestion("title", article.headline, article=article)
            if len(found.hits) < limit:
                return


def _kind(typed: str) -> tuple[Kind | None, str]:
    """The one kind that is asked for, where a field is typed ("tag:Sy"), and the rest."""
    name, colon, rest = typed.rpartition(":")
    field = find_field(name.strip()) if colon else None
    if field and field.name in (*_VALUES, "title", "query"):
        return cast("Kind", field.name), rest
    return None, typed


def _spaced(text: str) -> str:
    """The folded words of a text, a space before each."""
    return "".join(f" {word}" for word in words(text))


def _matches(spaced: str, begun: Iterable[str]) -> bool:
    """Whether each of the words begun begins a word."""
    return all(f" {word}" in spaced for word in begun)
