"""Looking after an archive: `init`, `check`, `reindex`, `remove`, `restore`."""

from __future__ import annotations

from collections.abc import Sequence

import click

from archive.errors import StoreError
from archive.settings import SETTINGS, Settings, keep
from archive.store.sharing import wider
from archive.store.store import Store
from cli.home import opened, progress
from cli.ids import given_ids, ids_argument
from cli.output import format_option, print_json, printable
from index.engines.common.interface import FOLDER, KEPT
from index.upkeep.check import problems
from index.upkeep.sync import rebuild

ENGINE_VARIABLE = next(one.variable for one in SETTINGS if one.name == "engine")


@click.command(epilog="Example: archive --home ~/news init")
@click.pass_obj
def init(home: str | None, /) -> int:
    """Make an empty archive in the home folder. One that is there already is left as it is."""
    with opened(home, create=True) as archive:
        archive.follow()
        click.echo(printable(f"The archive is in {archive.settings.home}."))
        click.echo("Next: archive ingest FILES")
    return 0


@click.command(epilog="Example: archive check")
@format_option()
@click.pass_obj
def check(home: str | None, /, style: str) -> int:
    """Compare the index with the store and verify the originals.

    Tells what more people may read than the setting `sharing` says, too. Ends with 1, and a list,
    if something is off.
    """
    with opened(home) as archive:
        found = list(problems(archive.store, archive.engine))
        archive.store.damaged.clear()  # which is among them
        notes = list(wider(archive.settings.home, archive.settings.text("sharing")))
        for note in notes:
            click.echo(printable(f"Note: {note}"), err=True)
        if style == "json":
            print_json(articles=archive.store.count(), problems=found, notes=notes)
            return 1 if found else 0
        for problem in found:
            click.echo(printable(problem))
        if any(problem.startswith("store: ") for problem in found):
            click.echo(
                "The store is mended by going back to a backup: archive go-back FILE", err=True
            )
            click.echo(
                "All else that can be read is brought out by: archive salvage FOLDER", err=True
            )
        if any(problem.startswith("index: ") for problem in found):
            click.echo("The index is mended by: archive reindex", err=True)
        if found:
            return 1
        click.echo(f"All is well: {archive.store.count():,} articles, index and originals agree.")
    return 0


@click.command(epilog="Example: archive reindex --engine tantivy")
@click.option(
    "--engine",
    "engine_name",
    type=click.Choice(KEPT),
    help="Take this search engine from now on: it is written to the settings file.",
)
@click.pass_obj
def reindex(home: str | None, /, engine_name: str | None) -> int:
    """Build the search index anew. Searching goes on with the old one until it is done."""
    with opened(home, engine_name=engine_name) as archive:
        if archive.store.may_write:
            archive.place_missing()
        with progress("Indexing") as show:
            batch = archive.settings.number("index_batch")
            rebuild(archive.store, archive.engine, batch=batch, on_progress=show)
        stamp = archive.engine.stamp()
        click.echo(f"{stamp.documents if stamp else 0:,} articles indexed.")
        if engine_name:
            _take_engine(archive.settings, engine_name)
    return 0


def _take_engine(settings: Settings, name: str) -> None:
    """Writes the engine to the settings file, and tells what stays as it was."""
    path = keep(settings.home, "engine", name)
    click.echo(printable(f"The engine is {name} now, and {path} says so."))
    before, source = settings.text("engine"), settings.sources["engine"]
    if before == name:
        return
    if source == ENGINE_VARIABLE:
        click.echo(f"But {source}={before} counts for more: unset it.", err=True)
    folder = settings.home / FOLDER / before
    if folder.is_dir():
        stays = f"The index of {before} stays in {folder}, to go back to; it may be deleted."
        click.echo(printable(stays))
    click.echo("An `archive serve` or `watch` that runs takes it when it is started again.")


@click.command(epilog="Example: archive remove glrbaajcz23rguar --note 'legal request 12'")
@ids_argument
@click.option("--note", metavar="TEXT", help="Why; kept in the log, and shown to no reader.")
@click.option("--reason", metavar="TEXT", help="Why, as readers of its page are told.")
@click.option("--instead", metavar="ID", help="Another article, which its page leads to.")
@click.pass_obj
def remove(
    home: str | None,
    /,
    ids: tuple[str, ...],
    note: str | None,
    reason: str | None,
    instead: str | None,
) -> int:
    """Take articles out of search. They stay removed when they are ingested again.

    An ID of - stands for those on standard input. If one of them cannot be removed, none is.
    """
    with opened(home) as archive:
        every = _each(archive.store, ids, removed=False)
        other = archive.store.resolve(instead) if instead else None
        if other in every:
            raise click.UsageError("An article cannot be read instead of itself.")
        with archive.store.transaction():
            for article_id in every:
                archive.store.remove(article_id, note, reason, other)
        for article_id in every:
            click.echo(f"Removed. Bring it back with: archive restore {article_id}")
        archive.follow()
    return 0


@click.command(epilog="Example: archive restore glrbaajcz23rguar")
@ids_argument
@click.option("--note", metavar="TEXT", help="Why; kept in the log.")
@click.pass_obj
def restore(home: str | None, /, ids: tuple[str, ...], note: str | None) -> int:
    """Bring removed articles back. An ID of - stands for those on standard input."""
    with opened(home) as archive:
        every = _each(archive.store, ids, removed=True)
        with archive.store.transaction():
            for article_id in every:
                archive.store.restore(article_id, note)
        for _ in every:
            click.echo("Restored.")
        archive.follow()
    return 0


def _each(store: Store, ids: Sequence[str], *, removed: bool) -> list[str]:
    """The articles of some ids. StoreError, before anything is done, for one that is not in the
    state in which it can be restored (`removed`) or removed.
    """
    every = list(dict.fromkeys(map(store.resolve, given_ids(ids))))
    for article_id in every:
        if store.is_removed(article_id) != removed:
            state = "not" if removed else "already"
            raise StoreError(f"{article_id} is {state} removed", f"archive history {article_id}")
    return every
