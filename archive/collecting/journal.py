"""What was done to collections: each act with what was there before and after it, to be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from archive.article import instant, this_instant
from archive.collecting.kept import COLUMNS, Collection, Listed
from archive.errors import RequestError
from archive.store.common.database import Database
from archive.store.store import Store

_ENDLESS = 1 << 62
ITSELF = ""  # in place of an article's id: the collection itself


@dataclass(frozen=True, slots=True)
class Act:
    """One act: what was done, in words, to which collection (by folded name), and to how many
    articles of it.
    """

    number: int
    at: datetime
    said: str
    key: str
    articles: int
    state: str

    def json(self) -> dict[str, Any]:
        """As a JSON object."""
        return {
            "number": self.number,
            "at": instant(self.at),
            "said": self.said,
            "articles": self.articles,
            "state": self.state,
        }


@dataclass(frozen=True, slots=True)
class Step:
    """What was there before an act, and after it, as JSON; None: nothing. Of an article, or where
    `article_id` is ITSELF of the collection.
    """

    key: str
    article_id: str
    before: str | None
    after: str | None

    def back(self) -> Step:
        """The step that undoes it."""
        return Step(self.key, self.article_id, self.after, self.before)


class Journal:
    """The acts on the collections of one store. Writing goes inside a transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._db: Database = store.database

    def all(self) -> list[Act]:
        """All acts, the newest first."""
        rows = self._db.run(f"SELECT {_ACT} FROM list_acts ORDER BY number DESC")
        return [_act(row) for row in rows]

    def get(self, number: int) -> Act:
        """One act. RequestError where there is none."""
        known = 0 < number < _ENDLESS  # a database holds no number beyond
        sql = f"SELECT {_ACT} FROM list_acts WHERE number = ?"
        row = self._db.row(sql, (number,)) if known else None
        if row is None:
            raise RequestError(f"There is no act {number}", "archive collection log lists them")
        return _act(row)

    def last(self, state: str) -> Act:
        """The act that was done, or undone, last. RequestError where there is none."""
        if state == "undone":
            numbers = [number for _, number in self._undone()[-1:]]
        else:
            sql = "SELECT number FROM list_acts WHERE state = ? ORDER BY number DESC LIMIT 1"
            numbers = [row[0] for row in self._db.run(sql, (state,))]
        if not numbers:
            what = "undo" if state == "done" else "do again"
            raise RequestError(
                f"There is nothing to {what}", "archive collection log lists what was done"
            )
        return self.get(numbers[0])

    def _undone(self) -> list[tuple[datetime, int]]:
        """The acts that are undone now, in the order in which they were: when, and the number."""
        rows = self._db.run(
            "SELECT changed_at, number FROM list_acts WHERE state = 'undone' ORDER BY number DESC"
        )
        found = [(datetime.fromisoformat(at), number) for at, number in rows]
        return sorted(found, key=lambda each: each[0])

    def steps(self, act: Act) -> list[Step]:
        """The steps of an act."""
        rows = self._db.run(
            "SELECT key, article_id, before, after FROM list_steps WHERE number = ?"
            " ORDER BY article_id, key",
            (act.number,),
        )
        return [Step(*row) for row in rows]

    def write(self, said: str, key: str, steps: Sequence[Step]) -> Act:
        """Does something, and writes it down."""
        now = this_instant()
        articles = len({step.article_id for step in steps} - {ITSELF})
        ((number,),) = self._db.run(
            "INSERT INTO list_acts (at, said, key, articles, state, changed_at)"
            " VALUES (?, ?, ?, ?, 'done', ?) RETURNING number",
            (now, said, key, articles, now),
        )
        for step in steps:
            self._db.run(
                "INSERT INTO list_steps VALUES (?, ?, ?, ?, ?)",
                (number, step.key, step.article_id, step.before, step.after),
            )
        self._take(steps, now)
        return self.get(number)

    def undo(self, act: Act, *, redo: bool = False) -> Act:
        """Undoes an act, or does it again. RequestError where that has been done, or what it
        changed has been changed since.
        """
        wanted = "undone" if redo else "done"
        if act.state != wanted:
            raise RequestError(f"Act {act.number} is {act.state} already", "archive collection log")
        steps = [step if redo else step.back() for step in self.steps(act)]
        for step in steps:
            if not self._stands(step):
                what = f"{step.article_id} in it" if step.article_id else "The collection"
                raise RequestError(
                    f"{what} has been changed since", "undo that first: archive collection log"
                )
        now, state = self._after_all(), "done" if redo else "undone"
        self._take(steps, now)
        sql = "UPDATE list_acts SET state = ?, changed_at = ? WHERE number = ?"
        self._db.run(sql, (state, now, act.number))
        return replace(act, state=state)

    def _after_all(self) -> str:
        """This moment; where the clock has been set back, just after the last undoing, by which it
        is known which was the last.
        """
        least = timedelta(microseconds=1)
        now = max([datetime.now(UTC), *(at + least for at, _ in self._undone()[-1:])])
        return instant(now) or ""

    def _stands(self, step: Step) -> bool:
        """Whether what is there now is what a step begins with, whatever was delivered since."""
        now, then = self._state(step.key, step.article_id), step.before
        if step.article_id == ITSELF or now is None or then is None:
            return now == then
        return replace(Listed.read(now), given=True) == replace(Listed.read(then), given=True)

    def _state(self, key: str, article_id: str) -> str | None:
        """What is there now, as a step has it."""
        if article_id == ITSELF:
            sql = "SELECT name, note, made_at FROM lists WHERE key = ?"
            row = self._db.row(sql, (key,))
            return Collection(*row).written() if row else None
        row = self._db.row(
            f"SELECT {COLUMNS} FROM listed WHERE key = ? AND article_id = ?", (key, article_id)
        )
        return Listed.of_row(*row).written() if row else None

    # Taking steps -------------------------------------------------------------------------------

    def _take(self, steps: Sequence[Step], now: str) -> None:
        """The collections themselves first, whose names their members need; then the members. The
        index is told of each article that joined or left one.
        """
        for step in steps:
            if step.article_id == ITSELF:
                self._take_whole(step)
        moved = dict.fromkeys(
            step.article_id
            for step in steps
            if step.article_id != ITSELF and self._take_member(step)
        )
        for article_id in moved:
            self._store.log(article_id, "collect", now)

    def _take_whole(self, step: Step) -> None:
        if step.after is None:
            self._db.run("DELETE FROM lists WHERE key = ?", (step.key,))
            return
        wanted = Collection.read(step.after)
        self._db.put("lists", {"key": step.key}, asdict(wanted))
        label = {"field": "collection", "key": step.key}
        self._db.put("labels", label, {"label": wanted.name})
        self._db.run(
            "UPDATE collections SET name = :name WHERE key = :key AND name <> :name",
            {"name": wanted.name, "key": step.key},
        )

    def _take_member(self, step: Step) -> bool:
        """Whether the article joined or left the collection by it."""
        place = (step.key, step.article_id)
        came = self._came(*place)
        if step.after is None:
            self._db.run("DELETE FROM listed WHERE key = ? AND article_id = ?", place)
            inside = came  # without a word of people, it is a member if it came in as one
        else:
            after = Listed.read(step.after)
            values = (
                after.place, int(after.given and not came), after.added_at, after.note,
                after.passages_json,
            )  # fmt: skip
            member = {"key": step.key, "article_id": step.article_id}
            self._db.put("listed", member, dict(zip(COLUMNS.split(", "), values, strict=True)))
            inside = after.place is not None
        return self._join(*place) if inside else self._leave(*place)

    def _came(self, key: str, article_id: str) -> bool:
        """Whether a delivery has had the article under the collection's name, before the act that
        is done or undone or since.
        """
        place = (key, article_id)
        row = self._db.row("SELECT given FROM listed WHERE key = ? AND article_id = ?", place)
        if row:
            return not row[0]
        sql = "SELECT 1 FROM collections WHERE key = ? AND article_id = ?"
        return self._db.row(sql, place) is not None

    def _join(self, key: str, article_id: str) -> bool:
        return bool(
            self._db.run(
                "INSERT INTO collections SELECT id, :key,"
                " coalesce((SELECT name FROM lists WHERE key = :key),"
                " (SELECT label FROM labels WHERE field = 'collection' AND key = :key), :key)"
                " FROM articles WHERE id = :id ON CONFLICT DO NOTHING RETURNING 1",
                {"key": key, "id": article_id},
            )
        )

    def _leave(self, key: str, article_id: str) -> bool:
        return bool(
            self._db.run(
                "DELETE FROM collections WHERE key = ? AND article_id = ? RETURNING 1",
                (key, article_id),
            )
        )


_ACT = "number, at, said, key, articles, state"


def _act(row: tuple[Any, ...]) -> Act:
    number, at, said, key, articles, state = row
    return Act(number, datetime.fromisoformat(at), said, key, articles, state)
