"""`archive passages`: what of an article stands in others, and how they differ there."""

from __future__ import annotations

import click

from archive.article import JSON_VERSION, Article
from archive.text.diff import compare_texts
from archive.text.wording import counted
from cli.differences import marked
from cli.home import searchable
from cli.ids import one_or_two
from cli.output import coloured, not_public, print_object, printable, width
from index.passages.found import (
    Holder,
    Passages,
    between,
    holder_json,
    passages_json,
    words_of,
)
from index.passages.found import passages as passages_of

_SHOWN = 200  # characters of a passage in the list
_CAME = {"earlier": "earlier", "later": "later", None: "which was first is not known"}


@click.command(epilog="Example: archive passages glrbaajcz23rguar")
@click.argument("article_id", metavar="ID")
@click.argument("other", metavar="[OTHER_ID]", required=False)
@click.option(
    "--limit", type=click.IntRange(1), default=20, metavar="N", show_default=True,
    help="At most N articles.",
)  # fmt: skip
@click.option(
    "--format", "style", type=click.Choice(("text", "json", "ids")), default="text",
    show_default=True, help="How to print them.",
)  # fmt: skip
@click.pass_obj
def passages(
    home: str | None, /, article_id: str, other: str | None, limit: int, style: str
) -> int:
    """List the articles that hold passages of this one, word for word or lightly edited.

    Those that hold most come first, each with whether it was earlier or later. Copies of the whole
    are not listed, they are found by story:ID, nor is what too many articles have. With OTHER_ID,
    the passages that the two share, and in which words they differ. A single - stands for one or
    two ids on standard input. Ends with 1 if there are none.
    """
    with searchable(home) as archive:
        article_id, other = one_or_two(article_id, other)
        article = archive.store.get(archive.store.resolve(article_id))
        if line := not_public(article):
            click.echo(line, err=True)
        if other:
            return _print_pair(
                article, between(article, archive.store.get(archive.store.resolve(other))), style
            )
        found = passages_of(archive.search, article)
    if style == "json":
        print_object(passages_json(found))
    elif style == "ids":
        for holder in found.holders[:limit]:
            click.echo(holder.article.id)
    else:
        _print(found, limit)
    return 0 if found.holders else 1


def _print(found: Passages, limit: int) -> None:
    article = found.article
    click.secho(f"Passages of: {article.headline}", dim=True)
    for number, holder in enumerate(found.holders[:limit], 1):
        click.echo()
        click.echo(f"{number:>3}  {click.style(holder.article.headline, bold=True)}")
        _print_facts(holder)
        for each in holder.passages:
            text = printable(" ".join(found.text[each.start : each.end].split()))
            short = text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()} …"
            click.echo(click.wrap_text(f"“{short}”", width(), "     ", "     "))
        click.secho(f"     archive passages {article.id} {holder.article.id}", dim=True)
    click.echo()
    if not found.holders:
        click.echo("No other article holds a passage of it.")
    if found.first:
        whose = "This article" if found.first == article.id else found.first
        click.echo(f"{whose} was the first of these.")
    if len(found.holders) > limit:
        click.echo(f"{len(found.holders) - limit:,} more: --limit {len(found.holders)}", err=True)
    if found.copies:
        click.echo(f"Besides, {counted(found.copies, 'copy')} of the whole: story:{article.id}")
    if found.formulas:
        told = counted(found.formulas, "passage")
        click.echo(f"Left out: {told} that too many articles have.")


def _print_facts(holder: Holder) -> None:
    article = holder.article
    facts = [", ".join(article.agency), article.date, article.publisher, _CAME[holder.came]]
    line = " · ".join(filter(None, facts))
    click.echo(f"     {line} · " + click.style(article.id, fg="cyan"))
    more = f"; {counted(holder.copies, 'copy')} more" if holder.copies else ""
    click.echo(
        f"     {counted(holder.words, 'word')} in {counted(len(holder.passages), 'passage')}:"
        f" {holder.share}% of its text, {holder.of_other}% of this one{more}"
    )


def _print_pair(article: Article, holder: Holder, style: str) -> int:
    text, its = words_of(article).text, words_of(holder.article).text
    if style == "json":
        shown = holder_json(text, holder)
        answer = {"version": JSON_VERSION, "id": article.id, "holder": shown}
        print_object(answer)
    elif style == "ids":
        click.echo(holder.article.id if holder.passages else "", nl=bool(holder.passages))
    else:
        click.secho(f"--- {article.id}: {article.headline}", dim=True)
        click.secho(f"+++ {holder.article.id}: {holder.article.headline}", dim=True)
        _print_facts(holder)
        for each in holder.passages:
            pieces = compare_texts(
                text[each.start : each.end], its[each.other_start : each.other_end]
            )
            click.echo()
            told = marked(pieces, coloured())
            click.echo(click.wrap_text(told, width(), preserve_paragraphs=True))
    return 0 if holder.passages else 1
