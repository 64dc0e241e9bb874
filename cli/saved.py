"""`archive save` and `saved`: searches that are kept under a name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from shlex import quote
from typing import Any

import click

from archive.article import JSON_VERSION
from archive.errors import RequestError
from archive.store.saved import SavedSearch, checked_name
from archive.store.store import Store
from archive.text.wording import counted
from cli.home import opened, searchable
from cli.output import print_notices, print_object, printable
from cli.query import QueryCommand, asked_of, with_filters
from index.answers.asked import Asked
from index.answers.search import Search
from index.following.news import keep, news
from index.query.saved import described, query_of


@click.command(
    cls=QueryCommand,
    epilog="Example: archive save bridges 'Euphrates bridge*' --not-tag Sport",
)
@click.argument("name")
@with_filters
@click.option("--replace", "replacing", is_flag=True, help="In place of the search of that name.")
@click.option("--remove", is_flag=True, help="Forget the search of that name.")
@click.pass_obj
def save(
    home: str | None,
    /,
    name: str,
    query: tuple[str, ...],
    replacing: bool,
    remove: bool,
    **options: Any,
) -> int:
    """Keep a search under a name, with its filters.

    `archive new NAME` then prints what comes from now on, and query:NAME stands for the search in
    any query. A NAME is the same in any case; one of several words stands in quotes.
    """
    asked = asked_of(query, options)
    if remove:
        if replacing or asked != Asked():
            raise click.UsageError("--remove takes a name and nothing else.")
        with opened(home) as archive:
            _forget(archive.store, name)
        return 0
    if asked == Asked():
        raise click.UsageError('Say what to search for; "*" is every article.')
    if asked.query is not None:
        raise click.UsageError("A saved search has a query, not the ids on standard input.")
    with searchable(home) as archive:
        results = archive.search.search(replace(asked, limit=0))
        kept = keep(archive.search, name, asked, replacing=replacing)
    print_notices(results)
    click.echo(f"Saved: {query_of(kept.name)} finds {counted(results.total, 'article')} now.")
    click.echo(f"What is new since {moment(kept.mark.at)}: archive new {quote(kept.name)}")
    return 0


@click.command(epilog="Example: archive saved")
@click.option(
    "--format", "style", type=click.Choice(("text", "json")), default="text", show_default=True,
    help="How to print them.",
)  # fmt: skip
@click.pass_obj
def saved(home: str | None, /, style: str) -> int:
    """List the saved searches: what each finds now, and how much of it is new.

    Nothing counts as shown by this: that is what `archive new` is for.
    """
    with searchable(home) as archive:
        found = [_Standing.of(archive.search, each) for each in archive.store.saved.all()]
    if style == "json":
        answer = {"version": JSON_VERSION, "searches": [each.json() for each in found]}
        print_object(answer)
        return 0
    for each in found:
        click.echo(click.style(each.saved.name, bold=True) + f"  {each.sentence()}")
        click.echo(f"    {printable(described(each.saved))}")
    if not found:
        click.echo("No search is saved. Save one: archive save NAME QUERY", err=True)
    return 0


@dataclass(frozen=True)
class _Standing:
    """A saved search with what it finds now, or why it cannot be used."""

    saved: SavedSearch
    articles: int | None = None
    new: int = 0
    changed: int = 0
    problem: str = ""

    @classmethod
    def of(cls, search: Search, each: SavedSearch) -> _Standing:
        try:
            since = news(search, each)
        except RequestError as error:
            return cls(each, problem=error.message)
        total = search.search(Asked(query_of(each.name), limit=0)).total
        return cls(each, total, len(since.new), len(since.changed))

    def sentence(self) -> str:
        if self.articles is None:
            return printable(self.problem)
        return f"{counted(self.articles, 'article')}, {fresh(self.saved, self.new, self.changed)}"

    def json(self) -> dict[str, Any]:
        each = self.saved
        return {
            "name": each.name,
            "query": each.text,
            "filters": {name: list(values) for name, values in each.filters.items()},
            "from": each.start,
            "to": each.end,
            "match": each.match,
            "exact": each.exact,
            "variants": each.variants,
            "language": each.language,
            "saved": each.saved_at,
            "since": each.mark.at,
            "articles": self.articles,
            "new": None if self.problem else self.new,
            "changed": None if self.problem else self.changed,
            "problem": self.problem or None,
        }


def moment(at: str) -> str:
    """An instant of a saved search, to the minute."""
    return f"{datetime.fromisoformat(at).astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def fresh(saved: SavedSearch, new: int, changed: int) -> str:
    """How much is new: "3 new, 1 changed since 2017-11-03 14:05 UTC"."""
    counts = [f"{count:,} {what}" for count, what in ((new, "new"), (changed, "changed")) if count]
    return f"{', '.join(counts) or 'nothing new'} since {moment(saved.mark.at)}"


def _forget(store: Store, name: str) -> None:
    with store.transaction():
        kept = store.saved.get(checked_name(name))
        store.saved.remove(kept.name)
    click.echo(f'Forgotten: "{kept.name}" was {printable(described(kept))}')
