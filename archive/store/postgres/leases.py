"""Who works on the index, and on which part of the log of changes: leases, by the server's clock.

A worker takes a range of the log for a while. One that has not gone on with its range by then,
because it was killed, or frozen, or cut off, has lost it to whoever asks next. Ranges may overlap,
and a range may be worked on by two: what is written to the index carries the number of its change,
so that once more is harmless. What counts is that none is left out: the range that is given next
begins with the first change that none covers.

The two tables are no part of the archive's schema. They are made when the first worker comes, and
what they hold may be lost at any time: how far an index is, its own stamp says. A `target` is an
index, by what no other has, and what its ranges say holds for it alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime

from archive.errors import StoreError
from archive.store.common.database import Database

_TABLES = """
    CREATE TABLE IF NOT EXISTS index_workers (
        key TEXT PRIMARY KEY,
        alias TEXT NOT NULL,
        name TEXT NOT NULL,
        host TEXT NOT NULL,
        process BIGINT NOT NULL,
        began TIMESTAMPTZ NOT NULL DEFAULT now(),
        seen TIMESTAMPTZ NOT NULL,
        until TIMESTAMPTZ NOT NULL,
        changes BIGINT NOT NULL,
        rate DOUBLE PRECISION
    )""", """
    CREATE TABLE IF NOT EXISTS index_ranges (
        target TEXT NOT NULL,
        first BIGINT NOT NULL,
        last BIGINT NOT NULL,
        worker TEXT NOT NULL,
        since TIMESTAMPTZ NOT NULL,
        until TIMESTAMPTZ NOT NULL,
        done BOOLEAN NOT NULL DEFAULT false,
        PRIMARY KEY (target, first)
    )"""  # fmt: skip
_FORGOTTEN = "1 day"  # after which nobody asks for a worker or a range that is over
_THERE = "SELECT to_regclass('index_ranges') IS NOT NULL"
_MAY_LOOK = """
    SELECT has_table_privilege(to_regclass('index_ranges'), 'SELECT')
        AND has_table_privilege(to_regclass('index_workers'), 'SELECT')"""

_UNTIL = "clock_timestamp() + make_interval(secs => :seconds)"
# The last change from which on there is one that no range covers, or none that is done.
_REACH = """
    SELECT min(upto) FROM (
        SELECT CAST(:stamp AS bigint) AS upto UNION ALL
        SELECT last FROM index_ranges WHERE target = :target AND last >= :stamp {done}
    ) ends
    WHERE NOT EXISTS (SELECT 1 FROM index_ranges
        WHERE target = :target AND first <= upto + 1 AND last > upto {done})"""
_COVERED, _DONE = _REACH.format(done=""), _REACH.format(done="AND done")
# SKIP LOCKED: one that somebody else is just taking is none to wait for.
_TAKE_OVER = f"""
    WITH lapsed AS MATERIALIZED (
        SELECT first FROM index_ranges
        WHERE target = :target AND NOT done AND until < clock_timestamp()
        ORDER BY first LIMIT 1 FOR UPDATE SKIP LOCKED)
    UPDATE index_ranges r SET worker = :worker, since = clock_timestamp(), until = {_UNTIL}
    FROM lapsed WHERE r.target = :target AND r.first = lapsed.first RETURNING r.first, r.last"""
_ADD = f"""
    INSERT INTO index_ranges (target, first, last, worker, since, until)
    SELECT :target, :first, least(:last, coalesce(min(first) - 1, :last)), :worker,
        clock_timestamp(), {_UNTIL}
    FROM index_ranges WHERE target = :target AND first > :first
    ON CONFLICT (target, first) DO NOTHING RETURNING first, last"""
# Of the range of a target's that is none of the log's: who builds the index, while the others wait.
# One for a moment is marked as done, so that it is not shown as a range of a worker's.
_TURN = f"""
    INSERT INTO index_ranges VALUES (:target, 0, 0, :worker, clock_timestamp(), {_UNTIL}, :done)
    ON CONFLICT (target, first) DO UPDATE SET worker = excluded.worker, since = excluded.since,
        until = excluded.until
    WHERE index_ranges.until < clock_timestamp() OR index_ranges.worker = excluded.worker
    RETURNING 1"""
# As done, so that it is no range of a worker's.
_PAUSE = f"""
    INSERT INTO index_ranges VALUES (:target, 0, 0, :worker, clock_timestamp(), {_UNTIL}, true)
    ON CONFLICT (target, first) DO UPDATE SET worker = excluded.worker, since = excluded.since,
        until = excluded.until
    WHERE index_ranges.until < clock_timestamp() RETURNING 1"""
_SEEN = f"""
    INSERT INTO index_workers (key, alias, name, host, process, seen, until, changes, rate)
    VALUES (:key, :alias, :name, :host, :process, clock_timestamp(), {_UNTIL}, :changes, :rate)
    ON CONFLICT (key) DO UPDATE SET seen = excluded.seen, until = excluded.until,
        changes = excluded.changes, rate = excluded.rate"""
_PRESENT = """
    SELECT w.name, w.host, w.process, w.began, w.seen, w.changes, w.rate, r.first, r.last, r.since,
        clock_timestamp()
    FROM index_workers w LEFT JOIN index_ranges r ON r.worker = w.key AND NOT r.done
        AND r.until >= clock_timestamp()
    WHERE w.alias = ? AND w.until >= clock_timestamp() ORDER BY w.began, w.key, r.first"""


@dataclass(frozen=True, slots=True)
class Range:
    """Changes of the log, both ends among them."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Worker:
    """One that works on an index. `rate` is of the last range, in changes a second."""

    name: str
    host: str
    process: int
    began: datetime
    seen: datetime
    changes: int
    rate: float | None
    range: Range | None
    since: datetime | None  # it has the range
    now: datetime  # as the server has it


