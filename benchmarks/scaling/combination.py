"""One combination of workers and nodes: an index filled from empty, searched meanwhile and after,
then more articles taken in while the workers are there.
"""

from __future__ import annotations

import secrets
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from beside.corpora import Corpus, Say
from beside.processes import ARCHIVE, Command, FailedError, Worker, environment, run
from beside.searches import asked

from archive.settings import load
from archive.store.store import Store
from index.engines.open import open_engine
from index.upkeep.followed import working
from scaling.servers import Servers, busy, database_ids, node_ids, spent

EMBEDDED = ("whoosh", "tantivy")
CLUSTER = "opensearch"
BATCH = 4 * 500  # articles: a quarter at once, as many as a worker takes at most
EVERY = 0.5  # seconds between two searches while it is indexed
LOOK = 0.05  # seconds between two looks at the writers' turn
POINTS = 120  # of a curve that are kept
QUIET = 0.1  # of a core that nodes may spend when they are done
PATIENCE = 7200.0  # seconds
_TURN = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"

Queries = Sequence[dict[str, Any]]
Json = dict[str, Any]


@dataclass
class Scene:
    """Servers that are up, and what is on them: `url` is of the database that has the corpus."""

    made: Corpus
    queries: Queries
    later: Path  # articles that come later, as JSON lines
    folder: Path
    database: Servers
    nodes: Servers
    count: int  # of nodes
    rounds: int
    say: Say

    @property
    def url(self) -> str:
        return self.database.address()

    @property
    def copies(self) -> int:
        """Of each document: two, where there are nodes for it."""
        return min(self.count, 2)


class Running:
    """A database and an index of its own, and processes on them, all gone in the end."""

    def __init__(self, scene: Scene, stack: ExitStack, batch: int) -> None:
        self.scene, self._stack = scene, stack
        name = f"scale_{secrets.token_hex(4)}"
        self.url = stack.enter_context(_database(scene.url, name))
        self.home = scene.folder / name
        self.home.mkdir(parents=True)
        stack.callback(self.home.rmdir)
        self.env = environment(
            ARCHIVE_HOME=str(self.home), ARCHIVE_STORE=self.url, ARCHIVE_ENGINE=CLUSTER,
            ARCHIVE_OPENSEARCH=scene.nodes.address().replace(",", " "),
            ARCHIVE_OPENSEARCH_INDEX=name.replace("_", "-"),
            ARCHIVE_OPENSEARCH_SHARDS=str(scene.count),
            ARCHIVE_OPENSEARCH_REPLICAS=str(scene.copies - 1), ARCHIVE_INDEX_BATCH=str(batch),
        )  # fmt: skip
        self.store = stack.enter_context(Store.open(self.home, self.url))
        self.engine: Any = open_engine(CLUSTER, self.home, settings=load(environ=self.env).values)
        stack.callback(self._forget)
        self.workers: list[subprocess.Popen[bytes]] = []
        self.sides: dict[str, Worker] = {}

    def _forget(self) -> None:
        """Takes the index out of the cluster."""
        ours = self.engine._client.ask("GET", f"/{self.engine.alias}-*/_alias")
        self.engine._building.drop(ours)
        self.engine.close()

    def start(self, workers: int) -> None:
        """Starts workers."""
        null = subprocess.DEVNULL
        for number in range(workers):
            arguments: Command = [ARCHIVE, "work", "--name", f"worker {number + 1}"]
            worker = subprocess.Popen(arguments, env=self.env, stdout=null, stderr=null)
            self.workers.append(worker)
            self._stack.callback(_ended, worker, signal.SIGTERM)

    def stop(self) -> None:
        """Ends the workers after what they are at."""
        for worker in self.workers:
            _ended(worker, signal.SIGTERM)

    def open(self) -> None:
        """Starts those who search: the cluster, and the embedded engines."""
        for name in (CLUSTER, *EMBEDDED):
            own = name == CLUSTER
            home = self.home if own else self.scene.made.home
            arguments: Command = [sys.executable, "-m", "beside.sides.archive", home, name]
            side = Worker(arguments, self.env if own else None)
            self.sides[name] = self._stack.enter_context(side)

    def behind(self) -> int:
        """Changes that the index does not hold yet."""
        if any(worker.poll() for worker in self.workers):
            raise FailedError("a worker has ended by itself")
        stamp = self.engine.stamp()
        last: int = self.store.last_change()[0]
        return last - (stamp.change if stamp else 0)

    def at_work(self) -> int:
        """How many workers have begun."""
        return len(working(self.store, self.engine))

    def cpu(self) -> dict[str, float]:
        """Seconds of a processor that each kind of process has had."""
        scene = self.scene
        return {
            "workers": spent(each.pid for each in self.workers),
            "database": spent(database_ids(scene.database)),
            "nodes": spent(node_ids(scene.nodes)),
            "readers": spent(side.pid for side in self.sides.values()) + time.process_time(),
            "machine": busy(),
        }


