"""The timeline: counts by day become bars; as shares, split by a facet, or beside another query."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from archive.dates.parse import bounds
from archive.errors import RequestError
from archive.store.store import Store
from index.answers.asked import Unit
from index.answers.results import Period, Results, Series
from index.engines.common.request import ByDay, Found, Request
from index.fields import label_field
from index.query.days import day_of, number
from index.query.filters import filtered
from index.query.tree import And, Key, Not, Query

MOST_VALUES = 4  # of a facet, that a timeline is split by; the others are the rest

CountsByDay = Mapping[int | None, int]

Ask = Callable[[Request], Found]
MOST_BARS = 62
MOST_PERIODS = 100_000
_SIZES: dict[Unit, int] = {"day": 10, "month": 7, "year": 4}  # characters of an ISO date
_UNITS = {10: 1, 7: 100, 4: 10_000}  # of a day as a number, by that size: 20171103


def timeline(
    days: CountsByDay,
    of: CountsByDay | None = None,
    parts: Sequence[CountsByDay] = (),
    reach: tuple[int | None, int | None] = (None, None),
    unit: Unit | None = None,
) -> tuple[Period, ...]:
    """Counts by `unit`, else by year, month or day, whichever first keeps it readable; empty ones
    are filled. RequestError for more periods than anybody reads.

    The undated come last, under the key None. `of` and `parts` are counted by the same periods,
    which reach from the first to the last day of `days` and `parts`, and over the days (20171103)
    of `reach`.
    """
    found, whole, *others = map(ByDay.of, (days, of or {}, *parts))
    ends = [day for each in (found, *others) for day in each.ends]
    ends += [day for day in reach if day is not None]
    periods: list[Period] = []
    if ends:
        first, last = day_of(min(ends)), day_of(max(ends))
        size = _SIZES[unit] if unit else _period_size(first, last)
        _check_length(first, last, unit)
        counts, shares, *divided = (
            each.by_period(_UNITS[size]) for each in (found, whole, *others)
        )
        periods = [
            Period(
                key, start, end, counts.get(at, 0),
                None if of is None else shares.get(at, 0),
                tuple([part.get(at, 0) for part in divided]),
            )
            for at, key, start, end in _periods(first, last, size)
        ]  # fmt: skip
    if any(each.undated for each in (found, *others)):
        share = None if of is None else whole.undated
        undated = tuple(each.undated for each in others)
        periods.append(Period(None, None, None, found.undated, share, undated))
    return tuple(periods)


def _check_length(first: date, last: date, unit: Unit | None) -> None:
    if unit == "day" and (last - first).days >= MOST_PERIODS:
        raise RequestError(
            f"From {first} to {last} there are more than {MOST_PERIODS:,} days",
            "count by month or year, or name a shorter time: --from, --to",
        )


def days_of(ask: Ask, request: Request) -> CountsByDay:
    """What a request finds, by day, and nothing else of it."""
    return ask(
        replace(request, offset=0, limit=0, facets=(), timeline=True, fold=False, dates=False)
    ).days


def split(
    ask: Ask, request: Request, days: CountsByDay, facet: str, store: Store
) -> list[tuple[Series, CountsByDay]]:
    """The most frequent values of a facet among what a request finds in `days`, each with its
    part of them by day, and the rest. An article of several values counts with the most frequent
    of them, so that the parts add up to the whole.
    """
    found = filtered(request.query, request.filters, request.days)
    counted = ask(Request(found, limit=0, facets=(facet,), facet_limit=MOST_VALUES)).facets[facet]
    labels = store.labels(label_field(facet), [key for key, _ in counted])
    parts: list[tuple[Series, CountsByDay]] = []
    rest, taken = Counter(days), list[Query]()
    for key, _ in counted:
        part = days_of(ask, Request(And((found, Key(facet, key), *taken))))
        taken.append(Not(Key(facet, key)))
        parts.append((Series(labels.get(key, key), "value"), part))
        rest.subtract(part)
    return [*parts, (Series("others", "rest"), +rest)] if +rest else parts


def timeline_table(results: Results) -> Iterator[list[object]]:
    """A row of heads, then one for each period: its first and last day, its articles, those of
    each part, and all that the archive holds of that time.
    """
    labels = [series.label or "everything" for series in results.series]
    yield ["period", "first day", "last day", "articles", *labels, "all articles"]
    for each in results.timeline:
        yield [each.key or "undated", each.first, each.last, each.count, *each.parts, each.of]


def _period_size(first: date, last: date) -> int:
    """How many characters of an ISO date name a period: 10 (days), 7 (months) or 4 (years)."""
    if (last - first).days < MOST_BARS:
        return 10
    months = (last.year - first.year) * 12 + last.month - first.month
    return 7 if months < MOST_BARS else 4


@lru_cache(maxsize=200)  # most searches of an archive reach over all its years
def _periods(first: date, last: date, size: int) -> tuple[tuple[int, str, date, date], ...]:
    """Each by its number (20171103, 201711 or 2017) and key, with its first and last day."""
    found: list[tuple[int, str, date, date]] = []
    at: date | None = first
    while at is not None and at <= last:
        key = at.isoformat()[:size]
        start, end = bounds(key)
        found.append((number(start) // _UNITS[size], key, start, end))
        at = end + timedelta(days=1) if end < date.max else None
    return tuple(found)
