"""The archive as it is now: what another process ingests is found by the next request."""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TypeVar

from archive.collecting.reading import Collections
from archive.errors import IndexBusyError, IndexDamagedError, SearchIndexError
from archive.settings import Settings
from archive.store.store import Store
from index.answers.asked import Asked
from index.answers.context import Context
from index.answers.results import Listing, Results, Wanted
from index.answers.search import Search
from index.answers.suggest import Suggester, Suggestion
from index.answers.tally import Calendar
from index.answers.visibility import pending
from index.company.results import Company, Comparison
from index.coverage.coverage import Coverage
from index.following.edited import Edits
from index.following.followed import Followed
from index.mapping.mapped import Mapped
from index.names.groups import names_with
from index.names.own import FILE, own_groups, read_own
from index.query.parse import parse
from index.query.tree import Query
from index.upkeep.apart import index_apart
from index.upkeep.sync import IndexState, mend, open_index, state, sync
from webui.common.version import version

T = TypeVar("T")
# What a page is made of.
A = TypeVar(
    "A",
    Results,
    Listing,
    Context,
    Calendar,
    Coverage,
    Followed,
    Company,
    Comparison,
    Edits,
    Mapped,
)

# Articles that a request indexes itself: of changes; of a whole index, without which nobody is
# answered. Above it a process of its own does.
LARGEST_GAP, LARGEST_WHOLE = 50, 500
# As many changes are one commit at most: whoever waits for the index gets it soon, and what is new
# is found soon.
_SOON = 1000
PATIENCE = 5.0  # seconds that this process waits for another who writes to the index
_PROMPT = 5.0  # seconds that a database on a server is given for a small question
_log = logging.getLogger(__name__)


