"""Printing every occurrence in one line, aligned on the match (`archive search --kwic`)."""

from __future__ import annotations

import json
import shutil

import click

from archive.article import JSON_VERSION
from archive.exports.csv_row import csv_line
from cli.bars import columns, fitting
from cli.output import coloured, print_notices, print_object, printable
from index.answers.context import Context, Line, context_json, line_json

LIMIT = 50  # lines, where none is asked for
_COLUMNS = ("id", "date", "left", "match", "right")
_ID = 8  # characters of an id: enough to open the article by
_WIDEST = 200


def print_context(found: Context, style: str, offset: int = 0) -> None:
    """Prints the lines as text, json, jsonl or csv; `offset` came before them. Notices go to
    standard error.
    """
    if style == "json":
        answer = {"version": JSON_VERSION, **context_json(found)}
        print_object(answer)
        return
    print_notices(found)
    if style == "jsonl":
        for line in found.lines:
            click.echo(json.dumps(line_json(line), ensure_ascii=False))
    elif style == "csv":
        click.echo(csv_line(_COLUMNS), nl=False)
        for line in found.lines:
            row = line_json(line)
            click.echo(csv_line(row[name] for name in _COLUMNS), nl=False)
    else:
        _print_lines(found)
    if found.more:
        click.echo(f"There are more lines: --offset {offset + len(found.lines)}", err=True)


def _print_lines(found: Context) -> None:
    if not found.lines:
        click.echo("Nothing was found.")
    width = min(shutil.get_terminal_size((100, 24)).columns, _WIDEST)
    for line in found.lines:
        click.echo(_aligned(line, width))


def _aligned(line: Line, width: int) -> str:
    """An id and a date, then left, match and right; each match begins in the same column."""
    head = f"{line.article.id[:_ID]}  {line.article.date or '':10}  "
    room = max(width - len(head), 30)
    left_room = room * 2 // 5
    left = fitting(printable(line.left)[::-1], left_room)[::-1]
    match = fitting(printable(line.match), room - left_room)
    right = fitting(printable(line.right), room - left_room - columns(match))
    space = " " * (left_room - columns(left))
    colour = coloured()
    shown = click.style(match, fg="yellow", bold=True) if colour else match
    return f"{click.style(head, dim=True) if colour else head}{space}{left}{shown}{right}".rstrip()
