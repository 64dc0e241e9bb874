"""Nodes that die or fall silent while an archive is written to and searched.

Each test says how many documents were acknowledged, lost and doubled, after how many seconds the
cluster had noticed the fault, how long the slowest write took, and after how many seconds every
part was there again with its copies; nothing fails because it took long. They need three nodes of
their own (`make test-cluster`), which they kill: elsewhere they are skipped.
"""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from archive.article import Article
from archive.errors import SearchIndexError
from index.document import Document, document
from index.engines.common.request import Request
from tests.helpers.engines import opened
from tests.helpers.servers import nodes as addresses

SCRIPT = Path(__file__).with_name("cluster.sh")
BATCH, WHOLE = 20, 300  # documents in a write; seconds until a cluster has to be whole again
STEADY = 3  # seconds for which it has to be that

pytestmark = pytest.mark.skipif(
    os.environ.get("CLUSTER_FAULTS") != "yes", reason="kills nodes: make test-cluster runs it"
)
Make = Callable[..., Article]


def nodes(*words: object) -> str:
    """Tells the script something."""
    done = subprocess.run(
        [SCRIPT, *map(str, words)], capture_output=True, text=True, timeout=WHOLE, check=True
    )
    return done.stdout


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[object]:
    """An index of three parts, each kept twice."""
    engine = opened("opensearch", tmp_path, shards=3, replicas=1, timeout=10)
    engine.rebuild([], 0, "")
    yield engine
    for node in (1, 2, 3):
        with suppress(subprocess.CalledProcessError):
            nodes("resume", node)
        with suppress(subprocess.CalledProcessError):
            nodes("start", node)
    nodes("wait", 3)
    healthy()
    engine.close()


def told() -> list[dict[str, Any]]:
    """How the cluster is, as each node knows by itself that answers within a second."""
    found = []
    for address in addresses():
        with (
            suppress(OSError, HTTPException),
            urlopen(f"{address}/_cluster/health?local=true", timeout=1) as one,
        ):
            found.append(json.load(one))
    return found


def healthy(*wanted: str) -> float:
    """Waits until all nodes say that all are there, and every part, if not every copy (or that it
    is as `wanted`), and for a while go on to say so: who wakes does not know at once that it was
    given up. Since when it was so, by the monotonic clock.
    """
    enough = wanted or ("green", "yellow")
    since = began = time.monotonic()
    while time.monotonic() < began + WHOLE:
        states = told()
        if len(states) < 3 or not all(
            each["number_of_nodes"] == 3 and each["discovered_cluster_manager"]
            and each["status"] in enough
            for each in states
        ):  # fmt: skip
            since = time.monotonic()
        elif time.monotonic() > since + STEADY:
            return since
        time.sleep(0.2)
    raise AssertionError("not whole again")


def manager(engine: object) -> int:
    """The number of the node that is the manager."""
    (named,) = engine._client.ask("GET", "/_cat/cluster_manager", format="json")  # type: ignore[attr-defined]
    return int(named["node"].removeprefix("n"))


class Traffic:
    """A writer, a reader, and one who looks whether a node is missing, until they are told to
    stop.
    """

    def __init__(self, engine: object, documents: list[Document]) -> None:
        self.acknowledged: list[str] = []
        self.wrong: list[str] = []
        self.slowest = 0.0
        self.refused = 0
        self.noticed: float | None = None  # seconds after it was struck
        self._struck = 0.0
        self._engine = engine
        self._documents = documents
        self._over = threading.Event()
        every = (self._write, self._read, self._watch)
        self._threads = [threading.Thread(target=work) for work in every]

    def __enter__(self) -> Traffic:
        for each in self._threads:
            each.start()
        time.sleep(2)
        return self

    def __exit__(self, *ending: object) -> None:
        self._over.set()
        for each in self._threads:
            each.join()

    def struck(self) -> None:
        """Tells that the fault happens now."""
        self._struck = time.monotonic()

    def _watch(self) -> None:
        """Whether a node says that another one is missing, or the manager."""
        while self.noticed is None and not self._over.wait(0.1):
            if self._struck and any(
                each["number_of_nodes"] < 3 or not each["discovered_cluster_manager"]
                for each in told()
            ):
                self.noticed = time.monotonic() - self._struck

    def _write(self) -> None:
        change = 0
        while not self._over.is_set() and change < len(self._documents) // BATCH:
            some = self._documents[change * BATCH : (change + 1) * BATCH]
            began = time.monotonic()
            try:
                self._engine.write((), some, change + 1, f"t{change + 1}")  # type: ignore[attr-defined]
            except SearchIndexError:
                self.refused += 1  # and the same is written again
                self._over.wait(0.5)
            else:
                self.acknowledged += [each.id for each in some]
                change += 1
            self.slowest = max(self.slowest, time.monotonic() - began)

    def _read(self) -> None:
        """An answer is whole or none: what is found never becomes less."""
        before = 0
        while not self._over.is_set():
            self._over.wait(0.02)  # where no node has a manager, each is refused at once
            with suppress(SearchIndexError):
                found = self._engine.search(Request(facets=("tag",), limit=10))  # type: ignore[attr-defined]
                counted = found.missing["tag"] + sum(count for _, count in found.facets["tag"])
                if found.total != counted or found.total < before:
                    self.wrong.append(f"{before} then {found.total}, {counted} by tag")
                before = found.total


