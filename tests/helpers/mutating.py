"""Changes of the code, each tried by the tests that run the lines that it changes.

Tests are collected once, and run once as the code is, while coverage.py notes which of them runs
which line. Each change is then tried in a fork of that process, where the changed code takes the
place of the function's own: the files stay as they are. Processes that a test starts see no change.
"""

from __future__ import annotations

import gc
import os
import signal
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest

_LOOK = 0.02  # seconds between two looks at the processes
_PATIENCE = 6  # seconds of its own that a test gets beside a multiple of what it took
_TIMES = 10  # that multiple
_NOTICED, _SURVIVED = 1, 0


@dataclass(frozen=True)
class Change:
    """A change of a function: `name` is mutmut's, `said` what is shown of it and explained.

    `lines` are those of the file at `path` that have to be run for it to make a difference, `code`
    is what the function is with it.
    """

    name: str
    path: Path
    function: str
    said: str
    before: str
    after: str
    lines: frozenset[int]
    code: CodeType


@dataclass
class Outcome:
    """What came of a change: the test that noticed it; None with how many that did not."""

    change: Change
    noticed_by: str | None
    tests: int


@dataclass
class _Cost:
    """Seconds that a test took, by the clock and of the processor."""

    wall: float
    cpu: float


@dataclass
class _Running:
    change: Change
    tests: int
    note: Path  # where the fork writes which test has noticed it


