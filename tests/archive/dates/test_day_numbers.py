"""Days as spreadsheets count them, and when a number is one."""

from __future__ import annotations

import pytest

from archive.dates.day_numbers import are_day_numbers, date_of_number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("43101", "2018-01-01"), (" 43042 ", "2017-11-03"), ("43042,5", "2017-11-03 12:00:00"),
        ("43042.586805556", "2017-11-03 14:05:00"), ("43042.999999999", "2017-11-04"),
        ("29221", "1980-01-01"),
        ("65745", "2079-12-31"), ("29220", None), ("65746", None), ("2017", None), ("4310", None),
        ("431010", None), ("43101 ", "2018-01-01"), ("2018-01-01", None), ("", None), (None, None),
        ("43101.", None), ("-43101", None),
    ],
)  # fmt: skip
def test_a_number_of_days_is_a_date(text: str | None, expected: str | None) -> None:
    assert date_of_number(text) == expected


def test_a_column_is_of_days_where_all_that_it_has_are() -> None:
    assert are_day_numbers(["43101", "", None, "43102.5"])
    assert not are_day_numbers(["43101", "2018-01-02"])
    assert not are_day_numbers(["43101", "n.d."])
    assert not are_day_numbers(["43101", "", None])
    assert not are_day_numbers([])
