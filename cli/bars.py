"""Counts as bars of a terminal."""

from __future__ import annotations

import unicodedata

import click

_BAR = 24  # columns of the longest
_NAME = 40  # columns of a name


def print_bars(rows: list[tuple[str, int]]) -> None:
    """Counts as bars, the longest for the largest."""
    most = max(count for _, count in rows) or 1
    rows = [(shortened(name, _NAME), count) for name, count in rows]
    width = max(columns(name) for name, _ in rows)
    for name, count in rows:
        bar = "█" * max(round(count / most * _BAR), 1 if count else 0)
        space = " " * (width - columns(name))
        click.echo(f"  {name}{space}  {count:>6,}  {click.style(bar, fg='blue')}".rstrip())


def columns(text: str) -> int:
    """How many columns of a terminal a text takes: wide characters take two, marks none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def shortened(text: str, room: int) -> str:
    """A text that fits into a number of columns: where it is too long its end is an ellipsis."""
    return text if columns(text) <= room else f"{fitting(text, room - 1).rstrip()}…"


def fitting(text: str, room: int) -> str:
    """As much of the beginning of a text as fits into a number of columns."""
    taken = 0
    for at, char in enumerate(text):
        taken += columns(char)
        if taken > room:
            return text[:at]
    return text
