"""What is wrong with a file as a database, whatever it holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache

from archive.errors import StoreDamagedError
from archive.store.common.database import Database

_PARTS = "SELECT type, name FROM sqlite_master"


def faults(db: Database) -> Iterator[str]:
    """What SQLite itself finds, and the tables, indexes and triggers that are missing."""
    try:
        for (line,) in db.rows("PRAGMA integrity_check"):
            if line != "ok":
                yield from line.splitlines()
    except StoreDamagedError as error:
        yield error.message
    for kind, name in _missing(db):
        yield f"the {kind} {name} is missing"


def _missing(db: Database) -> Iterator[tuple[str, str]]:
    """Tables, indexes and triggers that the schema has and the file lacks."""
    if not db.is_up_to_date:
        return
    try:
        there = set(db.rows(_PARTS))
    except StoreDamagedError:
        return  # which has been told
    yield from sorted(row for row in _wanted() if row not in there)


@cache
def _wanted() -> tuple[tuple[str, str], ...]:
    """The tables, indexes and triggers of the schema, each with its kind."""
    from archive.store.sqlite.schema import STEPS

    with closing(sqlite3.connect(":memory:")) as sound:
        sound.executescript("".join(STEPS))
        return tuple(sound.execute(_PARTS))
