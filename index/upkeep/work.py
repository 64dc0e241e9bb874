"""Workers: any number of processes on any machines that index what is new, each a range of the log.

An index's stamp says up to which change it holds all, whoever has written that: so all that reads
the stamp works as without workers. Whatever a worker does may be done twice, by itself or another,
and at any time: of what is written of an article, the later change stays (index/engines/opensearch/
writing.py), and what it says is the article's state at that change or later.
"""

from __future__ import annotations

import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from archive.errors import RequestError, SearchIndexError, StoreError
from archive.store.postgres.leases import Leases, Range
from archive.store.store import Store
from index.document import Document
from index.engines.common.interface import Engine
from index.upkeep.followed import shared_by_workers
from index.upkeep.sync import parted, rebuild, state, uncollected

_PAUSE = 1.0  # seconds between two looks at a log that has nothing new
_AGAIN = 2.0  # seconds after which is tried again what failed
_BUILDING = 300.0  # seconds that a worker who builds the index is given between two signs of life
_SIGNS = 4  # of life while a range is lent


class _LostError(Exception):
    """Another worker has the range."""


class Work:
    """One worker. `lease` is for how many seconds a range is lent to it, `size` how many changes
    that is, `pause` how many seconds are between two commits of all workers, at least; `tell` is
    told in sentences what goes wrong and what becomes of it.

    RequestError where an archive has no use for workers.
    """

    def __init__(
        self, store: Store, engine: Engine, *, name: str = "", lease: float = 30.0,
        size: int = 500, pause: float = 0.0, tell: Callable[[str], None] = lambda sentence: None,
    ) -> None:  # fmt: skip
        shared = shared_by_workers(store, engine)
        if shared is None:
            raise _useless(store, engine)
        self._store = store
        self._engine = shared
        self._lease = lease
        self._size = size
        self._pause = pause
        self._tell = tell
        self._key = secrets.token_hex(8)
        self._leases = Leases(store.database, self._key, lease)
        host, process = socket.gethostname(), os.getpid()
        self.name = name or f"{host}-{process}"
        self._who = {
            "alias": self._engine.alias, "name": self.name, "host": host, "process": process,
        }  # fmt: skip
        self.changes = 0
        self._rate: float | None = None
        self._sign_at = 0.0  # when it has to give a sign of life
        self._trouble = ""  # what was told last, and is not over

    def run(self, should_stop: Callable[[], bool], sleep: Callable[[float], None]) -> None:
        """Indexes what is new until it is told to stop, which it does after its range. What is done
        and not committed it commits then, for nobody else may come to do so.
        """
        try:
            with self._giving_signs():
                while not should_stop():
                    if pause := self.step():
                        sleep(pause)
        finally:
            with suppress(StoreError, SearchIndexError):
                if state(self._store, self._engine).verdict == "behind":
                    self._settle(*self._engine.place(), at_once=True)
            with suppress(StoreError):
                self._leases.leave()

    def step(self) -> float:
        """Indexes one range; after how many seconds there may be more to do."""
        try:
            busy = self._once()
        except (StoreError, SearchIndexError) as error:
            self._say(f"{error.message}. It is tried again.")
            return _AGAIN
        if busy:
            self._say("")
        return 0.0 if busy else _PAUSE

    def _once(self) -> bool:
        """Whether there was anything to do."""
        self._give_sign()  # first: it is there, whatever becomes of the rest
        standing = state(self._store, self._engine)
        if standing.verdict == "rebuild":
            return self._build(standing.why)
        index, target = self._engine.place()
        lent = self._leases.take(target, self._stamp(), self._size)
        if lent:
            try:
                self._index(index, target, lent)
            except _LostError:
                self._tell(f"Another worker has taken over the changes {_shown(lent)}.")
        return self._settle(index, target) or lent is not None

    def _index(self, index: str, target: str, lent: Range) -> None:
        began = time.monotonic()
        changes = self._store.changes(lent.first - 1, lent.last)
        removed, documents = parted(self._store, self._engine, changes)
        with uncollected():
            self._engine.fill(index, removed, self._kept(documents, target, lent), lent.last)
        self._leases.finish(target, lent)
        done = lent.last - lent.first + 1
        self.changes += done
        self._rate = done / max(time.monotonic() - began, 1e-3)
        self._sign_at = 0.0
        self._give_sign()

    def _kept(self, documents: Iterator[Document], target: str, lent: Range) -> Iterator[Document]:
        """The documents of a range, which is kept meanwhile. _LostError where it is another's."""
        for each in documents:
            if self._give_sign() and not self._leases.renew(target, lent):
                raise _LostError
            yield each

    def _settle(self, index: str, target: str, *, at_once: bool = False) -> bool:
        """Stamps an index with what it holds, unless the last commit was only just made, or another
        worker is just making one; whether that was more than its stamp said.
        """
        if self._further(target) is None:
            return False
        with self._leases.stamping(target) as mine:
            low_water = self._further(target) if mine else None
            token = None if low_water is None else self._store.change_token(low_water)
            if low_water is None or token is None:
                return False
            if self._pause and not (self._leases.begin_pause(target, self._pause) or at_once):
                return False
            if self._engine.commit(index, low_water, token):
                self._leases.forget(target, low_water)
        return True

    def _further(self, target: str) -> int | None:
        """The change up to which an index holds all, if that is more than its stamp says."""
        stamp = self._stamp()
        low_water = self._leases.low_water(target, stamp)
        return low_water if low_water > stamp else None

    def _build(self, why: str) -> bool:
        """Has an index made that can be worked on: one worker does, the others wait. Where there
        was none, it is an empty one, which all fill; else searches go on in the one before.
        """
        alias = self._engine.alias
        if not self._leases.take_turn(alias, _BUILDING):
            self._say("The index is being built by another process.")
            return False
        try:
            if state(self._store, self._engine).verdict != "rebuild":
                return True
            self._tell(f"Building the index: {why}.")
            if self._engine.stamp() is None:
                self._engine.rebuild([], 0, "")
            else:
                rebuild(
                    self._store, self._engine, batch=self._size, on_progress=self._building,
                    has_turn=True,
                )  # fmt: skip
        finally:
            self._leases.end_turn(alias)
        return True

    def _building(self, done: int, of: int) -> None:
        if self._give_sign():
            self._leases.take_turn(self._engine.alias, _BUILDING)

    @contextmanager
    def _giving_signs(self) -> Iterator[None]:
        """Tells that it is there while it waits for nodes that do not answer: for longer than its
        lease, if they are many. Nobody else could index then, and who looks is to see that it is
        not the workers that are away.
        """
        over = threading.Event()

        def give() -> None:
            while not over.wait(self._lease / _SIGNS):
                with suppress(StoreError):
                    self._report()

        thread = threading.Thread(target=give, name="signs", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()  # or it could tell of one that has left

    def _give_sign(self) -> bool:
        """Tells that it is there, now and then; whether it did."""
        now = time.monotonic()
        if now < self._sign_at:
            return False
        self._report()
        self._sign_at = now + self._lease / _SIGNS
        return True

    def _report(self) -> None:
        self._leases.report(self._who, self.changes, self._rate)

    def _stamp(self) -> int:
        stamp = self._engine.stamp()
        return stamp.change if stamp else 0

    def _say(self, trouble: str) -> None:
        """Tells of a trouble once, and when it is over."""
        if trouble != self._trouble:
            self._tell(trouble or "It goes on.")
        self._trouble = trouble


def _useless(store: Store, engine: Engine) -> RequestError:
    """Why an archive has no use for workers, and what has to be so that it has."""
    why = f"the engine {engine.name} keeps its index on one machine"
    if store.path is not None:
        why = "this archive's database is a file on one machine"
    return RequestError(
        f"There is nothing for workers to do: {why}, and the index follows by itself, whenever"
        " something is taken in, searched or served",
        "for several machines: a database on a server, and the engine opensearch (docs/scale.md)",
    )


def _shown(lent: Range) -> str:
    return f"{lent.first:,} to {lent.last:,}"
