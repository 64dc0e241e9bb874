"""A server that is put to the attacks, and what its processes hold."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from tests.helpers.archives import ROOT

PATIENCE = 60.0  # seconds in which a server has to listen
PROCESSES = 2

# What serves, by name: of each the command line, to which `{port}` and `{home}` are given.
SERVERS: dict[str, tuple[str, ...]] = {
    "waitress": (
        *("-m", "cli", "--home", "{home}", "serve", "--port", "{port}"),
        *("--processes", str(PROCESSES)),
    ),
    "granian": (
        *("-m", "granian", "--interface", "wsgi", "--workers", str(PROCESSES)),
        *("--port", "{port}", "--no-log", "tests.torture.visiting.application:app"),
    ),
}


class Served:
    """A server of an archive, on a port of its own, and all its processes."""

    def __init__(self, name: str, home: Path, arguments: Sequence[str] = ()) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        words = [each.format(port=self.port, home=home) for each in SERVERS[name]]
        self._process = subprocess.Popen(
            [sys.executable, *words, *arguments],
            cwd=ROOT, env=os.environ | {"ARCHIVE_HOME": str(home)},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            self._wait()
        except BaseException:
            self.stop()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *given: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Ends it, and all that it has started, however busy it is."""
        processes = self.processes()
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            for each in processes:
                os.kill(each, 9)
            self._process.wait()

    def processes(self) -> list[int]:
        """Those that are there now."""
        found, look = [], [self._process.pid]
        while look:
            found.append(pid := look.pop())
            try:
                tasks = list(Path(f"/proc/{pid}/task").glob("*/children"))
                look += [int(child) for task in tasks for child in task.read_text().split()]
            except OSError:  # it has just ended
                continue
        return found

    def memory(self) -> float:
        """MiB that all of them hold but for mapped files, what they share counted once
        (proc_pid_smaps(5)).
        """
        held = 0
        for pid in self.processes():
            try:
                rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            except OSError:
                continue
            found = re.search(r"^Pss_Anon:\s*(\d+) kB", rollup, re.M)
            held += int(found[1]) if found else 0
        return held / 1024

    def handles(self) -> int:
        """Files and connections that are open in all of them."""
        return sum(len(os.listdir(f"/proc/{pid}/fd")) for pid in self.processes())  # noqa: PTH208

    def processor(self) -> float:
        """Seconds of processor time that those that are there now have used."""
        used = 0
        for pid in self.processes():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            used += int(fields[11]) + int(fields[12])
        return used / os.sysconf("SC_CLK_TCK")

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self._process.poll() is None:
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("the server does not listen")
