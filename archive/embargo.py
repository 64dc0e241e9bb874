"""Until when an item is not to be made public."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from archive.article import Article
from archive.dates import bounds, parse_date
from archive.text import one_line

# The last place on Earth where a clock shows a time. A time without a zone is meant there: an
# embargo had better end some hours late than early.
_LAST_ZONE = timezone(timedelta(hours=-12))


def read_embargo(value: object) -> datetime | None:
    """The instant that a text of any shape of date states; None where it states none."""
    line = one_line(value) if isinstance(value, str) else None
    found = parse_date(line) if line else None
    if line is None or found is None:
        return None
    if found.published:
        return found.published
    try:
        local = datetime.fromisoformat(line)
    except ValueError:
        first, _ = bounds(found.date)
        local = datetime(first.year, first.month, first.day)
    return local.replace(tzinfo=_LAST_ZONE)


def embargoed_until(article: Article, now: datetime) -> datetime | None:
    """The end of an article's embargo, if that is still to come."""
    until = read_embargo(article.extra.get("embargo"))
    return until if until and until > now else None
