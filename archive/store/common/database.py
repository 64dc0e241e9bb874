"""A database as the store uses it. SQLite's is in `archive/store/sqlite/`, a server's in
`archive/store/postgres/`.

The rooms write SQL that both understand: SQLite's, as far as PostgreSQL has it too. What the latter
calls otherwise is translated (archive/store/postgres/dialect.py).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

from archive.errors import StoreDamagedError

_MANY = 500  # parameters in one statement

Row = tuple[Any, ...]
Values = Sequence[object] | Mapping[str, object]


class Database(ABC):
    """A database. Reading is safe from several threads; write from one at a time."""

    home: Path  # the folder of the archive
    path: Path | None  # the file that it is; None where it is on a server
    may_write: bool

    @property
    @abstractmethod
    def is_up_to_date(self) -> bool:
        """Whether its schema is today's; one of an older version may be open to be looked at."""

    @abstractmethod
    def close(self) -> None:
        """Closes it, for all threads."""

    @abstractmethod
    def data_version(self) -> object:
        """Something else whenever somebody else has written. It is of this thread alone."""

    @abstractmethod
    def rows(self, sql: str, values: Values = ()) -> Iterator[Row]:
        """The rows of an answer one by one. StoreError where the database does not let it."""

    @abstractmethod
    def transaction(self) -> AbstractContextManager[None]:
        """All that is written inside is kept together when it ends, or not at all. One inside
        another is a part of that.
        """

    def within(self, seconds: float) -> AbstractContextManager[None]:
        """What is asked in here is answered in so many seconds each time, or with a StoreError,
        where it is for a server to answer.
        """
        return nullcontext()

    # Reading ------------------------------------------------------------------------------------

    def run(self, sql: str, values: Values = ()) -> list[Row]:
        """Executes one statement and gives all rows of its answer; where a value stands in it more
        than once, by name.
        """
        return list(self.rows(sql, values))

    def scan(self, sql: str, values: Values = ()) -> Iterator[Row]:
        """As `rows`, of an answer that may not fit into memory; outside a transaction."""
        return self.rows(sql, values)

    def row(self, sql: str, values: Values = ()) -> Row | None:
        """The first row of an answer."""
        found = self.run(sql, values)
        return found[0] if found else None

    def rows_among(self, sql: str, keys: Iterable[str | int], *before: object) -> Iterator[Row]:
        """The rows of a query that ends in "IN" for keys, however many; `before` are the values
        that stand before them.
        """
        wanted = list(keys)
        for start in range(0, len(wanted), _MANY):
            part = wanted[start : start + _MANY]
            yield from self.rows(f"{sql} ({marks(part)})", [*before, *part])

    def rows_one_by_one(self, sql: str, keys: Iterable[str], damaged: dict[str, str]) -> list[Row]:
        """As `rows_among`, of keys each of which has a row; where one cannot be read, the others
        are, and `damaged` gets the reason by its key.
        """
        wanted = list(keys)
        try:
            return list(self.rows_among(sql, wanted))
        except StoreDamagedError as error:
            if len(wanted) > 1:
                halves = (wanted[: len(wanted) // 2], wanted[len(wanted) // 2 :])
                return [row for half in halves for row in self.rows_one_by_one(sql, half, damaged)]
            damaged[wanted[0]] = f"{wanted[0]} cannot be read: {error.message}"
            return []

    def put(self, table: str, key: Mapping[str, object], values: Mapping[str, object]) -> None:
        """Writes a row, in the place of one of that key."""
        self.run(_putting(table, tuple(key), tuple(values)), [*key.values(), *values.values()])

    def add(self, table: str, rows: Sequence[Row]) -> None:
        """Writes whole rows, inside a transaction; those whose keys are there already stay as they
        are.
        """
        if rows:
            places = ",".join([f"({marks(rows[0])})"] * len(rows))
            sql = f"INSERT INTO {table} VALUES {places} ON CONFLICT DO NOTHING"
            self.run(sql, list(chain.from_iterable(rows)))

    def refuse_text(self, text: str) -> None:  # noqa: B027 - SQLite holds any
        """UnkeepableError for a text that it cannot hold."""

    # Care ---------------------------------------------------------------------------------------

    @abstractmethod
    def backup(self, target: Path) -> None:
        """Copies it, while it is in use, to a new file. StoreError where that cannot be."""

    @abstractmethod
    def size(self) -> int:
        """How many bytes it takes."""

    @abstractmethod
    def faults(self) -> Iterator[str]:
        """A sentence for everything that is wrong with it as a database, whatever it holds."""

    @abstractmethod
    def rows_around(
        self, table: str, columns: str, keys: Sequence[str]
    ) -> Iterator[tuple[Row, Row | None]]:
        """The rows of a table that is damaged, each with its primary key, of the columns `keys`;
        None in place of a row that cannot be read.
        """

    def live_among(
        self, ids: Iterable[str], damaged: dict[str, str], *, hint: str = ""
    ) -> set[str]:
        """Those of some ids that are in search, asked one by one; `damaged` gets those of which it
        cannot be told. `hint` says how the list is to be read.
        """
        sql = f"SELECT removed_at IS NULL FROM articles {hint} WHERE id = ?"
        live: set[str] = set()
        for article_id in ids:
            try:
                row = self.row(sql, (article_id,))
            except StoreDamagedError as error:
                damaged[article_id] = f"{article_id} cannot be read: {error.message}"
                continue
            if row and row[0]:
                live.add(article_id)
        return live

    @abstractmethod
    def live_ids(self, damaged: dict[str, str]) -> set[str]:
        """The ids of the articles in search, of a list that cannot be read as a whole; `damaged`
        gets those of which it cannot be told.
        """


@lru_cache
def _putting(table: str, key: tuple[str, ...], columns: tuple[str, ...]) -> str:
    every = key + columns
    return (
        f"INSERT INTO {table} ({', '.join(every)}) VALUES ({marks(every)})"
        f" ON CONFLICT ({', '.join(key)})"
        f" DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in columns)}"
    )


def marks(values: Sized) -> str:
    """The places of so many values in a statement: "?,?,?"."""
    return ",".join("?" * len(values))
