"""Workers, a cluster and a database server, measured; and what more of them would do, foretold.

    python benchmarks/scale.py [--articles N] [--workers 1,2,4] [--nodes 1,3]
    python benchmarks/scale.py --again           the simulation anew, from what was measured
    python benchmarks/scale.py --docs            the tables of docs/scale.md, from the same
    python benchmarks/scale.py --sizes --index-bytes 4000 --store-bytes 3000 --worker-rate 400 \\
        --searches 90                            the arithmetic of sizes, of figures of your own

It needs what tests/cluster/cluster.sh and postgres.sh need, starts both, and ends them, also where
it is ended by Ctrl-C. Articles are generated (beside/corpus.py). A run for the record writes
benchmarks/results/scale.md and scale.json, a smaller one .bench/results/.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from beside import corpus
from beside.corpora import Corpus, build_tantivy_engine, generated, prepare
from beside.machine import machine
from beside.processes import ARCHIVE, PROJECT, FailedError, run
from beside.queries import chosen as queries_of
from scaling import docs, report, sizes

LATER = 20  # one in so many more comes while the workers are there
SMALL = 10  # the small index that is searched has one in so many
ROUNDS, FEW_ROUNDS = 3, 1
RESULTS = PROJECT / "benchmarks" / "results"
NAME = "scale.json"


def main() -> None:
    chosen = _options()
    signal.signal(signal.SIGTERM, _stop)  # as Ctrl-C: what was started is ended
    kept = (chosen.output or _results(chosen)) / NAME
    try:
        if chosen.sizes:
            print(sizes.own(*_own_figures(chosen)))
        elif chosen.docs:
            docs.write(json.loads(_read(kept)), kept.parent)
        else:
            _run(chosen, kept)
    except FailedError as error:
        sys.exit(f"benchmark stopped: {error}")
    except KeyboardInterrupt:
        sys.exit("benchmark stopped; its servers have been ended")


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--articles", type=int, default=docs.FULL)
    options.add_argument("--workers", type=_numbers, default=[1, 2, 4], metavar="N,...")
    options.add_argument("--nodes", type=_numbers, default=[1, 3], metavar="N,...")
    options.add_argument("--cache", type=Path, default=PROJECT / ".bench")
    options.add_argument("--output", type=Path, metavar="FOLDER")
    options.add_argument("--again", action="store_true", help="only simulate, from the JSON")
    options.add_argument("--docs", action="store_true", help="only write docs/scale.md")
    options.add_argument("--sizes", action="store_true", help="only the arithmetic of sizes")
    options.add_argument("--index-bytes", type=float, default=0.0, help="an article")
    options.add_argument("--store-bytes", type=float, default=0.0, help="an article")
    options.add_argument("--worker-rate", type=float, default=0.0, help="articles a second")
    options.add_argument(
        "--searches", type=float, default=0.0, help="a second, of a node, with a million articles"
    )
    chosen = options.parse_args()
    if chosen.articles < 10 * SMALL:
        options.error(f"--articles: at least {10 * SMALL}")
    if chosen.sizes and min(_own_figures(chosen)) <= 0:
        options.error("--sizes needs --index-bytes, --store-bytes, --worker-rate and --searches")
    return chosen


def _own_figures(chosen: argparse.Namespace) -> tuple[float, float, float, float]:
    return chosen.index_bytes, chosen.store_bytes, chosen.worker_rate, chosen.searches


def _numbers(text: str) -> list[int]:
    found = sorted(int(each) for each in text.split(","))
    if found[0] < 1:
        raise argparse.ArgumentTypeError("numbers from 1 on")
    return found


def _results(chosen: argparse.Namespace) -> Path:
    """A run for the record goes into the project; a smaller one into the cache."""
    if chosen.docs or chosen.again or chosen.articles >= docs.FULL:
        return RESULTS
    folder: Path = chosen.cache / "results"
    return folder


def _read(path: Path) -> str:
    if not path.exists():
        raise FailedError(f"there is no {path}; measure first, or name its folder by --output")
    return path.read_text("utf-8")


def _run(chosen: argparse.Namespace, kept: Path) -> None:
    """Measures, unless only the simulation is wanted anew; then simulates, and writes both."""
    from scaling import foretold  # needs SimPy

    kept.parent.mkdir(parents=True, exist_ok=True)
    results: dict[str, Any] = json.loads(_read(kept)) if chosen.again else {}
    if not chosen.again:
        measure(chosen, results, kept)
    say("simulating")
    results["foretold"] = foretold.all_of_it(results, say)
    _keep(results, kept)
    (kept.parent / "scale.md").write_text(report.report(results), "utf-8")
    say(f"the report: {kept.parent / 'scale.md'}")


def _keep(results: dict[str, Any], kept: Path) -> None:
    kept.write_text(json.dumps(results, indent=1) + "\n", "utf-8")


def measure(chosen: argparse.Namespace, results: dict[str, Any], kept: Path) -> None:
    """All combinations, each kept as soon as it is measured."""
    from scaling.combination import Scene, combination  # needs the extra [cluster]
    from scaling.commits import commits
    from scaling.servers import nodes, postgres

    folder = chosen.cache / "scale"
    folder.mkdir(parents=True, exist_ok=True)
    made = generated(chosen.cache, chosen.articles)
    prepare(made, say)
    build_tantivy_engine(made, say)
    queries = [query for each in queries_of(made.rows, made.articles).values() for query in each]
    rounds = ROUNDS if chosen.articles >= docs.FULL else FEW_ROUNDS
    results |= {
        "machine": machine(), "articles": made.articles, "bytes": made.bytes / made.articles,
        "embedded": _embedded(made), "runs": [], "queries": len(queries),
    }  # fmt: skip
    with ExitStack() as stack:
        database = stack.enter_context(postgres(folder / "postgres"))
        say("copying the archive to PostgreSQL")
        run([ARCHIVE, "--home", made.home, "copy", "--to", database.address()])
        later = _later(folder, made)
        for count in chosen.nodes:
            with nodes(folder / "nodes", count) as cluster:
                scene = Scene(
                    made, queries, later, folder, database, cluster, count, rounds, say
                )  # fmt: skip
                part = max(made.articles // SMALL, 1)
                combination(scene, 1, part)  # which warms up the nodes, and is not counted
                say(f"{count} nodes: commits")
                results["commit"] = commits(cluster, scene.copies)  # of the most nodes, in the end
                for workers in chosen.workers:
                    results["runs"].append(combination(scene, workers))
                    _keep(results, kept)
                if "small" not in results:
                    results["small"] = combination(scene, 1, part)
                    _keep(results, kept)


def _embedded(made: Corpus) -> dict[str, Any]:
    """What the embedded engines and a file take, in bytes an article."""
    sizes_of = {name: made.notes[name]["size"] for name in ("whoosh", "tantivy")}
    sizes_of["file"] = (made.home / "archive.db").stat().st_size
    return {name: size / made.articles for name, size in sizes_of.items()}


def _later(folder: Path, made: Corpus) -> Path:
    """Other articles of the same kind, for when the workers are there."""
    target = folder / "later.jsonl"
    with target.open("w", encoding="utf-8") as out:
        for record in corpus.records(max(made.articles // LATER, 50), corpus.SEED + 1):
            record["identifier"] = record["identifier"].replace("bench:", "later:")
            print(json.dumps(record), file=out)
    return target


def say(text: str) -> None:
    """What is being done, with the time."""
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
