"""The short form of `make torture`: of each kind of attack a few, chosen by a seed.

TEST_SEED=N chooses others; a failure names the attack.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from archive.store.sqlite.database import FILE
from archive.store.store import Store
from tests.helpers.seeds import SEED
from tests.torture import calls, memory, points
from tests.torture.__main__ import Tally
from tests.torture.attacks import (
    Ground,
    Strike,
    every_call,
    every_jump,
    every_point,
    little_memory,
    random_kills,
)
from tests.torture.inputs import attacks
from tests.torture.running import FORKING, Ended, outlive_interrupts
from tests.torture.world import ACTS, Act, World

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and forks are Unix's")

CHOSEN = Random(SEED).sample(sorted(ACTS), 3)

every_act = pytest.mark.parametrize("act", ACTS.values(), ids=list(ACTS))


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    return Ground(tmp_path_factory.mktemp("torture"))


def some(act: Act, every: Iterator[tuple[str, Strike]], number: int) -> list[tuple[str, Strike]]:
    found = list(every)
    return Random(f"{SEED} {act.name}").sample(found, min(number, len(found)))


@every_act
def test_a_call_that_fails_or_is_the_last_loses_nothing(ground: Ground, act: Act) -> None:
    for said, strike in some(act, every_call(act, ground.calls(act)), 4):
        ground.attack(act, strike, said)


@every_act
def test_a_system_that_fails_or_kills_at_any_call_loses_nothing(ground: Ground, act: Act) -> None:
    if why := points.missing():
        pytest.skip(why)
    for said, strike in some(act, every_point(act, ground.points(act)), 3):
        ground.attack(act, strike, said)


@every_act
def test_a_kill_at_any_moment_loses_nothing(ground: Ground, act: Act) -> None:
    kills = random_kills(act, ground.duration(act), f"{SEED} {act.name}")
    for said, strike in islice(kills, 4):
        ground.attack(act, strike, said)


@pytest.mark.parametrize("name", CHOSEN)
def test_a_clock_that_jumps_loses_nothing(ground: Ground, name: str) -> None:
    if why := calls.no_clock():
        pytest.skip(why)
    act = ACTS[name]
    for said, jump in some(act, every_jump(act, ground.calls(act)), 2):
        ground.attack(act, jump, said)


@pytest.mark.parametrize("name", CHOSEN)
def test_memory_that_ends_loses_nothing(ground: Ground, name: str) -> None:
    if why := memory.missing():
        pytest.skip(why)
    act = ACTS[name]
    for said, strike in islice(little_memory(act, f"{SEED} {name}"), 2):
        ground.attack(act, strike, said)


def do(world: World, act: Act) -> Ended:
    return world.run(act)


def forget(world: World) -> Ended:
    """Says that all is done, and has lost what was kept."""
    with closing(sqlite3.connect(world.home / FILE)) as database, database:
        database.execute("DELETE FROM saved_searches")
    return Ended(0, "", "")


def stumble(world: World) -> Ended:
    raise ValueError(world.home.name)


def test_processes_find_together_what_one_finds(ground: Ground) -> None:
    act = ACTS["save"]
    done = partial(do, act=act)
    strikes: list[tuple[str, Strike]] = [
        ("nothing", done),
        ("loss", forget),
        ("an error", stumble),
        ("nothing", done),
    ] * 2
    told = []
    with ProcessPoolExecutor(2, FORKING, outlive_interrupts) as processes:
        for spread in (map, processes.map):
            tally = Tally()
            tally.attack("calls", act, ground.attack_all(act, strikes, spread))
            told.append((tally.summary(), tally.broken))
    assert told[0] == told[1]
    summary, broken = told[0]
    assert summary == "kills 8, lost 4"
    assert "save, loss: \nnot as it was said" in broken[0]
    assert broken[1::2] == ["save, an error: ValueError('home')"] * 2


def test_damaged_files_end_in_articles_or_in_reasons(tmp_path: Path) -> None:
    with Store.create(tmp_path / "home") as store:
        assert list(attacks(store, tmp_path, Random(SEED), 150)) == []
