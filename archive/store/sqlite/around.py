"""Reading a table around its damage: all rows that some way through the file leads to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.errors import StoreDamagedError
from archive.store.common.database import Database, Row

# SQLite reads a table from its start to the damage, and from its end; an index of it, which lies
# elsewhere in the file, tells of the rows between.
_WAYS = ("NOT INDEXED", "INDEXED BY sqlite_autoindex_{table}_1")
_ORDERS = ("ASC", "DESC")


def rows_around(
    db: Database, table: str, columns: str, keys: Sequence[str]
) -> Iterator[tuple[Row, Row | None]]:
    """The rows of a table with row numbers, each with its primary key, of the columns `keys`; None
    in place of a row that cannot be read.
    """
    found: dict[int, Row] = {}
    for way in _WAYS:
        for order in _ORDERS:
            ordered = f"ORDER BY {'rowid' if way == _WAYS[0] else ', '.join(keys)} {order}"
            sql = (
                f"SELECT rowid, {', '.join(keys)} FROM {table} {way.format(table=table)} {ordered}"
            )
            try:
                for rowid, *key in db.rows(sql):
                    found[rowid] = tuple(key)
            except StoreDamagedError:
                continue
            if order == "ASC":
                break
    for rowid, named in sorted(found.items()):
        try:
            yield named, db.row(f"SELECT {columns} FROM {table} t WHERE rowid = ?", (rowid,))
        except StoreDamagedError:
            yield named, None


def live_ids(db: Database, damaged: dict[str, str]) -> set[str]:
    """The ids of the articles in search, of a list that cannot be read as a whole; `damaged` gets
    those of which it cannot be told.
    """
    return db.live_among(_known(db), damaged, hint="NOT INDEXED")


def _known(db: Database) -> list[str]:
    """The ids that the list of articles has, or another table names."""
    found: set[str] = set()
    for sql in (
        "SELECT id FROM articles NOT INDEXED ORDER BY id",
        "SELECT id FROM articles NOT INDEXED ORDER BY id DESC",
        "SELECT article_id FROM revisions INDEXED BY sqlite_autoindex_revisions_1",
        "SELECT article_id FROM changes",
    ):
        try:
            found.update(row[0] for row in db.rows(sql) if isinstance(row[0], str))
        except StoreDamagedError:
            continue
    return sorted(found)
