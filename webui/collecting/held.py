"""Collections of the archive that is served, as its readers may see them."""

from __future__ import annotations

from collections.abc import Iterator

from archive.collecting.kept import Collection
from archive.collecting.reading import Collections, Member
from archive.collecting.shown import Shown, shown, shown_in_turn
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


def told_in_turn(members: list[Member]) -> Iterator[Shown]:
    """The same of any number of articles, a few of which are read at a time."""
    return shown_in_turn(live().store, members, is_readable)
