"""`archive show`: one article."""

from __future__ import annotations

import json
import sys

import click

from archive.exports.markdown_file import to_markdown_file
from archive.store.history import check_revision, place_taken
from archive.text.markdown import to_text
from cli.home import opened
from cli.output import article_json, article_text, not_public

_FORMATS = ("text", "markdown", "json", "original")


@click.command(epilog="Example: archive show glrbaajcz23rguar --format markdown")
@click.argument("article_id", metavar="ID")
@click.option(
    "--format", "style", type=click.Choice(_FORMATS), default="text", show_default=True,
    help="As a page of text, Markdown with front matter, JSON, or the bytes that arrived.",
)  # fmt: skip
@click.option(
    "--revision", type=int, metavar="N", help="An earlier state of it. See: archive history ID"
)
@click.pass_obj
def show(home: str | None, /, article_id: str, style: str, revision: int | None) -> int:
    """Print one article.

    The beginning of an id is enough where only one article has it. "original" gives the bytes as
    they arrived.
    """
    with opened(home) as archive:
        article_id = archive.store.resolve(article_id)
        if replacement := archive.store.replacement(article_id):
            click.echo(f"{place_taken(replacement)}.", err=True)
            for successor in replacement.successors:
                click.echo(f"  Read it: archive show {successor}", err=True)
        elif archive.store.is_removed(article_id):
            click.echo("This article has been removed from search.", err=True)
        if revision is not None:
            check_revision(revision, archive.store.arrivals(article_id))
        if line := not_public(archive.store.get(article_id)):
            click.echo(line, err=True)
        if style == "original":
            sys.stdout.buffer.write(archive.store.original(article_id, revision).data)
            return 0
        article = archive.store.get(article_id, revision)
        if style == "json":
            click.echo(json.dumps(article_json(article), ensure_ascii=False, indent=2))
        elif style == "markdown":
            click.echo(to_markdown_file(article), nl=False)
        else:
            click.echo(article_text(article, to_text(article.body)))
    return 0
