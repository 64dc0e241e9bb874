"""From runs to figures: ratios, and those wanted beside those measured."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass
from typing import Any

PEERS = {"fts5": "SQLite FTS5", "xapian-bare": "Xapian", "tantivy-bare": "bare tantivy"}
# The default engine with counts as a multiple of each peer, at 100,000 articles and more.
WANTED: dict[str, dict[str, float]] = {
    "one word": {"fts5": 0.05, "xapian-bare": 0.1, "tantivy-bare": 1},
    "two, three words": {"fts5": 0.25, "xapian-bare": 0.5, "tantivy-bare": 2.5},
    "five words": {"fts5": 0.3, "xapian-bare": 0.8, "tantivy-bare": 3},
    "phrase, near": {"fts5": 0.15, "xapian-bare": 0.2, "tantivy-bare": 1},
    "not": {"fts5": 0.05, "xapian-bare": 0.07, "tantivy-bare": 1},
    "beginnings": {"fts5": 0.05, "xapian-bare": 0.07, "tantivy-bare": 1},
    "dates": {"fts5": 0.05, "xapian-bare": 0.07, "tantivy-bare": 1},
    "in nearly all": {"fts5": 0.05, "xapian-bare": 0.07, "tantivy-bare": 1.5},
    "tag and word": {"fts5": 0.05, "xapian-bare": 0.6, "tantivy-bare": 1.5},
}
HITS_OF_XAPIAN = {name: 5.0 if name == "five words" else 3.0 for name in WANTED}
ENGINE_OF_BARE = 2.5  # the tantivy engine beside bare tantivy, with counts
WORST = 2.0  # times the figure of its class


@dataclass(frozen=True)
class Ratio:
    """A class on one side as a multiple of another: the median of its queries, and the worst."""

    figure: float
    worst: float
    query: str

    @property
    def even(self) -> bool:
        """Whether the worst is within what is allowed."""
        return self.worst <= WORST * self.figure


@dataclass(frozen=True)
class Figure:
    """A figure that is wanted: at most, or (`least`) at least."""

    name: str
    measured: float
    wanted: float
    unit: str = ""
    least: bool = False

    @property
    def met(self) -> bool:
        """Whether it holds."""
        return self.measured >= self.wanted if self.least else self.measured <= self.wanted


def ratio(
    queries: list[dict[str, Any]], kind: str, ours: str, peer: str, clock: str = "cpu"
) -> Ratio | None:
    """Of the medians of a query's runs; None where one of the two was not asked."""
    found = []
    for each in queries:
        sides = each[kind]
        if ours in sides and peer in sides:
            own, other = (statistics.median(sides[name][clock]) for name in (ours, peer))
            found.append((own / other, named(each["query"])))
    if not found:
        return None
    worst, query = max(found)
    return Ratio(statistics.median(value for value, _ in found), worst, query)


def named(query: dict[str, Any]) -> str:
    """A query as a reader would write it."""
    return str(query["text"]) or f"{query['from']} to {query['to']}"


def times(queries: list[dict[str, Any]], kind: str, side: str, clock: str = "cpu") -> list[float]:
    """All runs of a class on a side, in milliseconds."""
    return [each / 1000 for query in queries for each in query[kind].get(side, {}).get(clock, ())]


