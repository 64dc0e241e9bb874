"""Datelines: where, when and by whom a dispatch was filed, as its text begins with them.

"SALVADOR, Feb 26 - ", "DEIR EZZOR, Syria (AFP) - ", "МОСКВА, 23 марта. /ТАСС/. ",
"新华社北京10月16日电 ", "【パリ=共同】", "(서울=연합뉴스) ".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.dates.months import is_month
from archive.normalise.agencies import agencies_in, known_agency
from archive.normalise.preamble import MOST_LINES, is_above_text
from archive.text.plain import fold

_FAR = 120  # characters; a dateline that is longer is a sentence
_QUOTES = "\"'“‘„«"

_WORD = r"[^\W\d_][\w'’.-]*"
_MONTH = r"[^\W\d_]{3,10}\.?"
_WESTERN = re.compile(
    rf"""(?P<place>{_WORD}(?:\s?/\s?{_WORD}|\s{_WORD}){{0,3}}?
            (?:,\s{_WORD}(?:\s{_WORD}){{0,3}})??(?:\s\([^()/]{{2,40}}\)(?=,|\s\())?)
         (?P<day>,?\s(?:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\.?\s(?:de\s)?{_MONTH})(?:,?\s\d{{4}})?)?
         [.,]?(?:\s?\((?P<brackets>[^()]{{2,60}})\)|\s/(?P<slashes>[^/]{{2,30}})/
             |\s(?P<bare>[A-Z]{{2,8}})(?=\s-\s))?
         (?:[.:,]?\s*(?:--|—)\s*|\s+[–_]\s+|[.:,]?\s*[-=]\s+|(?(slashes)[.:]?\s+|(?!)))(?=\S)""",
    re.X,
)
# Behind a day with its year any mark may stand: "CAIRO – 25 July 2022: ", "GENEVA, 3 May 2021.- "
_WITH_DAY = re.compile(
    rf"""(?P<place>{_WORD}(?:\s?/\s?{_WORD}|\s{_WORD}){{0,3}}(?:,\s{_WORD}(?:\s{_WORD}){{0,3}})??)
         (?:,\s?|\s?[-–—]\s|\s)
         (?P<day>(?:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\.?\s(?:de\s)?{_MONTH}),?\s(?:de\s)?\d{{4}})
         \s?(?::|[.:]?\s?(?:--|[-–—]))\s*(?=\S)""",
    re.X,
)
_AGENCY_FIRST = re.compile(r"\((?P<agency>[^()]{2,40})\)\s*[-–—]{1,2}\s*(?=\S)")
_CHINESE = re.compile(
    r"[（(【]?(?P<agency>[\u4e00-\u9fff]{2,5}?[社网])(?P<place>[\u4e00-\u9fff·]{2,12}?)"
    r"(?P<day>(?:\d{1,2}月)?\d{1,2}日)(?:专)?[电電讯訊][）)】]?[\s:：]*"
)
_JAPANESE = re.compile(
    r"【(?P<place>[^】=＝\d]{1,15}?)[=＝\s]?(?P<agency>共同|時事|ロイター|新華社|AFP時事|AFP|AP)】\s*"
)
_KOREAN = re.compile(r"\((?P<place>[^()=]{1,15})=(?P<agency>[^()=]{2,12})\)\s*")
# Words in capitals before a dash that tell what a text is and not where it was filed.
_NO_PLACES = {
    "update", "updates", "note", "notes", "correction", "corrected", "exclusive", "analysis",
    "breaking", "editorial", "opinion", "watch", "live", "video", "photos", "factbox", "explainer",
    "interview", "review", "comment", "urgent", "alert", "flash", "advisory", "editors",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a dateline says, and how many characters of the text it takes."""

    text: str | None
    agencies: tuple[str, ...]
    length: int


def split_dateline(body: str) -> tuple[str | None, tuple[str, ...], str]:
    """(dateline, agencies named in it, body without it) of a Markdown body.

    It may stand below a summary in starred lines and a by-line. None and the body as it is where
    there is none.
    """
    blocks = body.split("\n\n", MOST_LINES)
    for at, block in enumerate(blocks[:MOST_LINES]):
        found = read_dateline(block[: 2 * _FAR].replace("\\", ""))
        if found:
            blocks[at] = _cut(block, found.length)
            return found.text, found.agencies, "\n\n".join(blocks)
        if not is_above_text(block):
            break
    return None, (), body


def read_dateline(text: str) -> Dateline | None:
    """The dateline that a text begins with. It needs a place in capitals, or a known agency;
    without one of them "Paris - " may be just how a sentence begins.
    """
    for pattern in (_CHINESE, _JAPANESE, _KOREAN):
        match = pattern.match(text)
        agency = known_agency(match["agency"]) if match else None
        if match and agency:
            day = match.groupdict().get("day") or ""
            return Dateline(match["place"] + day, (agency,), match.end())
    first = _AGENCY_FIRST.match(text)
    agency = known_agency(first["agency"]) if first else None
    if first and agency:
        place = _western(text[first.end() :])
        if place:
            return Dateline(place.text, (agency, *place.agencies), first.end() + place.length)
        return Dateline(None, (agency,), first.end())
    return _western(text) or _with_day(text)


def _with_day(text: str) -> Dateline | None:
    match = _WITH_DAY.match(text)
    if not match or match.end() > _FAR or not _has_month(match["day"]):
        return None
    if not _is_capitals(match["place"]) or not _starts(text[match.end() :], ""):
        return None
    return Dateline(f"{match['place']}, {match['day']}", (), match.end())


def _western(text: str) -> Dateline | None:
    match = _WESTERN.match(text)
    if not match or match.end() > _FAR or match["place"][0].islower():
        return None
    line, day = match["place"], match["day"] or ""
    if day and not _has_month(day):
        return None
    named = match["brackets"] or match["slashes"] or match["bare"] or ""
    agencies = agencies_in([named]) if named else ()
    if not any(map(known_agency, agencies)):
        unknown = match["slashes"] or match["bare"]
        if unknown or not (_is_capitals(line) and _starts(text[match.end() :], day)):
            return None
        if named and not (day and named.isupper()):  # "MILLAU (Aveyron) - "; else one not known
            line, agencies = f"{line} ({named})", ()
    return Dateline(line + day.rstrip("."), agencies, match.end())


def _has_month(day: str) -> bool:
    return any(is_month(word) for word in re.findall(r"[^\W\d_]+", day))


def _is_capitals(line: str) -> bool:
    place = re.split(r",|\s\(", line)[0]
    letters = [char for char in place if char.isalpha()]
    return (
        len(letters) >= 3
        and sum(map(str.isupper, letters)) / len(letters) > 0.7
        and fold(place.split()[0]) not in _NO_PLACES
    )


def _starts(rest: str, day: str) -> bool:
    """Whether a sentence begins: "NATO - the alliance" has no dateline. A date is proof enough."""
    return bool(day) or (rest[0] in _QUOTES or (rest[0].isalpha() and not rest[0].islower()))


def _cut(block: str, length: int) -> str:
    """A Markdown block without its first `length` characters, where escapes were not counted."""
    at = 0
    while length:
        length -= block[at] != "\\"
        at += 1
    return block[at:].lstrip()
