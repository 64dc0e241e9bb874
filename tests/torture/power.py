"""Power that fails: what a command has done to the disk by some moment, of which a part is there.

The command runs once (`recorded`), and what may be found after any of its steps is made of that
(`disk`), so a thousand losses of power need no thousand machines.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from random import Random

from archive.store.copying.targets import UNFINISHED
from archive.store.sqlite.database import FILE
from tests.torture.disk import Disk, Found
from tests.torture.recorded import NOT_KEPT, Record
from tests.torture.running import Ended
from tests.torture.world import World


def strike(world: World, record: Record, at: int, reading: str, chance: Random) -> Ended:
    """Makes a world, which is as it was before the act, as it may be found when the power failed
    after the first `at` changes. What the act had said by then, and 0 if that was all.

    AssertionError where a file that is no part of an archive is there in part, or is missing though
    the act had said that it is done.
    """
    disk = Disk(world.folder)
    before = disk.now()
    for change in record.changes[:at]:
        change(disk)
    found = disk.after_power_loss(chance, reading)
    for change in record.changes[at:]:
        change(disk)
    done = at >= record.said
    _assert_whole(before, found, disk.now(), done)
    _lay(found, before, world.folder, chance)
    return record.ended if done else Ended(-1, "", "")


def _assert_whole(before: Found, found: Found, after: Found, done: bool) -> None:
    """Of files that people are given: exports, backups, what was put aside."""
    for path in before.keys() | after.keys():
        if re.fullmatch(
            rf"(home|fresh|saved)/(index.*|({FILE}|{UNFINISHED})(-\w+)?)", path
        ):  # which heal
            continue
        may = [after] if done else [before, after]
        there = found.get(path, b"missing")
        assert there in [state.get(path, b"missing") for state in may], f"{path} is not whole"


def _lay(found: Found, there: Found, folder: Path, chance: Random) -> None:
    """Makes a folder hold what was found; -shm, which is memory, holds anything."""
    for path in sorted(there.keys() - found.keys(), reverse=True):
        (shutil.rmtree if there[path] is None else Path.unlink)(folder / path)
    for path, data in found.items():
        target = folder / path
        if data is None:
            target.mkdir(mode=0o700, exist_ok=True)
        elif path.endswith(NOT_KEPT):
            target.write_bytes(chance.randbytes(len(data)))
        elif data != there.get(path, None):
            target.write_bytes(data)
