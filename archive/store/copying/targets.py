"""What an archive is copied into: a new file, or an empty database on a server.

It is no archive before all is there and has been compared: the file has another name, the server's
schema has no version. How far it is stands in a table of its own, so that a copy that was ended is
gone on with.
"""

from __future__ import annotations

import json
import os
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from archive.durable import persist
from archive.errors import StoreBusyError, StoreError
from archive.store.common.database import Database
from archive.store.copying.tables import count, tables
from archive.store.sqlite.database import FILE, SqliteDatabase
from archive.store.sqlite.making import make_folder
from archive.store.sqlite.version import VERSION

UNFINISHED = "archive.copying"  # the file
_MARK = "copying"  # the table
_SCHEMES = ("postgresql://", "postgres://")


@dataclass(frozen=True, slots=True)
class Place:
    """How far a copy is: up to the row of a table that has a key. `source` is the token of the
    first change of what is copied, `version` the schema's.
    """

    source: str
    table: str = ""
    after: tuple[object, ...] = ()
    version: int = VERSION

    def text(self) -> str:
        """As it is kept; bytes of a key as hexadecimal."""
        after = [{"hex": each.hex()} if isinstance(each, bytes) else each for each in self.after]
        return json.dumps({**asdict(self), "after": after})


def _place(text: str) -> Place:
    told = json.loads(text)
    told["after"] = tuple(
        bytes.fromhex(each["hex"]) if isinstance(each, dict) else each for each in told["after"]
    )
    return Place(**told)


class Target(ABC):
    """A database that is being filled. `shown` is what it is called."""

    shown: str
    database: Database

    def begin(self, source: str) -> Place:
        """How far it is; at the beginning where it is new. StoreError where it is a copy of
        something else, or one that another version of the program began.
        """
        with self.database.transaction():
            if not self._is_begun():
                self.database.run(f"CREATE TABLE {_MARK} (mark TEXT NOT NULL)")
                self.database.run(f"INSERT INTO {_MARK} VALUES ('')")
                self._hide()
                self.mark(Place(source))
        ((text,),) = self.database.run(f"SELECT mark FROM {_MARK}")
        place = _place(text)
        if (place.source, place.version) != (source, VERSION):
            other = "another archive" if place.source != source else "another version's archive"
            raise StoreError(
                f"{self.shown} holds a part of a copy of {other}",
                "delete it, or copy to another place",
            )
        return place

    def mark(self, place: Place) -> None:
        """Keeps how far it is, inside a transaction."""
        self.database.run(f"UPDATE {_MARK} SET mark = ?", (place.text(),))

    def refuse_filled(self) -> None:
        """StoreError for an archive that holds anything."""
        if filled := [each.name for each in tables() if each.name != "counts"
                      and count(self.database, each)]:  # fmt: skip
            raise StoreError(
                f"There is an archive in {self.shown} already ({', '.join(filled[:3])} ...)",
                "copy to a place where nothing is",
            )

    @abstractmethod
    def finish(self) -> None:
        """Makes an archive of it."""

    @abstractmethod
    def _is_begun(self) -> bool:
        """Whether it is a copy that was begun before."""

    @abstractmethod
    def _hide(self) -> None:
        """Makes that nobody takes it for an archive."""


class FileTarget(Target):
    """A file in a folder."""

    def __init__(self, folder: Path) -> None:
        self.shown = str(folder)
        self._file = folder / FILE
        if self._file.exists():
            raise StoreError(
                f"There is an archive in {folder} already", "copy to a place where nothing is"
            )
        make_folder(folder)
        self._unfinished = folder / UNFINISHED
        self._unfinished.touch(0o600)
        self.database: Database = SqliteDatabase(self._unfinished)

    def _is_begun(self) -> bool:
        return bool(self.database.run("SELECT 1 FROM sqlite_master WHERE name = ?", (_MARK,)))

    def _hide(self) -> None:
        pass  # by its name

    def finish(self) -> None:
        """Gives the file its name, when all of it is in it and on the disk; what ends it before
        that leaves it marked, and what ends it after leaves a table too many.
        """
        if self.database.run("PRAGMA journal_mode = DELETE") != [("delete",)]:
            raise StoreBusyError(f"{self._unfinished} is being read", "try again in a moment")
        self.database.close()
        persist(self._unfinished)
        try:
            os.link(self._unfinished, self._file)  # which, unlike a renaming, destroys no file
        except FileExistsError:
            raise StoreError(
                f"An archive was made in {self._file.parent} meanwhile; the copy is whole and"
                f" beside it, as {self._unfinished.name}",
                "move one of the two to another folder, the copy as archive.db",
            ) from None
        except OSError:  # no links on this disk
            self._unfinished.rename(self._file)
        self._unfinished.unlink(missing_ok=True)
        persist(self._file.parent)
        with closing(SqliteDatabase(self._file)) as finished:
            finished.run(f"DROP TABLE {_MARK}")


class ServerTarget(Target):
    """A database on a server, or a schema there."""

    def __init__(self, home: Path, address: str) -> None:
        from archive.store.postgres.installed import postgres

        class Unfinished(postgres()):  # type: ignore[misc]
            def _open(self, create: bool) -> None:
                if not _has_mark(self):
                    super()._open(create)

        self._database = Unfinished(home, address, create=True)
        self.database = self._database
        self.shown = self._database.shown
        try:
            if not self._is_begun():
                self.refuse_filled()
        except BaseException:
            self.database.close()
            raise

    def _is_begun(self) -> bool:
        return _has_mark(self.database)

    def _hide(self) -> None:
        self.database.run("DELETE FROM archive_schema")

    def finish(self) -> None:
        """Gives the schema its version."""
        with self.database.transaction():
            self.database.run(f"DROP TABLE {_MARK}")
            self.database.run("INSERT INTO archive_schema VALUES (?)", (VERSION,))


def _has_mark(database: Database) -> bool:
    return database.run(f"SELECT to_regclass('{_MARK}')::text") != [(None,)]


def opened(home: Path, to: str) -> Target:
    """What an archive in `home` is to be copied to: a server's address, or a folder. StoreError
    where there is one already.
    """
    return ServerTarget(home, to) if is_server(to) else FileTarget(Path(to).expanduser())


def is_server(to: str) -> bool:
    """Whether that is the address of a server's."""
    return to.startswith(_SCHEMES)


def marked(source: str, table: str, after: Sequence[object]) -> Place:
    """How far a copy of a source is."""
    return Place(source, table, tuple(after))
