"""`make torture`: every attack at length. Ends with a summary, and with 1 if a promise was broken.

python -m tests.torture --seed 7 --kills 1000 --inputs 20000 --only ingest --only backup
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from archive.intake.workers import usable_cores
from archive.store.store import Store
from tests.damaged.untold import untold
from tests.torture import calls, memory, payloads, points, protocol, visitors
from tests.torture import soak as soaking
from tests.torture.attacks import (
    KEPT,
    Ground,
    Strike,
    every_call,
    every_jump,
    every_loss,
    every_point,
    little_memory,
    random_kills,
)
from tests.torture.fuzzing import fuzz
from tests.torture.inputs import attacks
from tests.torture.running import FORKING, outlive_interrupts
from tests.torture.world import ACTS, WRITERS, Act, World

ALL = ACTS | WRITERS

# What each kind of attack is counted as in the end, and how what broke is called there.
SUMMED = {
    "kills": ("kills", "lost"),
    "points": ("kills", "lost"),
    "calls": ("kills", "lost"),
    "power": ("kills", "lost"),
    "memory": ("kills", "lost"),
    "clock": ("kills", "lost"),
    "damages": ("damages", "silent"),
    "inputs": ("inputs", "tracebacks"),
    "fuzzed": ("inputs", "tracebacks"),
    "payloads": ("payloads", "executed"),
}


class Tally:
    """What was tried of each kind, and what did not hold."""

    def __init__(self) -> None:
        self.tried: dict[str, int] = {}
        self.failed: dict[str, int] = {}
        self.broken: list[str] = []

    def summary(self) -> str:
        """A line of what was tried, and how much of it broke what is promised."""
        sums: dict[tuple[str, str], list[int]] = {}
        for kind, number in self.tried.items():
            found = sums.setdefault(SUMMED.get(kind, (kind, "broken")), [0, 0])
            found[0] += number
            found[1] += self.failed.get(kind, 0)
        return "; ".join(f"{a} {n:,}, {b} {wrong:,}" for (a, b), (n, wrong) in sums.items())

    def count(self, kind: str, tried: int, before: int) -> None:
        """Notes so many attacks of a kind, before which so much was broken."""
        self.tried[kind] = self.tried.get(kind, 0) + tried
        self.failed[kind] = self.failed.get(kind, 0) + len(self.broken) - before

    def attack(self, kind: str, act: Act, broken: Iterator[str]) -> None:
        """Notes what each of such attacks on an act broke: "" where the promise held."""
        before, tried = len(self.broken), 0
        try:
            for wrong in broken:
                tried += 1
                if wrong:
                    self.say(wrong)
        finally:
            self.count(kind, tried, before)
            lost = len(self.broken) - before
            print(f"{kind:>8}  {act.name:<20} {tried:>6}  broken {lost}", flush=True)

    def feed(self, seed: int, number: int) -> None:
        """Takes in so many damaged files."""
        before = len(self.broken)
        with TemporaryDirectory() as folder, Store.create(Path(folder) / "home") as store:
            for wrong in attacks(store, Path(folder), Random(seed), number):
                self.say(wrong)
        self.count("inputs", number, before)
        print(f"{'inputs':>8}  {'':<20} {number:>6}  broken {len(self.broken) - before}")

    def damage(self, seed: int, number: int) -> None:
        """Looks whether so many damaged archives are told of."""
        before = len(self.broken)
        with TemporaryDirectory() as folder:
            sound = World.made(Path(folder) / "world").home
            for wrong in untold(sound, Path(folder), Random(seed), number):
                self.say(wrong)
        self.count("damages", number, before)
        print(f"{'damages':>8}  {'':<20} {number:>6}  broken {len(self.broken) - before}")

    def simulate(self, seed: int, number: int) -> None:
        """Goes through so many histories of an archive."""
        before = len(self.broken)
        for wrong in protocol.broken(seed, number):
            self.say(wrong)
        self.count("histories", number, before)
        print(f"{'histories':>9} {'':<20} {number:>6}", flush=True)

    def soak(self, minutes: float) -> None:
        """Serves and watches an archive that is worked on for so long."""
        already = len(self.broken)
        with TemporaryDirectory() as folder:
            noted, wrong = soaking.soak(Path(folder), minutes)
        for what, values in noted.items():
            before, after = soaking.quarters(values)
            print(f"{'soak':>8}  {what:<20} {before:>9,.0f} then {after:,.0f}", flush=True)
        for each in wrong:
            self.say(each)
        self.count("minutes", round(minutes), already)

    def visit(self, seed: int, rounds: int) -> None:
        """Puts a server of some articles to hostile visitors, so many times over."""
        before = len(self.broken)
        with TemporaryDirectory() as folder:
            for wrong in visitors.visited(Path(folder), f"{seed}", rounds):
                self.say(wrong)
        self.count("rounds", rounds, before)
        print(f"{'rounds':>8}  {'':<20} {rounds:>6}  broken {len(self.broken) - before}")

    def fuzz(self, minutes: float, seed: int) -> None:
        """Feeds every target with whatever atheris makes up."""
        before = len(self.broken)
        self.count("fuzzed", fuzz.fuzz_all(minutes, seed, self.say), before)

    def open(self) -> None:
        """Opens script payloads in a browser."""
        before = len(self.broken)
        with TemporaryDirectory() as folder:
            self.count("payloads", payloads.payloads(Path(folder), self.say), before)

    def say(self, broken: str) -> None:
        """Tells of what does not hold."""
        self.broken.append(broken)
        print(f"BROKEN  {broken}", flush=True)


def main() -> int:
    """Runs what was asked for. The exit code."""
    given = _given()
    why = points.missing()
    print(f"seed {given.seed}" + (f"; {why}" if why else ""), flush=True)
    if given.count:
        return _count()
    tally = Tally()
    try:
        if not given.soak_only:
            _attack(tally, given, strace=not why)
            tally.feed(given.seed, given.inputs)
            tally.damage(given.seed, given.damages)
            if given.histories:
                tally.simulate(given.seed, given.histories)
            if given.rounds:
                tally.visit(given.seed, given.rounds)
        if given.soak:
            tally.soak(given.soak)
        if not given.soak_only:
            _from_outside(tally, given)
    except KeyboardInterrupt:
        print(f"interrupted: {tally.summary()}; promises broken {len(tally.broken)}")
        return 130
    print(f"{tally.summary()}; promises broken {len(tally.broken)}")
    return 1 if tally.broken else 0


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make torture", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=usable_cores(), help="processes that attack")
    parser.add_argument("--kills", type=int, default=1000, help="kills at random moments, in all")
    parser.add_argument("--inputs", type=int, default=20000, help="damaged files to take in")
    parser.add_argument("--damages", type=int, default=500, help="archives to damage")
    parser.add_argument("--histories", type=int, default=2000, help="histories to simulate")
    parser.add_argument("--soak", type=float, default=60, metavar="MINUTES", help="0: none")
    parser.add_argument("--soak-only", action="store_true", help="nothing but the soak")
    parser.add_argument("--rounds", type=int, default=4, help="of hostile visitors; 0: none")
    parser.add_argument("--only", action="append", choices=ALL, help="these acts alone")
    parser.add_argument("--count", action="store_true", help="count the points anew, and keep that")
    parser.add_argument("--payloads", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--fuzz", type=float, default=30, help="minutes a target; 0 for none")
    return parser.parse_args()


def _attack(tally: Tally, given: argparse.Namespace, *, strace: bool) -> None:
    """All attacks on the acts that are asked for, spread over processes."""
    acts = [ALL[name] for name in given.only or ALL]
    with (
        TemporaryDirectory() as folder,
        ProcessPoolExecutor(given.jobs, FORKING, outlive_interrupts) as processes,
    ):
        ground = Ground(Path(folder))
        for act in acts:
            strikes = _strikes(
                ground, act, f"{given.seed} {act.name}", given.kills // len(acts), strace
            )
            for kind, each in strikes:
                tally.attack(kind, act, ground.attack_all(act, each, processes.map))


def _strikes(
    ground: Ground, act: Act, seed: str, kills: int, strace: bool
) -> Iterator[tuple[str, Iterable[tuple[str, Strike]]]]:
    """Each kind of attack on an act, and all of that kind."""
    if strace:
        yield "points", every_point(act, ground.points(act))
        yield "power", every_loss(ground.record(act), seed)
    yield "calls", every_call(act, ground.calls(act))
    if not calls.no_clock():
        yield "clock", every_jump(act, ground.calls(act))
    if not memory.missing():
        yield "memory", islice(little_memory(act, seed), kills // 2)
    yield "kills", islice(random_kills(act, ground.duration(act), seed), kills)


def _from_outside(tally: Tally, given: argparse.Namespace) -> None:
    """What needs a browser, or atheris: without them it is said why it is left out."""
    if given.payloads:
        if why := payloads.missing():
            print(why)
        else:
            tally.open()
    if given.fuzz:
        if why := fuzz.missing():
            print(why)
        else:
            tally.fuzz(given.fuzz, given.seed)


def _count() -> int:
    """Writes down how many points each act has, less the few that come and go."""
    with TemporaryDirectory() as folder:
        world = World.made(Path(folder) / "world")
        found = {
            name: len(points.points(act, world.copied(Path(folder) / name))) * 9 // 10
            for name, act in ALL.items()
        }
    KEPT.write_text(json.dumps(found, indent=2) + "\n")
    print(found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
