"""What `benchmarks/scale.py` foretells with: queues as theory has them, costs, the arithmetic."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

benchmarks = Path(__file__).parents[1] / "benchmarks"
RESULTS = benchmarks / "results" / "scale.json"
# Exponential service times, without chance: its quantiles, as multiples of the mean.
EXPONENTIAL = tuple(-math.log(1 - (at + 0.5) / 2000) for at in range(2000))


@pytest.fixture(autouse=True)
def from_their_folder() -> Iterator[None]:
    """A benchmark is a script: what stands beside it is imported by its bare name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(benchmarks))
        yield


def erlang_c(servers: int, load: float) -> float:
    """The share of customers that have to wait in M/M/c: Erlang's second formula."""
    waiting = load**servers / math.factorial(servers) * servers / (servers - load)
    return waiting / (sum(load**k / math.factorial(k) for k in range(servers)) + waiting)


@pytest.mark.parametrize(("cores", "readers"), [(1, 60.0), (4, 280.0)])
def test_readers_wait_as_long_as_queueing_theory_says(cores: int, readers: float) -> None:
    from scaling.costs import SearchCosts
    from scaling.model import Cluster, asked

    service = 0.01
    found = asked(Cluster(1, cores, 1, 1, 0), SearchCosts(0, service, 0, EXPONENTIAL),
                  readers, 14_000 / readers, seed=5)  # fmt: skip
    load = readers * service
    expected = service + erlang_c(cores, load) / (cores / service - readers)
    assert sum(found.seconds) / len(found.seconds) == pytest.approx(expected, rel=0.05)
    assert found.busy == pytest.approx(load / cores, rel=0.03)
    if cores == 1:  # the time in M/M/1 is exponential
        assert found.share(0.95) == pytest.approx(expected * math.log(20), rel=0.06)


def test_workers_are_as_quick_as_what_holds_them_up() -> None:
    from scaling.costs import Costs
    from scaling.model import drained, filled

    costs = Costs(work=0.002, read=0.0005, index=0.001, wait=0.0005)
    alone = drained(costs, 1, 5_000, cores=8)
    assert alone == pytest.approx(1 / 0.004, rel=0.01)
    assert drained(costs, 4, 8_000, cores=64) == pytest.approx(4 * alone, rel=0.01)
    assert drained(costs, 6, 6_000, cores=1) == pytest.approx(1 / 0.0035, rel=0.03)
    assert drained(costs, 1, 5_000, cores=2, others=1.5) < 0.8 * alone
    # Three workers want the half more of the database's one core than it has.
    reading = Costs(work=0.001, read=0.001, index=0.0001)
    many = filled(reading, 24_000, 6, nodes=2, cores=1, copies=2)
    assert many == pytest.approx(1 / 0.001, rel=0.07)


def run(workers: int, rate: float, work: float = 0.002, articles: int = 3_000) -> dict[str, Any]:
    """A run as it is measured, on two cores: of an article, a worker takes 2 ms, the database .5
    and the node 1.
    """
    spent = {"workers": work, "database": 0.0005, "nodes": 0.001, "readers": 0.0}
    return {
        "nodes": 1, "workers": workers, "articles": articles, "shards": 1,
        "drain": {"rate": rate, "seconds": articles / rate, "searches": 0, "others": 0.0,
                  "cpu": {name: each * articles for name, each in spent.items()}},
        "search": {"counts": {"nodes": 0.0, "times": [1.0]}},
        "coming": {"articles": 100, "turn": 0.001, "cpu": {"database": 0.3}},
    }  # fmt: skip


def test_what_is_fitted_on_one_run_foretells_the_others() -> None:
    from scaling.costs import Costs
    from scaling.foretold import check
    from scaling.model import drained

    true = Costs(work=0.002, read=0.0005, index=0.001, wait=0.001)
    runs = [run(workers, drained(true, workers, 3_000, 2)) for workers in (1, 2, 4)]
    found = list(check(runs, 2))
    assert [each["fitted"] for each in found] == [True, False, False]
    for each in found:
        assert each["foretold"] == pytest.approx(each["measured"], rel=0.03)
    runs[1]["drain"]["rate"] /= 2
    assert [each["within"] for each in check(runs, 2)] == [True, False, True]


