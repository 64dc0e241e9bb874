"""Archives that are off the way of the steps: three programs, each the newest for some minutes or
hours, had other steps than those that came to stay (schema.py).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable

_WITHOUT_STORIES = ("DROP INDEX articles_by_story", "ALTER TABLE articles DROP COLUMN story")


def straighten(
    connection: sqlite3.Connection, version: int, take: Callable[[Iterable[int]], None]
) -> int:
    """Brings a file that is off the way back to it, and gives the number of steps behind it then.
    `take` takes the steps of these numbers, the first of which is 1.
    """
    if version in (3, 4) and _has(connection, "articles_by_story"):
        # Stories without sketches, as the third step or the fourth. They are found anew.
        if _has(connection, "sketches"):
            return version
        for statement in _WITHOUT_STORIES:
            connection.execute(statement)
        return version - 1
    if version == 8 and _has(connection, "collections"):  # the eleventh step as the eighth
        take(range(8, 11))
        return 11
    return version


def _has(connection: sqlite3.Connection, name: str) -> bool:
    sql = "SELECT count(*) FROM sqlite_master WHERE name = ?"
    return bool(connection.execute(sql, (name,)).fetchone()[0])