def kill(number: int) -> Callable[[], None]:
    def strike() -> None:
        nodes("kill", number)
        time.sleep(10)
        nodes("start", number)

    return strike


def freeze(number: int) -> Callable[[], None]:
    def strike() -> None:
        nodes("pause", number)
        time.sleep(40)
        nodes("resume", number)

    return strike


def two_of_three_gone() -> None:
    nodes("kill", 2)
    nodes("kill", 3)
    time.sleep(15)
    nodes("start", 2)
    nodes("start", 3)


def each_node_in_turn(engine: object) -> Callable[[], None]:
    """As for a newer version of OpenSearch (docs/scale.md)."""

    def allow(value: str | None) -> None:
        setting = {"persistent": {"cluster.routing.allocation.enable": value}}
        engine._client.ask("PUT", "/_cluster/settings", setting)  # type: ignore[attr-defined]

    def strike() -> None:
        for node in (1, 2, 3):
            allow("primaries")
            nodes("stop", node)
            nodes("start", node)
            nodes("wait", 3)
            allow(None)
            healthy("green")

    return strike


@pytest.mark.parametrize(
    "fault",
    ["a node", "the manager", "silence", "the manager's silence", "two of three", "each in turn"],
)
def test_what_is_acknowledged_is_there_and_once(
    engine: object, make_article: Make, fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    healthy()
    lead = manager(engine)
    other = lead % 3 + 1
    strike = {
        "a node": kill(other), "the manager": kill(lead),
        "silence": freeze(other), "the manager's silence": freeze(lead),
        "two of three": two_of_three_gone, "each in turn": each_node_in_turn(engine),
    }[fault]  # fmt: skip
    documents = [
        document(make_article(str(number), tags=(f"t{number % 5}",))) for number in range(8_000)
    ]
    with Traffic(engine, documents) as traffic:
        traffic.struck()
        strike()
        back = time.monotonic()
        nodes("wait", 3)
        whole = healthy("green") - back
    ids = engine.ids()  # type: ignore[attr-defined]
    lost = set(traffic.acknowledged) - ids
    doubled = engine.search(Request()).total - len(ids)  # type: ignore[attr-defined]
    noticed = "never" if traffic.noticed is None else f"after {traffic.noticed:.1f} s"
    with capsys.disabled():
        print(
            f"\n{fault}: acknowledged {len(traffic.acknowledged)}, lost {len(lost)},"
            f" doubled {doubled}, noticed {noticed}, the slowest write {traffic.slowest:.1f} s,"
            f" refused {traffic.refused}, whole {whole:.1f} s after the last node was let go on"
        )
    assert (lost, doubled, traffic.wrong) == (set(), 0, [])
    assert traffic.acknowledged


def test_a_state_that_a_node_took_with_it_is_read_from_the_copies(
    engine: object, make_article: Make
) -> None:
    """Nothing is committed meanwhile, so it is the state that was read before."""
    documents = [document(make_article(str(number))) for number in range(20)]
    engine.rebuild([documents], 1, "t1")  # type: ignore[attr-defined]
    healthy("green")
    for node in (1, 2, 3):
        assert engine.search(Request()).total == 20  # type: ignore[attr-defined]
        nodes("kill", node)
        assert engine.search(Request()).total == 20  # type: ignore[attr-defined]
        nodes("start", node)
        nodes("wait", 3)
        healthy("green")


def test_too_few_nodes_to_have_a_manager_are_told_until_there_are_more(
    engine: object, make_article: Make
) -> None:
    """No answer is given that may be of an index that is gone."""
    engine.rebuild([[document(make_article("a"))]], 1, "t1")  # type: ignore[attr-defined]
    assert engine.search(Request()).total == 1  # type: ignore[attr-defined]
    nodes("kill", 2)
    nodes("kill", 3)
    with suppress(SearchIndexError):  # the first node may take itself for the manager for a moment
        while True:
            engine.stamp()  # type: ignore[attr-defined]
    for ask in ("stamp", "generation", "health", "verify"):
        with pytest.raises(SearchIndexError, match="too few nodes are there"):
            getattr(engine, ask)()
    with pytest.raises(SearchIndexError, match="too few nodes are there"):
        engine.search(Request())  # type: ignore[attr-defined]
    nodes("start", 2)
    nodes("start", 3)
    nodes("wait", 3)
    healthy()
    assert engine.stamp().change == 1  # type: ignore[attr-defined]
    assert engine.search(Request()).total == 1  # type: ignore[attr-defined]


def test_a_swap_is_not_felt(engine: object, make_article: Make) -> None:
    """Ten rebuilds under a reader: each answer is of one index or the next, and whole."""
    documents = [document(make_article(str(number), tags=("t",))) for number in range(50)]
    engine.rebuild([documents], 1, "t1")  # type: ignore[attr-defined]
    wrong: list[object] = []
    over = threading.Event()

    def read() -> None:
        while not over.is_set():
            found = engine.search(Request(facets=("tag",)))  # type: ignore[attr-defined]
            if (found.total, dict(found.facets["tag"])) != (50, {"t": 50}):
                wrong.append(found)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for each in readers:
        each.start()
    for number in range(10):
        engine.rebuild([documents], number + 2, f"t{number + 2}")  # type: ignore[attr-defined]
    over.set()
    for each in readers:
        each.join()
    assert wrong == []
