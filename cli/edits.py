"""`archive edits`: what sources changed in articles that were out already."""

from __future__ import annotations

import json
from typing import Any

import click

from archive.store.edits import Edit, title_pieces
from archive.text.diff import Piece
from archive.text.wording import counted
from cli.differences import marked
from cli.home import searchable
from cli.output import coloured, print_notice_lines, print_object, printable, width
from cli.query import QueryCommand, asked_of, with_filters
from index.following.edited import Edits, edit_json, edited, edits_json, pieces_of

COLUMNS = (
    "id", "at", "before", "after", "kind", "changed", "words", "share", "title_before",
    "title_after", "agency", "publisher", "date", "status", "note",
)  # fmt: skip
_MOST_SHOWN = 600  # characters of the differences of a text


@click.command(cls=QueryCommand, epilog="Example: archive edits 'edited:title changed:10%..'")
@with_filters
@click.option(
    "--limit", type=click.IntRange(1), default=10, metavar="N", show_default=True,
    help="At most N.",
)  # fmt: skip
@click.option(
    "--offset", type=click.IntRange(0), default=0, metavar="N", help="Leave out the first N."
)
@click.option(
    "--format", "style", type=click.Choice(("text", "json", "jsonl", "csv")), default="text",
    show_default=True, help="How to print them.",
)  # fmt: skip
@click.pass_obj
def edits(
    home: str | None, /, query: tuple[str, ...], limit: int, offset: int, style: str, **options: Any
) -> int:
    """List what sources changed in articles that were out already, the last edit first.

    Of the articles that match; where the query names edited: or changed:, of their edits those
    that do. An edit is silent where no status or note says that something was changed, else it is
    marked. What this archive itself reads otherwise than before is none. Ends with 1 if there are
    none.
    """
    with searchable(home) as archive:
        found = edited(archive.search, asked_of(query, options), offset, limit)
    _print(found, style, offset, limit)
    return 0 if found.edits else 1


def _print(found: Edits, style: str, offset: int, limit: int) -> None:
    if style == "json":
        print_object(edits_json(found))
        return
    print_notice_lines(found.notices)
    if style == "jsonl":
        for edit in found.edits:
            click.echo(json.dumps(edit_json(edit), ensure_ascii=False))
    elif style == "csv":
        _print_csv(found)
    else:
        for number, edit in enumerate(found.edits, offset + 1):
            _print_edit(number, edit)
        if not found.edits:
            click.echo("No edit was found.")
        if found.more:
            click.secho(f"Earlier ones: --offset {offset + limit}", dim=True, err=True)


def _print_csv(found: Edits) -> None:
    from archive.exports.csv_row import csv_line

    click.echo(csv_line(COLUMNS), nl=False)
    for edit in found.edits:
        row = edit_json(edit)
        titles = {f"title_{side}": title for side, title in row["title"].items()}
        click.echo(csv_line({**row, **titles}[name] for name in COLUMNS), nl=False)


def _print_edit(number: int, edit: Edit) -> None:
    after, colour = edit.after, coloured()
    title = click.style(after.headline, bold=True)
    if "title" in edit.changed:
        title = marked(title_pieces(edit), colour)
    click.echo(f"{number:>3}  {title}")
    kind = click.style(edit.kind, fg="red" if edit.silent else None)
    facts = [f"{edit.at:%Y-%m-%d %H:%M} UTC", kind, ", ".join(after.agency), after.publisher]
    click.echo("     " + " · ".join(filter(None, facts)) + " · " + click.style(after.id, fg="cyan"))
    click.echo(f"     changed: {', '.join(edit.changed)}{size(edit)}")
    if not edit.silent:
        told = ": ".join(filter(None, (after.status, after.note)))
        click.echo(click.wrap_text(printable(told), width(), "     ", "     "))
    pieces = pieces_of(edit)
    if pieces:
        told = " ".join(marked(_first(pieces), colour).split())
        click.echo(click.wrap_text(told, width(), "     ", "     "))
    click.secho(f"     archive diff {after.id} {edit.before.revision}..{after.revision}", dim=True)
    click.echo()


def size(edit: Edit) -> str:
    """How many words an edit changed: " (12 words, 3%)"; "" where it is none."""
    return f" ({counted(edit.words, 'word')}, {edit.share}%)" if edit.words else ""


def _first(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """As many as fit on a few lines."""
    kept: list[Piece] = []
    room = _MOST_SHOWN
    for piece in pieces:
        text = piece.text if len(piece.text) <= room else f"{piece.text[:room].rstrip()} …"
        kept.append(Piece(piece.kind, text))
        room -= len(piece.text)
        if room <= 0:
            break
    return tuple(kept)
