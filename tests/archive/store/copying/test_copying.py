"""An archive copied from a file to a server, and back: all of it, whatever ends it on the way."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from archive.errors import NoArchiveError, StoreError
from archive.store.common.database import Database
from archive.store.copying import tables as reading
from archive.store.copying.copying import Copied, copy
from archive.store.copying.tables import Table, pages, tables
from archive.store.copying.targets import UNFINISHED
from archive.store.sqlite.database import FILE, SqliteDatabase
from archive.store.store import Store
from tests.helpers.archives import ROOT
from tests.helpers.servers import KINDS, place

ODD = "Deir ez-Zor — دير الزور 神舟 'quoted' \\ % ? :name \x01\U0001f4f0"


@contextmanager
def destination(kind: str, folder: Path) -> Iterator[str]:
    """Where an archive of a kind is copied to."""
    with place(kind) as address:
        yield address or str(folder)


@contextmanager
def opened(home: Path, to: str) -> Iterator[Store]:
    """The archive that was copied there."""
    folder = home if to.startswith("postgresql:") else Path(to)
    with Store.open(folder, to if folder == home else "") as store:
        yield store


@pytest.fixture
def source(samples_copy: Path) -> Iterator[Database]:
    """The samples, and rows of every table there is, with odd values."""
    with closing(SqliteDatabase(samples_copy / FILE)) as database:
        for table in tables():
            _fill(database, table)
            assert reading.count(database, table), table
        yield database


def _fill(database: Database, table: Table) -> None:
    """Two rows more, with NULL where that may be, by what the schema says of the columns."""
    if table.name == "counts":
        return
    ids = [row[0] for row in database.run("SELECT id FROM articles ORDER BY id LIMIT 2")]
    told = {row[1]: row for row in database.run(f"PRAGMA table_info({table.name})")}
    hashes = [row[0] for row in database.run("SELECT hash FROM originals ORDER BY hash LIMIT 2")]
    for number, article_id in enumerate(ids):
        known = {
            "article_id": article_id, "successor": ids[0], "state": "done", "kind": "tag",
            "original_hash": hashes[number], "removed_at": "2026-01-01T00:00:00Z",
        }  # fmt: skip
        if table.name == "batches":
            known["state"], known["kind"] = "complete", "ingest"
        row = {}
        for column in table.columns:
            _, _, kind, required, _, in_key = told[column]
            value: object = known.get(column)
            if value is None and (number == 0 or required or in_key):
                text = f"{ODD} {number}"
                value = {"TEXT": text, "INTEGER": 900_000 + number, "REAL": 0.1 + number,
                         "BLOB": bytes(range(256)) * number}[kind]  # fmt: skip
            row[column] = value
        columns = ", ".join(row)
        database.run(
            f"INSERT INTO {table.name} ({columns}) VALUES ({', '.join('?' * len(row))})"
            " ON CONFLICT DO NOTHING",
            [*row.values()],
        )


def contents(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables that a file has, whatever the program knows of them."""
    with closing(sqlite3.connect(file)) as plain:
        named = plain.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        return {
            name: sorted(plain.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
            for (name,) in named
        }


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_of_every_table_is_copied_there_and_back(
    source: Database, samples_copy: Path, tmp_path: Path, kind: str
) -> None:
    with destination(kind, tmp_path / "there") as to:
        copied = copy(source, to)
        with opened(samples_copy, to) as store:
            assert list(store.database.run("SELECT 1 FROM changes WHERE seq = 900001")) == [(1,)]
            back = copy(store.database, str(tmp_path / "back"))
    before, after = contents(samples_copy / FILE), contents(tmp_path / "back" / FILE)
    assert before == after
    assert copied == back
    assert copied.rows == {name: len(rows) for name, rows in before.items()}
    assert all(copied.rows.values())
    assert (tmp_path / "back" / FILE).stat().st_mode & 0o777 == 0o600


def test_a_server_has_no_table_that_is_left_out(tmp_path: Path) -> None:
    with place("server") as address, Store.create(tmp_path / "home", address) as store:
        named = store.database.run(
            "SELECT relname::text FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = current_schema()::regnamespace"
        )
        columns = {
            table.name: {row[0] for row in store.database.run(
                "SELECT column_name::text FROM information_schema.columns"
                " WHERE table_schema = current_schema() AND table_name = ?", (table.name,)
            )}
            for table in tables()
        }  # fmt: skip
    assert {name for (name,) in named} - {"archive_schema"} == columns.keys()
    assert columns == {table.name: set(table.columns) for table in tables()}


def test_the_log_goes_on_where_it_was(source: Database, samples_copy: Path) -> None:
    with place("server") as address:
        copy(source, address)
        with Store.open(samples_copy, address) as store:
            last, token = store.last_change()
            assert (last, token) == source.row("SELECT seq, token FROM changes ORDER BY 1 DESC")
            with store.transaction():
                ((article_id,),) = store.database.run("SELECT min(id) FROM articles")
                store.log(article_id, "tag", "")
            assert store.last_change()[0] == last + 1


class EndedError(Exception):
    """In place of whatever ends a copy."""


@pytest.mark.parametrize("kind", KINDS)
def test_a_copy_that_was_ended_goes_on(
    source: Database, samples_copy: Path, tmp_path: Path, kind: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(reading, "ROWS", 40)
    with destination(kind, tmp_path / "there") as to:
        reached = []
        for most in (2, 10, 30):
            steps: list[int] = []

            def count(done: int, of: int, steps: list[int] = steps, most: int = most) -> None:
                steps.append(done)
                if len(steps) == most:
                    raise EndedError

            with pytest.raises(EndedError):
                copy(source, to, count)
            with pytest.raises(NoArchiveError), opened(samples_copy, to):
                pass
            reached.append((steps[0], steps[-1]))
        assert reached[1][0] >= reached[0][1] > 0
        assert reached[2][0] >= reached[1][1]
        assert copy(source, to).rows["articles"] == reading.count(source, _named("articles"))
        with opened(samples_copy, to) as store:
            assert copy(store.database, str(tmp_path / "back"))
    assert contents(samples_copy / FILE) == contents(tmp_path / "back" / FILE)


def test_a_copy_that_is_killed_goes_on(
    source: Database, samples_copy: Path, tmp_path: Path
) -> None:
    source.close()
    script = f"""
import os, signal
from pathlib import Path
from archive.store.copying import tables
from archive.store.copying.copying import copy
from archive.store.sqlite.database import SqliteDatabase
tables.ROWS = 50
left = 25
def count(done, of):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
copy(SqliteDatabase(Path({str(samples_copy / FILE)!r})), {str(tmp_path / "to")!r}, count)
"""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", script], env=environment, check=False)
    assert done.returncode == -signal.SIGKILL
    assert (tmp_path / "to" / UNFINISHED).exists()
    with closing(SqliteDatabase(samples_copy / FILE)) as again:
        copy(again, str(tmp_path / "to"))
    assert contents(samples_copy / FILE) == contents(tmp_path / "to" / FILE)
    assert not (tmp_path / "to" / UNFINISHED).exists()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_there_already_is_left_alone(
    source: Database, samples_copy: Path, tmp_path: Path, kind: str
) -> None:
    with destination(kind, tmp_path / "there") as to:
        copy(source, to)
        with opened(samples_copy, to) as store:
            held = store.count()
        with pytest.raises(StoreError, match=r"There is an archive in .* already"):
            copy(source, to)
        with opened(samples_copy, to) as store:
            assert store.count() == held


def test_an_archive_that_was_made_meanwhile_is_left_alone(source: Database, tmp_path: Path) -> None:
    there = tmp_path / "there"

    def make(done: int, of: int) -> None:
        if not (there / FILE).exists():
            Store.create(there).close()

    with pytest.raises(StoreError, match=r"An archive was made in .* meanwhile"):
        copy(source, str(there), on_progress=make)
    with Store.open(there) as store:
        assert store.count() == 0
    with closing(sqlite3.connect(there / UNFINISHED)) as whole:
        assert whole.execute("SELECT count(*) FROM articles").fetchone()[0] > 0


@pytest.mark.parametrize("kind", KINDS)
def test_a_part_of_a_copy_of_something_else_is_left_alone(
    source: Database, tmp_path: Path, kind: str
) -> None:
    def end(done: int, of: int) -> None:
        if done:
            raise EndedError

    with destination(kind, tmp_path / "there") as to:
        with pytest.raises(EndedError):
            copy(source, to, end)
        with (
            Store.create(tmp_path / "another") as another,
            pytest.raises(StoreError, match="a part of a copy of another archive"),
        ):
            copy(another.database, to)
        assert isinstance(copy(source, to), Copied)


def test_an_empty_archive_may_be_copied_into(source: Database, samples_copy: Path) -> None:
    with place("server") as address:
        Store.create(samples_copy, address).close()
        copy(source, address)
        with Store.open(samples_copy, address) as store:
            assert store.count() == store.counted() > 0


def test_what_was_written_between_two_parts_is_told(source: Database, tmp_path: Path) -> None:
    def end(done: int, of: int) -> None:
        if done == of // 2:
            raise EndedError

    to = str(tmp_path / "there")
    with pytest.raises(EndedError):
        copy(source, to, end)
    source.run("UPDATE labels SET label = 'another'")
    with pytest.raises(StoreError, match="differs from the archive in labels: it was written to"):
        copy(source, to)
    assert not (tmp_path / "there" / FILE).exists()


def test_nobody_writes_to_the_source_meanwhile(
    source: Database, samples_copy: Path, tmp_path: Path
) -> None:
    tried = []

    def write(done: int, of: int) -> None:
        with closing(sqlite3.connect(samples_copy / FILE, timeout=0)) as other:
            try:
                other.execute("UPDATE labels SET label = 'another'")
            except sqlite3.OperationalError as error:
                tried.append(str(error))

    copy(source, str(tmp_path / "there"), write)
    assert set(tried) == {"database is locked"}


def test_large_originals_come_some_at_a_time(
    source: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "BYTES", 2_500)
    originals = _named("originals")
    column = originals.columns.index("data")
    source.run("INSERT INTO originals VALUES ('huge', 9000, ?)", (bytes(9_000),))
    found = list(pages(source, originals))
    sizes = [[len(row[column]) for row in page] for page in found]
    assert all(sum(page) <= 2_500 or len(page) == 1 for page in sizes)
    assert sum(map(len, found)) == reading.count(source, originals)
    assert any(len(page) > 1 for page in sizes)


def test_what_a_server_cannot_hold_is_named(
    source: Database, samples_copy: Path, tmp_path: Path
) -> None:
    source.run("UPDATE saved_searches SET text = 'a' || char(0) WHERE key = 'euphrates'")
    with place("server") as address:
        with pytest.raises(StoreError, match="cannot hold 'euphrates' of the table saved_searches"):
            copy(source, address)
        with pytest.raises(NoArchiveError):
            Store.open(samples_copy, address)


def _named(name: str) -> Table:
    return next(table for table in tables() if table.name == name)
