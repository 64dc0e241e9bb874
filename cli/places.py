"""`archive map`: where what is found was filed from."""

from __future__ import annotations

from typing import Any

import click

from archive.exports.csv_row import csv_line
from archive.text.wording import counted
from cli.bars import print_bars
from cli.home import searchable
from cli.output import format_option, print_notices, print_object, printable
from cli.query import QueryCommand, asked_of, with_filters
from index.mapping.mapped import SOURCE, WHY, Mapped, map_json, map_of, map_table


@click.command("map", cls=QueryCommand, epilog="Example: archive map Syria --format csv")
@with_filters
@click.option("--limit", type=click.IntRange(1), default=30, show_default=True, metavar="N",
              help="As text, at most N places.")  # fmt: skip
@format_option("text", "json", "csv")
@click.pass_obj
def map(home: str | None, /, query: tuple[str, ...], limit: int, style: str, **options: Any) -> int:  # noqa: A001 - the command's name
    """Tell where the articles that match were filed from, with coordinates.

    A name with several meanings is the place in the country that the dateline names, else one that
    is five times as large as any other; what cannot be told so is listed as not placed. Ends with 0
    if a place is on the map, 1 if not, 2 on an error. The page /map of `archive serve` draws it.
    """
    with searchable(home) as archive:
        found = map_of(archive.search, asked_of(query, options))
    if style == "json":
        print_object(map_json(found))
    else:
        print_notices(found)
    if style == "csv":
        for row in map_table(found):
            click.echo(csv_line(row), nl=False)
    elif style == "text":
        _print(found, limit)
    return 0 if found.spots else 1


def _print(found: Mapped, limit: int) -> None:
    if found.spots:
        print_bars(
            [(printable(f"{spot.value}, {spot.where}"), spot.articles)
             for spot in found.spots[:limit]]
        )  # fmt: skip
        click.secho(f"  Places by {SOURCE}", dim=True)
    else:
        click.echo("No place is on the map.")
    if (more := len(found.spots) - limit) > 0:
        click.echo(f"  and {counted(more, 'more place')}: --limit {len(found.spots)}")
    if found.unplaced:
        click.echo()
        click.secho("Not placed", bold=True)
    for each in found.unplaced[:limit]:
        meanings = f": {'; '.join(each.meanings[:4])}" if each.meanings else ""
        click.echo(printable(f"{each.articles:>7}  {each.value}: {WHY[each.why]}{meanings}"))
    if (more := len(found.unplaced) - limit) > 0:
        click.echo(f"         and {counted(more, 'more name')}: --limit {len(found.unplaced)}")
    if found.without:
        click.echo(f"{found.without:>7}  (the dateline names no place)")
