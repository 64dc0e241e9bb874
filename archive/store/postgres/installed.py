"""The database on a server, where its library is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.errors import StoreError

if TYPE_CHECKING:
    from archive.store.postgres.database import PostgresDatabase


def postgres() -> type[PostgresDatabase]:
    """What opens a database on a server. StoreError that says what to install, where its library
    is missing or does not work.
    """
    try:
        from archive.store.postgres.database import PostgresDatabase
    except ImportError as error:
        from archive.extras import missing

        raise missing(
            error, "An archive on PostgreSQL", "psycopg", "cluster", StoreError,
            "leave `store` empty for a file in the archive's folder",
        ) from error  # fmt: skip
    return PostgresDatabase
