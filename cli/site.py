"""`archive export --format site`: a folder that any browser opens and searches."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from archive.article import Article
from archive.exports.manifest import About
from archive.exports.write import Written
from cli.home import Archive, progress

# What --format calls it, and what it is; its room is loaded only when one is written.
SITE = {"site": "a folder that any browser opens and searches, without a server"}


def export_site(
    archive: Archive, articles: Iterable[Article], target: Path, about: About, force: bool
) -> Written:
    """Writes the site of some articles, with a progress bar on a terminal."""
    from index.boxes.site import write_site
    from index.boxes.wanted import Wanted

    now = datetime.now().astimezone()
    wanted = Wanted(about, archive.settings.masthead(), archive.names, now)
    with progress("Writing pages") as show:
        return write_site(articles, target, wanted, force, show)
