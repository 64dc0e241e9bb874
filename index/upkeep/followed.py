"""Who indexes for all where many may: workers what is new, one process an index that is built."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

from archive.errors import IndexBusyError, IndexFollowedError, StoreError
from archive.store.postgres.leases import Leases, Worker, workers
from archive.store.store import Store
from archive.text.wording import counted
from index.engines.common.interface import BY_WORKERS, Engine

if TYPE_CHECKING:  # its library is an extra
    from index.engines.opensearch.engine import OpenSearchEngine


_TURN = 120.0  # seconds that who builds an index is given between two signs of life


def working(store: Store, engine: Engine) -> list[Worker]:
    """The workers that index what is new now; none where an index follows by itself."""
    shared = shared_by_workers(store, engine)
    return workers(store.database, shared.alias) if shared else []


def refuse_where_followed(store: Store, engine: Engine) -> None:
    """IndexFollowedError where workers index what is new."""
    if found := working(store, engine):
        verb = "indexes" if len(found) == 1 else "index"
        raise IndexFollowedError(f"{counted(len(found), 'worker')} {verb} what is new")


@contextmanager
def turn_to_build(store: Store, engine: Engine) -> Iterator[Callable[[], object]]:
    """Has one process build an index, of all that would; IndexBusyError while another one does.
    What is given says that it is still at it: it has to be called now and then. Who may write
    nothing into the database has no turns.
    """
    shared = shared_by_workers(store, engine)
    if shared is None or not store.may_write:
        yield lambda: None
        return
    leases = Leases(store.database, secrets.token_hex(8), _TURN)
    keep = partial(leases.take_turn, shared.alias, _TURN)
    if not keep():
        raise IndexBusyError(
            "The index is being built by another process", "try again when it is done"
        )
    try:
        yield keep
    finally:
        with suppress(StoreError):  # it ends by itself
            leases.end_turn(shared.alias)


def shared_by_workers(store: Store, engine: Engine) -> OpenSearchEngine | None:
    """The engine, where several may write to it and to what says whose turn it is."""
    if store.path is not None or engine.name not in BY_WORKERS:
        return None
    from index.engines.opensearch.engine import OpenSearchEngine

    assert isinstance(engine, OpenSearchEngine)
    return engine
