"""`archive backup` and `go-back`: the whole archive to a file, and from one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click

from archive.store.health import damaged_records
from archive.store.sqlite.backups import go_back as take_back
from archive.store.sqlite.database import FILE, SqliteDatabase
from archive.store.sqlite.making import make_folder
from archive.text.wording import byte_size, counted
from cli.given import PathText
from cli.home import home_of_file, opened, refuse_own
from cli.output import first_of, printable


@click.command(epilog="Example: archive backup ~/news-backup.db")
@click.argument("file", type=PathText(path_type=Path, dir_okay=False))
@click.pass_obj
def backup(home: str | None, /, file: Path) -> int:
    """Copy the archive, while it is in use, to a file.

    The copy is the whole archive, all in one file. Go back to it with `archive go-back`; put into
    an empty folder as archive.db it is an archive of its own. All texts and originals in it are
    compared with their hashes; ends with 1, and a list, where some are not what was kept.
    """
    with opened(home) as archive:
        refuse_own(archive.settings.home, file)
        archive.store.backup(file)
        held = counted(archive.store.count(), "article")
        click.echo(printable(f"{held} copied to {file} ({byte_size(file.stat().st_size)})."))
    told = "Damaged, in the archive and so in the copy"
    problems = [f"{told}: {problem}." for problem in _damaged(file)]
    for line in first_of(problems, lambda more: f"{told}: {more:,} more."):
        click.echo(line, err=True)
    if problems:
        more = f"{len(problems):,} records differ from what was kept. "
        click.echo(f"{more}Keep your earlier backups.", err=True)
    return 1 if problems else 0


def _damaged(file: Path) -> Iterator[str]:
    """What in a backup is not what was kept, by its hashes."""
    with closing(SqliteDatabase(file, read_only=True)) as copied:
        yield from damaged_records(copied)


@click.command(name="go-back", epilog="Example: archive go-back ~/news-backup.db")
@click.argument("file", type=PathText(path_type=Path, exists=True, dir_okay=False))
@click.pass_obj
def go_back(home: str | None, /, file: Path) -> int:
    """Go back to a backup: the archive is then as it was when that was made.

    What has been in its place is put aside and not deleted. Not while the archive is in use. Where
    there is none, or a damaged one, the backup becomes the archive.
    """
    folder = home_of_file(home)
    refuse_own(folder, file)
    make_folder(folder)
    aside = take_back(folder / FILE, file)
    with opened(home) as archive:
        held = counted(archive.store.count(), "article")
        click.echo(printable(f"The archive in {folder} is as {file} has it: {held}."))
        if aside:
            click.echo(printable(f"What was there is kept in {aside}; it may be deleted."))
        archive.follow()
    return 0