@dataclass(eq=False)  # pytest wants plugins that can be told apart
class Trial:
    """A plugin of pytest that tries changes once all tests have run. Tests that fail as the code is
    are left out, and told.
    """

    changes: Sequence[Change]
    children: int
    folder: Path
    tell: Callable[[str], None]
    outcomes: list[Outcome] = field(default_factory=list)
    doubtful: str = ""  # a test that noticed something, and fails in a fork without a change too
    _failed: dict[str, str] = field(default_factory=dict)  # why, by id
    _costs: dict[str, _Cost] = field(default_factory=dict)
    _noticing: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _seen: Any = None  # coverage.Coverage, which only this needs
    _test: str = ""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """Runs all tests, then tries all changes."""
        if session.testsfailed:
            return None  # what could not be collected, which pytest tells
        tests_of = self._trace(session)
        for test, why in self._failed.items():
            self.tell(f"left out, for it fails as the code is: {test}: {why}")
        self._try(session, tests_of)
        self._doubt(session)
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
        """What is made once for all tests is no test's own: the forks have it already."""
        if self._seen is None or fixturedef.scope != "session":
            return (yield)
        self._seen.switch_context("")
        try:
            return (yield)
        finally:
            self._seen.switch_context(self._test)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Notes what fails."""
        if report.failed:
            self._failed[report.nodeid] = report.longreprtext.rstrip().rpartition("\n")[2]

    def _trace(self, session: pytest.Session) -> dict[tuple[Path, int], set[str]]:
        """The tests that run each line."""
        from coverage import Coverage

        paths = {change.path for change in self.changes}
        self._seen = Coverage(data_file=None, config_file=False, include=[*map(str, paths)])
        self._seen.set_option("run:disable_warnings", ["no-data-collected"])
        with self._seen.collect():
            for _ in _run(session, session.items, self._costs, self._before):
                if len(self._costs) % 50 == 0:
                    self.tell(f"{len(self._costs)} of {len(session.items)} tests")
        data, self._seen = self._seen.get_data(), None
        found: dict[tuple[Path, int], set[str]] = {}
        for path in paths:
            for line, tests in data.contexts_by_lineno(str(path)).items():
                found[path, line] = set(tests) - self._failed.keys() - {""}
        return found

    def _before(self, test: str) -> None:
        self._test = test
        self._seen.switch_context(test)

    def _try(self, session: pytest.Session, tests_of: dict[tuple[Path, int], set[str]]) -> None:
        items = {item.nodeid: item for item in session.items}
        waiting = list(reversed(self.changes))
        running: dict[int, _Running] = {}
        while waiting or running:
            while waiting and len(running) < self.children:
                change = waiting.pop()
                tests = set().union(*(tests_of.get((change.path, n), ()) for n in change.lines))
                if not tests:
                    self._note(Outcome(change, None, 0))
                    continue
                first = self._noticing[change.function]
                order = sorted(tests, key=lambda test: (test not in first, self._costs[test].cpu))
                note = self.folder / change.name
                pid = os.fork()
                if not pid:
                    self._in_fork(session, change, [items[test] for test in order], note)
                running[pid] = _Running(change, len(order), note)
            self._gather(running)

    def _doubt(self, session: pytest.Session) -> None:
        """Whether what noticed changes would have failed without any."""
        noticing = {outcome.noticed_by for outcome in self.outcomes}
        items = [item for item in session.items if item.nodeid in noticing]
        if not items:
            return
        note = self.folder / "unchanged"
        pid = os.fork()
        if not pid:
            self._in_fork(session, None, items, note)
        os.waitpid(pid, 0)
        self.doubtful = note.read_text() if note.exists() else "One of the tests that noticed it"

    def _gather(self, running: dict[int, _Running]) -> None:
        time.sleep(_LOOK)
        for pid, of in list(running.items()):
            if os.waitpid(pid, os.WNOHANG)[0]:
                del running[pid]
                _end_group(pid)
                # A fork that could not write its note was ended, for it did not come to its end.
                by = of.note.read_text() if of.note.exists() else "the clock"
                if by in self._costs:
                    self._noticing[of.change.function].append(by)
                self._note(Outcome(of.change, by or None, of.tests))

    def _note(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)
        by = f"noticed by {outcome.noticed_by}" if outcome.noticed_by else "NOT NOTICED"
        of = f"{len(self.outcomes)}/{len(self.changes)}"
        self.tell(f"{of} {outcome.change.name} ({outcome.tests} tests): {by}")

    def _in_fork(
        self, session: pytest.Session, change: Change | None, items: list[pytest.Item], note: Path
    ) -> None:
        """Runs tests until one of them notices a change, and ends this process."""
        try:
            os.setsid()
            if change is not None:
                put_in(change)
            self._failed.clear()
            for test in _run(session, items, {}, self._limit):
                if self._failed:
                    note.write_text(test)
                    return
            note.write_text("")
        finally:
            os._exit(0)

    def _limit(self, test: str) -> None:
        """Has the system end this process where a test takes far longer than it did."""
        cost = self._costs[test]
        signal.setitimer(signal.ITIMER_VIRTUAL, _PATIENCE + _TIMES * cost.cpu)
        signal.setitimer(signal.ITIMER_REAL, 10 * _PATIENCE + _TIMES * cost.wall)


def _run(
    session: pytest.Session,
    items: Sequence[pytest.Item],
    costs: dict[str, _Cost],
    before: Callable[[str], None],
) -> Iterator[str]:
    """Runs tests one by one, and gives the id of each. What is made once for all of them stays."""
    following: list[Any] = [*items[1:], session]
    for item, after in zip(items, following, strict=True):
        before(item.nodeid)
        wall, cpu = time.monotonic(), time.process_time()
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        costs[item.nodeid] = _Cost(time.monotonic() - wall, time.process_time() - cpu)
        yield item.nodeid


def put_in(change: Change) -> None:
    """Gives a function its changed code, wherever the function is held: as a method, a property,
    wrapped.
    """
    path = str(change.path)
    for each in gc.get_objects():
        if type(each) is FunctionType:
            code = each.__code__
            if (code.co_filename, code.co_qualname) == (path, change.function):
                each.__code__ = change.code


def _end_group(pid: int) -> None:
    """Ends what the tests in a fork have started and left."""
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


@contextmanager
def output_to(path: Path) -> Iterator[Callable[[str], None]]:
    """Has all that is written go to a file, of this process and of those that it starts; gives what
    still prints a line.
    """
    kept = [os.dup(1), os.dup(2)]
    printed = os.fdopen(os.dup(1), "w", buffering=1)
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    try:
        os.dup2(file, 1)
        os.dup2(file, 2)
        yield lambda line: print(line, file=printed)
    finally:
        for number, saved in zip((1, 2), kept, strict=True):
            os.dup2(saved, number)
            os.close(saved)
        printed.close()
        os.close(file)
