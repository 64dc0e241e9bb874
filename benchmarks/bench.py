"""The archive beside its peers: searches, indexing, pages, commands; a report with charts.

    python benchmarks/bench.py [--articles N] [--growth N,N] [--only pages,...] [--sides fts5,...]

`make bench` runs it. It searches news that it generates (a fifth of N articles, and N), and
Reuters-21578 where that lies beside the project. ARCHIVE_BENCH_DATA names a folder of news to
search in place of these. Peers are installed into the cache, where built archives and indexes stay
too: a second run only measures.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from beside.commands import commands
from beside.corpora import Corpus, build, build_tantivy_engine, generated, given, prepare
from beside.indexing import ingest, rates
from beside.machine import machine
from beside.pages import datasette, pages
from beside.peers import MissingError, Peer, install, peers_python
from beside.processes import PROJECT, FailedError
from beside.report import write
from beside.searches import TIMES, searches

SECTIONS = ("searches", "rates", "ingest", "pages", "commands")
ENGINES = ("whoosh", "tantivy")
PEERS = ("fts5", "xapian-bare", "tantivy-bare", "whoosh-bare", "datasette")
FULL = 100_000  # articles of a run for the record
SMALL = 20_000  # a run of fewer articles is a trial
SLOW = 20_000_000  # bytes of text up to which bare whoosh3 is searched
ROUNDS, FEW_ROUNDS = 5, 1
REUTERS = PROJECT.parent / "shared" / "data" / "reuters-21578"
WIKINEWS = PROJECT.parent / "shared" / "data" / "wikinews"


def main() -> None:
    chosen = _options()
    chosen.cache.mkdir(parents=True, exist_ok=True)
    results: dict[str, Any] = {}
    try:
        measure(chosen, results)
    except FailedError as error:
        sys.exit(f"benchmark stopped: {error}")
    finally:  # what was measured before something went wrong is not lost
        if "corpora" in results:
            say(f"the report: {write(results, chosen.output or _results(chosen))}")


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--articles", type=int, default=FULL, help="of the largest corpus")
    options.add_argument("--growth", type=_numbers, help="all sizes, as 20000,100000,500000")
    options.add_argument("--rounds", type=int, help=f"of {TIMES} runs of each query")
    options.add_argument("--only", type=_among(SECTIONS), default=SECTIONS, metavar="SECTION,...")
    options.add_argument(
        "--sides", type=_among((*ENGINES, *PEERS)), default=(*ENGINES, *PEERS), metavar="SIDE,..."
    )
    options.add_argument("--cache", type=Path, default=PROJECT / ".bench")
    options.add_argument("--output", type=Path, metavar="FOLDER")
    chosen = options.parse_args()
    if chosen.rounds is None:
        chosen.rounds = ROUNDS if max(_sizes(chosen)) >= SMALL else FEW_ROUNDS
    return chosen


def _numbers(text: str) -> list[int]:
    return sorted(int(each) for each in text.split(","))


def _among(names: tuple[str, ...]) -> Any:
    def chosen(text: str) -> tuple[str, ...]:
        found = tuple(text.split(","))
        if wrong := [each for each in found if each not in names]:
            raise argparse.ArgumentTypeError(f"{wrong[0]} is none of {', '.join(names)}")
        return found

    return chosen


def _results(chosen: argparse.Namespace) -> Path:
    """A run for the record goes into the project; a smaller one, or a part, into the cache."""
    whole = chosen.only == SECTIONS and set(chosen.sides) == {*ENGINES, *PEERS}
    if whole and max(_sizes(chosen)) >= FULL and not os.environ.get("ARCHIVE_BENCH_DATA"):
        return PROJECT / "benchmarks" / "results"
    folder: Path = chosen.cache / "results"
    return folder


def _sizes(chosen: argparse.Namespace) -> list[int]:
    return chosen.growth or sorted({max(chosen.articles // 5, 200), chosen.articles})


def measure(chosen: argparse.Namespace, results: dict[str, Any]) -> None:
    """Everything that is wanted, section after section, into `results`."""
    peers, missing = install(chosen.cache, set(chosen.sides), say)
    engines = [name for name in ENGINES if name in chosen.sides]
    corpora = _corpora(chosen)
    _make(corpora, peers, chosen)
    results |= {
        "machine": machine(), "missing": missing, "runs": chosen.rounds * TIMES, "searches": {},
        "versions": {peer.name: peer.version for peer in peers},
        "corpora": {made.name: _described(made) for made in corpora},
        "real": _real(chosen.cache, corpora),
    }  # fmt: skip
    if "searches" in chosen.only:
        for made in corpora:
            taking = _taking_part(peers, made)
            results["searches"][made.name] = searches(made, engines, taking, chosen.rounds, say)
    own = [made for made in corpora if made.name != "reuters-21578"] or corpora
    if "rates" in chosen.only:
        results["rates_of"] = own[0].name
        results["rates"] = rates(own[0], engines, peers, say)
    if "ingest" in chosen.only and REUTERS.exists():
        files = sorted(REUTERS.iterdir())
        some = files if max(_sizes(chosen)) >= SMALL else files[:2]
        results["ingest"] = ingest(some, chosen.cache, say)
    if "commands" in chosen.only:
        results["commands"] = commands(own, 2 * chosen.rounds, say)
    if "pages" in chosen.only:
        _measure_pages(own, chosen, results)


def _make(corpora: list[Corpus], peers: list[Peer], chosen: argparse.Namespace) -> None:
    """Archives and indexes that are not in the cache, on every core, the largest first. Nothing
    that is made here is measured by the clock.
    """
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda made: prepare(made, say), reversed(corpora)))
        builds: list[Future[None]] = []
        for made in reversed(corpora) if "searches" in chosen.only else ():
            if "tantivy" in chosen.sides:
                builds.append(pool.submit(build_tantivy_engine, made, say))
            for peer in _taking_part(peers, made):
                builds.append(pool.submit(build, made, peer, say))
        for each in builds:
            each.result()


def _corpora(chosen: argparse.Namespace) -> list[Corpus]:
    if folder := os.environ.get("ARCHIVE_BENCH_DATA"):
        if not Path(folder).exists():
            sys.exit(f"ARCHIVE_BENCH_DATA: there is no {folder}; name a folder of news")
        return [given(chosen.cache, "given", [Path(folder)])]
    found = [generated(chosen.cache, size) for size in _sizes(chosen)]
    if REUTERS.exists() and max(_sizes(chosen)) >= SMALL:
        found.insert(0, given(chosen.cache, "reuters-21578", [REUTERS]))
    return found


def _taking_part(peers: list[Peer], made: Corpus) -> list[Peer]:
    return [peer for peer in peers if peer.name != "whoosh-bare" or made.bytes <= SLOW]


def _described(made: Corpus) -> dict[str, Any]:
    return {
        "articles": made.articles, "bytes": made.bytes, "notes": made.notes,
        "generated": "seed" in made.made_of,
    }  # fmt: skip


def _real(cache: Path, corpora: list[Corpus]) -> dict[str, Any]:
    """What real news is like that is set beside the generated, and not searched."""
    if not WIKINEWS.exists() or not any(made.name == "reuters-21578" for made in corpora):
        return {}
    wikinews = given(cache, "wikinews", [WIKINEWS])
    prepare(wikinews, say)
    return {"wikinews": wikinews.notes["likeness"]}


def _measure_pages(own: list[Corpus], chosen: argparse.Namespace, results: dict[str, Any]) -> None:
    results["pages"] = {made.name: pages(made, say) for made in own}
    if "datasette" not in chosen.sides:
        return
    try:
        python = peers_python(chosen.cache, say)
    except MissingError as error:
        results["missing"]["datasette"] = str(error)
        return
    results["versions"]["Datasette"] = "0.65.2"
    results["datasette"] = {made.name: datasette(made, python, say) for made in own}


def say(text: str) -> None:
    """What is being done, with the time."""
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
