"""How fast an engine is built and answers, how much memory and disk it takes.

    python benchmarks/engine.py [--data FOLDER] [--engine whoosh]...

Every engine is built and asked in a process of its own. "cold" is the first answer of a new
process, opening included; "warm" the median of the next nine.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from archive.intake.ingest import ingest
from archive.readers.sources.source import sources
from archive.store.store import Store
from index.answers.asked import Asked
from index.answers.search import Search
from index.engines.common.interface import Engine
from index.engines.open import open_engine
from index.upkeep.sync import sync

DATA = Path(__file__).parents[2] / "shared" / "data" / "reuters-21578"
QUERIES = {
    "crude oil": Asked("crude oil"),
    '"crude oil"': Asked('"crude oil"'),
    "bank -loan": Asked("bank -loan"),
    "tag:usa wheat": Asked("tag:usa wheat"),
    "econom* with facets": Asked("econom*", facets=True, timeline=True),
    "empty, with facets": Asked("", facets=True, timeline=True),
    "empty, folded, with facets": Asked("", facets=True, timeline=True, fold=True),
}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--data", type=Path, default=DATA)
    options.add_argument("--engine", action="append")
    options.add_argument("--ask", nargs=3, metavar=("ENGINE", "HOME", "QUERY"), help="internal")
    options.add_argument("--build", nargs=2, metavar=("ENGINE", "HOME"), help="internal")
    chosen = options.parse_args()
    if chosen.ask:
        name, home, query = chosen.ask
        print(json.dumps(ask(name, Path(home), QUERIES[query])))
    elif chosen.build:
        name, home = chosen.build
        print(json.dumps(build(name, Path(home))))
    else:
        compare(chosen.data, chosen.engine or ["whoosh", "tantivy", "memory"])


def compare(data: Path, engines: list[str]) -> None:
    """Prints the tables."""
    with TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        began = perf_counter()
        with Store.create(home) as store:
            kept = ingest(store, sources([str(data)])).kept
        print(f"store: {kept:,} articles in {perf_counter() - began:.1f} s\n")
        print("| engine | indexing | articles/s | peak memory | size |\n|---|---|---|---|---|")
        for name in engines:
            seconds, memory, size = inside("--build", name, str(home))
            print(
                f"| {name} | {seconds:.1f} s | {kept / seconds:,.0f} | {memory / 2**20:,.0f} MiB"
                f" | {size / 2**20:,.0f} MiB |"
            )
        print("\n| query | " + " | ".join(f"{name} cold | warm" for name in engines) + " |")
        print("|---" * (1 + 2 * len(engines)) + "|")
        for query in QUERIES:
            times = [inside("--ask", name, str(home), query) for name in engines]
            cells = [f"{cold:,.0f} ms | {warm:,.1f} ms" for cold, warm in times]
            print(f"| `{query}` | " + " | ".join(cells) + " |")


def inside(*arguments: str) -> list[float]:
    """Runs one measurement in a new process."""
    done = subprocess.run(
        [sys.executable, __file__, *arguments], check=True, capture_output=True, text=True
    )
    numbers: list[float] = json.loads(done.stdout)
    return numbers


def build(name: str, home: Path) -> tuple[float, float, float]:
    """Seconds, peak bytes of memory, bytes on disk."""
    with Store.open(home) as store:
        engine = open_engine(name, home)
        seconds = timed(lambda: sync(store, engine))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        return seconds, peak, engine.size()


def ask(name: str, home: Path, asked: Asked) -> tuple[float, float]:
    """Milliseconds of the first answer and of the median of nine more."""
    with Store.open(home) as store:
        made: list[Engine] = []
        if name == "memory":  # it holds nothing yet: filling it is not asking
            made.append(open_engine(name, home))
            sync(store, made[0])

        def first() -> None:
            if not made:
                made.append(open_engine(name, home))
            Search(store, made[0]).search(asked)

        cold = timed(first)
        warm = [timed(lambda: Search(store, made[0]).search(asked)) for _ in range(9)]
        return cold * 1000, statistics.median(warm) * 1000


def timed(work: Callable[[], object]) -> float:
    """Seconds that a piece of work takes."""
    began = perf_counter()
    work()
    return perf_counter() - began


if __name__ == "__main__":
    main()
