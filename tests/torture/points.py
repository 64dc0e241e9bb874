"""Faults at the calls to the system, every one in turn: strace fails it, or kills there.

Nothing of the program or its libraries knows of it, so what SQLite, NumPy and tantivy write is met
too. https://man7.org/linux/man-pages/man1/strace.1.html, "Tampering".
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.torture.running import PATIENCE, Ended
from tests.torture.world import Act, World

_STRACE = ("strace", "-f")

# prctl(2): by Yama, else only a parent may trace.
_SET_PTRACER, _ANY = 0x59616D61, -1

FAULTS = ("signal=KILL", "error=EIO", "error=ENOSPC")

# All that changes what is on a disk, and all that waits until it is there.
CALLS = (
    "fsync", "fdatasync", "msync", "write", "pwrite64", "writev", "ftruncate", "fallocate",
    "rename", "renameat", "renameat2", "link", "linkat", "unlink", "unlinkat", "mkdir", "rmdir",
)  # fmt: skip


@dataclass(frozen=True, order=True)
class Point:
    """The `number`-th call of a name (from 1) that an act makes."""

    call: str
    number: int


def missing() -> str:
    """Why no point can be met here; "" where they can."""
    if shutil.which("strace") is None:
        return "strace is missing: apt install strace"
    tried = subprocess.run(
        ["strace", "-D", "-qq", "-o", os.devnull, "true"],
        capture_output=True,
        text=True,
        check=False,
    )
    return f"strace may not trace here: {tried.stderr.strip()}" if tried.returncode else ""


def points(act: Act, world: World) -> list[Point]:
    """All points of an act, which is done in this world."""
    with TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        ended = traced(act, world, ["-o", str(log), "-e", f"trace={','.join(CALLS)}"])
        assert ended.code == 0, ended
        told = log.read_text(errors="replace")
    # strace counts for each thread, and strikes each at its own `number`-th call.
    most: dict[str, int] = {}
    for (_, call), count in Counter(re.findall(r"^(\d+) +(\w+)\(", told, re.M)).items():
        most[call] = max(count, most.get(call, 0))
    return [Point(call, at) for call in CALLS for at in range(1, most.get(call, 0) + 1)]


def strike(act: Act, world: World, point: Point, fault: str) -> Ended:
    """Does an act whose call at that point fails, or is its last."""
    inject = f"inject={point.call}:{fault}:when={point.number}"
    return traced(act, world, ["-o", "/dev/null", "-e", f"trace={point.call}", "-e", inject])


def traced(act: Act, world: World, options: list[str]) -> Ended:
    """Does an act under strace, which is given these options."""
    with TemporaryDirectory() as folder:
        gate = Path(folder) / "gate"
        os.mkfifo(gate)
        return world.run(act, partial(_wait, str(gate)), partial(_attach, options, gate))


def _wait(gate: str) -> None:
    """Lets any process trace this one, and waits until the gate is opened."""
    ctypes.CDLL(None).prctl(_SET_PTRACER, ctypes.c_ulong(_ANY))
    Path(gate).read_bytes()


def _attach(options: list[str], gate: Path, process: BaseProcess) -> None:
    """Traces a process from when it goes through the gate to its end."""
    with subprocess.Popen(
        [*_STRACE, *options, "-p", str(process.pid)], stderr=subprocess.PIPE, text=True
    ) as strace:
        assert strace.stderr
        said = strace.stderr.readline()
        if "attached" not in said:
            process.kill()
            raise AssertionError(said)
        gate.write_bytes(b"")
        try:
            strace.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
