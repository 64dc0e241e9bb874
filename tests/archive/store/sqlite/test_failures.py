"""What SQLite says, as what it means to a user and what can be done about it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.errors import StoreBusyError, StoreDamagedError, StoreError, StoreRefusedError
from archive.store.sqlite.database import SqliteDatabase
from archive.store.sqlite.failures import failure, is_damage

PATH = Path("/archive.db")


def error(
    text: str, code: int | None = None, kind: type = sqlite3.OperationalError
) -> sqlite3.DatabaseError:
    made: sqlite3.DatabaseError = kind(text)
    if code is not None:
        made.sqlite_errorcode = code
    return made


@pytest.mark.parametrize(
    ("said", "kind", "message", "hint"),
    [
        (error("attempt to write a readonly database", sqlite3.SQLITE_READONLY), StoreError,
         "/archive.db may only be read by you; nothing was changed",
         "ask whoever it belongs to; or copy it: archive backup FILE"),
        (error("database is locked", sqlite3.SQLITE_BUSY), StoreBusyError,
         "/archive.db cannot be used: database is locked",
         "try again in a moment: another process is writing"),
        (error("database is busy", sqlite3.SQLITE_BUSY), StoreBusyError,
         "/archive.db cannot be used: database is busy",
         "try again in a moment: another process is writing"),
        (error("database or disk is full", sqlite3.SQLITE_FULL), StoreRefusedError,
         "/archive.db cannot be used: database or disk is full",
         "look at free space, and whether you may write to its folder"),
    ],
)  # fmt: skip
def test_what_it_refuses_is_told_with_what_to_do(
    said: sqlite3.DatabaseError, kind: type[StoreError], message: str, hint: str
) -> None:
    told = failure(PATH, "used", said)
    assert (type(told), told.message, told.hint) == (kind, message, hint)


def test_damage_is_told_without_the_text_that_is_damaged() -> None:
    told = failure(PATH, "used", error("Could not decode to UTF-8 column 'data' with text 'abc'"))
    assert isinstance(told, StoreDamagedError)
    assert told.message == "/archive.db cannot be used: Could not decode to UTF-8 column 'data'"


@pytest.mark.parametrize(
    ("said", "damage"),
    [
        (error("database disk image is malformed", kind=sqlite3.DatabaseError), True),
        (error("Could not decode to UTF-8"), True),
        (error("no such table: revisions", sqlite3.SQLITE_ERROR), True),
        (error("near 'SELEC': syntax error", sqlite3.SQLITE_ERROR), False),
        (error("disk I/O error", sqlite3.SQLITE_IOERR_SHORT_READ), True),
        (error("disk I/O error", sqlite3.SQLITE_IOERR), False),
        (error("database or disk is full", sqlite3.SQLITE_FULL), False),
    ],
)  # fmt: skip
def test_damage_is_what_the_file_is_to_blame_for(said: sqlite3.DatabaseError, damage: bool) -> None:
    assert is_damage(said) == damage


def test_what_fails_in_a_question_is_told_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with closing(SqliteDatabase(path)) as database, pytest.raises(StoreDamagedError) as told:
        list(database.rows("SELECT 1 FROM lost"))
    assert told.value.message == f"{path} cannot be used: no such table: lost"


def test_a_file_that_was_exchanged_while_it_was_open_may_be_written_to_in_a_moment(
    tmp_path: Path,
) -> None:
    path = tmp_path / "archive.db"
    with closing(SqliteDatabase(path)) as database:
        database.run("PRAGMA journal_mode = DELETE")  # as going back to a backup begins
        shutil.copy(path.rename(tmp_path / "aside.db"), path)
        with pytest.raises(StoreBusyError, match="has been put aside for a backup"):
            database.run("INSERT INTO meta VALUES ('a', 'b')")
    with closing(SqliteDatabase(path)) as database:
        database.run("INSERT INTO meta VALUES ('a', 'b')")