class Leases:
    """The ranges of one worker, which is told of by `key`. A range is lent for `seconds`; the same
    is how long the worker is taken for one that is there.
    """

    def __init__(self, database: Database, key: str, seconds: float) -> None:
        self._db = database
        self._key = key
        self._seconds = seconds
        if not _is_there(database):
            with database.transaction():  # which others that come at this moment wait for
                for table in _TABLES:
                    database.run(table)

    def take(self, target: str, stamp: int, size: int) -> Range | None:
        """A range that nobody works on, of at most `size` changes after what an index holds by its
        stamp; None where there is none.
        """
        lent = {"target": target, "worker": self._key, "seconds": self._seconds}
        if rows := self._db.run(_TAKE_OVER, lent):
            return Range(*rows[0])
        while True:
            covered = self._reach(_COVERED, target, stamp)
            ((newest,),) = self._db.run("SELECT coalesce(max(seq), 0) FROM changes")
            if covered >= newest:
                return None
            added = {**lent, "first": covered + 1, "last": min(covered + size, newest)}
            if rows := self._db.run(_ADD, added):
                return Range(*rows[0])  # else another worker was quicker

    def renew(self, target: str, lent: Range) -> bool:
        """Keeps a range for longer; False where it is another's now, or is done with."""
        sql = (
            f"UPDATE index_ranges SET until = {_UNTIL} WHERE target = :target AND first = :first"
            " AND worker = :worker AND NOT done RETURNING 1"
        )
        kept = {"target": target, "first": lent.first, "worker": self._key}
        return bool(self._db.run(sql, {**kept, "seconds": self._seconds}))

    def finish(self, target: str, lent: Range) -> None:
        """Says that an index holds a range, whoever has it now."""
        sql = (
            "UPDATE index_ranges SET done = true"
            " WHERE target = :target AND first = :first AND last = :last"
        )
        self._db.run(sql, {"target": target, "first": lent.first, "last": lent.last})

    def low_water(self, target: str, stamp: int) -> int:
        """The change up to which an index of this stamp holds all."""
        return self._reach(_DONE, target, stamp)

    def forget(self, target: str, upto: int) -> None:
        """Forgets ranges that an index's stamp tells of from now on, and whatever is of old."""
        self._db.run("DELETE FROM index_ranges WHERE target = ? AND last <= ?", (target, upto))
        old = f"clock_timestamp() - interval '{_FORGOTTEN}'"
        self._db.run(f"DELETE FROM index_ranges WHERE until < {old} AND target <> ?", (target,))
        self._db.run(f"DELETE FROM index_workers WHERE until < {old}")

    def take_turn(self, target: str, seconds: float) -> bool:
        """Whether this worker alone may do, for some seconds, what one has to do for all."""
        lent = {"target": target, "worker": self._key, "seconds": seconds, "done": False}
        return bool(self._db.run(_TURN, lent))

    def end_turn(self, target: str) -> None:
        """Lets another worker do what one has to do for all."""
        sql = "DELETE FROM index_ranges WHERE target = ? AND first = 0 AND worker = ?"
        self._db.run(sql, (target, self._key))

    @contextmanager
    def stamping(self, target: str) -> Iterator[bool]:
        """Whether this worker alone may say now how far an index is. Of two that do so at once the
        slower one would set it back.
        """
        lent = {"target": f"{target} stamp", "worker": self._key, "seconds": self._seconds}
        mine = bool(self._db.run(_TURN, {**lent, "done": True}))
        try:
            yield mine
        finally:
            if mine:
                with suppress(StoreError):  # else it ends by itself
                    self.end_turn(f"{target} stamp")

    def begin_pause(self, target: str, seconds: float) -> bool:
        """Begins a pause between two commits of an index, whoever makes them; False in one."""
        lent = {"target": f"{target} commits", "worker": self._key, "seconds": seconds}
        return bool(self._db.run(_PAUSE, lent))

    def report(self, who: Mapping[str, object], changes: int, rate: float | None) -> None:
        """Tells that the worker is there: its alias, name, host, process, and what it has done."""
        told = {"key": self._key, "changes": changes, "rate": rate, "seconds": self._seconds}
        self._db.run(_SEEN, {**who, **told})

    def leave(self) -> None:
        """Tells that the worker is no longer there."""
        self._db.run("DELETE FROM index_workers WHERE key = ?", (self._key,))

    def _reach(self, sql: str, target: str, stamp: int) -> int:
        ((upto,),) = self._db.run(sql, {"target": target, "stamp": stamp})
        return int(upto)


def workers(database: Database, alias: str) -> list[Worker]:
    """Those that work on the index of an alias now; none for a user who may not look."""
    if database.row(_MAY_LOOK) != (True,):
        return []
    found = []
    for row in database.run(_PRESENT, (alias,)):
        name, host, process, began, seen, changes, rate, first, last, since, now = row
        lent = None if first is None else Range(first, last)
        found.append(Worker(name, host, process, began, seen, changes, rate, lent, since, now))
    return found


def _is_there(database: Database) -> bool:
    return database.row(_THERE) == (True,)
