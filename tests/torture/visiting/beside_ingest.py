"""Readers of a large archive while it takes articles in: none waits for long, none is refused."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, process_time

from tests.helpers.archives import ROOT
from tests.torture.visiting.asking import Figures, part
from tests.torture.visiting.readers import Vocabulary, alone, crowd
from tests.torture.visiting.servers import Served

READERS = 200
TAKEN_IN = 5000  # articles
UNLOADED = 300  # questions
SECONDS = 60.0  # of readers without an ingest, to compare with
TIMES = 10  # the 99th of a hundred answers, in medians of an unloaded server

BENCHMARKS = ROOT / "benchmarks"


@dataclass(frozen=True)
class Beside:
    """What one reader was answered, what many were, and what many were beside an ingest."""

    alone: Figures
    crowd: Figures
    beside: Figures
    seconds: float  # of the ingest
    processor: Mapping[str, float]  # seconds that were used beside it: by clients, by the server

    def wrong(self) -> list[str]:
        """What does not hold."""
        found = [*self.alone.wrong, *self.crowd.wrong, *self.beside.wrong]
        for figures in (self.crowd, self.beside):
            if refused := figures.statuses.get(503):
                found.append(f"{refused} were refused")
        limit = TIMES * part(self.alone.all(), 0.5)
        if (slow := part(self.beside.all(), 0.99)) > limit:
            found.append(f"p99 is {slow:.3f} s beside an ingest; {limit:.3f} are wanted")
        return found


def generated(target: Path, articles: int, seed: int) -> Path:
    """A file of so many articles that nobody wrote, and no other seed makes; where it lies."""
    target.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [sys.executable, "-m", "beside.corpus", str(articles), str(target), "--seed", str(seed)],
        cwd=BENCHMARKS, env=os.environ | {"PYTHONPATH": f"{BENCHMARKS}{os.pathsep}{ROOT}"},
        stdout=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    text = target.read_text(encoding="utf-8")
    target.write_text(text.replace('"bench:', f'"visitors-{seed}:'), encoding="utf-8")
    return target


def revised(pile: Path) -> Path:
    """The same articles sent again, each with another text; where they lie."""
    target = pile.with_name(f"again-{pile.name}")
    with pile.open(encoding="utf-8") as articles, target.open("w", encoding="utf-8") as again:
        for line in articles:
            article = json.loads(line)
            article["body"] += "\n\nThis dispatch has been revised."
            again.write(json.dumps(article, ensure_ascii=False) + "\n")
    return target


async def beside_ingest(
    served: Served, home: Path, pile: Path, seed: str, readers: int, seconds: float = SECONDS
) -> Beside:
    """Asks by one reader, by many for so many seconds, and by many while the pile is taken in."""
    known = await Vocabulary.of(served.port)
    first = await alone(served.port, known, f"{seed} alone", UNLOADED)
    stop = asyncio.Event()
    asking = asyncio.create_task(crowd(served.port, known, f"{seed} crowd", readers, stop))
    await asyncio.sleep(seconds)
    stop.set()
    many = await asking
    stop = asyncio.Event()
    asking = asyncio.create_task(crowd(served.port, known, f"{seed} beside", readers, stop))
    await asyncio.sleep(20)  # until all have come
    began, clients, server = monotonic(), process_time(), served.processor()
    taking = await asyncio.create_subprocess_exec(
        *("nice", sys.executable, "-m", "cli", "--home", str(home), "ingest", str(pile)),
        cwd=ROOT, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    _, said = await taking.communicate()
    took = monotonic() - began
    used = {"clients": process_time() - clients, "server": served.processor() - server}
    stop.set()
    beside = await asking
    if taking.returncode:
        beside.wrong.append(f"ingest ended with {taking.returncode}: {said.decode()}")
    return Beside(first, many, beside, took, used)
