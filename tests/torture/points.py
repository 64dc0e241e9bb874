"""Faults at the calls to the system, every one in turn: strace fails it, or kills there.

Nothing of the program or its libraries knows of it, so what SQLite, NumPy and tantivy write is met
too. https://man7.org/linux/man-pages/man1/strace.1.html, "Tampering".
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.helpers.archives import ROOT
from tests.torture.running import ENVIRONMENT, PATIENCE, Ended
from tests.torture.world import Act, World

_STRACE = ("strace", "-f", "-qq", "--seccomp-bpf")

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
    tried = subprocess.run(["strace", "-qq", "true"], capture_output=True, text=True, check=False)
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
    script = "from cli.main import run; run()"
    done = subprocess.run(
        [*_STRACE, *options, sys.executable, "-c", script, *world.words(act)],
        cwd=ROOT,
        env=ENVIRONMENT
        | {"ARCHIVE_ENGINE": act.engine, "PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    return Ended(done.returncode, done.stdout, done.stderr)
