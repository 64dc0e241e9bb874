"""When an embargo ends, in whatever shape it is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from archive.article import Article
from archive.normalise.embargo import embargoed_until, read_embargo


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("2020-01-02T09:00:00+01:00", "2020-01-02 08:00"),
        ("20200102T090000Z", "2020-01-02 09:00"),
        ("Thu, 02 Jan 2020 09:00:00 GMT", "2020-01-02 09:00"),
        ("2020-01-02T09:00:00", "2020-01-02 21:00"),  # where that time comes last
        ("2020-01-02", "2020-01-02 12:00"),
        ("2 January 2020", "2020-01-02 12:00"),
        ("2.1.2020", "2020-01-02 12:00"),
        ("2 January 2020 18:00", "2020-01-03 11:59"),  # read as no more than a day
        ("Jan 2, 2020, 6 p.m. ET", "2020-01-03 11:59"),
        ("2020-01-02 18:00 EST", "2020-01-03 11:59"),
        ("2.1.2020 18.00 Uhr", "2020-01-03 11:59"),
        ("20200102180000", "2020-01-03 11:59"),
        ("9999-12-31T23:59:59", "9999-12-31 23:59"),
    ],
)
def test_an_embargo_ends_where_its_time_comes_last(text: str, ends: str) -> None:
    found = read_embargo(text)
    assert found is not None
    assert f"{found.astimezone(UTC):%Y-%m-%d %H:%M}" == ends


@pytest.mark.parametrize("value", [None, "", "until the vote", True, 20200102, ["2020-01-02"]])
def test_what_states_no_time_gives_none(value: object) -> None:
    assert read_embargo(value) is None


def test_an_embargo_is_over_at_its_very_instant(make_article: Callable[..., Article]) -> None:
    article = make_article(extra={"embargo": "2020-01-02T09:00:00Z"})
    end = datetime(2020, 1, 2, 9, tzinfo=UTC)
    assert embargoed_until(article, end.replace(hour=8)) == end
    assert embargoed_until(article, end) is None
