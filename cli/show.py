"""`archive show`: articles."""

from __future__ import annotations

import sys
from contextlib import suppress

import click

from archive.article import Article
from archive.errors import RequestError, StoreDamagedError
from archive.exports.markdown_file import to_markdown_file
from archive.store.history import check_revision, place_taken
from archive.text.markdown import to_text
from cli.home import Archive, opened
from cli.ids import given_ids, ids_argument, print_json_of_each
from cli.output import article_json, article_text, not_public

_FORMATS = ("text", "markdown", "json", "original")


@click.command(epilog="Example: archive show glrbaajcz23rguar --format markdown")
@ids_argument
@click.option(
    "--format", "style", type=click.Choice(_FORMATS), default="text", show_default=True,
    help="As a page of text, Markdown with front matter, JSON, or the bytes that arrived.",
)  # fmt: skip
@click.option(
    "--revision", type=int, metavar="N", help="An earlier state of it. See: archive history ID"
)
@click.pass_obj
def show(home: str | None, /, ids: tuple[str, ...], style: str, revision: int | None) -> int:
    """Print articles: one, or several one after the other.

    The beginning of an id is enough where only one article has it; - stands for the ids on
    standard input. "original" gives the bytes as they arrived; JSON of several is an object a line.
    """
    wanted = given_ids(ids)
    if revision is not None and len(wanted) > 1:
        raise RequestError("A revision is one of one article", "name one id")
    with opened(home) as archive:
        every = [archive.store.resolve(each) for each in wanted]
        failed = False
        for number, article_id in enumerate(every):
            if number and style == "text":
                click.echo()
            try:
                _show(archive, article_id, style, revision, several=len(every) > 1)
            except StoreDamagedError as error:
                if len(every) == 1:
                    raise
                failed = True
                archive.store.damaged[article_id] = error.message
    return 2 if failed else 0


def _warn(article: Article) -> None:
    """Says why the public may not read an article, where it may not."""
    if line := not_public(article):
        click.echo(line, err=True)


def _show(
    archive: Archive, article_id: str, style: str, revision: int | None, several: bool
) -> None:
    store = archive.store
    if replacement := store.replacement(article_id):
        click.echo(f"{place_taken(replacement)}.", err=True)
        for successor in replacement.successors:
            click.echo(f"  Read it: archive show {successor}", err=True)
    elif store.is_removed(article_id):
        click.echo("This article has been removed from search.", err=True)
    if revision is not None:
        check_revision(revision, store.arrivals(article_id))
    if style == "original":
        original = store.original(article_id, revision).data
        with suppress(StoreDamagedError):  # the article, of which the original may be sound
            _warn(store.get(article_id))
        sys.stdout.buffer.write(original)
        return
    _warn(store.get(article_id))
    try:
        article = store.get(article_id, revision, verified=True)
    except StoreDamagedError:
        article = store.get(article_id, revision)
        click.echo("This is not what was kept: the text has been altered.", err=True)
        click.echo(f"  Try: archive show {article_id} --format original", err=True)
    if style == "json":
        print_json_of_each([article_json(article)], several)
    elif style == "markdown":
        click.echo(to_markdown_file(article), nl=False)
    else:
        click.echo(article_text(article, to_text(article.body)))