def percentile(values: list[float], share: float) -> float:
    """The value that so large a share does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else math.nan


def every_run(classes: dict[str, list[dict[str, Any]]], side: str, clock: str) -> list[float]:
    """All runs with counts of all classes."""
    return [each for queries in classes.values() for each in times(queries, "counts", side, clock)]


def wanted(results: dict[str, Any]) -> list[Figure]:
    """Those that are not by class, as far as they were measured."""
    return [*_searching(results), *_pages(results), *_commands(results), *_indexing(results)]


def _searching(results: dict[str, Any]) -> list[Figure]:
    found = []
    for name, each in results.get("searches", {}).items():
        if runs := every_run(each["classes"], "whoosh", "wall"):
            found.append(Figure(f"p95 with counts, {name}", percentile(runs, 0.95), 30, "ms"))
        after = [
            (side["whole"] - side["engine"]) / 1000
            for query in each["door"]
            if (side := query["sides"].get("whoosh"))
        ]
        if after:
            after_engine = statistics.median(after)
            found.append(Figure(f"articles and snippets, {name}", after_engine, 1.5, "ms"))
        folded = [
            query["sides"]["tantivy"]["cpu"] / query["sides"]["whoosh"]["cpu"]
            for query in each["folded"]
            if {"whoosh", "tantivy"} <= query["sides"].keys()
        ]
        if folded:
            title = f"folding, tantivy engine as a multiple of the default, {name}"
            found.append(Figure(title, statistics.median(folded), 1))
    return found


def _pages(results: dict[str, Any]) -> list[Figure]:
    found = []
    pages = results.get("pages", {})
    for name, each in pages.items():
        most = 8 if results["corpora"][name]["articles"] <= 20_000 else 12
        found.append(Figure(f"search page, {name}", each["search page"]["cpu"], most, "ms"))
        kept = each["page that is kept"]["cpu"]
        found.append(Figure(f"page that is kept, {name}", kept, 0.5, "ms"))
        if "unchanged (304)" in each:
            found.append(Figure(f"304, {name}", each["unchanged (304)"]["cpu"], 1, "ms"))
        for first, cost in each["first"].items():
            found.append(Figure(f"{first} of a process, {name}", cost["cpu"], 100, "ms"))
        found.append(
            Figure(f"serve, most memory, {name}", _mib(each["memory"]["peak"]), 150, "MiB")
        )
        if theirs := results.get("datasette", {}).get(name):
            times = theirs["cpu"] / each["search page"]["cpu"]
            found.append(Figure(f"page, times Datasette's speed, {name}", times, 25, least=True))
    if len(pages) > 1:
        small, *_, large = pages.values()
        both = [name for name in large if "cpu" in large[name] and name in small]
        for name in both:
            growth = large[name]["cpu"] / small[name]["cpu"]
            found.append(Figure(f"{name}, largest as a multiple of smallest", growth, 2))
    return found


def _commands(results: dict[str, Any]) -> list[Figure]:
    found = []
    commands = results.get("commands", {})
    corpora = list(results["corpora"])
    for name in corpora:
        if cost := commands.get(f"search, {name}"):
            times = cost["cpu"] / commands["imports alone"]["cpu"]
            found.append(Figure(f"archive search WORD, times imports, {name}", times, 1.6))
            peak = _mib(cost["peak"])
            found.append(Figure(f"archive search WORD, memory, {name}", peak, 80, "MiB"))
    pairs = [key.removesuffix(f", {corpora[-1]}") for key in commands if key.endswith(corpora[-1])]
    for name in pairs if len(corpora) > 1 else ():
        if small := commands.get(f"{name}, {corpora[0]}"):
            growth = commands[f"{name}, {corpora[-1]}"]["cpu"] / small["cpu"]
            title = f"archive {name}, largest as a multiple of smallest"
            found.append(Figure(title, growth, 2))
    return found


def _indexing(results: dict[str, Any]) -> list[Figure]:
    found = []
    rates = results.get("rates", {})
    for ours, peer, least in (("whoosh", "whoosh-bare", 7.0), ("tantivy", "tantivy-bare", 0.25)):
        if ours in rates and peer in rates:
            times = rates[ours]["rate"] / rates[peer]["rate"]
            title = f"reindex, {ours} engine, times the rate of {peer.replace('-', ', ')}"
            found.append(Figure(title, times, least, least=True))
    if taken := results.get("ingest"):
        speed = taken["items"] / taken["wall"]
        found.append(Figure("ingest, Reuters-21578, items/s by the clock", speed, 2000, least=True))
    for name, each in results["corpora"].items():
        if each["generated"]:  # what is wanted is of articles as long as news is
            size = each["notes"]["whoosh"]["size"] / each["bytes"]
            found.append(Figure(f"index, times the text, {name}", size, 1.0))
            peak = _mib(each["notes"]["ingest"]["together"])
            found.append(Figure(f"ingest, most memory, {name}", peak, 500, "MiB"))
    return found


def _mib(size: float) -> float:
    return size / 2**20
