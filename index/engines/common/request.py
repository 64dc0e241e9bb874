"""What an engine is asked and what it answers: Request and Found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from index.query.tree import All, Query

Sort = Literal["relevance", "newest", "oldest"]
SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest")


@dataclass(frozen=True, slots=True)
class Request:
    """What an engine is asked: a query, filters that do not score, an order and a page.

    `filters` maps the name of a filter (`index/query/filters.py`) to folded values; a facet's own
    name is one. `days` is an inclusive range as (20171101, 20171130). `facets` are the names of
    facets to count, each at most `facet_limit` values besides those that `filters` choose. With
    `fold`, of each story found the best article alone is a hit, its lead, and facets count stories;
    the timeline counts articles either way.

    What a count says is what a click on it gives. So a facet is counted within the query, the
    dates, the filters on other facets, and its own filters but those of which any value will do:
    a click on another value puts that beside them. `dates` counts by year, month and day, without
    `days`: a click on one takes the place of the range. Those without a value are counted as a
    value is. `b` is how much the length of a text counts in an order by relevance, from 0 to 1.
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
    dates: bool = False
    b: float = 0.75


@dataclass(frozen=True, slots=True)
class Found:
    """What an engine answers: ids with scores, and counts by folded value.

    `total` counts stories when they were folded, else articles; `articles` counts articles.
    `days` counts by day (20171103), None for the undated, when a timeline was asked for. `folded`
    has, for each hit that others were folded under, their ids in the order asked. `missing` counts
    what has no value of each facet asked for. `dates` counts years, months and days ("2017",
    "2017-11", "2017-11-03"), and the undated under "". Where stories are too many to be counted one
    by one, `about` says that `total`, `facets`, `missing` and `dates` are estimates; all else never
    is.
    """

    total: int
    hits: tuple[tuple[str, float], ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    days: Mapping[int | None, int]
    articles: int
    folded: Mapping[str, tuple[str, ...]]
    missing: Mapping[str, int] = field(default_factory=dict)
    dates: Mapping[str, int] = field(default_factory=dict)
    about: bool = False
