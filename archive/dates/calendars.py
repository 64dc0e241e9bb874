"""Years that are not counted from the same beginning: Thai, Taiwanese, Japanese, Persian; and the
days that stand for no date at all.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

from archive.dates.months import SOLAR_HIJRI

FIRST_YEAR, LAST_YEAR = 1500, 2099  # of dates in news
_BUDDHIST = range(2400, 2643)  # years that Thais write for 1857 to 2099
# A Thai year began on 1 April until this one, 1940, which ended in December
# (findings/thai-years-before-1941.sh).
_NINE_MONTHS, _APRIL = 2483, 4
_SOLAR = range(1280, 1475)  # years that Iranians and Afghans write for 1901 to 2096
_SOLAR_LANGUAGES = {"fa", "prs", "ps", "mzn", "lrc", "glk"}
# The year before the first of each era of Japan, and of the Republic of China (Minguo).
_ERAS = {
    "明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018,
    "m": 1867, "t": 1911, "s": 1925, "h": 1988, "r": 2018,
    "民國": 1911, "民国": 1911, "中華民國": 1911, "中华民国": 1911,
}  # fmt: skip
# Moments that programs write where they know none: the zero of their clock or of their calendar.
_ZEROS = {
    date(1970, 1, 1), date(1900, 1, 1), date(1899, 12, 30), date(1899, 12, 31), date(1753, 1, 1),
    date(1601, 1, 1),
}  # fmt: skip
_EPOCH = datetime(1970, 1, 1)
# Of 33 years the 1st, 5th, 9th, 13th, 17th, 22nd, 26th and 30th have a day more. The calendar goes
# by the equinox; in these years the rule gives the same.
_NOWRUZ_1343 = date(1964, 3, 21)
_LEAP = {1, 5, 9, 13, 17, 22, 26, 30}


def gregorian(
    year: int, month: int, day: int | None, language: str | None, calendar: str | None = None
) -> tuple[int, int, int | None] | None:
    """A date of whatever calendar as year, month and day of the Gregorian one.

    The calendar is told by the month's name (`calendar`), else by the language: 2560 is 2017 where
    Thai is written. None for a year that is none of news, and a day that never was.
    """
    if calendar == SOLAR_HIJRI or (year in _SOLAR and language in _SOLAR_LANGUAGES):
        return _from_solar(year, month, day)
    if year in _BUDDHIST and language == "th":
        if month < _APRIL and year == _NINE_MONTHS:
            return None
        year -= 542 if month < _APRIL and year < _NINE_MONTHS else 543
    elif language == "ne" and year > 2050:  # of Bikram Sambat, whose months are of other lengths
        return None
    return (year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None


def year_of_era(era: str, number: str) -> int | None:
    """The year of an era: 平成 29 is 2017, 民國 106 too; its first is written 元 as well."""
    before = _ERAS.get(unicodedata.normalize("NFKC", era).casefold().strip(" ."))
    return before + (1 if number == "元" else int(number)) if before else None


def is_placeholder(day: date, local: datetime | None) -> bool:
    """Whether a day in figures, or the moment of one, is what programs write for no date: a clock
    at zero, here or in another zone, or the year 1.
    """
    if day.year < 2:
        return True
    if local is None:
        return day == _EPOCH.date()
    offset = local.utcoffset() or timedelta()
    midnight = not (local.hour or local.minute or local.second)
    if (
        local.tzinfo is None
        and not (local.minute % 30 or local.second)
        and (
            (day == _EPOCH.date() and local.hour <= 14)
            or (day == _EPOCH.date() - timedelta(1) and local.hour >= 12)
        )
    ):  # the clock at zero of a zone that is not told
        return True
    return (midnight and day in _ZEROS) or local.replace(tzinfo=None) - offset == _EPOCH


def _from_solar(year: int, month: int, day: int | None) -> tuple[int, int, int | None] | None:
    """A date of the Solar Hijri calendar; of a month, that in which most of it lies."""
    if year not in _SOLAR:
        return None
    length = 31 if month <= 6 else 30 if month < 12 or year % 33 in _LEAP else 29
    if not 1 <= month <= 12 or not 1 <= (day or 15) <= length:
        return None
    years = range(min(year, 1343), max(year, 1343))
    days = sum(366 if one % 33 in _LEAP else 365 for one in years)
    days = days if year >= 1343 else -days
    days += 31 * (month - 1) if month <= 7 else 30 * (month - 1) + 6
    found = _NOWRUZ_1343 + timedelta(days + (day or 15) - 1)
    return found.year, found.month, found.day if day else None


def chinese_number(text: str) -> str:
    """Numbers in Chinese characters as figures: 二〇一七 is 2017, 十一 is 11, 二十 is 20."""
    digits = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")}
    text = re.sub("([一二三四五六七八九])百(?=[零〇一二三四五六七八九十])", r"\1", text)
    text = re.sub("([一二三四五六七八九])百", r"\1〇〇", text)
    digits |= {"零": "0", "○": "0", "元": "元", "廿": "2", "卅": "3"}

    def tens(match: re.Match[str]) -> str:
        return f"{digits.get(match[1] or '一')}{digits.get(match[2] or '〇')}"

    text = re.sub("([一二三四五六七八九]?)十([一二三四五六七八九]?)", tens, text)
    return "".join(digits.get(char, char) for char in text)
