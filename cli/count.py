"""`archive count` and `tags`: how many articles there are."""

from __future__ import annotations

from typing import Any

import click

from cli.home import searchable
from cli.output import format_option, print_json, print_notices, tell_about
from cli.query import QueryCommand, asked_of, tell_unfound, with_filters
from index.answers.asked import Asked


@click.command(cls=QueryCommand, epilog="Example: archive count tag:Syria date:2017")
@with_filters
@click.option("--fold", is_flag=True, help="Count stories: copies of one text count as one.")
@format_option()
@click.pass_obj
def count(home: str | None, /, query: tuple[str, ...], style: str, **options: Any) -> int:
    """Count the articles that match: one number and nothing else.

    Ends with 0 if something was found, 1 if not, 2 on an error.
    """
    with searchable(home) as archive:
        asked = asked_of(query, options, limit=0, fold=options["fold"])
        results = archive.search.search(asked)
        tell_unfound(asked, results)
        if style == "json":
            print_json(query=results.query, total=results.total, about=results.about,
                       counted=results.counted, notices=results.notices)  # fmt: skip
        else:
            print_notices(results)
            tell_about(results.about)
            click.echo(results.total)
    return 0 if results.total else 1


@click.command(epilog="Example: archive tags --limit 20")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most N.")
@format_option()
@click.pass_obj
def tags(home: str | None, /, limit: int | None, style: str) -> int:
    """List all tags with their counts, most frequent first. Ends with 1 if there are none."""
    with searchable(home) as archive:
        asked = Asked(limit=0, facets=True, facet_limit=limit or 10**9)
        facet = next(f for f in archive.search.search(asked).facets if f.name == "tag")
        if style == "json":
            print_json(tags=[{"value": each.value, "count": each.count} for each in facet.buckets])
            return 0 if facet.buckets else 1
        for bucket in facet.buckets:
            click.echo(f"{bucket.count:>7}  {bucket.value}")
    if not facet.buckets:
        click.echo("No tag was found.", err=True)
    return 0 if facet.buckets else 1
