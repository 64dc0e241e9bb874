"""Workers that are killed, frozen and cut off at any moment, and servers that go away under them.

A few kills run with every suite that has both servers; what takes minutes, and a server of its own
that is crashed, only where `CLUSTER_FAULTS=yes` (`make test-cluster`). Each test says how many
articles were acknowledged, how many of them were lost or there twice, after how many seconds the
index went on, and after how many it held all.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.article import Article
from archive.errors import StoreError
from archive.store.store import Store
from index.engines.common.interface import Engine
from index.engines.common.request import Request
from tests.helpers.archives import ROOT
from tests.helpers.engines import opened
from tests.helpers.seeds import SEED
from tests.helpers.servers import Own, nodes, own_server, schema
from tests.helpers.working import Crew, assert_whole, until_current

Make = Callable[..., Article]
SIZE = 10  # changes in a range
FAULTS = os.environ.get("CLUSTER_FAULTS") == "yes"
KILLS = 100 if FAULTS else 10

faults = pytest.mark.skipif(not FAULTS, reason="takes minutes: make test-cluster runs it")


class Place:
    """An archive on a server, its index in a cluster, and a crew."""

    def __init__(
        self, home: Path, address: str, make: Make, say: Callable[[str], None],
        shards: int = 1, replicas: int = 0, years: int = 0,
    ) -> None:  # fmt: skip
        nodes()
        self.home, self.address, self.make, self.say = home, address, make, say
        self.store = Store.create(home, address)
        self.engine = opened("opensearch", home, shards=shards, replicas=replicas, years=years)
        self.crew = Crew(
            home, address, SIZE, opensearch_shards=shards, opensearch_replicas=replicas,
            opensearch_years=years,
        )  # fmt: skip
        self.acknowledged: set[str] = set()

    def put(self, first: int, count: int) -> None:
        """Articles of which some came before and have changed."""
        with self.store.transaction():
            for number in range(first, first + count):
                made = self.make(
                    str(number % 500), body=f"State{number}", tags=(f"t{number % 9}",),
                    date=f"{1980 + number % 40}-01-02",  # which changes, too
                )  # fmt: skip
                self.store.put(made, str(number).encode(), "text/plain")
        self.acknowledged |= {self.make(str(n % 500)).id for n in range(first, first + count)}

    def ask(self, *words: str, **more: str) -> Any:
        """What the cluster answers to a question."""
        return self.engine._client.ask(*words, **more)  # type: ignore[attr-defined]

    def stamp(self) -> int:
        stamp = self.engine.stamp()
        return stamp.change if stamp else 0

    def until_it_goes_on(self) -> float:
        """Waits until more is indexed than now; after how many seconds it was."""
        began, before = time.monotonic(), self.stamp()
        while self.stamp() <= before and time.monotonic() < began + 300:
            time.sleep(0.05)
        return time.monotonic() - began

    def report(self, fault: str, noticed: float) -> None:
        """Waits until all is indexed, says what became of it, and fails where that is not well."""
        whole = until_current(self.store, self.engine)
        ids = self.engine.ids()
        lost = self.acknowledged - ids
        doubled = self.engine.search(Request()).total - len(ids)
        self.say(
            f"{fault}: acknowledged {len(self.acknowledged)}, lost {len(lost)}, doubled {doubled},"
            f" went on after {noticed:.1f} s, whole {whole:.1f} s after that"
        )
        assert (lost, doubled) == (set(), 0)
        assert_whole(self.store, self.engine)


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Prints a line, whatever is captured."""

    def say(line: str) -> None:
        with capsys.disabled():
            print(f"\n{line}")

    return say


@pytest.fixture
def place(tmp_path: Path, make_article: Make, say: Callable[[str], None]) -> Iterator[Place]:
    with schema() as address:
        place = Place(tmp_path / "home", address, make_article, say)
        with place.crew:
            yield place
        place.engine.close()
        place.store.close()