def test_work_of_the_nodes_that_no_worker_waits_for_is_found() -> None:
    from scaling.foretold import fitted

    costs = fitted(run(1, 1 / 0.003), 2)  # in less than the 3.5 ms that it takes one after another
    assert costs.wait == pytest.approx(-0.0005, rel=0.1)
    assert costs.put == pytest.approx(0.0025)
    assert costs.turn == 0.001


def test_what_a_search_takes_is_parted_by_shards_and_by_documents() -> None:
    from scaling.costs import searching

    def measured(articles: int, shards: int, times: list[float]) -> dict[str, Any]:
        cost = 0.002 + 0.0005 * shards + 0.03 * articles / 1e6
        each = {"nodes": cost, "times": times}
        return {"articles": articles, "shards": shards, "search": {"counts": each}}

    parted = [measured(100_000, 3, []), measured(100_000, 3, [])]
    parted[0]["search"]["counts"]["nodes"] *= 2  # disturbed
    found = searching(measured(10_000, 1, []), [measured(100_000, 1, [1, 3])], parted, "counts")
    assert found.once == pytest.approx(0.002)
    assert found.shard == pytest.approx(0.0005)
    assert found.million == pytest.approx(0.03)
    assert found.spread == (0.5, 1.5)
    assert found.on_shard(2e6) == pytest.approx(0.0605)


