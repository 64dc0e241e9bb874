"""A shelf of damaged archives, one of each kind, made on the fly out of a sound one.

`python -m tests.damaged.shelf HOME FOLDER [SEED]` lays them out in a folder, to be tried by hand.
What mends each is `MENDED_BY` its kind.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from archive.store.sqlite.database import FILE

Damage = Callable[[Path, random.Random], None]
# What is done with a damaged archive: it works, or says what to do.
COMMANDS = ("count", "the"), ("export",), ("reindex",), ("backup", "/dev/null/backup.db")

STORE = "archive salvage FOLDER"  # or archive go-back FILE, where there is a backup
AGAIN = "archive ingest FILES"  # the same ones again, where they are there still

_TABLES = ("articles", "revisions", "originals", "changes", "labels", "collections")
_ROOT = "SELECT rootpage, page_size FROM sqlite_master, pragma_page_size WHERE name = ?"
_BYTES = "SET data = CAST(substr(data, 1, 9) || x'00ff' || substr(data, 12) AS BLOB)"
_PAGED = (*_TABLES, "sqlite_autoindex_revisions_1", "articles_by_date")


def _sql(*statements: str) -> Damage:
    """Damage that SQL can do; {id} is an article."""

    def damage(home: Path, rng: random.Random) -> None:
        with closing(sqlite3.connect(home / FILE)) as db, db:
            ids = [row[0] for row in db.execute("SELECT id FROM articles ORDER BY id")]
            chosen = rng.choice(ids)
            for statement in statements:
                db.execute(statement.format(id=chosen))

    return damage


def _page(name: str, what: bytes) -> Damage:
    """Damage of a page of a table or index: its root, or one below it; `what` is written on it."""

    def damage(home: Path, rng: random.Random) -> None:
        path = home / FILE
        with closing(sqlite3.connect(path)) as db:
            root, size = db.execute(_ROOT, (name,)).fetchone()
        data = bytearray(path.read_bytes())
        start = (root - 1) * size
        if data[start] in (2, 5):  # an inner page
            count = int.from_bytes(data[start + 3 : start + 5])
            at = start + 12 + 2 * rng.randrange(count)
            cell = start + int.from_bytes(data[at : at + 2])
            start = (int.from_bytes(data[cell : cell + 4]) - 1) * size
        data[start : start + size] = (what * size)[:size]
        path.write_bytes(data)

    return damage


def _root(name: str) -> Damage:
    """Damage of the root of a table, so that nothing leads to its rows."""

    def damage(home: Path, rng: random.Random) -> None:
        path = home / FILE
        with closing(sqlite3.connect(path)) as db:
            root, size = db.execute(_ROOT, (name,)).fetchone()
        data = bytearray(path.read_bytes())
        data[(root - 1) * size : root * size] = b"\xaa" * size
        path.write_bytes(data)

    return damage


def _drop(table: str) -> Damage:
    return _sql("PRAGMA secure_delete = OFF", f"DROP TABLE {table}")


def _cut(share: float) -> Damage:
    def damage(home: Path, rng: random.Random) -> None:
        path = home / FILE
        path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])

    return damage


def _header(home: Path, rng: random.Random) -> None:
    path = home / FILE
    data = path.read_bytes()
    path.write_bytes(b"\0" * 100 + data[100:])


def _schema(home: Path, rng: random.Random) -> None:
    """A byte of what the file says of its tables, so that it is no text any more."""
    path = home / FILE
    data = path.read_bytes()
    path.write_bytes(data.replace(b"INTEGER", b"\xc9NTEGER", 1))


def _flips(home: Path, rng: random.Random) -> None:
    """A byte of the file here and there, as a bad disk leaves it."""
    path = home / FILE
    data = bytearray(path.read_bytes())
    for _ in range(20):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    path.write_bytes(data)


_REVISION = "UPDATE revisions SET data = {} WHERE article_id = '{{id}}'"
_ORIGINAL = (
    "{} originals {} WHERE hash ="
    " (SELECT original_hash FROM revisions WHERE article_id = '{{id}}' LIMIT 1)"
)
DAMAGES: dict[str, Damage] = {
    "a letter of a text": _sql(_REVISION.format("replace(data, 'e', 'o')")),
    "JSON cut short": _sql(_REVISION.format("substr(data, 1, 40)")),
    "JSON of another kind": _sql(_REVISION.format("'[1]'")),
    "a text that is no UTF-8": _sql(_REVISION.format("CAST(x'7bff' || data AS TEXT)")),
    "an id in its JSON": _sql(_REVISION.format("replace(data, '{id}', 'aaaaaaaaaaaaaaaa')")
                              .replace("{{id}}", "{id}")),
    "an id in the list": _sql("UPDATE articles SET id = 'bbbbbbbbbbbbbbbb' WHERE id = '{id}'"),
    "an original missing": _sql(_ORIGINAL.format("DELETE FROM", "").replace("{{id}}", "{id}")),
    "an original changed": _sql(
        _ORIGINAL.format("UPDATE", "SET data = (SELECT data FROM originals ORDER BY hash DESC)")
    ),
    "an original's byte": _sql(
        _ORIGINAL.format("UPDATE", _BYTES)
    ),
    "a hash": _sql("UPDATE revisions SET content_hash = 'x' WHERE article_id = '{id}'"),
    **{f"no table {name}": _drop(name) for name in (*_TABLES, "hand_tags")},
    **{f"a page of {name} empty": _page(name, b"\0") for name in _PAGED},
    **{f"a page of {name} overwritten": _page(name, b"\xa5\x0d\x00") for name in _PAGED[:3]},
    **{f"the root of {name}": _root(name) for name in _PAGED},
    "no revisions": _sql("PRAGMA secure_delete = ON", "DELETE FROM revisions"),
    "cut in half": _cut(0.5),
    "the last page cut": _cut(0.995),
    "no header": _header,
    "a letter of the schema": _schema,
    "bytes here and there": _flips,
}  # fmt: skip
MENDED_BY = dict.fromkeys(DAMAGES, STORE) | dict.fromkeys(
    (
        "a letter of a text", "JSON cut short", "JSON of another kind", "a text that is no UTF-8",
        "an id in its JSON", "an original missing", "an original changed", "an original's byte",
        "a hash",
    ),
    AGAIN,
)  # fmt: skip


def damaged(sound: Path, folder: Path, kind: str, seed: int) -> Path:
    """A copy of a sound archive with a damage of that kind; a seed gives the same one again."""
    home = Path(shutil.copytree(sound, folder / kind.replace(" ", "-").replace("'", "")))
    DAMAGES[kind](home, random.Random(f"{kind} {seed}"))
    return home


def damage_file(path: Path, how: str, rng: random.Random) -> None:
    """Takes a file away, cuts it in half, or changes bits of it, with the same time as before."""
    state, data = path.stat(), bytearray(path.read_bytes())
    if how == "missing":
        path.unlink()
        return
    if how == "cut":
        path.write_bytes(data[: len(data) // 2])
    elif data:
        for _ in range(8):
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        path.write_bytes(data)
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


def index_files(home: Path) -> Iterator[Path]:
    """Every file of the index of an archive."""
    yield from sorted(path for path in (home / "index").rglob("*") if path.is_file())


if __name__ == "__main__":
    for each in DAMAGES:
        seed = int(sys.argv[3]) if len(sys.argv) > 3 else 0
        print(damaged(Path(sys.argv[1]), Path(sys.argv[2]), each, seed), MENDED_BY[each])
