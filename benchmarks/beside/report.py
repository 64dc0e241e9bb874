"""The report: Markdown with tables and charts, from the raw numbers of a run."""

from __future__ import annotations

import json
import statistics
from pathlib import Path
from typing import Any

from beside.charts import bars, lines
from beside.figures import (
    ENGINE_OF_BARE,
    HITS_OF_XAPIAN,
    PEERS,
    WANTED,
    Ratio,
    every_run,
    named,
    percentile,
    ratio,
    times,
    wanted,
)
from beside.queries import CLASSES
from beside.report_corpora import corpora_part
from beside.report_rest import commands_part, indexing_part, pages_part
from beside.table import table

Results = dict[str, Any]
TITLES = {
    "whoosh": "archive",
    "tantivy": "archive, tantivy engine",
    **PEERS,
    "whoosh-bare": "bare whoosh3",
}
INTRODUCTION = """\
All sides were asked in turn, each in a process of its own, {runs} runs of a query on each side
after two that do not count. Unless it says otherwise, a time is of the processor, all threads of
the process. A query's time is the median of its runs; the figure of a class is the median over its
queries of what the archive takes as a multiple of what the peer takes, with the worst query beside
it. In bold is what does not hold: a figure above the one wanted, or a worst query of more than
twice the figure. "Counts" are ten hits, the total, the ten most frequent tags and agencies with
their counts (all are counted), and articles by day. Preparing a query (parsing it, stemming its
words) is in nobody's time, but that of FTS5, whose interface cannot part the two. Bare whoosh3 is
asked at most eight times, and in corpora of up to 20 MB alone.
"""


def write(results: Results, folder: Path) -> Path:
    """`report.md`, `results.json` and the charts; the path of the report."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.json").write_text(_json(results), "utf-8")
    parts = [
        "# The archive beside its peers\n",
        INTRODUCTION.format(runs=results["runs"]),
        _machine(results),
        _wanted(results),
        *(_searches(name, each, results, folder) for name, each in results["searches"].items()),
        _growth(results, folder),
        indexing_part(results),
        pages_part(results),
        commands_part(results),
        corpora_part(results),
        _queries(results),
    ]
    path = folder / "report.md"
    path.write_text("\n".join(part for part in parts if part), "utf-8")
    return path


def _json(results: Results) -> str:
    """One query's runs a line: the file is to be read by people too."""
    return json.dumps(results, indent=1, ensure_ascii=False) + "\n"


def _machine(results: Results) -> str:
    rows = [[name, value] for name, value in results["machine"].items()]
    rows += [[TITLES.get(name, name), each] for name, each in results["versions"].items()]
    rows += [
        [TITLES.get(name, name), f"left out: {why}"] for name, why in results["missing"].items()
    ]
    return "## Machine and versions\n\n" + table(["what", "which"], rows)


def _wanted(results: Results) -> str:
    found = wanted(results)
    if not found:
        return ""
    rows = [
        [
            each.name,
            f"{each.measured:,.3g} {each.unit}".strip(),
            f"{'at least' if each.least else 'at most'} {each.wanted:g} {each.unit}".strip(),
            "met" if each.met else "**not met**",
        ]
        for each in found
    ]
    text = "## What is wanted, and what was measured\n\n"
    text += "The classes of searches have tables of their own.\n\n"
    return text + table(["figure", "measured", "wanted", ""], rows)


def _searches(name: str, each: Results, results: Results, folder: Path) -> str:
    articles = results["corpora"][name]["articles"]
    counted = articles >= 100_000
    note = "" if counted else " The figures wanted are for 100,000 articles and more.\n"
    parts = [f"## Searches: {name}, {articles:,} articles\n", note]
    parts.append("### With counts, default engine as a multiple of ...\n")
    parts.append(_ratios(each["classes"], "counts", "whoosh", WANTED))
    chart = f"classes-{name}.svg"
    (folder / chart).write_text(_chart(each["classes"], f"With counts, {name}"), "utf-8")
    parts.append(f"![Classes of searches as multiples of each peer's time]({chart})\n")
    xapian = {group: {"xapian-bare": most} for group, most in HITS_OF_XAPIAN.items()}
    parts.append("### Hits and total alone, default engine as a multiple of ...\n")
    parts.append(_ratios(each["classes"], "hits", "whoosh", xapian))
    if "tantivy" in each["versions"]:
        bare = {group: {"tantivy-bare": ENGINE_OF_BARE} for group in WANTED}
        parts.append("### With counts, the archive's tantivy engine as a multiple of ...\n")
        parts.append(_ratios(each["classes"], "counts", "tantivy", bare))
    for kind, title in (("counts", "With counts"), ("hits", "Hits and total alone")):
        parts.append(f"### {title}: milliseconds, median over a class\n")
        parts.append(_times(each, kind))
    parts.append("### Found: the median of the totals of a class\n")
    parts.append(_totals(each))
    parts.append(_own(each))
    return "\n".join(parts)


def _ratios(classes: Results, kind: str, ours: str, most: dict[str, dict[str, float]]) -> str:
    peers = {peer: title for peer, title in PEERS.items() if ratio_of(classes, kind, ours, peer)}
    rows = []
    for group, queries in classes.items():
        row = [group]
        for peer in peers:
            found = ratio(queries, kind, ours, peer)
            row += _cells(found, most.get(group, {}).get(peer))
        rows.append(row)
    head = ["class"]
    for title in peers.values():
        head += [title, "worst", "wanted"]
    return table(head, rows)


