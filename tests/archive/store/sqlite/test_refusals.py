"""What is not opened as an archive, told in a sentence with what to do."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.errors import NewerStoreError, NoArchiveError, StoreError
from archive.store.sqlite.database import FILE
from archive.store.sqlite.version import VERSION
from archive.store.store import Store


def refusal(home: Path) -> StoreError:
    with pytest.raises(StoreError) as told:
        Store.open(home)
    return told.value


def test_where_there_is_none_one_can_be_made(tmp_path: Path) -> None:
    told = refusal(tmp_path)
    assert isinstance(told, NoArchiveError)
    assert told.message == f"There is no archive in {tmp_path}"
    assert told.hint == f"make one: archive --home {tmp_path} init"


def test_a_lost_one_is_brought_back_from_a_backup(tmp_path: Path) -> None:
    (tmp_path / FILE).touch()
    told = refusal(tmp_path)
    assert (
        told.message == f"{tmp_path / FILE} is empty: it is not an archive, or an archive was lost"
    )
    assert told.hint == (
        "go back to a backup: archive go-back FILE; for a new archive, delete it first"
    )


@pytest.mark.leaves_damage("it has to be told")
def test_that_of_another_program_stays_where_it_is(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        db.execute("CREATE TABLE theirs (x)")
    told = refusal(tmp_path)
    assert told.message == f"{tmp_path / FILE} is a database of another program"
    assert told.hint == "choose another --home"


@pytest.mark.leaves_damage("it has to be told")
def test_one_of_a_newer_version_wants_that_version(tmp_path: Path) -> None:
    Store.create(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        db.execute(f"PRAGMA user_version = {VERSION + 1}")
    told = refusal(tmp_path)
    assert isinstance(told, NewerStoreError)
    assert told.message == (
        f"{tmp_path / FILE} was written by a newer version of this program"
        f" (schema {VERSION + 1}, this one knows {VERSION})"
    )
    assert told.hint == "install the newer version"
