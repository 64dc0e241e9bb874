"""Dates as news writes them: one text in, a calendar date with its precision out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime

from archive.article import Precision
from archive.text.plain import fold

# Month names by number, folded; English, French, German, Spanish, Portuguese, Italian, Dutch, the
# Nordic languages, Polish, Russian, Turkish, Indonesian, Arabic, Finnish. An abbreviation of three
# letters or more of any of them is understood where it is not shared by two months.
_MONTH_NAMES = {
    1: "january janvier januar enero janeiro gennaio januari stycznia январь января ocak janner"
    " يناير tammikuuta",
    2: "february fevrier februar febrero fevereiro febbraio februari lutego февраль февраля"
    " subat فبراير شباط helmikuuta",
    3: "march mars marz marzo marco maart marca март марта mart maret maerz مارس اذار"
    " maaliskuuta",
    4: "april avril abril aprile kwietnia апрель апреля nisan ابريل نيسان huhtikuuta",
    5: "may mai mayo maio maggio mei maj maja май мая mayis مايو ايار toukokuuta",
    6: "june juin juni junio junho giugno czerwca июнь июня haziran يونيو حزيران kesakuuta",
    7: "july juillet juli julio julho luglio lipca июль июля temmuz يوليو تموز heinakuuta",
    8: "august aout agosto augustus sierpnia август августа agustos agustus اغسطس اب elokuuta",
    9: "september septembre septiembre setembro settembre wrzesnia сентябрь сентября eylul"
    " سبتمبر ايلول syyskuuta",
    10: "october octobre oktober octubre outubro ottobre pazdziernika октябрь октября ekim اكتوبر"
    " lokakuuta",
    11: "november novembre noviembre novembro listopada ноябрь ноября kasim nopember نوفمبر"
    " marraskuuta",
    12: "december decembre dezember diciembre dezembro dicembre grudnia joulukuuta joulukuu"
    " декабрь декабря aralik ديسمبر desember",
}  # fmt: skip


def _month_table() -> dict[str, int]:
    table: dict[str, int] = {}
    shared: set[str] = set()
    for number, names in _MONTH_NAMES.items():
        for name in names.split():
            # Finnish ones are not shortened, or "mar" would be marraskuu, November, too
            shortest = len(name) if name.endswith(("kuu", "kuuta")) else 3
            for length in range(shortest, len(name) + 1):
                key = name[:length]
                if table.setdefault(key, number) != number:
                    shared.add(key)
    for number, names in _MONTH_NAMES.items():  # a whole name outranks another's abbreviation
        for name in names.split():
            table[name] = number
            shared.discard(name)
    for key in shared:
        del table[key]
    return table


MONTHS = _month_table()

# Offsets in hours, for those abbreviations only that mean one zone in news copy.
_ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "ut": 0, "wet": 0, "cet": 1, "cest": 2, "mez": 1, "mesz": 2,
    "eet": 2, "eest": 3, "msk": 3, "edt": -4, "mdt": -6, "pdt": -7, "jst": 9, "kst": 9,
    "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "sgt": 8, "hkt": 8,
}  # fmt: skip
# And those that mean several (EST in New York and in Sydney, CST in Chicago and in China, BST in
# London and in Dhaka): they belong to a time, and nobody can tell which instant it was.
_AMBIGUOUS_ZONES = {
    "est", "cst", "cdt", "mst", "pst", "bst", "ist", "ast", "adt", "ect", "gst", "sst", "wst",
}  # fmt: skip

_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er|º|\.)?"
_WORD = r"(?P<month>[^\W\d_]{3,12})\.?"
_CLOCK = re.compile(
    r"(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?:[.,]\d+)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*"
    r"(?:(?P<offset>[+-]\d\d:?\d\d)|\(?(?P<zone>z|[a-z]{2,4})\b\)?)?",
    re.I,
)
# From the most telling shape to the least. 03/11/2017 is left alone: nobody can tell which it is,
# unless one of the two numbers is above 12.
_SHAPES = [
    re.compile(rf"(?<!\d){_YEAR}[-/.](?P<monthno>0?[1-9]|1[0-2])[-/.](?P<day>\d\d?)(?!\d)"),
    re.compile(rf"(?<!\d){_YEAR}\s*[年년]\s*(?P<monthno>\d\d?)\s*[月월](?:\s*(?P<day>\d\d?)\s*[日일])?"),
    re.compile(
        rf"(?<![\d:]){_DAY}(?:\s+|-)(?:de\s+|of\s+)?{_WORD}"
        rf"(?:\s*,?\s+|-)(?:de\s+|del\s+)?{_YEAR}(?!\d)", re.I,
    ),
    re.compile(rf"(?<!\w){_WORD}\s+{_DAY}\s*,?\s+{_YEAR}(?!\d)", re.I),
    re.compile(rf"(?<!\d)(?P<day>\d\d?)\.\s?(?P<monthno>\d\d?)\.\s?{_YEAR}(?!\d)"),
    re.compile(rf"(?<!\d)(?P<a>\d\d?)/(?P<b>\d\d?)/{_YEAR}(?!\d)"),
    re.compile(rf"(?<!\d){_YEAR}-(?P<monthno>0[1-9]|1[0-2])(?![\d-])"),
    re.compile(rf"(?<![\w-])(?<!\d[\s.]){_WORD}\s*,?\s+(?:de\s+)?{_YEAR}(?!\d)", re.I),
]  # fmt: skip
# A year alone is a date only as a whole field, with no more than a word for a season before it.
_YEAR_ALONE = re.compile(rf"(?:[^\W\d_]{{1,12}}\.?\s+)?\(?{_YEAR}\)?\s*(?:года?|г\.?|年|년)?", re.I)
_HAS_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)
_LONGEST_FIELD = 200
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(Z|[+-]\d{4})?)?$")
_MAIL = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?\d{1,2}\s+[A-Za-z]{3}\s+\d{4}\s+\d\d:\d\d(?::\d\d)?\s+[+-]\d{4}\b"
    r"|(?:[A-Z][a-z]{2},\s+)?\d{1,2}\s+[A-Z][a-z]{2}\s+\d{4}\s+\d\d:\d\d:\d\d\s+[ECMP][SD]T\b"
)


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


def parse_date(text: str) -> FoundDate | None:
    """The date that a whole field states ("26-FEB-1987 15:01:01.79", "March 2011", ISO, RFC 2822).

    None where the text holds no date, or one that cannot be (31 February).
    """
    text = text.strip()
    if len(text) > _LONGEST_FIELD:
        return None
    return _iso(text) or _compact(text) or _mail(text) or find_date(text) or _year_alone(text)


def find_date(text: str) -> FoundDate | None:
    """The first date of the most telling shape anywhere in `text`, with its span.

    A year alone is none: it may as well be a number of people.
    """
    if not text.isascii():
        text = text.translate(_DIGITS)
    if not _HAS_YEAR.search(text):
        return None
    for shape in _SHAPES:
        for match in shape.finditer(text):
            found = _from_match(match, text)
            if found:
                return found
    return None


def at_instant(moment: datetime) -> FoundDate:
    """The date of a moment in its own zone; with its time and no instant where it names no zone."""
    day = moment.date().isoformat()
    if moment.tzinfo:
        return FoundDate(day, "day", _utc(moment))
    return FoundDate(day, "day", time=_written(moment.time()))


def parse_time(text: str) -> str | None:
    """The time of day that a whole field states ("14:05", "2:05 PM", "14.05.30"), as "14:05" or
    "14:05:30". None where it states none, or one in a zone.
    """
    match = _CLOCK.fullmatch(text.strip())
    return _written(_clock(match)) if match and not (match["offset"] or match["zone"]) else None


def _written(clock: time) -> str | None:
    """A time as it is kept. Midnight is what programs write that know the day alone."""
    if clock.replace(microsecond=0) == time.min:
        return None
    return clock.isoformat("seconds" if clock.second else "minutes")


def _clock(match: re.Match[str]) -> time:
    hour, half = int(match["hour"]), (match["half"] or "").lower()[:1]
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, int(match["minute"]), int(match["second"] or 0))


def _utc(moment: datetime) -> datetime | None:
    try:
        return moment.astimezone(UTC) if moment.tzinfo else None
    except OverflowError:  # the first or last hours that a calendar can hold
        return None


def bounds(iso: str) -> tuple[date, date]:
    """First and last day of a date at its precision: "2017" is 1 January to 31 December.

    Raises ValueError where it is no date of that form.
    """
    parts = [int(part) for part in iso.split("-")]
    if len(parts) == 3:
        day = date(*parts)
        return day, day
    if len(parts) == 2:
        year, month = parts
        first = date(year, month, 1)
        after = date(year + month // 12, month % 12 + 1, 1) if (year, month) < (9999, 12) else None
        return first, after - timedelta(days=1) if after else date(9999, 12, 31)
    return date(parts[0], 1, 1), date(parts[0], 12, 31)


def _iso(text: str) -> FoundDate | None:
    if not re.match(r"\d{4}-\d\d-\d\d[T ]\d\d", text):
        return None
    try:
        return at_instant(datetime.fromisoformat(re.sub(r"\s+(?=[+-]\d\d)", "", text)))
    except ValueError:
        return None


def _compact(text: str) -> FoundDate | None:
    match = _COMPACT.match(text)
    if not match or not match.string.isascii():
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    try:
        calendar = date(int(year), int(month), int(day))
        moment = datetime.combine(
            calendar, time(int(hour or 0), int(minute or 0), int(second or 0))
        )
    except ValueError:
        return None
    return at_instant(moment.replace(tzinfo=(_offset(zone) or UTC) if hour and zone else None))


def _mail(text: str) -> FoundDate | None:
    """A date as in RFC 2822: with its zone in numbers, or, in its whole form with seconds, by the
    names that RFC 822 gives to the zones of North America. find_date knows the others.
    """
    if not _MAIL.match(text):
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return at_instant(moment) if moment.tzinfo else None


def _year_alone(text: str) -> FoundDate | None:
    match = _YEAR_ALONE.fullmatch(text.translate(_DIGITS))
    return (
        FoundDate(match["year"], "year", None, match.start("year"), match.end()) if match else None
    )


def _from_match(match: re.Match[str], text: str) -> FoundDate | None:
    groups = match.groupdict()
    year = int(groups["year"])
    day = int(groups["day"]) if groups.get("day") else None
    start = match.start()
    if groups.get("month"):
        month = MONTHS.get(fold(groups["month"]))
        if month is None:
            return None
    elif groups.get("monthno"):
        month = int(groups["monthno"])
    else:
        a, b = int(groups["a"]), int(groups["b"])
        if (a > 12) == (b > 12) and a != b:
            return None
        day, month = (a, b) if a > 12 else (b, a)
    if day is None:
        if not 1 <= month <= 12:
            return None
        return FoundDate(f"{year:04}-{month:02}", "month", None, start, match.end())
    try:
        calendar = date(year, month, day)
    except ValueError:
        return None
    return _with_clock(calendar, match, text)


def _with_clock(calendar: date, match: re.Match[str], text: str) -> FoundDate:
    """Takes in a time of day that stands right behind or before the date ("14:05 GMT")."""
    start, end = match.span()
    iso = calendar.isoformat()
    behind = re.compile(r"[\s,]*(?:at\s+|um\s+|à\s+|T)?", re.I).match(text, end)
    clock = _CLOCK.match(text, behind.end() if behind else end)
    if clock is None:
        before = list(_CLOCK.finditer(text, max(0, start - 24), start))
        if not before or text[before[-1].end() : start].strip(" ,-|"):
            return FoundDate(iso, "day", None, start, end)
        clock = before[-1]
        start = clock.start()
    else:
        end = clock.end()
    at = _clock(clock)
    zone = _offset(clock["offset"] or clock["zone"] or "")
    if zone is None:
        if clock["zone"] and not _is_ambiguous(
            clock["zone"]
        ):  # it was a word, not a zone: "14:05 in"
            end = min(end, clock.start("zone")) if clock.end() == end else end
        return FoundDate(iso, "day", None, start, end, _written(at))
    return FoundDate(iso, "day", _utc(datetime.combine(calendar, at, zone)), start, end)


def _is_ambiguous(zone: str) -> bool:
    return zone.isupper() and zone.lower() in _AMBIGUOUS_ZONES  # "14:05 ist" is German


def _offset(zone: str) -> timezone | None:
    if not zone:
        return None
    if zone[0] in "+-":
        digits = zone[1:].replace(":", "")
        minutes = int(digits[:2]) * 60 + int(digits[2:])
        if minutes >= 24 * 60:
            return None
        return timezone(timedelta(minutes=-minutes if zone[0] == "-" else minutes))
    hours = _ZONES.get(zone.lower())
    return None if hours is None else timezone(timedelta(hours=hours))
