"""The short form of `make torture`: of each kind of attack a few, chosen by a seed.

TEST_SEED=N chooses others; a failure names the attack.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from archive.store.store import Store
from tests.helpers.seeds import SEED
from tests.torture import calls, memory, points
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
from tests.torture.world import ACTS, Act

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
    chance = Random(f"{SEED} {act.name}")
    for said, strike in islice(random_kills(act, ground.duration(act), chance), 4):
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
    for said, strike in islice(little_memory(act, Random(f"{SEED} {name}")), 2):
        ground.attack(act, strike, said)


def test_damaged_files_end_in_articles_or_in_reasons(tmp_path: Path) -> None:
    with Store.create(tmp_path / "home") as store:
        assert list(attacks(store, tmp_path, Random(SEED), 150)) == []
