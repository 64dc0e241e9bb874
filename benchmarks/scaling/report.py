"""The report of a run: tables in Markdown, made of the JSON alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from beside.table import table

from scaling import sizes
from scaling.foretold import ARTICLES, BOUND, COMING, CORES, READERS

Results = Mapping[str, Any]
Json = dict[str, Any]


def report(results: Results) -> str:
    """All tables, with a line of explanation each."""
    first = (
        "# Workers, a cluster and a database server\n\n"
        "By `benchmarks/scale.py`: everything on one machine, whose cores all share. A row is an"
        " index that so many workers filled from empty, searched all the while.\n"
    )
    machine = table(["what", "which"], [[*each] for each in results["machine"].items()])
    parts = [first, machine]
    for title, made in (
        ("Indexed", indexed), ("Where the processor's time goes", processor),
        ("Searches", searches), ("While articles come", coming), ("How far behind", lag),
        ("Bytes", sizes_in_bytes), ("The simulation, checked", checked),
        ("Foretold: searches", large), ("Foretold: indexing", first_indexing),
        ("Sizes", sizing),
    ):  # fmt: skip
        parts.append(f"## {title}\n\n{made(results)}")
    return "\n".join(parts)


def indexed(results: Results) -> str:
    """Articles a second, and searches meanwhile and after."""
    rows = [
        [
            *_which(run), f"{run['articles']:,}", f"{run['drain']['rate']:,.0f}",
            _pair(run["drain"]["asked"]["opensearch"]), _pair(run["beside"]["opensearch"]),
            f"{run['drain']['others']:.2f}",
        ]
        for run in results["runs"]
    ]  # fmt: skip
    head = [
        "nodes", "workers", "articles", "indexed, a second", "search meanwhile, p50 / p95 ms",
        "search after", "cores that others kept busy",
    ]  # fmt: skip
    return table(head, rows)


def processor(results: Results) -> str:
    """Milliseconds of a processor, an article."""
    rows = []
    for run in results["runs"]:
        drain = run["drain"]
        cpu, articles = drain["cpu"], drain["rate"] * drain["seconds"]
        kinds = [cpu[name] / articles * 1000 for name in ("workers", "database", "nodes")]
        rows.append([*_which(run), *(f"{each:.2f}" for each in (*kinds, sum(kinds)))])
    head = ["nodes", "workers", "workers, ms an article", "database", "nodes", "together"]
    return table(head, rows)


def searches(results: Results) -> str:
    """The same queries on the cluster and on the embedded engines, and whether they found as many;
    with ten hits, the total, two facets and days.
    """
    rows = []
    for run in results["runs"]:
        sides = [
            f"{_pair(run['drain']['asked'][name])}; {_pair(run['beside'][name])}"
            for name in ("opensearch", "whoosh", "tantivy")
        ]
        rows.append([*_which(run), *sides, f"{run['equal']} of {run['of']}"])
    head = [
        "nodes", "workers", "opensearch, p50 / p95 ms while indexing; after",
        "the default engine", "tantivy engine", "equal totals",
    ]  # fmt: skip
    return table(head, rows) + "".join(_differing(results))


def _differing(results: Results) -> Iterator[str]:
    seen = set()
    for run in results["runs"]:
        for each in run["differ"]:
            if each["query"] not in seen:
                seen.add(each["query"])
                totals = ", ".join(f"{name} {total:,}" for name, total in each["totals"].items())
                yield f"\nNot equal: `{each['query']}`: {totals}.\n"


def coming(results: Results) -> str:
    """More articles taken in while the workers are there."""
    rows = [
        [
            *_which(run), f"{each['articles']:,}", f"{each['articles'] / each['taken']:,.0f}",
            f"{each['most']:,}", f"{each['after']:.1f} s", f"{each['turn'] * 1000:.2f} ms",
        ]
        for run in results["runs"]
        for each in (run["coming"],)
    ]  # fmt: skip
    head = [
        "nodes", "workers", "articles", "taken in, a second", "behind, at most",
        "whole after the last", "the writers' turn, an article",
    ]  # fmt: skip
    return table(head, rows)


def lag(results: Results) -> str:
    """How far behind the index was, at tenths of the time."""
    rows = []
    for run in results["runs"]:
        points, seconds = run["drain"]["lag"], run["drain"]["seconds"]
        at = [next(n for t, n in points if t >= seconds * tenth / 5 - 1e-9 or t == points[-1][0])
              for tenth in range(6)]  # fmt: skip
        rows.append([*_which(run), f"{seconds:,.0f} s", *(f"{behind:,}" for behind in at)])
    head = ["nodes", "workers", "all after", "at first", "20%", "40%", "60%", "80%", "in the end"]
    return table(head, rows)


def sizes_in_bytes(results: Results) -> str:
    """Bytes an article, of one copy of the index and of the store."""
    rows = [
        [f"{run['nodes']} nodes, {run['workers']} workers",
         *(f"{run['bytes'][name] / run['articles']:,.0f}" for name in ("index", "store"))]
        for run in results["runs"]
    ]  # fmt: skip
    own = results["embedded"]
    rows.append(["the default engine, a file", f"{own['whoosh']:,.0f}", f"{own['file']:,.0f}"])
    rows.append(["tantivy engine", f"{own['tantivy']:,.0f}", ""])
    text = f"\nThe text of an article has {results['bytes']:,.0f} bytes in the mean.\n"
    return table(["", "index, bytes an article", "store"], rows) + text


def checked(results: Results) -> str:
    """What the simulation foretells of the runs that it was not fitted on."""
    rows = [
        [
            *_which(each), f"{each['measured']:,.0f}",
            f"{each['foretold']:,.0f}" + (", fitted on it" if each["fitted"] else ""),
            f"{each['foretold'] / each['measured'] - 1:+.0%}",
            "" if each["fitted"] else "yes" if each["within"] else "**no**",
            f"{each['own']:,.0f}", f"{each['cpu'] * 1000:.2f}",
        ]
        for each in results["foretold"]["check"]
    ]  # fmt: skip
    head = [
        "nodes", "workers", "measured, articles/s", "foretold", "differs by", "within a fifth",
        "foretold by the run's own costs", "these, ms an article",
    ]  # fmt: skip
    return table(head, rows)


def large(results: Results) -> str:
    """Searches on the large archive as nodes grow."""
    parts = []
    names = {"counts": "with two facets and days", "hits": "ten hits and the total"}
    for kind, points in results["foretold"]["large"].items():
        enough = [each["nodes"] for each in points if each["p95"] <= BOUND][:1]
        rows = [
            [
                f"**{each['nodes']:,}**" if each["nodes"] in enough else f"{each['nodes']:,}",
                f"{each['shards']:,}",
                f"{each['copies']:,}", f"{each['busy']:.0%}", f"{each['p50'] * 1000:,.0f} ms",
                f"{each['p95'] * 1000:,.0f} ms",
            ]
            for each in points
        ]  # fmt: skip
        cost = results["foretold"]["search"][kind]
        parts.append(
            f"{ARTICLES:,} articles, {READERS:,.0f} searches a second, {names[kind]}, on nodes of"
            f" {CORES} cores. A search takes"
            f" {cost['once'] * 1000:.2f} ms, {cost['shard'] * 1000:.2f} ms a shard, and"
            f" {cost['million'] * 1000:.1f} ms for each million of articles, in all nodes together."
            f" Bold are the fewest nodes whose p95 is at most {BOUND:g} s.\n\n"
            + table(["nodes", "shards", "copies", "busy", "p50", "p95"], rows)
        )
    return "\n".join(parts)


def first_indexing(results: Results) -> str:
    """How long the first indexing takes, and how far behind an index is while articles come."""
    rows = [
        [
            str(each["workers"]), _pause(each), f"{each['rate']:,.0f}", f"{each['hours']:,.1f} h",
            f"{lag['behind']:,}", f"{lag['seconds']:,.1f} s",
        ]
        for each, lag in zip(results["foretold"]["first"], results["foretold"]["lag"], strict=True)
    ]  # fmt: skip
    head = [
        "workers", "commits", "articles/s", f"{ARTICLES:,} articles",
        f"behind, at most, while {COMING:.0f} articles/s come", "that is",
    ]  # fmt: skip
    turn = results["foretold"]["costs"]["turn"]
    text = (
        f"\nThe writers' turn is held for {turn * 1000:.1f} ms an article, so that at most"
        f" {1 / turn:,.0f} articles/s can be taken in, however many take part:"
        f" {ARTICLES * turn / 3600:,.0f} hours for {ARTICLES:,}.\n"
        if turn
        else ""
    )
    return table(head, rows) + _commit(results["foretold"]) + text


def _pause(each: Json) -> str:
    """How often it is committed; runs before there were pauses do not say it."""
    pause = each.get("pause", 0.0)
    return f"every {pause:.0f} s" if pause else "after each range"


def _commit(foretold: Json) -> str:
    if (commit := foretold.get("commit")) is None:
        return ""
    return (
        f"\nA commit takes {commit['copy'] * 1000:.1f} ms of a processor for each copy of a shard,"
        f" and {commit['manager'] * 1000:.1f} ms of the manager, one commit after the other.\n"
    )


def sizing(results: Results) -> str:
    """The arithmetic of sizes by what was measured."""
    return sizes.sizes(sizes.figures(results))


def _which(run: Json) -> list[str]:
    return [str(run["nodes"]), str(run["workers"])]


def _pair(shares: Json) -> str:
    return f"{shares['p50']:,.1f} / {shares['p95']:,.1f}"
