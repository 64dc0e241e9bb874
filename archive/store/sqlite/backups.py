"""A backup of a database, and going back to one."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from archive.durable import persist
from archive.errors import NewerStoreError, StoreBusyError, StoreError
from archive.leftovers import partial_of, sweep
from archive.store.sqlite.failures import Fault, is_damage, said
from archive.store.sqlite.leftover import is_foreign, is_used, journal_of, log_of
from archive.store.sqlite.version import APPLICATION_ID, VERSION

_STOP = "stop what uses it (archive serve, archive watch), and try again"


def back_up(connection: sqlite3.Connection, target: Path) -> None:
    """Copies a live database to a new file by SQLite's backup interface, and checks the copy.

    StoreError where the file is there already or cannot be written.
    """
    if not target.parent.is_dir():
        raise StoreError(
            f"{target} cannot be written: there is no folder {target.parent}", "make it"
        )
    if os.path.lexists(target):
        sweep(target)
        raise StoreError(f"{target} exists already", "name a new file")
    try:
        with _beside(target) as partial:
            with closing(sqlite3.connect(partial)) as copy:
                with _one_state(connection):
                    connection.backup(copy, pages=1000)
                copy.execute("PRAGMA journal_mode = DELETE")
                problem = copy.execute("PRAGMA quick_check").fetchone()[0]
            if problem != "ok":
                raise _damaged(problem)
            persist(partial)
            try:
                os.link(partial, target)  # which, unlike a renaming, destroys no file
            except FileExistsError:
                raise StoreError(f"{target} exists already", "name a new file") from None
            except OSError:  # no links on this disk
                partial.rename(target)
            persist(target.parent)
    except (sqlite3.Error, UnicodeDecodeError, OSError) as error:
        if isinstance(error, Fault) and is_damage(error):  # not of a new file
            raise _damaged(said(error)) from error
        raise StoreError(
            f"{target} cannot be written: {_said(error)}",
            "name a file in a folder that may be written to",
        ) from error


def _damaged(problem: str) -> StoreError:
    return StoreError(
        f"The archive is damaged, and so would be the copy: {problem}",
        "archive check says what is damaged, archive salvage brings out the rest",
    )


@contextmanager
def _one_state(connection: sqlite3.Connection) -> Iterator[None]:
    """Reads one state for as long as it takes. Without that SQLite begins a backup anew with each
    commit of another connection, which beside a steady writer never ends.
    """
    connection.execute("BEGIN")
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        yield
    finally:
        connection.execute("ROLLBACK")


def go_back(database: Path, backup: Path) -> Path | None:
    """Puts a copy of a backup in the place of a database, which is put aside; gives where it is
    then, None where there was none. It is done at one stroke: whatever interrupts it, one of the
    two is in place, with no log of the other.

    StoreError where the backup is not sound; StoreBusyError while the database is in use.
    """
    try:
        with _beside(database) as coming:
            _take(backup, coming)
            return _exchange(database, coming)
    except OSError as error:
        raise StoreError(
            f"{backup} cannot be put in the place of {database}: {error.strerror}",
            "look at free space, and whether you may read the one and write to the other's folder",
        ) from error


def _take(backup: Path, coming: Path) -> None:
    """Copies a backup and sees that the copy is a sound archive."""
    for beside in (log_of(backup), journal_of(backup)):
        if is_used(beside):
            raise StoreError(
                f"{backup} is in use, or was when its program ended: it is not all in the one file",
                "make a backup of it: archive --home ITS-FOLDER backup FILE",
            )
    shutil.copyfile(backup, coming)
    try:
        with closing(sqlite3.connect(coming)) as copy:
            known = copy.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
            schema = copy.execute("PRAGMA user_version").fetchone()[0]
            problem = copy.execute("PRAGMA quick_check").fetchone()[0] if known else ""
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise StoreError(
            f"{backup} is no sound backup: {said(error)}", "name another one"
        ) from error
    if not known:
        raise StoreError(f"{backup} is not a backup of an archive", "name another file")
    if schema > VERSION:
        raise NewerStoreError(
            f"{backup} was written by a newer version of this program"
            f" (schema {schema}, this one knows {VERSION})",
            "install the newer version",
        )
    if problem != "ok":
        raise StoreError(f"{backup} is damaged: {problem}", "name another backup")
    for beside in (log_of(coming), coming.with_name(coming.name + "-shm")):
        beside.unlink(missing_ok=True)
    persist(coming)


def _exchange(database: Path, coming: Path) -> Path | None:
    aside = _free(database)
    if is_foreign(database) or not database.exists():  # opening it would write the log into it
        _put_aside_logs(database, aside)
    if not database.exists():
        _owned_as_before(coming, database.parent.stat())
        coming.rename(database)
        persist(database.parent)
        return None
    with closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as old:
        has_log = False
        try:
            old.execute("PRAGMA journal_mode = DELETE")  # its log is written into it
            old.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if "locked" in str(error) or "busy" in str(error):
                raise StoreBusyError(f"{database.parent} is in use", _STOP) from None
            has_log = True
        except (
            sqlite3.DatabaseError,
            UnicodeDecodeError,
        ):  # damaged, which is why somebody goes back
            has_log = True
        try:
            os.link(database, aside)
        except OSError:  # no links on this disk: for a moment there is no archive
            database.rename(aside)
        if has_log:  # it goes where its database is already
            _put_aside_logs(database, aside)
        _as_before(coming, aside.stat())
        coming.replace(database)
        persist(database.parent)
    return aside


def _as_before(coming: Path, before: os.stat_result) -> None:
    """Lets those read and write what comes who might before: root goes back for others, too."""
    _owned_as_before(coming, before)
    mode = stat.S_IMODE(before.st_mode)
    if coming.stat().st_gid != before.st_gid:
        mode &= ~stat.S_IRWXG  # what one group might is not for another
    coming.chmod(mode)


def _owned_as_before(coming: Path, before: os.stat_result) -> None:
    with suppress(PermissionError):  # only root, or for a group that one is not in
        os.chown(coming, before.st_uid if os.geteuid() == 0 else -1, before.st_gid)


def _put_aside_logs(database: Path, aside: Path) -> None:
    """Moves a log, and a journal, to where the database will be, so that they stay together: SQLite
    would write them into whatever comes into its place.
    """
    for of in (log_of, journal_of):
        if of(database).exists():
            of(database).rename(of(aside))
            persist(database.parent)  # else it might be found beside the database that comes
    database.with_name(database.name + "-shm").unlink(missing_ok=True)


def _free(database: Path) -> Path:
    """A name beside the database that says when it was put aside."""
    stem = f"{database.name}.before-{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}"
    names = (stem, *(f"{stem}-{number}" for number in range(2, 1000)))
    return next(path for name in names if not os.path.lexists(path := database.with_name(name)))


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A new file beside the target, deleted unless it has been renamed."""
    partial = partial_of(target)
    os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield partial
    finally:
        partial.unlink(missing_ok=True)


def _said(error: OSError | sqlite3.Error | UnicodeDecodeError) -> str:
    return str(getattr(error, "strerror", None) or error)
