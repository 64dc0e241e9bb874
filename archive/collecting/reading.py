"""The collections of one store, looked up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from math import inf

from archive.collecting.kept import BY_DATE, COLUMNS, Collection, Listed
from archive.errors import NotFoundError
from archive.store.common.database import Database
from archive.text.plain import fold_line

_MOST_NEAR = 3
_ALL = 1 << 62
# The members of a collection `m`, but those whose place other articles have taken. Those that only
# came in under its name, noted on or not, stand behind those in a place of their own, by date.
_MEMBERS = (
    "FROM collections m INDEXED BY collections_by_key JOIN articles a ON a.id = m.article_id"
    " LEFT JOIN listed l ON l.key = m.key AND l.article_id = m.article_id"
    " WHERE m.key = ? AND (a.removed_at IS NULL OR NOT EXISTS"
    " (SELECT 1 FROM replaced p WHERE p.article_id = a.id AND p.undone = 0))"
)
_ORDER = f"ORDER BY coalesce(l.place, {BY_DATE}), a.date IS NULL, a.date, a.id"


@dataclass(frozen=True, slots=True)
class Member:
    """An article of a collection, by its id, with its number in it from 1; `listed` is None for one
    that only came in under the collection's name.
    """

    number: int
    article_id: str
    listed: Listed | None


class Collections:
    """The collections that people have made in one store."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self) -> list[tuple[Collection, int]]:
        """All of them by name, each with how many members it has."""
        rows = self._db.run("SELECT key, name, note, made_at FROM lists ORDER BY key")
        return [(Collection(*row), self.count(key)) for key, *row in rows]

    def names(self) -> list[str]:
        """What all of them are called, by name."""
        return [row[0] for row in self._db.run("SELECT name FROM lists ORDER BY key")]

    def find(self, name: str) -> Collection | None:
        """The one of that name, in any case and with or without accents."""
        sql = "SELECT name, note, made_at FROM lists WHERE key = ?"
        row = self._db.row(sql, (fold_line(name),))
        return Collection(*row) if row else None

    def get(self, name: str) -> Collection:
        """The one of that name, else NotFoundError with those of names near it."""
        if found := self.find(name):
            return found
        if self.is_pile(name):
            raise NotFoundError(
                f"{name!r} is what articles came in under, and nobody's collection",
                f"make it one: archive collection new {name!r}",
            )
        near = ", ".join(self._near(name))
        lists = "archive collection list"
        raise NotFoundError(
            f"There is no collection {name!r}", f"{near}; {lists}" if near else lists
        )

    def is_pile(self, name: str) -> bool:
        """Whether any article is in a collection of that name, whoever named it."""
        sql = "SELECT 1 FROM collections WHERE key = ? LIMIT 1"
        return self._db.row(sql, (fold_line(name),)) is not None

    def _near(self, name: str) -> list[str]:
        names: dict[str, str] = dict(self._db.run("SELECT key, name FROM lists ORDER BY key"))
        key = fold_line(name)
        begun = [other for other in names if key and other.startswith(key)]
        near = dict.fromkeys([*begun, *get_close_matches(key, names, _MOST_NEAR)])
        return [names[other] for other in near][:_MOST_NEAR]

    def count(self, name: str) -> int:
        """How many members a collection has."""
        row = self._db.row(f"SELECT count(*) {_MEMBERS}", (fold_line(name),))
        return int(row[0]) if row else 0

    def members(self, name: str, offset: int = 0, limit: int = _ALL) -> list[Member]:
        """The members in their order, from a number on."""
        columns = ", ".join(f"l.{column}" for column in COLUMNS.split(", "))
        rows = self._db.run(
            f"SELECT m.article_id, l.key, {columns} {_MEMBERS} {_ORDER} LIMIT ? OFFSET ?",
            (fold_line(name), limit, offset),
        )
        return [
            Member(number, article_id, Listed.of_row(*row) if key is not None else None)
            for number, (article_id, key, *row) in enumerate(rows, offset + 1)
        ]

    def ids(self, name: str) -> list[str]:
        """The ids of the members in their order."""
        rows = self._db.run(f"SELECT m.article_id {_MEMBERS} {_ORDER}", (fold_line(name),))
        return [row[0] for row in rows]

    def removed(self, name: str) -> set[str]:
        """The ids of the members that have been taken out of the archive."""
        sql = f"SELECT m.article_id {_MEMBERS} AND a.removed_at IS NOT NULL"
        return {row[0] for row in self._db.run(sql, (fold_line(name),))}

    def listed(self, name: str, article_ids: Iterable[str]) -> dict[str, Listed]:
        """What people say of some articles of a collection, by their ids."""
        sql = f"SELECT article_id, {COLUMNS} FROM listed WHERE key = ? AND article_id IN"
        rows = self._db.rows_among(sql, article_ids, fold_line(name))
        return {article_id: Listed.of_row(*row) for article_id, *row in rows}

    def placed(self, name: str, article_ids: Iterable[str]) -> list[str]:
        """These articles in the order of a collection; those without a place in it stand behind
        the others, as they stood.
        """
        places: dict[str, float] = dict(
            self._db.run(
                "SELECT article_id, place FROM listed WHERE key = ? AND place < ?",
                (fold_line(name), BY_DATE),
            )
        )
        return sorted(article_ids, key=lambda each: places.get(each, inf))

    def of_article(self, article_id: str) -> list[tuple[Collection, Listed | None]]:
        """The collections that people have made which an article is in."""
        columns = ", ".join(f"d.{column}" for column in COLUMNS.split(", "))
        rows = self._db.run(
            f"SELECT l.name, l.note, l.made_at, d.key, {columns} FROM collections m"
            " JOIN lists l ON l.key = m.key"
            " LEFT JOIN listed d ON d.key = m.key AND d.article_id = m.article_id"
            " WHERE m.article_id = ? ORDER BY l.key",
            (article_id,),
        )
        return [
            (Collection(name, note, made_at), Listed.of_row(*row) if key is not None else None)
            for name, note, made_at, key, *row in rows
        ]

    def waiting(self, name: str) -> list[tuple[str, str]]:
        """Id and identifier of the articles that were put in and are still to come."""
        rows = self._db.run(
            "SELECT e.article_id, e.identity FROM listed l JOIN expected e USING (article_id)"
            " WHERE l.key = ? AND l.place IS NOT NULL ORDER BY l.place, 1",
            (fold_line(name),),
        )
        return [(row[0], row[1]) for row in rows]

    # When something changed ----------------------------------------------------------------------

    def written(self) -> tuple[object, ...]:
        """Something else whenever any collection has been changed."""
        row = self._db.row(
            "SELECT count(*), max(number), sum(CASE state WHEN 'undone' THEN 1 ELSE 0 END),"
            " max(changed_at) FROM list_acts"
        )
        return tuple(row or ())

    def changed_at(self, name: str) -> datetime:
        """When a collection was last changed."""
        row = self._db.row(
            "SELECT max(a.changed_at) FROM list_steps s JOIN list_acts a USING (number)"
            " WHERE s.key = ?",
            (fold_line(name),),
        )
        return datetime.fromisoformat(str(row[0] if row and row[0] else self.get(name).made_at))

    def changes(self, name: str) -> dict[str, datetime]:
        """When each article that is or was in a collection was last touched in it, by id."""
        rows = self._db.run(
            "SELECT s.article_id, max(a.changed_at) FROM list_steps s JOIN list_acts a"
            " USING (number) WHERE s.key = ? AND s.article_id <> '' GROUP BY 1",
            (fold_line(name),),
        )
        return {article_id: datetime.fromisoformat(at) for article_id, at in rows}
