"""A cluster of OpenSearch and a PostgreSQL for one run: started, measured, ended by their ids."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from beside.processes import PROJECT, FailedError, environment, family

SCRIPTS = PROJECT / "tests" / "cluster"
HEAP = "512m"  # of a node
_TICK = os.sysconf("SC_CLK_TCK")


class Servers:
    """What one of the two scripts starts, in a folder of the run's own."""

    def __init__(self, script: str, variable: str, home: Path) -> None:
        self.script, self.variable, self.home = script, variable, home.resolve()

    def run(self, *words: str) -> None:
        """FailedError with what the script says. Ctrl-C goes to the run, which ends the servers."""
        as_in_use = {"NODE_HEAP": HEAP, "NODE_JAVA_OPTIONS": "", "POSTGRES_SETTINGS": ""}
        told = {self.variable: str(self.home)} | as_in_use
        done = subprocess.run(
            [SCRIPTS / self.script, *words], env=environment(**told), capture_output=True,
            text=True, start_new_session=True,
        )  # fmt: skip
        if done.returncode:
            last = (done.stderr.strip() or "it failed").splitlines()[-1]
            raise FailedError(f"{self.script} {' '.join(words)}: {last}")

    def address(self) -> str:
        """What the script says that they are asked at."""
        return (self.home / "env").read_text("utf-8").strip().partition("=")[2]

    def end(self) -> None:
        """Ends what was started, even where starting was broken off."""
        if self.home.exists():
            self.run("down")


@contextmanager
def nodes(home: Path, count: int) -> Iterator[Servers]:
    """A cluster of so many nodes."""
    with _up(Servers("cluster.sh", "CLUSTER_HOME", home), str(count)) as servers:
        yield servers


@contextmanager
def postgres(home: Path) -> Iterator[Servers]:
    """A database server."""
    with _up(Servers("postgres.sh", "POSTGRES_HOME", home)) as servers:
        yield servers


@contextmanager
def _up(servers: Servers, *words: str) -> Iterator[Servers]:
    if servers.home.exists():
        raise FailedError(
            f"{servers.home} has servers of a run that was killed: end them with"
            f" {servers.variable}={servers.home} {SCRIPTS / servers.script} down"
        )
    try:
        servers.run("up", *words)
        yield servers
    finally:
        with undisturbed():
            servers.end()


@contextmanager
def undisturbed() -> Iterator[None]:
    """A second Ctrl-C does not keep what was started from being ended."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def node_ids(servers: Servers) -> list[int]:
    """The processes of the nodes."""
    return [int(path.read_text()) for path in sorted(servers.home.glob("n*/pid"))]


def database_ids(servers: Servers) -> list[int]:
    """The process that starts all others of the database."""
    folder = Path((servers.home / "data").read_text("utf-8").strip())
    return [int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])]


def spent(ids: Iterable[int]) -> float:
    """Seconds of a processor that processes have had, with all that they started, living or not."""
    return sum(map(_ticks, {each for pid in ids for each in family(pid)})) / _TICK


def _ticks(pid: int) -> int:
    """utime, stime, and both of its children that have ended: proc(5), /proc/pid/stat, from 14."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(map(int, fields[11:15]))


def busy() -> float:
    """Seconds of a processor that the whole machine has spent: proc(5), /proc/stat."""
    fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    user, nice, system, _, _, irq, softirq, *_ = map(int, fields)
    return (user + nice + system + irq + softirq) / _TICK
