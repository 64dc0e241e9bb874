"""`archive search`: finding articles."""

from __future__ import annotations

from typing import Any

import click

from cli.given import PathText
from cli.home import searchable
from cli.output import print_results
from cli.query import QueryCommand, asked_of, tell_unfound, with_filters
from index.answers.asked import ORDERS, SORTED, SPLITS

_FORMATS = ("text", "json", "jsonl", "csv", "ids")


@click.command(
    cls=QueryCommand,
    epilog="Example: archive search 'Deir Ezzor' --tag 'Syria, Iraq' --from 2017-11 --facets",
)
@with_filters
@click.option("--sort", type=click.Choice(SORTED), help="Best first for words, else newest first.")
@click.option("--limit", type=click.IntRange(0), metavar="N", help="At most N hits.")
@click.option(
    "--offset", type=click.IntRange(0), default=0, metavar="N", help="Leave out the first N."
)
@click.option("--facets", is_flag=True, help="Count tags, agencies ... and articles over time.")
@click.option(
    "--facet-limit", type=click.IntRange(1), default=20, metavar="N", show_default=True,
    help="At most N values of each.",
)  # fmt: skip
@click.option(
    "--timeline", type=click.Choice(("count", "share")),
    help="Articles over time, or their share of all articles of each time.",
)  # fmt: skip
@click.option("--split", type=click.Choice(SPLITS), help="Split the timeline by its main values.")
@click.option("--versus", metavar="QUERY", help="Count a second query beside it over time.")
@click.option("--fold", is_flag=True, help="One article of each story; the others are counted.")
@click.option(
    "--list", "names", metavar="FILE", type=PathText(dir_okay=False, allow_dash=True),
    help="Count what each query in a file finds, one query per line; - is standard input.",
)  # fmt: skip
@click.option("--kwic", is_flag=True, help="Every occurrence in a line, with what stands around.")
@click.option(
    "--sort-kwic",
    type=click.Choice(ORDERS),
    default="date",
    show_default=True,
    help="Lines by date, or by the words left or right of the match.",
)
@click.option(
    "--format", "style", type=click.Choice(_FORMATS), default="text", show_default=True,
    help="How to print what was found.",
)  # fmt: skip
@click.option("--fields", metavar="NAMES", help="Of each hit, these and no more: id,date,title.")
@click.pass_obj
def search(
    home: str | None, /, query: tuple[str, ...], style: str, facets: bool, fields: str | None,
    **options: Any,
) -> int:  # fmt: skip
    """Find articles.

    Several words must all occur; "a phrase" in quotes occurs as it is; -word must not occur. Also
    AND, OR, brackets, title:word, tag:Syria, date:2017-10..2018, prefix*; all of it is told by:
    archive help query. Without a query, the newest come first; - alone stands for the ids on
    standard input. Ends with 0 if something was found,
    1 if not, 2 on an error.
    """
    chosen: tuple[str, ...] = ()
    if fields is not None:
        from cli.picked import fields_of

        chosen = fields_of(fields, style)
    kwic, order = options.pop("kwic"), options.pop("sort_kwic")
    if (names := options.pop("names")) is not None:
        from cli.many import count_each, refuse_what_lists_hits

        refuse_what_lists_hits(click.get_current_context())
        return count_each(home, names, asked_of((), options, fold=options["fold"]), style)
    if chosen and kwic:
        raise click.UsageError("--kwic gives lines with columns of their own: leave out --fields.")
    if kwic and style == "ids":
        raise click.UsageError("--kwic gives lines, which have no ids: leave out --format ids.")
    with searchable(home) as archive:
        limit = options.pop("limit")
        if kwic:
            from cli.context import LIMIT, print_context
            from index.answers.context import context

            page = {"limit": LIMIT if limit is None else limit, "offset": options["offset"]}
            asked = asked_of(query, options, sort=options["sort"], **page)
            found = context(archive.search, asked, order)
            print_context(found, style, asked.offset)
            return 0 if found.lines else 1
        asked = asked_of(
            query,
            options,
            sort=options["sort"],
            offset=options["offset"],
            limit=archive.settings.number("page_size") if limit is None else limit,
            facets=facets,
            facet_limit=options["facet_limit"],
            timeline=facets or any(options[name] for name in ("timeline", "split", "versus")),
            share=options["timeline"] == "share",
            split=options["split"],
            versus=options["versus"],
            snippets="snippets" in chosen if chosen else style not in ("ids", "csv"),
            fold=options["fold"],
            advice=style in ("text", "json"),
        )
        results = archive.search.search(asked)
        tell_unfound(asked, results)
        print_results(results, style, asked, chosen)
        if style == "text" and results.advice and not chosen:
            from cli.advice import print_advice

            print_advice(results.advice)
        return 0 if results.total else 1
