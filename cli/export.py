"""`archive export` and `verify`: articles out again, and whether they are still whole."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from archive.article import Article
from archive.exports.formats import EXPORTS, Export, exports
from archive.exports.manifest import STANDARD_OUTPUT, manifest_of
from archive.exports.verify import verify as compare
from archive.exports.write import Written, write_file, write_stream, write_tree
from archive.text.wording import counted
from cli.given import PLACE, PathText
from cli.home import progress, refuse_own, searchable
from cli.ids import tell_unfound
from cli.output import format_option, print_json, print_notices, printable
from cli.query import QueryCommand, asked_of, with_filters
from cli.site import SITE, export_site
from index.answers.asked import SORTED
from index.answers.manifest import about

_MEANINGS = {export.name: export.meaning for export in EXPORTS.values()} | SITE
_EVERY = 100  # articles between two steps of the progress bar


@click.command(
    cls=QueryCommand,
    epilog="Example: archive export tag:Syria --format csv --output syria.csv",
)
@with_filters
@click.option(
    "--sort", type=click.Choice(SORTED), default="oldest", show_default=True, help="In which order."
)
@click.option(
    "--format", "style", type=click.Choice([*EXPORTS, *SITE]), default="jsonl", show_default=True,
    help="; ".join(f"{name}: {meaning}" for name, meaning in _MEANINGS.items()) + ".",
)  # fmt: skip
@click.option(
    "--output", type=PLACE, metavar="PATH", help="A file, or a folder for markdown and site."
)
@click.option(
    "--manifest", type=PLACE, metavar="FILE", help="With standard output, write a manifest too."
)
@click.option("--force", is_flag=True, help="Replace an earlier export.")
@click.pass_obj
def export(
    home: str | None,
    /,
    query: tuple[str, ...],
    style: str,
    output: str | None,
    manifest: str | None,
    force: bool,
    **options: Any,
) -> int:
    """Write out the articles that match, all of them without a query.

    A query of - alone stands for the ids on standard input. Articles go to standard output, the
    oldest first, or whole or not at all to --output, with a manifest beside it (archive verify).
    jsonl, csv and both kinds of markdown come back with archive ingest as the same articles. An
    article that is not what was kept of it is named and left out. Ends with 0 if something was
    found, 1 if not or if damaged articles were left out, 2 on an error.
    """
    target = _target(output)
    chosen = EXPORTS.get(style)
    if chosen and chosen.whole:
        chosen.whole(())  # says what it lacks, before anything is opened
    _check(style, chosen, target, manifest)
    with searchable(home) as archive:
        for each in (target, manifest):
            if each:
                refuse_own(archive.settings.home, Path(each))
        asked = asked_of(query, options, sort=options["sort"])
        described = about(asked, archive.store.last_change()[0])
        found = archive.search.search(replace(asked, limit=0))
        print_notices(found)
        tell_unfound(asked, found.articles)
        articles = archive.search.articles(asked)
        today = datetime.now().astimezone().date()
        chosen = exports(archive.settings.masthead(), today).get(style)
        if chosen is None and target is not None:
            written = export_site(archive, asked, articles, target, described, force)
            _tell(written, target)
        elif chosen is not None and target is None:
            beside = Path(manifest) if manifest else None
            written = write_stream(chosen, articles, sys.stdout.buffer, described, beside, force)
        elif chosen is not None and target is not None:
            write = write_tree if chosen.tree else write_file
            with progress("Exporting") as show:
                watched = _watched(articles, found.total, show)
                written = write(chosen, watched, target, described, force)
            _tell(written, target)
        damaged = bool(archive.store.damaged)  # and left out, as is told when the archive closes
    if not written.articles:
        click.echo("Nothing was found: the export is empty.", err=True)
    return 0 if written.articles and not damaged else 1


@click.command(epilog="Example: archive verify syria.csv.manifest.json")
@click.argument("manifest", type=PathText(path_type=Path, dir_okay=False, exists=True))
@format_option()
def verify(manifest: Path, style: str) -> int:
    """Compare an export with its manifest.

    Says of each file whether it is missing or altered, and what lies in the exported folder that
    the manifest does not name. What was exported to standard output is read from standard input.
    Ends with 0 if all is whole, 1 if something is off, 2 if it is no manifest.
    """
    found = compare(manifest, getattr(sys.stdin, "buffer", None))
    whole = True
    if style == "json":
        problems = list(found)
        print_json(manifest=str(manifest), problems=problems)
        return 1 if problems else 0
    for problem in found:
        click.echo(printable(problem))
        whole = False
    if whole:
        click.echo("All is whole.")
    return 0 if whole else 1


def _target(output: str | None) -> Path | None:
    """The whole path, so that it has a name whatever was typed; None for standard output."""
    if not output or output == STANDARD_OUTPUT:
        return None
    return Path(os.path.abspath(output))  # noqa: PTH100 - resolve() would follow a link


def _check(style: str, chosen: Export | None, target: Path | None, manifest: str | None) -> None:
    if target is None and (chosen is None or chosen.tree):
        raise click.UsageError(f"{style} is a folder of files: name it with --output FOLDER.")
    if target is None and chosen and (chosen.zipped or chosen.whole) and sys.stdout.isatty():
        raise click.UsageError(f"{style} is no text to look at: name a file with --output FILE.")
    if target is not None and target.name in ("", STANDARD_OUTPUT):
        raise click.UsageError(f"{target} cannot be written: name a new file or folder.")
    if manifest and target is not None:
        raise click.UsageError(
            f"--manifest is for standard output; beside {target} one is written anyway."
        )


def _watched(
    articles: Iterable[Article], total: int, show: Callable[[int, int], None]
) -> Iterator[Article]:
    """The same articles, so that how far it is can be seen."""
    show(0, total)
    for number, article in enumerate(articles, 1):
        yield article
        if number % _EVERY == 0:
            show(min(number, total), total)


def _tell(written: Written, target: Path) -> None:
    articles = counted(written.articles, "article")
    click.echo(printable(f"{articles}, {written.bytes:,} bytes, written to {target}"))
    click.echo(printable(f"The manifest is {manifest_of(target)} (archive verify compares)"))
