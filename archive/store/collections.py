"""Which collections articles belong to: piles and feeds, named when they were taken in, and those
that people make (archive/collecting/).
"""

from __future__ import annotations

from collections.abc import Iterable

from archive.store.common.database import Database
from archive.text.plain import fold_line

# Which rows of `listed` say something: not those of what was put in by hand and taken out again.
SAID = "(place IS NOT NULL OR given = 0)"


def collect(
    db: Database, article_id: str, names: Iterable[str], under: Iterable[str] | None = None
) -> tuple[str, ...]:
    """Adds an article to collections, and says to which it did not belong before. A collection is
    known by its folded name, and shown as it was first written. What a person has taken out of one
    stays out of it. What a person has put into one that it is delivered `under` (all, unless given)
    is there by this delivery too from now on; other names are those that an export of ours tells.
    """
    for name in names if under is None else under:
        db.run(
            "UPDATE listed SET given = 0 WHERE key = ? AND article_id = ? AND given <> 0",
            (fold_line(name), article_id),
        )
    added: list[str] = []
    for name in names:
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


_HAS = "(SELECT key FROM collections WHERE article_id = :new)"


def carry(db: Database, old: str, new: str) -> bool:
    """What takes an article's place stands where that stood in people's collections, with its
    notes, and what was done there is undone with it; says whether there was any. Where the new one
    stands itself it stays as it is, and where it came in it stays in; what was done with it is
    undone by itself.
    """
    both = {"old": old, "new": new}
    out = f"SELECT key FROM listed WHERE article_id = :old AND place IS NULL AND key IN {_HAS}"
    db.run(
        "INSERT INTO list_steps SELECT number, key, :new, before, after FROM list_steps s"
        " WHERE article_id = :old"
        f" AND key NOT IN (SELECT key FROM listed WHERE article_id = :new UNION {out})"
        # What was done before would not lead to where its own begin, and could not be undone.
        " AND NOT EXISTS (SELECT 1 FROM list_steps own JOIN list_acts a USING (number) WHERE"
        " own.article_id = :new AND own.key = s.key AND number >= s.number AND a.state = 'done')"
        " ON CONFLICT DO NOTHING",
        both,
    )
    carried = db.run(
        "INSERT INTO listed SELECT key, :new, place,"
        f" CASE WHEN key IN {_HAS} THEN 0 ELSE given END, added_at, note, passages"
        f" FROM listed WHERE article_id = :old AND key NOT IN ({out})"
        " ON CONFLICT DO NOTHING RETURNING 1",
        both,
    )
    if carried:
        welcome(db, new)
    return bool(carried)
