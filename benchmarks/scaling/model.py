"""A cluster simulated, event by event: workers, the database and its writers' turn, nodes with
cores and shards, readers who come by chance (a Poisson process).

What takes a processor has its turn at the core that is free first, in the order in which it came.
Indexing takes a `SLICE` at a time, so that who needs little is not behind who needs much.
Everything is of one seed.
"""

from __future__ import annotations

import random
from collections.abc import Generator
from dataclasses import dataclass, field
from heapq import heapreplace
from typing import Any

import simpy
from simpy.events import Event

from scaling.costs import RANGE, Commits, Costs, SearchCosts

SLICE = 0.02  # seconds
BULKS = 4  # in which a range of changes is sent
PAUSE = 1.0  # seconds until a worker that found nothing looks again
BATCH = 500  # articles that a writer's turn is held for, at most

Step = Generator[Event, Any, None]


class Cores:
    """So many cores, which are given out in the order in which they are asked for."""

    def __init__(self, count: int) -> None:
        self._free = [0.0] * count  # when each is: a heap

    def take(self, now: float, seconds: float) -> float:
        """Has a core for so long as soon as one is free; when it is done."""
        done = max(now, self._free[0]) + seconds
        heapreplace(self._free, done)
        return done


def spend(world: simpy.Environment, cores: Cores, seconds: float) -> Step:
    """Has a core for so long, a slice at a time."""
    while seconds > 0:
        done = cores.take(world.now, min(seconds, SLICE))
        yield world.timeout(done - world.now)
        seconds -= SLICE


@dataclass
class Log:
    """The log of changes: how many there are, given out, written to the index, and there to be
    found; when the next commit may begin; `behind` over time.
    """

    changes: int = 0
    taken: int = 0
    written: int = 0
    indexed: int = 0
    commits_from: float = 0.0
    behind: list[tuple[float, int]] = field(default_factory=list)


@dataclass
class Place:
    """Who computes where. Where all share a machine, these are the same cores. An article is
    indexed by one node, then, if there are more `copies`, by others at the same time.
    """

    workers: list[Cores]
    database: Cores
    nodes: list[Cores]
    copies: int = 1
    commits: Commits = field(default_factory=Commits)
    manager: Cores = field(default_factory=lambda: Cores(1))


def worker(
    world: simpy.Environment, log: Log, costs: Costs, place: Place, cores: Cores,
    chance: random.Random,
) -> Step:  # fmt: skip
    """Takes ranges of the log and indexes them, for ever; commits what is written."""
    while True:
        if size := min(RANGE, log.changes - log.taken):
            log.taken += size
            yield from _write(world, costs, place, cores, chance, size)
            log.written += size
        if log.written > log.indexed and world.now >= log.commits_from:
            yield from _commit(world, log, place)
        elif not size:
            yield world.timeout(PAUSE)


def _write(
    world: simpy.Environment, costs: Costs, place: Place, cores: Cores, chance: random.Random,
    size: int,
) -> Step:  # fmt: skip
    """Reads a range of so many changes, and sends it to the nodes."""
    later = min(max(-costs.wait / costs.index, 0.0), 1.0) if costs.index else 0.0
    yield from spend(world, place.database, costs.read * size)
    for _ in range(BULKS):
        yield from spend(world, cores, costs.work * size / BULKS)
        index, node = costs.index * size / BULKS, chance.choice(place.nodes)
        yield from spend(world, node, index * (1 - later))
        yield world.all_of([
            world.process(spend(world, chance.choice(place.nodes), index * (1 - later)))
            for _ in range(place.copies - 1)
        ])  # fmt: skip
        world.process(spend(world, node, index * later))
    yield world.timeout(max(costs.wait, 0.0) * size)


def _commit(world: simpy.Environment, log: Log, place: Place) -> Step:
    """Refreshes all shards, on all nodes at once, then has the manager say what they hold."""
    commits, written = place.commits, log.written
    log.commits_from = world.now + commits.pause
    if on_each := commits.copy * commits.copies / len(place.nodes):
        last = max(node.take(world.now, on_each) for node in place.nodes)
        yield world.timeout(last - world.now)
    yield world.timeout(place.manager.take(world.now, commits.manager) - world.now)
    log.indexed = max(log.indexed, written)


def drained(
    costs: Costs, workers: int, articles: int, cores: int, others: float = 0.0, seed: int = 1
) -> float:
    """Articles a second that so many workers index of a log that is full, where everything is on
    one machine, of whose cores others keep so many busy.
    """
    world, chance = simpy.Environment(), random.Random(seed)
    machine = Cores(cores)
    log = Log(changes=articles)
    place = Place([machine] * workers, machine, [machine])
    if others > 0:
        world.process(_others(world, machine, others, chance))
    return _until_written(world, log, costs, place, chance)


