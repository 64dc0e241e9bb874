"""A command in a process of its own, quickly: forked from one that has loaded the program."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory

PATIENCE = 120  # seconds in which every command here ends, however busy the machine is

# One process, so that the calls of a command come in the same order every time.
ENVIRONMENT = {"ARCHIVE_WORKERS": "1", "ARCHIVE_LOCK_TIMEOUT": "30", "LC_ALL": "C.UTF-8"}

FORKING = multiprocessing.get_context("forkserver")
FORKING.set_forkserver_preload(["tests.torture.warmed"])
_STARTING = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Ended:
    """What a command ended with: minus the number of the signal where one killed it."""

    code: int
    out: str
    err: str


def run(
    words: Sequence[str],
    environment: Mapping[str, str] = {},
    before: Callable[[], None] | None = None,
    meanwhile: Callable[[BaseProcess], None] = lambda process: None,
    anew: bool = False,
) -> Ended:
    """Runs `archive` with these words. `before` is called in the new process, first; `meanwhile`
    in this one, while that runs. One that is started `anew` has loaded nothing.
    """
    with TemporaryDirectory() as folder:
        out, err = Path(folder) / "out", Path(folder) / "err"
        values = {**ENVIRONMENT, **environment}
        process = (_STARTING if anew else FORKING).Process(
            target=_run, args=(list(words), values, str(out), str(err), before)
        )
        process.start()
        meanwhile(process)
        process.join(PATIENCE)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise AssertionError(f"archive {words} did not end in {PATIENCE} s")
        return Ended(process.exitcode, _text(out), _text(err))


def outlive_interrupts() -> None:
    """Lets a process that runs commands end the one it is at when Ctrl-C is pressed."""
    signal.signal(signal.SIGINT, lambda number, frame: None)


def _text(path: Path) -> str:
    return path.read_text(errors="replace") if path.exists() else ""


def _run(
    words: list[str],
    environment: dict[str, str],
    out: str,
    err: str,
    before: Callable[[], None] | None,
) -> None:
    from cli.main import run as main

    os.environ.update(environment)
    for number, path in ((1, out), (2, err)):
        target = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(target, number)
        os.close(target)
    sys.argv = ["archive", *words]
    if before:
        before()
    main()
