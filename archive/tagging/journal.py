"""What was done to tags, in order: each act with what was there before and after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archive.article import instant
from archive.errors import RequestError
from archive.store.common.database import Database

NAMES = ""  # in place of an article's id: the names of tags


@dataclass(frozen=True, slots=True)
class Done:
    """One act: what was asked, of which articles (None: of ids), and how many it changed."""

    number: int
    at: datetime
    said: str
    query: str | None
    articles: int
    state: str

    def json(self) -> dict[str, Any]:
        """As a JSON object."""
        return {
            "number": self.number,
            "at": instant(self.at),
            "said": self.said,
            "query": self.query,
            "articles": self.articles,
            "state": self.state,
        }


@dataclass(frozen=True, slots=True)
class Step:
    """What was there of one tag of an article before an act, and after it; None: nothing.

    `place` is the article's id, or NAMES.
    """

    place: str
    key: str
    before: str | None
    after: str | None

    def back(self) -> Step:
        """The step that undoes it."""
        return Step(self.place, self.key, self.after, self.before)


class Journal:
    """The acts of one store. Writing goes inside a transaction."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self) -> list[Done]:
        """All acts, the newest first."""
        return [
            _done(row)
            for row in self._db.run(f"SELECT {_COLUMNS} FROM taggings ORDER BY number DESC")
        ]

    def last_done(self) -> Done:
        """What is undone next. RequestError where there is nothing."""
        row = self._db.row(
            f"SELECT {_COLUMNS} FROM taggings WHERE state = 'done' ORDER BY number DESC LIMIT 1"
        )
        if row is None:
            raise RequestError("There is nothing to undo", "archive tag --log lists what was done")
        return _done(row)

    def first_undone(self) -> Done:
        """What is done again next. RequestError where there is nothing."""
        row = self._db.row(
            f"SELECT {_COLUMNS} FROM taggings WHERE state = 'undone' ORDER BY number LIMIT 1"
        )
        if row is None:
            raise RequestError(
                "There is nothing to do again", "archive tag --log lists what was done"
            )
        return _done(row)

    def add(
        self, at: str, said: str, query: str | None, articles: int, steps: Iterable[Step]
    ) -> None:
        """Writes down an act and does it. What was undone before it cannot be done again."""
        self._db.run(
            "DELETE FROM tagged WHERE number IN"
            " (SELECT number FROM taggings WHERE state = 'undone')"
        )
        self._db.run("UPDATE taggings SET state = 'given up' WHERE state = 'undone'")
        ((number,),) = self._db.run(
            "INSERT INTO taggings (at, said, query, articles, state)"
            " VALUES (?, ?, ?, ?, 'done') RETURNING number",
            (at, said, query, articles),
        )
        for step in steps:
            self._db.run(
                "INSERT INTO tagged VALUES (?, ?, ?, ?, ?)",
                (number, step.place, step.key, step.before, step.after),
            )
            self.take(step)

    def steps(self, done: Done) -> list[Step]:
        """The steps of an act."""
        rows = self._db.run(
            "SELECT article_id, key, before, after FROM tagged WHERE number = ?", (done.number,)
        )
        return [Step(*row) for row in rows]

    def mark(self, done: Done, state: str) -> None:
        """Remembers that an act is undone, or done again."""
        self._db.run("UPDATE taggings SET state = ? WHERE number = ?", (state, done.number))

    def take(self, step: Step) -> None:
        """Makes one tag of an article, or one name, what a step wants."""
        table, column, key = (
            ("tag_names", "name", {"key": step.key})
            if step.place == NAMES
            else ("hand_tags", "said", {"article_id": step.place, "key": step.key})
        )
        if step.after is None:
            where = " AND ".join(f"{name} = ?" for name in key)
            self._db.run(f"DELETE FROM {table} WHERE {where}", [*key.values()])
        else:
            self._db.put(table, key, {column: step.after})


_COLUMNS = "number, at, said, query, articles, state"


def _done(row: tuple[Any, ...]) -> Done:
    number, at, said, query, articles, state = row
    return Done(number, datetime.fromisoformat(at), said, query, articles, state)