def ratio_of(classes: Results, kind: str, ours: str, peer: str) -> bool:
    """Whether any class has both sides."""
    return any(ratio(queries, kind, ours, peer) for queries in classes.values())


def _cells(found: Ratio | None, most: float | None) -> list[str]:
    """The figure, the worst query, what is wanted; in bold what does not hold."""
    if not found:
        return ["", "", ""]
    figure, worst = f"{found.figure:.2g}", f"{found.worst:.2g}"
    if most is not None and found.figure > most:
        figure = f"**{figure}**"
    if not found.even:
        worst = f"**{worst}** `{found.query}`"
    return [figure, worst, "" if most is None else f"{most:g}"]


def _chart(classes: Results, title: str) -> str:
    groups: dict[str, dict[str, float]] = {}
    marks: dict[str, dict[str, float]] = {}
    for group, queries in classes.items():
        found = {peer: ratio(queries, "counts", "whoosh", peer) for peer in PEERS}
        groups[group] = {PEERS[peer]: each.figure for peer, each in found.items() if each}
        marks[group] = {PEERS[peer]: most for peer, most in WANTED[group].items()}
    return bars(f"{title}: the archive's time as a multiple of ... (line: wanted)", groups, marks)


def _times(each: Results, kind: str) -> str:
    sides = list(each["versions"])
    head = ["class", *(TITLES[side] for side in sides), "archive, p95", "archive, p95 by the clock"]
    rows = []
    for group, queries in each["classes"].items():
        row = [group]
        for side in sides:
            medians = [
                statistics.median(query[kind][side]["cpu"]) / 1000
                for query in queries
                if side in query[kind]
            ]
            row.append(f"{statistics.median(medians):.2f}" if medians else "")
        for clock in ("cpu", "wall"):
            runs = times(queries, kind, "whoosh", clock)
            row.append(f"{percentile(runs, 0.95):.2f}" if runs else "")
        rows.append(row)
    return table(head, rows)


def _totals(each: Results) -> str:
    sides = list(each["versions"])
    rows = []
    for group, queries in each["classes"].items():
        found = [
            [query["hits"][side]["found"]["total"] for query in queries if side in query["hits"]]
            for side in sides
        ]
        rows.append([group, *(f"{statistics.median(some):,.0f}" if some else "" for some in found)])
    return table(["class", *(TITLES[side] for side in sides)], rows)


def _own(each: Results) -> str:
    """What the archive alone does: folding, and the way to the articles and their snippets."""
    rows = []
    for query in each["door"]:
        for side, took in query["sides"].items():
            after = (took["whole"] - took["engine"]) / 1000
            row = [named(query["query"]), TITLES[side], *_ms(took, "engine", "understood", "whole")]
            rows.append([*row, f"{after:.2f}"])
    head = ["query", "side", "engine", "understanding", "whole answer", "after the engine"]
    text = "### Ten hits with articles and snippets, without counts: milliseconds\n\n"
    text += table(head, rows)
    rows = [
        [named(query["query"]), *(f"{took['cpu'] / 1000:.2f}" for took in query["sides"].values())]
        for query in each["folded"]
    ]
    sides = list(each["folded"][0]["sides"]) if each["folded"] else []
    text += "\n### Folded by stories, with counts: milliseconds\n\n"
    return text + table(["query", *(TITLES[side] for side in sides)], rows)


def _ms(took: dict[str, float], *names: str) -> list[str]:
    return [f"{took[name] / 1000:.2f}" for name in names]


def _growth(results: Results, folder: Path) -> str:
    """How the time with counts grows with the corpus."""
    searches = {
        name: each for name, each in results["searches"].items() if name.startswith("generated")
    }
    if len(searches) < 2:
        return ""
    rows: list[list[str]] = []
    points: dict[str, list[tuple[float, float]]] = {}
    groups = list(WANTED)
    for name, each in searches.items():
        articles = results["corpora"][name]["articles"]
        row = [f"{articles:,}"]
        for group in groups:
            value = percentile(times(each["classes"][group], "counts", "whoosh", "wall"), 0.95)
            points.setdefault(group, []).append((float(articles), value))
            row.append(f"{value:.2f}")
        row.append(f"{percentile(every_run(each['classes'], 'whoosh', 'wall'), 0.95):.2f}")
        rows.append(row)
    title = "Growth: p95 with counts, by the clock"
    (folder / "growth.svg").write_text(lines(title, "articles", points), "utf-8")
    head = ["articles", *groups, "all"]
    picture = "![The time of each class by the number of articles](growth.svg)\n"
    return f"## {title}, milliseconds\n\n{table(head, rows)}\n{picture}"


def _queries(results: Results) -> str:
    """Which queries were asked, and by what rule they were chosen."""
    parts = ["## The queries\n"]
    for group, rule in CLASSES.items():
        parts.append(f"- **{group}**: {rule}.")
        for name, each in results["searches"].items():
            asked = ", ".join(f"`{named(query['query'])}`" for query in each["classes"][group])
            parts.append(f"  - {name}: {asked}")
    return "\n".join(parts) + "\n"
