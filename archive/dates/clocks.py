"""The time of day beside a date, and the zone that it is in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time, timedelta, timezone

from archive.dates.found_date import written

# Offsets in hours, for those abbreviations only that mean one zone in news copy.
_ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "ut": 0, "wet": 0, "west": 1, "cet": 1, "cest": 2, "met": 1,
    "mez": 1, "mest": 2, "mesz": 2, "eet": 2, "eest": 3, "msk": 3, "мск": 3, "trt": 3, "edt": -4,
    "mdt": -6, "pdt": -7, "akdt": -8, "hst": -10, "brt": -3, "eat": 3, "cat": 2, "wat": 1,
    "sast": 2, "irst": 3.5, "irdt": 4.5, "aft": 4.5, "pkt": 5, "npt": 5.75, "ict": 7, "wib": 7,
    "wita": 8, "wit": 9, "sgt": 8, "hkt": 8, "awst": 8, "jst": 9, "kst": 9, "acst": 9.5,
    "aest": 10, "acdt": 10.5, "aedt": 11, "nzst": 12, "nzdt": 13,
}  # fmt: skip
# And those that mean several (EST in New York and in Sydney, CST in Chicago and in China, BST in
# London and in Dhaka): they belong to a time, and nobody can tell which instant it was.
_AMBIGUOUS_ZONES = {
    "est", "cst", "cdt", "mst", "pst", "bst", "ist", "ast", "adt", "ect", "gst", "sst", "wst",
    "et", "ct", "mt", "pt",
}  # fmt: skip
_ALWAYS = {"z", "utc", "gmt"}  # in small letters too; "wit" and "cat" are words
_FURTHEST = 14 * 60  # minutes from Greenwich
_MINUTES = r"(?P<offset>[+-]\d\d?(?::?\d\d)?)(?![\d:])"
_CLOCK = re.compile(
    r"(?P<early>(?:오전|오후|上午|下午|午前|午後|凌晨|晚上)\s?)?"
    r"(?P<hour>[01]?\d|2[0-3])(?:[:.h]|[時时시点點]\s?)(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?"
    r"(?:[.,]\d+)?[分분]?"
    r"\s*(?P<half>[ap]\.?\s?m\b\.?)?(?:\s*(?:Uhr|hrs?|น\.|h|Ч\.?)\b\.?)?\s*"
    rf"(?:[(\[]?(?:(?P<greenwich>(?:GMT|UTC?|Z)\s?)?{_MINUTES}"
    r"|(?P<zone>z|[a-z]{2,4}|мск)\b)[)\]]?(?:\s*\([^()\d]{2,40}\))?)?",
    re.I,
)
# The day of the week, which may stand between a date and its time.
DAY_NAME = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|"
    r"sonnabend|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|mi[eé]rcoles|"
    r"jueves|viernes|s[aá]bado|domingo|\w+dag|(?:lune|marte|mercole|giove|vener)d[iì]|sabato|"
    r"domenica|(?:segunda|terça|quarta|quinta|sexta)-feira"
)
_BEHIND = re.compile(
    rf"(?:[\s,]*\b(?:{DAY_NAME})\b)?"
    r"[\s,.|·–—-]*(?:(?:at|um|à|a las|às|alle|ore|om|kl\.?|klo|klockan|saat|в|о|lúc|เวลา)"
    r"\s+|T)?",
    re.I,
)
_BASIC = re.compile(r"[0-9]{6}")  # ISO's basic format
_LATE = ("p", "오후", "下午", "午後", "晚上")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, its zone where it is told without doubt, and the span that it stands in."""

    time: time
    zone: timezone | None
    start: int
    end: int


def clock_beside(text: str, start: int, end: int) -> Clock | None:
    """The time right behind the span of a date ("14:05 GMT"), else right before it."""
    behind = _BEHIND.match(text, end)
    if found := _CLOCK.match(text, behind.end() if behind else end):
        return _clock(found, start, found.end())
    before = list(_CLOCK.finditer(text, max(0, start - 24), start))
    if not before or text[before[-1].end() : start].strip(" ,-|"):
        return None
    return _clock(before[-1], before[-1].start(), end)


def read_time(text: str) -> str | None:
    """The time that a whole field states, as it is kept; None where it states none, or a zone."""
    text = text.strip()
    if _BASIC.fullmatch(text):
        text = f"{text[:2]}:{text[2:4]}:{text[4:]}"
    found = _CLOCK.fullmatch(text)
    if not found or found["offset"] or found["zone"]:
        return None
    return written(_clock(found, 0, len(text)).time)


def _clock(found: re.Match[str], start: int, end: int) -> Clock:
    hour = int(found["hour"])
    half = found["half"] or found["early"]
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.strip().lower().startswith(_LATE) else 0)
    zone = _zone_of(found)
    name = found["zone"]
    # it was a word, not a zone: "14:05 in"
    if zone is None and name and not is_ambiguous(name) and found.end() == end:
        end = found.start("zone")
    clock = time(hour, int(found["minute"]), int(found["second"] or 0))
    return Clock(clock, zone, start, end)


def _zone_of(found: re.Match[str]) -> timezone | None:
    offset = found["offset"]
    if not offset:
        return zone_named(found["zone"] or "")
    # "10:00-12:00" is from ten to twelve
    glued = found.string[found.start("offset") - 1].isdigit() and ":" in offset
    if glued and offset[0] == "-":
        return None
    return zone_at(offset)


def zone_named(name: str) -> timezone | None:
    """The zone of an abbreviation in capitals; None for one that means several, or none."""
    if not (name.isupper() or name.lower() in _ALWAYS):
        return None
    hours = _ZONES.get(name.lower())
    return None if hours is None else timezone(timedelta(hours=hours))


def zone_at(offset: str) -> timezone | None:
    """The zone that far from Greenwich: "+0530", "+05:30", "-5". None for one on no map."""
    digits = offset[1:].replace(":", "")
    whole = len(digits) <= 2
    minutes = int(digits) * 60 if whole else int(digits[:-2]) * 60 + int(digits[-2:])
    if minutes > _FURTHEST or (not whole and int(digits[-2:]) > 59):
        return None
    return timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))


def is_ambiguous(zone: str) -> bool:
    """Whether a word is a zone, but nobody knows which; "14:05 ist" is German."""
    return zone.isupper() and zone.lower() in _AMBIGUOUS_ZONES
