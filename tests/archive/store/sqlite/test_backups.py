"""Going back to a backup: all of it or nothing, and what was there is kept."""

from __future__ import annotations

import os
import sqlite3
import struct
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.errors import StoreBusyError, StoreError
from archive.store.sqlite.backups import back_up, go_back
from archive.store.sqlite.database import SqliteDatabase
from archive.store.sqlite.leftover import is_used, journal_of, log_of


def noted(path: Path, *names: str) -> Path:
    """An archive's database in which something stands."""
    database = SqliteDatabase(path)
    for name in names:
        database.run("INSERT OR REPLACE INTO meta VALUES (?, 'noted')", [name])
    database.close()
    return path


def notes(path: Path) -> set[str]:
    database = SqliteDatabase(path)
    found = {name for (name,) in database.rows("SELECT name FROM meta WHERE value = 'noted'")}
    database.close()
    return found


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """A backup in which "then" stands."""
    database = SqliteDatabase(noted(tmp_path / "first.db", "then"))
    database.backup(tmp_path / "backup.db")
    database.close()
    return tmp_path / "backup.db"


def test_the_archive_is_the_backup_and_what_was_there_is_put_aside(
    tmp_path: Path, backup: Path
) -> None:
    path = noted(tmp_path / "archive.db", "now")
    aside = go_back(path, backup)
    assert aside
    assert aside.name.startswith("archive.db.before-")
    assert (notes(path), notes(aside)) == ({"then"}, {"now"})
    path.chmod(0o640)  # its owner has opened it to a group
    again = go_back(path, backup)
    assert again
    assert again != aside
    assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(file.suffix for file in tmp_path.glob("*.partial")) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root goes back for others: run it as root")
@pytest.mark.parametrize("there", [False, True])
def test_what_root_goes_back_to_is_its_owners(tmp_path: Path, backup: Path, there: bool) -> None:
    path = tmp_path / "home" / "archive.db"
    path.parent.mkdir()
    if there:
        noted(path, "now")
        os.chown(path, 12345, 12346)
    os.chown(path.parent, 12345, 12346)
    go_back(path, backup)
    assert (path.stat().st_uid, path.stat().st_gid) == (12345, 12346)


def test_where_there_is_no_archive_the_backup_becomes_one(tmp_path: Path, backup: Path) -> None:
    path = tmp_path / "archive.db"
    assert go_back(path, backup) is None
    assert notes(path) == {"then"}
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_log_that_a_crash_left_goes_aside_with_its_database(tmp_path: Path, backup: Path) -> None:
    live = sqlite3.connect(noted(tmp_path / "live.db", "now"), isolation_level=None)
    live.execute("INSERT INTO meta VALUES ('last', 'noted')")
    path = tmp_path / "archive.db"
    for file, to in ((tmp_path / "live.db", path), (log_of(tmp_path / "live.db"), log_of(path))):
        to.write_bytes(file.read_bytes())
    live.close()
    aside = go_back(path, backup)
    assert aside
    assert (notes(path), notes(aside)) == ({"then"}, {"now", "last"})


def test_a_log_of_another_file_is_never_written_into_either(tmp_path: Path, backup: Path) -> None:
    live = sqlite3.connect(noted(tmp_path / "live.db", "now"), isolation_level=None)
    live.execute("INSERT INTO meta VALUES ('last', 'noted')")
    path = tmp_path / "archive.db"
    log_of(path).write_bytes(log_of(tmp_path / "live.db").read_bytes())
    live.close()
    path.write_bytes(backup.read_bytes())  # as somebody does by hand
    log = log_of(path).read_bytes()
    aside = go_back(path, backup)
    assert aside
    assert notes(path) == {"then"}
    assert aside.read_bytes() == backup.read_bytes()
    assert log_of(aside).read_bytes() == log


