"""A log left by a crash: the database's own is never taken for a foreign one, nor the reverse."""

from __future__ import annotations

import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from archive.errors import StoreError
from archive.store.sqlite.database import SqliteDatabase
from archive.store.sqlite.leftover import is_foreign, log_of


def grown(path: Path, rows: int) -> sqlite3.Connection:
    """An archive's database, its log beside it, with so many rows more."""
    SqliteDatabase(path).close()
    connection = sqlite3.connect(path, isolation_level=None)
    write(connection, rows)
    return connection


def write(connection: sqlite3.Connection, rows: int) -> None:
    for _ in range(rows):
        connection.execute(
            "INSERT OR REPLACE INTO meta VALUES (hex(randomblob(8)), hex(zeroblob(900)))"
        )


def crashed(path: Path, to: Path) -> Path:
    """The files as a crash leaves them."""
    shutil.copy(path, to)
    shutil.copy(log_of(path), log_of(to))
    return to


@pytest.mark.parametrize("seed", range(8))
def test_a_log_is_its_own_whatever_has_been_written_and_checkpointed(
    tmp_path: Path, seed: int
) -> None:
    chance, path = random.Random(seed), tmp_path / "archive.db"
    grown(path, 1).close()
    connections = [sqlite3.connect(path, isolation_level=None) for _ in range(3)]
    for step in range(60):
        at = chance.randrange(3)
        match chance.choice(["write", "write", "write", "checkpoint", "reopen"]):
            case "write":
                write(connections[at], chance.choice([1, 8]))
            case "checkpoint":
                how = chance.choice(["PASSIVE", "FULL", "RESTART", "TRUNCATE"])
                connections[at].execute(f"PRAGMA wal_checkpoint({how})")
            case _:
                connections[at].close()
                connections[at] = sqlite3.connect(path, isolation_level=None)
        assert not is_foreign(path), step
    for each in connections:
        each.close()


def test_after_a_crash_the_log_is_read(tmp_path: Path) -> None:
    live = grown(tmp_path / "live.db", 50)
    left = crashed(tmp_path / "live.db", tmp_path / "archive.db")
    live.close()
    database = SqliteDatabase(left)
    assert database.row("SELECT count(*) FROM meta WHERE value LIKE '0000%'") == (50,)
    database.close()


@pytest.mark.leaves_damage("a log of another file is told")
@pytest.mark.parametrize("kind", ["a backup", "a copy of the file", "another archive's backup"])
def test_another_file_in_the_place_of_the_database_is_told_and_nothing_is_written(
    tmp_path: Path, kind: str
) -> None:
    live = grown(tmp_path / "live.db", 20)
    live.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    older = tmp_path / "older.db"
    if kind == "a copy of the file":
        shutil.copy(tmp_path / "live.db", older)
    elif kind == "a backup":
        database = SqliteDatabase(tmp_path / "live.db")
        database.backup(older)
        database.close()
    else:
        grown(tmp_path / "other.db", 3).close()
        database = SqliteDatabase(tmp_path / "other.db")
        database.backup(older)
        database.close()
    for _ in range(2):  # two other programs: each goes on from the count that it finds
        live.close()
        live = sqlite3.connect(tmp_path / "live.db", isolation_level=None)
        write(live, 200)
    left = crashed(tmp_path / "live.db", tmp_path / "archive.db")
    live.close()
    shutil.copy(older, left)
    before = left.read_bytes()
    for read_only in (False, True):
        with pytest.raises(StoreError, match="is the log of another file") as told:
            SqliteDatabase(left, read_only=read_only)
        assert "archive go-back FILE" in str(told.value.hint)
    assert left.read_bytes() == before


def test_a_log_without_a_page_or_cut_short_is_left_to_sqlite(tmp_path: Path) -> None:
    live = grown(tmp_path / "live.db", 5)
    left = crashed(tmp_path / "live.db", tmp_path / "archive.db")
    live.close()
    whole = log_of(left).read_bytes()
    for length in (0, 10, 32, 40, 60, 4000):
        log_of(left).write_bytes(whole[:length])
        assert not is_foreign(left)
    left.write_bytes(b"")
    assert not is_foreign(left)
