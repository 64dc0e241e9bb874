"""What every act on a collection shares: its articles, their place, and telling what was done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from archive.collecting.acts import told
from archive.collecting.collecting import Collecting
from archive.collecting.draft import Place
from archive.collecting.journal import Act
from archive.errors import RequestError
from archive.store.store import Store
from archive.text.wording import counted
from cli.home import opened
from cli.ids import given_ids, piped_text
from cli.output import STANDARD_INPUT, printable

_PLACES = ("first", "last", "number", "before", "after")


def placed(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that name a place in a collection."""
    options = [
        click.option("--first", is_flag=True, help="Before all others."),
        click.option("--last", is_flag=True, help="Behind all others."),
        click.option("--to", "number", type=click.IntRange(1), metavar="N", help="To place N."),
        click.option("--before", metavar="ID", help="Before that article."),
        click.option("--after", metavar="ID", help="Behind that article."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def place_of(store: Store, options: dict[str, Any], *, needed: bool) -> Place:
    """The place that options name. UsageError for several, or for none where one is needed."""
    given = [name for name in _PLACES if options[name]]
    if len(given) > 1 or (needed and not given):
        raise click.UsageError("Say one place: --first, --last, --to N, --before ID or --after ID.")
    if not given:
        return Place()
    (how,) = given
    if how in ("before", "after"):
        return Place(how, article_id=store.resolve(options[how]))  # type: ignore[arg-type]
    return Place(how, number=options["number"] or 0)  # type: ignore[arg-type]


def resolved(store: Store, words: tuple[str, ...]) -> list[str]:
    """The ids that were typed, and for - those on standard input. NotFoundError for one that no
    article has.
    """
    if not words:
        raise RequestError("No articles are named", "archive search ... --format ids")
    return [store.resolve(word) for word in given_ids(words)]


def text_of(text: str) -> str:
    """A note that was typed, or for - what is on standard input."""
    return piped_text() if text == STANDARD_INPUT else text


def done(home: str | None, change: Callable[[Store, Collecting], Act | None]) -> int:
    """Changes a collection, has the index follow, and tells what was done. The exit code."""
    with opened(home) as archive:
        act = change(archive.store, Collecting(archive.store))
        if act is None:
            click.echo("Nothing to do: it is so already.")
            return 1
        (act,) = told(archive.store, [act])
        click.echo(f"{printable(act.said)}. Undo it: archive collection undo {act.number}")
        if act.articles:
            archive.follow()
    return 0


def again(home: str | None, change: Callable[[Collecting], Act]) -> int:
    """Undoes an act or does it again, and tells."""
    with opened(home) as archive:
        (act,) = told(archive.store, [change(Collecting(archive.store))])
        word, other = ("Undone", "redo") if act.state == "undone" else ("Done again", "undo")
        again_by = f"archive collection {other} {act.number}"
        click.echo(f"{word}: {printable(act.said)} ({counted(act.articles, 'article')}).")
        click.echo(f"{'Do it again' if other == 'redo' else 'Undo it'}: {again_by}")
        archive.follow()
    return 0
