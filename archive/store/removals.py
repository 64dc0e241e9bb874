"""Articles that a person has taken out of search, and what readers are told of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from archive.store.common.database import Database


def set_removed(database: Database, article_id: str, at: str | None) -> None:
    """Marks an article as removed at an instant, or as not removed."""
    database.run("UPDATE articles SET removed_at = ? WHERE id = ?", (at, article_id))
    for table in ("removals", "successors"):
        database.run(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))
    database.run("UPDATE replaced SET undone = 1 WHERE article_id = ?", (article_id,))


def tell(database: Database, article_id: str, reason: str | None, instead: str | None) -> None:
    """Keeps what readers are told of an article that has been removed."""
    if reason or instead:
        database.run("INSERT INTO removals VALUES (?, ?, ?)", (article_id, reason, instead))


def told(database: Database, article_id: str) -> tuple[str | None, str | None]:
    """Why, and the id of what to read instead; None where nothing is said, or that is not here."""
    sql = (
        "SELECT reason, (SELECT id FROM articles WHERE id = instead) FROM removals"
        " WHERE article_id = ?"
    )
    row = database.row(sql, (article_id,))
    return (row[0], row[1]) if row else (None, None)


def bring_back(database: Database, article_id: str) -> None:
    """Into search again, where an article was only replaced."""
    for table in ("successors", "replaced"):
        database.run(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))
    database.run("UPDATE articles SET removed_at = NULL WHERE id = ?", (article_id,))


# The columns of `expected_removals` of each article that people have taken out of search.
WITHDRAWN = (
    "SELECT a.id, (SELECT note FROM changes c INDEXED BY changes_in_and_out"
    " WHERE c.article_id = a.id AND c.kind = 'remove'"
    " AND c.kind IN ('remove', 'restore', 'replace') ORDER BY c.seq DESC LIMIT 1),"
    " r.reason, r.instead FROM articles a LEFT JOIN removals r ON r.article_id = a.id"
    " WHERE a.removed_at IS NOT NULL AND NOT EXISTS"
    " (SELECT 1 FROM replaced p WHERE p.article_id = a.id AND p.undone = 0)"
)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Why an article was taken out of search: the note that is kept, the reason that readers are
    told, and the id of what to read instead.
    """

    note: str | None = None
    reason: str | None = None
    instead: str | None = None


class Withdrawals:
    """What people have taken out of search in one store."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self) -> dict[str, Withdrawal]:
        """By the articles' ids, in order."""
        rows = self._db.run(
            f"{WITHDRAWN} UNION ALL"
            " SELECT article_id, note, reason, instead FROM expected_removals ORDER BY 1"
        )
        return {row[0]: Withdrawal(*row[1:]) for row in rows}

    def put(self, article_id: str, wanted: Withdrawal, at: str, *, waits: bool) -> None:
        """Takes an article out of search, or says otherwise why, inside a `transaction` and
        without a line in the log. One that `waits` is still to come.
        """
        if waits:
            self._db.put("expected_removals", {"article_id": article_id}, asdict(wanted))
            return
        set_removed(self._db, article_id, at)
        tell(self._db, article_id, wanted.reason, wanted.instead)
