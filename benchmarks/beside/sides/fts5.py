"""SQLite FTS5: an index without the texts, facets by joins on narrow tables.

One MATCH fills a table of the connection with what it finds and its bm25(); the ten best, the total
and each count are asked of that. CROSS JOIN keeps SQLite from going through all tags instead.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from beside.sides.protocol import TOP, run

SCHEMA = """
CREATE VIRTUAL TABLE words USING fts5(title, body, content='', tokenize='porter unicode61');
INSERT INTO words (words, rank) VALUES ('rank', 'bm25(3.0, 1.0)');
CREATE TABLE articles (id INTEGER PRIMARY KEY, day INTEGER, moment INTEGER);
CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT UNIQUE);
CREATE TABLE tags (article INTEGER, name INTEGER, PRIMARY KEY (article, name)) WITHOUT ROWID;
CREATE TABLE agencies (article INTEGER, name INTEGER, PRIMARY KEY (article, name)) WITHOUT ROWID;
"""
INDEXES = """
CREATE INDEX by_day ON articles (day, moment);
CREATE INDEX by_tag ON tags (name, article);
INSERT INTO words (words) VALUES ('optimize');
ANALYZE;
"""
COUNTS = """
SELECT names.name, n FROM (
  SELECT {table}.name AS number, count(*) AS n FROM found
  CROSS JOIN {table} ON {table}.article = found.id GROUP BY number ORDER BY n DESC LIMIT {top}
) JOIN names ON names.id = number
"""


class Fts5:
    """A database that is asked."""

    version = f"SQLite {sqlite3.sqlite_version}"

    def __init__(self, folder: Path) -> None:
        self.db = sqlite3.connect(folder / "fts5.db", isolation_level=None)
        self.db.execute("PRAGMA mmap_size = 4000000000")
        self.db.execute("PRAGMA cache_size = -200000")
        self.db.execute("PRAGMA temp_store = MEMORY")
        self.db.execute("CREATE TEMP TABLE found (id INTEGER PRIMARY KEY, score REAL)")

    def prepare(self, query: dict[str, Any]) -> dict[str, Any]:
        """SQL and what it is given."""
        if "from" in query:
            return {
                "which": "FROM articles WHERE day BETWEEN ? AND ?",
                "given": (query["from"], query["to"]),
                "order": "day DESC, moment DESC",
                "columns": "id, 0",
            }
        given: tuple[Any, ...] = (_match(query),)
        which = "FROM words WHERE words MATCH ?"
        if "tag" in query:
            which += " AND EXISTS (SELECT 1 FROM tags WHERE article = words.rowid AND name = ?)"
            found = self.db.execute("SELECT id FROM names WHERE name = ?", (query["tag"],))
            given = (*given, (found.fetchone() or (0,))[0])
        return {"which": which, "given": given, "order": "rank", "columns": "rowid, rank"}

    def ask(self, prepared: dict[str, Any], counts: bool) -> dict[str, Any]:
        """The ten best and the total; with counts, from one table of all that is found."""
        ask, given = self.db.execute, prepared["given"]
        if not counts:
            best = f"SELECT {prepared['columns']} {prepared['which']} ORDER BY {prepared['order']}"
            hits = ask(f"{best} LIMIT {TOP}", given).fetchall()
            (total,) = ask(f"SELECT count(*) {prepared['which']}", given).fetchone()
            return {"hits": hits, "total": total}
        ask("BEGIN")
        ask("DELETE FROM found")
        total = ask(
            f"INSERT INTO found SELECT {prepared['columns']} {prepared['which']}", given
        ).rowcount
        if prepared["order"] == "rank":
            hits = ask(f"SELECT id, score FROM found ORDER BY score LIMIT {TOP}").fetchall()
        else:
            best = f"SELECT id {prepared['which']} ORDER BY {prepared['order']} LIMIT {TOP}"
            hits = ask(best, given).fetchall()
        answer = {
            "hits": hits,
            "total": total,
            "tags": ask(COUNTS.format(table="tags", top=TOP)).fetchall(),
            "agency": ask(COUNTS.format(table="agencies", top=TOP)).fetchall(),
            "days": ask(
                "SELECT day, count(*) FROM found CROSS JOIN articles USING (id) GROUP BY day"
            ).fetchall(),
        }
        ask("COMMIT")
        return answer


def _match(query: dict[str, Any]) -> str:
    if "prefix" in query:
        return f'"{query["prefix"]}"*'
    if "phrase" in query:
        return f'"{" ".join(query["phrase"])}"'
    if "near" in query:
        words = " ".join(f'"{word}"' for word in query["near"])
        return f"NEAR({words}, {query['apart']})"
    text = " AND ".join(f'"{word}"' for word in query["must"])
    return " NOT ".join((f"({text})", *(f'"{word}"' for word in query.get("not", ()))))


def build(rows: Iterator[dict[str, Any]], folder: Path) -> None:
    """One transaction; the indexes when all is in."""
    db = sqlite3.connect(folder / "fts5.db", isolation_level=None)
    db.execute("PRAGMA journal_mode = OFF")
    db.execute("PRAGMA synchronous = OFF")
    db.executescript(SCHEMA)
    names: dict[str, int] = {}
    db.execute("BEGIN")
    for at, row in enumerate(rows, 1):
        db.execute(
            "INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)",
            (at, row["title"], row["body"]),
        )
        db.execute("INSERT INTO articles VALUES (?, ?, ?)", (at, row["day"], row["moment"]))
        for table, values in (("tags", row["tags"]), ("agencies", row["agency"])):
            for value in values:
                number = names.setdefault(value, len(names) + 1)
                db.execute(f"INSERT INTO {table} VALUES (?, ?)", (at, number))
    db.executemany("INSERT INTO names VALUES (?, ?)", ((n, name) for name, n in names.items()))
    db.execute("COMMIT")
    db.executescript(INDEXES)
    db.close()


if __name__ == "__main__":
    run(build, Fts5)