@contextmanager
def _database(template: str, name: str) -> Iterator[str]:
    """The address of a copy of a database, dropped in the end."""
    start = template.rpartition("/")[0]
    original = template.rpartition("/")[2]
    with psycopg.connect(f"{start}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {original}".encode())
        try:
            yield f"{start}/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _ended(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Ends a process, if it has not ended: at last without asking."""
    if process.poll() is None:
        process.send_signal(number)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def combination(scene: Scene, workers: int, part: int | None = None) -> Json:
    """All figures of one; with `part`, of an index of so many articles, which only is searched."""
    label = f"{scene.count} nodes, {workers} workers" + (f", the first {part}" if part else "")
    with ExitStack() as stack:
        running = Running(scene, stack, max((part or BATCH) // 4, 10))
        scene.say(f"{label}: indexing")
        drain = _drain(running, workers, part)
        if part:
            running.stop()
        stamp = running.engine.stamp()
        found: Json = {
            "nodes": scene.count, "shards": scene.count, "copies": scene.copies,
            "workers": workers, "articles": stamp.documents, "drain": drain,
        }  # fmt: skip
        quiet(scene)
        scene.say(f"{label}: searching")
        if not part:
            found |= beside(running)
        found["search"] = {kind: searched(running, kind == "counts") for kind in ("counts", "hits")}
        if not part:
            found["bytes"] = {
                "index": running.engine.size() / scene.copies,
                "store": _size(running),
            }
            scene.say(f"{label}: more articles come")
            found["coming"] = _coming(running)
        return found


def _drain(running: Running, workers: int, part: int | None) -> Json:
    """The log indexed from its beginning, and searches meanwhile."""
    wanted = (running.store.last_change()[0] - part) if part else 0
    running.open()
    running.start(workers)
    _until(lambda: running.engine.stamp() is not None and running.at_work() == workers)
    before, began, lag, at = running.cpu(), time.monotonic(), [], 0
    times: dict[str, list[float]] = {name: [] for name in running.sides}
    while (behind := running.behind()) > wanted:
        lag.append((time.monotonic() - began, behind))
        if part:
            time.sleep(LOOK)
            continue
        query = running.scene.queries[at * 5 % len(running.scene.queries)]
        for name, side in running.sides.items():
            times[name] += _milliseconds(side.ask(query=query, counts=True, times=1))
        at += 1
        time.sleep(max(0.0, began + at * EVERY - time.monotonic()))
        if time.monotonic() > began + PATIENCE:
            raise FailedError("the index does not get on")
    seconds = time.monotonic() - began
    lag.append((seconds, behind))
    done = lag[0][1] - behind if part else lag[0][1]
    return {
        "seconds": seconds, "rate": done / seconds, "lag": thinned(lag), "searches": at,
        "asked": {name: _shares(each) for name, each in times.items()},
        **_cpu(before, running.cpu(), seconds),
    }  # fmt: skip


def beside(running: Running) -> Json:
    """The same queries on all engines in turn, and whether they find as many."""
    found, differ = 0, []
    times = {name: list[float]() for name in running.sides}
    for query in running.scene.queries:
        answers = asked(running.sides, query, True, running.scene.rounds)
        totals = {name: answer["found"]["total"] for name, answer in answers.items()}
        for name, answer in answers.items():
            times[name] += [each / 1000 for each in answer["wall"]]
        if len(set(totals.values())) == 1:
            found += 1
        else:
            differ.append({"query": query["text"], "totals": totals})
    return {
        "beside": {name: _shares(each) for name, each in times.items()},
        "equal": found, "of": len(running.scene.queries), "differ": differ,
    }  # fmt: skip


def searched(running: Running, counts: bool) -> Json:
    """The cluster alone, one search after the other: what its nodes take, in seconds of a
    processor a search, and milliseconds by the clock, the median of each query.
    """
    side, times, rounds = running.sides[CLUSTER], [], running.scene.rounds + 1
    ids = node_ids(running.scene.nodes)
    for query in running.scene.queries:
        side.ask(query=query, counts=counts, times=1)
    before = spent(ids)
    for query in running.scene.queries:
        answer = side.ask(query=query, counts=counts, times=rounds)
        times.append(statistics.median(_milliseconds(answer)))
    each = (spent(ids) - before) / (rounds * len(times))
    return {"nodes": each, "times": [round(time, 2) for time in times], **_shares(times)}


def _coming(running: Running) -> Json:
    """More articles taken in, beside the workers: how long, how far behind the index was, and how
    long an article held the writers' turn, by looking whether anybody has it.
    """
    before, began, lag, held = running.cpu(), time.monotonic(), [], []
    first = running.store.count()
    with ThreadPoolExecutor(1) as pool:
        ingest: Command = [ARCHIVE, "ingest", running.scene.later]
        taking = pool.submit(run, ingest, running.env)
        while not taking.done() or running.behind():
            lag.append((time.monotonic() - began, running.behind()))
            if not taking.done():
                held.append(bool(running.store.database.run(_TURN)[0][0]))
            time.sleep(LOOK)
        used = taking.result()
    seconds, articles = time.monotonic() - began, running.store.count() - first
    cpu = _cpu(before, running.cpu(), seconds)
    cpu["cpu"]["ingest"] = used.cpu
    turn = sum(held) / max(len(held), 1) * used.wall / max(articles, 1)
    return {
        "articles": articles, "seconds": seconds, "taken": used.wall, "lag": thinned(lag),
        "most": max(behind for _, behind in lag), "turn": turn, "after": seconds - used.wall, **cpu,
    }  # fmt: skip


def _cpu(before: Json, after: Json, seconds: float) -> Json:
    """What was spent by kind, and how many cores were kept busy by none of these."""
    cpu = {name: round(after[name] - before[name], 3) for name in before}
    machine = cpu.pop("machine")
    return {"cpu": cpu, "others": max(machine - sum(cpu.values()), 0.0) / seconds}


def quiet(scene: Scene, patience: float = 60.0) -> None:
    """Waits until the nodes have done what they do after indexing, or for so many seconds."""
    ids, until = node_ids(scene.nodes), time.monotonic() + patience
    while time.monotonic() < until:
        before = spent(ids)
        time.sleep(1)
        if spent(ids) - before < QUIET * len(ids):
            return


def _size(running: Running) -> int:
    return int(running.store.summary().size)


def _until(reached: Callable[[], bool]) -> None:
    until = time.monotonic() + 120
    while not reached():
        if time.monotonic() > until:
            raise FailedError("no worker has begun after two minutes")
        time.sleep(0.05)


def _milliseconds(answer: Json) -> list[float]:
    return [each / 1e6 for each in answer["wall"]]


def _shares(times: Sequence[float]) -> Json:
    """Milliseconds that half of all, and 95 in 100, took at most."""
    ordered = sorted(times) or [0.0]
    p95 = ordered[min(int(0.95 * len(ordered)), len(ordered) - 1)]
    return {"p50": round(statistics.median(ordered), 2), "p95": round(p95, 2), "n": len(times)}


def thinned(points: Sequence[tuple[float, int]]) -> list[tuple[float, int]]:
    """At most `POINTS` of a curve, the last among them."""
    step = max(len(points) // POINTS, 1)
    return [(round(at, 2), behind) for at, behind in (*points[:-1:step], *points[-1:])]
