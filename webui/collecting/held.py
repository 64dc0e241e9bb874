"""Collections of the archive that is served, as its readers may see them."""

from __future__ import annotations

from archive.collecting.kept import Collection
from archive.collecting.reading import Collections, Member
from archive.collecting.shown import Shown, shown
from archive.errors import NotFoundError
from webui.common.closed import is_readable
from webui.common.live import live


def lists() -> Collections:
    """The collections."""
    return Collections(live().store.database)


def held(name: str) -> tuple[Collection, Collections]:
    """The collection of that name. NotFoundError where nobody has made one."""
    every = lists()
    found = every.find(name)
    if found is None:
        raise NotFoundError(f"There is no collection {name!r}")
    return found, every


def told(members: list[Member]) -> list[Shown]:
    """Articles of a collection, of which nothing is told that may not be read."""
    return shown(live().store, members, is_readable)


def readable_members(every: Collections, name: str) -> list[Shown]:
    """All articles of a collection that may be read, in its order."""
    return [each for each in told(every.members(name)) if each.article]
