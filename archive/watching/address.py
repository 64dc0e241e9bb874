"""An address that is watched: a feed, a sitemap, a list of addresses or a page. It is fetched again
and again, but only if it changed.

A server that fails or asks for patience is asked less and less often.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from archive.article import Skipped
from archive.errors import FetchError
from archive.intake.fetch import Fetcher
from archive.intake.following import pages_of
from archive.readers.sources.source import Source
from archive.watching.faults import DAY, may_pass
from archive.watching.listed import ListLook
from archive.watching.rounds import Clock, Intake

_HOUR = 3600.0  # seconds; a failing address is asked as often as that, or as often as it ever was


class WatchedAddress:
    """An address on the web. `every` is the least time between two requests, in seconds."""

    unsettled = False

    def __init__(
        self,
        url: str,
        every: float,
        intake: Intake,
        allow_private: bool = False,
        clock: Clock = time.monotonic,
    ) -> None:
        self.due = clock()
        self.failing = False
        self._url = url
        self._every = every
        self._intake = intake
        self._allow_private = allow_private
        self._clock = clock
        self._failures = 0  # without an answer between them
        self._told: dict[str, set[str]] = {}  # what was skipped of the last answer, by address

    def look(self) -> None:
        """Takes in what has changed. A failure is told once, and asked after later."""
        lists = self._fetcher()
        self.due = self._clock() + self._every
        try:
            source = lists.fetch(self._url)
        except FetchError as error:
            self._back_off(error)
            return
        if self.failing:
            self._intake.tell(f"{self._url} answers again.")
        self.failing, self._failures = False, 0
        if source is None:  # it has not changed
            return
        listed = pages_of(source)
        if listed is not None:
            with self._intake.round(self._url) as recording:
                look = ListLook(self._intake, lists, self._fetcher(), self._every, self._take)
                look.follow(source, listed)
                recording.stopped |= self._intake.should_stop()
        elif (faulty := self._take([source])) is None:
            return  # what is left of it would never be asked for again
        elif faulty:
            lists.forget(self._url)
        self._intake.patiently(lists.remember)

    def _fetcher(self) -> Fetcher:
        return Fetcher(self._intake.store, allow_private=self._allow_private)

    def _take(self, sources: Sequence[Source]) -> set[str] | None:
        """Takes sources in. The names of those of which a fault kept something out that may pass;
        None where a stop came before all was taken.
        """
        report = self._intake.take(self._url, sources, self._is_news)
        for source in sources:
            self._told.pop(source.name, None)
        for skipped in report.skipped:
            self._told.setdefault(skipped.origin.file, set()).add(str(skipped))
        if report.stopped:
            return None
        return {each.origin.file for each in report.skipped if may_pass(each.reason)}

    def _is_news(self, skipped: Skipped) -> bool:
        return str(skipped) not in self._told.get(skipped.origin.file, ())

    def _back_off(self, error: FetchError) -> None:
        """Waits twice as long after each failure, up to an hour, and as long as the server asks."""
        self.failing, self._failures = True, self._failures + 1
        doubled = self._every * 2 ** min(self._failures, 20)
        wait = max(self._every, min(doubled, _HOUR), min(error.retry_after or 0, DAY))
        self.due = self._clock() + wait
        if self._failures == 1:
            hint = f" ({error.hint})" if error.hint else ""
            self._intake.tell(f"{self._url}: {error.message}{hint}. It is tried again.")
