"""Collections printed: as text, JSON, ids, or a document in Markdown."""

from __future__ import annotations

from datetime import datetime

import click

from archive.article import JSON_VERSION
from archive.collecting.acts import told
from archive.collecting.collecting import Collecting
from archive.collecting.document import collection_markdown
from archive.collecting.reading import Collections
from archive.collecting.shown import UNREADABLE, Shown, collection_json, listing_json, shown_in_turn
from archive.store.store import Store
from archive.text.wording import counted
from cli.home import Archive
from cli.output import print_object, printable, width

FORMATS = ("text", "json", "ids", "markdown")


def print_collection(archive: Archive, name: str, style: str) -> int:
    """Prints a collection in a format; how many articles it has."""
    lists = Collections(archive.store.database)
    collection = lists.get(name)
    members = lists.members(name)
    articles = shown_in_turn(archive.store, members)
    if style == "json":
        found = collection_json(collection, lists.changed_at(name), len(members), articles)
        print_object(found)
    elif style == "ids":
        for each in articles:
            if each.article:
                click.echo(each.id)
    elif style == "markdown":
        today = datetime.now().astimezone().date()
        masthead = archive.settings.masthead()
        for piece in collection_markdown(collection, articles, masthead, today):
            click.echo(piece, nl=False)
    else:
        click.echo(click.style(collection.name, bold=True), nl=False)
        click.secho(f"  {counted(len(members), 'article')}", dim=True)
        _print_note(collection.note, "")
        for each in articles:
            click.echo()
            _print_article(each)
        for article_id, identity in lists.waiting(name):
            click.echo(f"\n  …  {printable(identity)} is still to come · {article_id}")
    return len(members)


def print_list(store: Store, style: str) -> int:
    """Prints all collections; how many there are."""
    listed = listing_json(store)
    if style == "json":
        print_object(listed)
    for each in listed["collections"] if style != "json" else ():
        count = counted(each["articles"], "article")
        click.echo(f"{click.style(each['name'], bold=True)}  {count}")
        _print_note((each["note"] or "").split("\n")[0], "    ")
    if not listed["collections"]:
        click.echo("There is no collection. Make one: archive collection new NAME", err=True)
    return len(listed["collections"])


def print_log(store: Store, style: str) -> int:
    """Prints what was done, the newest first, and to which collection, if it is there; how much."""
    acts = told(store, Collecting(store).log())
    if style == "json":
        answer = {"version": JSON_VERSION, "acts": [act.json() for act in acts]}
        print_object(answer)
        return len(acts)
    lists = Collections(store.database)
    found = filter(None, map(lists.find, {act.key for act in acts}))
    names = {each.key: f" · {each.name}" for each in found}
    for act in acts:
        state = "" if act.state == "done" else f" · {act.state}"
        said = act.said + names.get(act.key, "")
        click.echo(f"{act.number:>4}  {act.at:%Y-%m-%d %H:%M} UTC  {printable(said)}{state}")
    if not acts:
        click.echo("Nothing was done to collections.", err=True)
    return len(acts)


def _print_article(each: Shown) -> None:
    if each.article is None:
        click.echo(f"{each.number:>3}  {UNREADABLE} · {each.id}")
        return
    article = each.article
    click.echo(f"{each.number:>3}  {click.style(printable(article.headline), bold=True)}")
    facts = [", ".join(article.agency), article.date, article.section, article.publisher]
    line = " · ".join(printable(fact) for fact in facts if fact)
    click.echo(f"     {line}{' · ' if line else ''}" + click.style(each.id, fg="cyan"))
    _print_note(each.note, "     ")
    for quoted in each.passages:
        _print_note(f"“{quoted.passage.quote}”", "     ")
        if not quoted.stands:
            stood = f"stood there in revision {quoted.passage.revision}, and does not now"
            click.secho(f"       ({stood})", dim=True)
        _print_note(quoted.passage.note, "       ")


def _print_note(note: str, margin: str) -> None:
    for line in filter(None, note.split("\n")):
        click.echo(click.wrap_text(printable(line), width(), margin, margin))
