"""Saved searches in queries: `query:NAME` -> the tree that it stands for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from archive.errors import RequestError
from archive.store.saved import SavedSearch, SavedSearches
from archive.text.plain import fold_line
from index.names.groups import NO_NAMES, Names
from index.query.days import days_between
from index.query.filters import Filters, filtered, folded
from index.query.lexer import shown
from index.query.match import MATCHES, Match
from index.query.parse import DEEPEST, LANGUAGE, Parsed, parse
from index.query.spelling import LookedUp, Vocabulary
from index.query.tree import Or, Query

MOST = 30  # saved searches in one query, those within others counted each time
_NOTHING = Or(())


@dataclass(frozen=True, slots=True)
class SavedQueries:
    """What the saved searches that one query names stand for.

    `languages`, `vocabulary`, `names`, `looked_up` and `today` are what that query is parsed with.
    `within` are the searches whose text is being read, by their keys, `read` all that were.
    """

    saved: SavedSearches
    languages: tuple[str, ...]
    vocabulary: Vocabulary
    names: Names
    looked_up: LookedUp
    today: date | None = None
    within: tuple[str, ...] = ()
    read: list[str] = field(default_factory=list)

    def __call__(self, name: str, exact: bool, inside: int) -> Parsed:
        """The tree of a saved search, its filters being conditions in it.

        What cannot be had matches nothing, and a notice says why: an unknown name, a circle, too
        many of them, a later version of the language.
        """
        found = self.saved.find(name)
        if found is None:
            near = " or ".join(map(shown, self.saved.near(name)))
            hint = f" (is it {near}?)" if near else " (archive save saves one)"
            return _nothing(f"No search is saved as {shown(name)}, so it finds nothing{hint}")
        if found.key in self.within:
            return _nothing(f"{shown(found.name)} names itself, so there it finds nothing")
        if len(self.read) >= MOST or inside > DEEPEST:
            return _nothing(f"Too many saved searches: {shown(found.name)} was not looked into")
        self.read.append(found.key)
        try:
            refuse_newer(found)
            return self._parsed(found, exact, inside)
        except RequestError as error:
            return _nothing(f"{error.message}, so it finds nothing")

    def _parsed(self, found: SavedSearch, exact: bool, inside: int) -> Parsed:
        names = self.names if found.variants else NO_NAMES
        inner = replace(self, names=names, within=(*self.within, found.key))
        parsed = parse(
            found.text,
            self.languages,
            self.vocabulary,
            names,
            exact=exact or found.exact,
            match=match_of(found),
            today=self.today,
            saved=inner,
            inside=inside,
            looked_up=self.looked_up,
        )
        tree = narrowed(parsed.query, found.filters, found.start, found.end, self.today)
        return Parsed(tree, parsed.notices, parsed.expansions)


def narrowed(
    query: Query,
    filters: Filters,
    start: str | None,
    end: str | None,
    today: date | None = None,
) -> Query:
    """A query with filters and dates as they were given. RequestError for no range."""
    return filtered(query, folded(filters), days_between(start, end, today))


def described(saved: SavedSearch) -> str:
    """What is saved, in a line: Euphrates -Raqa, tag: Syria, from 2017."""
    parts = [saved.text] if saved.text else []
    parts += [f"{name}: {' + '.join(values)}" for name, values in saved.filters.items()]
    parts += [f"{end} {day}" for end, day in (("from", saved.start), ("to", saved.end)) if day]
    parts += [f"{saved.match} of the words"] if saved.match != "all" else []
    parts += ["as written"] if saved.exact else []
    parts += [] if saved.variants else ["no other spellings"]
    return ", ".join(parts)


def query_of(name: str) -> str:
    """A saved search as it is typed in a query: query:Euphrates, query:"Deir Ezzor"."""
    plain = name.isascii() and name.replace("_", "").isalnum()
    return f"query:{name}" if plain else f'query:"{name}"'


def match_of(saved: SavedSearch) -> Match:
    """How many of the words of a saved search must occur."""
    return next((match for match in MATCHES if match == saved.match), "all")


def refuse_newer(saved: SavedSearch) -> None:
    """RequestError for a search in a later version of the language than is read here."""
    if saved.language > LANGUAGE:
        raise RequestError(
            f"{shown(saved.name)} was saved by a newer version of this program (query language"
            f" {saved.language}, this one reads {LANGUAGE})",
            "install the newer version",
        )


def refuse_circle(saved: SavedSearches, search: SavedSearch) -> None:
    """RequestError for a search that names itself, or others that lead back to it."""
    ways = [(search.name, search.text)]
    seen: set[str] = set()
    while ways:
        way, text = ways.pop()
        for name in named_in(text):
            if fold_line(name) == search.key:
                raise RequestError(
                    f"{shown(search.name)} would name itself: {way} → {search.name}",
                    "save it without that part",
                )
            other = saved.find(name)
            if other and other.key not in seen:
                seen.add(other.key)
                ways.append((f"{way} → {other.name}", other.text))


def named_in(text: str) -> Iterator[str]:
    """The names of the saved searches that a query names."""
    names: list[str] = []

    def note(name: str, exact: bool, inside: int) -> Parsed:
        names.append(name)
        return Parsed(_NOTHING)

    parse(text, saved=note)
    yield from names


def _nothing(notice: str) -> Parsed:
    return Parsed(_NOTHING, (notice,))
