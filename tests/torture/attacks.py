"""Each kind of attack as one function: a struck act in a world, and whether the promise held."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.torture import calls, kills, memory, points, power
from tests.torture.disk import ORDERED, STRICT
from tests.torture.promise import Done, assert_held
from tests.torture.recorded import Record, record
from tests.torture.running import Ended
from tests.torture.world import Act, World

# How many calls to the system each act makes: fewer that are met are no test of all.
KEPT = Path(__file__).with_name("points.json")

Strike = Callable[[World], Ended]


class Ground:
    """A world, and room for copies of it in which things go wrong."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.world = World.made(folder / "world")
        self._done: dict[str, Done] = {}

    def done(self, act: Act) -> Done:
        """The act as it ends undisturbed."""
        if act.name not in self._done:
            with self._copy() as other:
                self._done[act.name] = Done.of(act, self.world, other)
        return self._done[act.name]

    def calls(self, act: Act) -> int:
        """How many of Python's calls it makes."""
        with self._copy() as other:
            return calls.count(act, other)

    def points(self, act: Act) -> list[points.Point]:
        """Where the system may fail it. AssertionError if they are fewer than they were."""
        with self._copy() as other:
            found = points.points(act, other)
        kept = json.loads(KEPT.read_text())[act.name]
        assert len(found) >= kept, f"{act.name}: {len(found)} points are met, and {kept} are there"
        return found

    def record(self, act: Act) -> Record:
        """What it does to the disk."""
        with self._copy() as other:
            return record(act, self.world, other)

    def duration(self, act: Act) -> float:
        """Seconds that it takes."""
        with self._copy() as other:
            return kills.duration(act, other)

    def attack(self, act: Act, strike: Strike, said: str) -> None:
        """AssertionError, which names the attack, unless the promise holds afterwards."""
        if broken := _broken(self.done(act), self._folder, (said, strike)):
            raise AssertionError(broken)

    def attack_all(
        self, act: Act, strikes: Iterable[tuple[str, Strike]], spread: Callable[..., Iterator[str]]
    ) -> Iterator[str]:
        """What broke at each of them, in their order: "" where the promise held. `spread` is `map`,
        or that of some processes.
        """
        return spread(partial(_broken, self.done(act), self._folder), strikes)

    def _copy(self) -> AbstractContextManager[World]:
        return _copied(self.world, self._folder)


def _broken(done: Done, folder: Path, attack: tuple[str, Strike]) -> str:
    """What does not hold after an attack, which is made in a new folder in this one."""
    said, strike = attack
    with _copied(done.world, folder) as other:
        try:
            assert_held(done, other, strike(other))
        except Exception as error:  # of the judge's too: the others are tried all the same
            wrong = error if isinstance(error, AssertionError) else repr(error)
            return f"{done.act.name}, {said}: {wrong}"
    return ""


@contextmanager
def _copied(world: World, folder: Path) -> Iterator[World]:
    with TemporaryDirectory(dir=folder) as room:
        yield world.copied(Path(room) / "world")


def every_call(act: Act, number: int) -> Iterator[tuple[str, Strike]]:
    """All faults at so many calls of Python."""
    for at in range(1, number + 1):
        for fault in calls.FAULTS:
            strike = partial(calls.strike, act, number=at, fault=fault)
            yield f"{fault} at Python's call {at}", strike


def every_jump(act: Act, number: int) -> Iterator[tuple[str, Strike]]:
    """All jumps of the clock at so many calls of Python."""
    for at in range(1, number + 1):
        for clock in calls.CLOCKS:
            jump = partial(calls.jump, act, number=at, clock=clock)
            yield f"clock {clock} at Python's call {at}", jump


def every_point(act: Act, found: list[points.Point]) -> Iterator[tuple[str, Strike]]:
    """All faults at these points."""
    for point in found:
        for fault in points.FAULTS:
            strike = partial(points.strike, act, point=point, fault=fault)
            yield f"{fault} at {point.call} {point.number}", strike


def every_loss(found: Record, seed: str) -> Iterator[tuple[str, Strike]]:
    """A loss of power at every moment, by each reading of what is then there."""
    for at in range(len(found.changes) + 1):
        for reading in (ORDERED, STRICT):
            said = f"power lost after change {at}, {reading}"
            chance = Random(f"{seed} {at} {reading}")
            yield said, partial(power.strike, record=found, at=at, reading=reading, chance=chance)


def little_memory(act: Act, seed: str) -> Iterator[tuple[str, Strike]]:
    """Memory that ends somewhere, without an end."""
    for number in count(1):
        chance = Random(f"{seed} {number}")
        yield f"little memory {number}", partial(memory.strike, act, chance=chance)


def random_kills(act: Act, seconds: float, seed: str) -> Iterator[tuple[str, Strike]]:
    """Kills at random moments, without an end."""
    for number in count(1):
        chance = Random(f"{seed} {number}")
        yield f"kill {number}", partial(kills.strike, act, seconds=seconds, chance=chance)
