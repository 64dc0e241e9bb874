"""Bringing an engine up to date with the store: catching up, or rebuilding beside and swapping."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal
from weakref import WeakKeyDictionary

from archive.errors import IndexDamagedError, IndexFollowedError
from archive.frozen import frozen
from archive.store.holdings import Change
from archive.store.store import Store
from index.engines.common.interface import (
    BY_WORKERS,
    FOLDER,
    ON_DISK,
    READ_IN_PLACE,
    Engine,
    IndexStamp,
    fingerprint,
)
from index.engines.open import open_engine

if TYPE_CHECKING:
    from index.document import Document

Progress = Callable[[int, int], None]


@frozen
class IndexState:
    """How an index stands to the store: `behind` counts changes, `why` says why to rebuild it."""

    verdict: Literal["current", "behind", "rebuild"]
    behind: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Explained:
    """An index that was found to hold all that it can, though the store's number says that there
    are so many `more`: these cannot be read in the store.
    """

    engine: Engine
    stamp: IndexStamp
    more: int
    unread: frozenset[str]


_explained: WeakKeyDictionary[Store, _Explained] = WeakKeyDictionary()


def open_index(
    store: Store,
    name: str,
    lock_timeout: float = 30.0,
    settings: Mapping[str, str | int] = MappingProxyType({}),
) -> Engine:
    """The index of a store: that in a cluster; that in its folder if it may be written to, or holds
    all changes and can be read where nothing may be written; else one in the user's cache folder.
    """
    home = store.home
    engine = open_engine(name, home, lock_timeout, settings)
    if name not in ON_DISK or _may_write(home / FOLDER / name):
        return engine
    if name in READ_IN_PLACE and state(store, engine).verdict == "current":
        return engine
    from index.upkeep.own import own_index

    if (own := own_index(store, name, lock_timeout)) is None:
        return engine
    engine.close()
    return own


def _may_write(folder: Path) -> bool:
    """Whether a folder may be written to, or made."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return os.access(folder, os.W_OK | os.X_OK, effective_ids=True)


def state(store: Store, engine: Engine) -> IndexState:
    """Compares the index's stamp with the store's change log."""
    last, _ = store.last_change()
    try:
        stamp = engine.stamp()
    except IndexDamagedError as error:
        return IndexState("rebuild", last, error.message)
    if stamp is None:
        return IndexState("rebuild", last, "there is no index yet")
    if stamp.fingerprint != fingerprint(engine.name):
        return IndexState("rebuild", last, "it was made by another version of the analysis")
    if store.change_token(stamp.change) != stamp.token:
        return IndexState("rebuild", last, "it was made from another history of this archive")
    if stamp.change < last:
        return IndexState("behind", last - stamp.change)
    count = store.count()
    if stamp.documents != count and not _is_explained(store, engine, stamp, count):
        now, _ = store.last_change()
        if now > last:  # another process has put articles in between the two questions
            return IndexState("behind", now - last)
        unread: frozenset[str] | None = frozenset()
        if stamp.documents != (counted := store.counted()):
            unread = _only_unread(store, engine)
        if unread is None:
            return IndexState("rebuild", 0, f"it holds {stamp.documents} articles, not {counted}")
        _explained[store] = _Explained(engine, stamp, count - stamp.documents, unread)
    return IndexState("current")


def _is_explained(store: Store, engine: Engine, stamp: IndexStamp, count: int) -> bool:
    """Whether it is known by now why an index holds another number of articles than the store. All
    ids are compared but once: in a later state the number is the same, and they cannot be read yet.
    """
    known = _explained.get(store)
    if known is None or known.engine is not engine or known.more != count - stamp.documents:
        return False
    if known.stamp != stamp:
        if known.unread and store.get_many(known.unread):
            return False
        _explained[store] = replace(known, stamp=stamp)
    return True


def _only_unread(store: Store, engine: Engine) -> frozenset[str] | None:
    """The articles by which store and index differ, where none of them can be read in the store:
    to build the index anew would bring none. None where others are among them.
    """
    try:
        indexed, kept = engine.ids(), store.ids()
    except IndexDamagedError:
        return None
    differing = kept ^ indexed
    if store.get_many(kept - indexed) or not store.damaged.keys() >= differing:
        return None
    return frozenset(differing)


