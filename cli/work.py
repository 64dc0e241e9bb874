"""`archive work`: one of several workers that index what is new."""

from __future__ import annotations

from datetime import datetime

import click

from archive.text.wording import counted
from cli.home import opened
from cli.output import printable
from cli.stopping import stopping
from index.upkeep.work import Work

_MOST = 500  # changes in a range: two seconds' work, which others see soon


@click.command(epilog="Example: archive work --name attic")
@click.option("--name", metavar="NAME", help="What `archive status` calls it. Else by machine.")
@click.option(
    "--lease", type=click.IntRange(min=2, max=3600), default=30, metavar="SECONDS",
    help="How long a silent worker keeps what it was working on; 30 if not given.",
)  # fmt: skip
@click.pass_obj
def work(home: str | None, /, name: str | None, lease: int) -> int:
    """Index what is new, as one of several workers on any machines.

    For an archive whose database is on a server and whose index is in a cluster: start as many as
    are wanted, at any time. Each takes some changes after the other and indexes them; while one is
    there, nothing else that runs on the archive indexes. What a worker had taken that was killed,
    or is silent, another does. Ctrl-C and SIGTERM end it after what it is at.
    """
    with opened(home) as archive, stopping() as stop:
        size = min(archive.settings.number("index_batch"), _MOST)
        worker = Work(
            archive.store, archive.engine, name=name or "", lease=lease, size=size,
            pause=archive.settings.number("opensearch_refresh"), tell=_tell,
        )  # fmt: skip
        where = getattr(archive.engine, "alias", "")
        click.echo(printable(f"{worker.name} works on the index {where}. Ctrl-C stops."), err=True)
        worker.run(stop.asked, stop.sleep)
        click.echo(f"Stopped; {counted(worker.changes, 'change')} indexed.")
    return 0


def _tell(sentence: str) -> None:
    click.echo(f"{datetime.now():%H:%M:%S}  {printable(sentence)}", err=True)
