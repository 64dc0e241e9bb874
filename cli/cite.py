"""`archive cite`: articles as citations."""

from __future__ import annotations

import sys
from datetime import date, datetime

import click

from archive.citing.cited import Cited
from archive.citing.cited import cite as citation_of
from archive.citing.prose import Italic
from archive.citing.styles import STYLES, Style, in_file
from archive.errors import RequestError
from archive.store.history import check_revision, place_taken
from archive.store.store import Store
from cli.home import opened
from cli.ids import given_ids, ids_argument
from cli.output import coloured, not_public, printable

_READ = [style for style in STYLES.values() if not style.is_file]


@click.command(
    "cite", epilog="Example: archive search Mosul --format ids | archive cite - --style ris"
)
@ids_argument
@click.option(
    "--style", "name", type=click.Choice(list(STYLES)),
    help="One style; else all of those for people.",
)  # fmt: skip
@click.option("--revision", type=int, metavar="N", help="An earlier state of the one article.")
@click.pass_obj
def cite(home: str | None, /, ids: tuple[str, ...], name: str | None, revision: int | None) -> int:
    """Cite articles, as of today.

    "-" stands for the ids on standard input. Settings give the archive's name, and its public
    address for permalinks; without one, the address is that where the article was published. An
    author is named where one is known, and no agency stands for one. Capitals of a title are
    changed for MLA and Chicago alone, and only in English.
    """
    wanted = given_ids(ids)
    if revision is not None and len(wanted) > 1:
        raise RequestError("A revision is one of one article", "name one id")
    with opened(home) as archive:
        masthead, today = archive.settings.masthead(), datetime.now().astimezone().date()
        found = []
        for article_id in map(archive.store.resolve, wanted):
            _tell(archive.store, article_id)
            if revision is not None:
                check_revision(revision, archive.store.arrivals(article_id))
            article = archive.store.get(article_id, revision)
            seen = _seen(archive.store, article_id, article.revision)
            found.append(citation_of(article, masthead, today, seen))
    style = STYLES[name] if name else None
    if style and style.is_file:
        click.echo(in_file(style, found), nl=False)
    else:
        _print(found, style)
    return 0


def _tell(store: Store, article_id: str) -> None:
    """Says on standard error what somebody who cites the article should know."""
    if replacement := store.replacement(article_id):
        click.echo(f"{article_id}: {place_taken(replacement)}.", err=True)
    elif store.is_removed(article_id):
        click.echo(f"{article_id}: This article has been removed from search.", err=True)
    if line := not_public(store.get(article_id)):
        click.echo(f"{article_id}: {line}", err=True)


def _seen(store: Store, article_id: str, revision: int) -> date:
    arrivals = store.arrivals(article_id)
    return next(each.seen_at for each in arrivals if each.revision == revision).date()


def _print(found: list[Cited], style: Style | None) -> None:
    for number, cited in enumerate(found):
        if style:
            click.echo(_line(style, cited))
            continue
        if number:
            click.echo()
        for each in _READ:
            click.secho(each.label, bold=True)
            click.echo(_line(each, cited))


def _line(style: Style, cited: Cited) -> str:
    """A citation, its italics as such on a terminal that has them."""
    italics = coloured() and sys.stdout.isatty()
    return "".join(
        click.style(printable(run), italic=True) if italics and isinstance(run, Italic) else
        printable(run)
        for run in style.runs(cited)
    )  # fmt: skip
