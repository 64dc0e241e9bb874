"""Of each hit, the fields that were asked for (`--fields`): as text, CSV or objects a line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import click

from index.answers.results import Hit
from index.answers.results_json import HIT_KEYS, hit_json


def fields_of(text: str, style: str) -> tuple[str, ...]:
    """The fields named in a list between commas. UsageError for one that no hit has."""
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    unknown = [name for name in names if name not in HIT_KEYS]
    if unknown or not names:
        what = f"A hit has no {unknown[0]!r}" if unknown else "--fields names nothing"
        raise click.UsageError(f"{what}: choose from {', '.join(HIT_KEYS)}.")
    if style == "ids":
        raise click.UsageError("--format ids prints ids alone: leave out --fields.")
    return names


def print_picked(
    hits: Iterable[Hit], style: str, fields: Sequence[str], printable: Callable[[str], str]
) -> None:
    """A line for each hit: as text its `printable` values with tabs between, as CSV under a row of
    names, as JSON Lines an object.
    """
    from archive.exports.csv_row import csv_line

    if style == "csv":
        click.echo(csv_line(fields), nl=False)
    for hit in hits:
        whole = hit_json(hit)
        row = {name: whole[name] for name in fields}
        if style == "csv":
            click.echo(csv_line(map(_plain, row.values())), nl=False)
        elif style == "jsonl":
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            click.echo("\t".join(printable(str(_shown(value))) for value in row.values()))


def _shown(value: Any) -> Any:
    """A value in a line of text: several between semicolons, none as nothing."""
    if isinstance(value, list):
        return "; ".join(str(_shown(each)) for each in value)
    if isinstance(value, dict):
        return value.get("text") or value.get("id") or ""
    return "" if value is None else value


def _plain(value: Any) -> Any:
    """A value in a cell: `csv_line` joins several, and of objects it knows nothing."""
    if isinstance(value, list) and any(isinstance(each, dict) for each in value):
        return [_shown(each) for each in value]
    return value
