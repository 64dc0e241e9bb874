"""What a site is made of, beside its articles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from archive.exports.manifest import About
from archive.masthead import Masthead
from index.boxes.collected import Collected
from index.names.groups import Names


@dataclass(frozen=True)
class Wanted:
    """What was asked, who the archive is, its names in several spellings, and the moment; and the
    one collection that was asked for, if it is somebody's.
    """

    about: About
    masthead: Masthead
    names: Names
    now: datetime
    collected: Collected | None = None
