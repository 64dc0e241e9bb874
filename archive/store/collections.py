"""Which collections articles belong to: piles and feeds, named when they were taken in, and those
that people make (archive/collecting/).
"""

from __future__ import annotations

from collections.abc import Iterable

from archive.store.common.database import Database
from archive.text.plain import fold_line


def collect(db: Database, article_id: str, names: Iterable[str]) -> tuple[str, ...]:
    """Adds an article to collections, and says to which it did not belong before. A collection is
    known by its folded name, and shown as it was first written. What a person has taken out of one
    stays out of it; what a person has put in is there by this delivery too from now on.
    """
    added: list[str] = []
    for name in names:
        db.run(
            "UPDATE listed SET given = 0 WHERE key = ? AND article_id = ? AND given <> 0",
            (fold_line(name), article_id),
        )
        rows = db.run(
            "INSERT INTO collections SELECT :id, :key, :name WHERE NOT EXISTS"
            " (SELECT 1 FROM listed WHERE key = :key AND article_id = :id AND place IS NULL)"
            " ON CONFLICT DO NOTHING RETURNING name",
            {"id": article_id, "key": fold_line(name), "name": name},
        )
        added += (row[0] for row in rows)
    return tuple(added)


def came(db: Database, article_id: str) -> tuple[str, ...]:
    """The collections that an article came in under, whoever has put it into them besides."""
    rows = db.run(
        "SELECT c.name FROM collections c LEFT JOIN listed l"
        " ON l.key = c.key AND l.article_id = c.article_id"
        " WHERE c.article_id = ? AND coalesce(l.given, 0) = 0",
        (article_id,),
    )
    return tuple(row[0] for row in rows)


def welcome(db: Database, article_id: str) -> None:
    """A new article joins the collections that people have put it into before it came."""
    db.run(
        "INSERT INTO collections SELECT article_id, key, name FROM listed JOIN lists"
        " USING (key) WHERE article_id = ? AND place IS NOT NULL ON CONFLICT DO NOTHING",
        (article_id,),
    )


def carry(db: Database, old: str, new: str) -> bool:
    """What takes an article's place stands where that stood in people's collections, with its
    notes, and what was done there is undone with it; says whether there was any. Where the new one
    stands itself it stays as it is.
    """
    db.run(
        "INSERT INTO list_steps SELECT number, key, ?, before, after FROM list_steps"
        " WHERE article_id = ? AND key NOT IN (SELECT key FROM listed WHERE article_id = ?)"
        " ON CONFLICT DO NOTHING",
        (new, old, new),
    )
    carried = db.run(
        "INSERT INTO listed SELECT key, ?, place, given, added_at, note, passages"
        " FROM listed WHERE article_id = ? ON CONFLICT DO NOTHING RETURNING 1",
        (new, old),
    )
    if carried:
        welcome(db, new)
    return bool(carried)
