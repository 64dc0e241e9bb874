"""What a search is asked and what it answers: Request, Found, Hit, Facet, Bucket, Results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from archive.article import Article
from index.query import All, Query

Sort = Literal["relevance", "newest", "oldest"]
SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest")


@dataclass(frozen=True, slots=True)
class Request:
    """What an engine is asked: a query, filters that do not score, an order and a page.

    `filters` maps a facet to folded values. `days` is an inclusive range as (20171101, 20171130).
    `facets` are the names of facets to count, each at most `facet_limit` values besides those that
    `filters` choose.
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


@dataclass(frozen=True, slots=True)
class Found:
    """What an engine answers: ids with scores, and counts by folded value.

    `days` counts by day (20171103), None for the undated, when a timeline was asked for.
    """

    total: int
    hits: tuple[tuple[str, float], ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    days: Mapping[int | None, int]


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of text with the spans [start, end), in code points, of what matched."""

    field: str
    text: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found."""

    article: Article
    score: float
    snippets: tuple[Snippet, ...]


@dataclass(frozen=True, slots=True)
class Bucket:
    """One value of a facet: folded `key`, `value` as first written, number of articles."""

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
    """The whole answer to a reader."""

    query: str
    total: int
    took_ms: float
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    timeline: tuple[Period, ...]
    notices: tuple[str, ...]
