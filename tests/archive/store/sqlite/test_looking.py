"""Who may only read an archive's file: what is seen of those who write, and what is refused."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

# All that is imported when it is needed, which another user may not be able to read.
import archive.store.sqlite.failures
import archive.store.sqlite.leftover
import archive.store.sqlite.looking  # noqa: F401
from archive.article import Article
from archive.errors import StoreBusyError, StoreError
from archive.store.sqlite.database import FILE, SqliteDatabase, may_write
from archive.store.sqlite.version import VERSION
from archive.store.store import Store

NOBODY = 65534
Make = Callable[..., Article]


@contextmanager
def reader() -> Iterator[None]:
    """Within it this process is one of another user, where it may become that; whoever is not root
    is kept out by the files' permissions anyway.
    """
    own = os.geteuid()
    if not own:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(own)


def _put(home: Path, *articles: Article) -> None:
    """The owner takes articles in, and closes the archive: no log is left."""
    home.chmod(0o755)
    (home / FILE).chmod(0o644)
    with Store.open(home) as store, store.transaction():
        for article in articles:
            store.put(article, article.body.encode(), "text/plain")
    (home / FILE).chmod(0o444)
    home.chmod(0o555)


@pytest.fixture
def home(make_article: Make) -> Iterator[Path]:
    """An archive of two articles that may only be read."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        home = folder / "home"
        Store.create(home).close()
        _put(home, make_article("a"), make_article("b"))
        with reader():
            if not os.access(home / FILE, os.R_OK, effective_ids=True):
                pytest.skip("another user does not get to the temporary folder")
        yield home
        home.chmod(0o755)


def test_what_the_owner_writes_is_seen_by_the_next_question(home: Path, make_article: Make) -> None:
    with reader():
        assert not may_write(home / FILE)
        store = Store.open(home)
    with closing(store):
        assert not store.database.may_write
        seen = store.data_version()
        assert (store.counted(), store.data_version()) == (2, seen)
        _put(home, make_article("c"))
        with reader():
            assert store.counted() == 3
            assert store.data_version() != seen


def test_what_was_written_in_the_middle_of_an_answer_is_told(
    home: Path, make_article: Make
) -> None:
    with reader():
        database = SqliteDatabase(home / FILE)
    with closing(database):
        rows = database.rows("SELECT id FROM articles")
        next(rows)
        _put(home, make_article("c"))
        with pytest.raises(StoreBusyError) as told:
            list(rows)
    assert told.value.message == f"{home / FILE} was written to while it was read"
    assert told.value.hint == "try again"


@pytest.mark.leaves_damage("an archive of a version that never was")
def test_one_of_an_older_version_can_be_looked_at_and_not_brought_up_to_date(
    home: Path, make_article: Make
) -> None:
    article = make_article("a")
    home.chmod(0o755)
    (home / FILE).chmod(0o644)
    with closing(sqlite3.connect(home / FILE)) as db:
        db.execute(f"PRAGMA user_version = {VERSION - 1}")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    home.chmod(0o555)
    with reader(), pytest.raises(StoreError) as told:
        SqliteDatabase(home / FILE)
    assert told.value.message == (
        f"{home / FILE} was written by an older version of this program, and you may only read it"
    )
    assert told.value.hint == (
        "have somebody who may write to it bring it up to date: archive status"
    )
    with reader(), Store.open(home, read_only=True) as looking:
        assert not looking.database.is_up_to_date
        assert looking.get(article.id) == looking.get(article.id, verified=True) == article
        assert looking.count() == 2
