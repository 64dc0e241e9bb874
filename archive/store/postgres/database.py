"""The database of an archive on a PostgreSQL server: connections, transactions, its version.

Writers take turns, by one lock of the server's that each holds for its transaction: the story of an
article is found among all that came before it, and the log of changes has to be seen without gaps.
Readers wait for nobody.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import TypeVar
from weakref import WeakSet

import psycopg
from psycopg.pq import TransactionStatus

from archive.errors import (
    NewerStoreError,
    NoArchiveError,
    StoreError,
    UnkeepableError,
)
from archive.settings import without_password
from archive.store.common.database import Database, Row, Values
from archive.store.postgres.care import SCHEMA_PARTS, live_ids, parts, rows_around
from archive.store.postgres.connection import (
    Connection,
    SilentError,
    answered_within,
    connected,
)
from archive.store.postgres.dialect import translated
from archive.store.postgres.failures import failure
from archive.store.postgres.schema import BEGUN, LOCK, SCHEMA, STEPS

_PATIENCE = 30  # seconds to wait for another writer
_OLDEST = 13  # of the server's versions
_READS = ("SELECT", "BEGIN")

T = TypeVar("T")


class PostgresDatabase(Database):
    """A database on a server. Reading is safe from several threads; write from one at a time. Each
    thread has a connection of its own, till it ends; one that was lost is made anew.
    """

    path = None

    def __init__(
        self, home: Path, address: str, *, create: bool = False, read_only: bool = False
    ) -> None:
        """Opens what is at an address (postgresql://...) and brings its schema up to date; `create`
        makes it where it is missing, `read_only` writes nothing.

        NoArchiveError where there is none, NewerStoreError for one of a newer version, StoreError
        where there is no server, or one that does not let us in.
        """
        self.home = home
        self.shown = without_password(address)
        self._address = address
        self._read_only = read_only
        self._own = threading.local()
        self._all: WeakSet[Connection] = WeakSet()
        self._closed = False
        self._inside = threading.local()  # of a transaction
        try:
            self._refuse_unfit()
            self._open(create)
            self.may_write = not read_only and self._may_write()
        except BaseException:
            self.close()
            raise

    @property
    def is_up_to_date(self) -> bool:
        """Always: one of an older version is not opened before it has been brought up to date."""
        return True

    def close(self) -> None:
        """Closes the connections of all threads."""
        self._closed = True
        for connection in [*self._all]:
            connection.close()

    def data_version(self) -> object:
        """Which transactions are seen: another text when any has ended that wrote something."""
        row = self.row("SELECT pg_current_snapshot()::text")
        return row[0] if row else None

    def within(self, seconds: float) -> AbstractContextManager[None]:
        """StoreError for a question in here that the server has not answered in so many seconds."""
        return answered_within(seconds)

    # Reading ------------------------------------------------------------------------------------

    def run(self, sql: str, values: Values = ()) -> list[Row]:
        """Executes one statement and gives all rows of its answer."""

        def execute(connection: psycopg.Connection[Row]) -> list[Row]:
            with connection.cursor(binary=True) as cursor:
                cursor.execute(translated(sql).encode(), values)
                return cursor.fetchall() if cursor.description else []

        return self._done(execute, again=sql.startswith(_READS))

    def rows(self, sql: str, values: Values = ()) -> Iterator[Row]:
        """The rows of an answer, all of which are fetched first."""
        yield from self.run(sql, values)

    def scan(self, sql: str, values: Values = ()) -> Iterator[Row]:
        """The rows of a long answer, some at a time, on a connection of their own."""
        connection = self._connect()
        try:
            with connection.to.transaction(), connection.to.cursor("scan", binary=True) as cursor:
                cursor.itersize = 200
                cursor.execute(translated(sql).encode(), values)
                yield from cursor
        except psycopg.Error as error:
            raise failure(self.shown, error) from error
        finally:
            connection.close()

    def refuse_text(self, text: str) -> None:
        """PostgreSQL holds no NUL in a text."""
        if "\0" in text:
            raise UnkeepableError("a NUL character in it is nothing that PostgreSQL can hold")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside is kept together when it ends, or not at all."""
        if getattr(self._inside, "now", False):
            yield
            return
        self._begin()
        self._inside.now = True
        try:
            yield
            self._done(lambda connection: connection.execute("COMMIT"), committing=True)
        except BaseException:
            self._roll_back()
            raise
        finally:
            self._inside.now = False

    def _begin(self) -> None:
        begin = f"BEGIN; SET LOCAL lock_timeout = {int(_PATIENCE * 1000)}; SELECT {LOCK}"
        try:
            self._done(lambda connection: connection.execute(begin.encode()), again=True)
        except BaseException:
            self._roll_back()
            raise

    def _roll_back(self) -> None:
        found: Connection | None = getattr(self._own, "connection", None)
        if found and found.to.info.transaction_status != TransactionStatus.IDLE:
            with suppress(psycopg.Error):
                found.to.execute("ROLLBACK")

    def _done(
        self,
        what: Callable[[psycopg.Connection[Row]], T],
        *,
        again: bool = False,
        committing: bool = False,
    ) -> T:
        """Does something with this thread's connection; once `again` on a new one where the server
        has closed it meanwhile, and nothing was under way.
        """
        connection = self._connection()
        try:
            return what(connection)
        except psycopg.Error as error:
            again = again and not isinstance(error, SilentError)
            if again and connection.broken and not getattr(self._inside, "now", False):
                return self._done(what)
            raise failure(self.shown, error, committing=committing) from error

    def _connection(self) -> psycopg.Connection[Row]:
        """That of this thread. One that is lost inside a transaction is not replaced in it: what
        comes would be kept without what came before.
        """
        if self._closed:
            raise StoreError(f"{self.shown} has been closed", "open it again")
        found: Connection | None = getattr(self._own, "connection", None)
        if found is None or (found.to.closed and not getattr(self._inside, "now", False)):
            found = self._own.connection = self._connect()
        return found.to

    def _connect(self) -> Connection:
        connection = connected(self._address, self.shown, read_only=self._read_only)
        self._all.add(connection)
        return connection

    # Opening ------------------------------------------------------------------------------------

    def _refuse_unfit(self) -> None:
        version = self._connection().info.server_version
        if version < _OLDEST * 10_000:
            raise StoreError(
                f"{self.shown} is PostgreSQL {version // 10_000}, which is too old",
                f"{_OLDEST} or later is needed",
            )
        row = self.row("SELECT current_setting('server_encoding'), current_schema()")
        encoding, schema = row or ("", None)
        if encoding != "UTF8":
            raise StoreError(
                f"{self.shown} keeps texts as {encoding}, which cannot hold all letters",
                "make another one: createdb --encoding=UTF8 --template=template0 NAME",
            )
        if schema is None:
            raise StoreError(
                f"{self.shown} has no schema that you may use",
                "have its owner make one: CREATE SCHEMA news",
            )

    def _open(self, create: bool) -> None:
        version, wanted = self._version(), BEGUN + len(STEPS)
        if version is None and not create:
            raise NoArchiveError(
                f"There is no archive in {self.shown}", f"make one: archive --home {self.home} init"
            )
        if version is not None and version > wanted:
            raise NewerStoreError(
                f"{self.shown} was written by a newer version of this program"
                f" (schema {version}, this one knows {wanted})",
                "install the newer version",
            )
        if version == wanted:
            return
        if version is not None and (self._read_only or not self._may_write()):
            raise StoreError(
                f"{self.shown} was written by an older version of this program, and you may only"
                " read it",
                "have somebody who may write to it bring it up to date: archive status",
            )
        with self.transaction():  # another process may be doing the same: look again inside
            self._migrate(self._version())

    def _migrate(self, version: int | None) -> None:
        if version is None:
            self._refuse_foreign()
            self._script(SCHEMA)
            self.run("INSERT INTO archive_schema VALUES (?)", (BEGUN,))
        for step in STEPS[(version or BEGUN) - BEGUN :]:
            self._script(step)
        self.run("UPDATE archive_schema SET version = ?", (BEGUN + len(STEPS),))

    def _script(self, script: str) -> None:
        self._done(lambda connection: connection.execute(script.encode()))

    def _version(self) -> int | None:
        """Of its schema; None where there is no archive."""
        row = self.row("SELECT to_regclass('archive_schema')::text")
        if row is None or row[0] is None:
            return None
        row = self.row("SELECT version FROM archive_schema")
        return int(row[0]) if row else None

    def _refuse_foreign(self) -> None:
        if clash := sorted(parts(self) & SCHEMA_PARTS):
            kind, name = clash[0]
            raise StoreError(
                f"{self.shown} belongs to another program: it has a {kind.lower()} {name}",
                "name another database, or a schema: ...?options=-csearch_path%3Dnews",
            )

    def _may_write(self) -> bool:
        row = self.row(
            "SELECT NOT pg_is_in_recovery() AND has_table_privilege('changes', 'INSERT')"
            " AND current_setting('default_transaction_read_only') = 'off'"
        )
        return bool(row and row[0])

    # Care ---------------------------------------------------------------------------------------

    def backup(self, target: Path) -> None:
        """StoreError: a server has its own means."""
        raise StoreError(
            f"{self.shown} is on a server, whose own tools back it up",
            f"pg_dump --format=custom --file={target} ADDRESS (docs/scale.md)",
        )

    def size(self) -> int:
        """What its tables take, with their indexes."""
        row = self.row(
            "SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
        )
        return int(row[0]) if row else 0

    def faults(self) -> Iterator[str]:
        """What of the schema is missing; the server tells of damaged pages as they are read."""
        for kind, name in sorted(SCHEMA_PARTS - parts(self)):
            yield f"the {kind.lower()} {name} is missing"

    def rows_around(
        self, table: str, columns: str, keys: Sequence[str]
    ) -> Iterator[tuple[Row, Row | None]]:
        """The rows one by one, by the keys that can be read."""
        return rows_around(self, table, columns, keys)

    def live_ids(self, damaged: dict[str, str]) -> set[str]:
        """By the ids that other tables know."""
        return live_ids(self, damaged)
