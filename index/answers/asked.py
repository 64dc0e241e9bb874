"""What a reader asks (Asked), and what an engine is then asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from archive.errors import RequestError
from index.engines.common.request import SORTS, Request, Sort
from index.fields import ALL_OF, BESIDE, FACETS
from index.query.days import days_between
from index.query.filters import Filters, check_number, folded
from index.query.match import Match
from index.query.tree import Query

# Every occurrence in a line: by date, or by the words left or right of the match.
Order = Literal["date", "left", "right"]
Unit = Literal["day", "month", "year"]  # of a timeline
UNITS: tuple[Unit, ...] = ("day", "month", "year")
ORDERS: tuple[Order, ...] = ("date", "left", "right")
# The orders of hits: those of the engines, and the one that people have given a collection.
Sorted = Sort | Literal["collection"]
LISTED: Literal["collection"] = "collection"
SORTED: tuple[Sorted, ...] = (*SORTS, LISTED)
# The facets of which an article usually has one value: a timeline is split by one.
SPLITS: tuple[str, ...] = tuple(facet.name for facet in FACETS if facet.name not in ALL_OF)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asked: the text typed, filters, dates, order and page.

    `exact` takes the words as they are written, `variants` searches the other spellings of names
    too, `match` says how many of several words must occur. `filters` maps names
    (`index/query/filters.py`) to values as typed. `start` and `end` are dates at any precision; the
    end is inclusive ("2017" ends on 31 December). `fold` shows one article of each story, with at
    most `others` of the rest under it. The timeline has beside its counts, with `share`, those of
    all articles; it is split by the facet `split`, or counts `versus` too; its periods are of
    `unit`, else of the one that keeps it readable; with `whole_range` it reaches from `start` to
    `end`, else from the first to the last day that was found. `query` is asked in place of a text.
    `dates` counts years, months and days beside the facets. `advice` says what else to ask where
    little or nothing is found.
    """

    text: str = ""
    exact: bool = False
    variants: bool = True
    match: Match = "all"
    filters: Filters = field(default_factory=dict)
    start: str | None = None
    end: str | None = None
    sort: Sorted | None = None
    offset: int = 0
    limit: int = 10
    facets: bool = False
    facet_limit: int = 20
    dates: bool = True
    timeline: bool = False
    snippets: bool = True
    fold: bool = False
    others: int = 10
    share: bool = False
    split: str | None = None
    versus: str | None = None
    unit: Unit | None = None
    whole_range: bool = False
    query: Query | None = None
    advice: bool = False


def request_of(asked: Asked, today: date | None = None) -> Request:
    """The filters, range, order and page that are asked for, without the query; `today` is the day
    that dates mean which say so, else this machine's. RequestError for what cannot be asked so.
    """
    check_number(map(len, asked.filters.values()))
    _check_split(asked.split, asked.versus)
    if asked.sort is not None and asked.sort not in SORTED:
        raise RequestError(f"There is no order {asked.sort!r}", f"one of: {', '.join(SORTED)}")
    if asked.limit < 0 or asked.offset < 0:
        raise RequestError("The page cannot be negative")
    return Request(
        filters=folded(asked.filters),
        days=days_between(asked.start, asked.end, today),
        offset=asked.offset,
        limit=asked.limit,
        facets=BESIDE if asked.facets else (),
        facet_limit=asked.facet_limit,
        timeline=asked.timeline,
        fold=asked.fold,
        dates=asked.facets and asked.dates,
    )


def _check_split(split: str | None, versus: str | None) -> None:
    """RequestError for a timeline that cannot be drawn."""
    if split and split not in SPLITS:
        raise RequestError(
            f"The timeline is not split by {split!r}", f"one of: {', '.join(SPLITS)}"
        )
    if split and versus is not None:
        raise RequestError(
            "The timeline is either split or compared with a second query", "leave one of them out"
        )
