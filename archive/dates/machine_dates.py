"""Dates as programs write them: ISO 8601, RFC 822 and its heirs, ctime, seconds since 1970."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime

from archive.dates.calendars import FIRST_YEAR, LAST_YEAR, gregorian, is_placeholder
from archive.dates.clocks import zone_at
from archive.dates.found_date import NOTHING_KNOWN, FoundDate, Writing, at_instant
from archive.dates.stamps import dates_on, is_update
from archive.dates.written_dates import find, find_year

_LONGEST_FIELD = 200
_LONGEST_LABEL = 24  # characters, as "Last updated on"
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:$|[T ]\d\d)")
# Of ISO 8601: midnight at the end of a day, and the second that is put in where clocks are set.
_LAST_MIDNIGHT = re.compile(r"(?<=^.{10}[T ])24(?=:?00(?::?00(?:[.,]0+)?)?(?:$|[Z+-]))")
_LEAP_SECOND = re.compile(r"(?<=^.{10}[T ]\d\d:[0-5]\d:)60|(?<=^.{10}[T ]\d\d[0-5]\d)60")
_DAY = timedelta(days=1)
_YEARS = (f"{FIRST_YEAR}", f"{LAST_YEAR}")
_ZERO_YEARS = {"0001", "1601", "1753", "1899", "1900", "1969", "1970"}
# NITF and NewsML: with a fraction, or a zone behind the day alone
_BASIC = re.compile(
    r"(\d{4})(\d\d)(\d\d)(?:[T ]?(\d\d)(\d\d)(\d\d)?(?:[.,]\d+)?|T(\d\d))?"
    r"\s?(Z|[+-]\d\d(?::?\d\d)?)?"
)
# RFC 822 as RFC 5322 has it, with its years of two digits, RFC 850's dashes, and the names that it
# gives to the zones of North America, in the whole form with seconds. `find` knows other zones.
_MAIL = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?(?P<day>\d{1,2})[\s-]+(?P<month>[A-Za-z]{3})[\s-]+"
    r"(?P<year>\d{4}|\d\d)\s+"
    r"(?P<clock>\d\d?:\d\d(?::\d\d\s+(?:[+-]\d{4}|GMT|UTC?|Z|[ECMP][SD]T)|\s+(?:[+-]\d{4}|GMT|UTC?)))"
    r"(?=$|[\s(])"
)
_CTIME = re.compile(
    r"[A-Z][a-z]{2},?\s+(?P<month>[A-Z][a-z]{2})\s+(?P<day>\d\d?)\s+"
    r"(?P<clock>\d\d?:\d\d(?::\d\d)?(?:\s[AP]M)?)\s+(?P<zone>[+-]\d{4}\s+|[A-Z]{1,5}\s+)?(?P<year>\d{4})"
)
# Seconds since 1970, or thousandths, millionths ...: a number of so many digits
_SINCE = re.compile(r"(?:\\?/?Date\()?(-?\d{9,19})(?:\.\d*)?([+-]\d{4})?(?:\)\\?/?)?")
_UNITS = {9: 1, 10: 1, 12: 1_000, 13: 1_000, 15: 10**6, 16: 10**6, 18: 10**9, 19: 10**9}
_FIRST_SECOND = 315_532_800  # 1980; before, hardly anybody counted
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NO_DATE = FoundDate("", "day")  # what stands there for none, so that nothing else is looked for


def read_field(text: str, writing: Writing | None = None) -> FoundDate | None:
    """The date that a whole field states, in whatever form."""
    text = text.strip()
    if len(text) > _LONGEST_FIELD:
        return None
    writing = writing or NOTHING_KNOWN
    if (match := _ISO.match(text)) and (found := _iso(match, writing)):
        return None if found is _NO_DATE else found
    if text[:1].isdigit() or text[:1] in "/\\D-":
        found = _basic(text, writing) or _since(text)
        if found:
            return found
    if found := _mail(text):
        return None if found is _NO_DATE or _is_zero(found) else found
    if match := _CTIME.fullmatch(text):
        text = "{day} {month} {year} {clock} {zone}".format_map(match.groupdict(""))
    found = _published_of(text, writing) or find(text, writing) or find_year(text, writing)
    return None if found and _is_zero(found) else found


def _published_of(text: str, writing: Writing) -> FoundDate | None:
    """Of a field with several dates the first that is not of an update: "Updated 5 May 2019, first
    published 3 November 2017". None where the field has but one.
    """
    if len(_YEAR.findall(text)) < 2 or not is_update(text[:_LONGEST_LABEL]):
        return None
    return next((found for found, update in dates_on(text, writing) if not update), None)


def _iso(match: re.Match[str], writing: Writing) -> FoundDate | None:
    text = match.string
    year = match[1]
    if not _YEARS[0] <= year <= _YEARS[1] or writing.language == "ne":
        found = gregorian(int(year), int(match[2]), int(match[3]), writing.language)
        if not found:
            return _NO_DATE
        text = "{:04}-{:02}-{:02}".format(*found) + text[10:]
    try:
        if len(text) == 10:
            day = date.fromisoformat(text)
            zero = year in _ZERO_YEARS and is_placeholder(day, None)
            return _NO_DATE if zero else FoundDate(text, "day", None, 0, 10)
        if " " in text:
            text = re.sub(r"\s+(?=[+-]\d\d|Z$)", "", text)
        moment = datetime.fromisoformat(text)
    except ValueError:
        return _odd_time(text)
    if year in _ZERO_YEARS and is_placeholder(moment.date(), moment):
        return _NO_DATE
    return at_instant(moment)


def _odd_time(text: str) -> FoundDate | None:
    """The date at a time that ends its day, or in the second put in, which is taken for the one
    before it. The day stays the one that is written.
    """
    counted = _LEAP_SECOND.sub("59", _LAST_MIDNIGHT.sub("00", text))
    try:
        moment = datetime.fromisoformat(counted)
    except ValueError:
        return None
    found = at_instant(moment)
    if not found.published:
        return None
    ends = counted[11:13] != text[11:13]
    return replace(found, published=found.published + _DAY) if ends else found


def _basic(text: str, writing: Writing) -> FoundDate | None:
    """ISO's basic format: 20171103T140500Z."""
    match = _BASIC.fullmatch(text)
    if not match or not text.isascii():
        return None
    year, month, day, hour, minute, second, only_hour, zone = match.groups()
    found = gregorian(int(year), int(month), int(day), writing.language)
    if not found or found[2] is None:
        return None
    hour = hour or only_hour
    if zone and (hour == "24" or second == "60"):
        day = "{:04}-{:02}-{:02}".format(*found)
        return _odd_time(f"{day}T{hour}:{minute or '00'}:{second or '00'}{zone}")
    try:
        calendar = date(found[0], found[1], found[2])
        clock = time(int(hour or 0), int(minute or 0), int(second or 0))
    except ValueError:
        return None
    moment = datetime.combine(calendar, clock)
    if zone and hour:
        moment = moment.replace(tzinfo=UTC if zone == "Z" else zone_at(zone))
    if is_placeholder(calendar, moment if hour else None):
        return None
    return at_instant(moment)


