"""The pages of a list of addresses that is watched: which of them are asked for at a look.

What has been taken, and what could not be, is remembered in the store as the files of folders are:
the list stands for the folder, an address in it for a file.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from zlib import crc32

from archive.errors import FetchError
from archive.intake.fetch import Fetcher
from archive.intake.following import DEEPEST, failed, pages_of
from archive.readers.feeds.listing import Listed
from archive.readers.sources.source import Source
from archive.store.store import Store
from archive.watching.faults import DAY, pause
from archive.watching.rounds import Intake

_MOST_PAGES = 200  # that are asked for at one look
_MOST_LISTS = 1000
_TOGETHER = 50  # pages that are taken in before more are fetched
_MOST_BYTES = 32 * 1024 * 1024  # of them, unless one alone has more
_NS = 1_000_000_000

# Takes sources in: the names of those that a passing fault kept out, or None where a stop came.
Take = Callable[[Sequence[Source]], set[str] | None]


class ListLook:
    """One look at a list, and the lists that it names. `ended` says that the look has had enough,
    or a stop came: the rest is for the next one.
    """

    def __init__(self, intake: Intake, lists: Fetcher, pages: Fetcher, every: float, take: Take):
        self.ended = False
        self._intake = intake
        self._lists = lists
        self._pages = pages
        self._every = every
        self._take = take
        self._room = {False: _MOST_PAGES, True: _MOST_LISTS}  # by whether it is a list

    def follow(self, source: Source, listed: list[Listed], depth: int = 0) -> bool:
        """Takes in what is new or has changed of the pages that a list names. False where something
        of it is left: then it is fetched in full next time.
        """
        known = _Known(self._intake.store, source.name, listed, self._every)
        group = _Group()
        for each in known.due():
            self._room[each.is_list] -= 1
            if self._room[each.is_list] < 0 or self._intake.should_stop():
                self.ended = True
                break
            self._ask(each, source.name, known, group, depth)
            if self.ended or (group.is_full() and not self._keep(group, known)):
                break
        if not self._intake.should_stop():
            self._keep(group, known)
        if not (whole := known.is_whole()):
            self._lists.forget(source.name)
        return whole

    def _ask(self, each: Listed, named_by: str, known: _Known, group: _Group, depth: int) -> None:
        """Fetches what a list names, and follows it where it is a list as well."""
        try:
            if not each.is_list:
                found = self._pages.fetch(each.address)
            elif found := self._lists.fetch(each.address, named_by):
                inner = pages_of(found) if depth < DEEPEST else None
                if inner is not None:
                    if self.follow(found, inner, depth + 1):
                        known.taken(each)
                    return
        except FetchError as error:
            group.add(each, failed(each.address, error), error)
            return
        if found:
            group.add(each, found)
        else:  # it has not changed
            known.taken(each)

    def _keep(self, group: _Group, known: _Known) -> bool:
        """Takes in pages and remembers them; False where a stop came before."""
        faulty = self._take(group.sources) if group.sources else set()
        if faulty is None:
            self.ended = True
            return False
        for each, source, error in zip(group.listed, group.sources, group.errors, strict=True):
            if error or source.name in faulty:
                self._pages.forget(each.address)
                known.failed(each, error.retry_after if error else None)
            else:
                known.taken(each)
        group.clear()
        self.ended = not self._intake.patiently(known.keep) or self.ended
        return self._intake.patiently(self._pages.remember) and not self.ended


@dataclass(slots=True)
class _Group:
    """Pages that wait to be taken in together, with what went wrong when they were asked for."""

    listed: list[Listed] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    errors: list[FetchError | None] = field(default_factory=list)
    bytes: int = 0

    def add(self, listed: Listed, source: Source, error: FetchError | None = None) -> None:
        self.listed.append(listed)
        self.sources.append(source)
        self.errors.append(error)
        if error is None:
            with source.opener() as stream:
                self.bytes += stream.seek(0, io.SEEK_END)

    def is_full(self) -> bool:
        return len(self.sources) >= _TOGETHER or self.bytes >= _MOST_BYTES

    def clear(self) -> None:
        for each in (self.listed, self.sources, self.errors):
            each.clear()
        self.bytes = 0


class _Known:
    """What is remembered of the addresses in a list: for one that was taken in 0, and a mark of
    when it was said to have changed; else how often it failed, and when it is asked for again.
    """

    def __init__(self, store: Store, name: str, listed: list[Listed], every: float) -> None:
        self._store = store
        self._listed = list({each.address: each for each in listed[::-1]}.values())[::-1]
        self._every = every
        self._list = sha256(name.encode()).digest()  # an index of a database limits the length
        self._states = store.watched(self._list)
        self._changed: dict[bytes, tuple[int, int]] = {}
        self._yesterday = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()

    def due(self) -> list[Listed]:
        """What is to be asked for: first what is new or has changed, in the order of the list, then
        what failed, the longest ago first.
        """
        fresh, again = [], []
        for each in self._listed:
            failures, until = self._states.get(_key(each), (0, 0))
            if failures and not 0 < until - time.time() * _NS <= DAY * _NS:
                again.append((until, each))
            elif not failures and not self._is_taken(each):
                fresh.append(each)
        return fresh + [each for _, each in sorted(again, key=lambda pair: pair[0])]

    def is_whole(self) -> bool:
        """Whether nothing is left to be asked for."""
        return all(map(self._is_taken, self._listed))

    def taken(self, listed: Listed) -> None:
        self._set(listed, (0, _mark(listed)))

    def failed(self, listed: Listed, patience: float | None) -> None:
        """Waits twice as long after each failure, up to a day, and as long as the server asks."""
        failures = min(self._states.get(_key(listed), (0, 0))[0] + 1, 20)
        wait = min(max(pause(self._every, failures), patience or 0), DAY)
        self._set(listed, (failures, int((time.time() + wait) * _NS)))

    def keep(self) -> None:
        """Remembers it in the store, and of what is no longer listed nothing."""
        named = set(map(_key, self._listed))
        gone = self._states.keys() - named
        if not self._changed:
            return
        with self._store.transaction():
            for key, state in self._changed.items():
                self._store.set_watched(self._list, key, state)
            for key in gone if len(gone) > len(named) else ():
                self._store.set_watched(self._list, key, None)
        self._changed.clear()

    def _set(self, listed: Listed, state: tuple[int, int]) -> None:
        self._states[_key(listed)] = self._changed[_key(listed)] = state

    def _is_taken(self, listed: Listed) -> bool:
        """Of a list this holds only if it is said when it changed, for what it names comes of that;
        and a day without a time says nothing of what changes later on that day.
        """
        said = listed.modified or ""
        told = not listed.is_list or len(said) > 10 or "" < said < self._yesterday
        return told and self._states.get(_key(listed)) == (0, _mark(listed))


def _key(listed: Listed) -> bytes:
    return sha256(listed.address.encode()).digest()


def _mark(listed: Listed) -> int:
    return crc32((listed.modified or "").encode())
