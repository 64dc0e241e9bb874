"""The write-ahead log that a crash leaves beside a database: is it that database's own? And the
journal in its place of a database that has no log.

SQLite writes whatever stands in `archive.db-wal` over `archive.db`, even where another file has
been put in its place meanwhile; what comes of it is a mixture of both.
"""

from __future__ import annotations

import struct
from pathlib import Path
from time import sleep
from typing import BinaryIO

# https://sqlite.org/fileformat2.html, "The Database Header" and "WAL File Format"
_DATABASE = struct.Struct(">18xBx4xI72x")  # the version to write it by, the count of changes
_LOG = struct.Struct(">8xI4x8s8x")  # bytes of a page, salts
_FRAME = struct.Struct(">I4x8s8x")  # number of the page, salts
_COUNT = struct.Struct(">24xI")
_WITHOUT_LOG = 1  # a version of the format; backups have it
_BEGINNING = 8  # bytes, a sign that is overwritten with zeros when a journal is done with
_MOST_FRAMES = 2_000
_LOOKS = 5


def log_of(database: Path) -> Path:
    """Where the write-ahead log of a database is, if there is one."""
    return database.with_name(database.name + "-wal")


def journal_of(database: Path) -> Path:
    """Where the pages stand as they were before a change, of a database that has no log: while the
    change is made, and for good where a crash broke it off.
    """
    return database.with_name(database.name + "-journal")


def is_used(log: Path) -> bool:
    """Whether there is anything in a log or a journal; one that is done with is empty, or begins
    with zeros.
    """
    try:
        with log.open("rb") as file:
            return any(file.read(_BEGINNING))
    except FileNotFoundError:
        return False


def is_foreign(database: Path) -> bool:
    """Whether the log beside a database was written for another one, perhaps a later state of it.

    An archive is always written through a log. So a log beside a file that has none is not its
    own, nor is one that goes on from a later count of changes than that of the file. It cannot be
    told of a copy made while the last program to write was running, or the one before it. OSError
    where one of them cannot be read.
    """
    for look in range(_LOOKS):  # while somebody is writing, one look may see two states
        if not _differ(database):
            return False
        sleep(0.02 * look)
    return True


def _differ(database: Path) -> bool:
    try:
        with log_of(database).open("rb") as log, database.open("rb") as file:
            after = _first_count(log)
            header = file.read(_DATABASE.size)
    except FileNotFoundError:
        return False
    if after is None or len(header) < _DATABASE.size:
        return False
    version, count = _DATABASE.unpack(header)
    return bool(version == _WITHOUT_LOG or count < after - 1)


def _first_count(log: BinaryIO) -> int | None:
    """The count of changes in the earliest first page of a log; 0 where it holds other pages
    alone, None where it holds none.
    """
    head = log.read(_LOG.size)
    if len(head) < _LOG.size:
        return None
    page, salts = _LOG.unpack(head)
    found = None
    for _ in range(_MOST_FRAMES):
        frame = log.read(_FRAME.size)
        if len(frame) < _FRAME.size:
            break
        number, salted = _FRAME.unpack(frame)
        if salted != salts:  # of an earlier round
            break
        found = 0
        if number == 1:
            first = log.read(_COUNT.size)
            return int(_COUNT.unpack(first)[0]) if len(first) == _COUNT.size else found
        log.seek(page, 1)
    return found
