"""Printing results: the one place where Results become text, JSON or CSV."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Protocol

import click

from archive.article import JSON_VERSION, Article, to_json
from archive.normalise.embargo import embargoed_until
from archive.status import HIDDEN, STATUSES
from archive.text.plain import one_line, without_login
from archive.text.wording import counted
from index.answers.asked import Asked
from index.answers.highlight import marked
from index.answers.results import Facet, Hit, Mentions, Results, Snippet
from index.fields import find_field
from index.query.variants import Expansion

COLUMNS = (
    "id", "title", "date", "agency", "authors", "publisher", "section", "tags", "language", "url",
    "score", "story", "more",
)  # fmt: skip
STANDARD_INPUT = "-"  # in place of a query or an id: the ids there
_MOST_LISTED = 20  # lines of a list that nobody has asked for
_SPELLINGS = 6  # of a name that are listed; JSON has them all


def format_option(*styles: str, meaning: str = "How to print it.") -> Callable[..., Any]:
    """The option --format of a command, text first; text and json where none is named."""
    return click.option(
        "--format", "style", type=click.Choice(styles or ("text", "json")), default="text",
        show_default=True, help=meaning,
    )  # fmt: skip


def print_json(**answer: Any) -> None:
    """An answer as a JSON object, its version before all else."""
    print_object({"version": JSON_VERSION, **answer})


def print_object(answer: Any) -> None:
    """A JSON object as it is, on lines that people can read."""
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))


def print_results(results: Results, style: str, asked: Asked, fields: Sequence[str] = ()) -> None:
    """Prints results in a style: text, json, jsonl, csv or ids; of each hit the chosen `fields`.
    Notices go to standard error.
    """
    if style == "json":
        from index.answers.results_json import results_json

        answer = results_json(results)
        if fields:
            answer["hits"] = [{name: hit[name] for name in fields} for hit in answer["hits"]]
        print_object(answer)
        return
    print_notices(results)
    if fields:
        from cli.picked import print_picked

        print_picked(results.hits, style, fields, printable)
    elif style == "ids":
        for hit in results.hits:
            click.echo(hit.article.id)
    elif style == "jsonl":
        from index.answers.results_json import hit_json

        for hit in results.hits:
            click.echo(json.dumps(hit_json(hit), ensure_ascii=False))
    elif style == "csv":
        _print_csv(results)
    else:
        _print_text(results, asked)


class Noticed(Protocol):
    """An answer that tells how the query was understood."""

    @property
    def notices(self) -> tuple[str, ...]:
        """A sentence for everything that was not plain."""
        ...

    @property
    def expansions(self) -> tuple[Expansion, ...]:
        """The names that were searched in other spellings too."""
        ...


def print_notices(answer: Noticed) -> None:
    """How the query was understood, where it was not plain, and the other spellings that were
    searched, with the query without them; on standard error.
    """
    print_notice_lines(answer.notices)
    print_expansions(answer.expansions)


def tell_about(about: bool) -> None:
    """That counts are estimates, on standard error."""
    if about:
        click.secho("Note: stories are so many that they are estimated.", fg="yellow", err=True)


def print_expansions(expansions: Iterable[Expansion], place: str = "") -> None:
    """The other spellings that were searched, a line for each name, on standard error."""
    for each in expansions:
        more = len(each.names) - _SPELLINGS
        names = ", ".join(each.names[:_SPELLINGS]) + (f" and {more} more" if more > 0 else "")
        also = f"{place}Also searched: {names} · search only {each.typed}: {each.only}"
        click.secho(printable(also), dim=True, err=True)


def print_notice_lines(notices: Iterable[str]) -> None:
    """Notices on standard error, one line each."""
    for notice in notices:
        click.secho(f"Note: {printable(notice)}.", fg="yellow", err=True)


def printable(text: str) -> str:
    """Text without what could move a terminal's cursor or change its colours."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def safe(text: str) -> str:
    """The same without names and passwords in addresses."""
    return printable(without_login(text))


def first_of(lines: Collection[str], more: Callable[[int], str]) -> Iterator[str]:
    """The first 20 lines, fit for a terminal, and in one more how many others there are."""
    yield from map(printable, islice(lines, _MOST_LISTED))
    if (others := len(lines) - _MOST_LISTED) > 0:
        yield more(others)


def _print_csv(results: Results) -> None:
    from archive.exports.csv_row import csv_line
    from index.answers.results_json import hit_json

    click.echo(csv_line(COLUMNS), nl=False)
    for hit in results.hits:
        row = hit_json(hit)
        click.echo(csv_line(row[name] for name in COLUMNS), nl=False)


def _print_text(results: Results, asked: Asked) -> None:
    offset = asked.offset
    shown = ""
    if results.hits and results.total > len(results.hits):
        shown = f", {offset + 1:,} to {offset + len(results.hits):,} shown"
    click.secho(f"{_how_many(results)}{shown} ({results.took_ms:.0f} ms)", dim=True)
    for number, hit in enumerate(results.hits, offset + 1):
        click.echo()
        print_hit(number, hit)
    if not results.total:
        click.echo("Nothing was found.")
    for facet in results.facets:
        if facet.buckets:
            of = ("about so many stories" if results.about else "stories") if asked.fold else ""
            print_facet(facet, asked.facet_limit, of and f" ({of})")
    if results.timeline:
        from cli.timeline import print_timeline

        if results.mentions:
            _print_mentions(results.mentions)
        print_timeline(results, asked)


