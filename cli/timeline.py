"""Printing the timeline: bars, or a table where there is more than one number to a period."""

from __future__ import annotations

import click

from cli.bars import columns, print_bars
from index.answers.asked import Asked
from index.answers.results import Period, Results

_WIDEST = 20  # columns of a heading


def print_timeline(results: Results, asked: Asked) -> None:
    """The articles of each period; their share, and their parts, where these were asked for."""
    click.echo()
    click.secho(f"Date{' (articles)' if asked.fold else ''}", bold=True)
    if results.series or asked.share:
        _print_table(_rows(results, asked))
    else:
        print_bars([(period.key or "no date", period.count) for period in results.timeline])


def _rows(results: Results, asked: Asked) -> list[list[str]]:
    labels = [_cut(series.label or "everything") for series in results.series]
    compared = asked.versus is not None  # the parts are no parts of the count
    heading = ["", *([] if compared else ["articles"]), *(["share"] if _shared(asked) else [])]
    rows = [[*heading, *labels]]
    for period in results.timeline:
        own = [] if compared else [f"{period.count:,}"]
        share = [_percent(period.count, period)] if _shared(asked) else []
        parts = [_percent(part, period) if asked.share else f"{part:,}" for part in period.parts]
        rows.append([period.key or "no date", *own, *share, *parts])
    return rows


def _shared(asked: Asked) -> bool:
    return asked.share and asked.versus is None


def _percent(count: int, period: Period) -> str:
    return f"{count / period.of:.1%}" if period.of else "0.0%"


def _print_table(rows: list[list[str]]) -> None:
    """Texts in columns, the first to the left, numbers to the right."""
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    for name, *cells in rows:
        line = "  " + name + " " * (widths[0] - columns(name))
        for cell, width in zip(cells, widths[1:], strict=True):
            line += "  " + " " * (width - columns(cell)) + cell
        click.echo(line.rstrip())


def _cut(text: str) -> str:
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