def test_workers_that_are_killed_at_any_moment(place: Place) -> None:
    """Two at a time, each killed at a random moment of its work; one does the rest."""
    random_moment = random.Random(SEED).uniform
    if not FAULTS:  # one that is killed while it builds keeps the others waiting for five minutes
        place.engine.rebuild([], 0, "")
    for number in range(0, KILLS, 2):
        pair = [place.crew.start(), place.crew.start()]
        place.crew.until_at_work()
        place.put(number * 50, 100)
        for each in pair:
            time.sleep(random_moment(0.0, 0.6))
            place.crew.end(each, signal.SIGKILL)
    place.put(KILLS * 50, 40)
    last = place.crew.start()
    place.report(f"{KILLS} workers killed", place.until_it_goes_on())
    assert place.crew.end(last, signal.SIGTERM) == 0
    assert "indexed." in place.crew.told()


@faults
def test_a_worker_that_is_silent_for_40_seconds(place: Place) -> None:
    place.crew.start()
    frozen = place.crew.start()
    place.put(0, 2_000)
    place.until_it_goes_on()
    frozen.send_signal(signal.SIGSTOP)
    noticed = place.until_it_goes_on()
    place.put(2_000, 400)
    time.sleep(40)
    frozen.send_signal(signal.SIGCONT)
    place.put(2_400, 100)
    place.report("a worker silent for 40 s", noticed)
    assert frozen.poll() is None


@faults
def test_a_worker_that_is_cut_off_from_the_server(place: Place) -> None:
    """Its connections end, again and again, in the midst of whatever it does."""
    import psycopg

    place.crew.start()
    place.put(0, 1_000)
    noticed = place.until_it_goes_on()
    with psycopg.connect(place.address, autocommit=True) as other:
        for _ in range(20):
            time.sleep(0.3)
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND application_name = current_schema()"
            )
    place.report("a worker cut off 20 times", noticed)
    assert "It is tried again." in place.crew.told()


@faults
@pytest.mark.parametrize("how", ["crash", "kill", "restart"])
def test_the_database_goes_away_amid_an_ingest(
    tmp_path: Path, make_article: Make, say: Callable[[str], None], how: str
) -> None:
    """As by a power cut, by kill -9 of all its processes, and politely. What is being taken in may
    end with that, and is done again; workers go on by themselves.
    """
    with own_server(tmp_path / "server") as own:
        place = Place(tmp_path / "home", own.address, make_article, say)
        with place.crew:
            _gone_amid_an_ingest(place, tmp_path, own, how)
        place.engine.close()
        place.store.close()


def _gone_amid_an_ingest(place: Place, folder: Path, own: Own, how: str) -> None:
    """What was acknowledged, or anybody has seen, is compared before any of it comes again."""
    pile = folder / "pile.jsonl"
    rows = ({"version": 1, "title": f"Title {n}", "body": f"Text {n}"} for n in range(3_000))
    pile.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    for _ in range(2):
        place.crew.start()
    with Writer(place) as writer:
        taking = place.crew.command("ingest", pile, log=subprocess.PIPE)
        while place.store.count() - len(writer.noted) < 1_000 or len(writer.noted) < 20:
            assert taking.poll() is None
            time.sleep(0.05)
        seen = place.store.ids()
        own.do(how)
        noticed = place.until_it_goes_on()
        taking.communicate(timeout=300)
        writer.until_more()
    assert taking.returncode in (0, 2)  # it may have been reading just then, and noticed nothing
    place.acknowledged = seen | set(writer.noted)
    lost = place.acknowledged - place.store.ids()
    place.say(
        f"PostgreSQL: {how} amid an ingest: acknowledged {len(place.acknowledged)}, of them"
        f" {len(writer.noted)} one by one, lost {len(lost)}; refused {writer.refused}"
    )
    assert lost == set()
    again = place.crew.command("ingest", pile, log=subprocess.DEVNULL)
    assert again.wait(300) == 0
    assert place.store.count() == 3_000 + len(writer.noted)
    place.report(f"PostgreSQL: {how} amid an ingest", noticed)
    told = place.crew.told()
    assert ("It is tried again." in told) == ("It goes on." in told)