def sync(
    store: Store,
    engine: Engine,
    *,
    batch: int = 5000,
    on_progress: Progress = lambda done, of: None,
) -> IndexState:
    """Makes the index hold what the store holds; returns how it stood before.

    Replaying changes that it already holds is harmless, so a crash between the store's commit and
    the index's is mended here. An index that turns out damaged is rebuilt. IndexFollowedError where
    workers do all that, IndexBusyError where another process builds the index.
    """
    before = state(store, engine)
    if before.verdict != "current":
        _refuse_where_followed(store, engine)
    if before.verdict == "behind":
        try:
            with uncollected():
                _catch_up(store, engine, batch, on_progress)
        except IndexDamagedError as error:
            before = IndexState("rebuild", before.behind, error.message)
    if before.verdict == "rebuild":
        rebuild(store, engine, batch=batch, on_progress=on_progress)
    return before


def mend(store: Store, engine: Engine, *, batch: int = 5000) -> None:
    """Builds a damaged index anew. IndexDamagedError where workers are there: each of those who
    notice the damage would build another.
    """
    try:
        _refuse_where_followed(store, engine)
    except IndexFollowedError as followed:
        raise IndexDamagedError(f"The index cannot be read, and {followed.message}") from followed
    rebuild(store, engine, batch=batch)


def _refuse_where_followed(store: Store, engine: Engine) -> None:
    if engine.name in BY_WORKERS:
        from index.upkeep.followed import refuse_where_followed  # few archives have workers

        refuse_where_followed(store, engine)


def rebuild(
    store: Store,
    engine: Engine,
    *,
    batch: int = 5000,
    on_progress: Progress = lambda done, of: None,
    has_turn: bool = False,
) -> None:
    """Builds the whole index anew; readers find the old one until it is done. One that many may
    write to is built by one process at a time, this one where it `has_turn`: IndexBusyError while
    another does so.
    """
    with nullcontext(lambda: None) if has_turn else _turn(store, engine) as keep_turn:
        change, token = store.last_change()
        ids = sorted(store.ids())

        def batches() -> Iterator[Iterator[Document]]:
            for start in range(0, len(ids), batch):
                keep_turn()
                on_progress(start, len(ids))
                yield _documents(store, engine, ids[start : start + batch])

        with uncollected():
            engine.rebuild(batches(), change, token)
        on_progress(len(ids), len(ids))


def _turn(store: Store, engine: Engine) -> AbstractContextManager[Callable[[], object]]:
    if engine.name not in BY_WORKERS:
        return nullcontext(lambda: None)  # its folder has a lock
    from index.upkeep.followed import turn_to_build

    return turn_to_build(store, engine)


@contextmanager
def uncollected() -> Iterator[None]:
    """Python's search for cycles goes through all that is known of words again and again, a sixth
    of the time; what is made here has none.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _catch_up(store: Store, engine: Engine, batch: int, on_progress: Progress) -> None:
    stamp = engine.stamp()
    last, _ = store.last_change()
    changes = store.changes(stamp.change if stamp else 0, last)
    for start in range(0, len(changes), batch):
        on_progress(start, len(changes))
        part = changes[start : start + batch]
        removed, documents = parted(store, engine, part)
        engine.write(removed, documents, part[-1].seq, part[-1].token)
    on_progress(len(changes), len(changes))


def parted(
    store: Store, engine: Engine, changes: Iterable[Change]
) -> tuple[Collection[str], Iterator[Document]]:
    """What changes take out of an index, and what into it."""
    live: dict[bool, list[str]] = {False: [], True: []}
    for change in changes:
        live[change.live].append(change.article_id)
    removed: Collection[str] = live[False]
    if engine.files_by_first_day:
        from index.document import UNKNOWN

        removed = dict.fromkeys(removed, UNKNOWN) | _first_days(store, removed)
    return removed, _documents(store, engine, live[True])


def _documents(store: Store, engine: Engine, ids: list[str]) -> Iterator[Document]:
    from index.document import documents  # most commands find the index current

    for start in range(0, len(ids), 500):
        articles = store.get_many(ids[start : start + 500])
        edits = store.edits(articles.values())
        first_days: Mapping[str, int | None] = {}
        if engine.files_by_first_day:
            first_days = _first_days(
                store, [key for key, one in articles.items() if one.revision > 1]
            )
        yield from documents(articles.values(), store.stories(articles), edits, first_days)


def _first_days(store: Store, ids: Collection[str]) -> dict[str, int | None]:
    """Of which day the first state of each article is that can be read."""
    from index.document import day

    found: dict[str, int | None] = {}
    wanted = list(ids)
    for start in range(0, len(wanted), 500):
        states = store.first_states(wanted[start : start + 500])
        found |= {article_id: day(state) for article_id, state in states.items()}
    return found
