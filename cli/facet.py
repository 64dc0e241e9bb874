"""`archive facet`: all values of a facet with their counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import click

from cli.home import searchable
from cli.output import print_notices, print_object, printable, tell_about
from cli.query import QueryCommand, asked_of, with_filters
from index.answers.asked import Asked
from index.answers.results import Branch, Wanted
from index.answers.results_json import listing_json
from index.answers.search import Search
from index.answers.tally import calendar_json, calendar_of
from index.fields import FACETS

_EVERY = 10**9
_DATE = "date"
_MOST_DAYS = 62  # that are listed below their months


@click.command(
    cls=QueryCommand,
    epilog="Example: archive facet agency Syria --from 2017 --find reut",
)
@click.argument(
    "name", metavar="FACET", type=click.Choice([*(facet.name for facet in FACETS), _DATE])
)
@with_filters
@click.option("--find", default="", metavar="PART", help="Those with these letters in them.")
@click.option("--az", is_flag=True, help="A to Z, not by count.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most N.")
@click.option(
    "--offset", type=click.IntRange(0), default=0, metavar="N", help="Leave out the first N."
)
@click.option("--fold", is_flag=True, help="Count stories: copies of one text count as one.")
@click.option(
    "--format", "style", type=click.Choice(("text", "json")), default="text", show_default=True,
    help="How to print them.",
)  # fmt: skip
@click.pass_obj
def facet(
    home: str | None,
    /,
    name: str,
    query: tuple[str, ...],
    find: str,
    az: bool,
    limit: int | None,
    offset: int,
    fold: bool,
    style: str,
    **options: Any,
) -> int:
    """List all values of a facet among the articles that match, most frequent first.

    FACET is tag, agency, section, publisher, language, author, place (filed from) or collection;
    subject, location, person or organisation, for the tags of one kind, where the source tells
    it; or date, for years and months, the newest first, and for days where they are few. What has
    no value is counted last. Ends with 0 if there is a value, 1 if not, 2 on an error.
    """
    if name == _DATE and (find or az or limit or offset):
        raise click.UsageError(
            "Dates are chosen with --from and --to: leave out --find, --az, --limit, --offset."
        )
    with searchable(home) as archive:
        asked = asked_of(query, options, fold=fold)
        if name == _DATE:
            return _print_dates(archive.search, asked, style)
        listing = archive.search.values(
            asked, name, Wanted(find, by_name=az, offset=offset, limit=limit or _EVERY)
        )
    if style == "json":
        print_object(listing_json(listing))
        return 0 if listing.values else 1
    print_notices(listing)
    tell_about(listing.about)
    for bucket in listing.facet.buckets:
        meant = f" ({bucket.meaning})" if bucket.meaning else ""
        click.echo(f"{bucket.count:>7}  {printable(bucket.value)}{meant}")
    shown = offset + len(listing.facet.buckets)
    if shown < listing.values:
        click.echo(f"{listing.values - shown:,} more: --offset {shown}", err=True)
    elif listing.facet.missing and not find:
        click.echo(f"{listing.facet.missing:>7}  (none given)")
    if not listing.values:
        click.echo(f"No {name} {'has these letters' if find else 'was found'}.", err=True)
    return 0 if listing.values else 1


def _print_dates(search: Search, asked: Asked, style: str) -> int:
    """Prints the years with their months, and with their days where these are few."""
    found = calendar_of(search, asked)
    if style == "json":
        print_object(calendar_json(found))
        return 0 if found.total else 1
    print_notices(found)
    tell_about(found.about)
    every = list(_lines(found.branches, 0))
    days = sum(depth == 2 for depth, _ in every) <= _MOST_DAYS
    for depth, branch in every:
        if depth < 2 or days:
            click.echo(f"{branch.count:>7}  {'  ' * depth}{branch.key or '(none given)'}")
    if not found.total:
        click.echo("No date was found.", err=True)
    return 0 if found.total else 1


def _lines(branches: Iterable[Branch], depth: int) -> Iterator[tuple[int, Branch]]:
    for branch in branches:
        yield depth, branch
        yield from _lines(branch.within, depth + 1)
