"""The tables and the chart of docs/scale.md, made of a run's JSON.

A part stands between `<!-- measured: NAME -->` and `<!-- end of it -->`; the rest is written by
hand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from beside.charts import lines
from beside.processes import PROJECT

from scaling import report
from scaling.foretold import ARTICLES, CORES, READERS

PAGE = PROJECT / "docs" / "scale.md"
CHART = PROJECT / "docs" / "scale.svg"
FULL = 100_000  # articles; a run of fewer is a trial
Results = Mapping[str, Any]
PARTS: Mapping[str, Callable[[Results], str]] = {
    "run": lambda results: run(results),
    "indexed": report.indexed,
    "processor": report.processor,
    "searches": report.searches,
    "coming": report.coming,
    "bytes": report.sizes_in_bytes,
    "checked": report.checked,
    "large": report.large,
    "indexing": report.first_indexing,
    "sizes": report.sizing,
}
_PART = re.compile(r"(<!-- measured: (?P<name>\w+) -->\n).*?(<!-- end of it -->)", re.S)


def page(text: str, results: Results) -> str:
    """A document with its measured parts made anew."""
    return _PART.sub(
        lambda match: f"{match[1]}\n{PARTS[match['name']](results)}\n{match[3]}", text
    )  # fmt: skip


def run(results: Results) -> str:
    """What the figures are of."""
    of = results["machine"]
    trial = results["articles"] < FULL
    return (
        f"{results['articles']:,} generated articles of {results['bytes']:,.0f} bytes in the mean,"
        f" {results['queries']} queries by rule; {of['processor']}, {of['cores']} cores,"
        f" {of['memory']}, a load of {of['load when it began']} when it began.\n"
        + ("\nA trial: so few articles say little of what more of them take.\n" if trial else "")
    )


def chart(results: Results) -> str:
    """p95 as nodes grow."""
    names = {"counts": "with facets and days", "hits": "ten hits"}
    return lines(
        f"p95 of a search, {ARTICLES:,} articles, {READERS:,.0f} searches a second",
        f"nodes of {CORES} cores",
        {
            names[kind]: [(each["nodes"], each["p95"] * 1000) for each in points]
            for kind, points in results["foretold"]["large"].items()
        },
    )


def write(results: Results, folder: Path) -> None:
    """Writes both, and the report."""
    PAGE.write_text(page(PAGE.read_text("utf-8"), results), "utf-8")
    CHART.write_text(chart(results), "utf-8")
    (folder / "scale.md").write_text(report.report(results), "utf-8")
