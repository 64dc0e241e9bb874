"""Saved searches: what people look for again and again, kept under names, each with how far its
news has been shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Literal

from archive.article import this_instant
from archive.errors import NotFoundError
from archive.store.common.database import Database, Row
from archive.text.plain import fold_line

Novelty = Literal["new", "changed"]

LONGEST_NAME = 60  # characters
_NOT_IN_NAMES = ':"“”„‟«»＂()*?~^=<>|'  # what the query language, or a shell, reads as a sign
_MOST_NEAR = 3
_COLUMNS = "name, text, options, language, saved_at, seen_change, seen_at, awaited"


@dataclass(frozen=True, slots=True)
class Mark:
    """How far news have been shown: up to the change of that number, at that instant.

    `awaited` are articles that matched then and were under an embargo.
    """

    change: int
    at: str
    awaited: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search under a name: its text and options as they were given, none of them interpreted,
    and the version of the query language that the text is written in.
    """

    name: str
    text: str
    language: int
    mark: Mark
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    start: str | None = None
    end: str | None = None
    match: str = "all"
    exact: bool = False
    variants: bool = True
    saved_at: str = ""

    @property
    def key(self) -> str:
        """What its name is compared by."""
        return fold_line(self.name)


class SavedSearches:
    """The saved searches of one store."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self) -> list[SavedSearch]:
        """All of them, by name."""
        rows = self._db.run(f"SELECT {_COLUMNS} FROM saved_searches ORDER BY key")
        return [_saved(row) for row in rows]

    def find(self, name: str) -> SavedSearch | None:
        """The one of that name, in any case and with or without accents."""
        sql = f"SELECT {_COLUMNS} FROM saved_searches WHERE key = ?"
        row = self._db.row(sql, (fold_line(name),))
        return _saved(row) if row else None

    def get(self, name: str) -> SavedSearch:
        """The one of that name, else NotFoundError with those of names near it."""
        found = self.find(name)
        if found is None:
            near = ", ".join(self.near(name))
            hint = f"{near}; archive saved lists them" if near else "archive saved lists them"
            raise NotFoundError(f"No search is saved as {name!r}", hint)
        return found

    def near(self, name: str) -> list[str]:
        """Names that begin like one, or are near to it: at most three."""
        key = fold_line(name)
        names: dict[str, str] = dict(
            self._db.run("SELECT key, name FROM saved_searches ORDER BY key")
        )
        begun = [other for other in names if key and other.startswith(key)]
        near = dict.fromkeys([*begun, *get_close_matches(key, names, _MOST_NEAR)])
        return [names[other] for other in near][:_MOST_NEAR]

    def put(self, search: SavedSearch) -> None:
        """Keeps a search, in place of one of that name, inside a `transaction`.

        What the old one has not shown yet stays to be shown: its mark is kept.
        """
        mark = search.mark
        if old := self.find(search.name):
            mark = replace(old.mark, awaited=old.mark.awaited | mark.awaited)
        self._await_too(search)
        values = (
            search.name, search.text, options_json(search), search.language, this_instant(),
            mark.change, mark.at, _list(mark.awaited),
        )  # fmt: skip
        kept = dict(zip(_COLUMNS.split(", "), values, strict=True))
        self._db.put("saved_searches", {"key": search.key}, kept)

    def _await_too(self, search: SavedSearch) -> None:
        """What a search in place of another awaits is awaited wherever its news are sent to."""
        rows = self._db.run("SELECT place, awaited FROM tellings WHERE key = ?", (search.key,))
        for place, ids in rows:
            self._db.run(
                "UPDATE tellings SET awaited = ? WHERE key = ? AND place = ?",
                (_list({*json.loads(ids), *search.mark.awaited}), search.key, place),
            )

    def remove(self, name: str) -> None:
        """Forgets the search of that name, inside a `transaction`."""
        for table in ("saved_searches", "tellings"):
            self._db.run(f"DELETE FROM {table} WHERE key = ?", (fold_line(name),))

    def see(self, search: SavedSearch, mark: Mark) -> None:
        """Moves a search's mark forward, never back, inside a `transaction`.

        Not if it has been replaced since it was looked up: its new query has not been looked at.
        """
        self._db.run(
            "UPDATE saved_searches SET seen_change = ?, seen_at = ?, awaited = ? WHERE key = ?"
            " AND text = ? AND options = ? AND seen_change <= ?",
            (mark.change, mark.at, _list(mark.awaited), search.key, search.text,
             options_json(search), mark.change),
        )  # fmt: skip

    def follow(self, article_id: str, successors: Iterable[str]) -> None:
        """Awaits what took the place of an awaited article, inside a `transaction`."""
        new = set(successors)
        for search in self.all():
            if article_id in search.mark.awaited:
                awaited = search.mark.awaited - {article_id} | new
                self._db.run(
                    "UPDATE saved_searches SET awaited = ? WHERE key = ?",
                    (_list(awaited), search.key),
                )
        for key, place, ids in self._db.run("SELECT key, place, awaited FROM tellings"):
            if article_id in (before := set(json.loads(ids))):
                self._db.run(
                    "UPDATE tellings SET awaited = ? WHERE key = ? AND place = ?",
                    (_list(before - {article_id} | new), key, place),
                )

    def naming(self, article_id: str) -> list[str]:
        """The names of the searches whose query has the id of an article in it."""
        rows = self._db.run(
            "SELECT name FROM saved_searches WHERE instr(text || options, ?) > 0 ORDER BY key",
            (article_id,),
        )
        return [row[0] for row in rows]

    def novelties(self, after: int, upto: int) -> dict[str, Novelty]:
        """The live articles that came or came back, or whose current state is another one, by
        changes of after < number <= upto. That an original was read again by later rules is no
        news; what was news of an article that was replaced is news of what took its place.
        """
        rows = self._db.rows(
            "SELECT a.id, max(CASE WHEN c.kind IN ('add', 'restore') THEN 1 ELSE 0 END)"
            " FROM changes c LEFT JOIN successors s ON s.article_id = c.article_id"
            " JOIN articles a ON a.id = coalesce(s.successor, c.article_id)"
            " JOIN revisions now ON now.article_id = a.id AND now.revision = a.revision"
            " JOIN revisions r ON r.article_id = a.id"
            " AND r.revision = coalesce(nullif(now.renews, 0), now.revision)"
            " WHERE c.seq > ? AND c.seq <= ? AND a.removed_at IS NULL"
            " GROUP BY a.id, r.seen_at HAVING max(CASE WHEN c.kind IN ('add', 'restore') THEN 1"
            " ELSE 0 END) = 1 OR r.seen_at >= min(CASE c.kind WHEN 'revise' THEN c.at END)",
            (after, upto),
        )
        return {article_id: "new" if came else "changed" for article_id, came in rows}


def checked_name(text: str) -> str:
    """A name as it is kept, on one line. RequestError for what cannot be a name."""
    from archive.store.naming import Naming  # a search has no use for it

    return Naming("a saved search", LONGEST_NAME, _NOT_IN_NAMES, ". , - _ ' & /").checked(text)


def options_json(search: SavedSearch) -> str:
    """The options of a search as they are kept."""
    options = {
        "filters": {name: list(values) for name, values in sorted(search.filters.items())},
        "from": search.start,
        "to": search.end,
        "match": search.match,
        "exact": search.exact,
        "variants": search.variants,
    }
    return json.dumps(options, ensure_ascii=False)


def _list(ids: Iterable[str]) -> str:
    return json.dumps(sorted(ids))


def _saved(row: Row) -> SavedSearch:
    name, text, options, language, saved_at, seen_change, seen_at, awaited = row
    kept = json.loads(options)
    return SavedSearch(
        name=name,
        text=text,
        language=language,
        mark=Mark(seen_change, seen_at, frozenset(json.loads(awaited))),
        filters={filter_name: tuple(values) for filter_name, values in kept["filters"].items()},
        start=kept["from"],
        end=kept["to"],
        match=kept["match"],
        exact=kept["exact"],
        variants=kept["variants"],
        saved_at=saved_at,
    )
