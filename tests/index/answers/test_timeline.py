"""Counts by day become bars by day, month or year."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from index.answers.results import Mentions
from index.answers.timeline import timeline
from index.engines.common.request import ByDay
from index.query.days import day_of, number


def test_nothing_found_gives_no_bars() -> None:
    assert timeline({}) == ()


def test_a_short_span_is_shown_by_day_with_empty_days_filled() -> None:
    periods = timeline({20171103: 2, 20171105: 1})
    assert [(period.key, period.count) for period in periods] == [
        ("2017-11-03", 2), ("2017-11-04", 0), ("2017-11-05", 1),
    ]  # fmt: skip
    assert periods[0].first == periods[0].last == date(2017, 11, 3)


def test_a_range_that_is_wider_than_what_was_found_has_empty_bars_at_its_ends() -> None:
    periods = timeline({20171103: 2, None: 1}, {20171101: 5}, reach=(20171101, 20171104))
    assert [(period.key, period.count, period.of) for period in periods] == [
        ("2017-11-01", 0, 5), ("2017-11-02", 0, 0), ("2017-11-03", 2, 0), ("2017-11-04", 0, 0),
        (None, 1, 0),
    ]  # fmt: skip


def test_two_months_and_more_are_shown_by_month() -> None:
    periods = timeline({20171103: 2, 20180101: 1, 20180131: 4, 20180205: 1})
    assert [(period.key, period.count) for period in periods] == [
        ("2017-11", 2), ("2017-12", 0), ("2018-01", 5), ("2018-02", 1),
    ]  # fmt: skip
    assert (periods[-1].first, periods[-1].last) == (date(2018, 2, 1), date(2018, 2, 28))


def test_many_years_are_shown_by_year() -> None:
    periods = timeline({19870226: 3, 20171103: 1})
    assert len(periods) == 31
    assert (periods[0].key, periods[0].count, periods[-1].key) == ("1987", 3, "2017")


def test_the_undated_come_last_under_no_key() -> None:
    periods = timeline({20171103: 1, None: 7})
    assert (periods[-1].key, periods[-1].first, periods[-1].count) == (None, None, 7)
    assert [period.count for period in timeline({None: 7})] == [7]


def test_the_ends_of_the_calendar_are_shown() -> None:
    assert timeline({99991231: 1})[0].key == "9999-12-31"
    assert timeline({10101: 1, 10102: 1})[0].key == "0001-01-01"
    assert timeline({99980101: 1, 99991231: 1})[-1].key == "9999-12"


DAYS = st.dates(date(1980, 1, 1), date(2030, 1, 1)).map(number)


@given(st.dictionaries(DAYS, st.integers(1, 9), min_size=1, max_size=6))
def test_bars_follow_one_another_and_count_everything(days: dict[int | None, int]) -> None:
    periods = timeline(days)
    assert sum(period.count for period in periods) == sum(days.values())
    for one, other in pairwise(periods):
        assert one.last is not None
        assert other.first is not None
        assert (other.first - one.last).days == 1


@given(st.dictionaries(st.none() | DAYS, st.integers(1, 9), max_size=40))
def test_counts_by_day_in_arrays_are_the_dict_that_they_came_from(
    days: dict[int | None, int],
) -> None:
    counted = ByDay.of(days)
    assert counted == days
    assert (len(counted), counted.undated) == (len(days), days.get(None, 0))
    dated = sorted(day for day in days if day is not None)
    assert counted.ends == tuple(dated[:1] + dated[-1:])
    for unit in (1, 100, 10_000):
        sums = Counter[int]()
        for day in dated:
            sums[day // unit] += days[day]
        assert counted.by_period(unit) == sums
    assert timeline(counted, counted, [counted]) == timeline(days, days, [days])


@given(st.dictionaries(DAYS, st.integers(1, 3), min_size=1, max_size=9))
def test_mentions_are_the_first_the_last_and_the_highest_day(days: dict[int | None, int]) -> None:
    dated = sorted(day for day in days if day is not None)
    peak = next(day for day in dated if days[day] == max(days.values()))
    found = Mentions.of({None: 99, **days})
    assert found == Mentions(day_of(dated[0]), day_of(dated[-1]), day_of(peak), days[peak])


def test_the_undated_alone_have_no_mentions() -> None:
    assert Mentions.of({None: 3}) is None
