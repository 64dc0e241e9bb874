"""Workers, on real servers: what they do at once, twice, late, and in each other's stead."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from archive.article import Article
from archive.errors import IndexBusyError, IndexFollowedError, RequestError, StoreError
from archive.store.postgres.leases import Range
from archive.store.store import Store
from index.analysis import version
from index.engines.common.request import Request
from index.engines.open import open_engine
from index.upkeep.followed import working
from index.upkeep.sync import parted, rebuild, state, sync
from index.upkeep.work import Work
from tests.helpers.engines import opened
from tests.helpers.servers import nodes, schema
from tests.helpers.working import assert_whole

opensearchpy = pytest.importorskip("opensearchpy")

from index.engines.opensearch.client import Client, GoneError  # noqa: E402
from index.engines.opensearch.engine import OpenSearchEngine  # noqa: E402
from index.engines.opensearch.parts import Shape  # noqa: E402

Make = Callable[..., Article]
BY_YEARS = pytest.mark.parametrize("shared", [0, 10], indirect=True)
SIZE = 7  # changes in a range


class Shared:
    """An archive on a server whose index is in a cluster, and workers on it."""

    def __init__(self, home: Path, address: str, make_article: Make, years: int) -> None:
        self.home, self.address, self.make = home, address, make_article
        self.store = Store.create(home, address)
        engine = opened("opensearch", home, years=years)
        assert isinstance(engine, OpenSearchEngine)
        self.engine = engine
        self.told: list[str] = []

    def put(self, *names: str, **fields: Any) -> None:
        with self.store.transaction():
            for name in names:
                decade = (sum(map(ord, name)) + len(fields)) % 4  # another one when it changes
                usual = {"tags": (f"tag {len(name)}",), "date": f"{1980 + decade * 10}-01-02"}
                made = self.make(name, **{**usual, **fields})
                self.store.put(made, f"{name}{fields}".encode(), "text/plain")

    def worker(self, lease: float = 600.0, **more: Any) -> Work:
        return Work(self.store, self.engine, lease=lease, size=SIZE, tell=self.told.append, **more)

    def finished(self, *workers: Work) -> None:
        """Has workers go on until there is nothing to do."""
        every = workers or (self.worker(),)
        while min([worker.step() for worker in every]) == 0:
            pass

    def last(self) -> int:
        return self.store.last_change()[0]

    def stamp(self) -> int:
        stamp = self.engine.stamp()
        return stamp.change if stamp else -1


@pytest.fixture
def shared(request: pytest.FixtureRequest, tmp_path: Path, make_article: Make) -> Iterator[Shared]:
    """Thirty articles; some changed, removed and brought back since. There is no index yet; it will
    be by so many years as a test says.
    """
    nodes()
    with schema() as address:
        shared = Shared(tmp_path / "home", address, make_article, getattr(request, "param", 0))
        names = [str(number) for number in range(30)]
        shared.put(*names)
        shared.put(*names[::3], title="Changed", tags=("Second",))
        for name in names[:4]:
            shared.store.remove(make_article(name).id)
        shared.store.restore(make_article("0").id)
        yield shared
        shared.engine.close()
        shared.store.close()


@BY_YEARS
def test_a_worker_makes_an_index_and_keeps_to_the_log(shared: Shared) -> None:
    worker = shared.worker(name="attic")
    shared.finished(worker)
    assert shared.told == ["Building the index: there is no index yet."]
    assert state(shared.store, shared.engine).verdict == "current"
    assert_whole(shared.store, shared.engine)
    assert worker.changes == shared.last()
    shared.put("new", "0")
    assert worker.step() == 0
    assert shared.stamp() == shared.last()
    assert worker.step() > 0
    assert_whole(shared.store, shared.engine)


@BY_YEARS
def test_several_at_once_do_it_together(shared: Shared) -> None:
    over = threading.Event()

    def work(worker: Work) -> None:
        worker.run(over.is_set, lambda _: over.wait(0.01))

    workers = [shared.worker() for _ in range(3)]
    threads = [threading.Thread(target=work, args=(each,)) for each in workers]
    for each in threads:
        each.start()
    for number in range(8):
        shared.put(*(f"{number}-{name}" for name in range(9)))
        shared.put("5", title=f"Changed {number} times")
    while state(shared.store, shared.engine).verdict != "current":
        over.wait(0.05)
    over.set()
    for each in threads:
        each.join()
    assert sum(worker.changes for worker in workers) >= shared.last()
    assert_whole(shared.store, shared.engine)
    assert working(shared.store, shared.engine) == []


def test_the_stamp_goes_on_when_nothing_before_is_left_out(shared: Shared) -> None:
    first, second = shared.worker(), shared.worker()
    first._build("there is none")
    index, target = shared.engine.place()
    slow = first._leases.take(target, 0, SIZE)
    assert slow == Range(1, SIZE)
    second.step()
    second.step()
    assert shared.stamp() == 0  # though much is there already
    assert shared.engine._building.counted(index) == 0  # and to be seen when the stamp says so
    first._index(index, target, slow)
    first._settle(index, target)
    assert shared.stamp() == 3 * SIZE
    shared.finished(second)
    assert_whole(shared.store, shared.engine)


@BY_YEARS
def test_two_on_one_range_and_what_the_late_one_writes_then(shared: Shared) -> None:
    """A worker stops in the midst of a range, as one that is frozen; another takes it over, and
    articles change again. What the first has still to write comes last, and changes nothing.
    """
    frozen, quick = shared.worker(), shared.worker()
    frozen._build("there is none")
    index, target = shared.engine.place()
    lent = frozen._leases.take(target, 0, SIZE)
    assert lent
    changes = shared.store.changes(lent.first - 1, lent.last)
    removed, documents = parted(shared.store, shared.engine, changes)
    read = list(documents)  # as the articles are now
    shared.put(*map(str, range(4, 9)), title="Changed meanwhile", tags=("Third",))
    sql = "UPDATE index_ranges SET until = now() - interval '1 second'"
    shared.store.database.run(sql)
    shared.finished(quick)
    assert shared.stamp() == shared.last()
    shared.engine.fill(index, removed, read, lent.last)
    frozen._leases.finish(target, lent)
    frozen._settle(index, target)
    assert_whole(shared.store, shared.engine)
    shared.put("after")
    shared.finished(frozen)
    assert_whole(shared.store, shared.engine)


def test_who_has_lost_a_range_lets_it_be(shared: Shared, monkeypatch: pytest.MonkeyPatch) -> None:
    slow, quick = shared.worker(lease=0.0), shared.worker()
    slow._build("there is none")
    renew = slow._leases.renew

    def too_late(target: str, lent: Range) -> bool:
        shared.finished(quick)
        return renew(target, lent)

    monkeypatch.setattr(slow._leases, "renew", too_late)
    assert slow.step() == 0
    assert shared.told[-1] == f"Another worker has taken over the changes 1 to {SIZE}."
    assert slow.changes == 0
    assert_whole(shared.store, shared.engine)


@pytest.mark.parametrize("moment", [1, 2])
def test_who_is_slow_to_stamp_an_index_does_not_set_it_back(
    shared: Shared, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    slow, quick = shared.worker(), shared.worker()
    slow._build("there is none")
    low_water, asked, stamps = slow._leases.low_water, count(1), [0]

    def late(target: str, stamp: int) -> int:
        found = low_water(target, stamp)
        if next(asked) == moment:
            shared.finished(quick)
            stamps.append(shared.stamp())
        return found

    monkeypatch.setattr(slow._leases, "low_water", late)
    slow.step()
    stamps.append(shared.stamp())
    assert len(stamps) == 3
    assert stamps == sorted(stamps)
    shared.finished(quick)
    assert shared.stamp() == shared.last()
    assert_whole(shared.store, shared.engine)


def test_a_stamp_that_is_put_back_by_a_late_one_is_put_right(shared: Shared) -> None:
    worker = shared.worker()
    shared.finished(worker)
    index, _ = shared.engine.place()
    token = shared.store.change_token(SIZE)
    assert token
    shared.engine.commit(index, SIZE, token)
    assert state(shared.store, shared.engine).verdict == "behind"
    shared.finished(worker)
    assert shared.stamp() == shared.last()
    assert_whole(shared.store, shared.engine)


@BY_YEARS
def test_a_rebuild_beside_workers_takes_their_index_s_place(shared: Shared) -> None:
    """What they write to the one that is gone is no loss, and leaves nothing behind."""
    worker = shared.worker()
    worker.step()
    worker.step()
    index, target = shared.engine.place()
    lent = worker._leases.take(target, shared.stamp(), SIZE)
    assert lent
    rebuild(shared.store, shared.engine)
    shared.put("new", "1")
    with pytest.raises(IndexBusyError, match="built anew meanwhile"):
        worker._index(index, target, lent)  # which makes an index of that name, as clusters do
    assert not worker._settle(index, target)
    with pytest.raises(IndexBusyError, match="built anew meanwhile"):
        shared.engine._building.seal(index, Shape(1), 1, "")  # as if it had gone since
    shared.finished(worker)
    with pytest.raises(GoneError):
        shared.engine._client.ask("GET", f"/{index}")
    assert shared.engine.place()[1] != target
    assert_whole(shared.store, shared.engine)


def test_an_index_of_another_analysis_is_built_by_one_of_them(
    shared: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = shared.worker(), shared.worker()
    shared.finished(one)
    before = shared.engine.place()
    monkeypatch.setattr(version, "VERSION", version.VERSION + 1)
    assert two._leases.take_turn(shared.engine.alias, 60)
    assert one.step() > 0
    assert shared.told[-1] == "The index is being built by another process."
    assert shared.engine.place() == before
    assert two.step() == 0
    assert shared.engine.place() != before
    assert one.step() > 0  # it has nothing to do
    assert_whole(shared.store, shared.engine)


def test_commits_have_a_pause_between_them_whoever_makes_them(shared: Shared) -> None:
    one, two = shared.worker(pause=3600), shared.worker(pause=3600)
    one._build("there is none")
    assert (one.step(), one.step(), two.step()) == (0, 0, 0)
    assert shared.stamp() == SIZE  # the first commit had none to wait for
    standing = state(shared.store, shared.engine)
    assert (standing.verdict, standing.behind) == ("behind", shared.last() - SIZE)
    shared.finished(one, two)
    assert shared.stamp() == SIZE
    assert len(shared.engine.ids()) < shared.store.count()
    assert {each.range for each in working(shared.store, shared.engine)} == {None}
    _, target = shared.engine.place()
    over = "UPDATE index_ranges SET until = now() - interval '1 second' WHERE target = ?"
    shared.store.database.run(over, (f"{target} commits",))
    assert two.step() == 0
    assert two.step() > 0
    assert shared.stamp() == shared.last()
    assert_whole(shared.store, shared.engine)


def test_who_ends_commits_at_once(shared: Shared) -> None:
    worker = shared.worker(pause=3600)
    shared.finished(worker)
    assert shared.stamp() < shared.last()
    worker.run(lambda: True, lambda _: None)
    assert working(shared.store, shared.engine) == []
    assert shared.stamp() == shared.last()
    assert sync(shared.store, shared.engine).verdict == "current"
    assert_whole(shared.store, shared.engine)


def test_who_ends_does_not_stamp_what_another_analysis_has_filled(
    shared: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = shared.worker(pause=3600)
    shared.finished(worker)
    before = shared.engine.stamp()
    monkeypatch.setattr(version, "VERSION", version.VERSION + 1)
    worker.run(lambda: True, lambda _: None)
    assert shared.engine.stamp() == before


def test_nobody_else_indexes_while_workers_do(shared: Shared) -> None:
    worker = shared.worker()
    shared.finished(worker)
    shared.put("new")
    with pytest.raises(IndexFollowedError, match="1 worker indexes what is new"):
        sync(shared.store, shared.engine)
    assert shared.stamp() == shared.last() - 1
    worker._leases.leave()
    sync(shared.store, shared.engine)
    assert shared.stamp() == shared.last()
    shared.put("newer")
    shared.finished(worker)  # which goes on from there
    assert_whole(shared.store, shared.engine)


def test_a_server_that_goes_away_and_comes_back_is_told_once(
    shared: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = shared.worker()
    shared.finished(worker)
    shared.put("new")
    away = shared.store.database
    whole = type(away).run

    def refuse(*_: object) -> Any:
        raise StoreError("The server is away")

    monkeypatch.setattr(type(away), "run", refuse)
    assert worker.step() > 0
    assert worker.step() > 0
    monkeypatch.setattr(type(away), "run", whole)
    shared.finished(worker)
    assert shared.told[1:] == ["The server is away. It is tried again.", "It goes on."]
    assert_whole(shared.store, shared.engine)


def test_words_of_a_bulk_that_did_not_arrive_are_sent_again(
    shared: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = shared.worker()
    shared.finished(worker)
    shared.put("new", body="Quixotic")
    whole, lost = Client.bulk, [1]

    def fail_once(client: Client, lines: Any) -> Any:
        if lost:
            raise StoreError("lost on the way" * lost.pop())
        return whole(client, lines)

    monkeypatch.setattr(Client, "bulk", fail_once)
    assert worker.step() > 0
    shared.store.database.run("UPDATE index_ranges SET until = now() - interval '1 second'")
    shared.finished(worker)
    assert shared.engine.terms("body", "quix") == ["quixotic"]


def test_where_there_is_nothing_for_workers_to_do(store: Store, shared: Shared) -> None:
    engine = open_engine("whoosh", store.home)
    with pytest.raises(RequestError, match="database is a file on one machine"):
        Work(store, engine)
    with pytest.raises(RequestError, match="the engine whoosh keeps its index on one machine"):
        Work(shared.store, engine)
    assert working(store, engine) == working(shared.store, engine) == []
    engine.close()


def test_an_article_that_cannot_be_read_stops_nobody(shared: Shared) -> None:
    shared.store.database.run(
        "UPDATE revisions SET data = '{' WHERE article_id = ?", (shared.make("8").id,)
    )
    shared.finished()
    assert shared.stamp() == shared.last()
    assert shared.engine.search(Request()).total == shared.store.count() - 1
