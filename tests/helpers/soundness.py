"""What has to hold at the end of every test that made an archive: it is sound, and let go of.

`check` in its quick form: a small archive is read whole, of others the pages of the database. A
missing index, and one that is behind, are what the next command mends; one that is not what was
written is a fault.
"""

from __future__ import annotations

import gc
import os
import sqlite3
import threading
from collections.abc import Collection, Iterator
from contextlib import closing, suppress
from pathlib import Path

from archive.errors import ArchiveError
from archive.store.health import problems
from archive.store.sqlite.database import FILE, SqliteDatabase
from archive.store.store import Store
from index.engines.common.generations import Generations, verify
from index.engines.common.interface import FOLDER, ON_DISK, fingerprint

SMALL = 300_000  # bytes of a database that is read whole
_PRUNED = frozenset((FOLDER, "site", "index.new"))
_GONE = " (deleted)"  # as proc_pid_fd(5) has it
_PATIENCE = 10  # seconds in which a thread that was told to end does


def archives(folder: Path) -> Iterator[Path]:
    """The homes in a folder, however deep."""
    for home, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in _PRUNED]
        if FILE in files:
            yield Path(home)


def unsound(home: Path) -> Iterator[str]:
    """A line for everything that is wrong with an archive."""
    try:
        with closing(SqliteDatabase(home / FILE, read_only=True)) as database:
            if not database.is_up_to_date:
                return
            if (home / FILE).stat().st_size <= SMALL:
                yield from problems(database)
            else:
                yield from _of_pages(database)
        with Store.open(home, read_only=True) as store:
            for name in ON_DISK:
                yield from _of_index(store, home / FOLDER / name)
    except (ArchiveError, sqlite3.Error) as error:
        yield str(error)


def _of_pages(database: SqliteDatabase) -> Iterator[str]:
    for (line,) in database.rows("PRAGMA quick_check"):
        if line != "ok":
            yield str(line)


def _of_index(store: Store, folder: Path) -> Iterator[str]:
    generations = Generations(folder, 0)
    if generations.name() is None:
        return
    generations.read(lambda each: verify(each))
    stamp = generations.stamp()
    if stamp is None or stamp.fingerprint != fingerprint(folder.name):
        return
    number, token = store.last_change()
    if (stamp.change, stamp.token) == (number, token) and stamp.documents != store.counted():
        yield f"{folder} holds {stamp.documents} articles, not {store.counted()}"


def held_open(folder: Path) -> list[str]:
    """The files in a folder that this process has open, or has in its memory; not those whose name
    is gone, as of a store that another file has taken the place of.
    """
    found = _held_open(folder)
    if found:
        gc.collect()  # what nobody holds any more, but in a circle
        found = _held_open(folder)
    return found


def _held_open(folder: Path) -> list[str]:
    inside = f"{folder}/"
    found = []
    for handle in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # closed meanwhile
            path = os.readlink(handle)  # noqa: PTH115 - three times as quick
            if path.startswith(inside) and not path.endswith(_GONE):
                found.append(path)
    maps = Path("/proc/self/maps").read_text("utf-8", errors="replace")
    if inside in maps:
        found += [line for line in maps.splitlines() if inside in line and not line.endswith(_GONE)]
    return found


def still_running(threads: Collection[threading.Thread]) -> list[str]:
    """Those threads that do not come to their end."""
    for each in threads:
        each.join(_PATIENCE)
    return [each.name for each in threads if each.is_alive()]
