"""What a search is asked and what it answers: Request, Found, Hit, Facet, Bucket, Results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from archive.article import Article
from index.days import day_of
from index.query import All, Query
from index.variants import Expansion

if TYPE_CHECKING:
    from index.search import Asked

Sort = Literal["relevance", "newest", "oldest"]
Counted = Literal["articles", "stories"]
OfferKind = Literal["spelling", "forms", "unquoted", "without", "fewer", "alone"]
SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest")


@dataclass(frozen=True, slots=True)
class Request:
    """What an engine is asked: a query, filters that do not score, an order and a page.

    `filters` maps the name of a filter (`index/filters.py`) to folded values; a facet's own name is
    one. `days` is an inclusive range as (20171101, 20171130). `facets` are the names of facets to
    count, each at most `facet_limit` values besides those that `filters` choose. With `fold`, of
    each story found the best article alone is a hit, its lead, and facets count stories; the
    timeline counts articles either way.

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
    "2017-11", "2017-11-03"), and the undated under "".
    """

    total: int
    hits: tuple[tuple[str, float], ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    days: Mapping[int | None, int]
    articles: int
    folded: Mapping[str, tuple[str, ...]]
    missing: Mapping[str, int] = field(default_factory=dict)
    dates: Mapping[str, int] = field(default_factory=dict)


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
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one field among the articles found, most frequent first.

    `missing` counts what has no value.
    """

    name: str
    buckets: tuple[Bucket, ...]
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Branch:
    """A year, month or day ("2017", "2017-11", "2017-11-03") with its count, and what it holds.

    Months and days are told of those alone that a reader is looking into.
    """

    key: str
    count: int
    chosen: bool = False
    within: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """A bar of the timeline: key ("2017-11"), first and last day, number of articles.

    The undated stand under the key None, without days. `of` is the number of all articles of that
    time, found or not, where shares were asked for. `parts` has a number for each of the series
    into which the timeline was split, or with which it was compared.
    """

    key: str | None
    first: date | None
    last: date | None
    count: int
    of: int | None = None
    parts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """What one of the `parts` of each period counts; stacked, they add up to its count."""

    label: str
    kind: Literal["value", "rest", "query", "versus"]


@dataclass(frozen=True, slots=True)
class Mentions:
    """The days of the first and the last of the articles found, and the one that has `most`."""

    first: date
    last: date
    peak: date
    most: int

    @classmethod
    def of(cls, days: Mapping[int | None, int]) -> Mentions | None:
        """Those of counts by day: of several peaks the first; None where no day is known."""
        dated = sorted(day for day in days if day is not None)
        if not dated:
            return None
        peak = max(dated, key=lambda day: days[day])
        return cls(day_of(dated[0]), day_of(dated[-1]), day_of(peak), days[peak])


@dataclass(frozen=True, slots=True)
class Offer:
    """Another search, near the one that was asked, and how much it finds.

    By `kind`, `what` is: spelling, the words or value that may be meant; forms, what was taken as
    written; unquoted, the phrases taken apart; without, the filter or part left out; fewer, "most"
    or "any" of the words; alone, the one part or filter that is left, whose count may be 0.
    """

    kind: OfferKind
    what: str
    asked: Asked
    count: int


@dataclass(frozen=True, slots=True)
class Results:
    """The whole answer to a reader.

    `counted` is what `total` and the facets count. `articles` is the number of articles, folded
    or not; the timeline counts articles always. `dates` has the undated as a last branch with the
    key "". `series` says what the parts of each period are. `mentions` come with the timeline, if
    any article has a date. `advice` is what else to ask, where that was wanted and little or
    nothing was found.
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
    dates: tuple[Branch, ...] = ()
    series: tuple[Series, ...] = ()
    mentions: Mentions | None = None
    advice: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the values of one facet: `values` is how many there are on all pages.

    `total` is what was found, whatever its values.
    """

    facet: Facet
    values: int
    total: int
    notices: tuple[str, ...]
    expansions: tuple[Expansion, ...]
