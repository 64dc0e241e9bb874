"""Errors of a server as sentences: what is wrong, where, what to do. None has a password in it.

The codes are https://www.postgresql.org/docs/current/errcodes-appendix.html.
"""

from __future__ import annotations

import psycopg

from archive.errors import (
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreRefusedError,
    UnkeepableError,
)

_REFUSED_LOGINS = ("authentication failed", "no password supplied", "no pg_hba.conf entry")
_MISSING = ("does not exist",)
_BUSY = ("55P03", "40P01", "40001")  # somebody else's lock, or two that wait for each other
_READ_ONLY = "25006"
_NOT_ALLOWED = "42501"
_DAMAGED = ("XX001", "XX002", "42P01")  # pages, indexes, a table that is not there


def no_connection(shown: str, error: psycopg.Error) -> StoreError:
    """What keeps one from a server."""
    told = _first_line(error)
    if any(each in str(error) for each in _REFUSED_LOGINS):
        return StoreError(
            f"{shown} refuses the login: {told}",
            "check the user, and the password in the address, PGPASSWORD or ~/.pgpass",
        )
    if "FATAL" in str(error) and any(each in str(error) for each in _MISSING):
        return StoreError(
            f"{shown} cannot be opened: {told}",
            "check the address; a database is made by: createdb --encoding=UTF8 NAME",
        )
    return StoreRefusedError(
        f"{shown} cannot be reached: {told}",
        "see whether the server runs and takes connections from here; then try again",
    )


def failure(shown: str, error: psycopg.Error, *, committing: bool = False) -> StoreError:
    """What went wrong with a statement; `committing` where it was to keep what came before it."""
    told, code = _first_line(error), error.sqlstate or ""
    if "NUL" in told and isinstance(error, psycopg.DataError):
        return UnkeepableError("a NUL character in it is nothing that PostgreSQL can hold")
    if code in _BUSY:
        return StoreBusyError(
            f"{shown} is being written to: {told}",
            "try again in a moment: another process is writing",
        )
    if code in _DAMAGED:
        return StoreDamagedError(
            f"{shown} cannot be read: {told}",
            "archive check lists what is damaged; go back to a backup of the server's",
        )
    if code == _READ_ONLY:
        return StoreError(
            f"{shown} may only be read by you ({told}); nothing was changed",
            "have its owner grant you more, or ask them to do it",
        )
    if code == _NOT_ALLOWED:
        return StoreError(
            f"{shown} does not let you do this: {told}",
            "have its owner grant it to you: SELECT on all tables of its schema is for reading,"
            " INSERT, UPDATE and DELETE are for writing",
        )
    if code == "57014":
        return StoreRefusedError(f"{shown} took too long: {told}", "try again, or raise its limit")
    if code.startswith(("08", "57P")) or (isinstance(error, psycopg.OperationalError) and not code):
        return _lost(shown, told, committing)
    return StoreRefusedError(
        f"{shown} does not take it: {told}", "look at its log, and at its free space"
    )


def _lost(shown: str, told: str, committing: bool) -> StoreError:
    known = "what was under way is not kept"
    if committing:
        known = "whether the last of it is kept is not known, and doing it again is harmless"
    return StoreRefusedError(
        f"The connection to {shown} was lost ({told}); {known}",
        "see whether the server runs; then do it again",
    )


def _first_line(error: psycopg.Error) -> str:
    """What it says, without what psycopg puts before and behind."""
    line = (str(error).strip() or type(error).__name__).splitlines()[0]
    return line.removeprefix("connection failed: ").removeprefix("consuming input failed: ")
