"""Dates as news writes them: one text in, a calendar date with its precision out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive.dates.found_date import FoundDate, Writing

    Read = Callable[[str, Writing | None], FoundDate | None]


def parse_date(text: str, writing: Writing | None = None) -> FoundDate | None:
    """The date that a whole field states ("26-FEB-1987 15:01:01.79", "March 2011", ISO, RFC 2822).

    None where the text holds no date, one that cannot be (31 February), or one that nobody can
    tell: 3/4/2017 where neither the `writing` of the text nor its other dates say which is the day.
    """
    return _reading()[0](text, writing)


def find_date(text: str, writing: Writing | None = None) -> FoundDate | None:
    """The first date of the most telling shape anywhere in `text`, with its span.

    A year alone is none: it may as well be a number of people.
    """
    return _reading()[1](text, writing)


def parse_time(text: str) -> str | None:
    """The time of day that a whole field states ("14:05", "2:05 PM", "140530"), as "14:05" or
    "14:05:30". None where it states none, or one in a zone.
    """
    from archive.dates.clocks import read_time

    return read_time(text)


def month_number(word: str) -> int | None:
    """The month of that name, or of an abbreviation of it, in any language; None for other words.
    Of one that means two (listopad) it is the month that most languages call so.
    """
    from archive.dates.months import find_month

    month = find_month(word, lenient=True)
    return month.number if month and not month.calendar else None


def bounds(iso: str) -> tuple[date, date]:
    """First and last day of a date at its precision: "2017" is 1 January to 31 December.

    Raises ValueError where it is no date of that form.
    """
    parts = [int(part) for part in iso.split("-")]
    if len(parts) == 3:
        day = date(*parts)
        return day, day
    if len(parts) == 2:
        year, month = parts
        first = date(year, month, 1)
        after = date(year + month // 12, month % 12 + 1, 1) if (year, month) < (9999, 12) else None
        return first, after - timedelta(days=1) if after else date(9999, 12, 31)
    return date(parts[0], 1, 1), date(parts[0], 12, 31)


@lru_cache(maxsize=1)
def _reading() -> tuple[Read, Read]:
    """What reads a field and finds in a line; a search without a date has no need to load it."""
    from archive.dates.machine_dates import read_field
    from archive.dates.written_dates import find

    return lru_cache(maxsize=2_000)(read_field), find  # of a pile many are of one day
