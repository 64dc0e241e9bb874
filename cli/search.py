"""`archive search`, `count` and `tags`: finding articles."""

from __future__ import annotations

import csv
from collections.abc import Callable
from typing import Any

import click

from archive.text import one_line
from cli.home import searchable
from cli.output import print_notices, print_results
from index.results import SORTS
from index.search import Asked

_FORMATS = ("text", "json", "jsonl", "csv", "ids")


def _values(value: str) -> tuple[str, ...]:
    """Values separated by commas; one with a comma in it stands in quotes: '"Paris, Texas"'."""
    try:
        row = next(csv.reader([one_line(value) or ""], skipinitialspace=True), [])
    except csv.Error as error:
        raise click.UsageError(f"{value[:40]!r} is no list of values: {error}.") from error
    return tuple(part.strip() for part in row if part.strip())


def with_filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """The query argument and the filters, the same for every command that searches.

    Unknown options with one dash belong to the query ("-oil"), so there are no one-letter options.
    """
    options = [
        click.argument("query", nargs=-1, type=click.UNPROCESSED, metavar="[QUERY]..."),
        click.option("--tag", multiple=True, metavar="TAGS", help='All of these: "Syria, Iraq".'),
        click.option("--agency", multiple=True, metavar="NAMES", help="Any of these agencies."),
        click.option("--section", multiple=True, metavar="NAMES", help="Any of these sections."),
        click.option(
            "--publisher", multiple=True, metavar="NAMES", help="Any of these publishers."
        ),
        click.option("--author", multiple=True, metavar="NAMES", help="Any of these authors."),
        click.option("--language", multiple=True, metavar="CODES", help="Any of these: en, fr."),
        click.option("--from", "start", metavar="DATE", help="From 2017, 2017-11 or 2017-11-03."),
        click.option("--to", "end", metavar="DATE", help="To the end of 2017, 2017-11 ..."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


QUERY_SETTINGS: dict[str, Any] = {"ignore_unknown_options": True, "help_option_names": ["--help"]}


def asked_of(query: tuple[str, ...], chosen: dict[str, Any], **more: Any) -> Asked:
    """What a command's query and options ask. UsageError for an option that is none."""
    for word in query:
        if word.startswith("--") and len(word) > 2:
            raise click.UsageError(f"There is no option {word}.")
    for name, texts in chosen.items():
        for text in texts if isinstance(texts, tuple) else ():
            if not _values(text):
                raise click.UsageError(f"--{name} {text!r} names nothing.")
    filters = {
        name: tuple(value for text in texts for value in _values(text))
        for name, texts in chosen.items()
        if isinstance(texts, tuple) and texts
    }
    return Asked(
        text=" ".join(query), filters=filters, start=chosen["start"], end=chosen["end"], **more
    )


@click.command(
    context_settings=QUERY_SETTINGS,
    epilog="Example: archive search 'Deir Ezzor' --tag 'Syria, Iraq' --from 2017-11 --facets",
)
@with_filters
@click.option("--sort", type=click.Choice(SORTS), help="Best first for words, else newest first.")
@click.option("--limit", type=click.IntRange(0), metavar="N", help="At most so many hits.")
@click.option(
    "--offset", type=click.IntRange(0), default=0, metavar="N", help="Leave out the first N."
)
@click.option("--facets", is_flag=True, help="Count tags, agencies ... and articles over time.")
@click.option(
    "--facet-limit", type=click.IntRange(1), default=20, metavar="N", show_default=True,
    help="At most so many values of each.",
)  # fmt: skip
@click.option("--fold", is_flag=True, help="One article of each story; the others are counted.")
@click.option(
    "--format", "style", type=click.Choice(_FORMATS), default="text", show_default=True,
    help="How to print what was found.",
)  # fmt: skip
@click.pass_obj
def search(
    home: str | None, /, query: tuple[str, ...], style: str, facets: bool, **options: Any
) -> int:
    """Find articles.

    Several words must all occur; "a phrase" in quotes occurs as it is; -word must not occur. Also
    AND, OR, parentheses, title:word, tag:Syria, date:2017-10..2018, prefix*. Without a query, the
    newest come first. Ends with 0 if something was found, 1 if not, 2 on an error.
    """
    with searchable(home) as archive:
        limit = options.pop("limit")
        asked = asked_of(
            query,
            options,
            sort=options["sort"],
            offset=options["offset"],
            limit=archive.settings.number("page_size") if limit is None else limit,
            facets=facets,
            facet_limit=options["facet_limit"],
            timeline=facets,
            snippets=style not in ("ids", "csv"),
            fold=options["fold"],
        )
        results = archive.search.search(asked)
        print_results(results, style, asked)
        return 0 if results.total else 1


@click.command(context_settings=QUERY_SETTINGS, epilog="Example: archive count tag:Syria date:2017")
@with_filters
@click.option("--fold", is_flag=True, help="Count stories: copies of one text count as one.")
@click.pass_obj
def count(home: str | None, /, query: tuple[str, ...], **options: Any) -> int:
    """Count the articles that match: one number and nothing else."""
    with searchable(home) as archive:
        results = archive.search.search(asked_of(query, options, limit=0, fold=options["fold"]))
        print_notices(results)
        click.echo(results.total)
    return 0


@click.command(epilog="Example: archive tags --limit 20")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most so many.")
@click.pass_obj
def tags(home: str | None, /, limit: int | None) -> int:
    """List all tags with their counts, most frequent first."""
    with searchable(home) as archive:
        asked = Asked(limit=0, facets=True, facet_limit=limit or 10**9)
        facet = next(f for f in archive.search.search(asked).facets if f.name == "tag")
        for bucket in facet.buckets:
            click.echo(f"{bucket.count:>7}  {bucket.value}")
    return 0
