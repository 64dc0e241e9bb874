"""A folder that is watched: what is new or has changed in it since it was last taken in.

It is scanned each time, since network drives do not report changes.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from archive.article import Skipped
from archive.errors import InputError
from archive.readers.sources.folders import OWN, Walk
from archive.readers.sources.sisters import Folder
from archive.readers.sources.source import Source, shown_path, sources
from archive.watching.faults import is_of_system, may_pass, pause
from archive.watching.rounds import SETTLED, Clock, Intake

_TOGETHER = 1000  # files that are taken in before they are remembered

State = tuple[int, int]  # size in bytes, time of the last change in ns


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    state: State
    source: Source


@dataclass(frozen=True, slots=True)
class _Pause:
    """That a file in this state ended the process that read it, so many times, and that it is left
    alone `until` then, by the clock: each attempt may cost the machine its memory.
    """

    state: State
    failures: int
    until: float
    reason: str


class WatchedFolder:
    """A folder with all that is in it, or one file.

    A file is taken once it has not changed between two looks or, at the first, for some seconds.
    It is remembered in the store, whatever came of it, when its articles are kept.
    """

    def __init__(
        self,
        path: str,
        every: float,
        intake: Intake,
        clock: Clock = time.monotonic,
        follow_links: bool = False,
    ) -> None:
        """InputError where nothing is there, or the archive itself."""
        home = intake.store.home.resolve()
        top = Path(os.path.realpath(path))  # resolve() raises on a loop of links
        if not top.exists():
            raise InputError(f"{path} does not exist", "create it first, or check its name")
        if home in (top, *top.parents):
            raise InputError(f"{path} belongs to the archive itself", "watch another folder")
        self.due = clock()
        self.unsettled = self.failing = False
        self._path = path
        self._every = every
        self._intake = intake
        self._clock = clock
        self._home = home
        self._follow_links = follow_links
        self._before: dict[str, State] | None = None  # what was left at the look before
        self._left: dict[str, State] = {}  # what has changed and is not taken yet
        self._told: dict[str, str] = {}  # why files and folders could not be read then, by name
        self._faults: dict[str, str] = {}  # and now
        self._pauses: dict[str, _Pause] = {}  # of files, by path

    def look(self) -> None:
        """Takes in what is new or has changed, and is whole. What is gone stays in the archive."""
        self.unsettled = False
        self._left, self._faults = {}, {}
        ready = self._ready()
        with self._intake.round(self._path) as recording:
            while files := list(islice(ready, _TOGETHER)):
                if self._intake.should_stop() or not self._take(files):
                    recording.stopped = True
                    return
        name = shown_path(Path(self._path))
        if name in self._told and name not in self._faults:
            self._intake.tell(f"{name} is there again.")
        self._before, self._told = self._left, self._faults
        self._pauses = {path: each for path, each in self._pauses.items() if path in self._left}
        self.failing = bool(self._faults)
        wait = min(self._every, SETTLED) if self.unsettled else self._every
        self.due = self._clock() + wait

    def _take(self, files: list[_File]) -> bool:
        """Takes files in and remembers them; False where a stop came before."""
        report = self._intake.take(self._path, [file.source for file in files], self._is_news)
        if report.stopped:
            return False
        for skipped in report.skipped:
            if may_pass(skipped.reason):
                self._faults[skipped.origin.file] = skipped.reason
        for file in files:
            self._put_off(file, self._faults.get(file.source.name))
        done = [file for file in files if file.source.name not in self._faults]
        if not self._intake.patiently(lambda: self._remember(done)):
            return False
        for file in done:
            del self._left[file.path]
        return True

    def _put_off(self, file: _File, reason: str | None) -> None:
        """Has a file wait that ended the process that read it; what the system alone does not give
        may be had at the next look.
        """
        before = self._pauses.pop(file.path, None)
        if reason and not is_of_system(reason):
            failures = before.failures + 1 if before and before.state == file.state else 1
            until = self._clock() + pause(self._every, failures)
            self._pauses[file.path] = _Pause(file.state, failures, until, reason)

    def _waits(self, path: str, state: State) -> bool:
        """Whether a file is put off still."""
        found = self._pauses.get(path)
        if found is None or found.state != state or found.until <= self._clock():
            return False
        self._faults[shown_path(Path(path))] = found.reason
        return True

    def _is_news(self, skipped: Skipped) -> bool:
        return self._told.get(skipped.origin.file) != skipped.reason

    def _remember(self, files: list[_File]) -> None:
        with self._intake.store.transaction():
            for file in files:
                self._intake.store.set_watched(*_place(file.path), file.state)

    def _ready(self) -> Iterator[_File]:
        """The files to be taken now."""
        # A page may have come after what names it, so it is told that it is read with that.
        within = None if os.path.isfile(self._path) else Folder(Path(self._path), whole=False)  # noqa: PTH113
        for path, status in self._changed():
            self._left[path] = state = _state(status)
            if self._before is None:
                # A copy may have the time of what it was made from; but not the time of its entry.
                whole = max(status.st_mtime, status.st_ctime) <= time.time() - SETTLED
            else:
                whole = self._before.get(path) == state
            if not whole:
                self.unsettled = True
            elif self._waits(path, state):
                continue
            elif source := next(sources([path], within=within), None):
                yield _File(path, state, source)

    def _changed(self) -> Iterator[tuple[str, os.stat_result]]:
        """The files that differ from what is remembered of them, a folder at a time."""
        if os.path.isfile(self._path):  # noqa: PTH113 - Path.is_file may raise
            parent, name = _place(self._path)
            yield from self._differing(parent, [(name, self._path)])
            return
        walk = Walk(Path(self._path), self._follow_links, self._home)
        folders = [self._path]
        while folders:
            folder = folders.pop()
            try:
                entries = walk.entries(Path(folder))
            except OSError as error:
                self._fault(folder, error.strerror or str(error))
                continue
            for entry in entries:
                if entry.reason and entry.reason != OWN:
                    self._fault(entry.path, entry.reason)
            found = [entry for entry in entries if not entry.reason]
            folders += [entry.path for entry in reversed(found) if entry.is_folder]
            files = [entry.path for entry in found if not entry.is_folder]
            named = [(os.fsencode(Path(path).name), path) for path in files]
            yield from self._differing(os.fsencode(Path(folder).absolute()), named)

    def _differing(
        self, folder: bytes, files: list[tuple[bytes, str]]
    ) -> Iterator[tuple[str, os.stat_result]]:
        """Those files of a folder, by name and path, that differ from what is remembered."""
        known = self._intake.store.watched(folder)
        for name, path in files:
            try:
                status = os.stat(path)  # noqa: PTH116 - a million times
            except OSError as error:
                self._fault(path, error.strerror or str(error))
                continue
            if stat.S_ISREG(status.st_mode) and known.get(name) != _state(status):
                yield path, status

    def _fault(self, path: str, reason: str) -> None:
        """Tells, once, of what cannot be looked at."""
        name = shown_path(Path(path))
        self._faults[name] = reason
        if self._told.get(name) != reason:
            self._intake.tell(f"{name} cannot be read: {reason}. It is tried again.")


def _state(status: os.stat_result) -> State:
    return status.st_size, status.st_mtime_ns


def _place(path: str) -> tuple[bytes, bytes]:
    """Folder and name of a file, by which it is remembered: file names need not be text."""
    folder, name = os.path.split(os.fsencode(Path(path).absolute()))
    return folder, name
