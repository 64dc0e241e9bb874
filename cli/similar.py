"""`archive similar`: the articles that are about the same as one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from archive.article import JSON_VERSION, Article
from cli.home import searchable
from cli.ids import given_ids, ids_argument, print_json_of_each
from cli.output import not_public, print_hit
from index.answers.results import Hit
from index.answers.results_json import hit_json
from index.answers.similar import similar as similar_to


@click.command(epilog="Example: archive similar glrbaajcz23rguar")
@ids_argument
@click.option(
    "--limit", type=click.IntRange(1), default=5, metavar="N", show_default=True,
    help="At most N.",
)  # fmt: skip
@click.option(
    "--format", "style", type=click.Choice(("text", "json", "ids")), default="text",
    show_default=True, help="How to print them.",
)  # fmt: skip
@click.pass_obj
def similar(home: str | None, /, ids: tuple[str, ...], limit: int, style: str) -> int:
    """List the articles that are about the same.

    They share the words that tell most about this one. Copies of it are not listed, they are found
    by story:ID; of several copies of another article one is. An ID of - stands for those on
    standard input. Ends with 1 if there are none.
    """
    with searchable(home) as archive:
        every = [archive.store.resolve(each) for each in given_ids(ids)]
        articles = [archive.store.get(each) for each in every]
        found = [(article, similar_to(archive.search, article, limit)) for article in articles]
    if style == "json":
        print_json_of_each((_json(*each) for each in found), several=len(found) > 1)
    for number, (article, hits) in enumerate(found):
        if line := not_public(article):
            click.echo(line, err=True)
        if style == "ids":
            for hit in hits:
                click.echo(hit.article.id)
        elif style == "text":
            if number:
                click.echo()
            _print(article, hits)
    return 0 if any(hits for _, hits in found) else 1


def _json(article: Article, hits: Sequence[Hit]) -> dict[str, Any]:
    return {
        "version": JSON_VERSION, "id": article.id, "similar": [hit_json(hit) for hit in hits],
    }  # fmt: skip


def _print(article: Article, hits: Sequence[Hit]) -> None:
    click.secho(f"Similar to: {article.headline}", dim=True)
    for number, hit in enumerate(hits, 1):
        print_hit(number, hit)
    if not hits:
        click.echo("No other article shares enough of its words.")
