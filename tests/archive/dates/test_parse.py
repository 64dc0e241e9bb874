"""Dates: each shape, each language, and what is no date."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.dates.parse import bounds, find_date, parse_date, parse_time


@pytest.mark.parametrize(
    "text",
    [
        "2017-11-03", "2017/11/03", "2017.11.3", "20171103", "2017-11-03T14:05:00Z", "3.11.2017",
        "03. 11. 2017", "Nov 3, 2017", "Nov. 3, 2017", "November 3rd, 2017", "3 November 2017",
        "3rd of November 2017", "03-NOV-2017 15:01:01.79", "Friday, 3 November 2017",
        "13:05 3 Nov 2017",
        "Fri, 03 Nov 2017 14:05:00 GMT", "le 3 novembre 2017", "3. November 2017",
        "3 de noviembre de 2017", "3 de novembro de 2017", "3 novembre 2017", "3 november 2017",
        "3 ноября 2017 г.", "3 Kasım 2017", "3. marraskuuta 2017",
        "3 نوفمبر 2017", "٣ نوفمبر ٢٠١٧", "2017年11月3日", "2017년 11월 3일",
        "Stand: 03.11.2017, 14:05 Uhr",
    ],
)  # fmt: skip
def test_a_day_is_understood_in_every_shape(text: str) -> None:
    found = parse_date(text)
    assert found is not None
    assert (found.date, found.precision) == ("2017-11-03", "day")


@pytest.mark.parametrize(
    ("text", "expected", "precision"),
    [
        ("1er mars 2015", "2015-03-01", "day"), ("2. Jänner 2017", "2017-01-02", "day"),
        ("2 août 2017", "2017-08-02", "day"), ("30-MAR-1987", "1987-03-30", "day"),
        ("23 марта 2001 года", "2001-03-23", "day"), ("13/11/2017", "2017-11-13", "day"),
        ("11/13/2017", "2017-11-13", "day"), ("11/11/2017", "2017-11-11", "day"),
        ("March 2011", "2011-03", "month"), ("2011-03", "2011-03", "month"),
        ("mai 1968", "1968-05", "month"), ("2017", "2017", "year"), ("Spring 2017", "2017", "year"),
        ("1999 год", "1999", "year"), ("2003年", "2003", "year"),
    ],
)  # fmt: skip
def test_precision_is_what_the_text_says(text: str, expected: str, precision: str) -> None:
    found = parse_date(text)
    assert found is not None
    assert (found.date, found.precision) == (expected, precision)


@pytest.mark.parametrize(
    "text",
    [
        "", "soon", "31 February 2017", "2017-02-30", "2017-13-01", "0000-01-01", "03/11/2017",
        "03/11/17", "3 Nov 17", "1500 soldiers", "2017 people", "12:30", "3 Foober 2017",
        "99999999", "2017-W44-5", "x" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_date_or_could_be_two_is_none(text: str) -> None:
    assert parse_date(text) is None


def test_a_number_in_a_sentence_is_no_year() -> None:
    for text in ("1500 soldiers", "by 2017 people", "in 2017", "The year 1999 was warm"):
        assert find_date(text) is None


@pytest.mark.parametrize(
    ("text", "day", "instant"),
    [
        ("2017-11-03T00:30:00+13:00", "2017-11-03", datetime(2017, 11, 2, 11, 30, tzinfo=UTC)),
        ("2017-11-03T23:30:00-11:00", "2017-11-03", datetime(2017, 11, 4, 10, 30, tzinfo=UTC)),
        (
            "Fri, 03 Nov 2017 00:30:00 +1300",
            "2017-11-03",
            datetime(2017, 11, 2, 11, 30, tzinfo=UTC),
        ),
        ("Nov 3, 2017 11:30 PM -1100", "2017-11-03", datetime(2017, 11, 4, 10, 30, tzinfo=UTC)),
        ("3 Nov 2017 23:30 NZDT", "2017-11-03", datetime(2017, 11, 3, 10, 30, tzinfo=UTC)),
        ("14:05 GMT, 3 November 2017", "2017-11-03", datetime(2017, 11, 3, 14, 5, tzinfo=UTC)),
        ("20171103T140500-0500", "2017-11-03", datetime(2017, 11, 3, 19, 5, tzinfo=UTC)),
    ],
)
def test_an_instant_keeps_the_day_of_its_own_zone(text: str, day: str, instant: datetime) -> None:
    found = parse_date(text)
    assert found is not None
    assert (found.date, found.published) == (day, instant)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2017-11-03T24:00:00Z", (4, 0, 0)), ("2017-11-03T24:00Z", (4, 0, 0)),
        ("2017-11-03T24:00:00.000+02:00", (3, 22, 0)), ("20171103T240000Z", (4, 0, 0)),
        ("2017-11-03 24:00:00 +0100", (3, 23, 0)), ("2017-11-03T14:05:60Z", (3, 14, 5)),
        ("2017-11-03T14:05:60.5-05:00", (3, 19, 5)), ("20171103T140560Z", (3, 14, 5)),
    ],
)  # fmt: skip
def test_the_end_of_a_day_and_the_second_put_in_keep_their_instant(
    text: str, instant: tuple[int, int, int]
) -> None:
    found = parse_date(text)
    assert found is not None
    assert found.date == "2017-11-03"
    assert found.published is not None
    at = found.published
    assert (at.day, at.hour, at.minute) == instant
    assert at.second == (59 if ":60" in text or "60Z" in text else 0)


@pytest.mark.parametrize(
    "text", ["2017-11-03T24:01:00Z", "2017-11-03T24:00:01Z", "2017-11-03T14:60:00Z", "20171103T25Z"]
)
def test_a_time_of_no_day_gives_no_instant(text: str) -> None:
    found = parse_date(text)
    assert found is None or found.published is None


def test_a_time_without_a_zone_gives_no_instant() -> None:
    for text in ("2017-11-03 14:05", "3 Nov 2017 at 14:05", "3. November 2017 um 14:05 Uhr"):
        found = parse_date(text)
        assert found is not None
        assert (found.published, found.time) == (None, "14:05")


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2017-11-03T14:05:30", "14:05:30"), ("20171103T140530", "14:05:30"),
        ("201711031405", "14:05"), ("26-FEB-1987 15:01:01.79", "15:01:01"),
        ("Nov 3, 2017 2:05 p.m.", "14:05"), ("12:30 am, 3 November 2017", "00:30"),
        ("3 Nov 2017 14:05 EST", "14:05"), ("2017-11-03 00:00:00", None),
        ("20171103", None), ("3 November 2017", None), ("2017-11-03T14:05:30Z", None),
    ],
)  # fmt: skip
def test_the_time_is_kept_where_it_makes_no_instant(text: str, time: str | None) -> None:
    found = parse_date(text)
    assert found is not None
    assert found.time == time


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("14:05", "14:05"), (" 9.30 ", "09:30"), ("2:05 PM", "14:05"), ("14h05", "14:05"),
        ("14:05:07.123", "14:05:07"), ("00:00", None), ("24:00", None), ("14:05 GMT", None),
        ("noon", None), ("", None), ("14:05 and later", None), ("140500", "14:05"),
        ("140507", "14:05:07"), ("246000", None), ("1405", None),
    ],
)  # fmt: skip
def test_a_field_may_hold_the_time_alone(text: str, time: str | None) -> None:
    assert parse_time(text) == time


@pytest.mark.parametrize(
    "text",
    [
        "November 3, 2017 Friday 2:05 PM GMT", "3. November 2017 Freitag, 14:05 UTC",
        "3 novembre 2017, vendredi, 15:05 CET", "3 de noviembre de 2017 viernes 2:05 PM GMT",
        "2017-11-03 Friday 14:05 Z",
    ],
)  # fmt: skip
def test_the_day_of_the_week_may_stand_between_a_date_and_its_time(text: str) -> None:
    found = parse_date(text)
    assert found is not None
    assert found.published == datetime(2017, 11, 3, 14, 5, tzinfo=UTC)
    without = parse_date(text.partition("14:")[0].partition("15:")[0].partition("2:0")[0])
    assert without is not None
    assert (without.published, without.time) == (None, None)


@pytest.mark.parametrize(
    "zone", ["EST", "CST", "CDT", "MST", "PST", "BST", "IST", "AST", "ADT", "GST", "SST", "WST"]
)
def test_a_zone_that_means_several_gives_no_instant(zone: str) -> None:
    text = f"3 Nov 2017 14:05 {zone}"
    found = parse_date(text)
    assert found is not None
    assert (found.date, found.published) == ("2017-11-03", None)
    assert text[found.start : found.end].endswith(zone)


def test_in_the_form_of_rfc_822_the_zones_that_it_names_are_known() -> None:
    found = parse_date("Fri, 03 Nov 2017 14:05:00 EST")
    assert found is not None
    assert found.published == datetime(2017, 11, 3, 19, 5, tzinfo=UTC)
    other = parse_date("Fri, 03 Nov 2017 14:05:00 IST")
    assert other is not None
    assert other.published is None


@pytest.mark.parametrize(
    ("zone", "hours"),
    [("UTC", 0), ("Z", 0), ("CET", 1), ("MESZ", 2), ("EEST", 3), ("MSK", 3), ("JST", 9),
        ("EDT", -4), ("PDT", -7)],
)  # fmt: skip
def test_a_zone_that_means_one_gives_the_instant(zone: str, hours: int) -> None:
    for text in (f"3 Nov 2017 14:05 {zone}", f"Fri, 03 Nov 2017 14:05:00 {zone}"):
        found = parse_date(text)
        assert found is not None
        assert found.published == datetime(2017, 11, 3, 14 - hours, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["Nov 3, 2017 14:05 +9999", "3 November 2017 14:05 -2400", "2017-11-03 14:05 +1500"]
)
def test_an_offset_that_is_on_no_map_gives_no_instant(text: str) -> None:
    found = parse_date(text)
    assert found is not None
    assert found.published is None


def test_the_span_of_a_date_covers_its_time_and_nothing_else() -> None:
    text = "By AFP     Nov 3, 2017 14:05 GMT in World"
    found = find_date(text)
    assert found is not None
    assert text[found.start : found.end] == "Nov 3, 2017 14:05 GMT"


@given(st.dates(min_value=date(1500, 1, 1), max_value=date(2099, 12, 31)))
@settings(deadline=None)
def test_every_day_is_read_back_from_its_long_english_form(day: date) -> None:
    found = parse_date(f"{day:%A}, {day.day} {day:%B} {day.year}")
    assert found is not None
    assert found.date == day.isoformat()


@given(st.text(max_size=80))
@settings(deadline=None)
def test_no_text_makes_it_raise(text: str) -> None:
    parse_date(text)


def test_bounds_are_the_first_and_last_day() -> None:
    assert bounds("2017") == (date(2017, 1, 1), date(2017, 12, 31))
    assert bounds("2016-02") == (date(2016, 2, 1), date(2016, 2, 29))
    assert bounds("2017-12") == (date(2017, 12, 1), date(2017, 12, 31))
    assert bounds("2017-11-03") == (date(2017, 11, 3), date(2017, 11, 3))
    with pytest.raises(ValueError, match="month"):
        bounds("2017-13")
