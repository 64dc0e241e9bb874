"""Memory that comes to an end: the process may have so much more than it has at its start, and each
library, SQLite, NumPy and tantivy too, is refused the rest.
"""

from __future__ import annotations

import resource
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random

from tests.torture.running import Ended
from tests.torture.world import Act, World

_MOST = 512 << 20  # bytes, which is enough for every act


def missing() -> str:
    """Why memory cannot be counted here; "" where it can."""
    return "" if Path("/proc/self/statm").exists() else "there is no /proc to tell how much is used"


def strike(act: Act, world: World, chance: Random) -> Ended:
    """Does an act with little memory left: most often so little that it cannot end."""
    left = int(_MOST * chance.random() ** 6)
    return world.run(replace(act, anew=True), partial(_limit, left))


def _limit(left: int) -> None:
    import tests.torture.preloaded  # noqa: F401

    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + left, used + left))
