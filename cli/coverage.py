"""`archive coverage`: what is held of each source and time, gaps, and batches."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import click

from archive.store.batches import Batch, batch_json
from archive.text.wording import counted
from cli.bars import columns, fitting
from cli.home import searchable
from cli.output import print_notices, print_object, printable, width
from cli.query import QueryCommand, asked_of, with_filters
from index.coverage.coverage import (
    COVERED,
    RULE,
    Coverage,
    Row,
    coverage_json,
    coverage_table,
)
from index.coverage.coverage import coverage as coverage_of

_BLOCKS, _PLAIN = " ·░▒▓█", " .:+*#"  # by shade, where the terminal has them and where not
_LABEL = 24  # columns that the name of a row may take
_WIDEST = 200
_SHOWN = 5  # reasons


@click.command(cls=QueryCommand, epilog="Example: archive coverage --by publisher --from 2017")
@with_filters
@click.option(
    "--by", type=click.Choice(COVERED), default="agency", show_default=True,
    help="What the rows are.",
)  # fmt: skip
@click.option(
    "--batches", type=click.IntRange(0), default=10, show_default=True, metavar="N",
    help="Tell of the last N batches.",
)  # fmt: skip
@click.option(
    "--format", "style", type=click.Choice(("text", "json", "csv")), default="text",
    show_default=True, help="How to print it.",
)  # fmt: skip
@click.pass_obj
def coverage(
    home: str | None, /, query: tuple[str, ...], by: str, batches: int, style: str, **options: Any
) -> int:
    """Tell what the archive holds of each source and time, and what it does not.

    A row for each of the most frequent values, a column for each day, month, year or more, as fits
    the terminal, the darker the more. Then what has no date and no text, what is not shown, gaps,
    and what came in together, from where and what was skipped. Ends with 0, 1 if nothing was
    found, 2 on an error.
    """
    room = min(shutil.get_terminal_size((100, 24)).columns, _WIDEST)
    most = max(room - _LABEL - 13, 12) if style == "text" else 60
    with searchable(home) as archive:
        found = coverage_of(archive.search, asked_of(query, options), by, most)
        came = archive.store.batches.newest(batches)
    if style == "json":
        answer = coverage_json(found, [batch_json(batch, public=False) for batch in came])
        print_object(answer)
    elif style == "csv":
        from archive.exports.csv_row import csv_line

        for row in coverage_table(found):
            click.echo(csv_line(row), nl=False)
    else:
        print_notices(found)
        for line in (*_map(found, room), "", *_facts(found), *_gaps(found), *_batches(came)):
            click.echo(line.rstrip())
    return 0 if found.whole.total else 1


# The map ------------------------------------------------------------------------------------------


def _map(found: Coverage, room: int) -> Iterator[str]:
    """Numbers where they fit, else shades."""
    rows = (*found.rows, found.whole)
    labels = [fitting(printable(row.label), _LABEL) for row in rows]
    side = max(map(columns, [*labels, found.by]))
    heads = [column.key + {3: "0s", 2: "00s"}.get(len(column.key), "") for column in found.columns]
    spans = found.spans()
    names = [heads[at] if at == last else f"{heads[at]}-{heads[last]}" for at, last in spans]
    cells = [[f"{row.counts[at]:,}" if row.counts[at] else "-" for at, _ in spans] for row in rows]
    sizes = [max(map(len, each)) for each in zip(names, *cells, strict=True)]
    fits = side + 11 + sum(sizes) + 2 * len(sizes) <= room
    if fits:
        yield f"{_padded(found.by, side)}  {'articles':>9}" + _cells(names, sizes)
    else:
        yield from (f"{_padded('', side)}  {'':>9}  {line}" for line in _axis(heads, len(heads)))
    shades = _shades()
    for label, row, numbers in zip(labels, rows, cells, strict=True):
        if row.key is None and not fits:
            continue  # it would be the darkest of all
        shown = _cells(numbers, sizes) if fits else "  " + _shaded(found, row, shades)
        yield f"{_padded(label, side)}  {row.total:>9,}{shown}"
    if not fits:
        yield f"{_padded('all', side)}  {found.whole.total:>9,}"
        limits = [(shades[found.shade(high)], low, high) for low, high in found.limits()]
        yield "  ".join(f"{mark} {low:,}-{high:,}" for mark, low, high in limits)
    if found.more:
        yield f"These are the most frequent; all of them: archive facet {found.by}"


def _shaded(found: Coverage, row: Row, shades: str) -> str:
    return "".join(shades[found.shade(count)] for count in row.counts)


def _axis(heads: Sequence[str], width: int) -> Iterator[str]:
    """A line that says where the first column of each year, or of ten, stands."""
    line, free = [" "] * width, 0
    for at, head in enumerate(heads):
        opens = head.endswith("-01") if "-" in head else True
        room = len(head[:4])
        if at >= free and (opens or at == 0) and at + room <= width:
            line[at : at + room] = head[:4]
            free = at + room + 1
    yield "".join(line)


def _cells(texts: Sequence[str], sizes: Sequence[int]) -> str:
    return "".join(f"  {text:>{size}}" for text, size in zip(texts, sizes, strict=True))


def _padded(text: str, width: int) -> str:
    return text + " " * (width - columns(text))


def _shades() -> str:
    """The characters of shades that standard output can write."""
    try:
        _BLOCKS.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return _PLAIN
    return _BLOCKS


# What is told below -------------------------------------------------------------------------------


def _facts(found: Coverage) -> Iterator[str]:
    whole = found.whole
    yield f"dates       {f'{whole.first} to {whole.last}' if whole.first else 'none'}"
    yield f"undated     {whole.undated:,}"
    yield f"no text     {found.without_text:,}"
    hidden = ", ".join(f"{count:,} {name}" for name, count in found.kept_back)
    yield f"not shown   {hidden or 'nothing'} (of the whole archive)"


def _gaps(found: Coverage) -> Iterator[str]:
    yield ""
    yield f"Gaps: {found.gaps_found:,}"
    for gap in found.gaps:
        what = "nothing at all" if gap.key is None else f"{printable(gap.label)}: nothing"
        then = "" if gap.key is None else f", {counted(gap.others, 'other article')}"
        yield f"  {what} from {gap.first} to {gap.last} ({gap.days:,} days{then})"
    yield click.wrap_text(f"A gap is {RULE}.", width(), "  ", "  ")


def _batches(batches: Sequence[Batch]) -> Iterator[str]:
    if not batches:
        return
    yield ""
    yield "Batches, the last first (UTC)"
    for batch in batches:
        yield f"  {batch.began[:16].replace('T', ' ')}  {_what(batch)}"
        if batch.skipped:
            reasons = sorted(batch.reasons.items(), key=lambda each: -each[1])[:_SHOWN]
            told = "; ".join(f"{count:,} {printable(reason)}" for reason, count in reasons)
            yield f"      skipped: {told}"
        for each in batch.named[:_SHOWN]:
            where = " · ".join(filter(None, (each.file, each.inside)))
            yield f"        {printable(where)}: {printable(each.reason)}"


def _what(batch: Batch) -> str:
    """Where a batch came from, how much it was, and how it ended if not well."""
    counts = (
        (batch.added, "new"), (batch.revised, "changed"), (batch.unchanged, "the same"),
        (batch.left_out, "left out"), (batch.skipped, "skipped"),
    )  # fmt: skip
    told = ", ".join(f"{count:,} {word}" for count, word in counts if count) or "nothing"
    if batch.kind == "before":
        return f"{told}, up to {batch.last[:10]}: before records began"
    more = (
        f" and {batch.places - len(batch.asked):,} more" if batch.places > len(batch.asked) else ""
    )
    asked = ", ".join(map(printable, batch.asked)) + more
    ended = {"complete": "", "interrupted": "; interrupted", None: "; under way, or it was killed"}
    return f"{told} from {asked}{' (watched)' if batch.kind == 'watch' else ''}{ended[batch.state]}"
