"""`archive salvage`: all that can be read of a damaged archive, into a new one."""

from __future__ import annotations

from pathlib import Path

import click

from archive.errors import NoArchiveError
from archive.store.salvage.salvage import LEFT, LIST
from archive.store.salvage.salvage import salvage as bring_out
from archive.store.sqlite.database import FILE
from archive.text.wording import counted
from cli.given import PathText
from cli.home import home_of_file, opened, refuse_own
from cli.output import first_of, printable


@click.command(epilog="Example: archive salvage ~/news-salvaged")
@click.argument("to", type=PathText(path_type=Path))
@click.pass_obj
def salvage(home: str | None, /, to: Path) -> int:
    """Bring out all that can be read of a damaged archive, into a new one.

    The new folder gets the articles with their revisions and originals, and people's work; the old
    archive stays as it is. What is not what was kept is left out, laid into the folder left-out,
    and listed in salvage.txt. Stop what writes to the archive first. Ends with 0 if all could be
    read, 1 if not.
    """
    folder = home_of_file(home)
    if not (folder / FILE).is_file():
        raise NoArchiveError(f"There is no archive in {folder}", "name another --home")
    refuse_own(folder, to)
    found = bring_out(folder, to)
    with opened(str(to)) as archive:
        archive.update_index("Indexing")
    click.echo(
        f"{counted(found.articles, 'article')}, {counted(found.revisions, 'revision')} and"
        f" {counted(found.originals, 'original')} brought out into {printable(str(to))}."
    )
    for line in first_of(found.lost, lambda more: f"and {more:,} more: see {LIST} there"):
        click.echo(line)
    if (to / LEFT).is_dir():
        click.echo(
            f"What could be read but is not what was kept is in {printable(str(to / LEFT))}."
        )
    return 1 if found.lost else 0
