"""Ranges of the log that are lent to workers: none left out, none kept by who has gone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.article import Article
from archive.store.postgres.leases import Leases, Range, workers
from archive.store.store import Store
from tests.helpers.servers import schema

Make = Callable[..., Article]
LOG = 100
LONG = 600.0  # seconds that no test takes
WHO = {"alias": "news", "name": "attic", "host": "north", "process": 7}


@pytest.fixture
def store(tmp_path: Path, make_article: Make) -> Iterator[Store]:
    """An archive whose log has a hundred changes."""
    with schema() as address, Store.create(tmp_path / "home", address) as store:
        with store.transaction():
            for number in range(LOG):
                store.put(make_article(str(number)), b"", "text/plain")
        assert store.last_change()[0] == LOG
        yield store


def worker(store: Store, name: str = "one") -> Leases:
    return Leases(store.database, name, LONG)


def lapse(store: Store, first: int) -> None:
    """As if the time of a range were over."""
    sql = "UPDATE index_ranges SET until = now() - interval '1 second' WHERE first = ?"
    store.database.run(sql, (first,))


def test_ranges_follow_each_other_to_the_end_of_the_log(store: Store) -> None:
    leases = worker(store)
    assert leases.take("a", 0, 40) == Range(1, 40)
    assert worker(store, "two").take("a", 0, 40) == Range(41, 80)
    assert leases.take("a", 0, 40) == Range(81, 100)
    assert leases.take("a", 0, 40) is None
    assert leases.take("b", 70, 40) == Range(71, 100)  # another index


def test_an_index_holds_all_up_to_the_first_range_that_is_not_done(store: Store) -> None:
    leases = worker(store)
    lent = [leases.take("a", 10, 20) for _ in range(4)]
    one, two, three, four = (each for each in lent if each)
    for done, expected in ((two, 10), (four, 10), (one, 50), (three, 90)):
        leases.finish("a", done)
        assert leases.low_water("a", 10) == expected
    leases.forget("a", 90)
    assert leases.low_water("a", 90) == 90
    assert leases.take("a", 90, 50) == Range(91, 100)


def test_what_the_tables_have_lost_or_never_knew_is_not_left_out(store: Store) -> None:
    """An index may go back to a stamp of which the ranges are forgotten; what lies between its
    stamp and a range that is done is given again, and nothing counts till then.
    """
    leases = worker(store)
    later = leases.take("a", 60, 20)
    assert later == Range(61, 80)
    leases.finish("a", later)
    assert leases.low_water("a", 30) == 30
    assert leases.take("a", 30, 20) == Range(31, 50)
    gap = leases.take("a", 30, 20)
    assert gap == Range(51, 60)  # and no further than to what is there
    leases.finish("a", Range(31, 50))
    leases.finish("a", gap)
    assert leases.low_water("a", 30) == 80


def test_a_range_whose_time_is_over_is_another_s(store: Store) -> None:
    slow, quick = worker(store, "slow"), worker(store, "quick")
    lent = slow.take("a", 0, 60)
    assert lent
    assert slow.renew("a", lent)
    lapse(store, 1)
    assert slow.renew("a", lent)  # nobody has taken it
    lapse(store, 1)
    assert quick.take("a", 0, 10) == lent  # the same, so that the writes of both have one number
    assert not slow.renew("a", lent)
    assert quick.renew("a", lent)
    slow.finish("a", lent)  # whoever has done it, it is done
    assert quick.low_water("a", 0) == 60
    assert not quick.renew("a", lent)


def test_a_range_that_somebody_is_just_taking_is_none_to_wait_for(store: Store) -> None:
    import psycopg

    leases = worker(store)
    for _ in range(2):
        leases.take("a", 0, 40)
    for first in (1, 41):
        lapse(store, first)
    address = store.database._address  # type: ignore[attr-defined]
    with psycopg.connect(address) as other:
        other.execute("SELECT * FROM index_ranges WHERE first = 1 FOR UPDATE")
        assert leases.take("a", 0, 40) == Range(41, 80)
        assert leases.take("a", 0, 40) == Range(81, 100)
        assert leases.take("a", 0, 40) is None
    assert leases.take("a", 0, 40) == Range(1, 40)


def test_many_at_once_take_each_change_once(store: Store, tmp_path: Path) -> None:
    taken: list[Range] = []

    def take_all(name: str) -> None:
        leases = worker(store, name)
        while lent := leases.take("a", 0, 3):
            taken.append(lent)
            leases.finish("a", lent)

    threads = [threading.Thread(target=take_all, args=(str(number),)) for number in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    changes = [number for lent in taken for number in range(lent.first, lent.last + 1)]
    assert sorted(changes) == list(range(1, LOG + 1))
    assert worker(store).low_water("a", 0) == LOG


def test_what_one_does_for_all_is_one_s_turn(store: Store) -> None:
    one, two = worker(store, "one"), worker(store, "two")
    assert one.take_turn("news", LONG)
    assert one.take_turn("news", LONG)
    assert not two.take_turn("news", LONG)
    lapse(store, 0)
    assert two.take_turn("news", LONG)
    one.end_turn("news")  # which it no longer has
    assert not one.take_turn("news", LONG)
    two.end_turn("news")
    assert one.take_turn("news", LONG)


def test_who_is_there_is_told_until_he_leaves_or_is_silent_for_too_long(store: Store) -> None:
    assert workers(store.database, "news") == []  # nor are there the tables
    leases = worker(store)
    leases.report(WHO, 0, None)
    leases.take("a", 0, 40)
    (found,) = workers(store.database, "news")
    assert (found.name, found.host, found.process, found.changes) == ("attic", "north", 7, 0)
    assert (found.range, found.rate) == (Range(1, 40), None)
    assert found.since
    assert found.began <= found.since <= found.now
    assert workers(store.database, "other") == []

    leases.finish("a", Range(1, 40))
    leases.report(WHO, 40, 12.5)
    (found,) = workers(store.database, "news")
    assert (found.changes, found.rate, found.range, found.since) == (40, 12.5, None, None)

    store.database.run("UPDATE index_workers SET until = now() - interval '1 second'")
    assert workers(store.database, "news") == []
    leases.report(WHO, 40, 12.5)
    leases.leave()
    assert workers(store.database, "news") == []


def test_who_may_not_look_sees_none(store: Store, tmp_path: Path) -> None:
    """A user who was let read before the first worker came reads on."""
    worker(store).report(WHO, 0, None)
    address = store.database._address  # type: ignore[attr-defined]
    ((name,),) = store.database.run("SELECT current_schema()::text")
    for sql in (
        f"CREATE ROLE {name} LOGIN", f"GRANT USAGE ON SCHEMA {name} TO {name}",
        f"GRANT SELECT ON archive_schema, changes, articles, counts TO {name}",
    ):  # fmt: skip
        store.database.run(sql)
    try:
        other = address.replace("//archive@", f"//{name}@")
        with Store.open(tmp_path / "home", other) as looking:
            assert workers(looking.database, "news") == []
    finally:
        store.database.run(f"DROP OWNED BY {name}")
        store.database.run(f"DROP ROLE {name}")
    assert len(workers(store.database, "news")) == 1


def test_what_is_long_over_is_forgotten(store: Store) -> None:
    leases = worker(store)
    leases.report(WHO, 0, None)
    leases.take("of an index that is gone", 0, 40)
    leases.take("a", 0, 40)
    for table in ("index_ranges", "index_workers"):
        store.database.run(f"UPDATE {table} SET until = now() - interval '2 days'")
    leases.forget("a", 0)
    assert store.database.run("SELECT target FROM index_ranges") == [("a",)]
    assert store.database.run("SELECT count(*) FROM index_workers") == [(0,)]
