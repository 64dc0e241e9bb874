"""A process killed at a random moment, and what its start, its end and all between leave."""

from __future__ import annotations

import time
from multiprocessing.process import BaseProcess
from random import Random

from tests.torture.running import Ended
from tests.torture.world import Act, World


def duration(act: Act, world: World) -> float:
    """Seconds that an act takes here and now."""
    began = time.monotonic()
    ended = world.run(act)
    assert ended.code == 0, ended
    return time.monotonic() - began


def strike(act: Act, world: World, seconds: float, chance: Random) -> Ended:
    """Does an act, which is killed somewhere in its first so many seconds."""
    moment = chance.uniform(0, seconds)

    def kill(process: BaseProcess) -> None:
        process.join(moment)
        process.kill()

    return world.run(act, meanwhile=kill)
