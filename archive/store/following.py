"""What somebody who follows an archive has to be told: when articles came in as they are now, and
which have left it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import datetime

from archive.article import Article
from archive.errors import StoreDamagedError
from archive.store.common.database import Database, Row
from archive.store.originals import as_sent, live_records

_LOOKED_BACK = 20_000  # changes among which revisions, and what came in last, are looked for
_FEW = 2000  # articles that are looked up one by one; of more, the log is read from its end
_BATCH = 2000  # lines of the log that are read at once
_LEFT_OR_CAME_BACK = "kind IN ('remove', 'restore', 'replace')"  # as in the index of the schema
_AT_ONCE = 200  # states that are read by one statement


@dataclass(frozen=True, slots=True)
class State:
    """A revision of an article, and when it was first seen."""

    article_id: str
    revision: int
    seen_at: datetime
    is_current: bool


class Following:
    """The reading of one store by those who follow it."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def arrived(self, ids: Iterable[str]) -> dict[str, str]:
        """When the live ones among some articles came in as they are now, as their source sent
        them, or came back into search: an instant. That later rules read an original again does not
        count.
        """
        rows = self._db.rows_among(
            "SELECT a.id, r.seen_at, (SELECT max(c.at) FROM changes c WHERE c.article_id = a.id"
            f" AND c.{_LEFT_OR_CAME_BACK}) FROM articles a"
            " JOIN revisions now ON now.article_id = a.id AND now.revision = a.revision"
            " JOIN revisions r ON r.article_id = a.id"
            " AND r.revision = coalesce(nullif(now.renews, 0), now.revision)"
            " WHERE a.removed_at IS NULL AND a.id IN",
            ids,
        )
        return {article_id: max(seen, back or "", key=_moment) for article_id, seen, back in rows}

    def last(self) -> str | None:
        """The instant of the last change; None in a new store."""
        row = self._db.row("SELECT at FROM changes ORDER BY seq DESC LIMIT 1")
        return str(row[0]) if row else None

    def newest(self, wanted: Set[str], most: int) -> dict[str, str]:
        """The live ones among some articles that came in last, the last first, each with when
        (`arrived`); at least `most`, where there are so many. Their order is that of the log, for
        the clock that wrote may have been set back; where few are wanted, those whose line is not
        among the last changes stand behind, by the clock.
        """
        return self._of_few(wanted) if len(wanted) <= _FEW else self._of_many(wanted, most)

    def _of_few(self, wanted: Set[str]) -> dict[str, str]:
        came = self.arrived(wanted)
        places: dict[str, int] = {}
        last = self._db.row("SELECT coalesce(max(seq), 0) FROM changes") or (0,)
        for article_id, at, seq in self._db.rows_among(
            "SELECT article_id, at, seq FROM changes WHERE seq > ? AND kind != 'story'"
            " AND article_id IN",
            came,
            last[0] - _LOOKED_BACK,
        ):
            if came[article_id] == at:
                places[article_id] = max(seq, places.get(article_id, 0))
        ordered = sorted(
            came.items(),
            key=lambda each: (places.get(each[0], 0), _moment(each[1]), each[0]),
            reverse=True,
        )
        return dict(ordered)

    def _of_many(self, wanted: Set[str], most: int) -> dict[str, str]:
        found: dict[str, str] = {}
        for lines in self._newest_lines():
            own = [line for line in lines if line[0] in wanted and line[0] not in found]
            came = self.arrived({article_id for article_id, _ in own})
            for article_id, at in own:
                if came.get(article_id) == at:  # that of its current state, not of another one
                    found.setdefault(article_id, at)
            if len(found) >= most:
                break
        return found

    def _newest_lines(self) -> Iterator[list[tuple[str, str]]]:
        """The log of changes from its end, some lines at a time: (id, instant)."""
        before = 1 << 62
        while rows := self._db.run(
            "SELECT seq, article_id, at FROM changes WHERE seq < ? AND kind != 'story'"
            " ORDER BY seq DESC LIMIT ?",
            (before, _BATCH),
        ):
            before = rows[-1][0]
            yield [(article_id, at) for _, article_id, at in rows]

    def removed_since(self, since: str) -> dict[str, str]:
        """The articles that a person took out of search since an instant and that are still out of
        it, each with when.
        """
        rows = self._db.rows(
            "SELECT DISTINCT a.id, a.removed_at FROM changes c INDEXED BY changes_in_and_out"
            f" JOIN articles a ON a.id = c.article_id WHERE c.{_LEFT_OR_CAME_BACK} AND c.at >= ?"
            " AND a.removed_at IS NOT NULL AND NOT EXISTS"
            " (SELECT 1 FROM replaced p WHERE p.article_id = a.id AND p.undone = 0)",
            (since,),
        )
        return dict(rows)

    def revised_since(self, since: str, most: int) -> dict[str, str]:
        """The live articles that were last sent anew since an instant, each with when: the last
        `most` of them among the last changes.
        """
        rows = self._db.rows(
            "SELECT c.article_id, c.at FROM changes c JOIN articles a ON a.id = c.article_id"
            " WHERE c.seq > (SELECT max(seq) FROM changes) - ? AND c.kind = 'revise' AND c.at >= ?"
            " AND a.removed_at IS NULL ORDER BY c.seq DESC LIMIT ?",
            (_LOOKED_BACK, since, most),
        )
        found: dict[str, str] = {}
        for article_id, at in rows:
            found.setdefault(article_id, at)
        return found

    def states(self, ids: Iterable[str]) -> list[State]:
        """All revisions of some articles, removed or not, by their numbers."""
        rows = self._db.rows_among(
            "SELECT r.article_id, r.revision, r.seen_at, r.revision = a.revision FROM articles a"
            " JOIN revisions r ON r.article_id = a.id WHERE a.id IN",
            ids,
        )
        return sorted(
            (
                State(each, number, datetime.fromisoformat(at), bool(now))
                for each, number, at, now in rows
            ),
            key=lambda state: (state.article_id, state.revision),
        )

    def as_they_were(
        self, states: Collection[tuple[str, int]], damaged: dict[str, str]
    ) -> dict[tuple[str, int], Article]:
        """Articles as their sources sent them, by id and revision, without collections. Of one that
        cannot be read `damaged` gets the reason by its id.
        """
        found = {}
        for article_id, revision, data in self._data_of(states, damaged):
            try:
                found[article_id, revision] = as_sent(article_id, data)
            except StoreDamagedError as error:
                damaged[article_id] = f"revision {revision}: {error.message}"
        return found

    def _data_of(
        self, states: Collection[tuple[str, int]], damaged: dict[str, str]
    ) -> Iterator[Row]:
        wanted = list(states)
        for start in range(0, len(wanted), _AT_ONCE):
            part = wanted[start : start + _AT_ONCE]
            pairs = ", ".join(["(?, ?)"] * len(part))
            try:
                yield from self._db.run(
                    f"WITH wanted (id, revision) AS (VALUES {pairs})"
                    " SELECT r.article_id, r.revision, r.data FROM wanted w JOIN revisions r"
                    " ON r.article_id = w.id AND r.revision = w.revision",
                    [value for pair in part for value in pair],
                )
            except StoreDamagedError as error:
                if len(part) > 1:
                    for each in part:
                        yield from self._data_of([each], damaged)
                else:
                    damaged[part[0][0]] = f"revision {part[0][1]}: {error.message}"

    def collected(self, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The folded names of the collections that each of some articles belongs to."""
        found: dict[str, tuple[str, ...]] = {}
        for article_id, key in self._db.rows_among(
            "SELECT article_id, key FROM collections WHERE article_id IN", ids
        ):
            found[article_id] = (*found.get(article_id, ()), key)
        return found

    def touched(self, after: int, upto: int) -> list[str]:
        """The articles that were sent anew, or that a person took out of search, by changes of
        after < number <= upto.
        """
        rows = self._db.rows(
            "SELECT DISTINCT article_id FROM changes WHERE seq > ? AND seq <= ?"
            " AND kind IN ('revise', 'remove')",
            (after, upto),
        )
        return [article_id for (article_id,) in rows]

    def between(self, first: str, last: str, damaged: dict[str, str]) -> Iterator[Row]:
        """The live articles of ids from `first` to before `last`, one by one: id, title, status,
        embargo as it was written, and when the current revision was seen. One that cannot be read
        is left out, and named in `damaged`.
        """
        for article_id, kept, seen_at in live_records(
            self._db, damaged, "r.seen_at", first=first, last=last
        ):
            extra = kept.get("extra")
            embargo = extra.get("embargo") if isinstance(extra, dict) else None
            yield (
                *map(_text, (article_id, kept.get("title"), kept.get("status"), embargo)),
                seen_at,
            )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _moment(at: str) -> float:
    return datetime.fromisoformat(at).timestamp() if at else 0.0
