"""What a site is made of, beside its articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from archive.article import Article
from archive.exports.manifest import About
from archive.masthead import Masthead
from archive.store.edits import Edit
from index.boxes.collected import Collected
from index.names.groups import Names

# Tells the edits of articles, by their ids, as `Store.edits` does.
Edits = Callable[[Iterable[Article]], Mapping[str, Iterable[Edit]]]


@dataclass(frozen=True)
class Wanted:
    """What was asked, who the archive is, its names in several spellings, the moment, and what
    tells of edits; and the one collection that was asked for, if it is somebody's.
    """

    about: About
    masthead: Masthead
    names: Names
    now: datetime
    edits: Edits
    collected: Collected | None = None
