"""Articles that a person has taken out of search, and what readers are told of them."""

from __future__ import annotations

from archive.store.sqlite.database import Database


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
    """Why, and the id of what to read instead; None where nothing is said."""
    sql = "SELECT reason, instead FROM removals WHERE article_id = ?"
    row = database.row(sql, (article_id,))
    return (row[0], row[1]) if row else (None, None)
