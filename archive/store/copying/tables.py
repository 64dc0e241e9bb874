"""The tables of an archive, as its schema makes them, and their rows in order, some at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter

from archive.store.common.database import Database, Row, marks
from archive.store.sqlite.database import statements
from archive.store.sqlite.schema import STEPS

ROWS = 1_000  # of a page at most
BYTES = 8 << 20  # of its texts and originals, unless one alone has more
_HEAVY = "data"  # the column that has these
_FROM_ARTICLES = "counts"  # which triggers fill as articles come, so that it is copied after them


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns, of which those of its primary key are the first `keys`."""

    name: str
    columns: tuple[str, ...]
    keys: int

    @property
    def key(self) -> tuple[str, ...]:
        """The columns of the primary key."""
        return self.columns[: self.keys]


@cache
def tables() -> tuple[Table, ...]:
    """All tables. One that refers to others stands after them."""
    with closing(sqlite3.connect(":memory:")) as made:
        for step in STEPS:
            for statement in statements(step):
                made.execute(statement)
        named = made.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        before = {
            name: {row[2] for row in made.execute(f"PRAGMA foreign_key_list({name})")}
            for (name,) in sorted(named)
        }
        before[_FROM_ARTICLES].add("articles")
        return tuple(_table(made, name) for name in TopologicalSorter(before).static_order())


def _table(made: sqlite3.Connection, name: str) -> Table:
    told = [(row[5], row[1]) for row in made.execute(f"PRAGMA table_info({name})")]
    key = [column for place, column in sorted(told) if place]
    return Table(name, (*key, *(column for place, column in told if not place)), len(key))


def count(database: Database, table: Table) -> int:
    """How many rows a table has."""
    ((rows,),) = database.run(f"SELECT count(*) FROM {table.name}")
    return int(rows)


def pages(database: Database, table: Table, after: Sequence[object] = ()) -> Iterator[list[Row]]:
    """The rows of a table in the order of its primary key, from after a key on, so many at a time
    as fit into bounded memory.
    """
    while rows := _page(database, table, after):
        yield rows
        after = rows[-1][: table.keys]


def _page(database: Database, table: Table, after: Sequence[object]) -> list[Row]:
    key = ", ".join(table.key)
    bounds = [f"({key}) > ({marks(after)})"] if after else []
    values = [*after]
    if _HEAVY in table.columns:
        if not (upto := _last_that_fits(database, table, bounds, values)):
            return []
        bounds.append(f"({key}) <= ({marks(upto)})")
        values += upto
    return database.run(
        f"SELECT {', '.join(table.columns)} FROM {table.name}{_where(bounds)}"
        f" ORDER BY {key} LIMIT {ROWS}",
        values,
    )


def _last_that_fits(
    database: Database, table: Table, bounds: Sequence[str], values: Sequence[object]
) -> Sequence[object]:
    """The key of the last row of a page; none where there are no more rows."""
    key = ", ".join(table.key)
    sized = database.run(
        f"SELECT {key}, length({_HEAVY}) FROM {table.name}{_where(bounds)}"
        f" ORDER BY {key} LIMIT {ROWS}",
        values,
    )
    last: Sequence[object] = ()
    held = 0
    for *row, size in sized:
        held += size
        if last and held > BYTES:
            break
        last = row
    return last


def _where(bounds: Sequence[str]) -> str:
    return f" WHERE {' AND '.join(bounds)}" if bounds else ""
