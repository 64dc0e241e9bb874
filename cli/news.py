"""`archive new`: what saved searches find that they did not when they were last looked at."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import chain

import click
from click.core import ParameterSource

from archive.article import JSON_VERSION
from archive.errors import DeliveryError, RequestError
from archive.exports.csv_row import csv_line
from archive.store.saved import Novelty, SavedSearch
from cli.home import Archive, searchable
from cli.output import COLUMNS, print_hit, print_notice_lines, print_object, printable
from cli.saved import fresh
from index.answers.results import Hit
from index.answers.results_json import hit_json
from index.answers.search import Search
from index.following.news import News, news

_FORMATS = ("text", "json", "jsonl", "csv", "ids")


@click.command(epilog="Example: archive new bridges")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--peek", is_flag=True, help="Look only: the same is new again next time.")
@click.option(
    "--format", "style", type=click.Choice(_FORMATS), default="text", show_default=True,
    help="How to print what was found.",
)  # fmt: skip
@click.option(
    "--webhook",
    "webhooks",
    multiple=True,
    metavar="URL",
    help="Print nothing: post it as JSON to this address. May be given several times.",
)
@click.option(
    "--mail",
    "mails",
    multiple=True,
    metavar="ADDRESS",
    help="Print nothing: send it to this address. May be given several times.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=50,
    show_default=True,
    help="Articles that are listed in what is posted or sent.",
)
@click.pass_context
def new(
    context: click.Context, /, names: tuple[str, ...], peek: bool, style: str,
    webhooks: tuple[str, ...], mails: tuple[str, ...], limit: int,
) -> int:  # fmt: skip
    """Print what saved searches find that they did not last time; all of them without a NAME.

    Last time is when they were last printed, or saved. Articles that have changed since stand
    after the new ones, all newest first. Once all is printed, it is no longer new. Ends with 0 if
    there was something, 1 if not, 2 on an error.

    With --webhook or --mail each address is told what it has not been told yet, withdrawn articles
    too, and nothing is printed. Ends with 0 if all has arrived, or there was nothing to tell, 2 if
    not: it is told with the next run.
    """
    home: str | None = context.obj
    if webhooks or mails:
        _refuse_printing(context)
        return _tell(home, names, webhooks, mails, limit)
    if context.get_parameter_source("limit") != ParameterSource.DEFAULT:
        raise click.UsageError("--limit is for --webhook and --mail; what is printed is all.")
    with searchable(home) as archive:
        kept = archive.store.saved
        wanted = _wanted(archive, names)
        found: list[News] = []
        failed = False
        for each in wanted:
            try:
                found.append(news(archive.search, each))
            except RequestError as error:
                failed = True
                click.echo(f"archive: {error.message}. Try: {error.hint}", err=True)
        _print(archive.search, found, style)
        sys.stdout.flush()  # what cannot be written was not shown
        if not peek:
            with archive.store.transaction():
                for each_news in found:
                    kept.see(each_news.saved, each_news.mark)
    if failed:
        return 2
    return 0 if any(each.new or each.changed for each in found) else 1


def _wanted(archive: Archive, names: tuple[str, ...]) -> list[SavedSearch]:
    """The searches of these names, each once; all of them without a name."""
    kept = archive.store.saved
    asked = {each.key: each for each in map(kept.get, names)}
    wanted = list(asked.values()) if names else kept.all()
    if not wanted:
        click.echo("No search is saved. Save one: archive save NAME QUERY", err=True)
    return wanted


def _refuse_printing(context: click.Context) -> None:
    for name, option in (("peek", "--peek"), ("style", "--format")):
        if context.get_parameter_source(name) != ParameterSource.DEFAULT:
            raise click.UsageError(f"{option} is for what is printed, not for --webhook or --mail.")


def _tell(
    home: str | None, names: tuple[str, ...], webhooks: Iterable[str], mails: Iterable[str],
    limit: int,
) -> int:  # fmt: skip
    """Tells every place the news of each search; what cannot be told keeps nothing else back."""
    from cli.telling.told import Place, place_of_mail, place_of_webhook, tell

    with searchable(home) as archive:
        places: list[Place] = []
        for make, kind, addresses in (
            (place_of_webhook, "http(s) address", webhooks), (place_of_mail, "mail address", mails),
        ):  # fmt: skip
            for address in dict.fromkeys(addresses):
                place = make(address, archive.settings)
                if place is None:
                    raise click.UsageError(f"{printable(address)} is no {kind}.")
                places.append(place)
        failed = False
        for saved in _wanted(archive, names):
            for place in places:
                try:
                    tell(archive.search, saved, place, archive.settings, limit)
                except (DeliveryError, RequestError) as error:
                    failed = True
                    what = printable(f"{saved.name}: {error.message}")
                    click.echo(f"archive: {what}. Try: {error.hint}", err=True)
    return 2 if failed else 0


def _print(search: Search, found: list[News], style: str) -> None:
    if style == "json":
        answer = {"version": JSON_VERSION, "searches": [_json(search, each) for each in found]}
        print_object(answer)
        return
    for each in found:
        print_notice_lines(each.notices)
    if style == "ids":
        for article_id in dict.fromkeys(chain(*((*each.new, *each.changed) for each in found))):
            click.echo(article_id)
    elif style == "text":
        for number, each in enumerate(found):
            if number:
                click.echo()
            _print_text(search, each)
    else:
        _print_rows(search, found, style)


def _json(search: Search, each: News) -> dict[str, object]:
    return {
        "name": each.saved.name,
        "since": each.saved.mark.at,
        "new": [hit_json(hit) for hit in search.hits(each.query, each.new)],
        "changed": [hit_json(hit) for hit in search.hits(each.query, each.changed)],
        "notices": list(each.notices),
    }


def _print_rows(search: Search, found: Iterable[News], style: str) -> None:
    """A line for every hit, with the search it is of, and whether it is new or changed."""
    columns = ("search", "novelty", *COLUMNS)
    if style == "csv":
        click.echo(csv_line(columns), nl=False)
    for each in found:
        for novelty, hit in _hits(search, each):
            row = {"search": each.saved.name, "novelty": novelty, **hit_json(hit)}
            if style == "csv":
                click.echo(csv_line(row[name] for name in columns), nl=False)
            else:
                click.echo(json.dumps(row, ensure_ascii=False))


def _print_text(search: Search, each: News) -> None:
    counts = fresh(each.saved, len(each.new), len(each.changed))
    name = printable(each.saved.name)
    click.echo(click.style(name, bold=True) + click.style(f": {counts}", dim=True))
    before: Novelty = "new"
    for number, (novelty, hit) in enumerate(_hits(search, each), 1):
        click.echo()
        if novelty != before:
            click.secho("Changed since:", dim=True)
            before = novelty
        print_hit(number, hit)


def _hits(search: Search, each: News) -> Iterator[tuple[Novelty, Hit]]:
    for hit in search.hits(each.query, each.new):
        yield "new", hit
    for hit in search.hits(each.query, each.changed):
        yield "changed", hit
