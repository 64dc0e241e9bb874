"""Signs of life of workers whose cluster is away: it is not they who are to be started anew."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from archive.store.store import Store
from index.upkeep.followed import working
from index.upkeep.work import Work
from tests.helpers.engines import cluster_engine
from tests.helpers.servers import nobody, schema

pytest.importorskip("opensearchpy")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with schema() as address, Store.create(tmp_path / "home", address) as store:
        yield store


def test_a_worker_whose_cluster_does_not_answer_is_seen(store: Store) -> None:
    told: list[str] = []
    with nobody() as address, closing(cluster_engine(store.home, [address])) as engine:
        worker = Work(store, engine, name="attic", lease=600, tell=told.append)
        assert worker.step() > 0
        assert told == [f"OpenSearch does not answer at {address}. It is tried again."]
        assert [each.name for each in working(store, engine)] == ["attic"]


def test_a_worker_that_waits_for_a_silent_cluster_is_seen_for_longer_than_its_lease(
    store: Store,
) -> None:
    """It waits all the while for the answer to one question."""
    told: list[str] = []
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with closing(cluster_engine(store.home, [address], timeout=600)) as engine:
            worker = Work(store, engine, lease=2, tell=told.append)
            thread = threading.Thread(target=worker.run, args=(over.is_set, over.wait))
            thread.start()
            try:
                while not (first := working(store, engine)):
                    pass
                later = first[0].seen + timedelta(seconds=4)
                while not (last := working(store, engine)) or last[0].seen < later:
                    pass
                assert told == []
            finally:
                over.set()
                silent.close()
                thread.join()
            assert working(store, engine) == []
