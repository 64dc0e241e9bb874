"""The days around a single day, since its own bar alone would be no chart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from index.answers.results import Results
from index.answers.search import Search
from index.query.days import day_of, days_between
from webui.charts.draw import Timeline, draw
from webui.common.address import Address
from webui.common.links import chart_url
from webui.common.live import live

_WEEK = timedelta(7)
_SHORT = timedelta(31)


@dataclass(frozen=True, slots=True)
class OverTime:
    """What stands beside the results: the chart, what it is called, and where it is larger."""

    drawn: Timeline
    title: str
    larger: str


def over_time(results: Results, address: Address) -> OverTime | None:
    """The chart of what was found. Where the range of dates is a single day: that of the same
    search in the week before it and the week after, which costs one more search, without hits.
    None where there is nothing to compare.
    """
    day = _single_day(address)
    title, found, shown = "Over time", results, address
    if day is not None:
        shown = address.between(_moved(day, -_WEEK).isoformat(), _moved(day, _WEEK).isoformat())
        title, found = "The days around", _found(shown)
    drawn = draw(found, address, marked=day.isoformat() if day else None)
    return OverTime(drawn, title, chart_url(shown)) if drawn else None


def _found(address: Address) -> Results:
    asked = replace(
        address.asked(1), offset=0, limit=0, facets=False, snippets=False, fold=False,
        share=True, whole_range=True,
    )  # fmt: skip
    return live().search(asked)


def is_short(address: Address) -> bool:
    """Whether the range of dates is so short that a chart shows each of its days, found or not."""
    first, last = _range(address)
    return first is not None and last is not None and day_of(last) - day_of(first) <= _SHORT


def _single_day(address: Address) -> date | None:
    """The day, where the range of dates is only one."""
    first, last = _range(address)
    return day_of(first) if first and first == last else None


def _range(address: Address) -> tuple[int | None, int | None]:
    """The first day and the last, by the archive's clock, as the search has it."""
    return days_between(address.start or None, address.end or None, live().ask(Search.today))


def _moved(day: date, by: timedelta) -> date:
    """The day so much earlier or later, or the last one that the calendar has."""
    try:
        return day + by
    except OverflowError:
        return date.min if by.days < 0 else date.max
