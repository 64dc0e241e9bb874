"""What a search answers: Results with Hit, Snippet, Facet, Bucket, Period and Offer in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from archive.article import Article
from archive.frozen import frozen
from index.answers.asked import Asked
from index.engines.common.request import ByDay
from index.query.days import day_of
from index.query.variants import Expansion

Counted = Literal["articles", "stories"]
SeriesKind = Literal["value", "rest", "query", "versus"]
OfferKind = Literal["spelling", "forms", "unquoted", "without", "fewer", "alone"]


@frozen
class Snippet:
    """A piece of text with the spans [start, end), in code points, of what matched."""

    field: str
    text: str
    spans: tuple[tuple[int, int], ...]


@frozen
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


@frozen
class Bucket:
    """One value of a facet: folded `key`, `value` as first written, number of what is counted, and
    what it means where it is a code ("" where it is none).
    """

    key: str
    value: str
    count: int
    chosen: bool = False
    excluded: bool = False
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one field among the articles found, most frequent first.

    `missing` counts what has no value.
    """

    name: str
    buckets: tuple[Bucket, ...]
    missing: int = 0


@frozen
class Branch:
    """A year, month or day ("2017", "2017-11", "2017-11-03") with its count, and what it holds.

    Months and days are told of those alone that a reader is looking into.
    """

    key: str
    count: int
    chosen: bool = False
    within: tuple[Branch, ...] = ()


@frozen
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


@frozen
class Series:
    """What one of the `parts` of each period counts; stacked, they add up to its count."""

    label: str
    kind: SeriesKind


@frozen
class Drawn:
    """A timeline, what its parts are, and how a second query was understood."""

    periods: tuple[Period, ...] = ()
    series: tuple[Series, ...] = ()
    notices: tuple[str, ...] = ()
    held: Mentions | None = None


@frozen
class Mentions:
    """The days of the first and the last of the articles found, and the one that has `most`."""

    first: date
    last: date
    peak: date
    most: int

    @classmethod
    def of(cls, days: Mapping[int | None, int]) -> Mentions | None:
        """Those of counts by day: of several peaks the first; None where no day is known."""
        counted = ByDay.of(days)
        if not counted.ends:
            return None
        first, last = counted.ends
        peak, most = counted.peak
        return cls(day_of(first), day_of(last), day_of(peak), most)


@frozen
class Offer:
    """Another search, near the one that was asked, and how much it finds.

    By `kind`, `what` is: spelling, the words or value that may be meant; forms, what was taken as
    written; unquoted, the phrases taken apart; without, the filter or part left out; fewer, "most"
    or "any" of the words; alone, the one part or filter that is left, whose count may be 0. `about`
    as in Results.
    """

    kind: OfferKind
    what: str
    asked: Asked
    count: int
    about: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """The whole answer to a reader.

    `counted` is what `total` and the facets count; with `about` these, and `dates`, are estimates.
    `articles` is the number of articles, folded or not; the timeline counts articles always.
    `dates` has the undated as a last branch with the key "". `series` says what the parts of each
    period are. `mentions` come with the timeline, if any article has a date. `advice` is what else
    to ask, where that was wanted and little or nothing was found. `held` are the days of all that
    the archive holds, where shares were asked for.
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
    held: Mentions | None = None
    about: bool = False


@frozen
class Listing:
    """A page of the values of one facet: `values` is how many there are on all pages.

    `total` is what was found, whatever its values. `letters` are those that values begin with, from
    A to Z, each with the number of values, whichever letter was asked for. `about` as in Results.
    """

    facet: Facet
    values: int
    total: int
    notices: tuple[str, ...]
    expansions: tuple[Expansion, ...]
    letters: tuple[tuple[str, int], ...] = ()
    about: bool = False


@frozen
class Wanted:
    """Which values of a facet are to be listed: those with a `part` anywhere in them, under a
    `letter` ("" for all of them), by count or, with `by_name`, A to Z; from which, and how many.
    """

    part: str = ""
    letter: str = ""
    by_name: bool = False
    offset: int = 0
    limit: int = 100
