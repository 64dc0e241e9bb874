"""`archive tag`: tags given and taken away by hand, renamed, undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import click

from archive.article import JSON_VERSION
from archive.store.by_hand import Said
from archive.store.saved import Mark, SavedSearch
from archive.tagging.journal import Done
from archive.tagging.tagging import Change, Tagging, Undone
from archive.text.wording import counted
from cli.home import Archive, opened, searchable
from cli.ids import piped_ids
from cli.output import STANDARD_INPUT, print_notice_lines, print_notices, print_object, printable
from cli.query import QueryCommand, asked_of, with_filters
from index.answers.asked import Asked
from index.query.parse import LANGUAGE
from index.query.saved import described

_QUERY = "archive tag query"


class TagCommand(QueryCommand):
    """A command whose query stands behind --, since what it does begins with + and - too."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keeps what stands behind the first --, and reads the rest."""
        if args == ["-h"]:
            return super().parse_args(ctx, args)
        at = args.index("--") if "--" in args else len(args)
        ctx.meta[_QUERY] = tuple(args[at + 1 :])
        return click.Command.parse_args(self, ctx, args[:at])

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """What it does and the query apart, as they are typed."""
        return ["[OPTIONS]", "[+TAG|-TAG]...", "[-- QUERY]"]


@click.command(
    cls=TagCommand,
    epilog="Example: archive tag +Euphrates -Syria --dry-run -- 'Deir Ezzor' date:2017",
)
@with_filters
@click.option("--dry-run", is_flag=True, help="Say how many articles it would change, no more.")
@click.option("--undo", is_flag=True, help="Undo what was done last; again, what was done before.")
@click.option("--redo", is_flag=True, help="Do again what was undone.")
@click.option(
    "--rename", nargs=2, metavar="OLD NEW",
    help="Call a tag otherwise in the whole archive, or make two tags one.",
)  # fmt: skip
@click.option("--log", "listing", is_flag=True, help="List what was done, the newest first.")
@click.option(
    "--format", "style", type=click.Choice(("text", "json")), default="text", show_default=True,
    help="How to print what was done.",
)  # fmt: skip
@click.pass_context
def tag(
    context: click.Context,
    /,
    query: tuple[str, ...],
    dry_run: bool,
    undo: bool,
    redo: bool,
    rename: tuple[str, str] | None,
    listing: bool,
    style: str,
    **options: Any,
) -> int:
    """Give tags to articles and take them away: +TAG and -TAG, then -- and a query.

    A single - in place of the query stands for ids on standard input. What people say of a tag is
    kept apart from what the supplier sends, and stands whatever is delivered later. A kind may
    stand before a tag: +person:"Jane Roe" (topic, place, person, organisation). Ends with 0 if
    something was changed or listed, 1 if not, 2 on an error.
    """
    home, words = context.obj, context.meta[_QUERY]
    if words == (STANDARD_INPUT,):  # the same on either side of --
        query, words = (*query, STANDARD_INPUT), ()
    asked = asked_of(words, options)
    acts = {"--undo": undo, "--redo": redo, "--rename": rename, "--log": listing}
    _refuse_together([name for name, given in acts.items() if given], dry_run, asked, query)
    if listing:
        with opened(home, wait=False) as archive:
            return _list(Tagging(archive.store).log(), style)
    if undo or redo:
        with opened(home) as archive:
            tagging = Tagging(archive.store)
            undone = tagging.undo() if undo else tagging.redo()
            code = _tell_again(undone, "undone" if undo else "redone", style)
            archive.follow()
        return code
    if rename:
        old, new = rename
        with opened(home) as archive:
            tagging = Tagging(archive.store)
            return _do(archive, lambda: tagging.rename(old, new), dry_run, style)
    said, piped = _said(query), "-" in query
    if piped == (asked != Asked()):
        raise click.UsageError(
            "Say which articles: -- QUERY, or - for ids on standard input, and not both;"
            ' -- "*" is every article.'
        )
    with searchable(home) as archive:
        ids, named = _piped(archive) if piped else _found(archive, asked)
        tagging = Tagging(archive.store)
        return _do(archive, lambda: tagging.change(said, ids, named), dry_run, style)


