"""Faults at Python's own calls to the system: at each in turn it fails, the process dies, memory or
inodes come to an end, or the clock jumps.

Python tells of a call before it makes it (https://peps.python.org/pep-0578/), so this runs on every
system. What SQLite and the engines write by themselves is not seen; that is `points`. EDQUOT and
ENFILE are not tried beside ENOSPC and EMFILE: nothing in the program tells them apart.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.torture.running import Ended
from tests.torture.world import Act, World

_ERRORS = ("EIO", "ENOSPC", "EMFILE", "EROFS")
FAULTS = ("kill", *_ERRORS, "no inodes", "no memory")

# Where the clock may be from a call on: how far from now, or when.
CLOCKS: dict[str, timedelta | datetime] = {
    "an hour back": timedelta(hours=-1),
    "a year back": timedelta(days=-365),
    "in 1970": datetime(1970, 1, 1, 0, 0, 7, tzinfo=UTC),
    "in 2100": datetime(2100, 2, 28, 23, 59, 58, tzinfo=UTC),
}

_EVENTS = frozenset(
    ("os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.truncate", "os.chmod")
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT

Met = Callable[[str, bool], None]  # the call, and whether it makes a file or a folder


def no_clock() -> str:
    """Why the clock cannot jump here; "" where it can."""
    return "" if find_spec("time_machine") else "time-machine is missing: pip install time-machine"


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


def jump(act: Act, world: World, number: int, clock: str) -> Ended:
    """Does an act during which, at its `number`-th call, the clock jumps. AssertionError where it
    does not do its work all the same.
    """
    ended = world.run(act, partial(_watch, str(world.folder), _Jumping(number, clock)))
    assert ended.code == 0, ended
    return ended


def _watch(folder: str, met: Met) -> None:
    """Calls `met` before each call that would change something in the folder."""

    def heard(event: str, given: tuple[object, ...]) -> None:
        makes = event == "os.mkdir"
        if event == "open":
            if not isinstance(given[2], int) or not given[2] & _WRITING:
                return
            makes = bool(given[2] & os.O_CREAT) and not os.path.lexists(str(given[0]))
        elif event not in _EVENTS:
            return
        if any(folder in os.fsdecode(one) for one in given if isinstance(one, str | bytes)):
            met(event, makes)

    def fsync(descriptor: int, kept: Callable[[int], None] = os.fsync) -> None:
        met("os.fsync", False)  # of which Python tells nobody
        kept(descriptor)

    sys.addaudithook(heard)
    os.fsync = fsync  # type: ignore[assignment]


class _Noting:
    def __init__(self, log: str) -> None:
        self._log = log
        self._descriptor = -1

    def __call__(self, event: str, makes: bool) -> None:
        if self._descriptor < 0:
            self._descriptor = os.open(self._log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(self._descriptor, f"{event}\n".encode())


class _Striking:
    def __init__(self, number: int, fault: str) -> None:
        self._left, self._fault = number, fault

    def __call__(self, event: str, makes: bool) -> None:
        self._left -= 1
        if self._fault == "no inodes":
            if self._left <= 0 and makes:  # and so it stays; what is there can be written to
                raise _error("ENOSPC")
        elif self._left == 0:
            if self._fault == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            raise MemoryError if self._fault == "no memory" else _error(self._fault)


class _Jumping:
    def __init__(self, number: int, clock: str) -> None:
        self._left, self._clock = number, clock

    def __call__(self, event: str, makes: bool) -> None:
        self._left -= 1
        if self._left == 0:
            set_clock(self._clock)


def set_clock(clock: str) -> None:
    """Sets the clock of this process, for good; it goes on from there."""
    import time_machine

    to = CLOCKS[clock]
    moment = to if isinstance(to, datetime) else datetime.now(UTC) + to
    time_machine.travel(moment, tick=True).start()


def _error(name: str) -> OSError:
    code = getattr(errno, name)
    return OSError(code, os.strerror(code))
