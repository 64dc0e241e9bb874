"""What every command that searches shares: the query, the filters, and how its words are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import click

from cli.filters import facet_options, filters_of
from index.answers.asked import Asked
from index.query.match import MATCHES

# A word with one dash is one that must not occur, so there are no options of one letter; what
# people of other tools mean by one.
_MEANT = {
    "n": "the number of hits is --limit", "l": "the number of hits is --limit",
    "c": "the number of hits is --limit", "o": "the first hits are left out by --offset",
    "f": "the form of the answer is --format", "j": "JSON is --format json",
    "s": "the order is --sort", "t": "tags are --tag", "a": "agencies are --agency",
    "e": "words as they are written are --exact", "h": "help is --help",
    "v": "the version is archive --version", "V": "the version is archive --version",
}  # fmt: skip
_OF_ANOTHER_TOOL = re.compile(r"-([A-Za-z])\d*|-(\d{1,4})")


class QueryCommand(click.Command):
    """A command with a query: a word with one dash belongs to it, and a dash alone does not guess
    in silence.
    """

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.context_settings.update(ignore_unknown_options=True, help_option_names=["--help"])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Shows the help for -h alone; tells how what looks like an option was read."""
        if args == ["-h"]:
            click.echo(ctx.get_help(), color=ctx.color)
            ctx.exit()
        for note in _notes(args):
            click.secho(f"Note: {note}.", fg="yellow", err=True)
        rest = super().parse_args(ctx, args)
        for param in self.params:
            given = ctx.params.get(str(param.name)) if isinstance(param, click.Argument) else ()
            for word in (given,) if isinstance(given, str) else given or ():
                if word.startswith("--") and len(word) > 2:
                    raise click.NoSuchOption(word, ctx=ctx)
        return rest

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The command's own options, then those that every query has."""
        groups: dict[str, list[tuple[str, str]]] = {"Options": [], "Words and filters": []}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx) if isinstance(param, click.Option) else None
            if record:
                shared = param.name in _SHARED
                groups["Words and filters" if shared else "Options"].append(record)
        for title, records in groups.items():
            if records:
                with formatter.section(title):
                    formatter.write_dl(records)


def _notes(args: Sequence[str]) -> list[str]:
    """How each word was read that has the look of another tool's option; behind -- all is plain."""
    before = list(args[: args.index("--")] if "--" in args else args)
    notes = []
    for word in before:
        if found := _OF_ANOTHER_TOOL.fullmatch(word):
            meant = _MEANT.get(found[1] or "n", "options have long names, see --help")
            notes.append(f"{word} was read as: without the word {word[1:]}; {meant}")
    return notes


_OPTIONS = [
    *facet_options(),
    click.option("--from", "start", metavar="DATE", help="From 2017, 2017-11 or 2017-11-03."),
    click.option("--to", "end", metavar="DATE", help="To the end of 2017, 2017-11 ..."),
    click.option(
        "--exact", is_flag=True, help="Words as written: no other form, no other spelling."
    ),
    click.option("--no-variants", is_flag=True, help="No other spellings of names."),
    click.option(
        "--match",
        type=click.Choice(MATCHES),
        default="all",
        show_default=True,
        help="How many of several words must occur; most is more than half.",
    ),
]


def with_filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """The query argument and the filters, the same for every command that searches."""
    query = click.argument("query", nargs=-1, type=click.UNPROCESSED, metavar="[QUERY]...")
    for option in reversed([query, *_OPTIONS]):
        command = option(command)
    return command


def _names() -> frozenset[str]:
    @click.command()
    @with_filters
    def every() -> None:
        """Holds the options once."""

    return frozenset(str(param.name) for param in every.params)


_SHARED = _names()


def asked_of(query: tuple[str, ...], chosen: dict[str, Any], **more: Any) -> Asked:
    """What a command's query and options ask."""
    return Asked(
        text=" ".join(query),
        exact=chosen["exact"],
        variants=not chosen["no_variants"],
        match=chosen["match"],
        filters=filters_of(chosen),
        start=chosen["start"],
        end=chosen["end"],
        **more,
    )