class LiveArchive:
    """An open archive whose index follows the store. A reader never waits for a writer.

    Its lock is held by whoever brings the index up to date: one request, or the one thread.
    """

    def __init__(self, settings: Settings) -> None:
        self.store = Store.open(settings.home, settings.text("store"))
        self.engine = open_index(self.store, settings.text("engine"), 0, settings.values)
        self._most_looked_up = settings.number("looked_up")
        self._search = self._search_of(self.store)
        self._suggester = Suggester(self._search)
        self._names_file = settings.home / FILE
        self._names_read: tuple[bytes | None, str] | None = None  # the file, and its hash
        self._opening = threading.Lock()  # held by whoever reads spellings or opens the store anew
        self._file = _identity(self.store.path)
        self._replaced: list[Store] = []
        self._refresh_names()
        self._batch = settings.number("index_batch")
        self._program = (version(), dict(settings.values))
        self._of_thread = threading.local()  # what `_seen` tells is told to one thread
        self._updating = threading.Lock()
        self._writing = threading.Lock()
        self._thread: threading.Thread | None = None

    def state(self, may_index: bool = True) -> str | None:
        """What every answer depends on but its request, as a text; None while the index is behind
        or cannot be read: what is new, which index, spellings, saved searches and batches, the day
        that "today" is, and which embargoes are still to end. It brings the index up to date where
        it may.
        """
        self._refresh_names()
        now = self._search.now()
        try:
            with self.promptly():  # even a page that needs no store waits for this
                seen = self._seen()
            known: _Known | None = getattr(self._of_thread, "known", None)
            if known and known.seen == seen and known.since <= now < known.until:
                return known.state
            lag = self.catch_up() if may_index else state(self.store, self.engine)
            if lag.verdict != "current":
                return None
            embargoes = pending(self.engine.values("embargo"), now)
            index = self.engine.stamp(), self.engine.generation()
        except SearchIndexError:
            return None
        names = self._names_read[1] if self._names_read else ""
        whole = repr((
            self._program, self.store.last_change(), index, names, self.store.saved.all(),
            self.store.batches.last_written(), Collections(self.store.database).written(),
            now.astimezone().date(), embargoes,
        ))  # fmt: skip
        name = hashlib.sha256(whole.encode("utf-8", "backslashreplace")).hexdigest()
        until = min([_end_of_day(now), *map(datetime.fromisoformat, embargoes)])
        self._of_thread.known = _Known(seen, now, until, name)
        return name

    def _seen(self) -> tuple[object, ...]:
        """What changes with every change of the archive, and is looked up fast. It is looked at
        before all else, so that what changes meanwhile is seen to have changed.
        """
        self._refresh_store()
        return self.store, self.store.data_version(), self.engine.generation(), self._names_read

    def change(self, change: Callable[[Store], T]) -> T:
        """Changes the store, one request after the other; other processes wait at the database.
        What is asked from then on, of whichever thread, is answered anew.
        """
        self._refresh_store()
        with self._writing:
            try:
                return change(self.store)
            finally:
                self._of_thread.known = None  # SQLite tells a thread of what others write
                self.catch_up()

    def search(self, asked: Asked) -> Results:
        """What a search finds, as `answer` gives it."""
        return self.answer(lambda search: search.search(asked))

    def facet(self, asked: Asked, name: str, wanted: Wanted) -> Listing:
        """A page of the values of a facet, as `answer` gives it."""
        return self.answer(lambda search: search.values(asked, name, wanted))

    def holds(self, name: str) -> bool:
        """Whether any article has a value of a keyword field."""
        return bool(self.ask(lambda search: search.words.values(name)))

    def answer(self, question: Callable[[Search], A]) -> A:
        """The answer of the newest index, with a notice where it lags behind the store.

        IndexBusyError while there is no index that can be read; it is being built then.
        """
        lag = self.catch_up()
        self._refresh_names()
        try:
            return _noticing(self.ask(question), lag)
        except IndexBusyError as error:
            damage = error.__cause__
            if lag.verdict == "current" and isinstance(damage, IndexDamagedError):
                _log.error("%s, whose stamp is sound", damage)
                self._in_background(anew=True)
            raise

    def ask(self, question: Callable[[Search], T]) -> T:
        """What else a search can be asked, of the index as it stands (`catch_up` brings what is
        new). IndexBusyError while there is none that can be read.
        """
        try:
            self.engine.values("language")  # opens the index: Search would mend it while we wait
            return question(self._search)
        except (IndexDamagedError, IndexBusyError) as error:
            raise IndexBusyError(
                "The search index is being built", "this page tries again by itself"
            ) from error

    def understood(self, asked: Asked) -> Query:
        """A query as the search understands it, so that the same words are marked."""
        try:
            self.engine.values("language")  # opens the index, as in `search`
            return self._search.understood(asked).query
        except SearchIndexError:
            return parse(asked.text, exact=asked.exact, match=asked.match).query

    def suggest(self, typed: str) -> tuple[Suggestion, ...]:
        """What somebody who types this may look for; nothing while there is no index to read.

        The index is brought up to date by the pages, not with every letter.
        """
        try:
            return self._suggester.suggest(typed)
        except SearchIndexError:
            return ()

    def catch_up(self) -> IndexState:
        """Indexes what is new, here if it is little, else apart; tells what is missing."""
        try:
            known: _Known | None = getattr(self._of_thread, "known", None)
            if known and known.seen == self._seen():
                return IndexState("current")
        except SearchIndexError:
            pass  # `state` tells what is wrong with it
        lag = state(self.store, self.engine)
        if lag.verdict == "current" or not self._updating.acquire(blocking=False):
            return lag
        try:
            missing, most = lag.behind, LARGEST_GAP
            if lag.verdict == "rebuild":
                missing, most = self.store.count(), LARGEST_WHOLE
            if missing <= most:
                sync(self.store, self.engine, batch=self._batch)
                return IndexState("current")
        except IndexBusyError:  # another process writes, and will bring it all in
            return lag
        finally:
            self._updating.release()
        self._in_background()
        return lag

    def promptly(self) -> AbstractContextManager[None]:
        """What the store is asked in here takes some seconds at most, else StoreError. For small
        questions: a server that takes longer for one is not well.
        """
        return self.store.database.within(_PROMPT)

    def health(self) -> IndexState:
        """How the index stands to the store, looked up and not counted; nothing is mended or read
        in. StoreError, or SearchIndexError, where one of the two does not answer.
        """
        self._refresh_store()
        self.engine.values("language")  # opens the index
        return state(self.store, self.engine)

    def _refresh_names(self) -> None:
        """Takes in the spellings of names where the archive's own are others than before. All of
        the small file is compared: its time says little of two edits in a row, or of a copy.
        """
        try:
            data: bytes | None = self._names_file.read_bytes()
        except OSError:
            data = None
        if self._names_read and data == self._names_read[0]:
            return
        with self._opening:
            own = read_own(self._names_file) if data is None else own_groups(data)
            self._search.names = names_with(own)
            digest = "" if data is None else hashlib.sha256(data).hexdigest()
            self._names_read = data, digest  # last: who sees it finds the names in place
            for problem in own.problems:
                _log.warning("%s, %s", FILE, problem)

    def _refresh_store(self) -> None:
        """Opens the store anew where another file has taken its place, as a restored backup does.

        The old one is not closed: SQLite would remove the journal of the new one, by its name.
        """
        file = _identity(self.store.path)
        if file in (None, self._file):
            return
        with self._opening:
            if file != self._file:
                fresh = Store.open(self.store.home)
                self._replaced.append(self.store)
                self._search = self._search_of(fresh, self._search)
                self._suggester = Suggester(self._search)
                self.store = fresh
                self._file = file

    def _search_of(self, store: Store, before: Search | None = None) -> Search:
        """The search of a store, with the names and the clock of the one before."""
        search = Search(store, self.engine, most_looked_up=self._most_looked_up)
        if before:
            search.names, search.now = before.names, before.now
        return search

    def close(self) -> None:
        """Waits for the thread that is indexing, if there is one, and closes the files."""
        if self._thread:
            self._thread.join()
        self.engine.close()
        self.store.close()

    def _in_background(self, *, anew: bool = False) -> None:
        """Starts the one thread that has the index brought up to date, or built `anew`, unless
        somebody is at it already. A process does it; where that cannot be, the thread.
        """
        store, engine = self.store, self.engine
        batch = self._batch if anew else min(self._batch, _SOON)
        path = store.path  # none where the database is on a server

        def run() -> None:
            try:
                if not path or not index_apart(
                    path.parent, engine.name, batch, PATIENCE, anew=anew
                ):
                    (mend if anew else sync)(store, engine, batch=batch)
            except IndexBusyError:
                pass  # another process is at it; the next request looks again
            except SearchIndexError as error:
                _log.error("%s; %s", error, error.hint)
            except Exception:
                _log.exception("The index could not be brought up to date")
            finally:
                self._updating.release()

        if self._updating.acquire(blocking=False):
            self._thread = threading.Thread(target=run, name="indexing", daemon=True)
            self._thread.start()


@dataclass(frozen=True, slots=True)
class _Known:
    """The state of the archive as it was found, and how long it can be taken for that."""

    seen: tuple[object, ...]
    since: datetime
    until: datetime
    state: str


def _end_of_day(now: datetime) -> datetime:
    """The midnight that comes next, where this machine stands."""
    tomorrow = now.astimezone().date() + timedelta(days=1)
    return datetime.combine(tomorrow, time()).astimezone()


def _identity(path: Path | None) -> tuple[int, int] | None:
    """Which file is at a path, whatever it holds; None where there is none, as of a server's."""
    if path is None:
        return None
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _noticing(found: A, lag: IndexState) -> A:
    if lag.verdict == "current":
        return found
    notice = "The search index is being rebuilt: some articles cannot be found yet"
    if lag.verdict == "behind":
        what = "1 change is" if lag.behind == 1 else f"{lag.behind:,} changes are"
        notice = f"{what} being indexed and cannot be found yet"
    return replace(found, notices=(*found.notices, notice))
