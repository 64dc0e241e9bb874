"""Asking all sides the same queries, in turn, each side in a process that lives as long as all."""

from __future__ import annotations

import statistics
import sys
from contextlib import ExitStack
from typing import Any

from beside.corpora import Corpus, Say
from beside.peers import Peer
from beside.processes import Command, Worker
from beside.queries import chosen

TIMES = 4  # of a query before it is the next side's turn
FEW = 2  # rounds of a side that takes hundreds of times as long
ENGINES = {"whoosh": "the archive", "tantivy": "the archive, tantivy engine"}

Answers = dict[str, Any]


def searches(made: Corpus, engines: list[str], peers: list[Peer], rounds: int, say: Say) -> Answers:
    """For each class and query, what each side took: with counts, and for hits alone."""
    with ExitStack() as stack:
        workers: dict[str, Worker] = {}
        for engine in engines:
            arguments: Command = [sys.executable, "-m", "beside.sides.archive", made.home, engine]
            workers[engine] = stack.enter_context(Worker(arguments))
        for peer in peers:
            folder = made.folder / peer.name
            arguments = [peer.python, "-m", peer.module, "serve", folder]
            workers[peer.name] = stack.enter_context(Worker(arguments))
        found: Answers = {"versions": {name: worker.version for name, worker in workers.items()}}
        classes: dict[str, list[Answers]] = {}
        for name, queries in chosen(made.rows, made.articles).items():
            say(f"{made.name}: searching, {name}")
            classes[name] = [
                {"query": query, "counts": asked(workers, query, True, rounds),
                 "hits": asked(workers, query, False, rounds)}
                for query in queries
            ]  # fmt: skip
        found["classes"] = classes
        say(f"{made.name}: searching, folded by stories, and with snippets")
        words = [each["query"] for name in ("one word", "in nearly all") for each in classes[name]]
        few = words[: len(classes["one word"]) + 2]
        own = {engine: workers[engine] for engine in engines}
        found["folded"] = _own(own, few, "folded", rounds)
        found["door"] = _own(own, few[:-2], "door_beside_engine", rounds)
        return found


def asked(
    workers: dict[str, Worker], query: dict[str, Any], counts: bool, rounds: int
) -> dict[str, Answers]:
    """One query on every side: microseconds of each run after two that are not counted."""
    found: dict[str, Answers] = {}
    for name, worker in workers.items():
        first = worker.ask(query=query, counts=counts, times=2, show=True)
        if "not" not in first:
            found[name] = {"cpu": [], "wall": [], "found": _short(first["found"])}
    for turn in range(rounds):
        for name, answers in found.items():
            if name == "whoosh-bare" and turn >= FEW:
                continue
            answer = workers[name].ask(query=query, counts=counts, times=TIMES)
            for clock in ("cpu", "wall"):
                answers[clock] += [round(each / 1000, 1) for each in answer[clock]]
    return found


def _short(found: Answers) -> Answers:
    """What a side found, as far as sides are compared by it."""
    return {
        "total": found["total"],
        "hits": len(found["hits"]),
        "tags": [list(each) for each in found.get("tags", ())][:3],
        "agency": [list(each) for each in found.get("agency", ())][:3],
        "days": len(found.get("days", ())),
        "of days": sum(count for _, count in found.get("days", ())),
    }


def _own(
    workers: dict[str, Worker], queries: list[dict[str, Any]], what: str, rounds: int
) -> list[Answers]:
    """What only the archive's own engines are asked, in turn."""
    found = []
    for query in queries:
        answers: dict[str, Any] = {name: [] for name in workers}
        for _ in range(rounds + 1):
            for name, worker in workers.items():
                answers[name].append(worker.ask(do=what, query=query, times=TIMES))
        for name, each in answers.items():  # the first round warms up
            answers[name] = {
                key: _microseconds(each[1:], key)
                for key in each[0]
                if isinstance(each[0][key], list)
            }
        found.append({"query": query, "sides": answers})
    return found


def _microseconds(answers: list[Answers], key: str) -> float:
    return statistics.median(float(time) / 1000 for answer in answers for time in answer[key])
