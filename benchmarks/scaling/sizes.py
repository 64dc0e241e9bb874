"""The arithmetic of sizes: bytes, hours and nodes of a large archive, from four figures."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from beside.table import table

SIZES = (10_000_000, 100_000_000, 1_000_000_000)
COPIES = 2
WORKERS = 8
READERS = 100  # searches a second
HOUR = 3600


@dataclass(frozen=True)
class Figures:
    """Bytes of an article in the index (one copy) and in the store; articles a second that a
    worker indexes; searches a second that a node answers of a million articles.
    """

    index: float
    store: float
    worker: float
    searches: float


def figures(results: Mapping[str, Any]) -> Figures:
    """Those of a run: of the first combination, and of searches by `foretold`."""
    run, search = results["runs"][0], results["foretold"]["search"]["counts"]
    articles, cores = run["articles"], int(results["machine"]["cores"])
    million = search["once"] + search["shard"] + search["million"]
    return Figures(
        run["bytes"]["index"] / articles,
        run["bytes"]["store"] / articles,
        run["drain"]["rate"] / run["workers"],
        cores / million if million else math.inf,
    )


def own(index: float, store: float, worker: float, searches: float) -> str:
    """The table of one's own figures. ValueError where one is not above 0."""
    if min(index, store, worker, searches) <= 0:
        raise ValueError("each of the four figures has to be above 0")
    return sizes(Figures(index, store, worker, searches))


def sizes(of: Figures) -> str:
    """How each figure comes about, for each size."""
    rows = [
        [
            f"{articles:,}",
            f"{of.index:,.0f} B × {COPIES} copies = {_bytes(of.index * COPIES * articles)}",
            f"{of.store:,.0f} B = {_bytes(of.store * articles)}",
            f"÷ ({WORKERS} × {of.worker:,.0f}/s) = {_time(articles / WORKERS / of.worker)}",
            f"÷ {of.worker:,.0f}/s = {_time(articles / of.worker)}",
            f"{READERS} × {articles / 1e6:,.0f} ÷ {of.searches:,.3g}"
            f" = {math.ceil(READERS * articles / 1e6 / of.searches):,}",
        ]
        for articles in SIZES
    ]
    head = [
        "articles", "index", "store", f"filled from empty by {WORKERS} workers",
        "built anew beside the old one, by one process",
        f"nodes for {READERS} searches/s with counts",
    ]  # fmt: skip
    return table(head, rows)


def _bytes(size: float) -> str:
    return f"{size / 1e12:,.1f} TB" if size >= 1e12 else f"{size / 1e9:,.0f} GB"


def _time(seconds: float) -> str:
    days = seconds / HOUR / 24
    return f"{days:,.0f} days" if days >= 3 else f"{seconds / HOUR:,.1f} hours"
