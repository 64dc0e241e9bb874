"""Processes that read and normalise beside this one, so that every core of the machine is used.

Each is a Python process that runs `worker.work`, and a thread here talks to it. `multiprocessing`
is not used, since its processes run the caller's main module again: a script without a guard would
ingest everything twice.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress
from time import process_time

from archive.article import Origin, RawArticle, Skipped
from archive.intake.again import Kept
from archive.intake.limit import MOST_SECONDS as LIMIT
from archive.intake.prepare import Item, Part, origin_of, prepare
from archive.intake.worker import MOST_SECONDS, Answer, answers, send
from archive.readers.formats import Leaf
from archive.readers.sources.allowance import size_of

HEAD_START = 2.0  # seconds of processor time: what starting processes takes too
_TASK_BYTES = 256 * 1024  # of the parts that are sent together: a few pages
_TASK_PARTS = 256
_TASKS_AHEAD = 4  # for each process
_ANSWERS_HELD = 2  # of each task, until they are asked for
_START = "import sys; sys.path[:] = sys.argv[1:]; from archive.intake.worker import work; work()"


class Workers:
    """`count` processes; 0 means as many as there are cores, 1 none but this one.

    They are started when this process has worked for `head_start` seconds by itself, for a small
    pile is done by then. They end with `close`, or with this process, whatever ends it. `apart`: at
    least one, from the first part on, for nobody is there to end what takes too long: a process can
    be ended, and what this one has to read itself has a limit too.
    """

    def __init__(
        self, count: int = 0, head_start: float = HEAD_START, *, apart: bool = False
    ) -> None:
        self._count = count or usable_cores()
        self._head_start = head_start
        self._apart = apart
        self._hands: list[_Hand] = []
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._waiting: deque[_Task] = deque()

    @property
    def several(self) -> bool:
        """Whether other processes may be started."""
        return self._count > 1

    @property
    def limit(self) -> float | None:
        """Seconds of processor time for a part that this process reads itself; None without end."""
        return LIMIT if self._apart else None

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def prepare(self, parts: Iterable[Part]) -> Generator[Item]:
        """The items of all parts in their order, as `archive.prepare.prepare` gives them. Of a
        part that ends the process that reads it, a Skipped tells. One call at a time.
        """
        parts = iter(parts)
        began = process_time()
        for part in () if self._hands or self._apart else parts:
            yield from prepare(part)
            if self.several and process_time() - began >= self._head_start:
                break
        try:
            for group in _groups(parts):
                if len(self._waiting) == _TASKS_AHEAD * self._count:
                    yield from self._oldest()
                self._submit(_Task(group))
            while self._waiting:
                yield from self._oldest()
        finally:
            if self._waiting:  # nobody wants the rest
                self.close()

    def close(self) -> None:
        """Ends the processes; what they are doing is lost."""
        hands, self._hands = self._hands, []
        for hand in hands:
            hand.end()
        while self._waiting:
            self._waiting.popleft().abandon()
        for _ in hands:
            self._tasks.put(None)
        for hand in hands:
            hand.join()
        self._tasks = queue.SimpleQueue()  # the old one may hold what nobody does any more

    def _submit(self, task: _Task) -> None:
        self._waiting.append(task)
        while len(self._hands) < min(self._count, len(self._waiting)):
            self._hands.append(_Hand(self._tasks))
            self._hands[-1].start()
        self._tasks.put(task)

    def _oldest(self) -> Iterator[Item]:
        """The items of the task that has waited longest, which it then no longer does."""
        yield from self._waiting[0].items()
        self._waiting.popleft()


class _Task:
    """Parts that are sent together; their items come back piece by piece, a few of them ahead."""

    def __init__(self, parts: list[Part]) -> None:
        self.parts = parts
        self.pieces: queue.Queue[list[Item] | BaseException | None] = queue.Queue(_ANSWERS_HELD)

    def items(self) -> Iterator[Item]:
        """All items, as they come."""
        while (piece := self.pieces.get()) is not None:
            if isinstance(piece, BaseException):
                raise piece
            yield from piece

    def abandon(self) -> None:
        """Makes room, so that whoever is giving a piece can go on, and notice that it is over."""
        with suppress(queue.Empty):
            while True:
                self.pieces.get_nowait()


class _EndedError(Exception):
    """The process has ended amid its work."""


class _Hand(threading.Thread):
    """Does tasks with a process of its own, which it starts anew when it has ended."""

    def __init__(self, tasks: queue.SimpleQueue[_Task | None]) -> None:
        super().__init__(name="archive-worker", daemon=True)
        self._tasks = tasks
        self._process: subprocess.Popen[bytes] | None = None
        self._ending = False

    def run(self) -> None:
        """Tasks, one after another, until there is None or `end` was called."""
        try:
            while (task := self._tasks.get()) and not self._ending:
                self._do(task)
        finally:
            self._kill()

    def end(self) -> None:
        """Ends the process now, and the thread soon."""
        self._ending = True
        if process := self._process:
            process.kill()

    def _do(self, task: _Task) -> None:
        try:
            for items in self._items(task.parts):
                task.pieces.put(items)
                if self._ending:
                    return
            task.pieces.put(None)
        except BaseException as error:  # whoever waits for the items has to hear of it
            task.pieces.put(error)

    def _items(self, parts: list[Part]) -> Iterator[list[Item]]:
        """The items of parts. Of those left when the process ends, each is tried alone."""
        if self._ready() is None and not self._ending:  # slower, but all the same
            yield from (answer.items for answer in answers(parts))
            return
        answer = Answer(0, 0, [])
        try:
            for answer in self._answers(parts):
                yield answer.items
        except _EndedError:
            given = answer.given
            for part in parts[answer.finished :]:
                if isinstance(part, Origin | Skipped):
                    yield [part]
                else:
                    yield from self._alone(part, given)
                given = 0

    def _alone(self, part: Part, given: int) -> Iterator[list[Item]]:
        """The items of a part without the first `given`, which are there already."""
        try:
            for answer in self._answers([part]):
                yield answer.items[given:]
                given = max(0, given - len(answer.items))
        except _EndedError as error:
            yield [Skipped(origin_of(part), str(error))]

    def _answers(self, parts: list[Part]) -> Iterator[Answer]:
        """What the process answers. _EndedError, saying why, where it ends before it is done."""
        process = self._ready() or self._ready()  # what ended one may end the next while it starts
        if process is None:
            raise _EndedError("no process could be started to read it")
        assert process.stdin
        assert process.stdout
        finished = 0
        try:
            send(parts, process.stdin)
            while finished < len(parts):
                answer: Answer = pickle.load(process.stdout)  # noqa: S301 - of our own process
                finished = answer.finished
                yield answer
        except (OSError, EOFError, pickle.UnpicklingError):
            raise _EndedError(_why(self._kill())) from None

    def _ready(self) -> subprocess.Popen[bytes] | None:
        """The process, started if need be; None where there is none to be had, or no longer."""
        if not self._ending:
            self._process = self._process or _started()
        return None if self._ending else self._process

    def _kill(self) -> int | None:
        """Ends the process, if it has not ended by itself; gives its return code."""
        process, self._process = self._process, None
        return _ended(process) if process else None


def usable_cores() -> int:
    """Processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _groups(parts: Iterable[Part]) -> Iterator[list[Part]]:
    """Parts in their order, as many together as are worth sending."""
    group: list[Part] = []
    size = 0
    for part in parts:
        group.append(part)
        if isinstance(part, Leaf):
            size += size_of(part.source.opener())
        elif isinstance(part, Kept):
            size += part.size
        elif isinstance(part, RawArticle):
            size += len(part.original) + len(part.body)
        if size >= _TASK_BYTES or len(group) >= _TASK_PARTS:
            yield group
            group, size = [], 0
    if group:
        yield group


def _started() -> subprocess.Popen[bytes] | None:
    """A new process that is ready; None where there is none to be had."""
    process: subprocess.Popen[bytes] | None = None
    try:
        process = subprocess.Popen(  # noqa: S603 - this Python
            [sys.executable, "-P", "-c", _START, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            process_group=0,  # Ctrl-C is for this process alone
        )
        assert process.stdout
        pickle.load(process.stdout)  # noqa: S301 - of our own process
    except (OSError, EOFError, pickle.UnpicklingError):
        if process:
            _ended(process)
        return None
    return process


def _ended(process: subprocess.Popen[bytes]) -> int:
    """Ends a process and gives its return code."""
    process.kill()
    for stream in (process.stdin, process.stdout):
        if stream:
            with suppress(OSError):  # what was still to be sent
                stream.close()
    return process.wait()


def _why(code: int | None) -> str:
    """Why a part is skipped whose process ended with a return code."""
    if hasattr(signal, "SIGPROF") and code == -signal.SIGPROF:
        return f"reading it takes more than {MOST_SECONDS} seconds"
    return "reading it ended the process that read it"
