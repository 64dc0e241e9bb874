"""What the database of record holds, whether it is sound (`archive status` and `check`), and what
puts it right that comes in again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.article import make_id
from archive.errors import StoreDamagedError
from archive.store.common.database import Database, Row
from archive.store.originals import as_sent, hash_of, unpack, write
from archive.store.ready import Ready

# What must be true of every row; each query gives the offending ones as a sentence. What is missing
# is joined for: "NOT IN (SELECT ...)" of a large table has PostgreSQL read that for each row, and
# "NOT EXISTS" has SQLite do so where there is no index.
_RULES = (
    "SELECT 'article ' || a.id || ': ' || (a.revision - count(r.revision)) || ' of its '"
    " || a.revision || ' revisions are missing' FROM articles a"
    " LEFT JOIN revisions r ON r.article_id = a.id AND r.revision BETWEEN 1 AND a.revision"
    " GROUP BY a.id HAVING count(r.revision) <> a.revision",
    "SELECT 'article ' || r.article_id || ', revision ' || r.revision || ': no original'"
    " FROM revisions r LEFT JOIN originals o ON o.hash = r.original_hash WHERE o.hash IS NULL",
    "SELECT 'original ' || substr(o.hash, 1, 12) || ': it belongs to no article' FROM originals o"
    " LEFT JOIN revisions r ON r.original_hash = o.hash WHERE r.original_hash IS NULL",
    "SELECT 'article ' || r.article_id || ': it is not in the list of articles' FROM revisions r"
    " LEFT JOIN articles a ON a.id = r.article_id WHERE r.revision = 1 AND a.id IS NULL",
    "SELECT 'article ' || a.id || ': the log of changes does not know it' FROM articles a"
    " LEFT JOIN changes c ON c.article_id = a.id WHERE c.article_id IS NULL",
    "SELECT 'the number of articles stands as ' || value || ', but there are ' || live"
    " FROM counts, (SELECT count(*) AS live FROM articles WHERE removed_at IS NULL) found"
    " WHERE name = 'articles' AND value <> live",
)


def problems(db: Database) -> Iterator[str]:
    """A sentence for everything that is wrong; none for a sound database. Where a page is damaged,
    what else can be read is looked at all the same.
    """
    yield from (f"database: {fault}" for fault in db.faults())
    for rule in _RULES:
        try:
            for (line,) in db.rows(rule):
                yield str(line)
        except StoreDamagedError:
            continue  # what of the tables cannot be read is told below
    yield from damaged_records(db)


def damaged_records(db: Database) -> Iterator[str]:
    """A sentence for each original and each revision that is not what was kept, once."""
    told: set[str] = set()
    for line in _damaged_records(db):
        if line not in told:
            told.add(line)
            yield line


def _damaged_records(db: Database) -> Iterator[str]:
    for (digest,), row in _rows(db, "originals", "hash, size, data", ("hash",)):
        if problem := _of_original(row):
            yield f"original {str(digest)[:12]}: {problem}"
    columns = "article_id, revision, data, content_hash"
    for (article_id, revision), row in _rows(db, "revisions", columns, ("article_id", "revision")):
        if problem := _of_revision(db, row):
            yield f"article {article_id}, revision {revision}: {problem}"


def _rows(
    db: Database, table: str, columns: str, keys: tuple[str, ...]
) -> Iterator[tuple[Row, Row | None]]:
    """The rows of a table, each with its key. Where it is damaged all that can be read around that
    follow, those before it once more: to know them takes as much memory as there are keys.
    """
    try:
        for row in db.scan(f"SELECT {columns} FROM {table}"):
            yield row[: len(keys)], row
    except StoreDamagedError:
        yield from db.rows_around(table, columns, keys)


def _of_original(row: Row | None) -> str:
    """What is wrong with an original; "" if nothing is."""
    if row is None:
        return "cannot be read"
    digest, size, data = row
    try:
        unpacked = unpack(data, size)
    except StoreDamagedError:
        return "cannot be unpacked"
    return "" if hash_of(unpacked) == digest else "its bytes are not the ones that arrived"


def _of_revision(db: Database, row: Row | None) -> str:
    """What is wrong with a revision; "" if nothing is."""
    if row is None:
        return "cannot be read"
    article_id, revision, data, digest = row
    try:
        article = as_sent(article_id, data)
        listed = db.row("SELECT identity, date, revision FROM articles WHERE id = ?", (article_id,))
    except StoreDamagedError:
        return "cannot be read"
    identity, date, current = listed or (article.identity, article.date, 0)
    if article.content_hash() != digest:
        return "its text has been altered"
    if make_id(identity) != article_id or article.identity != identity:
        return f"its id does not belong to {identity}"
    if current == revision and article.date != date:
        return f"its date stands as {date} in the list of articles"
    return ""


def mend(db: Database, ready: Ready) -> list[str]:
    """Puts right what is damaged of an article that has come again, inside a transaction, where a
    hash that was kept proves that it is the same; a sentence for each.
    """
    return [*_mend_original(db, ready), *_mend_revisions(db, ready)]


def _mend_original(db: Database, ready: Ready) -> Iterator[str]:
    row = db.row(
        "SELECT r.original_hash, o.size, o.data FROM revisions r"
        " LEFT JOIN originals o ON o.hash = r.original_hash"
        " WHERE r.article_id = ? AND r.original_hash = ?",
        (ready.article.id, ready.digest),
    )
    if row is None or row[1:] == (len(ready.original), ready.packed):
        return
    if row[2] is None or _of_original(row):
        write(db, ready.digest, len(ready.original), ready.packed)
        yield f"original {ready.digest[:12]}"


def _mend_revisions(db: Database, ready: Ready) -> Iterator[str]:
    """The hash of the content proves the content; where that hash alone is damaged, what is kept
    has to be what the same original gives today.
    """
    article_id = ready.article.id
    rows = db.run(
        "SELECT revision, CAST(data AS BLOB), content_hash FROM revisions"
        " WHERE article_id = ? AND (content_hash = ? OR original_hash = ?)",
        (article_id, ready.content, ready.digest),
    )
    for revision, data, content in rows:
        right = ready.as_revision(revision)
        if content == ready.content and data == right.encode():
            continue
        try:
            kept = as_sent(article_id, data.decode("utf-8", "replace")).content_hash()
        except StoreDamagedError:
            kept = None
        if kept == content or ready.content not in (kept, content):
            continue
        db.run(
            "UPDATE revisions SET data = coalesce(?, data), content_hash = ?"
            " WHERE article_id = ? AND revision = ?",
            (None if kept == ready.content else right, ready.content, article_id, revision),
        )
        yield f"article {article_id}, revision {revision}"


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
    replaced = 0
    if db.is_up_to_date:
        row = db.row(
            "SELECT count(*) FROM replaced r JOIN articles a ON a.id = r.article_id"
            " WHERE a.removed_at IS NOT NULL AND r.undone = 0"
        )
        replaced = row[0] if row else 0
    removed -= replaced
    return Summary(
        articles, removed, replaced, revisions, originals, first, last, undated, db.size()
    )
