"""What the database of record holds, and whether it is sound: `archive status` and `check`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from archive.article import from_json, make_id
from archive.errors import StoreError
from archive.store.originals import hash_of, unpack
from archive.store.sqlite.database import Database

# What must be true of every row; each query gives the offending ones as a sentence.
_RULES = (
    "SELECT 'article ' || a.id || ': ' || (a.revision - count(r.revision)) || ' of its '"
    " || a.revision || ' revisions are missing' FROM articles a"
    " LEFT JOIN revisions r ON r.article_id = a.id AND r.revision BETWEEN 1 AND a.revision"
    " GROUP BY a.id HAVING count(r.revision) <> a.revision",
    "SELECT 'article ' || r.article_id || ', revision ' || r.revision || ': no original'"
    " FROM revisions r LEFT JOIN originals o ON o.hash = r.original_hash WHERE o.hash IS NULL",
    "SELECT 'original ' || substr(o.hash, 1, 12) || ': it belongs to no article' FROM originals o"
    " WHERE o.hash NOT IN (SELECT original_hash FROM revisions)",
    "SELECT 'article ' || a.id || ': the log of changes does not know it' FROM articles a"
    " WHERE a.id NOT IN (SELECT article_id FROM changes)",
    "SELECT 'the number of articles stands as ' || value || ', but there are ' || live"
    " FROM counts, (SELECT count(*) AS live FROM articles WHERE removed_at IS NULL)"
    " WHERE name = 'articles' AND value <> live",
)


def problems(db: Database) -> Iterator[str]:
    """A sentence for everything that is wrong; none for a sound database."""
    for (line,) in db.rows("PRAGMA integrity_check"):
        if line != "ok":
            yield f"database: {line}"
    for rule in _RULES:
        for (line,) in db.rows(rule):
            yield str(line)
    yield from _originals(db)
    yield from _revisions(db)


def _originals(db: Database) -> Iterator[str]:
    for digest, size, data in db.rows("SELECT hash, size, data FROM originals"):
        try:
            unpacked = unpack(data, size)
        except StoreError:
            yield f"original {digest[:12]}: cannot be unpacked"
            continue
        if hash_of(unpacked) != digest:
            yield f"original {digest[:12]}: its bytes are not the ones that arrived"


def _revisions(db: Database) -> Iterator[str]:
    rows = db.rows(
        "SELECT r.article_id, r.revision, r.data, r.content_hash, a.identity, a.date,"
        " a.revision = r.revision FROM revisions r JOIN articles a ON a.id = r.article_id"
    )
    for article_id, revision, data, digest, identity, date, current in rows:
        where = f"article {article_id}, revision {revision}"
        try:
            article = from_json(json.loads(data))
        except (ValueError, KeyError, TypeError):
            yield f"{where}: cannot be read"
            continue
        if article.content_hash() != digest:
            yield f"{where}: its text has been altered"
        elif make_id(identity) != article_id or article.identity != identity:
            yield f"{where}: its id does not belong to {identity}"
        elif current and article.date != date:
            yield f"{where}: its date stands as {date} in the list of articles"


@dataclass(frozen=True, slots=True)
class Summary:
    """What a store holds; `first` and `last` are dates of articles, sizes are bytes. `removed` are
    out of search because a person wants it, `replaced` because later rules read them otherwise.
    """

    articles: int
    removed: int
    replaced: int
    revisions: int
    originals: int
    first: str | None
    last: str | None
    undated: int
    size: int


def summary(db: Database) -> Summary:
    """Counts, span of dates and size."""
    row = db.row(
        "SELECT min(date), max(date), count(*) - count(date), count(*),"
        " (SELECT count(*) FROM articles WHERE removed_at IS NOT NULL),"
        " (SELECT count(*) FROM revisions), (SELECT count(*) FROM originals)"
        " FROM articles WHERE removed_at IS NULL"
    )
    assert row is not None
    first, last, undated, articles, removed, revisions, originals = row
    files = [db.path, *db.path.parent.glob(f"{db.path.name}-*")]
    size = sum(file.stat().st_size for file in files if file.exists())
    replaced = 0
    if db.is_up_to_date:
        row = db.row(
            "SELECT count(*) FROM replaced r JOIN articles a ON a.id = r.article_id"
            " WHERE a.removed_at IS NOT NULL AND NOT r.undone"
        )
        replaced = row[0] if row else 0
    removed -= replaced
    return Summary(articles, removed, replaced, revisions, originals, first, last, undated, size)
