"""An address that is watched: a feed, a sitemap, a list of addresses or a page. It is fetched again
and again, but only if it changed.

A server that fails or asks for patience is asked less and less often.
"""

from __future__ import annotations

import time

from archive.article import Skipped
from archive.errors import FetchError
from archive.intake.fetch import Fetcher
from archive.intake.following import page, pages_of
from archive.readers.sources.source import Source
from archive.watching.rounds import Clock, Intake

_HOUR = 3600.0  # seconds; a failing address is asked as often as that, or as often as it ever was
_MOST_A_LOOK = 200  # pages of a list of addresses
_DAY = 24 * _HOUR  # the longest patience that a server gets


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
        self._seen: dict[str, str] = {}  # pages of a list, and when each had changed
        self._told: set[str] = set()  # what was skipped of the last answer

    def look(self) -> None:
        """Takes in what has changed. A failure is told once, and asked after later."""
        fetcher = Fetcher(self._intake.store, allow_private=self._allow_private)
        self.due = self._clock() + self._every
        try:
            source = fetcher.fetch(self._url)
        except FetchError as error:
            self._back_off(error)
            return
        if self.failing:
            self._intake.tell(f"{self._url} answers again.")
        self.failing, self._failures = False, 0
        if source is None:  # it has not changed
            return
        found = self._followed(source, fetcher)
        if not found:
            self._intake.patiently(fetcher.remember)
            return
        report = self._intake.take(self._url, found, self._is_news)
        self._told = set(map(str, report.skipped))
        if not report.stopped:  # else what is left of it would never be asked for again
            self._intake.patiently(fetcher.remember)

    def _followed(self, source: Source, fetcher: Fetcher) -> list[Source]:
        """The source, or, where it is a list of addresses, what is new or has changed of its pages:
        so many a look, that their bytes can wait together.
        """
        listed = pages_of(source)
        if listed is None:
            return [source]
        fresh = [each for each in listed if self._seen.get(each.address) != (each.modified or "")]
        found: list[Source] = []
        seen: dict[str, str] = {}
        for each in fresh[:_MOST_A_LOOK]:
            pages = list(page(each, fetcher))
            found += pages
            if all(one.url for one in pages):  # else it could not be fetched
                seen[each.address] = each.modified or ""
        self._seen |= seen  # now: where the store goes away on the way, all are looked at again
        if any(each.address not in self._seen for each in fresh):
            fetcher.forget(source.url or self._url)  # so that the rest is asked for next time
        return found

    def _is_news(self, skipped: Skipped) -> bool:
        return str(skipped) not in self._told

    def _back_off(self, error: FetchError) -> None:
        """Waits twice as long after each failure, up to an hour, and as long as the server asks."""
        self.failing, self._failures = True, self._failures + 1
        doubled = self._every * 2 ** min(self._failures, 20)
        wait = max(self._every, min(doubled, _HOUR), min(error.retry_after or 0, _DAY))
        self.due = self._clock() + wait
        if self._failures == 1:
            hint = f" ({error.hint})" if error.hint else ""
            self._intake.tell(f"{self._url}: {error.message}{hint}. It is tried again.")