def filled(
    costs: Costs, articles: int, workers: int, nodes: int, cores: int, copies: int,
    commits: Commits | None = None, seed: int = 1,
) -> float:  # fmt: skip
    """The same where each worker has a core of its own, and database and nodes `cores` each. An
    article is indexed on each of its copies.
    """
    world, chance = simpy.Environment(), random.Random(seed)
    place = Place(
        [Cores(1) for _ in range(workers)],
        Cores(cores),
        [Cores(cores) for _ in range(nodes)],
        copies,
        commits or Commits(),
    )
    return _until_written(world, Log(changes=articles), costs, place, chance)


def _until_written(
    world: simpy.Environment, log: Log, costs: Costs, place: Place, chance: random.Random
) -> float:
    for cores in place.workers:
        world.process(worker(world, log, costs, place, cores, chance))
    while log.written < log.changes:
        world.step()
    return log.changes / float(world.now)


def _others(world: simpy.Environment, machine: Cores, busy: float, chance: random.Random) -> Step:
    """Other work, which keeps so many cores busy in the mean."""
    while True:
        yield world.timeout(chance.expovariate(busy / SLICE))
        machine.take(world.now, SLICE)


@dataclass(frozen=True)
class Cluster:
    """What is asked of whom: `copies` of each of `shards`, on `nodes` of `cores` each."""

    nodes: int
    cores: int
    shards: int
    copies: int
    documents: float

    def holding(self, shard: int) -> list[int]:
        """The nodes that have a copy of a shard, spread so that none has two of one."""
        apart = max(self.nodes // self.copies, 1)
        return [(shard + at * apart) % self.nodes for at in range(min(self.copies, self.nodes))]


@dataclass(frozen=True)
class Asked:
    """Seconds of each search; how many cores of the nodes were busy, of one; how far behind the
    index was, in changes: at most.
    """

    seconds: list[float]
    busy: float
    behind: int

    def share(self, of: float) -> float:
        """The seconds that this share of searches took at most: .95 for p95."""
        ordered = sorted(self.seconds)
        return ordered[min(int(of * len(ordered)), len(ordered) - 1)]


@dataclass(frozen=True)
class Coming:
    """Articles that come, a second, and the workers that index and commit them."""

    rate: float = 0.0
    workers: int = 1
    costs: Costs = field(default_factory=lambda: Costs(0, 0, 0))
    commits: Commits = field(default_factory=Commits)


def asked(
    cluster: Cluster, costs: SearchCosts, readers: float, seconds: float,
    coming: Coming | None = None, seed: int = 1,
) -> Asked:  # fmt: skip
    """What `readers` a second feel who come by chance for so many seconds, while articles come."""
    world, chance = simpy.Environment(), random.Random(seed)
    nodes = [Cores(cluster.cores) for _ in range(cluster.nodes)]
    log, took, spent = Log(), [], [0.0]
    held = [cluster.holding(shard) for shard in range(cluster.shards)]

    def search() -> Step:
        began, times = world.now, chance.choice(costs.spread)
        on_shard = costs.on_shard(cluster.documents / cluster.shards) * times
        told = chance.choice(nodes).take(began, costs.once * times)
        yield world.timeout(told - began)
        last = max(
            nodes[chance.choice(holding)].take(told, on_shard) for holding in held
        )  # fmt: skip
        yield world.timeout(last - told)
        spent[0] += costs.once * times + on_shard * cluster.shards
        took.append(world.now - began)

    def arrivals() -> Step:
        while True:
            yield world.timeout(chance.expovariate(readers))
            world.process(search())

    world.process(arrivals())
    if coming and coming.rate:
        _comes(world, log, coming, nodes, cluster, chance)
    world.run(until=seconds)
    if not took:
        took.append(seconds)
    behind = max((count for at, count in log.behind if at > seconds / 5), default=0)
    return Asked(took[len(took) // 5 :], spent[0] / (seconds * cluster.cores * len(nodes)), behind)


def _comes(
    world: simpy.Environment, log: Log, coming: Coming, nodes: list[Cores],
    cluster: Cluster, chance: random.Random,
) -> None:  # fmt: skip
    """Articles taken in, in their writers' turn, and indexed; the lag is looked at each second."""
    costs = coming.costs
    database, turn = Cores(cluster.cores), simpy.Resource(world, 1)
    workers = [Cores(1) for _ in range(coming.workers)]
    place = Place(workers, database, nodes, cluster.copies, coming.commits)

    waiting = [0]  # articles that have come and are not taken in

    def arriving() -> Step:
        while True:
            yield world.timeout(1.0)
            waiting[0] += round(coming.rate)

    def ingest() -> Step:
        while True:
            size = min(waiting[0], BATCH)
            if not size:
                yield world.timeout(0.1)
                continue
            with turn.request() as mine:
                yield mine
                yield from spend(world, database, costs.put * size)
                yield world.timeout(max(costs.turn - costs.put, 0.0) * size)
            log.changes += size
            waiting[0] -= size

    def looked() -> Step:
        while True:
            yield world.timeout(0.25)
            log.behind.append((world.now, log.changes - log.indexed))

    for each in (arriving, ingest, looked):
        world.process(each())
    for cores in place.workers:
        world.process(worker(world, log, costs, place, cores, chance))
