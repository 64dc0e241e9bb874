"""`archive explain`: why a search finds an article, or why it does not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from cli.bars import columns
from cli.home import searchable
from cli.ids import given_ids, print_json_of_each
from cli.output import not_public, print_notices, printable
from cli.query import QueryCommand, asked_of, with_filters
from index.answers.explain import Explanation, Part, Place
from index.answers.explain import explain as explain_article
from index.answers.explain_json import explanation_json

_WIDEST = 32  # columns of what was asked for, so that what is said of it stands below itself


@click.command(
    cls=QueryCommand,
    epilog="Example: archive explain glrbaajcz23rguar assaults -oil --from 2017",
)
@click.argument("article_id", metavar="ID")
@with_filters
@click.option(
    "--format", "style", type=click.Choice(("text", "json")), default="text", show_default=True,
    help="How to print it.",
)  # fmt: skip
@click.pass_obj
def explain(
    home: str | None, /, article_id: str, query: tuple[str, ...], style: str, **options: Any
) -> int:
    """Tell why a search finds an article, or why it does not.

    Each part of the query, each filter and the dates: whether they hold, where the words stand, in
    which form, and what they add to the score. An ID of - stands for those on
    standard input. Ends with 0 if it is found, 1 if not.
    """
    with searchable(home) as archive:
        every = [archive.store.resolve(each) for each in given_ids([article_id])]
        asked, code = asked_of(query, options), 0
        for number, each in enumerate(every):
            article = archive.store.get(each)
            found = explain_article(archive.search, article, asked)
            if style == "json":
                print_json_of_each([explanation_json(found)], several=len(every) > 1)
            else:
                if number:
                    click.echo()
                if line := not_public(article):
                    click.echo(line, err=True)
                print_notices(found)
                _print(found)
            code = code if found.found else 1
    return code


def _print(found: Explanation) -> None:
    verdict = f"Found, score {found.score:.2f}" if found.found else "Not found"
    click.secho(f"{verdict}: {found.article.headline}", bold=True)
    every = list(_lines(found.parts, 0))
    width = min(max((columns(label) for label, _ in every), default=0), _WIDEST)
    _print_lines(every, width)
    if found.better:
        click.echo("Ranked higher, because it has:")
        _print_lines(list(_lines(found.better, 0)), width)


def _lines(parts: Iterable[Part], depth: int) -> Iterable[tuple[str, Part]]:
    for part in parts:
        yield "  " * depth + printable(part.asked), part
        yield from _lines(part.parts, depth + 1)


def _print_lines(lines: Iterable[tuple[str, Part]], width: int) -> None:
    for label, part in lines:
        sign = click.style("✓", fg="green") if part.holds else click.style("✗", fg="red")
        space = " " * max(width - columns(label), 0)
        score = f"{part.score:6.2f}" if part.score else " " * 6
        click.echo(f"  {sign} {label}{space}  {score}  {_said(part)}".rstrip())


def _how(place: Place) -> str:
    if place.how == "as typed":
        return ""
    return f" ({place.how}, {place.language})" if place.language else f" ({place.how})"


def _said(part: Part) -> str:
    """What is said about a part: where it stands, or what the article has instead."""
    places = [
        f"{place.part}: {printable(place.text)}"
        + (f" ×{place.count}" if place.count > 1 else "")
        + _how(place)
        for place in part.places
    ]
    said = "; ".join(places)
    if said and not part.holds:
        said = f"occurs in {said}"
    if not said and not part.holds and part.articles is not None:
        said = "does not occur"
    if part.articles is not None:
        said += f" · in {part.articles:,} article{'' if part.articles == 1 else 's'}"
    return said or printable(part.has)
