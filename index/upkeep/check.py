"""Whether everything is as it should be: store, originals, and index against store."""

from __future__ import annotations

from collections.abc import Iterator

from archive.errors import IndexDamagedError
from archive.store.store import Store
from index.engines.common.interface import Engine
from index.upkeep.sync import state

_SHOWN = 20


def problems(store: Store, engine: Engine) -> Iterator[str]:
    """A line for everything that is off; none if all is well."""
    for line in store.problems():
        yield f"store: {line}"
    for line in _index_problems(store, engine):
        yield f"index: {line}"


def _index_problems(store: Store, engine: Engine) -> Iterator[str]:
    standing = state(store, engine)
    if standing.verdict == "rebuild":
        yield standing.why
        return
    if standing.verdict == "behind":
        yield f"{standing.behind} changes behind"
        return
    try:
        engine.verify()
        before = store.last_change()
        indexed, kept = engine.ids(), store.ids()
        store.get_many(kept - indexed)  # which notes those that no index can have
    except IndexDamagedError as error:
        yield error.message
        return
    if store.last_change() != before:
        return  # somebody is taking articles in: the two were not read at one moment
    for name, ids in (
        ("misses", kept - indexed - store.damaged.keys()),
        ("should not hold", indexed - kept - store.damaged.keys()),
    ):
        for article_id in sorted(ids)[:_SHOWN]:
            yield f"it {name} {article_id}"
        if len(ids) > _SHOWN:
            yield f"it {name} {len(ids) - _SHOWN} more"