def hot(path: Path, name: str) -> Path:
    """A database without a log, as a crash leaves it in the middle of a change: half of that is
    in the file, and what was there before in its journal.
    """
    live = path.with_name("live.db")
    with closing(sqlite3.connect(noted(live, name), isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("INSERT INTO meta VALUES ('long', hex(zeroblob(500000)))")
        connection.execute("PRAGMA cache_size = 5")
        connection.execute("BEGIN")
        connection.execute("UPDATE meta SET value = upper(hex(randomblob(500000)))")
        for of in (Path, journal_of):
            of(path).write_bytes(of(live).read_bytes())
    assert is_used(journal_of(path))
    return path


def test_a_change_that_a_crash_broke_off_is_taken_back_before_a_database_goes_aside(
    tmp_path: Path, backup: Path
) -> None:
    path = hot(tmp_path / "archive.db", "now")
    aside = go_back(path, backup)
    assert aside
    assert (notes(path), notes(aside)) == ({"then"}, {"now"})


@pytest.mark.parametrize("why", ["its database was deleted", "the disk fails"])
def test_a_journal_is_never_written_into_what_comes(
    tmp_path: Path, backup: Path, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    path = hot(tmp_path / "archive.db", "now")
    journal, database = journal_of(path).read_bytes(), path.read_bytes()
    if why == "its database was deleted":
        path.unlink()
        assert go_back(path, backup) is None
    else:
        connect = sqlite3.connect
        monkeypatch.setattr(sqlite3, "connect", lambda file, **options: (
            connect(file, factory=Failing if file == path else sqlite3.Connection, **options)
        ))  # fmt: skip
        aside = go_back(path, backup)
        assert aside
        assert aside.read_bytes() == database
        monkeypatch.undo()
    (moved,) = tmp_path.glob("archive.db.before-*-journal")
    assert moved.read_bytes() == journal
    assert notes(path) == {"then"}
    assert path.read_bytes() != database


class Failing(sqlite3.Connection):
    """One that cannot read its file."""

    def execute(self, *given: Any) -> sqlite3.Cursor:
        raise sqlite3.OperationalError("disk I/O error")


def test_a_backup_of_which_a_part_stands_in_a_journal_is_refused(tmp_path: Path) -> None:
    path, half = noted(tmp_path / "archive.db", "now"), hot(tmp_path / "half.db", "then")
    with pytest.raises(StoreError, match="not all in the one file"):
        go_back(path, half)
    assert notes(path) == {"now"}
    journal_of(half).write_bytes(bytes(512))  # which is how some say that they are done
    notes(half)
    assert go_back(path, half.rename(tmp_path / "whole.db"))


def test_a_log_moves_when_its_database_stands_where_it_goes(
    tmp_path: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever ends it then: no log is without its database."""
    path = tmp_path / "archive.db"
    path.write_bytes(b"no database at all" * 300)
    log_of(path).write_bytes(b"its log")
    renamed = Path.rename

    def ended(self: Path, to: Path) -> Path:
        moved = renamed(self, to)
        if self == log_of(path):
            raise KeyboardInterrupt
        return moved

    monkeypatch.setattr(Path, "rename", ended)
    with pytest.raises(KeyboardInterrupt):
        go_back(path, backup)
    (aside,) = tmp_path.glob("archive.db.before-*Z")
    assert aside.read_bytes() == path.read_bytes() == b"no database at all" * 300
    assert log_of(aside).read_bytes() == b"its log"
    monkeypatch.undo()
    assert go_back(path, backup)


def test_a_backup_beside_a_steady_writer_ends(tmp_path: Path) -> None:
    """It is of the moment in which it began, however often something is committed meanwhile."""
    path = noted(tmp_path / "archive.db", "then")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("CREATE TABLE wide AS SELECT zeroblob(8000000) AS it")
    steps = 0

    class Beside(sqlite3.Connection):
        def backup(self, target: sqlite3.Connection, **how: Any) -> None:  # type: ignore[override]
            super().backup(target, progress=self.write, **how)

        def write(self, *_: int) -> None:
            nonlocal steps
            steps += 1
            assert steps < 50
            other.execute("INSERT INTO meta VALUES (?, 'noted')", [f"step {steps}"])

    with closing(sqlite3.connect(path, isolation_level=None, factory=Beside)) as connection:
        back_up(connection, tmp_path / "backup.db")
    other.close()
    assert steps > 1
    assert notes(tmp_path / "backup.db") == {"then"}
    assert len(notes(path)) == steps + 1


def test_a_damaged_archive_is_put_aside_as_it_is(tmp_path: Path, backup: Path) -> None:
    path = tmp_path / "archive.db"
    path.write_bytes(b"no database at all" * 300)
    aside = go_back(path, backup)
    assert aside
    assert aside.read_bytes() == b"no database at all" * 300
    assert notes(path) == {"then"}


def test_not_while_the_archive_is_in_use(tmp_path: Path, backup: Path) -> None:
    path = noted(tmp_path / "archive.db", "now")
    reader = SqliteDatabase(path)
    assert reader.run("SELECT 1")
    with pytest.raises(StoreBusyError, match="in use"):
        go_back(path, backup)
    assert reader.row("SELECT count(*) FROM meta WHERE name = 'now'") == (1,)
    reader.close()
    assert go_back(path, backup)


@pytest.mark.parametrize("kind", ["damaged", "no database", "another program's", "newer", "live"])
def test_what_is_no_sound_backup_is_refused_and_the_archive_stays(
    tmp_path: Path, backup: Path, kind: str
) -> None:
    path = noted(tmp_path / "archive.db", "now")
    if kind == "damaged":
        content = bytearray(backup.read_bytes())
        content[4096 * 3 : 4096 * 6] = b"\xff" * (4096 * 3)
        backup.write_bytes(content)
    elif kind == "no database":
        backup.write_text("Dear diary")
    elif kind == "live":
        log_of(backup).write_bytes(b"a log")
    else:
        with sqlite3.connect(backup) as db:
            db.execute(
                "PRAGMA " + ("user_version = 99999" if kind == "newer" else "application_id = 7")
            )
        db.close()
    with pytest.raises(StoreError) as told:
        go_back(path, backup)
    assert str(backup) in told.value.message
    assert told.value.hint
    assert notes(path) == {"now"}
    assert not [*tmp_path.glob("*.partial"), *tmp_path.glob("*.before-*")]


@pytest.mark.leaves_damage("it has to be told")
def test_a_backup_of_a_damaged_archive_blames_the_archive(tmp_path: Path) -> None:
    path, told = noted(tmp_path / "archive.db", "now"), set()
    sound = path.read_bytes()
    (size,) = struct.unpack(">H", sound[16:18])  # https://www.sqlite.org/fileformat.html
    for number in range(1, len(sound) // size):
        page = slice(number * size, (number + 1) * size)
        path.write_bytes(sound[: page.start] + bytes(size) + sound[page.stop :])
        log_of(path).unlink(missing_ok=True)
        try:
            database = SqliteDatabase(path)
            with closing(database):
                database.backup(tmp_path / f"{number}.db")
        except StoreError as error:
            told.add(error.message.partition(":")[0])
    assert "The archive is damaged, and so would be the copy" in told
    assert not [each for each in told if "cannot be written" in each]
    assert not [*tmp_path.glob("*.partial")]
