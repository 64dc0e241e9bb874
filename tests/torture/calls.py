"""Faults at Python's own calls to the system: each in turn fails, or the process dies there.

Python tells of a call before it makes it (https://peps.python.org/pep-0578/), so this runs on every
system. What SQLite and the engines write by themselves is not seen; that is `points`.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.torture.running import Ended
from tests.torture.world import Act, World

FAULTS = ("kill", "EIO", "ENOSPC", "EMFILE")

_EVENTS = frozenset(
    ("os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.truncate", "os.chmod")
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def count(act: Act, world: World) -> int:
    """How many calls an act makes in the world's folder that can fail."""
    with TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        log.touch()
        world.run(act, partial(_watch, str(world.folder), _Noting(str(log))))
        return len(log.read_text().splitlines())


def strike(act: Act, world: World, number: int, fault: str) -> Ended:
    """Does an act whose `number`-th call (from 1) fails, or is its last."""
    return world.run(act, partial(_watch, str(world.folder), _Striking(number, fault)))


def _watch(folder: str, met: Callable[[str], None]) -> None:
    """Calls `met` before each call that would change something in the folder."""

    def heard(event: str, given: tuple[object, ...]) -> None:
        if event == "open":
            if not isinstance(given[2], int) or not given[2] & _WRITING:
                return
        elif event not in _EVENTS:
            return
        if any(folder in os.fsdecode(one) for one in given if isinstance(one, str | bytes)):
            met(event)

    def fsync(descriptor: int, kept: Callable[[int], None] = os.fsync) -> None:
        met("os.fsync")  # of which Python tells nobody
        kept(descriptor)

    sys.addaudithook(heard)
    os.fsync = fsync  # type: ignore[assignment]


class _Noting:
    def __init__(self, log: str) -> None:
        self._log = log
        self._descriptor = -1

    def __call__(self, event: str) -> None:
        if self._descriptor < 0:
            self._descriptor = os.open(self._log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(self._descriptor, f"{event}\n".encode())


class _Striking:
    def __init__(self, number: int, fault: str) -> None:
        self._left, self._fault = number, fault

    def __call__(self, event: str) -> None:
        self._left -= 1
        if self._left == 0:
            if self._fault == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            code = getattr(errno, self._fault)
            raise OSError(code, os.strerror(code))
