"""Why a date that is stated was not read, in words; and the last resort, the name of the file."""

from __future__ import annotations

import re
from dataclasses import replace

from archive.article import Origin
from archive.dates.day_order import is_open
from archive.dates.found_date import FoundDate, Writing
from archive.dates.parse import find_date, parse_date

_ZERO = re.compile(
    r"0{3}[01]-|0000|(?:19(?:70|69|00)|1899|1753|1601)-|-?0+$|/?Date\(-|.*\b19(?:70|69)\b"
)
_YEAR = re.compile(r"\d{4}(?!\d)")
# What a file's name begins with, or a folder is called: 2021-04-05-harbour-wall.md, 20230920.md
_NAMED = re.compile(r"((?:1[5-9]|20)\d\d)([-_.]?)([01]\d)\2([0-3]\d)(?!\d)")


def why_unread(text: str, writing: Writing) -> str:
    """Why nothing was made of a date as it is written."""
    if is_open(text):
        return "either number may be the month, and nothing tells which"
    if _ZERO.match(text):
        return "it is what programs write where they know no date"
    if parse_date(text, replace(writing, lenient=True)):
        return "the month's name means two, and the language is not known"
    year = _YEAR.match(text)
    if year and not "1500" <= year[0] <= "2099":
        return "no news is of that year, unless it is of a calendar that nothing tells"
    return "not a date that is read"


def date_of_name(origin: Origin) -> tuple[FoundDate, str] | None:
    """The day that the name of a file or its folders begins with, and which of the two; for an item
    that is a whole file.
    """
    if origin.record:
        return None
    *folders, name = re.split(r"[/\\]", origin.member or origin.file)
    if found := _named(name):
        return found, "the name of the file"
    if folders and (
        found := _named(folders[-1], whole=True) or _named("-".join(folders[-3:]), True)
    ):
        return found, "the name of the folder"
    return None


def date_of_title(title: str | None, writing: Writing) -> FoundDate | None:
    """The day that a title is, where it is nothing else: "Friday, 3 November 2017"."""
    found = find_date(title, writing) if title and len(title) <= 40 else None
    if not title or not found or found.precision != "day":
        return None
    before, behind = title[: found.start], title[found.end :]
    alone = re.fullmatch(r"(?:[^\W\d_]{2,12}\.?)?[\s,]*", before)
    return found if alone and not re.search(r"[^\W_]", behind) else None


def date_of_dateline(dateline: str | None, writing: Writing) -> FoundDate | None:
    """The day on which a dispatch was filed, where its dateline has the year too; one without a
    year could be of any.
    """
    found = find_date(dateline, writing) if dateline else None
    return replace(found, start=0, end=0) if found and found.precision == "day" else None


def _named(name: str, whole: bool = False) -> FoundDate | None:
    match = _NAMED.fullmatch(name) if whole else _NAMED.match(name)
    return parse_date("-".join(match.group(1, 3, 4))) if match else None
