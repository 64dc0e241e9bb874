"""How fast an engine is built and answers, how much memory and disk it takes.

    python benchmarks/engine.py [--data FOLDER] [--engine whoosh]... [--against CHECKOUT]

Every engine is built and asked in a process of its own. "cold" is the first answer of a new
process, opening included; "warm" the median of the next nine. Times are of the processor.

CHECKOUT is a folder with another version of this project, whose own benchmarks/engine.py is run in
turn with this one: what is printed then are ratios of this version to that one.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from archive.intake.ingest import ingest
from archive.readers.sources.source import sources
from archive.store.store import Store
from index.answers.asked import Asked
from index.answers.search import Search
from index.engines.common.interface import Engine
from index.engines.open import open_engine
from index.upkeep.sync import sync

DATA = Path(__file__).parents[2] / "shared" / "data" / "reuters-21578"
HERE = Path(__file__).parents[1]
ROUNDS = 5  # of either version, one after the other
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
    options.add_argument("--against", type=Path, metavar="CHECKOUT")
    options.add_argument("--ask", nargs=3, metavar=("ENGINE", "HOME", "QUERY"), help="internal")
    options.add_argument("--keep", nargs=2, metavar=("HOME", "DATA"), help="internal")
    options.add_argument("--build", nargs=2, metavar=("ENGINE", "HOME"), help="internal")
    chosen = options.parse_args()
    if chosen.ask:
        name, home, query = chosen.ask
        print(json.dumps(ask(name, Path(home), QUERIES[query])))
    elif chosen.keep:
        home, data = chosen.keep
        print(json.dumps(keep(Path(home), data)))
    elif chosen.build:
        name, home = chosen.build
        print(json.dumps(build(name, Path(home))))
    elif chosen.against:
        beside(chosen.data, chosen.engine or ["whoosh", "tantivy"], chosen.against.resolve())
    else:
        compare(chosen.data, chosen.engine or ["whoosh", "tantivy", "memory"])


def compare(data: Path, engines: list[str]) -> None:
    """Prints the tables."""
    with TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        kept, took = keep(home, str(data))
        print(f"store: {kept:,} articles in {took:.1f} s\n")
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


def beside(data: Path, engines: list[str], other: Path) -> None:
    """Prints what this version takes of what another one takes, each with an archive of its own."""
    with TemporaryDirectory() as folder:
        homes = {version: Path(folder) / str(at) for at, version in enumerate((other, HERE))}
        for version, home in homes.items():
            inside("--keep", str(home), str(data), version=version)
        for name in engines:
            built: dict[Path, list[list[float]]] = {version: [] for version in homes}
            for _ in range(ROUNDS):
                for version, home in homes.items():
                    rmtree(home / "index", ignore_errors=True)
                    built[version].append(inside("--build", name, str(home), version=version))
            print(f"| {name}, indexing | time | peak memory | size |\n|---|---|---|---|")
            print(
                "| | " + " | ".join(ratio(built[HERE], built[other], at) for at in range(3)) + " |"
            )
            print(f"\n| {name} | cold | warm |\n|---|---|---|")
            for query in QUERIES:
                asked: dict[Path, list[list[float]]] = {version: [] for version in homes}
                for _ in range(ROUNDS):
                    for version, home in homes.items():
                        answer = inside("--ask", name, str(home), query, version=version)
                        asked[version].append(answer)
                cells = [ratio(asked[HERE], asked[other], at) for at in range(2)]
                print(f"| `{query}` | " + " | ".join(cells) + " |")


def ratio(ours: list[list[float]], others: list[list[float]], at: int) -> str:
    """The median of the ratios of runs that stood side by side."""
    ratios = (our[at] / other[at] for our, other in zip(ours, others, strict=True))
    return f"{statistics.median(ratios):.2f}"


def of(version: Path) -> dict[str, str]:
    """The environment in which the code of a version is found."""
    return os.environ | {"PYTHONPATH": str(version)}


def inside(*arguments: str, version: Path = HERE) -> list[float]:
    """Runs one measurement in a new process."""
    script = version / "benchmarks" / "engine.py"
    done = subprocess.run(
        [sys.executable, script, *arguments],
        check=True, capture_output=True, text=True, env=of(version),
    )  # fmt: skip
    numbers: list[float] = json.loads(done.stdout)
    return numbers


def keep(home: Path, data: str) -> tuple[int, float]:
    """Articles kept, and the seconds that this took on the clock: several processes do it."""
    began = perf_counter()
    with Store.create(home) as store:
        kept = ingest(store, sources([data])).kept
    return kept, perf_counter() - began


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
    """Seconds of the processor that a piece of work takes."""
    began = process_time()
    work()
    return process_time() - began


if __name__ == "__main__":
    main()
