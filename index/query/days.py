"""Dates as readers type them -> first and last day, as numbers: 20171103.

    2017  2017-11  2017-11-03  20171103  3 November 2017  Nov 2017
    today  yesterday  "this week"  "last month"  "last 7 days"  november  monday

Weeks begin on Monday, as in ISO 8601. A month or a weekday without a year is the last one that has
begun.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from archive.dates.parse import bounds, month_number, parse_date
from archive.errors import RequestError
from archive.text.patterns import lazy_pattern
from archive.text.plain import fold_line

_ISO = lazy_pattern(r"\d{4}(?:-\d{1,2}(?:-\d{1,2})?)?|\d{8}")
_LAST_DAYS = lazy_pattern(r"(?:last|past) ([1-9]\d{0,3}) (day|week|month|year)s?")
_SPAN = lazy_pattern(r"(this|last) (week|month|year)")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS_OF = {"day": 1, "week": 7, "month": 30, "year": 365}


def read_day(text: str, today: date | None = None) -> tuple[int, int]:
    """First and last day of a date as typed. ValueError for what is no date."""
    text = text.strip()
    if spoken := _spoken(fold_line(text), today or datetime.now(UTC).astimezone().date()):
        first, last = spoken
    else:
        first, last = bounds(_written(text))
    return number(first), number(last)


def read_range(text: str, today: date | None = None) -> tuple[int | None, int | None]:
    """First and last day of "a..b", either of which may be left out, or of a date alone.

    Where the end is a month without a year, it is the next one after the beginning.
    """
    start, dots, end = text.partition("..")
    if not dots:
        return read_day(text, today)
    low = read_day(start, today)[0] if start.strip("* ") else None
    if not end.strip("* "):
        return low, None
    last = read_day(end, today)[1]
    if low and last < low and month_number(fold_line(end)):
        last = read_day(f"{low // 10_000 + (last % 10_000 < low % 10_000)} {end}", today)[1]
    return low, last


def days_between(
    start: str | None, end: str | None, today: date | None = None
) -> tuple[int | None, int | None]:
    """The first day of one date and the last of another. RequestError for what is no range."""
    low = _day("from", start, today)[0] if start else None
    high = _day("to", end, today)[1] if end else None
    if low and high and low > high:
        raise RequestError(
            f"The range ends ({end}) before it begins ({start})", "change the two dates over"
        )
    return low, high


def number(day: date) -> int:
    """A day as a number: 20171103."""
    return day.year * 10_000 + day.month * 100 + day.day


def day_of(number: int) -> date:
    """The day that a number stands for."""
    return date(number // 10_000, number // 100 % 100, number % 100)


def next_day(day: int, step: int = 1) -> int:
    """The number of the day after, or `step` days after; beyond the calendar no day has it."""
    try:
        return number(day_of(day) + timedelta(step))
    except OverflowError:
        return day + step


def _day(name: str, text: str, today: date | None) -> tuple[int, int]:
    try:
        return read_day(text, today)
    except (ValueError, OverflowError):
        raise RequestError(
            f"{text!r} is no date for {name!r}", "write 2017, 2017-11 or 2017-11-03"
        ) from None


def _written(text: str) -> str:
    """A date that names its year, in ISO 8601."""
    if re.fullmatch(r"\d{8}", text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    text = text.replace("/", "-")
    if _ISO.fullmatch(text):
        return text
    found = parse_date(text) or parse_date(_turned(text))
    if found is None:
        raise ValueError(text)
    return found.date


def _turned(text: str) -> str:
    """ "2017 november" as "november 2017"."""
    return re.sub(r"^(\d{4}) (.+)$", r"\2 \1", text)


def _spoken(text: str, today: date) -> tuple[date, date] | None:
    """The days that words mean which say nothing of the year."""
    if text == "today":
        return today, today
    if text == "yesterday":
        return today - timedelta(1), today - timedelta(1)
    if text in _WEEKDAYS:
        day = today - timedelta((today.weekday() - _WEEKDAYS.index(text)) % 7)
        return day, day
    if text.isalpha() and (month := month_number(text)):
        year = today.year - (month > today.month)
        return bounds(f"{year}-{month:02}")
    if found := _LAST_DAYS.fullmatch(text):
        return today - timedelta(int(found[1]) * _DAYS_OF[found[2]] - 1), today
    if found := _SPAN.fullmatch(text):
        return _span(found[2], found[1] == "last", today)
    return None


def _span(unit: str, before: bool, today: date) -> tuple[date, date]:
    if unit == "week":
        monday = today - timedelta(today.weekday() + 7 * before)
        return monday, monday + timedelta(6)
    if unit == "year":
        return bounds(str(today.year - before))
    first = today.replace(day=1)
    if before:
        first = (first - timedelta(1)).replace(day=1)
    return bounds(f"{first.year}-{first.month:02}")


def calendar(days: Mapping[int | None, int]) -> Counter[str]:
    """Counts by day, None for the undated, as counts by year, month and day."""
    counts: Counter[str] = Counter()
    for day, number in days.items():
        for key in calendar_keys(day):
            counts[key] += number
    return counts


def calendar_keys(day: int | None) -> tuple[str, ...]:
    """The year, month and day of a day: 2017, 2017-11 and 2017-11-03; "" where there is none."""
    if day is None:
        return ("",)
    iso = day_of(day).isoformat()
    return iso[:4], iso[:7], iso