def test_no_node_has_two_copies_of_a_shard_and_all_have_as_many() -> None:
    from scaling.model import Cluster

    for nodes, shards, copies in ((3, 6, 2), (12, 24, 3), (7, 7, 2), (2, 2, 2)):
        cluster = Cluster(nodes, 16, shards, copies, 1e6)
        held = [node for shard in range(shards) for node in set(cluster.holding(shard))]
        assert {held.count(node) for node in range(nodes)} == {shards * copies // nodes}


def test_more_nodes_let_readers_wait_less_until_only_the_work_is_left() -> None:
    from scaling import foretold
    from scaling.costs import SearchCosts
    from scaling.model import Cluster, asked

    costs = SearchCosts(0.001, 0.0005, 0.002, EXPONENTIAL)
    found = [asked(Cluster(nodes, 2, 6, 2, 1e7), costs, 60.0, 10.0) for nodes in (2, 3, 6)]
    assert found[0].share(0.95) > found[1].share(0.95) > found[2].share(0.95)
    assert 0.9 > found[0].busy > found[1].busy > found[2].busy
    for least in (1, 7, 500):
        cluster = foretold._cluster(costs, least, 1.5)
        held = [node for shard in range(cluster.shards) for node in cluster.holding(shard)]
        assert len({held.count(node) for node in range(cluster.nodes)}) == 1
        work = 0.001 + cluster.shards * 0.0005 + 0.2
        busy = foretold.READERS * work / foretold.CORES / cluster.nodes
        assert busy == pytest.approx(1 / 1.5, rel=0.4)


def test_an_index_falls_behind_where_too_few_workers_follow() -> None:
    from scaling.costs import Costs, SearchCosts
    from scaling.model import Cluster, Coming, asked

    slow = Costs(work=0.025, read=0.0005, index=0.001, put=0.001, turn=0.002)  # 37 a second
    behind = [
        asked(Cluster(2, 2, 1, 2, 0), SearchCosts(0, 0, 0), 1.0, 100.0,
              Coming(100.0, workers, slow)).behind
        for workers in (1, 8)
    ]  # fmt: skip
    assert behind[0] > 4_000
    assert behind[1] < 1_500


def test_commits_go_one_after_the_other_by_the_manager() -> None:
    """With many workers there is one for each range, unless these leave a pause between two."""
    from scaling.costs import RANGE, Commits, Costs
    from scaling.model import filled

    costs = Costs(work=0.001, read=0.0, index=0.0005)  # 667 a second by one worker

    def rate(workers: int, pause: float = 0.0, manager: float = 0.1, copy: float = 0.0) -> float:
        commits = Commits(manager, copy, 40, pause)
        return filled(costs, workers * 20_000, workers, 40, 4, 1, commits)

    assert rate(1) == pytest.approx(RANGE / (RANGE * 0.0015 + 0.1), rel=0.01)
    assert rate(32) == pytest.approx(RANGE / 0.1, rel=0.05)  # ten commits a second
    assert rate(32, pause=10.0) == pytest.approx(32 / 0.0015, rel=0.1)
    # Each of 40 copies takes a processor of its node for so long.
    assert rate(1, manager=0.0, copy=0.2) == pytest.approx(RANGE / (RANGE * 0.0015 + 0.2), rel=0.01)


def test_what_is_written_is_found_after_the_next_commit() -> None:
    from scaling.costs import Commits, Costs, SearchCosts
    from scaling.model import Cluster, Coming, asked

    costs = Costs(work=0.001, read=0.0, index=0.001, put=0.0, turn=0.0)
    behind = [
        asked(Cluster(2, 2, 1, 1, 0), SearchCosts(0, 0, 0), 1.0, 200.0,
              Coming(100.0, 4, costs, Commits(0.01, pause=pause))).behind
        for pause in (0.0, 30.0)
    ]  # fmt: skip
    assert behind[0] < 400
    assert 2_900 <= behind[1] <= 3_500


def test_the_arithmetic_of_sizes_is_of_ones_own_figures() -> None:
    from scaling.sizes import own

    lines = own(4_000, 3_000, 500, 50).splitlines()
    assert len(lines) == 5
    assert "4,000 B × 2 copies = 80 GB" in lines[2]
    assert "3,000 B = 30 GB" in lines[2]
    assert "| ÷ (8 × 500/s) = 0.7 hours | ÷ 500/s = 5.6 hours |" in lines[2]
    assert "100 × 10 ÷ 50 = 20" in lines[2]
    assert "8.0 TB" in lines[4]
    assert "| ÷ (8 × 500/s) = 69.4 hours | ÷ 500/s = 23 days |" in lines[4]
    with pytest.raises(ValueError, match="above 0"):
        own(4_000, 3_000, 0, 50)


# Works for a while, starts the program that it was given, says how long both have worked, waits.
WORKS = """
import subprocess, sys, time
while time.process_time() < 0.2: pass
more = 0
if sys.argv[1:]:
    started = [sys.executable, "-c", sys.argv[1]]
    more = float(subprocess.Popen(started, stdin=0, stdout=subprocess.PIPE).stdout.readline())
print(time.process_time() + more, flush=True)
sys.stdin.read()
"""


def test_a_process_and_what_it_has_started_are_counted_together() -> None:
    from scaling.servers import spent

    with subprocess.Popen(
        [sys.executable, "-c", WORKS, WORKS], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        told = float(process.stdout.readline())
        assert told > 0.4
        assert spent([process.pid, process.pid]) == pytest.approx(told, abs=0.1)


def test_servers_of_a_run_that_was_killed_are_told_of(tmp_path: Path) -> None:
    from beside.processes import FailedError
    from scaling.servers import Servers, nodes

    (tmp_path / "nodes").mkdir()
    with pytest.raises(FailedError, match=r"cluster\.sh down"), nodes(tmp_path / "nodes", 1):
        pass
    with pytest.raises(FailedError, match="no cluster is up"):
        Servers("cluster.sh", "CLUSTER_HOME", tmp_path / "other").run("start", "1")


def test_the_tables_of_the_documents_are_those_of_the_last_run() -> None:
    from scaling import docs

    results = json.loads(RESULTS.read_text("utf-8"))
    text = docs.PAGE.read_text("utf-8")
    assert text == docs.page(text, results), "run: python benchmarks/scale.py --docs"
    assert docs.CHART.read_text("utf-8") == docs.chart(results)
    assert all(f"<!-- measured: {name} -->" in text for name in docs.PARTS)
