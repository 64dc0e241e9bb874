"""What is there of an archive's database on a server, and reading around its damage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress

from archive.errors import StoreDamagedError
from archive.store.common.database import Database, Row
from archive.store.postgres.schema import SCHEMA, STEPS

SCHEMA_PARTS = frozenset(
    re.findall(r"CREATE (TABLE|INDEX|TRIGGER) (\w+)", "".join((SCHEMA, *STEPS)))
)


def parts(db: Database) -> set[tuple[str, str]]:
    """The tables, indexes and triggers that are there, by kind and name."""
    rows = db.run(
        "SELECT CASE relkind WHEN 'i' THEN 'INDEX' ELSE 'TABLE' END, relname::text"
        " FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
        " UNION ALL SELECT 'TRIGGER', tgname::text FROM pg_trigger t JOIN pg_class c"
        " ON c.oid = t.tgrelid WHERE c.relnamespace = current_schema()::regnamespace"
    )
    return {(kind, name) for kind, name in rows}


def rows_around(
    db: Database, table: str, columns: str, keys: Sequence[str]
) -> Iterator[tuple[Row, Row | None]]:
    """The rows of a table one by one, by the keys that can be read."""
    named = ", ".join(keys)
    where = " AND ".join(f"{key} = ?" for key in keys)
    found: list[Row] = []
    with suppress(StoreDamagedError):
        found = db.run(f"SELECT {named} FROM {table} ORDER BY {named}")
    for key in found:
        try:
            yield key, db.row(f"SELECT {columns} FROM {table} WHERE {where}", key)
        except StoreDamagedError:
            yield key, None


def live_ids(db: Database, damaged: dict[str, str]) -> set[str]:
    """The ids of the articles in search that revisions tell of; `damaged` gets those of which it
    cannot be told.
    """
    ids = (row[0] for row in db.run("SELECT DISTINCT article_id FROM revisions"))
    return db.live_among(ids, damaged)
