"""What the simulation foretells, first of what was measured, then of a library's archive."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from scaling.costs import Commits, Costs, SearchCosts, indexing, searching
from scaling.model import Asked, Cluster, Coming, asked, drained, filled

Json = dict[str, Any]
Run = Mapping[str, Any]
WITHIN = 0.2
ARTICLES = 100_000_000
READERS = 1_000.0  # searches a second
COMING = 100.0  # articles a second
BOUND = 1.0  # seconds that 95 of 100 searches may take
CORES, COPIES = 16, 2  # of a node; of each shard
SHARD_BYTES = 30e9  # of an index, in one shard
KINDS = ("counts", "hits")
GROWTH = (1.03, 1.1, 1.2, 1.35, 1.5, 2.0, 3.0)  # of the nodes that would be busy all the time
WORKERS = (1, 4, 16, 64)
PAUSES = (0.0, 30.0)  # seconds between two commits: the setting `opensearch_refresh`
COMMIT = Commits(manager=0.0166, copy=0.0092)  # by commits.py, for runs that did not measure it
TASKS = 1_000_000  # of nodes, in one simulation, at most
TIMES = 40  # as long as a shard takes, a simulation goes on, unless that is too much
FEWEST = 300  # searches of a simulation
ENOUGH = 20_000  # articles whose indexing is simulated
STEPS = 14  # of a search by halves


def all_of_it(results: Run, say: Callable[[str], None]) -> Json:
    """The check against the runs, the costs, and the archive of `ARTICLES`."""
    found: Json = {"check": list(check(results["runs"], int(results["machine"]["cores"])))}
    whole, parted = _of_nodes(results["runs"], min), _of_nodes(results["runs"], max)
    one = whole[0]
    costs = fitted(one, int(results["machine"]["cores"]))
    found["costs"] = asdict(costs)
    found["search"], found["large"] = {}, {}
    for kind in KINDS:
        say(f"simulating {ARTICLES:,} articles, {READERS:,.0f} searches a second, {kind}")
        search = searching(results["small"], whole, parted, kind)
        found["search"][kind] = {**asdict(search), "spread": len(search.spread)}
        bytes_of_one = one["bytes"]["index"] / one["articles"]
        found["large"][kind] = list(growing(search, ARTICLES * bytes_of_one))
    say("simulating the first indexing, and the lag while articles come")
    wanted = _wanted(found["large"]["counts"])
    commit = replace(COMMIT, **results.get("commit", {}))
    found["commit"] = asdict(commit)
    found["first"] = list(first_indexing(costs, commit, wanted))
    found["lag"] = list(lagging(costs, commit, wanted))
    return found


def _of_nodes(runs: Sequence[Run], which: Callable[[set[int]], int]) -> list[Run]:
    """The runs of the fewest or the most nodes, that of the fewest workers first."""
    count = which({run["nodes"] for run in runs})
    return sorted(
        (run for run in runs if run["nodes"] == count), key=lambda run: int(run["workers"])
    )  # fmt: skip


def background(run: Run) -> float:
    """Cores that were busy with other things while an index was filled: searches, and others."""
    drain = run["drain"]
    searches = drain["cpu"]["readers"] + drain["searches"] * run["search"]["counts"]["nodes"]
    return float(drain["others"] + searches / drain["seconds"])


def fitted(run: Run, cores: int) -> Costs:
    """A run's costs, with the one that no clock of a processor tells, `wait`, such that the
    simulation is as quick as the run was.
    """
    costs, articles, others = indexing(run), min(run["articles"], ENOUGH), background(run)
    low, high = -costs.index, 1 / run["drain"]["rate"]
    for _ in range(STEPS):
        middle = (low + high) / 2
        rate = drained(
            replace(costs, wait=middle), run["workers"], articles, cores, others
        )  # fmt: skip
        low, high = (middle, high) if rate > run["drain"]["rate"] else (low, middle)
    return replace(costs, wait=(low + high) / 2)


def check(runs: Sequence[Run], cores: int) -> Iterator[Json]:
    """For each number of nodes: fitted on the run of the fewest workers, and what that foretells
    of the others; also with the costs of a processor that each run itself had, which tells whether
    it is the simulation that is wrong, or the costs that grow where more run at once.
    """
    for nodes in sorted({run["nodes"] for run in runs}):
        of_these = sorted(
            (run for run in runs if run["nodes"] == nodes), key=lambda run: int(run["workers"])
        )
        base = fitted(of_these[0], cores)
        for run in of_these:
            articles, others = min(run["articles"], ENOUGH), background(run)
            own = replace(indexing(run), wait=base.wait)
            measured = run["drain"]["rate"]
            foretold = drained(base, run["workers"], articles, cores, others)
            yield {
                "nodes": nodes, "workers": run["workers"], "measured": measured,
                "foretold": foretold, "fitted": run is of_these[0],
                "within": abs(foretold / measured - 1) <= WITHIN,
                "own": drained(own, run["workers"], articles, cores, others),
                "cpu": own.work + own.read + own.index,
            }  # fmt: skip


def growing(costs: SearchCosts, size: float) -> Iterator[Json]:
    """What searches take as nodes grow, from few more than what keeps all cores busy."""
    slow = sorted(costs.spread)[int(0.95 * len(costs.spread))]
    by_time = costs.million * ARTICLES / 1e6 * slow / (BOUND / 3)
    least = max(math.ceil(size / SHARD_BYTES), math.ceil(by_time), 1)
    for cluster in dict.fromkeys(_cluster(costs, least, factor) for factor in GROWTH):
        found = _asked(cluster, costs)
        yield {
            "nodes": cluster.nodes, "shards": cluster.shards, "copies": cluster.copies,
            "busy": found.busy, "p50": found.share(0.5), "p95": found.share(0.95),
        }  # fmt: skip


def _cluster(costs: SearchCosts, least: int, factor: float) -> Cluster:
    """One whose cores are busy for about 1/factor of the time, and whose nodes all have as many
    shards. Where there are more nodes than shards, these have more copies: more shards would be
    more work.
    """
    work = costs.once + least * costs.shard + costs.million * ARTICLES / 1e6
    nodes = max(math.ceil(READERS * work * factor / CORES), COPIES)
    if nodes <= least:
        return Cluster(nodes, CORES, nodes * math.ceil(least / nodes), COPIES, ARTICLES)
    times = math.ceil(nodes / least)
    return Cluster(least * times, CORES, least, max(times, COPIES), ARTICLES)


def _asked(cluster: Cluster, costs: SearchCosts) -> Asked:
    slow = max(costs.spread) * costs.on_shard(cluster.documents / cluster.shards)
    searches = max(min(TIMES * slow * READERS, TASKS / cluster.shards), FEWEST)
    seconds = searches / READERS
    return asked(cluster, costs, READERS, seconds)


def _wanted(points: Sequence[Json]) -> Json:
    """The fewest nodes that keep the bound, or the most there are."""
    return next((point for point in points if point["p95"] <= BOUND), points[-1])


def first_indexing(costs: Costs, commit: Commits, large: Json) -> Iterator[Json]:
    """How long so many workers take for all articles, on the nodes that searches want, with
    `COPIES` of each shard: more are made when all is there.
    """
    for workers in WORKERS:
        for pause in PAUSES:
            commits = replace(commit, copies=large["shards"] * COPIES, pause=pause)
            rate = filled(
                costs, workers * ENOUGH, workers, large["nodes"], CORES, COPIES, commits
            )  # fmt: skip
            hours = ARTICLES / rate / 3600
            yield {"workers": workers, "pause": pause, "rate": rate, "hours": hours}


def lagging(costs: Costs, commit: Commits, large: Json) -> Iterator[Json]:
    """How far behind an index is while articles come, with the cores that searches leave it."""
    left = max(round(CORES * (1 - min(large["busy"], 0.99))), 1)
    cluster = Cluster(large["nodes"], left, 1, large["copies"], 0)
    for workers in WORKERS:
        for pause in PAUSES:
            commits = replace(commit, copies=large["shards"] * large["copies"], pause=pause)
            coming = Coming(COMING, workers, costs, commits)
            behind = asked(cluster, SearchCosts(0, 0, 0), 1.0, 300.0, coming).behind
            seconds = behind / COMING
            yield {"workers": workers, "pause": pause, "behind": behind, "seconds": seconds}
