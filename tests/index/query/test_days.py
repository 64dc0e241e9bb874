"""Dates as readers type them, with a year and without."""

from __future__ import annotations

from datetime import date

import pytest

from archive.errors import RequestError
from index.query.days import (
    calendar,
    day_of,
    days_between,
    next_day,
    number,
    read_day,
    read_range,
)

FRIDAY = date(2017, 11, 3)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2017", (20170101, 20171231)), ("2016-02", (20160201, 20160229)),
        (" 2017-1-3 ", (20170103, 20170103)), ("2017/11/03", (20171103, 20171103)),
        ("Nov 2017", (20171101, 20171130)), ("2017 spring", (20170101, 20171231)),
        ("20171113", (20171113, 20171113)),
    ],
)  # fmt: skip
def test_dates_are_read_as_people_type_them(text: str, days: tuple[int, int]) -> None:
    assert read_day(text) == days


@pytest.mark.parametrize(
    "text", ["", "x", "2017-13", "2017-02-30", "20171301", "0000", "17", "last 0 days"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - callers make the message
        read_day(text)


def test_what_is_refused_is_named() -> None:
    with pytest.raises(ValueError, match=r"^some day$"):
        read_day(" some day ")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("today", (20171103, 20171103)),
        ("Yesterday", (20171102, 20171102)),
        ("monday", (20171030, 20171030)),
        ("friday", (20171103, 20171103)),
        ("this week", (20171030, 20171105)),
        ("last week", (20171023, 20171029)),
        ("this month", (20171101, 20171130)),
        ("last  month", (20171001, 20171031)),
        ("this year", (20170101, 20171231)),
        ("last year", (20160101, 20161231)),
        ("last 7 days", (20171028, 20171103)),
        ("past 2 weeks", (20171021, 20171103)),
        ("november", (20171101, 20171130)),
        ("Dec", (20161201, 20161231)),
        ("2016 december", (20161201, 20161231)),
    ],
)
def test_what_says_no_year_is_the_last_that_has_begun(text: str, days: tuple[int, int]) -> None:
    assert read_day(text, FRIDAY) == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("november..december", (20171101, 20171231)),
        ("december..february", (20161201, 20170228)),
        ("yesterday..", (20171102, None)),
        ("..last month", (None, 20171031)),
        ("2017-10..today", (20171001, 20171103)),
        ("..", (None, None)),
    ],
)
def test_a_range_ends_after_it_begins(text: str, days: tuple[int | None, int | None]) -> None:
    assert read_range(text, FRIDAY) == days


def test_january_knows_the_month_before_it() -> None:
    assert read_day("last month", date(2018, 1, 31)) == (20171201, 20171231)


def test_a_day_and_its_number_are_one() -> None:
    assert day_of(number(FRIDAY)) == FRIDAY


@pytest.mark.parametrize(
    ("day", "step", "other"),
    [
        (20171103, 1, 20171104), (20171231, 1, 20180101), (20160228, 1, 20160229),
        (20171101, -1, 20171031), (20171103, 28, 20171201), (99991231, 1, 99991232),
        (10101, -1, 10100),
    ],
)  # fmt: skip
def test_days_are_counted_on_and_back_to_the_ends_of_the_calendar(
    day: int, step: int, other: int
) -> None:
    assert next_day(day, step) == other


def test_a_calendar_counts_a_day_in_its_month_and_year_too() -> None:
    assert calendar({20171103: 2, 20171104: 3, 20180101: 5, None: 7}) == {
        "2017": 5, "2017-11": 5, "2017-11-03": 2, "2017-11-04": 3,
        "2018": 5, "2018-01": 5, "2018-01-01": 5, "": 7,
    }  # fmt: skip


def test_either_end_of_a_range_may_be_left_out_and_the_end_not_before_the_beginning() -> None:
    assert days_between(None, None) == (None, None)
    assert days_between("2017-11", None) == (20171101, None)
    assert days_between(None, "2017-11") == (None, 20171130)
    assert days_between("2017-11-03", "2017-11-03") == (20171103, 20171103)
    with pytest.raises(RequestError) as told:
        days_between("2017-12", "2017-11")
    assert told.value.message == "The range ends (2017-11) before it begins (2017-12)"
    assert told.value.hint == "change the two dates over"


def test_a_day_before_the_calendar_begins_is_refused() -> None:
    with pytest.raises(RequestError, match="is no date for 'from'"):
        days_between("last 9999 years", None)


def test_what_can_be_written_instead_is_said() -> None:
    for given in (("x", None), (None, "x")):
        with pytest.raises(RequestError) as told:
            days_between(*given)
        name = "from" if given[0] else "to"
        assert told.value.message == f"'x' is no date for '{name}'"
        assert told.value.hint == "write 2017, 2017-11 or 2017-11-03"
