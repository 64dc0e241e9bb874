"""Whole commands, each in a new process, beside what importing alone takes."""

from __future__ import annotations

import statistics
import sys
from pathlib import Path
from typing import Any

from beside.corpora import Corpus, Say
from beside.processes import ARCHIVE, Usage, run
from beside.queries import words_to_ask

IMPORTS = "import click, sqlite3, numpy, whoosh.index"


def commands(corpora: list[Corpus], times: int, say: Say) -> dict[str, Any]:
    """Milliseconds of the processor and MiB, each the median of so many runs in turn; of the
    commands that are only compared between corpora, of a third of that.
    """
    say("commands, cold")
    asks: dict[str, list[str | Path]] = {"imports alone": [sys.executable, "-c", IMPORTS]}
    for made in corpora:
        asks |= {f"{name}, {made.name}": ask for name, ask in _asks(made).items()}
    runs: dict[str, list[Usage]] = {name: [] for name in asks}
    for turn in range(times + 1):
        for name, ask in asks.items():
            if turn > max(1, times // 3) and not name.startswith(("imports", "search,")):
                continue
            used = run(ask)
            if turn:  # the first reads the files into memory
                runs[name].append(used)
    return {
        name: {
            "cpu": statistics.median(each.cpu for each in used) * 1000,
            "wall": statistics.median(each.wall for each in used) * 1000,
            "peak": statistics.median(each.peak for each in used),
        }
        for name, used in runs.items()
    }


def _asks(made: Corpus) -> dict[str, list[str | Path]]:
    word = words_to_ask(made.rows, made.articles, 5)[3]
    with made.rows.open(encoding="utf-8") as lines:
        article = lines.readline().split('"')[3]  # the id
    own: list[str | Path] = [ARCHIVE, "--home", made.home]
    return {
        "search": [*own, "search", word],
        "search with facets": [*own, "search", word, "--facets"],
        "count": [*own, "count", word],
        "tags": [*own, "tags"],
        "facet agency": [*own, "facet", "agency"],
        "show": [*own, "show", article],
        "similar": [*own, "similar", article],
        "history": [*own, "history", article],
        "status": [*own, "status"],
    }
