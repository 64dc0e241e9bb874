"""`archive copy`: the whole archive to a folder, or to a database on a server."""

from __future__ import annotations

from pathlib import Path

import click

from archive.durable import write_whole
from archive.settings import load, without_password
from archive.store.copying.copying import copy as copy_all
from archive.store.copying.targets import is_server
from archive.store.store import Store
from archive.text.wording import counted
from cli.given import PLACE
from cli.home import progress, refuse_own
from cli.output import printable
from index.names.own import FILE as SPELLINGS


@click.command(epilog="Example: archive copy --to postgresql://archive@db.example.org/news")
@click.option(
    "--to", required=True, type=PLACE, metavar="PLACE",
    help="An address, postgresql://..., of an empty database; or a folder without an archive.",
)  # fmt: skip
@click.pass_obj
def copy(home: str | None, /, to: str) -> int:
    """Copy the archive to a folder, or to a database on a server: everything, back too.

    Articles with revisions and originals, stories, people's work, batches, and the log of changes
    with its numbers, so that an index stays as it is. Readers go on meanwhile, writers wait. All
    rows are counted and compared in the end; before that the copy is no archive. One that was ended
    goes on where it was when it is started again.
    """
    settings = load(home)
    if not is_server(to):
        refuse_own(settings.home, Path(to).expanduser())
    server = settings.text("store")
    with Store.open(settings.home, server) as store, progress("Copying") as show:
        copied = copy_all(store.database, to, show)
    told = [counted(copied.rows[each], each.removesuffix("s")) for each in
            ("articles", "revisions", "originals", "changes")]  # fmt: skip
    shown = without_password(to) if is_server(to) else to
    click.echo(printable(f"{', '.join(told[:-1])} and {told[-1]} copied to {shown}."))
    rows = counted(sum(copied.rows.values()), "row")
    click.echo(f"{rows} of {len(copied.rows)} tables are the same in both: SHA-256 {copied.digest}")
    if is_server(to):
        click.echo(printable(f'Next: store = "{shown}" in {settings.home / "archive.toml"}'))
    else:
        folder = Path(to).expanduser()
        if (own := settings.home / SPELLINGS).is_file() and not (folder / SPELLINGS).exists():
            write_whole(folder / SPELLINGS, own.read_bytes())
        click.echo(printable(f"Next: archive --home {to} status"))
    return 0
