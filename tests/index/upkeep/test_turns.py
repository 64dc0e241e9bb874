"""An index that many may write to is built by one process, on real servers; others wait for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from archive.article import Article
from archive.errors import IndexBusyError
from archive.settings import load
from archive.store.postgres.leases import Leases
from archive.store.store import Store
from index.analysis import version
from index.engines.common.interface import Engine
from index.upkeep.sync import rebuild, state, sync
from index.upkeep.work import Work
from tests.helpers.engines import cluster_engine, forget, opened
from tests.helpers.servers import nodes, schema
from tests.helpers.working import assert_whole
from webui.common.freshness import LiveArchive

pytest.importorskip("opensearchpy")

Make = Callable[..., Article]
BATCH = 10
OVER = "UPDATE index_ranges SET until = now() - interval '1 second'"


class Two:
    """One archive as two processes have it open."""

    def __init__(self, stack: ExitStack, home: Path) -> None:
        self.home, self.address = home, stack.enter_context(schema())
        self.store = stack.enter_context(Store.create(home, self.address))
        self.other = stack.enter_context(Store.open(home, self.address))
        self.engine = opened("opensearch", home)  # gone from the cluster in the end
        self.others: Engine = cluster_engine(home, nodes(), timeout=60)
        stack.callback(self.engine.close)
        stack.callback(self.others.close)

    def rebuild(self, meanwhile: Callable[[], None]) -> None:
        """Has the first process build the index, and something happen in the midst of that."""

        def progress(done: int, of: int) -> None:
            if done == BATCH:
                meanwhile()

        rebuild(self.store, self.engine, batch=BATCH, on_progress=progress)

    def refused(self) -> None:
        """The other process leaves it to the first."""
        with pytest.raises(IndexBusyError, match="built by another process"):
            sync(self.other, self.others)

    def indexes(self) -> int:
        """How many indexes there are of the archive in the cluster; one has another for words."""
        client, alias = self.engine._client, self.engine.alias  # type: ignore[attr-defined]
        return len(client.ask("GET", f"/{alias}-*/_alias")) // 2


@pytest.fixture
def two(tmp_path: Path, make_article: Make) -> Iterator[Two]:
    """Thirty articles, and no index."""
    nodes()
    with ExitStack() as stack:
        two = Two(stack, tmp_path / "home")
        with two.store.transaction():
            for number in range(30):
                two.store.put(make_article(str(number)), b"%d" % number, "text/plain")
        yield two


def test_one_builds_and_others_leave_it_to_that_one(two: Two) -> None:
    counts = []

    def meanwhile() -> None:
        two.refused()
        counts.append(two.indexes())

    two.rebuild(meanwhile)
    assert counts == [1]
    assert sync(two.other, two.others).verdict == "current"
    assert_whole(two.store, two.engine)
    rebuild(two.other, two.others)  # whose turn it may be now
    assert_whole(two.store, two.engine)


def test_a_web_server_answers_by_the_old_index_meanwhile(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync(two.store, two.engine)
    monkeypatch.setattr(version, "VERSION", version.VERSION + 1)
    monkeypatch.setenv("ARCHIVE_STORE", two.address)
    monkeypatch.setenv("ARCHIVE_ENGINE", "opensearch")
    monkeypatch.setenv("ARCHIVE_OPENSEARCH", " ".join(nodes()))
    server = LiveArchive(load(two.home))
    verdicts, counts = [], []

    def meanwhile() -> None:
        verdicts.append(server.catch_up().verdict)
        counts.append(two.indexes())

    two.rebuild(meanwhile)
    verdicts.append(server.catch_up().verdict)
    server.close()
    assert verdicts == ["rebuild", "current"]
    assert counts == [2]  # the old one, and one that is built


def test_the_turn_of_who_was_killed_ends_by_itself(two: Two) -> None:
    alias = two.engine.alias  # type: ignore[attr-defined]
    assert Leases(two.store.database, "killed", 30).take_turn(alias, 3600)
    two.refused()
    two.store.database.run(OVER)
    assert sync(two.other, two.others).verdict == "rebuild"
    assert_whole(two.store, two.engine)


def test_the_turn_is_kept_by_going_on(two: Two) -> None:
    refused = []

    def progress(done: int, of: int) -> None:
        if done == BATCH:
            two.store.database.run(OVER)
        if done == 2 * BATCH:
            two.refused()
            refused.append(done)

    rebuild(two.store, two.engine, batch=BATCH, on_progress=progress)
    assert refused


def test_a_worker_waits_for_whoever_builds(two: Two) -> None:
    told: list[str] = []
    worker = Work(two.other, two.others, tell=told.append)
    waited = []
    two.rebuild(lambda: waited.append(worker.step() > 0))
    assert waited == [True]
    assert told == ["The index is being built by another process."]
    while worker.step() == 0:
        pass
    assert state(two.store, two.engine).verdict == "current"
    worker.run(lambda: True, lambda _: None)


def test_an_index_of_another_name_is_filled_by_all_workers(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As docs/scale.md has it done after an upgrade of the analysis, of many articles."""
    sync(two.store, two.engine)
    monkeypatch.setattr(version, "VERSION", version.VERSION + 1)
    named = [cluster_engine(two.home, nodes(), name=f"{two.engine.alias}b", timeout=60)  # type: ignore[attr-defined]
             for _ in range(2)]  # fmt: skip
    workers = [Work(store, engine, size=BATCH)
               for store, engine in zip((two.store, two.other), named, strict=True)]  # fmt: skip
    while min([worker.step() for worker in workers]) == 0:
        pass
    assert all(worker.changes for worker in workers)
    assert_whole(two.store, named[0])
    assert state(two.store, two.engine).verdict == "rebuild"  # which is searched until then
    forget(named[0])
    for each in named:
        each.close()


def test_who_may_write_nothing_into_the_database_builds_without_a_turn(two: Two) -> None:
    with Store.open(two.home, two.address, read_only=True) as reading:
        rebuild(reading, two.engine)
        assert_whole(reading, two.engine)
        assert reading.database.row("SELECT to_regclass('index_ranges')") == (None,)


def test_a_rebuild_that_fails_ends_its_turn(two: Two) -> None:
    def fail() -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        two.rebuild(fail)
    assert sync(two.other, two.others).verdict == "rebuild"
    assert_whole(two.store, two.engine)
