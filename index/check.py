"""Is everything as it should be? Store, originals, and index against store."""

from __future__ import annotations

from collections.abc import Iterator

from archive.errors import IndexDamagedError
from archive.store import Store
from index.engine import Engine
from index.sync import state

_SHOWN = 20


def problems(store: Store, engine: Engine) -> Iterator[str]:
    """A line for everything that is off; none if all is well."""
    yield from store.problems()
    standing = state(store, engine)
    if standing.verdict == "rebuild":
        yield f"index: {standing.why}"
        return
    if standing.verdict == "behind":
        yield f"index: {standing.behind} changes behind"
    try:
        engine.verify()
        indexed = engine.ids()
    except IndexDamagedError as error:
        yield f"index: {error.message}"
        return
    kept = store.ids()
    if standing.verdict == "current":
        for name, ids in (("misses", kept - indexed), ("should not hold", indexed - kept)):
            for article_id in sorted(ids)[:_SHOWN]:
                yield f"index: it {name} {article_id}"
            if len(ids) > _SHOWN:
                yield f"index: it {name} {len(ids) - _SHOWN} more"
