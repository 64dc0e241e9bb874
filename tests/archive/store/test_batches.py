"""Batches: a record of what came in together, and what of it readers may be told."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from archive.article import Article
from archive.store.batches import Batch, SkippedItem, batch_json, public_places, public_skipped
from archive.store.sqlite.schema import STEPS
from archive.store.store import FILE, Store

NOON, LATER = "2026-05-01T12:00:00.000000Z", "2026-05-01T12:00:01.000000Z"
BEFORE = "2026-05-01T11:00:00.000000Z"
RUN = Batch(
    "ingest", NOON, NOON, None, 1, ("/srv/news/pile/",), 3, added=2, skipped=1,
    reasons={"the file is empty": 1},
    named=(SkippedItem("/srv/news/pile/a/b.txt", "item 2", "the file is empty", "the file is …"),),
)  # fmt: skip
PAGE = "/srv/news/the-secret-of-the-minister.html"
FEED = "https://key:word@news.example/secret-of-the-minister?token=1"


def test_a_batch_is_written_again_under_its_token(store: Store) -> None:
    with store.transaction():
        store.batches.write("a", RUN)
        store.batches.write("b", replace(RUN, kind="watch"))
    with store.transaction():
        store.batches.write("a", replace(RUN, last=LATER, state="complete", added=5))
    newest, oldest = store.batches.newest(10)
    assert newest == replace(RUN, kind="watch", number=2)
    assert oldest == replace(RUN, last=LATER, state="complete", added=5, number=1)
    assert store.batches.newest(10, before=2) == [oldest]
    assert store.batches.newest(1) == [newest]
    earlier = replace(RUN, kind="watch", last=BEFORE)
    seen = [store.batches.last_written()]
    for token, batch in (("b", replace(earlier, state="complete")), ("c", earlier)):
        with store.transaction():  # the clock has been set back
            store.batches.write(token, batch)
        seen.append(store.batches.last_written())
    assert all(seen.count(each) == 1 for each in seen)


def test_what_a_transaction_that_was_undone_wrote_is_nobody_elses(store: Store) -> None:
    with suppress(ZeroDivisionError), store.transaction():
        store.batches.write("a", RUN)
        raise ZeroDivisionError
    assert store.batches.newest(10) == []
    assert store.batches.last_written() == []
    with store.transaction():
        store.batches.write("b", RUN)
        store.batches.write("a", replace(RUN, added=7))
    assert [batch.added for batch in store.batches.newest(10)] == [7, 2]


def test_what_an_older_archive_holds_came_before_records_began(tmp_path: Path) -> None:
    home = tmp_path / "old"
    home.mkdir()
    script = Path(__file__).parents[2] / "fixtures" / "archive-schema-5.sql"
    with closing(sqlite3.connect(home / FILE)) as database:
        database.executescript(script.read_text("utf-8"))
        articles, first, last = database.execute(
            "SELECT count(*), min(added_at), max(added_at) FROM articles"
        ).fetchone()
    with Store.open(home) as store:
        (before,) = store.batches.newest(10)
        assert (before.kind, before.added, before.began, before.last) == (
            "before", articles, first, last,
        )  # fmt: skip
    shutil.rmtree(home)
    with Store.create(home) as store:
        assert store.batches.newest(10) == []


@pytest.mark.file
def test_an_archive_that_is_only_looked_at_may_be_older(
    store: Store, make_article: Callable[..., Article]
) -> None:
    with store.transaction():
        store.put(make_article(), b"x", "text/plain")
    home = store.path.parent
    with closing(sqlite3.connect(home / FILE)) as database, database:
        database.execute("DROP TABLE batches")
        database.execute(f"PRAGMA user_version = {len(STEPS) - 1}")
    with Store.open(home, read_only=True) as old:
        assert old.batches.newest(10) == []
        assert old.batches.last_written() == []


@pytest.mark.parametrize(
    ("asked", "files", "items", "shown"),
    [
        ("/srv/news/pile/", 30, 30, "pile/"),
        ("/srv/news/1987.jsonl", 1, 400, "1987.jsonl"),
        (PAGE, 1, 1, "a file (.html)"),
        (PAGE, 2, 9, "a file (.html)"),
        ("/srv/news/secret", 1, 1, "a file"),
        (FEED, 1, 20, "news.example"),
        ("https://[broken", 1, 1, "an address"),
        ("-", 1, 1, "standard input"),
    ],
)
def test_readers_see_no_path_and_no_name_that_may_be_a_title(
    asked: str, files: int, items: int, shown: str
) -> None:
    batch = replace(RUN, asked=(asked,), files=files, added=items, skipped=0)
    assert list(public_places(batch)) == [shown]
    assert list(public_places(replace(batch, places=4))) == [shown, "3 more"]


def test_what_was_skipped_is_named_relative_to_the_pile() -> None:
    assert list(public_skipped(RUN)) == ["pile/a/b.txt · item 2"]
    alone = replace(RUN, asked=(PAGE,), named=(SkippedItem(PAGE, "", "it is empty", "x"),))
    assert list(public_skipped(alone)) == ["a file (.html)"]
    web = replace(RUN, asked=(FEED,), named=(SkippedItem(FEED, "item 1", "it is empty", "x"),))
    assert list(public_skipped(web)) == ["news.example · item 1"]


def test_as_json_it_is_whole_for_whoever_keeps_the_archive_and_bare_for_readers() -> None:
    batch = replace(
        RUN, asked=(PAGE,), named=(SkippedItem(PAGE, "", "no text", f"no text in {PAGE}"),)
    )
    whole, bare = batch_json(batch, public=False), batch_json(batch, public=True)
    assert whole["from"] == [PAGE]
    assert whole["named"] == [{"where": PAGE, "reason": f"no text in {PAGE}"}]
    assert bare["named"] == [{"where": "a file (.html)", "reason": "no text"}]
    assert "minister" not in str(bare)
    assert "/srv" not in str(bare)
    assert {**whole, "from": 0, "named": 0} == {**bare, "from": 0, "named": 0}


def test_the_folders_that_were_asked_for_are_kept_until_a_batch_is_written(store: Store) -> None:
    assert store.batches.folders() == ()
    with store.transaction():
        store.batches.write("a", replace(RUN, asked=("/srv/", "/srv/a.txt", "/srv/news/")))
        store.batches.write("b", replace(RUN, asked=("/srv/", "-")))
    found = store.batches.folders()
    assert found == ("/srv/news/", "/srv/")
    assert store.batches.folders() is found
    with store.transaction():
        store.batches.write("c", replace(RUN, asked=("/srv/piles/",)))
    assert store.batches.folders() == ("/srv/piles/", "/srv/news/", "/srv/")


def test_a_batch_that_is_damaged_keeps_no_others_from_being_known(store: Store) -> None:
    with store.transaction():
        store.batches.write("a", RUN)
        store.batches.write("b", replace(RUN, asked=("/srv/news/other/",)))
        store.database.run("UPDATE batches SET asked = '[\"/srv' WHERE token = 'b'")
    assert store.batches.folders() == ("/srv/news/pile/",)
