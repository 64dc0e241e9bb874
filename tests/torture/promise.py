"""What is promised whatever struck: nothing kept is lost, and the next command mends the rest."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tests.torture.running import Ended
from tests.torture.world import Act, Answers, State, World

# What only a programmer could do anything with.
NEVER_SAID = ("Traceback", "went wrong in the program itself", "panicked")


@dataclass(frozen=True)
class Done:
    """An act, a world as it is before it, what is kept before and after an undisturbed one, and
    what is then answered: an equal state answers alike.
    """

    act: Act
    world: World
    before: State
    after: State
    answers: Answers

    @classmethod
    def of(cls, act: Act, world: World, other: World) -> Done:
        """Does the act once, in another world that is like this one."""
        ended = other.run(act)
        assert ended.code == 0, ended
        return cls(act, world, world.state(), other.state(), other.answers())


def assert_held(done: Done, world: World, struck: Ended) -> None:
    """AssertionError unless the promise holds in a world in which something struck an act."""
    said = struck.out + struck.err
    assert not any(never in said for never in NEVER_SAID), said
    now = world.state()
    if struck.code == 0:
        wrong = sorted(map(str, now ^ done.after))
        assert not wrong, f"{said}\nnot as it was said: {wrong}"
    if world.home in world.archives():  # what is gone back to is put in its place in two steps
        lost, strange = (done.before & done.after) - now, now - (done.before | done.after)
        assert not lost, f"lost {sorted(map(str, lost))}"
        assert not strange, f"made {sorted(map(str, strange))}"
        if done.act.whole:
            assert now in (done.before, done.after), "done by half"
    is_there = (world.folder / done.act.makes).exists()
    again = world.run(replace(done.act, anew=False))
    assert again.code in done.act.again, f"{said}\nthen {again}"
    assert again.code != 2 or is_there, f"{said}\nthen, with nothing there, {again}"
    assert world.state() == done.after
    world.check(done.act, done.answers)
