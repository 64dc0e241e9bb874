"""What every command that searches shares: the query, the filters, and how its words are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import click

from cli.filters import facet_options, filters_of
from cli.output import STANDARD_INPUT, printable
from index.answers.asked import Asked
from index.answers.results import Results
from index.query.match import MATCHES


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
        behind = len(args) - args.index("--") - 1 if "--" in args else 0  # all of it plain words
        rest = super().parse_args(ctx, args)
        if ctx.resilient_parsing:  # by which a shell completes what is half typed
            return rest
        words = list(_words_of(ctx))
        dashed = words[: len(words) - behind]
        for param, word in dashed:
            if (word.startswith("--") and len(word) > 2) or (
                param != "query" and word[:1] == "-" and word != STANDARD_INPUT
            ):
                raise _no_such_option(word, ctx)
        if any(word.startswith("-") and word != STANDARD_INPUT for _, word in dashed):
            from cli.meant import notes

            for note in notes([word for _, word in dashed], self):
                click.secho(printable(f"Note: {note}."), fg="yellow", err=True)
        return rest

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The command's own options, then those that every query has."""
        groups: dict[str, list[tuple[str, str]]] = {"Options": [], "Words and filters": []}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx) if isinstance(param, click.Option) else None
            if record:
                shared = param.name in _shared()
                groups["Words and filters" if shared else "Options"].append(record)
        for title, records in groups.items():
            if records:
                with formatter.section(title):
                    formatter.write_dl(records)


def _words_of(ctx: click.Context) -> Iterator[tuple[str, str]]:
    """Each word of the command line that belongs to no option, with the argument it went to."""
    for param in ctx.command.params:
        if isinstance(param, click.Argument):
            given = ctx.params.get(str(param.name))
            for word in (given,) if isinstance(given, str) else given or ():
                yield str(param.name), word


def _no_such_option(word: str, ctx: click.Context) -> click.NoSuchOption:
    """Says which option may be meant."""
    from difflib import get_close_matches

    name = word.partition("=")[0]
    every = [option for param in ctx.command.params for option in param.opts if option[:1] == "-"]
    return click.NoSuchOption(name, possibilities=get_close_matches(name, every, 2), ctx=ctx)


_OPTIONS = [
    *facet_options(),
    click.option("--from", "start", metavar="DATE", help="From 2017, 2017-11 or 2017-11-03."),
    click.option("--to", "end", metavar="DATE", help="To the end of 2017, 2017-11 ..."),
    click.option(
        "--exact", is_flag=True, help="Words as written: no other form, no other spelling."
    ),
    click.option(
        "--no-variants", is_flag=True, help="No other spellings, nor other Chinese script."
    ),
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


@cache
def _shared() -> frozenset[str]:
    """The names of the parameters that every query has."""

    @click.command()
    @with_filters
    def every() -> None:
        """Holds the options once."""

    return frozenset(str(param.name) for param in every.params)


def asked_of(query: tuple[str, ...], chosen: dict[str, Any], **more: Any) -> Asked:
    """What a command's query and options ask; a query of - alone, for the ids on standard
    input. RequestError for what is no id there.
    """
    if query == (STANDARD_INPUT,):
        from cli.ids import any_of

        more = {"query": any_of(), **more}
    return Asked(
        text="" if "query" in more else " ".join(query),
        exact=chosen["exact"],
        variants=not chosen["no_variants"],
        match=chosen["match"],
        filters=filters_of(chosen),
        start=chosen["start"],
        end=chosen["end"],
        **more,
    )


def tell_unfound(asked: Asked, results: Results) -> None:
    """Says on standard error if fewer articles are found than ids were given, if any were."""
    if asked.query is not None:
        from cli import ids

        ids.tell_unfound(asked, results.articles)
