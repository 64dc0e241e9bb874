"""`archive export --format site`: a folder that any browser opens and searches."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from archive.article import Article
from archive.exports.manifest import About
from archive.exports.write import Written
from cli.home import Archive, progress
from index.answers.asked import Asked

if TYPE_CHECKING:
    from index.boxes.collected import Collected

# What --format calls it, and what it is; its room is loaded only when one is written.
SITE = {"site": "a folder that any browser opens and searches, without a server"}


def export_site(
    archive: Archive,
    asked: Asked,
    articles: Iterable[Article],
    target: Path,
    about: About,
    force: bool,
) -> Written:
    """Writes the site of some articles, with a progress bar on a terminal. Of one collection it has
    the order and the notes.
    """
    from index.boxes.site import write_site
    from index.boxes.wanted import Wanted

    now = datetime.now().astimezone()
    wanted = Wanted(
        about, archive.settings.masthead(), archive.names, now, archive.store.edits,
        _collected(archive, asked),
    )  # fmt: skip
    with progress("Writing pages") as show:
        return write_site(articles, target, wanted, force, show)


def _collected(archive: Archive, asked: Asked) -> Collected | None:
    """The one collection that was asked for, if a person has made it."""
    from archive.collecting.reading import Collections
    from archive.collecting.shown import shown
    from index.boxes.collected import Collected

    name = archive.search.collection_of(asked)
    lists = Collections(archive.store.database)
    found = lists.find(name) if name else None
    if found is None:
        return None
    return Collected(found, tuple(shown(archive.store, lists.members(found.name))))