def _how_many(results: Results) -> str:
    """ "31 articles", "12 stories (31 articles)", or "about 12 stories (31 articles)"."""
    articles = counted(results.articles, "article")
    if results.counted == "articles":
        return articles
    return f"{'about ' * results.about}{counted(results.total, 'story')} ({articles})"


def print_hit(number: int, hit: Hit) -> None:
    """Prints a hit of a list: title, facts, tags, snippets, and how many copies are folded."""
    article = hit.article
    title = next((s for s in hit.snippets if s.field == "title"), None)
    headline = _marked(title, bold=True) if title else click.style(article.headline, bold=True)
    click.echo(f"{number:>3}  {headline}")
    status = article.status if article.status in STATUSES else None
    facts = [status, ", ".join(article.agency), article.date, article.section, article.publisher]
    line = " · ".join(fact for fact in facts if fact)
    click.echo(f"     {line}{' · ' if line else ''}" + click.style(article.id, fg="cyan"))
    if article.tags:
        click.echo("     " + click.style("; ".join(article.tags), dim=True))
    for snippet in hit.snippets:
        if snippet.field != "title":
            label = "" if snippet.field == "body" else f"{snippet.field}: "
            click.echo(_wrapped(label + _marked(snippet)))
    if hit.more:
        click.secho(
            f"     + {hit.more:,} more like this: archive search 'story:{hit.story}'", dim=True
        )


def _marked(snippet: Snippet, bold: bool = False) -> str:
    """Marks are colour on a terminal, and asterisks where there is no colour."""
    colour = coloured()
    parts: list[str] = []
    for text, hit in marked(snippet):
        if not hit:
            parts.append(click.style(text, bold=bold) if colour else text)
        else:
            parts.append(click.style(text, fg="yellow", bold=True) if colour else f"*{text}*")
    return "".join(parts)


def coloured() -> bool:
    """Whether colours are seen: on a terminal, unless NO_COLOR is set or it is a dumb one."""
    context = click.get_current_context(silent=True)
    return sys.stdout.isatty() and (context is None or context.color is not False)


def _wrapped(text: str) -> str:
    return click.wrap_text(text, width(), "     ", "     ")


def width() -> int:
    """The columns that are written to: those of the terminal, at most 100."""
    return min(shutil.get_terminal_size((100, 24)).columns, 100)


def print_facet(facet: Facet, limit: int, counted: str) -> None:
    """A facet's values with their counts, and how to see more."""
    field = find_field(facet.name)
    click.echo()
    click.secho((field.label if field else facet.name) + counted, bold=True)
    rows = [
        (bucket.value + (" ✓" if bucket.chosen else " ✗" if bucket.excluded else ""), bucket.count)
        for bucket in facet.buckets
    ]
    from cli.bars import print_bars

    print_bars([*rows, *([("(none given)", facet.missing)] if facet.missing else [])])
    if len(rows) >= limit:
        click.secho(f"  the first {limit}; more with --facet-limit", dim=True)


def _print_mentions(found: Mentions) -> None:
    """When what was asked for is first, last and most often in the news."""
    most = counted(found.most, "article")
    click.echo()
    click.secho("Mentions", bold=True)
    click.echo(f"  first {found.first}, last {found.last}, most on {found.peak} ({most})")


def article_text(article: Article, body: str) -> str:
    """An article as a page of plain text."""
    facts = [
        ("by", ", ".join(article.authors)),
        ("agency", ", ".join(article.agency)),
        ("date", " ".join(filter(None, (article.date, article.time)))),
        ("publisher", article.publisher),
        ("section", article.section),
        ("tags", "; ".join(article.tags)),
        ("by hand", "; ".join(article.people_tags)),
        ("status", article.status),
        ("note", article.note),
        ("address", article.url),
        ("id", f"{article.id}, revision {article.revision}"),
        ("origin", str(article.origin)),
    ]
    lines = [click.style(article.headline, bold=True), ""]
    lines += [f"{name:>9}  {value}" for name, value in facts if value]
    if article.summary:
        lines += ["", click.wrap_text(article.summary, 80)]
    dateline = f"{article.dateline} — " if article.dateline else ""
    lines += ["", click.wrap_text(dateline + body, 80, preserve_paragraphs=True)]
    captions = [one_line(image.caption) for image in article.images if image.caption]
    if captions:
        lines += ["", *(click.wrap_text(f"[picture] {caption}", 80) for caption in captions)]
    return "\n".join(lines)


def not_public(article: Article) -> str | None:
    """A line that says why an article is not to be found and not to be published; None if it is."""
    if until := embargoed_until(article, datetime.now(UTC)):
        return f"This article is under an embargo until {until.astimezone(UTC):%Y-%m-%d %H:%M} UTC."
    if article.status in HIDDEN:
        note = f": {printable(article.note)}" if article.note else "."
        return f"This article is {article.status}{note}"
    return None


def article_json(article: Article) -> dict[str, Any]:
    """An article as JSON, version 1."""
    return {"version": JSON_VERSION, "article": to_json(article)}
