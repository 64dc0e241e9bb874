"""`archive history`, `archive diff`: what became of an article, and what differs in words."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import partial

import click

from archive.article import Article
from archive.errors import StoreDamagedError
from archive.store.comparison import Comparison, compare_articles, comparison_json
from archive.store.history import (
    Damaged,
    History,
    Removal,
    Replaced,
    Revision,
    compared_states,
    history_json,
    place_taken,
    read_again,
)
from archive.store.store import Store
from archive.text.diff import shortened
from archive.text.wording import counted
from cli.differences import marked
from cli.home import opened
from cli.ids import given_ids, ids_argument, one_or_two, print_json_of_each
from cli.output import coloured, print_object, printable

_RANGE = re.compile(r"\d+|\d*\.\.\d*", re.ASCII)
_FORMATS = click.Choice(("text", "json"))


@click.command(epilog="Example: archive history nn3mrikuyz4gadnf")
@ids_argument
@click.option(
    "--format", "style", type=_FORMATS, default="text", show_default=True, help="Text, or JSON."
)
@click.pass_obj
def history(home: str | None, /, ids: tuple[str, ...], style: str) -> int:
    """Tell what became of an article: when each revision was seen and what it changed, and when
    and why the article was removed or restored. A revision that is damaged is named, and the rest
    told. An ID of - stands for those on standard input.
    """
    with opened(home) as archive:
        every = [archive.store.resolve(each) for each in given_ids(ids)]
        found = list(_histories(archive.store, every))
        failed = len(found) < len(every)
    if style == "json":
        print_json_of_each(map(history_json, found), several=len(every) > 1)
        return 2 if failed else 0
    for number, each in enumerate(found):
        if number:
            click.echo()
        _print_history(each)
    return 2 if failed else 0


def _histories(store: Store, ids: list[str]) -> Iterator[History]:
    """The history of each; one of which no state can be read is noted as damaged and left out,
    unless it is the only one asked for.
    """
    for article_id in ids:
        try:
            yield store.history(article_id)
        except StoreDamagedError as error:
            if len(ids) == 1:
                raise
            store.damaged[article_id] = error.message


@click.command(epilog="Example: archive diff nn3mrikuyz4gadnf 1..2")
@click.argument("article_id", metavar="ID")
@click.argument("other", metavar="[A..B | OTHER_ID]", required=False)
@click.option(
    "--format", "style", type=_FORMATS, default="text", show_default=True, help="Text, or JSON."
)
@click.pass_obj
def diff(home: str | None, /, article_id: str, other: str | None, style: str) -> int:
    """Compare two revisions of an article, or two articles, word by word.

    Without more than an ID, its last two revisions, of which damaged ones are named and passed
    over; with A alone, revision A and the current one.
    A single - stands for one or two ids on standard input.
    What is gone stands in [-brackets-], what is new in {+braces+}; on a terminal they are coloured,
    and long stretches that are equal are shortened. Ends with 0 if nothing differs, 1 if something
    does.
    """
    with opened(home) as archive:
        before, after = _asked(archive.store, article_id, other)
        for removed in {a.id for a in (before, after) if archive.store.is_removed(a.id)}:
            click.echo(f"{removed} has been removed from search.", err=True)
    comparison = compare_articles(before, after)
    if style == "json":
        print_object(comparison_json(comparison))
    else:
        _print_comparison(comparison)
    return 1 if comparison.changed else 0


def _asked(store: Store, article_id: str, other: str | None) -> tuple[Article, Article]:
    """The two articles, or two states of one, that the arguments name."""
    article_id, other = one_or_two(article_id, other)
    article_id = store.resolve(article_id)
    if other and not _RANGE.fullmatch(other):
        return store.get(article_id), store.get(store.resolve(other))
    before, after, damaged = compared_states(
        other,
        store.arrivals(article_id),
        partial(store.get, article_id, verified=True),
    )
    for reason in damaged.values():
        click.echo(f"Passed over: {reason}.", err=True)
    return before, after


def _print_history(history: History) -> None:
    article = history.article
    count = len(history.revisions) + len(history.damaged)
    click.secho(article.headline, bold=True)
    facts = [click.style(article.id, fg="cyan"), counted(count, "revision")]
    if history.damaged:
        facts.append(click.style(f"{len(history.damaged):,} damaged", fg="red"))
    if history.removed:
        facts.append(click.style("removed", fg="red"))
    if history.replacement:
        facts.append(click.style("replaced", fg="red"))
    click.echo(" · ".join(facts))
    if history.replacement:
        click.echo(f"{place_taken(history.replacement)}.")
    for successor in history.replacement.successors if history.replacement else ():
        click.echo(f"  archive show {successor}")
    if history.formerly:
        click.echo(f"It has taken the place of {', '.join(history.formerly)}.")
    for event in history.events:
        click.echo()
        if isinstance(event, Replaced):
            click.echo(f"     {event.at:%Y-%m-%d %H:%M} UTC  {click.style('replaced', bold=True)}")
        elif isinstance(event, Removal):
            what = click.style("removed" if event.removed else "restored", bold=True)
            note = f": {event.note}" if event.note else ""
            click.echo(f"     {event.at:%Y-%m-%d %H:%M} UTC  {what}{note}")
        else:
            mark = click.style("  current", bold=True) if event.number == history.current else ""
            click.echo(f"{event.number:>3}  {event.at:%Y-%m-%d %H:%M} UTC{mark}")
            if isinstance(event, Damaged):
                click.echo(click.wrap_text(printable(event.reason), 80, "     ", "     "))
            else:
                _print_revision(event)


def _print_revision(revision: Revision) -> None:
    if revision.rules is not None:
        click.echo(f"     {read_again(revision.rules)}")
    since = f" since revision {revision.since}" if revision.since else ""
    lines = [f"changed{since}: {revision.summary}"] if revision.changed else []
    if revision.status or revision.note:
        lines.append(": ".join(part for part in (revision.status, revision.note) if part))
    for line in lines:
        click.echo(click.wrap_text(line, 80, "     ", "     "))
    click.secho(f"     from {revision.origin} ({revision.media_type})", dim=True)


def _print_comparison(comparison: Comparison) -> None:
    """Changed fields, then the text; on a terminal without the long stretches that are equal."""
    terminal, colour = sys.stdout.isatty(), coloured()
    for mark, article in (("---", comparison.before), ("+++", comparison.after)):
        click.secho(
            f"{mark} {article.id}, revision {article.revision}: {article.headline}", dim=True
        )
    one = comparison.before.id == comparison.after.id
    click.echo(f"{'Changed' if one else 'Different'}: {comparison.summary or 'nothing'}")
    if comparison.fields:
        click.echo()
    for field in comparison.fields:
        shown = shortened(field.pieces) if terminal else field.pieces
        click.echo(f"{click.style(field.name, bold=True)}: {marked(shown, colour)}")
    changes = shortened(comparison.text)
    if changes:
        click.echo()
        if terminal:
            click.echo(click.wrap_text(marked(changes, colour), 80, preserve_paragraphs=True))
        else:
            click.echo(marked(comparison.text, colour))
