"""`archive similar`: the articles that are about the same as one."""

from __future__ import annotations

import json

import click

from archive.article import JSON_VERSION
from cli.home import searchable
from cli.output import not_public, print_hit
from index.answers.results_json import hit_json
from index.answers.similar import similar as similar_to


@click.command(epilog="Example: archive similar glrbaajcz23rguar")
@click.argument("article_id", metavar="ID")
@click.option(
    "--limit", type=click.IntRange(1), default=5, metavar="N", show_default=True,
    help="At most N.",
)  # fmt: skip
@click.option(
    "--format", "style", type=click.Choice(("text", "json", "ids")), default="text",
    show_default=True, help="How to print them.",
)  # fmt: skip
@click.pass_obj
def similar(home: str | None, /, article_id: str, limit: int, style: str) -> int:
    """List the articles that are about the same.

    They share the words that tell most about this one. Copies of it are not listed, they are found
    by story:ID; of several copies of another article one is. Ends with 1 if there are none.
    """
    with searchable(home) as archive:
        article = archive.store.get(archive.store.resolve(article_id))
        hits = similar_to(archive.search, article, limit)
        if line := not_public(article):
            click.echo(line, err=True)
    if style == "json":
        answer = {
            "version": JSON_VERSION, "id": article.id, "similar": [hit_json(hit) for hit in hits],
        }  # fmt: skip
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    elif style == "ids":
        for hit in hits:
            click.echo(hit.article.id)
    else:
        click.secho(f"Similar to: {article.headline}", dim=True)
        for number, hit in enumerate(hits, 1):
            print_hit(number, hit)
        if not hits:
            click.echo("No other article shares enough of its words.")
    return 0 if hits else 1
