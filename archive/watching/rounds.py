"""Watching: folders and addresses are looked at again and again, and what is new is taken in.

The targets are in `folder.py` and `address.py`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from archive.article import Skipped
from archive.errors import StoreBusyError, StoreError, StoreRefusedError
from archive.intake.ingest import IngestReport, ingest
from archive.intake.recording import Recording, recorded
from archive.intake.workers import Workers
from archive.readers.sources.source import Source
from archive.store.store import Store

SETTLED = 5.0  # seconds without a change, after which a file is taken to be whole
_AGAIN = 1.0  # seconds between two attempts to write while another process does

Clock = Callable[[], float]
Sleep = Callable[[float], object]
Patiently = Callable[[Callable[[], None]], bool]  # as `Intake.patiently`


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken in from a target at one time. `skipped` holds what was not told before,
    `mended` what was damaged in the archive and came in again as it was.
    """

    target: str
    added: int
    revised: int
    skipped: tuple[Skipped, ...]
    mended: tuple[str, ...]


class Target(Protocol):
    """Something to look at. `due` is when, by the clock; `unsettled` says that what is there may
    still be being written, and is left for the next look; `failing`, that it cannot be looked at.
    """

    due: float
    unsettled: bool
    failing: bool

    def look(self) -> None:
        """Takes in what is new or has changed. StoreError where the archive cannot keep it."""


class Intake:
    """What targets share: it takes sources in, tells what became of them, and can wait."""

    def __init__(
        self,
        store: Store,
        *,
        batch: int = 500,
        on_taken: Callable[[Taken], None],
        on_trouble: Callable[[str], None],
        should_stop: Callable[[], bool] = lambda: False,
        sleep: Sleep = time.sleep,
        workers: Workers | None = None,
        collections: tuple[str, ...] = (),
        lasting: bool = True,
    ) -> None:
        """`lasting`: it waits for a disk that does not take it now till somebody has made room, and
        for a server that is away.
        """
        self.store = store
        self._awaited = (StoreBusyError, StoreRefusedError) if lasting else (StoreBusyError,)
        self._workers = workers
        self._collections = collections
        self.tell = on_trouble
        self.should_stop = should_stop
        self._batch = batch
        self._on_taken = on_taken
        self._sleep = sleep
        self._told = ""  # of what it waits for
        self._recording: Recording | None = None

    @contextmanager
    def round(self, target: str) -> Iterator[Recording]:
        """What is taken from a target inside is recorded as one batch."""
        with recorded(Recording(self.store, "watch", [target]), self.patiently) as recording:
            self._recording = recording
            try:
                yield recording
            finally:
                self._recording = None

    def take(
        self, target: str, sources: Sequence[Source], is_news: Callable[[Skipped], bool]
    ) -> IngestReport:
        """Ingests, and tells of it whatever happens; of skipped items those that `is_news`. By
        itself it is a round.
        """
        if self._recording is None:
            with self.round(target):
                return self.take(target, sources, is_news)
        report, recording = IngestReport(), self._recording

        def attempt() -> None:
            report.files = 0  # not those of the attempt before
            report.skipped.clear()
            recording.attempt()
            ingest(
                self.store, sources,
                batch=self._batch, workers=self._workers, report=report, recording=recording,
                should_stop=self.should_stop, collections=self._collections,
            )  # fmt: skip

        try:
            if not self.patiently(attempt):
                report.stopped = recording.stopped = True
            recording.attempted()
        finally:
            skipped = tuple(filter(is_news, report.skipped))
            mended = tuple(self.store.mended)
            self.store.mended.clear()
            if report.added or report.revised or skipped or mended:
                self._on_taken(Taken(target, report.added, report.revised, skipped, mended))
        return report

    def patiently(self, attempt: Callable[[], None]) -> bool:
        """Does something as soon as the store takes it; False if a stop came before."""
        while True:
            try:
                attempt()
            except self._awaited as error:
                if (told := _waiting_for(error)) != self._told:
                    self.tell(told)
                self._told = told
            else:
                self._told = ""
                return True
            if self.should_stop():
                return False
            self._sleep(_AGAIN)


def _waiting_for(error: StoreError) -> str:
    if isinstance(error, StoreBusyError):
        return "Another process is writing to the archive; waiting for it."
    return f"{error.message}; waiting till that is mended. Nothing that was told is lost."


def _at_once(attempt: Callable[[], None]) -> bool:
    attempt()
    return True


def watch(
    targets: Sequence[Target],
    *,
    on_round: Callable[[], None],
    should_stop: Callable[[], bool],
    patiently: Patiently = _at_once,
    clock: Clock = time.monotonic,
    sleep: Sleep = time.sleep,
) -> None:
    """Looks at each target when it is due, until `should_stop`; `on_round` follows every round. A
    look during which the store goes away is done again, `patiently` as by `Intake`.
    """
    while not should_stop():
        _look([target for target in targets if target.due <= clock()], should_stop, patiently)
        on_round()
        if not should_stop():
            sleep(max(0.0, min(target.due for target in targets) - clock()))


def watch_once(
    targets: Sequence[Target],
    *,
    on_round: Callable[[], None],
    should_stop: Callable[[], bool],
    sleep: Sleep = time.sleep,
) -> None:
    """Looks at every target, and after some seconds again at what may not have been whole."""
    _look(targets, should_stop)
    unsettled = [target for target in targets if target.unsettled]
    if unsettled and not should_stop():
        sleep(SETTLED)
        _look(unsettled, should_stop)
    on_round()


def _look(
    targets: Sequence[Target], should_stop: Callable[[], bool], patiently: Patiently = _at_once
) -> None:
    for target in targets:
        if should_stop() or not patiently(target.look):
            return
