"""`archive timeline`: what is found, counted by day, month or year."""

from __future__ import annotations

from typing import Any

import click

from archive.exports.csv_row import csv_line
from cli.home import searchable
from cli.output import format_option, print_notices, print_object
from cli.query import QueryCommand, asked_of, with_filters
from cli.timeline import print_timeline
from index.answers.asked import SPLITS, UNITS
from index.answers.results_json import timeline_json
from index.answers.timeline import timeline_table


@click.command(
    cls=QueryCommand, epilog="Example: archive timeline tag:Syria --by month --split agency"
)
@with_filters
@click.option("--by", "unit", type=click.Choice(UNITS), help="Else as keeps it readable.")
@click.option("--share", is_flag=True, help="Their share of all articles of each time.")
@click.option("--split", type=click.Choice(SPLITS), help="Split it by its main values.")
@click.option("--versus", metavar="QUERY", help="Count a second query beside it.")
@format_option("text", "json", "csv")
@click.pass_obj
def timeline(home: str | None, /, query: tuple[str, ...], style: str, **options: Any) -> int:
    """Count the articles that match over time: by day, month or year.

    Times without any are told with 0, articles without a date last. CSV has the first and last day
    of each, and all that the archive holds of it. Ends with 0 if something was found, 1 if not, 2
    on an error.
    """
    own = {name: options[name] for name in ("unit", "split", "versus")}
    share = options["share"] or style != "text"
    asked = asked_of(query, options, limit=0, snippets=False, timeline=True, share=share, **own)
    with searchable(home) as archive:
        results = archive.search.search(asked)
    if style == "json":
        print_object(timeline_json(results))
    else:
        print_notices(results)
    if style == "csv":
        for row in timeline_table(results):
            click.echo(csv_line(row), nl=False)
    elif style == "text" and results.timeline:
        print_timeline(results, asked)
    elif style == "text":
        click.echo("Nothing was found.")
    return 0 if results.timeline else 1
