"""Dates as people write them, in the languages of the world: 3 November 2017, 平成29年11月3日."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from archive.dates.calendars import chinese_number, gregorian, is_placeholder, year_of_era
from archive.dates.clocks import clock_beside
from archive.dates.date_words import between, month_before, month_behind, month_between
from archive.dates.day_order import both_ways, day_first
from archive.dates.found_date import NOTHING_KNOWN, FoundDate, Writing, at_instant
from archive.dates.months import find_month


@dataclass(frozen=True, slots=True)
class _Written:
    """A date as it is written: its numbers, its calendar, and where it stands."""

    year: int
    month: int
    day: int | None
    start: int
    end: int
    calendar: str | None = None


_Read = Callable[[re.Match[str], Writing], _Written | None]

_YEAR = r"(?P<year>1[2-9]\d\d|2[0-6]\d\d)(?!\d)"
_MONTH = r"(?P<month>0?[1-9]|1[0-2])(?!\d)"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?!\d)"
_TO = r"\s?(?:[-–—/&]|and|und|et|y|e|i|и|bis|to|au)\s?"
_ALONE = r"(?<!\d)(?<!\d[:.,])"  # not behind an hour
# The end of a span of several months, of which the first day is meant: "30 April - 3 May 2017".
_SPAN = re.compile(
    r"(?:(?P<day>\d\d?)\.?\s+(?P<month>[^\W\d_]{3,12})\.?|(?P<name>[^\W\d_]{3,12})\.?\s+(?P<number>\d\d?))"
    r"\s*(?:[-–—]|to|bis|au|al|until)\s*$",
    re.I,
)
_LETTERS = r"[^\d\n:;|<>]"
_ERA = "明治|大正|昭和|平成|令和|[㍻㍼㍽㍾㋿]|(?:中華|中华)?民[國国]"
_THAI = re.compile("[\u0e01-\u0e4e]")
_DAY_OF = re.compile(r"(?<!\d)\d\d?(?:\W{0,3}[^\W\d]{1,3}){0,2}$")  # "31st of"
_HAS_YEAR = re.compile(r"(?<!\d)(?:1[2-9]|2[0-6])\d\d(?!\d)|[年년]|[MTSHR]\d")
# A year alone is a date only as a whole field, with no more than a word for a season before it.
_LONGEST_YEAR = 30
_SEASON = """spring summer autumn fall winter year early mid late circa ca c printemps ete automne
hiver annee fruhling fruhjahr sommer herbst jahr anfang mitte ende primavera verano otono invierno
ano estate autunno inverno anno outono verao inverno lente zomer jaar voorjaar var host vinter
forar efterar kevat kesa syksy talvi wiosna lato jesien zima rok весна лето осень зима год jaro leto
podzim ilkbahar yaz sonbahar kis yil nam tahun mwaka سنه عام صيف شتاء ربيع خريف""".split()  # noqa: SIM905
_YEAR_ALONE = re.compile(
    rf"(?:(?P<word>[^\W\d_]{{1,12}})\.?\s+)?\(?{_YEAR}\)?\s*(?:года?|г\.?|р\.?|年|년|m\.?|г\.)?",
    re.I,
)


class _Plain(dict[int, int | str]):
    """Figures of all scripts, and full-width signs, as ASCII has them; each stays one character."""

    def __missing__(self, point: int) -> int | str:
        figure = unicodedata.decimal(chr(point), None)
        self[point] = point if figure is None else str(figure)
        return self[point]


_PLAIN = _Plain({ord(wide): plain for wide, plain in zip(
    "／．－：，（）\u3000\u2212\u2011\xa0", "/.-:,() -- ", strict=True
)})  # fmt: skip


def find(text: str, writing: Writing | None = None) -> FoundDate | None:
    """The first date of the most telling shape anywhere in `text`, with its span."""
    writing = writing or NOTHING_KNOWN
    shapes = _SHAPES
    if not text.isascii():
        text = _plain(text)
        if writing.language != "th" and _THAI.search(text):  # which is written by nobody else
            writing = Writing("th", writing.region, writing.day_first, writing.lenient)
    elif writing.language not in ("ja", "zh"):
        shapes = _LATIN
    if not _HAS_YEAR.search(text) and writing.region != "TW":
        return None
    for shape, read in shapes:
        for match in shape.finditer(text):
            written = read(match, writing)
            if written and match.start() > 3:
                written = _first_of_span(written, text, writing)
            if written and (found := _found(written, text, writing)):
                return found
    return None


def find_year(text: str, writing: Writing | None = None) -> FoundDate | None:
    """The year that a whole field states, perhaps behind a season."""
    if len(text) > _LONGEST_YEAR:
        return None
    match = _YEAR_ALONE.fullmatch(_plain(text).strip())
    if not match or (match["word"] and not between(match["word"], _SEASON)):
        return None
    found = gregorian(int(match["year"]), 6, None, writing.language if writing else None)
    if not found:
        return None
    return FoundDate(str(found[0]), "year", None, match.start("year"), match.end())


def _plain(text: str) -> str:
    text = text.translate(_PLAIN)
    if "年" in text:
        if not re.search(r"\d\s*年", text):
            text = chinese_number(text)
        text = re.sub(rf"\(\s*(?:{_ERA})\s*\d+\s*年?\s*\)", lambda cut: " " * len(cut[0]), text)
    # 令和5年(2023年), 평양 주체106(2017)년: the year in brackets is the one that all know
    return re.sub(
        rf"(?:{_ERA}|주체)\s*\d+\s*年?\s*\(\s*(\d{{4}})\s*年?\s*\)\s*([年년]?)",
        lambda both: f"{both[1]}{both[2] or '年'}".rjust(len(both[0])),
        text,
    )


def _found(written: _Written, text: str, writing: Writing) -> FoundDate | None:
    """The date of year, month and day, with the time that stands beside them."""
    start, end = written.start, written.end
    if not 1 <= written.month <= 12:
        return None
    found = gregorian(written.year, written.month, written.day, writing.language, written.calendar)
    if not found:
        return None
    year, month, day = found
    if day is None:
        return FoundDate(f"{year:04}-{month:02}", "month", None, start, end)
    try:
        calendar = date(year, month, day)
    except ValueError:
        return None
    clock = clock_beside(text, start, end)
    if clock is None:
        return FoundDate(calendar.isoformat(), "day", None, start, end)
    moment = datetime.combine(calendar, clock.time, clock.zone)
    if is_placeholder(calendar, moment):
        return None
    return at_instant(moment, clock.start, clock.end)


def _first_of_span(last: _Written, text: str, writing: Writing) -> _Written:
    """The first day of a span of days that `last` ends; else `last` as it is."""
    span = _SPAN.search(text, max(0, last.start - 24), last.start) if last.day else None
    month = find_month(span["month"] or span["name"], writing.language) if span else None
    if not span or not month or month.calendar != last.calendar:
        return last
    year = last.year - (month.number > last.month)
    day = int(span["day"] or span["number"])
    return replace(last, year=year, month=month.number, day=day, start=span.start())


def _figures(match: re.Match[str], writing: Writing) -> _Written:
    """2017-11-03, 2017年11月3日, 2017. 11. 3.; and a month, where no day stands there."""
    day = match.groupdict().get("day")
    return _Written(
        int(match["year"]), int(match["month"]), int(day) if day else None, *match.span()
    )


def _of_era(match: re.Match[str], writing: Writing) -> _Written | None:
    """平成29年11月3日; H29.11.3 only where Japanese is written."""
    year = year_of_era(match["era"], match["number"])
    if not year or (match["era"].isascii() and writing.language != "ja"):
        return None
    return _Written(year, int(match["month"]), int(match["day"]), *match.span())


def _of_taiwan(match: re.Match[str], writing: Writing) -> _Written | None:
    """106/11/03, where only the declared region tells that it is Minguo."""
    if (writing.language, writing.region) != ("zh", "TW"):
        return None
    year = int(match["minguo"]) + 1911
    return _Written(year, int(match["month"]), int(match["day"]), *match.span())


def _open(match: re.Match[str], writing: Writing) -> _Written | None:
    """3/11/2017: by the number above 12, or by what is known of the text."""
    a, b, year = int(match["a"]), int(match["b"]), int(match["year"])
    if both_ways(a, b):
        first = day_first(writing, match["sign"])
        if first is None and (writing.lenient or year < 1500):  # those of Persian years are so
            first = True
    else:
        first = a == b or a > 12
    if first is None:
        return None
    day, month = (a, b) if first else (b, a)
    return _Written(year, month, day, *match.span()) if 1 <= day <= 31 else None


def _day_month_year(match: re.Match[str], writing: Writing) -> _Written | None:
    """3 November 2017; of 3-4 November the first."""
    month = month_between(match["words"], writing)
    if not month:
        return None
    first, day = int(match["first"] or 0), int(match["day"])
    day = first if 0 < first < day else day
    return _Written(int(match["year"]), month.number, day, *match.span(), month.calendar)


def _month_day_year(match: re.Match[str], writing: Writing) -> _Written | None:
    """November 3, 2017"""
    found = month_before(match["words"], writing) if between(match["joint"]) else None
    if not found:
        return None
    month, at = found
    start = match.start() + at
    year, day = int(match["year"]), int(match["day"])
    return _Written(year, month.number, day, start, match.end(), month.calendar)


def _year_month_day(match: re.Match[str], writing: Writing) -> _Written | None:
    """2017. november 3., 2017 m. lapkričio 3 d."""
    month = month_between(match["words"], writing)
    if not month:
        return None
    year, day = int(match["year"]), int(match["day"])
    return _Written(year, month.number, day, *match.span(), month.calendar)


def _year_day_month(match: re.Match[str], writing: Writing) -> _Written | None:
    """2017. gada 3. novembrī, 2017 жылғы 3 қараша"""
    found = month_behind(match["words"], writing) if between(match["joint"]) else None
    if not found:
        return None
    month, at = found
    year, day, end = int(match["year"]), int(match["day"]), match.start("words") + at
    return _Written(year, month.number, day, match.start(), end, month.calendar)


def _month_year(match: re.Match[str], writing: Writing) -> _Written | None:
    """March 2011, but not the rest of "31 February 2017"."""
    found = month_before(match["words"], writing)
    if not found:
        return None
    month, at = found
    start = match.start() + at
    before = match.string[max(0, start - 12) : start].rstrip(" .-")
    if _DAY_OF.search(before):
        return None
    return _Written(int(match["year"]), month.number, None, start, match.end(), month.calendar)


def _year_month(match: re.Match[str], writing: Writing) -> _Written | None:
    """2011. március, as a whole field."""
    month = month_between(match["words"], writing)
    if not month:
        return None
    return _Written(int(match["year"]), month.number, None, *match.span(), month.calendar)


# From the most telling shape to the least.
_WORDS = (
    r"(?P<words>(?:[^\W\d_][^\s\d,;:()|<>/]{0,24}[\s.,]{1,3}){0,2}[^\W\d_][^\s\d,;:()|<>]{0,24}?)"
)
_SHAPES: list[tuple[re.Pattern[str], _Read]] = [
    (re.compile(pattern, re.I), read)
    for pattern, read in (
        (rf"(?<!\d){_YEAR}\s?([-/.])\s?{_MONTH}\s?\2\s?{_DAY}", _figures),
        (rf"(?P<era>{_ERA}|(?<![^\W\d_])[MTSHR]\.?)\s*(?P<number>\d{{1,3}}|元)\s*[年./-]"
         rf"\s*{_MONTH}\s*[月./-]\s*{_DAY}日?", _of_era),
        (rf"(?<!\d){_YEAR}\s*[年년]\s*{_MONTH}\s*[月월](?:\s*{_DAY}\s*[日일号號]?)?", _figures),
        (rf"(?<!\d){_YEAR}\s*оны?\s*{_MONTH}[\s-]*\w{{0,8}}\s*сарын\s*{_DAY}", _figures),
        (rf"{_ALONE}{_DAY}\s*(?:tháng|thg?\.?)\s*{_MONTH}[\s,/-]*(?:năm)?\s*{_YEAR}", _figures),
        (rf"(?<![\d/.-])(?P<minguo>\d{{2,3}})[年/.-]\s?{_MONTH}[月/.-]\s?{_DAY}(?![/.-]\d)",
         _of_taiwan),
        (rf"{_ALONE}(?:(?P<first>\d\d?)\.?{_TO})?{_DAY}(?P<words>{_LETTERS}{{1,45}}?){_YEAR}",
         _day_month_year),
        (rf"(?<![^\W\d_]){_WORDS}[\s.,-]{{0,3}}{_DAY}(?:{_TO}\d\d?(?!\d))?"
         rf"(?P<joint>[^\d\n:;|<>]{{1,14}}?){_YEAR}", _month_day_year),
        (rf"(?<!\d){_YEAR}(?P<words>{_LETTERS}{{1,45}}?){_DAY}(?![:.]\d)", _year_month_day),
        (rf"(?<!\d){_YEAR}(?P<joint>[^\d\n:;|<>]{{1,14}}?){_DAY}(?P<words>{_LETTERS}{{2,40}})",
         _year_day_month),
        (rf"(?<![\d/.-])(?P<a>\d\d?)\s?(?P<sign>[/.-])\s?(?P<b>\d\d?)\s?(?P=sign)\s?{_YEAR}",
         _open),
        (rf"(?<!\d){_YEAR}-(?P<month>0[1-9]|1[0-2])(?![\d-])", _figures),
        (rf"(?:tháng|thg\.?)\s*{_MONTH}[\s,/-]*(?:năm)?\s*{_YEAR}", _figures),
        (rf"(?<![\w-]){_WORDS}[\s.,]{{1,3}}{_YEAR}", _month_year),
        (rf"^\s*{_YEAR}(?P<words>{_LETTERS}{{2,30}})$", _year_month),
    )
]  # fmt: skip
# Those that a text in ASCII may have, but for Japanese and Chinese
_LATIN = [one for one in _SHAPES if not re.search("年|оны|tháng", one[0].pattern)]
