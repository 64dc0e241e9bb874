"""A date that was found in a text, and what is known of the text that helps to read it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from archive.article import Precision
from archive.text.language import language_code

_FURTHEST = timedelta(hours=14)
_REGION = re.compile(r"[-_]([A-Za-z]{2}|\d{3})(?=$|[-_.@])")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: ISO 8601 at its precision, the UTC instant if known, and where it stood.
    `time` is the time of day ("14:05") where one is stated without a zone.
    """

    date: str
    precision: Precision
    published: datetime | None = None
    start: int = 0
    end: int = 0
    time: str | None = None


@dataclass(frozen=True, slots=True)
class Writing:
    """How a text writes dates: its language and region ("en", "US"), and whether other dates of the
    same page or table have the day first. `lenient` takes the likeliest of several readings, for
    only where a date stands is asked.
    """

    language: str | None = None
    region: str | None = None
    day_first: bool | None = None
    lenient: bool = False


NOTHING_KNOWN = Writing()
LIKELIEST = Writing(lenient=True)  # where only the place of a date is asked


def writing_of(
    tag: str | None, language: str | None = None, day_first: bool | None = None
) -> Writing:
    """What a declared language ("en-US", "pt_BR.UTF-8") says, else the `language` of the text."""
    region = _REGION.search(tag or "")
    declared = language_code(tag)
    return Writing(declared or language, region[1].upper() if region else None, day_first)


def at_instant(moment: datetime, start: int = 0, end: int = 0) -> FoundDate:
    """The date of a moment in its own zone; with its time and no instant where it names no zone."""
    day = moment.date().isoformat()
    if moment.tzinfo:
        return FoundDate(day, "day", utc(moment), start, end)
    return FoundDate(day, "day", None, start, end, written(moment.time()))


def written(clock: time) -> str | None:
    """A time as it is kept. Midnight is what programs write that know the day alone."""
    if clock.replace(microsecond=0) == time.min:
        return None
    return clock.isoformat("seconds" if clock.second else "minutes")


def utc(moment: datetime) -> datetime | None:
    """The instant in UTC; None for a moment without a zone, or in one that is on no map."""
    offset = moment.utcoffset()
    try:
        return moment.astimezone(UTC) if offset is not None and abs(offset) <= _FURTHEST else None
    except OverflowError:  # the first or last hours that a calendar can hold
        return None
