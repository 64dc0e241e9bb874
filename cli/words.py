"""`archive words`: what stands around words, and what is typical of one search beside another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from time import monotonic
from typing import Any

import click
from click.core import ParameterSource

from archive.errors import RequestError
from archive.text.wording import counted
from cli.bars import columns, fitting
from cli.home import searchable
from cli.output import print_notices, print_object, printable
from cli.query import QueryCommand, asked_of, with_filters
from index.answers.manifest import about
from index.company.asked import AXES, MEASURES, SHOWN, Around
from index.company.company import company, compared
from index.company.method import cited, method, sample_of
from index.company.results import EVERY, Company, Comparison, Pair
from index.company.rows import company_json, comparison_json, tables
from index.engines.common.interface import Engine
from index.query.patience import heeding

_WIDEST = 28  # columns of a word
_OF_COMPANY = ("least", "small", "measure", "window", "left", "right")
_PATIENCE = 10  # seconds, after which is said why it takes so long


@click.command(
    cls=QueryCommand, epilog="Example: archive words '\"crude oil\"' --by year --from 2017"
)
@with_filters
@click.option(
    "--show", "shown", type=click.Choice(SHOWN), default="company", show_default=True,
    help="The words around, the words side by side, or counts alone.",
)  # fmt: skip
@click.option("--by", type=click.Choice(AXES), metavar="AXIS",
              help=f"Apart for each value of one of: {', '.join(AXES)}.")  # fmt: skip
@click.option("--against", metavar="QUERY", help="What is typical of the query beside this one.")
@click.option(
    "--measure", type=click.Choice(MEASURES), default=MEASURES[0], show_default=True,
    help="How far from chance a word is near.",
)  # fmt: skip
@click.option("--window", type=int, default=5, show_default=True, metavar="N",
              help="Words on either side that count as near.")  # fmt: skip
@click.option("--left", type=int, metavar="N", help="Words before, if other than --window.")
@click.option("--right", type=int, metavar="N", help="Words behind, if other than --window.")
@click.option("--limit", type=int, default=25, show_default=True, metavar="N",
              help="At most N words.")  # fmt: skip
@click.option("--least", type=int, default=2, show_default=True, metavar="N",
              help="Words that stand near N times or more.")  # fmt: skip
@click.option("--small", is_flag=True, help="List small words too: the, of, and.")
@click.option("--seed", type=int, default=1, show_default=True, metavar="N",
              help="Draws the sample of more than a million occurrences.")  # fmt: skip
@click.option("--method", "explained", is_flag=True, help="Tell how the numbers are computed.")
@click.option(
    "--format", "style", type=click.Choice(("text", "json", "csv")), default="text",
    show_default=True, help="How to print it.",
)  # fmt: skip
@click.pass_obj
def words(
    home: str | None,
    /,
    query: tuple[str, ...],
    by: str | None,
    against: str | None,
    explained: bool,
    style: str,
    window: int,
    left: int | None,
    right: int | None,
    **options: Any,
) -> int:
    """Tell what stands around words more often than chance would have it, and how often they stand.

    With --by for each year, agency, tag and so on; with --show neighbours the words side by side;
    with --show counts articles and occurrences, with their shares; with --against what is typical
    of one query beside another. Ends with 0, 1 if nothing was found, 2 on an error.
    """
    own = {name: options.pop(name) for name in ("shown", "measure", "limit", "least", "small",
                                                "seed")}  # fmt: skip
    around = Around(
        by=by or "", left=window if left is None else left,
        right=window if right is None else right, **own,
    ).checked()  # fmt: skip
    if explained:
        for said in method(around, of_two=against is not None):
            click.secho(said.name, bold=True)
            click.echo(click.wrap_text(said.text, 100, "  ", "  "))
        return 0
    if around.shown != "company":
        _refuse_idle(around)
    with searchable(home) as archive, heeding(_patiently(archive.engine)):
        asked = asked_of(query, options)
        found: Company | Comparison
        if against is None:
            found = company(archive.search, asked, around)
        else:
            found = compared(archive.search, asked, against, around)
    _print(found, style, about(asked, 0).filters)
    return 0 if sum((found.documents,) if isinstance(found, Company) else found.documents) else 1


def _refuse_idle(around: Around) -> None:
    """RequestError for an option that says nothing of the table asked for, as `--least 3` of words
    side by side, which are listed however rare.
    """
    source = click.get_current_context().get_parameter_source
    given = [name for name in _OF_COMPANY if source(name) is ParameterSource.COMMANDLINE]
    if around.least == 1 and "least" in given:  # so they are
        given.remove("least")
    if given:
        table = {"neighbours": "words side by side", "counts": "counts"}[around.shown]
        raise RequestError(
            f"--{given[0]} chooses among the words around, not among {table}",
            f"leave it out, or --show {SHOWN[0]}",
        )


def _patiently(engine: Engine) -> Callable[[], None]:
    """What says once, where it takes long, why it does, and what would be quicker. It may go on."""
    until: float | None = monotonic() + _PATIENCE

    def tell() -> None:
        nonlocal until
        if until is not None and monotonic() > until:
            until = None
            if engine.reads_texts:
                from index.engines.common.plain import INSTEAD, WHY

                click.echo(f"This takes long: {WHY}.\n  Try: {INSTEAD}", err=True)

    return tell


def _print(found: Company | Comparison, style: str, narrowed: Mapping[str, Any]) -> None:
    if style == "json":
        answer = company_json(found) if isinstance(found, Company) else comparison_json(found)
        print_object(answer)
        return
    print_notices(found)
    if style == "csv":
        from archive.exports.csv_row import csv_line

        for row in tables(found):
            click.echo(csv_line(row), nl=False)
    elif isinstance(found, Comparison):
        _print_comparison(found)
        if any(found.documents):
            _print_cited(*found.queries, found, narrowed)
    else:
        _print_company(found)
        if found.documents:
            _print_cited(found.query, None, found, narrowed)


def _print_cited(
    query: str, versus: str | None, found: Company | Comparison, narrowed: Mapping[str, Any]
) -> None:
    """How the numbers can be cited, and where it is told how they were made."""
    line = cited(
        query, found.around, "this archive", date.today().isoformat(), versus=versus,
        narrowed=narrowed, sample=sample_of(found),
    )  # fmt: skip
    click.secho(printable(line), dim=True)
    click.secho("How this is computed: archive words --method", dim=True)


def _print_company(found: Company) -> None:
    said = f"{counted(found.occurrences, 'occurrence')} in {counted(found.documents, 'article')}"
    click.secho(said, dim=True)
    if found.sampled:
        click.secho(
            f"A sample of {found.drawn:,} of them was looked at (seed {found.around.seed});"
            f" shares of them are right to within {found.margin:.2%}.",
            fg="yellow",
        )
    if not found.documents:
        click.echo("Nothing was found.")
        return
    click.echo()
    heads = [group.label for group in found.groups]
    if found.around.shown == "counts" or found.around.by:
        _print_table(
            [found.around.by or "", "articles", "of all", "occurrences", "per 10,000 words"],
            ([g.label, f"{g.documents:,}", _percent(g.share), f"{g.occurrences:,}",
              _number(g.per_words, 2)] for g in found.groups),
        )  # fmt: skip
        if found.others:
            click.echo(f"  and {found.others:,} more values")
    if found.around.shown == "neighbours":
        _print_table(
            ["", *(heads if found.around.by else ["often"])],
            ([" ".join(each.words), *(f"{n:,}" if n else "-" for n in each.counts)]
             for each in found.neighbours),
        )  # fmt: skip
    elif found.around.shown == "company":
        _print_words(found, heads)


def _print_words(found: Company, heads: Sequence[str]) -> None:
    if not found.words:
        click.echo("No word stands near it more often than by chance.")
    elif found.around.by:
        has_change = found.words[0].change is not None
        _print_table(
            ["near", *heads, *(["change"] if has_change else [])],
            ([word.written or word.word, *(f"{n:,}" if n else "-" for n in word.near),
              *([f"{word.change:+.1f}"] if word.change is not None else [])]
             for word in found.words),
        )  # fmt: skip
    else:
        _print_table(
            ["", "near", "expected", "in all", found.around.measure],
            ([word.written or word.word, f"{word.near[0]:,}", _number(word.expected[0]),
              f"{word.total[0]:,}", _score(word.score[0])] for word in found.words),
        )  # fmt: skip


def _print_comparison(found: Comparison) -> None:
    one, other = (counted(each, "article") for each in found.documents)
    named = [printable(query) or EVERY for query in found.queries]
    click.secho(f"{one} beside {other}; {found.both:,} are in both", dim=True)
    if not any(found.documents):
        click.echo("Nothing was found.")
        return
    click.echo()
    if found.around.by and found.values:
        _print_table(
            [found.around.by, *named, "", "", "typical"],
            ([pair.label or pair.key, *(f"{n:,}" for n in pair.counts), *map(_percent, pair.shares),
              f"{pair.score:+.1f}"] for pair in found.values),
        )  # fmt: skip
    for name, sign in zip(named, (1, -1), strict=True):
        click.secho(f"Typical of {name}", bold=True)
        mine = [pair for pair in found.words if pair.score * sign > 0]
        if mine:
            _print_table(
                ["", *named, "log-likelihood"],
                (_pair(pair) for pair in mine),
            )
        else:
            click.echo("  No word is more frequent there.\n")


def _pair(pair: Pair) -> list[str]:
    return [pair.label or pair.key, *(f"{n:,}" for n in pair.counts), f"{abs(pair.score):.1f}"]


def _print_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    table = [list(heads), *map(list, rows)]
    table = [[fitting(printable(cell), _WIDEST) for cell in row] for row in table]
    sizes = [max(columns(row[at]) for row in table) for at in range(len(heads))]
    for number, row in enumerate(table):
        line = "  ".join(_aligned(row, sizes))
        click.secho(f"  {line}".rstrip(), bold=number == 0 or None)
    click.echo()


def _aligned(row: Sequence[str], sizes: Sequence[int]) -> Iterator[str]:
    """The first cell to the left, numbers to the right."""
    for at, (cell, size) in enumerate(zip(row, sizes, strict=True)):
        space = " " * (size - columns(cell))
        yield cell + space if at == 0 else space + cell


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"


def _score(score: float | None) -> str:
    """A score, of which Dice has its digits behind the point; as the page shows it."""
    return f"{score:,.4f}" if score is not None and score < 1 else _number(score)


def _number(number: float | None, digits: int = 1) -> str:
    return "-" if number is None else f"{number:,.{digits}f}"
