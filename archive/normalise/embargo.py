"""Embargoes: until when an item must not be made public."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from archive.article import Article
from archive.dates.parse import bounds, parse_date
from archive.text.patterns import lazy_pattern
from archive.text.plain import one_line

# The last place on Earth where a clock shows a time. A time without a zone is meant there: an
# embargo had better end some hours late than early.
_LAST_ZONE = timezone(timedelta(hours=-12))
_NEVER = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
# A time of day: "18:00", "18.00", "18h", "6 p.m.", "20171103180000".
_TIME = lazy_pattern(
    r"\d\s?(?::\s?\d|h(?![^\W\d_])|uhr\b|[ap]\.?\s?m\b)|\s\d?\d\.\d\d(?![.\d])|\d{9}", re.I
)
_FAR_YEAR = lazy_pattern(r"(?<!\d)(?:2[1-9]|[3-9]\d)\d\d(?=\d{4}|\D|$)")


def read_embargo(value: object) -> datetime | None:
    """The instant that a text of any shape of date states; None where it states none."""
    line = one_line(value) if isinstance(value, str) else None
    if line is None:
        return None
    if line.startswith("9999"):  # which is how some write that it never ends
        return _NEVER
    found = parse_date(line)
    if found is None:
        return _in_a_far_year(line)
    if found.published:
        return found.published
    try:
        local = datetime.fromisoformat(line)
    except ValueError:
        first, _ = bounds(found.date)
        local = datetime(first.year, first.month, first.day)
        if _TIME.search(line):  # that is not read here: it is past when the day is
            local = local.replace(hour=23, minute=59, second=59)
    return local.replace(tzinfo=_LAST_ZONE).astimezone(UTC)


def embargoed_until(article: Article, now: datetime) -> datetime | None:
    """The end of an article's embargo, if that is still to come."""
    until = read_embargo(article.extra.get("embargo"))
    return until if until and until > now else None


def _in_a_far_year(line: str) -> datetime | None:
    """The same for a year in which no news is dated: an embargo until 2999 is meant to last."""
    far = _FAR_YEAR.search(line)
    if far is None:
        return None
    year = int(far[0])
    near = 2096 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 2097
    until = read_embargo(f"{line[: far.start()]}{near}{line[far.end() :]}")
    return until.replace(year=year + until.year - near) if until else None
