"""The SQLite file of an archive: opening, migrating, transactions."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING
from weakref import WeakSet

from archive.errors import NewerStoreError, NoArchiveError, StoreBusyError, StoreError
from archive.store.common.database import Database, Row, Values, marks
from archive.store.sqlite.version import APPLICATION_ID, VERSION

FILE = "archive.db"
_PATIENCE = 30  # seconds to wait for another writer

if TYPE_CHECKING:  # most archives may be written to
    from archive.store.sqlite.looking import Signature


class _Connection:
    """A connection of SQLite, closed when nobody holds it any more."""

    def __init__(self, path: Path, uri: str = "", seen: Signature | None = None) -> None:
        self.seen = seen  # of the file, where SQLite sees nothing of who writes to it
        self.to = sqlite3.connect(
            uri or path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False,
            uri=bool(uri),
        )  # fmt: skip

    def close(self) -> None:
        """Closes it; once more is harmless."""
        self.to.close()

    def __del__(self) -> None:
        if hasattr(self, "to"):
            self.close()


class SqliteDatabase(Database):
    """A database. Reading is safe from several threads; write from one at a time.

    Each thread has a connection of its own, till it ends. On a shared one a reader would see the
    state that the statement of another thread began with, however long that goes on.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Opens the file, making it where it is missing, and brings its schema up to date; not so
        `read_only`, or where it may not be written to, when nothing at all is written.

        NewerStoreError for a file of a newer version; StoreError for one that is no archive.
        """
        self._file = self.path = path
        self.home = path.parent
        self.may_write = may_write(path)
        self._read_only = read_only or not self.may_write
        self._reopened = 0
        self._own = threading.local()
        self._all: WeakSet[_Connection] = WeakSet()
        self._closed = False
        self._refuse_foreign_log()
        try:
            self._first = self._own.connection = self._connect()
            self._recognise()
            self._prepare(self._connection)
            if self._read_only:
                self._refuse_newer(self._pragma("user_version"))
                if not read_only:
                    self._refuse_older()
                return
            self._use_write_ahead_log()
            self._migrate()
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            raise self._failure("opened", error) from error

    def close(self) -> None:
        """Closes the file, for all threads."""
        self._closed = True
        for connection in (*self._all, self._first):
            connection.close()

    @property
    def _connection(self) -> sqlite3.Connection:
        """That of this thread."""
        return self._held().to

    def _held(self) -> _Connection:
        found: _Connection | None = getattr(self._own, "connection", None)
        if found and found.seen is not None and self._is_rewritten():
            found.close()
            self._reopened += 1
            found = None
        if found is None:
            if self._closed:  # which its own would say
                return self._first
            found = self._connect()
            self._prepare(found.to)
            self._own.connection = found
            self._all.add(found)
        return found

    def _connect(self) -> _Connection:
        if self.may_write:
            return _Connection(self._file)
        from archive.store.sqlite.looking import address

        return _Connection(self._file, *address(self._file))

    def _is_rewritten(self) -> bool:
        """Whether somebody has written where SQLite cannot see it in this thread's connection."""
        found: _Connection | None = getattr(self._own, "connection", None)
        if found is None or found.seen is None or self._closed:
            return False
        from archive.store.sqlite.looking import signature

        return found.seen != signature(self._file)

    def _refuse_rewritten(self) -> None:
        if self._is_rewritten():
            raise StoreBusyError(f"{self._file} was written to while it was read", "try again")

    def _prepare(self, connection: sqlite3.Connection) -> None:
        if self._read_only:
            connection.execute("PRAGMA query_only = ON")
        else:
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")

    def data_version(self) -> int:
        """Another number whenever somebody else has written. It is of this thread alone."""
        row = self.row("PRAGMA data_version")  # which a new connection counts from the start
        return int(row[0] if row else 0) + (self._reopened << 32)

    @property
    def is_up_to_date(self) -> bool:
        """Whether its schema is today's; one of an older version may be open to be looked at."""
        return self._pragma("user_version") == VERSION

    def rows(self, sql: str, values: Values = ()) -> Iterator[Row]:
        """The rows of an answer one by one. StoreError where the file does not let it."""
        try:
            for row in self._connection.execute(sql, values):  # noqa: UP028 - which would close it
                yield row
            self._refuse_rewritten()
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            self._refuse_rewritten()
            raise self._failure("used", error) from error

    def run(self, sql: str, values: Values = ()) -> list[Row]:
        """As of any database; here without a step of Python for each row."""
        try:
            held = self._held()
            found = held.to.execute(sql, values).fetchall()
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            self._refuse_rewritten()
            raise self._failure("used", error) from error
        if held.seen is not None:
            self._refuse_rewritten()
        return found

    def add(self, table: str, rows: Sequence[Row]) -> None:
        """As of any database; here one by one. For a statement that writes several rows, SQLite
        copies every page that it is about to change, and to a file where these are many.
        """
        if not rows:
            return
        sql = f"INSERT INTO {table} VALUES ({marks(rows[0])}) ON CONFLICT DO NOTHING"
        try:
            self._connection.executemany(sql, rows)
        except sqlite3.DatabaseError as error:
            raise self._failure("used", error) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside is kept together when it ends, or not at all. One inside
        another is a part of that.
        """
        if self._connection.in_transaction:
            yield
            return
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):  # a full disk has rolled back already
                self._connection.execute("ROLLBACK")
            raise

    def backup(self, target: Path) -> None:
        """Copies the live database to a new file."""
        from archive.store.sqlite.backups import back_up

        back_up(self._connection, target)

    def size(self) -> int:
        """How many bytes the file takes, with its log."""
        files = [self._file, *self.home.glob(f"{self._file.name}-*")]
        return sum(file.stat().st_size for file in files if file.exists())

    def faults(self) -> Iterator[str]:
        """What SQLite finds, and what of the schema is missing."""
        from archive.store.sqlite.faults import faults

        return faults(self)

    def rows_around(
        self, table: str, columns: str, keys: Sequence[str]
    ) -> Iterator[tuple[Row, Row | None]]:
        """The rows of a table that is damaged, by all ways that lead through the file."""
        from archive.store.sqlite.around import rows_around

        return rows_around(self, table, columns, keys)

    def live_ids(self, damaged: dict[str, str]) -> set[str]:
        """The ids of the articles in search, by all ways that lead through the file."""
        from archive.store.sqlite.around import live_ids

        return live_ids(self, damaged)

    def _failure(self, what: str, error: sqlite3.DatabaseError | UnicodeDecodeError) -> StoreError:
        from archive.store.sqlite.failures import failure  # rarely needed

        return failure(self._file, what, error)

    def _pragma(self, name: str) -> int:
        return int(self._connection.execute(f"PRAGMA {name}").fetchone()[0])

    def _refuse_foreign_log(self) -> None:
        """SQLite would write it over the file without a word."""
        log = self._file.with_name(self._file.name + "-wal")
        if not log.exists():
            return
        from archive.store.sqlite.leftover import is_foreign

        try:
            foreign = is_foreign(self._file)
        except OSError as error:
            raise StoreError(
                f"{self._file} cannot be opened: {error.strerror}",
                "look at whether you may read it, and what is beside it",
            ) from error
        if foreign:
            raise StoreError(
                f"{log} is the log of another file than {self._file}, which has been put in its"
                " place since; opened together they would be destroyed",
                f"go back to a backup: archive go-back FILE; or put that log aside: {log.name}",
            )

    def _recognise(self) -> None:
        """Refuses the database of another program before anything in it is touched."""
        filled = self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if filled and self._pragma("application_id") != APPLICATION_ID:
            raise StoreError(
                f"{self._file} is a database of another program", "choose another --home"
            )

    def _use_write_ahead_log(self) -> None:
        """SQLite does not wait by itself where two processes switch a new file at once."""
        deadline = monotonic() + _PATIENCE
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or monotonic() > deadline:
                    raise
                sleep(0.02)

    def _refuse_newer(self, version: int) -> None:
        if version > VERSION:
            raise NewerStoreError(
                f"{self._file} was written by a newer version of this program"
                f" (schema {version}, this one knows {VERSION})",
                "install the newer version",
            )

    def _refuse_older(self) -> None:
        if not self.is_up_to_date:
            raise StoreError(
                f"{self._file} was written by an older version of this program, and you may only"
                " read it",
                "have somebody who may write to it bring it up to date: archive status",
            )

    def _migrate(self) -> None:
        if self.is_up_to_date:
            return
        with self.transaction():  # another process may be doing the same: look again inside
            version = self._pragma("user_version")
            self._refuse_newer(version)
            from archive.store.sqlite.strays import straighten  # rarely needed

            version = straighten(self._connection, version, self._take_steps)
            self._take_steps(range(version + 1, VERSION + 1))
            self._connection.execute(f"PRAGMA user_version = {VERSION}")
            self._connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")

    def _take_steps(self, numbers: Iterable[int]) -> None:
        from archive.store.sqlite.schema import STEPS  # rarely needed

        for number in numbers:
            for statement in statements(STEPS[number - 1]):
                self._connection.execute(statement)


def may_write(path: Path) -> bool:
    """Whether a database may be written to: the file, and the folder, for its log."""
    there = [each for each in (path, path.parent) if each.exists()]
    return all(os.access(each, os.W_OK, effective_ids=True) for each in there)


def refuse_missing(home: Path) -> None:
    """NoArchiveError where there is no file, StoreError where it is empty."""
    path = home / FILE
    if not path.is_file():
        raise NoArchiveError(
            f"There is no archive in {home}", f"make one: archive --home {home} init"
        )
    refuse_emptied(path)


def refuse_emptied(path: Path) -> None:
    """StoreError where the database is a file without a byte, which SQLite would call a new one."""
    if path.is_file() and path.stat().st_size == 0:
        raise StoreError(
            f"{path} is empty: it is not an archive, or an archive was lost",
            "go back to a backup: archive go-back FILE; for a new archive, delete it first",
        )


def statements(step: str) -> Iterator[str]:
    """The statements of a step one by one: executescript would commit the transaction around it."""
    statement = ""
    for line in step.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
