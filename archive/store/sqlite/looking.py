"""A database that may only be looked at: another user's, or on a disk that cannot be written to.

SQLite can read one with a log only if it may write beside it, or if somebody who may has it open.
Otherwise it has to be told that nobody writes (`immutable`), and then sees nothing of who does
(https://sqlite.org/wal.html, "Read-Only Databases"; https://sqlite.org/uri.html). So whoever reads
in that way looks at the file before and after.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import quote

from archive.errors import StoreError
from archive.store.sqlite.leftover import log_of

Signature = tuple[int, int, int, bool]


def signature(path: Path) -> Signature:
    """Another one after each writing to a database, and while it has a log."""
    state, log = path.stat(), log_of(path)
    return state.st_ino, state.st_size, state.st_mtime_ns, log.exists() and log.stat().st_size > 0


def address(path: Path) -> tuple[str, Signature | None]:
    """How SQLite has to be asked for a database that may not be written to, as a URI; and, where it
    will see nothing of who writes, the signature by which that is told. StoreError where it has a
    log that cannot be read.
    """
    uri = f"file:{quote(str(path.absolute()))}?mode=ro"
    before = signature(path)
    try:
        probe = sqlite3.connect(uri, uri=True)
        try:
            probe.execute("SELECT count(*) FROM sqlite_master").fetchone()
        finally:
            probe.close()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise
    else:
        return uri, None
    if before[-1]:
        raise StoreError(
            f"{path} has a log beside it that you may not read, or that has to be written into it",
            "have somebody who may write to it run: archive status",
        )
    return f"{uri}&immutable=1", before
