"""Hostile visitors of a server, one kind after the other, with one who only wants to read.

python -m tests.torture.visitors HOME --server waitress --readers 200
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from threading import Event

from tests.helpers.archives import ROOT
from tests.torture.visiting.asking import Asker, Figures, part
from tests.torture.visiting.beside_ingest import (
    SECONDS,
    TAKEN_IN,
    beside_ingest,
    generated,
    revised,
)
from tests.torture.visiting.hostile import ATTACKS
from tests.torture.visiting.readers import Vocabulary, alone, questions
from tests.torture.visiting.servers import SERVERS, Served

CHEAP = ("/healthz", "/help.json", "/robots.txt")
MOST_SECONDS = 5.0  # that a cheap page takes, whatever the others do
VISITED = 5000  # articles of a server that is made for the attacks
MOST_MEMORY = 800.0  # MiB of both processes, however often they are attacked: what is kept, twice
MORE, SLACK = 1.1, 16  # times as much memory (MiB) and files after many rounds as after the second
RECOVERED = 3.0  # times the median from before, after an attack
_SETTLE, _BETWEEN, _ASKED = 3.0, 0.2, 60


@dataclass(frozen=True)
class Suffered:
    """What an attack came to: seconds of a page and of cheap ones meanwhile, of a page after it."""

    attack: str
    said: str
    clients: Figures
    page: Figures
    cheap: Figures
    after: Figures
    memory: float
    handles: int

    def wrong(self, before: float) -> list[str]:
        """What does not hold, where a page took so many seconds before all attacks."""
        asked_too_much = ": 400" if self.attack == "crawler" else "none"  # of filters, in the end
        found = [each for each in self.clients.wrong if not each.endswith(asked_too_much)]
        found += [*self.page.wrong, *self.cheap.wrong, *self.after.wrong]
        if (slow := part(self.cheap.all(), 1)) > MOST_SECONDS:
            found.append(f"a cheap page took {slow:.1f} s")
        if (slow := part(self.after.all(), 0.5)) > RECOVERED * before:
            found.append(f"a page takes {slow:.3f} s afterwards, {before:.3f} before")
        return [f"{self.attack}: {each}" for each in found]

    def row(self) -> str:
        """A row of the table."""
        page, cheap = self.page.all(), self.cheap.all()
        return (
            f"| {self.attack} | {self.said} | {_statuses(self.clients)} |"
            f" {_milliseconds(page, 0.5)} / {_milliseconds(page, 1)} {_statuses(self.page)} |"
            f" {_milliseconds(cheap, 1)} |"
            f" {_milliseconds(self.after.all(), 0.5)} | {self.memory:.0f} | {self.handles} |"
        )


async def suffered(served: Served, name: str, known: Vocabulary, seed: str) -> Suffered:
    """One attack, and who reads meanwhile and afterwards."""
    clients, page, cheap = Figures(), Figures(), Figures()
    stop = Event()
    honest = _honest(served.port, known, f"{seed} {name}", page, cheap, stop)
    # In a loop of their own: in the one of a thousand others they would be slow themselves.
    reading = asyncio.create_task(asyncio.to_thread(asyncio.run, honest))
    try:
        said = await ATTACKS[name](served.port, known, clients)
    finally:
        stop.set()
        await reading
    await asyncio.sleep(_SETTLE)
    after = await alone(served.port, known, f"{seed} after {name}", _ASKED)
    return Suffered(name, said, clients, page, cheap, after, served.memory(), served.handles())


async def attacked(served: Served, seed: str, rounds: int) -> list[str]:
    """All attacks on a server, so many times over, as tables that are printed. What does not hold:
    among else, that after the last it has more memory or files than after the first ones.
    """
    wrong: list[str] = []
    memory: list[float] = []
    handles: list[int] = []
    for number in range(rounds):
        wrong += await _round(served, f"{seed} {number}")
        memory.append(served.memory())
        handles.append(served.handles())
    settled = min(rounds - 1, 1)  # by then all that is kept is full
    if memory[-1] > MORE * memory[settled] + SLACK:
        wrong.append(f"memory grows with each round: {memory}")
    if max(memory) > MOST_MEMORY:
        wrong.append(f"{max(memory):.0f} MiB are held; {MOST_MEMORY:.0f} are the most")
    if handles[-1] > MORE * handles[settled] + SLACK:
        wrong.append(f"open files grow with each round: {handles}")
    return wrong


def visited(folder: Path, seed: str, rounds: int) -> list[str]:
    """What does not hold where a server of a new archive in a folder is put to all attacks."""
    pile = generated(folder / "pile.jsonl", VISITED, Random(seed).randrange(1 << 20))
    home = folder / "home"
    _take_in(home, pile)
    with Served("waitress", home) as served:
        return asyncio.run(attacked(served, seed, rounds))


def _take_in(home: Path, pile: Path) -> None:
    taking = [sys.executable, "-m", "cli", "--home", str(home), "ingest", str(pile)]
    subprocess.run(taking, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)


async def _round(served: Served, seed: str) -> list[str]:
    known = await Vocabulary.of(served.port)
    before = part((await alone(served.port, known, seed, 2 * _ASKED)).all(), 0.5)
    print(f"a page before: {before * 1000:.0f} ms, {served.memory():.0f} MiB", flush=True)
    print("| attack | connections | answers | a page, median / longest | a cheap page, longest"
          " | a page afterwards | MiB | handles |\n|---|---|---|---|---|---|---|---|")  # fmt: skip
    wrong: list[str] = []
    for name in ATTACKS:
        came_to = await suffered(served, name, known, seed)
        print(came_to.row(), flush=True)
        wrong += came_to.wrong(before)
    return wrong


async def _honest(
    port: int, known: Vocabulary, seed: str, page: Figures, cheap: Figures, stop: Event
) -> None:
    """Those who only want to read, until they are to stop."""
    readers = [
        asyncio.create_task(_reading(port, known, seed, page)),
        asyncio.create_task(_looking(port, cheap)),
    ]
    while not stop.is_set():
        await asyncio.sleep(0.05)
    for reader in readers:
        reader.cancel()
    await asyncio.gather(*readers, return_exceptions=True)


async def _reading(port: int, known: Vocabulary, seed: str, figures: Figures) -> None:
    asked = questions(known, Random(seed))
    async with Asker(port) as asker:
        while True:
            await figures.ask(asker, *next(asked))
            await asyncio.sleep(_BETWEEN)


async def _looking(port: int, figures: Figures) -> None:
    while True:
        for path in CHEAP:
            async with Asker(port) as asker:
                await figures.ask(asker, "cheap", path)
            await asyncio.sleep(_BETWEEN)


def _milliseconds(seconds: list[float], share: float) -> str:
    return f"{part(seconds, share) * 1000:,.0f} ms" if seconds else "none"


def _statuses(figures: Figures) -> str:
    found = [f"{number:,} × {status}" for status, number in sorted(figures.statuses.items())]
    lost = sum("rror" in each for each in figures.wrong)
    return ", ".join(found + [f"{lost} without an answer"] * bool(lost))


def main() -> int:
    """Puts a server to the attacks. The exit code."""
    parser = argparse.ArgumentParser(prog="tests.torture.visitors", description=__doc__)
    parser.add_argument("home", type=Path, help="an archive, which is written to by --readers")
    parser.add_argument("--server", choices=SERVERS, default="waitress")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--rounds", type=int, default=1, help="all attacks so many times over")
    parser.add_argument("--readers", type=int, help="so many, beside an ingest; no attacks")
    parser.add_argument("--articles", type=int, default=TAKEN_IN, help="taken in beside readers")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of readers without that")
    parser.add_argument("--revising", action="store_true", help="what is taken in beside is known")
    given = parser.parse_args()
    with Served(given.server, given.home) as served:
        if not given.readers:
            wrong = asyncio.run(attacked(served, given.seed, given.rounds))
        else:
            wrong = _beside(served, given.home, given)
    for each in wrong[:20]:
        print(f"BROKEN  {each}")
    return 1 if wrong else 0


def _beside(served: Served, home: Path, given: argparse.Namespace) -> list[str]:
    with TemporaryDirectory() as folder:
        number = Random(given.seed).randrange(1 << 20)
        pile = generated(Path(folder) / "pile.jsonl", given.articles, number)
        if given.revising:
            _take_in(home, pile)
            pile = revised(pile)
        among = given.readers, given.seconds
        found = asyncio.run(beside_ingest(served, home, pile, given.seed, *among))
    for name, figures in (("one", found.alone), ("many", found.crowd), ("beside", found.beside)):
        shares = "  ".join(_milliseconds(figures.all(), share) for share in (0.5, 0.9, 0.99, 1))
        print(f"{name:<8}{shares}  {_statuses(figures)}")
    for kind, seconds in sorted(found.beside.seconds.items()):
        print(f"  {kind:<18}{_milliseconds(seconds, 0.5)}  {_milliseconds(seconds, 0.99)}")
    used = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in found.processor.items())
    print(f"ingest took {found.seconds:.0f} s; of the processors' time beside it: {used}")
    return found.wrong()


if __name__ == "__main__":
    sys.exit(main())
