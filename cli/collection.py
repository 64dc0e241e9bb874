"""`archive collection`: lists of articles that people make, with notes."""

from __future__ import annotations

from typing import Any

import click

from cli.collected import FORMATS, print_collection, print_list, print_log
from cli.collecting import again, done, place_of, placed, resolved, text_of
from cli.home import opened

_IDS = click.argument("ids", nargs=-1, required=True, metavar="ID...")
_NAME = click.argument("name")
_STYLE = click.option(
    "--format", "style", type=click.Choice(("text", "json")), default="text", show_default=True,
    help="How to print it.",
)  # fmt: skip


@click.group(
    epilog="Example: archive search Euphrates --format ids | archive collection add Bridges -"
)
def collection() -> None:
    """Make lists of articles with notes, in an order: collections.

    A collection is known by its name, in any case. collection:NAME finds its articles, the order
    "collection" gives them as they stand in it (archive export collection:NAME --sort collection),
    and its page has a feed. Each act is one, and can be undone.
    """


@collection.command(epilog='Example: archive collection new Bridges --note "For Monday"')
@_NAME
@click.option("--note", default="", metavar="TEXT", help="A note on the whole; - reads it.")
@click.pass_obj
def new(home: str | None, /, name: str, note: str) -> int:
    """Make a collection; what came in under its name is in it."""
    return done(home, lambda store, lists: lists.new(name, text_of(note)))


@collection.command(epilog="Example: archive collection add Bridges o64gnp64dioob26b --first")
@_NAME
@_IDS
@click.option("--note", default="", metavar="TEXT", help="A note on each of them.")
@click.option("--passage", default="", metavar="QUOTE", help="Words of the one article.")
@click.option("--on-passage", default="", metavar="TEXT", help="A note on that passage.")
@placed
@click.pass_obj
def add(
    home: str | None, /, name: str, ids: tuple[str, ...], note: str, passage: str,
    on_passage: str, **place: Any,
) -> int:  # fmt: skip
    """Put articles into a collection, at its end unless a place is named.

    A single - stands for ids on standard input. Those that are in it already, or out of search,
    are left as they are.
    """
    if on_passage and not passage:
        raise click.UsageError("--on-passage is a note on --passage QUOTE.")
    return done(
        home,
        lambda store, lists: lists.add(
            name, resolved(store, ids), note, place_of(store, place, needed=False), passage,
            on_passage,
        ),
    )  # fmt: skip


@collection.command(epilog="Example: archive collection remove Bridges o64gnp64dioob26b")
@_NAME
@_IDS
@click.pass_obj
def remove(home: str | None, /, name: str, ids: tuple[str, ...]) -> int:
    """Take articles out of a collection; - stands for ids on standard input."""
    return done(home, lambda store, lists: lists.remove(name, resolved(store, ids)))


@collection.command(epilog="Example: archive collection move Bridges o64gnp64dioob26b --to 2")
@_NAME
@_IDS
@placed
@click.pass_obj
def move(home: str | None, /, name: str, ids: tuple[str, ...], **place: Any) -> int:
    """Move articles of a collection to another place in it, together.

    A single - stands for ids on standard input: with --first and all of them, a whole new order.
    """
    return done(
        home,
        lambda store, lists: lists.move(
            name, resolved(store, ids), place_of(store, place, needed=True)
        ),
    )


@collection.command(epilog='Example: archive collection note Bridges "Ask the ministry."')
@_NAME
@click.argument("text")
@click.option("--on", "article", metavar="ID", help="On an article in it, not on the whole.")
@click.option("--passage", metavar="QUOTE", help="On words of that article.")
@click.option("--forget", is_flag=True, help="Forget the passage; TEXT is then empty.")
@click.pass_obj
def note(
    home: str | None, /, name: str, text: str, article: str | None, passage: str | None,
    forget: bool,
) -> int:  # fmt: skip
    """Set a note on a collection, on an article in it, or on a passage of that.

    - reads the note from standard input; an empty one ("") takes it away. A passage has to stand
    in the article as it is now; quotation marks, dashes and breaks of lines are taken as alike.
    """
    if passage is not None and article is None:
        raise click.UsageError("--passage is one of an article: name that with --on ID.")
    if forget and (passage is None or text):
        raise click.UsageError('--forget takes --on ID, --passage QUOTE and an empty text: "".')
    if passage is None:
        return done(
            home,
            lambda store, lists: lists.note(
                name, text_of(text), store.resolve(article) if article else ""
            ),
        )
    quote, of = text_of(passage), article or ""
    if forget:
        return done(
            home, lambda store, lists: lists.without_passage(name, store.resolve(of), quote)
        )
    return done(
        home, lambda store, lists: lists.passage(name, store.resolve(of), quote, text_of(text))
    )


@collection.command("list", epilog="Example: archive collection list")
@_STYLE
@click.pass_obj
def list_(home: str | None, /, style: str) -> int:
    """List all collections that people have made."""
    with opened(home, wait=False) as archive:
        return 0 if print_list(archive.store, style) else 1


@collection.command(
    epilog="Example: archive collection show Bridges --format ids | archive cite - --style apa"
)
@_NAME
@click.option(
    "--format", "style", type=click.Choice(FORMATS), default="text", show_default=True,
    help="How to print it; markdown is a document with citations.",
)  # fmt: skip
@click.pass_obj
def show(home: str | None, /, name: str, style: str) -> int:
    """Print a collection in its order, with its notes and passages."""
    with opened(home, wait=False) as archive:
        return 0 if print_collection(archive, name, style) else 1


@collection.command(epilog="Example: archive collection rename Bridges Crossings")
@_NAME
@click.argument("new")
@click.pass_obj
def rename(home: str | None, /, name: str, new: str) -> int:
    """Give a collection another name."""
    return done(home, lambda store, lists: lists.rename(name, new))


@collection.command(epilog="Example: archive collection delete Bridges")
@_NAME
@click.pass_obj
def delete(home: str | None, /, name: str) -> int:
    """Delete a collection with its notes; its articles stay, and it can be undone."""
    return done(home, lambda store, lists: lists.delete(name))


@collection.command(epilog="Example: archive collection undo")
@click.argument("number", type=int, required=False)
@click.pass_obj
def undo(home: str | None, /, number: int | None) -> int:
    """Undo what was done last, or the act of that NUMBER if nothing has touched it since."""
    return again(home, lambda lists: lists.undo(number))


@collection.command(epilog="Example: archive collection redo")
@click.argument("number", type=int, required=False)
@click.pass_obj
def redo(home: str | None, /, number: int | None) -> int:
    """Do again what was undone last, or the act of that NUMBER."""
    return again(home, lambda lists: lists.redo(number))


@collection.command(epilog="Example: archive collection log")
@_STYLE
@click.pass_obj
def log(home: str | None, /, style: str) -> int:
    """List what was done to collections, the newest first."""
    with opened(home, wait=False) as archive:
        return 0 if print_log(archive.store, style) else 1
