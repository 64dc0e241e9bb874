"""Errors of SQLite as sentences: what is wrong, where, what to do.

The codes are https://www.sqlite.org/rescode.html.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from archive.errors import StoreBusyError, StoreDamagedError, StoreError, StoreRefusedError

# SQLite's; Python's own where the sentence about a damaged schema quotes bytes that are no text.
Fault = sqlite3.DatabaseError | UnicodeDecodeError


def failure(path: Path, what: str, error: Fault) -> StoreError:
    """What went wrong when a database was opened, or used."""
    message = f"{path} cannot be {what}: {said(error)}"
    if is_damage(error):
        # Python's own error of a text that is no UTF-8 holds all of that text.
        return StoreDamagedError(message.partition(" with text ")[0])
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_READONLY_DBMOVED:
        return StoreBusyError(
            f"{path} has been put aside for a backup while it was open; nothing was changed",
            "try again",
        )
    if "readonly" in str(error):
        return StoreError(
            f"{path} may only be read by you; nothing was changed",
            "ask whoever it belongs to; or copy it: archive backup FILE",
        )
    if "locked" in str(error) or "busy" in str(error):
        return StoreBusyError(message, "try again in a moment: another process is writing")
    return StoreRefusedError(message, "look at free space, and whether you may write to its folder")


def said(error: Fault) -> str:
    """What SQLite says of a fault."""
    if isinstance(error, UnicodeDecodeError):
        return error.object.decode(errors="replace")
    return str(error)


def is_damage(error: Fault) -> bool:
    """Whether the file is to blame: pages or texts that are not what they should be, no table where
    one has to be, or a page that is not there.
    """
    if not isinstance(error, sqlite3.OperationalError):
        return True
    code = getattr(error, "sqlite_errorcode", None)  # None: Python's own, of a text
    if code == sqlite3.SQLITE_ERROR:
        return str(error).startswith("no such table")
    return code in (None, sqlite3.SQLITE_IOERR_SHORT_READ)
