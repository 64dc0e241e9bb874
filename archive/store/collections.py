"""Which collections articles came in with: piles and feeds, named when they were taken in."""

from __future__ import annotations

from collections.abc import Iterable

from archive.store.sqlite.database import Database
from archive.text.plain import fold_line


def collect(db: Database, article_id: str, names: Iterable[str]) -> tuple[str, ...]:
    """Adds an article to collections, and says to which it did not belong before. A collection is
    known by its folded name, and shown as it was first written.
    """
    added: list[str] = []
    for name in names:
        rows = db.run(
            "INSERT OR IGNORE INTO collections VALUES (?, ?, ?) RETURNING name",
            (article_id, fold_line(name), name),
        )
        added += (row[0] for row in rows)
    return tuple(added)
