"""What it costs to tell what stands around words, by how often they stand.

    python benchmarks/around.py HOME [--engine whoosh] [--rounds 5]

HOME is the folder of an archive, as `bench.py` makes one of 100,000 generated articles. The words
are taken from its index by their rank. "cold" is the first answer of a new process, opening and
imports included; "warm" the median of the next. Times are of the processor.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path
from time import process_time
from typing import Any

RANKS = (3000, 1000, 300, 100, 30, 10)  # of a word by how many articles have it
KINDS: dict[str, dict[str, Any]] = {
    "around": {}, "around, by year": {"by": "year"}, "around, by tag": {"by": "tag"},
    "side by side, by year": {"shown": "neighbours", "by": "year"},
    "counts, by agency": {"shown": "counts", "by": "agency"},
}  # fmt: skip


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("home", type=Path)
    options.add_argument("--engine", default="whoosh")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--ask", nargs=2, metavar=("WORD", "KIND"), help="internal")
    chosen = options.parse_args()
    if chosen.ask:
        word, kind = chosen.ask
        print(json.dumps(ask(chosen.home, chosen.engine, word, kind, chosen.rounds)))
        return
    print(
        "| word | articles | occurrences | kind | cold (s) | warm (s) |\n|---|---|---|---|---|---|"
    )
    for word in words(chosen.home):
        for kind in KINDS if word == words(chosen.home)[2] else list(KINDS)[:1]:
            told = _in_a_process(chosen, word, kind)
            print(
                f"| {word} | {told['articles']:,} | {told['occurrences']:,} | {kind} |"
                f" {told['cold']:.2f} | {told['warm']:.2f} |",
                flush=True,
            )


def words(home: Path) -> list[str]:
    """Words by their rank in the default engine's index."""
    from index.engines.open import open_engine

    engine: Any = open_engine("whoosh", home)
    with engine._reading() as snapshot:
        field = max((each.field("body") for each in snapshot.segments), key=lambda f: len(f.terms))
        often = field.starts[1:].astype(int) - field.starts[:-1].astype(int)
        ranked = (-often).argsort()
        return [field.terms[int(ranked[rank])].decode() for rank in RANKS if rank < len(ranked)]


def _in_a_process(chosen: argparse.Namespace, word: str, kind: str) -> dict[str, Any]:
    command = [sys.executable, __file__, str(chosen.home), "--engine", chosen.engine]
    command += ["--rounds", str(chosen.rounds), "--ask", word, kind]
    answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    told: dict[str, Any] = json.loads(answer)
    return told


def ask(home: Path, engine: str, word: str, kind: str, rounds: int) -> dict[str, Any]:
    """Asks once, and again."""
    from archive.store.store import Store
    from index.answers.asked import Asked
    from index.answers.search import Search
    from index.company.asked import Around
    from index.company.company import company
    from index.engines.open import open_engine

    with Store.open(home) as store:
        search = Search(store, open_engine(engine, home))
        times: list[float] = []
        for _ in range(rounds):
            began = process_time() if times else 0.0  # the first with all that came before it
            found = company(search, Asked(word, exact=True), Around(**KINDS[kind]))
            times.append(process_time() - began)
    return {
        "articles": found.documents, "occurrences": found.occurrences, "cold": times[0],
        "warm": statistics.median(times[1:] or times),
    }  # fmt: skip


if __name__ == "__main__":
    main()
