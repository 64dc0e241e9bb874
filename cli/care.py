"""Looking after an archive: `init`, `status`, `check`, `reindex`, `remove`, `restore`."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from archive.errors import IndexDamagedError
from archive.settings import SETTINGS, Settings, keep
from archive.text.wording import byte_size, counted
from cli.home import Archive, opened, progress
from index.answers.visibility import kept_back
from index.engines.common.interface import FOLDER, ON_DISK
from index.upkeep.check import problems
from index.upkeep.sync import IndexState, rebuild, state

ENGINE_VARIABLE = next(one.variable for one in SETTINGS if one.name == "engine")


@click.command(epilog="Example: archive --home ~/news init")
@click.pass_obj
def init(home: str | None, /) -> int:
    """Make an empty archive in the home folder. One that is there already is left as it is."""
    with opened(home, create=True) as archive:
        archive.update_index("Indexing")
        click.echo(f"The archive is in {archive.settings.home}.")
        click.echo("Next: archive ingest FILES")
    return 0


@click.command(epilog="Example: archive status")
@click.pass_obj
def status(home: str | None, /) -> int:
    """Tell what the archive holds, how its index stands, and where each setting came from."""
    with opened(home, wait=False) as archive:
        settings, summary = archive.settings, archive.store.summary()
        saved = len(archive.store.saved.all())
        standing, hidden = _standing(archive)
        index = {
            "current": "up to date",
            "behind": f"{standing.behind:,} changes behind; the next search takes them in",
            "rebuild": f"to be rebuilt: {standing.why}",
        }[standing.verdict]
        span = f"{summary.first} to {summary.last}" if summary.first else "none dated"
        rows = [
            ("home", f"{settings.home} ({settings.home_source})"),
            ("articles", f"{summary.articles:,}"),
            ("removed", f"{summary.removed:,}"),
            ("replaced", f"{summary.replaced:,}" if summary.replaced else ""),
            ("kept back", hidden),
            ("revisions", f"{summary.revisions:,}"),
            ("originals", f"{summary.originals:,}"),
            ("saved", counted(saved, "query") if saved else ""),
            ("dates", span + (f", {summary.undated:,} undated" if summary.undated else "")),
            ("index", f"{archive.engine.name}, {index}"),
            ("size", f"store {byte_size(summary.size)}, index {byte_size(archive.engine.size())}"),
        ]
        for name, value in rows:
            if value:
                click.echo(f"{name:>10}  {value}")
        click.echo()
        for setting in SETTINGS:
            shown = str(settings.values[setting.name])
            shown = "(set)" if setting.secret and shown else shown
            click.echo(f"{setting.name:>16} = {shown:<12} {settings.sources[setting.name]}")
    return 0


@click.command(epilog="Example: archive check")
@click.pass_obj
def check(home: str | None, /) -> int:
    """Compare the index with the store and verify the originals.

    Ends with 1, and a list, if something is off.
    """
    with opened(home) as archive:
        found = list(problems(archive.store, archive.engine))
        for problem in found:
            click.echo(problem)
        if any(problem.startswith("store: ") for problem in found):
            click.echo("The store has to be restored from a backup.", err=True)
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
    type=click.Choice(ON_DISK),
    help="Take this search engine from now on: it is written to the settings file.",
)
@click.pass_obj
def reindex(home: str | None, /, engine_name: str | None) -> int:
    """Build the search index anew. Searching goes on with the old one until it is done."""
    with opened(home, engine_name=engine_name) as archive:
        archive.place_missing()
        with progress("Indexing") as show:
            batch = archive.settings.number("index_batch")
            rebuild(archive.store, archive.engine, batch=batch, on_progress=show)
        click.echo(f"{archive.store.count():,} articles indexed.")
        if engine_name:
            _take_engine(archive.settings, engine_name)
    return 0


def _take_engine(settings: Settings, name: str) -> None:
    """Writes the engine to the settings file, and tells what stays as it was."""
    path = keep(settings.home, "engine", name)
    click.echo(f"The engine is {name} now, and {path} says so.")
    before, source = settings.text("engine"), settings.sources["engine"]
    if before == name:
        return
    if source == ENGINE_VARIABLE:
        click.echo(f"But {source}={before} counts for more: unset it.", err=True)
    folder = settings.home / FOLDER / before
    if folder.is_dir():
        click.echo(f"The index of {before} stays in {folder}, to go back to; it may be deleted.")
    click.echo("An `archive serve` or `watch` that runs takes it when it is started again.")


@click.command(epilog="Example: archive remove glrbaajcz23rguar --note 'legal request 12'")
@click.argument("article_id", metavar="ID")
@click.option("--note", metavar="TEXT", help="Why; kept in the log, and shown to no reader.")
@click.option("--reason", metavar="TEXT", help="Why, as readers of its page are told.")
@click.option("--instead", metavar="ID", help="Another article, which its page leads to.")
@click.pass_obj
def remove(
    home: str | None,
    /,
    article_id: str,
    note: str | None,
    reason: str | None,
    instead: str | None,
) -> int:
    """Take an article out of search. It stays removed when it is ingested again."""
    with opened(home) as archive:
        article_id = archive.store.resolve(article_id)
        other = archive.store.resolve(instead) if instead else None
        if other == article_id:
            raise click.UsageError("An article cannot be read instead of itself.")
        archive.store.remove(article_id, note, reason, other)
        archive.update_index("Indexing")
        click.echo(f"Removed. Bring it back with: archive restore {article_id}")
    return 0


@click.command(epilog="Example: archive restore glrbaajcz23rguar")
@click.argument("article_id", metavar="ID")
@click.option("--note", metavar="TEXT", help="Why; kept in the log.")
@click.pass_obj
def restore(home: str | None, /, article_id: str, note: str | None) -> int:
    """Bring a removed article back."""
    with opened(home) as archive:
        article_id = archive.store.resolve(article_id)
        archive.store.restore(article_id, note)
        archive.update_index("Indexing")
        click.echo("Restored.")
    return 0


def _standing(archive: Archive) -> tuple[IndexState, str]:
    """How the index stands, and what search does not show, as far as the index knows."""
    standing = state(archive.store, archive.engine)
    if standing.verdict == "rebuild":
        return standing, ""
    try:
        found = kept_back(archive.engine, datetime.now(UTC))
    except IndexDamagedError as error:
        return IndexState("rebuild", standing.behind, error.message), ""
    return standing, ", ".join(f"{count:,} {name}" for name, count in found)
