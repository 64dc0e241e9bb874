"""`archive facet`: all values of a facet with their counts."""

from __future__ import annotations

import json
from typing import Any

import click

from cli.home import searchable
from cli.output import print_notice_lines, printable
from cli.search import QUERY_SETTINGS, asked_of, with_filters
from index.fields import FACETS
from index.results_json import listing_json

_EVERY = 10**9


@click.command(
    context_settings=QUERY_SETTINGS,
    epilog="Example: archive facet agency Syria --from 2017 --find reut",
)
@click.argument("name", metavar="FACET", type=click.Choice([facet.name for facet in FACETS]))
@with_filters
@click.option("--find", default="", metavar="START", help="Those with a word that begins so.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most so many.")
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
    limit: int | None,
    offset: int,
    fold: bool,
    style: str,
    **options: Any,
) -> int:
    """List all values of a facet among the articles that match, most frequent first.

    FACET is tag, agency, section, publisher, language or author. What has no value is counted
    last. Ends with 0 if there is a value, 1 if not, 2 on an error.
    """
    with searchable(home) as archive:
        asked = asked_of(query, options, fold=fold)
        listing = archive.search.values(asked, name, find, offset, limit or _EVERY)
    if style == "json":
        click.echo(json.dumps(listing_json(listing), ensure_ascii=False, indent=2))
        return 0 if listing.values else 1
    print_notice_lines(listing.notices)
    for bucket in listing.facet.buckets:
        click.echo(f"{bucket.count:>7}  {printable(bucket.value)}")
    shown = offset + len(listing.facet.buckets)
    if shown < listing.values:
        click.echo(f"{listing.values - shown:,} more: --offset {shown}", err=True)
    elif listing.facet.missing and not find:
        click.echo(f"{listing.facet.missing:>7}  (none given)")
    if not listing.values:
        click.echo(f"No {name} {'begins so' if find else 'was found'}.", err=True)
    return 0 if listing.values else 1
