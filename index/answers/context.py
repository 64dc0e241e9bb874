"""Keyword in context: every occurrence of a query's words, each with the text left and right of it.

The marks of `highlight.py` decide what an occurrence is. Articles are read one after another and
only the lines asked for are kept, so memory does not grow with what is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from heapq import nsmallest
from itertools import chain, groupby, islice
from typing import Any

from archive.article import Article
from archive.errors import RequestError
from archive.status import HIDDEN
from archive.text.plain import fold
from index.answers.asked import Asked, Order, request_of
from index.answers.highlight import named_parts
from index.answers.marks import Marker
from index.answers.results_json import expansions_json
from index.answers.search import Search
from index.query.parse import Parsed
from index.query.tree import Terms, wanted_leaves
from index.query.variants import Expansion

REACH = 100  # characters of context on either side, cut to whole words
_SORTED_WORDS = 5  # that an order looks at, from the match outwards
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Line:
    """One occurrence in an article, on one line; `left` and `right` bear its neighbours."""

    article: Article
    left: str
    match: str
    right: str


@dataclass(frozen=True, slots=True)
class Context:
    """The lines asked for, whether there are `more`, and how the query was understood."""

    query: str
    lines: tuple[Line, ...]
    more: bool
    notices: tuple[str, ...]
    expansions: tuple[Expansion, ...]


def context(
    search: Search,
    asked: Asked,
    order: Order = "date",
    *,
    most_articles: int | None = None,
) -> Context:
    """The occurrences that a search finds: by date, or by the words left or right of them.

    `offset` and `limit` of what is asked count lines. By date the newest come first, or what
    `sort` says. Of more than `most_articles` only the first are read.
    """
    parsed, found = _found(search, asked, most_articles)
    wanted = asked.offset + asked.limit
    first = islice(found, wanted + 1) if order == "date" else _sorted(found, order, wanted + 1)
    page = list(first)[asked.offset :]
    return Context(
        asked.text,
        tuple(page[: asked.limit]),
        len(page) > asked.limit,
        parsed.notices,
        parsed.expansions,
    )


def lines(
    search: Search, asked: Asked, order: Order = "date", limit: int | None = None
) -> Iterator[Line]:
    """All occurrences, or the first of them, whatever page is asked for. RequestError, at once, for
    a query without words. By date they are read as they are asked for; by the words beside them
    all have to be read before, and are held without the texts of their articles.
    """
    _, found = _found(search, asked, 0 if limit == 0 else None)
    if order == "date":
        return islice(found, limit)
    return iter(_sorted(_without_texts(found), order, limit))


def _found(
    search: Search, asked: Asked, most_articles: int | None
) -> tuple[Parsed, Iterator[Line]]:
    """A query as understood, and its occurrences, the newest first or as `sort` says."""
    parsed = search.understood(asked)
    if not any(isinstance(leaf, Terms) for leaf in wanted_leaves(parsed.query)):
        raise RequestError(
            "Only words have a context, and the query has none", "add a word to the query"
        )
    by_date = replace(asked, sort=asked.sort or "newest", fold=False)
    request_of(
        by_date
    )  # says now what about dates and order has no answer, not with the first line
    articles = islice(search.articles(by_date), most_articles)
    marker = Marker(parsed.query)
    return parsed, (line for article in articles for line in _lines(marker, article))


def _without_texts(lines: Iterable[Line]) -> Iterator[Line]:
    """The same lines; those of an article share what is left of it."""
    for _, its in groupby(lines, key=lambda line: line.article.id):
        first = next(its)
        light = replace(first.article, body="")
        yield from (replace(line, article=light) for line in chain((first,), its))


def _sorted(lines: Iterable[Line], order: Order, count: int | None) -> list[Line]:
    """The first lines by the words on one side of the match, None for all; equal ones stay as they
    came.
    """
    key = _to_the_left if order == "left" else _to_the_right
    return sorted(lines, key=key) if count is None else nsmallest(count, lines, key=key)


def _to_the_left(line: Line) -> tuple[bool, list[str]]:
    """The words before the match, the nearest first; without any, last of all."""
    words = _WORD.findall(fold(line.left))[: -_SORTED_WORDS - 1 : -1]
    return not words, words


def _to_the_right(line: Line) -> tuple[bool, list[str]]:
    words = _WORD.findall(fold(line.right))[:_SORTED_WORDS]
    return not words, words


def _lines(marker: Marker, article: Article) -> Iterator[Line]:
    """The occurrences in an article, in order; of a hidden one those in the title alone.

    Tags and names of authors are no text: nothing stands around them.
    """
    for name, streams, text in named_parts(article):
        if name in ("tag", "author") or (article.status in HIDDEN and name != "title"):
            continue
        line = " ".join(text.split())
        marks = marker.spans(streams, line, article.language)
        for start, end in _neighbours_joined(line, marks):
            left, right = _around(line, start, end)
            yield Line(article, left, line[start:end], right)


def _neighbours_joined(text: str, marks: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The marks, those with nothing but a space between them as one: they are read as one."""
    joined: list[tuple[int, int]] = []
    for start, end in marks:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands left and right, spaces and signs included, cut to whole words where it can."""
    low, high = max(start - REACH, 0), min(end + REACH, len(text))
    if low and (space := text.find(" ", low, start - 1)) >= 0:
        low = space + 1
    if high < len(text) and (space := text.rfind(" ", end + 1, high)) >= 0:
        high = space
    return text[low:start], text[end:high]


def context_json(found: Context) -> dict[str, Any]:
    """The lines as JSON, version 1, but for the version (docs/query-language.md)."""
    return {
        "query": found.query,
        "lines": [line_json(line) for line in found.lines],
        "more": found.more,
        "notices": list(found.notices),
        "expansions": expansions_json(found.expansions),
    }


def line_json(line: Line) -> dict[str, Any]:
    """One line as a JSON object."""
    return {
        "id": line.article.id,
        "title": line.article.title,
        "date": line.article.date,
        "agency": list(line.article.agency),
        "left": line.left,
        "match": line.match,
        "right": line.right,
    }
