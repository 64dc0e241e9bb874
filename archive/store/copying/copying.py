"""A whole database copied: every row of every table, numbers and tokens of the log too.

So an index that has followed the one follows the other. Nothing may be written to the source
meanwhile; readers go on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass

from archive.errors import StoreError, UnkeepableError
from archive.store.common.database import Database, Row, marks
from archive.store.copying.tables import Table, count, pages, tables
from archive.store.copying.targets import Place, Target, marked, opened

_VALUES = 900  # in one statement

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Copied:
    """How many rows each table has, and a hash over all: as they are in both."""

    rows: Mapping[str, int]
    digest: str


def copy(source: Database, to: str, on_progress: Progress = lambda done, of: None) -> Copied:
    """Copies an archive to a folder or a server's address, or goes on where that was ended; then
    compares the two.

    StoreError where something is there already, or the two differ in the end.
    """
    target = opened(source.home, to)
    with closing(target.database), source.transaction() if source.may_write else nullcontext():
        # No other archive's, wherever it lies.
        token = source.row("SELECT token FROM changes ORDER BY seq LIMIT 1")
        place = target.begin(token[0] if token else "")
        total = sum(count(source, table) for table in tables())
        done = sum(count(target.database, table) for table in tables()) if place.table else 0
        on_progress(done, 2 * total)
        for table in _left(place):
            after = place.after if table.name == place.table else ()
            for rows in pages(source, table, after):
                _write(target, table, rows, place, first=not after)
                after = rows[-1][: table.keys]
                done += len(rows)
                on_progress(done, 2 * total)
        copied = _compared(source, target, lambda more: on_progress(total + more, 2 * total))
        target.finish()
    return copied


def _left(place: Place) -> Sequence[Table]:
    names = [table.name for table in tables()]
    return tables()[names.index(place.table) if place.table else 0 :]


def _write(target: Target, table: Table, rows: Sequence[Row], place: Place, *, first: bool) -> None:
    """Writes some rows, and how far the copy is then, together."""
    database = target.database
    columns = f"{table.name} ({', '.join(table.columns)})"
    step = max(1, _VALUES // len(table.columns))
    with database.transaction():
        if first:  # what the target's triggers have put there
            database.run(f"DELETE FROM {table.name}")
        for start in range(0, len(rows), step):
            some = rows[start : start + step]
            mark = f"({marks(table.columns)})"
            values = [value for row in some for value in row]
            try:
                database.run(
                    f"INSERT INTO {columns} VALUES {', '.join([mark] * len(some))}", values
                )
            except UnkeepableError as error:
                raise _unkeepable(target, table, some, error) from error
        target.mark(marked(place.source, table.name, rows[-1][: table.keys]))


def _unkeepable(
    target: Target, table: Table, rows: Sequence[Row], error: UnkeepableError
) -> StoreError:
    """Names the first row that the target cannot hold."""
    refused = next((row for row in rows if any("\0" in str(v) for v in row if isinstance(v, str))),
                   rows[0])  # fmt: skip
    key = " ".join(map(str, refused[: table.keys]))
    return StoreError(
        f"{target.shown} cannot hold {key!r} of the table {table.name}: {error.message}",
        "keep this archive in a file",
    )


def _compared(source: Database, target: Target, on_progress: Callable[[int], None]) -> Copied:
    """What both hold. StoreError where they differ."""
    rows: dict[str, int] = {}
    whole = hashlib.sha256()
    differing = []
    for table in tables():
        found = _digest(source, table)
        if found != _digest(target.database, table):
            differing.append(table.name)
        rows[table.name], digest = found
        whole.update(f"{table.name} {digest}\n".encode())
        on_progress(sum(rows.values()))
    if differing:
        raise StoreError(
            f"The copy in {target.shown} differs from the archive in {', '.join(differing)}: it was"
            " written to after a copy had been ended",
            "delete the copy, and copy again",
        )
    return Copied(rows, whole.hexdigest())


def _digest(database: Database, table: Table) -> tuple[int, str]:
    """How many rows a table has, and a hash over them in the order of their keys."""
    rows, digest = 0, hashlib.sha256()
    for page in pages(database, table):
        rows += len(page)
        for row in page:
            digest.update(repr(row).encode("utf-8", "backslashreplace"))
    return rows, digest.hexdigest()
