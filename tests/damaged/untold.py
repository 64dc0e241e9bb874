"""Whether damage is told, whatever it hits: a damaged archive that is taken for sound is the worst.

Told is what `check` ends with 1 or 2 for, or what changes nothing of what is kept. Of an index the
answer has to be that of a sound one, for it is built anew.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from random import Random

from tests.damaged.shelf import COMMANDS, DAMAGES, damage_file, damaged, index_files
from tests.torture.promise import NEVER_SAID
from tests.torture.running import Ended, run
from tests.torture.world import kept_rows

_INDEX = "a file of the index"
_HOWS = ("flipped", "cut", "missing")


def untold(sound: Path, folder: Path, chance: Random, number: int) -> Iterator[str]:
    """A line for each of so many damaged copies of a sound archive of which nobody is told, or in
    words that only a programmer understands. Every kind of damage has its turn.
    """
    for kind in islice(cycle((*DAMAGES, _INDEX)), number):
        home, seed = folder / "damaged", chance.randrange(1 << 30)
        try:
            if kind == _INDEX:
                yield from _of_index(sound, home, Random(seed))
            else:
                home = damaged(sound, folder, kind, seed)
                for wrong in _of_store(sound, home):
                    yield f"{kind}, seed {seed}: {wrong}"
        finally:
            shutil.rmtree(home, ignore_errors=True)


def _of_store(sound: Path, home: Path) -> Iterator[str]:
    checked = _run(home, ("check",))
    if checked.code not in (1, 2) and _rows(home) != _rows(sound):
        yield f"check ends with {checked.code}: {checked.out}{checked.err}"
    for command in COMMANDS:
        said = _run(home, command)
        if said.code not in (0, 1) and "Try:" not in said.err:
            yield f"{command}: {said}"
        if any(never in said.out + said.err for never in NEVER_SAID):
            yield f"{command}: {said}"


def _of_index(sound: Path, home: Path, chance: Random) -> Iterator[str]:
    shutil.copytree(sound, home)
    path, how = chance.choice(list(index_files(home))), chance.choice(_HOWS)
    damage_file(path, how, chance)
    said, right = _run(home, ("count", "the")), _run(sound, ("count", "the"))
    if (said.code, said.out) != (right.code, right.out):
        yield f"{path.name} of the index {how}: {said} instead of {right}"


def _run(home: Path, command: Sequence[str]) -> Ended:
    return run(["--home", str(home), *command])


def _rows(home: Path) -> object:
    """All that is kept; None where it cannot be read."""
    try:
        return frozenset(row[1:] for row in kept_rows(home))
    except sqlite3.Error:
        return None
