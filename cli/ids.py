"""Ids of articles as commands take them: named one by one, or - for those on standard input."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import click

from archive.article import ID_LENGTH
from archive.errors import RequestError
from cli.output import STANDARD_INPUT
from index.answers.asked import Asked
from index.query.tree import Keys


def ids_argument(command: Callable[..., Any]) -> Callable[..., Any]:
    """The argument of a command that takes one article or several."""
    return click.argument("ids", metavar="ID...", nargs=-1, required=True)(command)


def given_ids(ids: Sequence[str]) -> list[str]:
    """The ids that are named, and in place of "-" those on standard input, each once. RequestError
    where there are none. Whoever resolves them says which one no article has.
    """
    found = [each for word in ids for each in (piped_ids() if word == STANDARD_INPUT else (word,))]
    return list(dict.fromkeys(found))


def piped_ids() -> list[str]:
    """The ids on standard input, parted by blanks. RequestError where there are none."""
    words = piped_text().split()
    if not words:
        raise RequestError("There are no ids on standard input", "archive search ... --format ids")
    return words


def one_or_two(first: str, second: str | None) -> tuple[str, str | None]:
    """The one or two ids that are named; in place of "-" those on standard input. RequestError for
    more, and where there are none.
    """
    if first != STANDARD_INPUT:
        return first, second
    first, *more = piped_ids()
    if len(more) + (second is not None) > 1:
        raise RequestError("Two articles are compared, not more", "give two ids")
    return first, more[0] if more else second


def piped_text() -> str:
    """What is on standard input, behind the mark of order that some shells put first."""
    stream = getattr(sys.stdin, "buffer", None)  # None where it is closed
    return stream.read().decode("utf-8-sig", "replace") if stream else ""


def any_of() -> Keys:
    """What asks for the articles whose ids stand on standard input."""
    ids = tuple(dict.fromkeys(each.lower() for each in piped_ids()))
    for each in ids:
        if len(each) != ID_LENGTH:
            raise RequestError(f"{each[:40]} on standard input is no whole id",
                               "archive search ... --format ids")  # fmt: skip
    return Keys("id", ids, STANDARD_INPUT)


def tell_unfound(asked: Asked, articles: int) -> None:
    """Says on standard error if fewer articles are found than ids were given."""
    if isinstance(asked.query, Keys) and articles < (given := len(asked.query.keys)):
        click.echo(
            f"Note: {articles:,} of {given:,} ids found an article; the others have none that may"
            " be shown, or options leave it out.",
            err=True,
        )


def print_json_of_each(answers: Iterable[dict[str, Any]], several: bool) -> None:
    """The answer about one article as JSON; of several, an object a line."""
    for answer in answers:
        click.echo(json.dumps(answer, ensure_ascii=False, indent=None if several else 2))
