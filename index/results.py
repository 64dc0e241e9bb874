"""What a search is asked and what it answers: Request, Found, Hit, Facet, Bucket, Results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from archive.article import Article
from index.query import All, Query
from index.variants import Expansion

Sort = Literal["relevance", "newest", "oldest"]
Counted = Literal["articles", "stories"]
SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest")


@dataclass(frozen=True, slots=True)
class Request:
    """What an engine is asked: a query, filters that do not score, an order and a page.

    `filters` maps a facet to folded values. `days` is an inclusive range as (20171101, 20171130).
    `facets` are the names of facets to count, each at most `facet_limit` values besides those that
    `filters` choose. With `fold`, of each story found the best article alone is a hit, its lead,
    and facets count stories; the timeline counts articles either way.
    """

    query: Query = field(default_factory=All)
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    days: tuple[int | None, int | None] = (None, None)
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 10
    facets: tuple[str, ...] = ()
    facet_limit: int = 20
    timeline: bool = False
    fold: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What an engine answers: ids with scores, and counts by folded value.

    `total` counts stories when they were folded, else articles; `articles` counts articles.
    `days` counts by day (20171103), None for the undated, when a timeline was asked for. `folded`
    has, for each hit that others were folded under, their ids in the order asked.
    """

    total: int
    hits: tuple[tuple[str, float], ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    days: Mapping[int | None, int]
    articles: int
    folded: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of text with the spans [start, end), in code points, of what matched."""

    field: str
    text: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found, and its story.

    `more` articles of the same story were found and are folded under it; `others` are the first of
    them, as many as were asked for.
    """

    article: Article
    score: float
    snippets: tuple[Snippet, ...]
    story: str
    more: int = 0
    others: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True)
class Bucket:
    """One value of a facet: folded `key`, `value` as first written, number of what is counted."""

    key: str
    value: str
    count: int
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one field among the articles found, most frequent first."""

    name: str
    buckets: tuple[Bucket, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """A bar of the timeline: key ("2017-11"), first and last day, number of articles.

    The undated stand under the key None, without days.
    """

    key: str | None
    first: date | None
    last: date | None
    count: int


@dataclass(frozen=True, slots=True)
class Results:
    """The whole answer to a reader.

    `counted` is what `total` and the facets count. `articles` is the number of articles, folded
    or not; the timeline counts articles always.
    """

    query: str
    total: int
    counted: Counted
    articles: int
    took_ms: float
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    timeline: tuple[Period, ...]
    notices: tuple[str, ...]
    expansions: tuple[Expansion, ...] = ()