def _refuse_together(acts: list[str], dry_run: bool, asked: Asked, query: tuple[str, ...]) -> None:
    """UsageError for what has no meaning beside --undo and its like."""
    if len(acts) > 1 or (acts and (query or asked != Asked())):
        raise click.UsageError(f"{acts[0]} stands alone.")
    if dry_run and acts not in ([], ["--rename"]):
        raise click.UsageError(f"{acts[0]} has no dry run.")


def _said(query: tuple[str, ...]) -> list[Said]:
    """What is said of tags. UsageError for a word that says nothing of one."""
    words = [word for word in query if word != "-"]
    if not words:
        raise click.UsageError("Say what to do: +TAG gives a tag, -TAG takes it away.")
    for word in words:
        if word.startswith("--"):
            raise click.NoSuchOption(word, ctx=click.get_current_context())
        if word[:1] not in ("+", "-"):
            raise click.UsageError(
                f"{word!r} is neither +TAG nor -TAG; the query stands behind --:"
                f" archive tag +TAG -- {word}"
            )
    return [Said.typed(word) for word in words]


def _found(archive: Archive, asked: Asked) -> tuple[list[str], str | None]:
    """The ids that a query finds, and the query in a line."""
    print_notices(archive.search.search(replace(asked, limit=0)))
    search = SavedSearch(
        "", asked.text, LANGUAGE, Mark(0, ""), asked.filters, asked.start, asked.end,
        asked.match, asked.exact, asked.variants,
    )  # fmt: skip
    return [article.id for article in archive.search.articles(asked)], described(search)


def _piped(archive: Archive) -> tuple[list[str], str | None]:
    """The ids on standard input. NotFoundError for one that no article has."""
    return [archive.store.resolve(word) for word in piped_ids()], None


def _do(archive: Archive, look: Callable[[], Change], dry_run: bool, style: str) -> int:
    change = look() if dry_run else Tagging(archive.store).do(look)
    print_notice_lines(change.notices)
    if style == "json":
        answer = {
            "version": JSON_VERSION, "said": change.said, "query": change.query,
            "articles": len(change.articles), "dry_run": dry_run,
        }  # fmt: skip
        print_object(answer)
    else:
        _tell(change, dry_run)
    if not dry_run and change.articles:
        archive.follow()
    return 0 if change.steps else 1


def _tell(change: Change, dry_run: bool) -> None:
    """In words what was done, or would be."""
    if not (change.found or change.steps):
        click.echo("Nothing was found.")
        return
    articles, said = counted(len(change.articles), "article"), printable(change.said)
    if not change.steps:
        click.echo(f"Nothing to do: {said} holds already of all that was found.")
    elif dry_run:
        click.echo(f"{articles} would change by {said}. Nothing was done.")
    else:
        click.echo(f"{articles} changed by {said}.")
        silent = len({step.place for step in change.steps if step.place}) - len(change.articles)
        if silent > 0:
            stands = f"{silent:,} more had it so from their source; now it stands there too"
            click.echo(f"{stands}, whatever is delivered.")
        click.echo("Undo it: archive tag --undo")


def _tell_again(undone: Undone, done: str, style: str) -> int:
    """In words what was undone, or done again."""
    if style == "json":
        answer = {"version": JSON_VERSION, done: undone.act.json(), "articles": undone.articles}
        print_object(answer)
        return 0
    articles = counted(undone.articles, "article")
    other = "redo" if done == "undone" else "undo"
    word = "Undone" if done == "undone" else "Done again"
    click.echo(f"{word}: {_line(undone.act)}; {articles} changed.")
    click.echo(f"{'Do it again' if other == 'redo' else 'Undo it'}: archive tag --{other}")
    return 0


def _list(acts: list[Done], style: str) -> int:
    if style == "json":
        answer = {"version": JSON_VERSION, "acts": [act.json() for act in acts]}
        print_object(answer)
    else:
        for act in acts:
            state = "" if act.state == "done" else f" · {act.state}"
            at = f"{act.at:%Y-%m-%d %H:%M} UTC"
            click.echo(
                f"{act.number:>4}  {at}  {_line(act)} · {counted(act.articles, 'article')}{state}"
            )
        if not acts:
            click.echo("Nothing was done to tags by hand.", err=True)
    return 0 if acts else 1


def _line(act: Done) -> str:
    """What was asked, and of what."""
    query = f" -- {act.query}" if act.query is not None else ""
    return printable(f"{act.said}{query}")