def _since(text: str) -> FoundDate | None:
    """Seconds since 1970, as a number or as in /Date(1509717900000+0100)/."""
    match = _SINCE.fullmatch(text)
    if not match:
        return None
    number, offset = match.groups()
    in_brackets = "Date" in text  # always thousandths, however many digits
    unit = 1_000 if in_brackets else _UNITS.get(len(number))
    seconds = int(number) // unit if unit else 0
    if seconds < _FIRST_SECOND or (not in_brackets and len(number) == 10 and _is_hour(number)):
        return None
    try:
        moment = _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return None
    if moment.year > LAST_YEAR:
        return None
    zone = zone_at(offset) if offset else None
    return at_instant(moment.astimezone(zone) if zone else moment)


def _is_hour(digits: str) -> bool:
    """Whether seconds may as well be an hour: 2017110314 of 3 November 2017."""
    try:
        return datetime.strptime(digits, "%Y%m%d%H").year >= FIRST_YEAR
    except ValueError:
        return False


def _mail(text: str) -> FoundDate | None:
    match = _MAIL.match(text)
    if not match:
        return None
    year = match["year"]
    if year.startswith("00") and len(year) == 4:  # "30 Nov -0001", of a calendar at zero
        return _NO_DATE
    if len(year) == 2:  # RFC 5322, 4.3
        year = f"{'20' if year < '50' else '19'}{year}"
        text = f"{match['day']} {match['month']} {year} {match['clock']}"
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return at_instant(moment) if moment.tzinfo and FIRST_YEAR <= moment.year <= LAST_YEAR else None


def _is_zero(found: FoundDate) -> bool:
    """Whether an instant that was read is that of a clock at zero."""
    return found.published == _EPOCH
