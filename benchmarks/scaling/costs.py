"""What an article and a search take, in seconds of a processor: by what was measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Measured = Mapping[str, Any]  # a combination's figures, as `combination.py` has them
RANGE = 500  # changes that a worker takes at once (cli/work.py)


@dataclass(frozen=True)
class Costs:
    """Seconds of a processor, an article: of a worker, of the database as a worker reads, of all
    nodes together, of the database and of whoever holds the writers' turn as it is taken in.
    `wait` is what a worker waits beside that, by the clock, an article; below 0, that much of the
    nodes' work is done while it goes on.
    """

    work: float
    read: float
    index: float
    wait: float = 0.0
    put: float = 0.0
    turn: float = 0.0


@dataclass(frozen=True)
class Commits:
    """What a commit takes, in seconds: of the manager, by whom commits go one after the other, and
    of a node's processor for each copy of a shard, of which there are so many. Workers leave a
    `pause` between two, at least.
    """

    manager: float = 0.0
    copy: float = 0.0
    copies: int = 1
    pause: float = 0.0


@dataclass(frozen=True)
class SearchCosts:
    """Seconds of the nodes' processors, a search: `once`, for each shard, and for each million of
    documents. `spread` are searches' costs as multiples of the mean one.
    """

    once: float
    shard: float
    million: float
    spread: tuple[float, ...] = (1.0,)

    def on_shard(self, documents: float) -> float:
        """The mean search's seconds on one shard of so many documents."""
        return self.shard + self.million * documents / 1e6


def indexing(run: Measured) -> Costs:
    """Those of a run of one worker. What searches took meanwhile is the searches'."""
    drain, coming = run["drain"], run["coming"]
    articles = drain["rate"] * drain["seconds"]  # but for those indexed before all had begun
    searching = drain["searches"] * run["search"]["counts"]["nodes"]
    index = max(drain["cpu"]["nodes"] - searching, 0.0) / articles
    read = drain["cpu"]["database"] / articles
    return Costs(
        work=drain["cpu"]["workers"] / articles,
        read=read,
        index=index,
        put=max(coming["cpu"]["database"] / coming["articles"] - read, 0.0),
        turn=coming["turn"],
    )


def searching(
    small: Measured, whole: Sequence[Measured], parted: Sequence[Measured], kind: str
) -> SearchCosts:
    """By three measurements: of a small and a whole index of one shard, and of a whole one of
    several; of runs with the same index that which was disturbed least. The two lines through them
    may, by chance, have a slope below 0, which is taken for 0; so is what a shard takes where there
    was but one.
    """
    few = small["search"][kind]["nodes"]
    many, several = (min(run["search"][kind]["nodes"] for run in runs) for runs in (whole, parted))
    one = whole[0]
    million = max(many - few, 0.0) / max(one["articles"] - small["articles"], 1) * 1e6
    at_all = max(many - million * one["articles"] / 1e6, 0.0)
    further = parted[0]["shards"] - one["shards"]
    shard = min(max(several - many, 0.0) / further, at_all) if further else 0.0
    return SearchCosts(at_all - shard, shard, million, spread(whole[-1]["search"][kind]["times"]))


def spread(times: Sequence[float]) -> tuple[float, ...]:
    """Times as multiples of their mean."""
    mean = sum(times) / len(times)
    return tuple(time / mean for time in times)
