"""`archive search --list`: what each of many queries finds, a line for each as it is counted."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from io import BufferedReader, TextIOWrapper
from pathlib import Path
from typing import Any, TextIO, cast

import click

from archive.article import JSON_VERSION
from archive.errors import InputError
from archive.exports.csv_row import csv_line
from archive.text.wording import counted
from cli.bars import columns, fitting
from cli.home import searchable
from cli.output import print_expansions, print_notice_lines, print_object, printable
from index.answers.asked import Asked, request_of
from index.answers.tally import Tally, tally, tally_json

_COLUMNS = (
    "query", "hits", "first", "last", "agency", "agency_hits", "line", "also", "notices", "about",
)  # fmt: skip
_AGENCY = 24  # columns of a terminal
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_UNREADABLE = re.compile("[\udc80-\udcff]+")  # bytes that are no UTF-8
# Options of a search that are about hits, of which there are none here.
_ABOUT_HITS = {
    "sort", "limit", "offset", "facets", "facet_limit", "timeline", "split", "versus", "kwic",
    "sort_kwic", "fields",
}  # fmt: skip

Row = tuple[int, Tally]


def refuse_what_lists_hits(context: click.Context) -> None:
    """UsageError for what cannot be asked together with --list."""
    for param in context.command.params:
        source = context.get_parameter_source(param.name or "")
        if param.name in _ABOUT_HITS and source is click.core.ParameterSource.COMMANDLINE:
            raise click.UsageError(f"--list counts, and lists no hits: leave out {param.opts[0]}.")
    if context.params["query"]:
        typed = " ".join(context.params["query"])
        raise click.UsageError(
            f"--list has the queries, so there is none beside it: leave out {typed!r}."
        )
    if context.params["style"] == "ids":
        raise click.UsageError("--list gives counts, which have no ids: leave out --format ids.")


def count_each(home: str | None, name: str, asked: Asked, style: str) -> int:
    """Prints what each query of a list finds as it is counted. 0 if one finds something, else 1."""
    request_of(asked)  # refuses a filter or date before anything is printed
    place = "standard input" if name == "-" else name
    seen: Counter[str] = Counter()
    with _opened(name) as stream, searchable(home) as archive:
        text, search = _text(stream, place), archive.search

        def rows() -> Iterator[Row]:
            for line, query in _queries(text):
                found = tally(search, replace(asked, text=query))
                seen.update({"query": 1, "finding": bool(found.hits)})
                yield line, found

        _PRINTERS[style](rows(), place)
    if not seen["query"]:
        click.echo(f"{place} holds no query: write one on each line.", err=True)
    elif style == "text":
        finding = f"{seen['finding']:,} of which found something"
        click.secho(f"{counted(seen['query'], 'query')}, {finding}", dim=True)
    return 0 if seen["finding"] else 1


def _opened(name: str) -> AbstractContextManager[BufferedReader]:
    if name == "-":
        return nullcontext(cast("BufferedReader", sys.stdin.buffer))
    if not Path(name).exists():
        raise InputError(f"There is no file {name}", "name one with a query on each line, or -")
    return Path(name).open("rb")


def _text(stream: BufferedReader, place: str) -> TextIO:
    """The text of UTF-8, or of UTF-16 with its mark. InputError for what is none."""
    head = stream.peek(1)
    if head.startswith(_UTF_16):
        return TextIOWrapper(stream, "utf-16", "replace")
    if b"\0" in head:
        raise InputError(f"{place} is no text", "give a file of text with a query on each line")
    return TextIOWrapper(stream, "utf-8-sig", "surrogateescape")


def _queries(text: TextIO) -> Iterator[tuple[int, str]]:
    """The number of each line that holds a query, and the query. What is no UTF-8 is read as
    Windows-1252, in which old spreadsheets write.
    """
    for number, line in enumerate(text, 1):
        query = _UNREADABLE.sub(_from_windows, line).strip()
        if query and not query.startswith("#"):
            yield number, query


def _from_windows(escaped: re.Match[str]) -> str:
    return escaped[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace")


def _print_text(rows: Iterable[Row], place: str) -> None:
    """A table; below a row, on standard error, how its query was understood."""
    heading = f"{'hits':>7}  {'first':10}  {'last':10}  {'top agency':{_AGENCY}}  query"
    click.secho(heading, dim=True)
    for line, found in rows:
        agency = ""
        if found.agency:
            number = f" ({'~' * found.about}{found.agency_hits:,})"
            agency = fitting(printable(found.agency), _AGENCY - len(number)) + number
        space = " " * (_AGENCY - columns(agency))
        days = f"{found.first or '':10}  {found.last or '':10}"
        hits = f"{'~' * found.about}{found.hits:,}"
        click.echo(f"{hits:>7}  {days}  {agency}{space}  {printable(found.query)}")
        print_notice_lines(f"{place}:{line}: {notice}" for notice in found.notices)
        print_expansions(found.expansions, f"{place}:{line}: ")


def _print_csv(rows: Iterable[Row], place: str) -> None:
    click.echo(csv_line(_COLUMNS), nl=False)
    for row in map(_row_json, rows):
        click.echo(csv_line(row[name] for name in _COLUMNS), nl=False)


def _print_jsonl(rows: Iterable[Row], place: str) -> None:
    for row in map(_row_json, rows):
        click.echo(json.dumps(row, ensure_ascii=False))


def _print_json(rows: Iterable[Row], place: str) -> None:
    answer = {"version": JSON_VERSION, "queries": list(map(_row_json, rows))}
    print_object(answer)


def _row_json(row: Row) -> dict[str, Any]:
    line, found = row
    return {"line": line, **tally_json(found)}


_PRINTERS: dict[str, Callable[[Iterable[Row], str], None]] = {
    "text": _print_text, "csv": _print_csv, "jsonl": _print_jsonl, "json": _print_json,
}  # fmt: skip
