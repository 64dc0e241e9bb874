"""Whether workers index what is new of an archive, so that nobody else has to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.errors import IndexFollowedError
from archive.store.postgres.leases import Worker, workers
from archive.store.store import Store
from archive.text.wording import counted
from index.engines.common.interface import BY_WORKERS, Engine

if TYPE_CHECKING:  # its library is an extra
    from index.engines.opensearch.engine import OpenSearchEngine


def working(store: Store, engine: Engine) -> list[Worker]:
    """The workers that index what is new now; none where an index follows by itself."""
    shared = shared_by_workers(store, engine)
    return workers(store.database, shared.alias) if shared else []


def refuse_where_followed(store: Store, engine: Engine) -> None:
    """IndexFollowedError where workers index what is new."""
    if found := working(store, engine):
        verb = "indexes" if len(found) == 1 else "index"
        raise IndexFollowedError(f"{counted(len(found), 'worker')} {verb} what is new")


def shared_by_workers(store: Store, engine: Engine) -> OpenSearchEngine | None:
    """The engine, where several may write to it and to what says whose turn it is."""
    if store.path is not None or engine.name not in BY_WORKERS:
        return None
    from index.engines.opensearch.engine import OpenSearchEngine

    assert isinstance(engine, OpenSearchEngine)
    return engine
