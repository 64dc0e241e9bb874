"""Running what is measured in a process of its own, and what it took."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile
from typing import Any, Self

HERE = Path(__file__).parents[1]  # where the package of the benchmark is found
PROJECT = HERE.parent
ARCHIVE = Path(sys.executable).with_name("archive")


Command = Sequence[str | Path]
EVERY = 0.25  # seconds between two looks at memory
# A process begins with the peak of the one that started it: a small one starts what is measured.
START = """
import json, os, sys
out, *command = sys.argv[1:]
pid = os.posix_spawn(command[0], command, os.environ)
_, status, spent = os.wait4(pid, 0)
code = os.waitstatus_to_exitcode(status)
with open(out, "w") as file:
    json.dump([code, spent.ru_utime + spent.ru_stime, spent.ru_maxrss * 1024], file)
"""


class FailedError(Exception):
    """A command that is measured did not end well."""


@dataclass
class Usage:
    """Seconds by the clock and by the processor (children that it waited for included), and bytes:
    `peak` of the largest of its processes, `together` of all at once as far as seen.
    """

    wall: float
    cpu: float
    peak: int
    together: int
    output: str


def environment(**further: str) -> dict[str, str]:
    """That of the user, without settings of an archive, with the benchmark's code."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ARCHIVE_")}
    return kept | {"PYTHONPATH": os.pathsep.join((str(PROJECT), str(HERE)))} | further


def run(arguments: Command, env: Mapping[str, str] | None = None, look: bool = False) -> Usage:
    """Runs a command to its end; with `look`, adds up the memory of its processes now and then."""
    with TemporaryFile("w+") as out, TemporaryFile("w+") as err, NamedTemporaryFile() as told:
        command = [str(each) for each in arguments]
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", START, told.name, *command],
            stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=env or environment(),
        )  # fmt: skip
        watcher = Watcher(process.pid)
        if look:
            watcher.start()
        process.wait()
        wall = time.perf_counter() - began
        watcher.ended.set()
        out.seek(0)
        err.seek(0)
        code, cpu, peak = json.loads(told.read() or "[-1, 0, 0]")
        if code not in (0, 1, 3):  # nothing found, something skipped
            raise FailedError(f"{' '.join(command)}: {err.read().strip()[-2000:]}")
        return Usage(wall, cpu, peak, max(peak, watcher.most), out.read())


class Watcher(threading.Thread):
    """Looks at what a process and its descendants hold together; shared memory counts once."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.most, self.ended = pid, 0, threading.Event()

    def run(self) -> None:
        while not self.ended.wait(EVERY):
            self.most = max(self.most, sum(map(_share, family(self.pid))))


def family(pid: int) -> list[int]:
    """A process and all that it started, as far as they live."""
    found = [pid]
    for each in found:
        for path in Path(f"/proc/{each}/task").glob("*/children"):
            try:
                found += [int(child) for child in path.read_text().split()]
            except OSError:
                continue
    return found


def _share(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def processor_ns(pid: int) -> int:
    """Nanoseconds that the threads of a living process have had a processor for."""
    spent = 0
    for path in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        try:
            spent += int(path.read_text().split()[0])
        except (OSError, IndexError):
            continue
    return spent


def memory(pid: int) -> dict[str, int]:
    """Bytes: the most it ever held (with pages of files), what it holds, and of that its own."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    found = dict(line.split(":", 1) for line in lines if ":" in line)
    names = {"peak": "VmHWM", "now": "VmRSS", "own": "RssAnon"}
    return {name: int(found[key].split()[0]) * 1024 for name, key in names.items()}


class Worker:
    """A side that answers questions (`sides/protocol.py`)."""

    def __init__(self, arguments: Command, env: Mapping[str, str] | None = None) -> None:
        self._process = subprocess.Popen(
            arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env=env or environment(),
        )  # fmt: skip
        self.pid = self._process.pid
        self.version = str(self._line()["version"])

    def ask(self, **question: Any) -> dict[str, Any]:
        """The answer to one question."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return self._line()

    def _line(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise FailedError(f"{self._process.args!r} ended: see what it printed above")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(30)


def size(path: Path) -> int:
    """Bytes of a file, or of all files in a folder."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())
