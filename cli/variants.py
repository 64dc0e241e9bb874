"""`archive variants`: the archive's own spellings of names, and proposals for more."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING, Any

import click

from archive.article import Article
from cli.home import opened, progress, searchable
from cli.output import format_option, print_json, printable
from index.answers.asked import Asked
from index.names.own import FILE, read_own

if TYPE_CHECKING:
    from index.names.proposals import Proposal


@click.group(invoke_without_command=True, epilog="Example: archive variants")
@format_option()
@click.pass_context
def variants(context: click.Context, style: str) -> int:
    """List the archive's own spellings of names, and what is wrong with them.

    They stand in variants.txt in the archive's folder: one name a line, its spellings between
    commas, remarks after #. A name that stands alone has no other spellings. Ends with 1 if a line
    needs looking at.
    """
    if context.invoked_subcommand:
        return 0
    with opened(context.obj, wait=False) as archive:
        file = archive.settings.home / FILE
    own = read_own(file)
    if style == "json":
        groups = [{"line": group.line, "names": group.names} for group in own.groups]
        print_json(file=str(file), groups=groups, problems=list(map(str, own.problems)))
        return 1 if own.problems else 0
    for group in own.groups:
        alone = "  (only as typed)" if len(group.names) == 1 else ""
        click.echo(printable(f"{group.line:>5}  {', '.join(group.names)}{alone}"))
    for problem in own.problems:
        click.secho(printable(f"{FILE}, {problem}."), fg="yellow", err=True)
    if not own.groups and not own.problems:
        click.echo(printable(f"There are none. They would stand in {file}: Raqqa, Raqa, Ar-Raqqah"))
    return 1 if own.problems else 0


@variants.command(epilog="Example: archive variants suggest >> proposals.txt")
@click.option(
    "--limit", type=click.IntRange(1), default=50, metavar="N", show_default=True,
    help="At most N.",
)  # fmt: skip
@format_option()
@click.pass_obj
def suggest(home: str | None, limit: int, style: str) -> int:
    """Propose spellings of one name, from the archive's own words.

    Names that sound alike and stand beside the same other names, the most frequent first. Each
    line can be put into variants.txt as it is; nothing is done by itself. Ends with 1 if there is
    nothing to propose.
    """
    from index.names.proposals import propose

    with searchable(home) as archive, progress("Reading") as show:
        search = archive.search
        read, total = count(1), 2 * archive.store.count()  # each is read twice

        def articles() -> Iterator[Article]:
            for article in search.articles(Asked(sort="oldest")):
                yield article
                show(next(read), total)

        found = propose(articles, search.names)
    if style == "json":
        print_json(proposals=[_proposal(each) for each in found[:limit]])
        return 0 if found else 1
    for each in found[:limit]:
        names = ", ".join(name for name, _ in each.spellings)
        counts = ", ".join(f"{count:,}" for _, count in each.spellings)
        beside = ", ".join(each.company)
        click.echo(
            printable(f"{names}  # in {counts} articles; beside {beside}; as in {each.example}")
        )
    if not found:
        click.echo("Nothing to propose: no two names are alike in sound and company.", err=True)
    return 0 if found else 1


def _proposal(each: Proposal) -> dict[str, Any]:
    spellings = [{"name": name, "articles": articles} for name, articles in each.spellings]
    return {"spellings": spellings, "beside": each.company, "example": each.example}
