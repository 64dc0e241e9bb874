"""Several processes that answer on the same sockets, and the one that watches over them.

Each opens the archive itself: the index is mapped, and so is in memory once, and each request looks
whether it is current. Who finds that it is not, and gets its lock, brings it up to date for all.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from types import FrameType

from flask import Flask

from archive.errors import ArchiveError
from archive.leftovers import temporary
from archive.settings import Settings
from webui.app import create_app
from webui.machines.figures import SHARED
from webui.machines.observing import WARMING
from webui.serving.memory import give_back
from webui.serving.server import answer

_SOON = 5  # seconds: a process that ends sooner after its start has not come to answer much
_MOST_IN_A_ROW = 5  # processes that end so soon, before it is given up
_FIRST = ("/?q=a", "/suggest.json?q=a")
_PATIENCE = 10  # seconds in which a process that is to stop answers what it was asked

# A fork shares with its parent what has been imported, some 15 MiB. Where libraries of the system
# do not survive it, a process starts from nothing.
if sys.platform == "linux":
    _Process = multiprocessing.get_context("fork").Process
else:
    _Process = multiprocessing.get_context("spawn").Process


def serve(
    settings: Settings,
    sockets: Sequence[socket.socket],
    count: int,
    ready: Callable[[], None],
    tell: Callable[[str], None],
) -> None:
    """Answers on the sockets, in this process or by `count` of them, until Ctrl-C or SIGTERM. Says
    when it is `ready`, and tells of processes that end.

    ArchiveError where the processes end as fast as they are started.
    """
    signal.signal(signal.SIGTERM, _stop)
    give_back()
    if count == 1:
        app = _warmed(settings)
        ready()
        answer(app, sockets, settings)
        return
    running: dict[BaseProcess, float] = {}
    with _sharing_figures(settings):
        try:
            for _ in range(count):
                _start(settings, sockets, running)
            ready()
            _watch(settings, sockets, running, tell)
        except (KeyboardInterrupt, SystemExit):
            pass
        finally:
            _end(list(running))


@contextmanager
def _sharing_figures(settings: Settings) -> Iterator[None]:
    """A folder in which the processes keep their counts, so that any of them can tell all."""
    if settings.text("metrics") == "off" or os.environ.get(SHARED):
        yield
        return
    with temporary("archive-figures-") as folder:
        os.environ[SHARED] = folder
        try:
            yield
        finally:
            del os.environ[SHARED]


def _start(
    settings: Settings, sockets: Sequence[socket.socket], running: dict[BaseProcess, float]
) -> None:
    process = _Process(target=_work, args=(settings, list(sockets)))
    process.start()
    running[process] = time.monotonic()


def _watch(
    settings: Settings,
    sockets: Sequence[socket.socket],
    running: dict[BaseProcess, float],
    tell: Callable[[str], None],
) -> None:
    """Starts another process for each that ends."""
    in_a_row = 0
    while True:
        wait([process.sentinel for process in running])
        for process in [each for each in running if each.exitcode is not None]:
            lived = time.monotonic() - running.pop(process)
            in_a_row = in_a_row + 1 if lived < _SOON else 0
            if in_a_row == _MOST_IN_A_ROW:
                raise ArchiveError(
                    "The processes of the server end as soon as they are started",
                    "see what a single one says: archive serve --processes 1",
                )
            tell(f"A process of the server ended ({_why(process.exitcode)}); another is started.")
            _start(settings, sockets, running)


def _work(settings: Settings, sockets: Sequence[socket.socket]) -> None:
    """What each process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the parent decides
    signal.signal(signal.SIGTERM, _stop)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    answer(_warmed(settings), sockets, settings)


def _warmed(settings: Settings) -> Flask:
    """The application once it has answered: what is imported, compiled and opened for the first
    answers keeps no reader waiting.
    """
    app = create_app(settings)
    client = app.test_client()
    for address in _FIRST:
        client.get(address, environ_overrides={WARMING: True})
    return app


def _end_with_parent() -> None:
    """Ends this process when its parent has ended without a word."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


def _end(processes: Sequence[BaseProcess]) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for process in processes:
        process.terminate()
    last = time.monotonic() + _PATIENCE
    for process in processes:
        process.join(max(last - time.monotonic(), 0))
        if process.exitcode is None:
            process.kill()
            process.join()


def _why(code: int | None) -> str:
    return signal.Signals(-code).name if code is not None and code < 0 else f"exit code {code}"


def _stop(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)
