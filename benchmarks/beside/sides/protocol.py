"""How a side is built and asked: a process of its own, JSON lines in and out.

    python -m beside.sides.NAME build ROWS FOLDER     -> one line: what building took
    python -m beside.sides.NAME serve FOLDER          -> an answer for each line of a question

A question is {"query": {...}, "counts": bool, "times": n}; the query is neutral (`queries.py`).
It is put into the library's own form once; asking it is what is timed, n times. An answer has the
nanoseconds of each time, by the processor (all threads of the process) and by the clock.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

TOP = 10  # values of a facet that every side gives, the most frequent


class Side(Protocol):
    """One library."""

    version: str

    def prepare(self, query: dict[str, Any]) -> Any:
        """The query in the library's form. LookupError for one that it cannot express."""
        ...

    def ask(self, prepared: Any, counts: bool) -> dict[str, Any]:
        """Ten hits in order ("hits") and "total"; with counts, "tags" and "agency" (the ten most
        frequent values with their counts), and "days" (day -> articles).
        """
        ...


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The articles to index (`rows.py`)."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def run(build: Any, opened: Any) -> None:
    """`python -m beside.sides.NAME`: `build(rows, folder)`, or serves `opened(folder)`."""
    what, *paths = sys.argv[1:]
    if what == "build":
        source, folder = map(Path, paths)
        folder.mkdir(parents=True)
        began, clock = time.process_time(), time.perf_counter()
        reading = time.process_time()
        articles = sum(1 for _ in rows(source))
        reading = time.process_time() - reading  # what reading the rows takes is not the library's
        build(rows(source), folder)
        spent = time.process_time() - began - 2 * reading
        took = time.perf_counter() - clock
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        print(json.dumps({"articles": articles, "cpu": spent, "wall": took, "peak": peak}))
    else:
        serve(opened(Path(paths[0])))


def serve(side: Side) -> None:
    """Answers questions until there are no more."""
    print(json.dumps({"version": side.version}), flush=True)
    for line in sys.stdin:
        print(json.dumps(_answer(side, json.loads(line))), flush=True)


def _answer(side: Side, question: dict[str, Any]) -> dict[str, Any]:
    if "do" in question:  # what only the archive's own sides are asked
        answer: dict[str, Any] = getattr(side, question["do"])(question)
        return answer
    try:
        prepared = side.prepare(question["query"])
    except LookupError as error:
        return {"not": str(error)}
    counts = bool(question["counts"])
    cpu, wall = timed(lambda: side.ask(prepared, counts), question["times"])
    found = side.ask(prepared, counts) if question.get("show") else {}
    return {"cpu": cpu, "wall": wall, "found": found}


def timed(ask: Any, times: int) -> tuple[list[int], list[int]]:
    """Nanoseconds of each time."""
    cpu, wall = [], []
    for _ in range(times):
        began, clock = time.process_time_ns(), time.perf_counter_ns()
        ask()
        cpu.append(time.process_time_ns() - began)
        wall.append(time.perf_counter_ns() - clock)
    return cpu, wall