class Writer:
    """Takes articles in one by one, each until it is acknowledged, and then notes its id."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._write)
        self.noted: list[str] = []
        self.refused = 0

    def __enter__(self) -> Writer:
        self._thread.start()
        return self

    def __exit__(self, *ending: object) -> None:
        self._over.set()
        self._thread.join()

    def until_more(self) -> None:
        """Waits until it has taken in more than now."""
        began, before = time.monotonic(), len(self.noted)
        while len(self.noted) == before:
            assert time.monotonic() < began + 300
            time.sleep(0.05)

    def _write(self) -> None:
        with Store.open(self._place.home, self._place.address) as store:
            while not self._over.is_set():
                made = self._place.make(f"single {len(self.noted)}")
                try:
                    with store.transaction():
                        store.put(made, made.identity.encode(), "text/plain")
                except StoreError:
                    self.refused += 1
                    time.sleep(0.05)
                    continue
                self.noted.append(made.id)


@faults
@pytest.mark.parametrize("victim", ["a node", "the manager"])
def test_a_node_is_killed_under_two_workers(
    tmp_path: Path, make_article: Make, say: Callable[[str], None], victim: str
) -> None:
    """Of three; each part of the index is kept twice."""
    if len(nodes()) < 3:
        pytest.skip("needs three nodes: make test-cluster")
    with schema() as address:
        place = Place(tmp_path / "home", address, make_article, say, shards=3, replicas=1)
        with place.crew:
            place.crew.start()
            place.crew.start()
            place.put(0, 1_000)
            place.until_it_goes_on()
            (named,) = place.ask("GET", "/_cat/cluster_manager", format="json")
            manager = named["node"].removeprefix("n")
            number = manager if victim == "the manager" else str(int(manager) % 3 + 1)
            _on_nodes("kill", number)
            noticed = place.until_it_goes_on()
            place.put(1_000, 1_000)
            until_current(place.store, place.engine)
            _on_nodes("start", number)
            _on_nodes("wait", "3")
            place.put(2_000, 200)
            place.report(f"{victim} killed under two workers", noticed)
        began = time.monotonic()
        while place.engine.health().status != "green":  # type: ignore[attr-defined]
            assert time.monotonic() < began + 300
            time.sleep(0.5)
        place.engine.close()
        place.store.close()


def _on_nodes(*words: str) -> None:
    """Tells the script that has the nodes something."""
    script = ROOT / "tests" / "cluster" / "cluster.sh"
    subprocess.run([script, *words], check=True, capture_output=True, timeout=300)


@faults
@pytest.mark.parametrize(("years", "parts"), [(0, 0), (10, 4)])
def test_a_rebuild_beside_workers(
    tmp_path: Path, make_article: Make, say: Callable[[str], None], years: int, parts: int
) -> None:
    with schema() as address:
        place = Place(tmp_path / "home", address, make_article, say, years=years)
        with place.crew:
            place.crew.start()
            place.crew.start()
            place.put(0, 1_000)
            place.until_it_goes_on()
            noticed = time.monotonic()
            for number in range(3):
                rebuilt = place.crew.command("reindex", log=subprocess.DEVNULL)
                while rebuilt.poll() is None:
                    place.put(1_000 + number * 100, 20)
                assert rebuilt.returncode == 0
            told = f"three rebuilds beside workers, {parts} parts by years"
            place.report(told, time.monotonic() - noticed)
            assert _indexes(place.engine) == 2 + parts  # one, and that of its words
        place.engine.close()
        place.store.close()


def _indexes(engine: Engine) -> int:
    """How many indexes of an archive's there are in the cluster."""
    client, alias = engine._client, engine.alias  # type: ignore[attr-defined]
    return len(client.ask("GET", f"/{alias}-*/_alias"))
