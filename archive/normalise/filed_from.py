"""The places that a dispatch was filed from, by its dateline: "BAGHDAD, Nov 3" -> Baghdad.

Of "DEIR EZZOR, Syria" it is the city; of "LONDON/PARIS" it is both; of what names no place, none.
"""

from __future__ import annotations

import re
from functools import lru_cache

from archive.dates.months import is_month
from archive.normalise.agencies import known_agency
from archive.text.plain import distinct, fold, one_line

LONGEST = 40  # characters of a place
_MOST_WORDS = 5
_MOST_PLACES = 4  # that share a dateline; more of them are a list of something else

_BRACKETS = re.compile(r"[(（【\[][^()（）【】\[\]]*[)）】\]]?")
_WORD = r"[^\W\d_]{3,10}\.?"
_DAY = re.compile(
    rf"[\s,–—-]*\b(?P<day>{_WORD}\s\d{{1,2}}|\d{{1,2}}\.?\s(?:de\s)?{_WORD})"
    r"(?:,?\s(?:de\s)?\d{4})?\s*$"
)
_EAST_DAY = re.compile(r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日.*$")
# "and" in capitals is a part of a name: TRINIDAD AND TOBAGO.
_BETWEEN = re.compile(r"\s*[/;、]\s*|\s+(?:and|et|und|y|e|och|og)\s+(?=[^\W\d_])")
_AROUND = " \t.-–—=*:_,'\"“”‘’"
# Where a dateline begins with one of these, its writer was under way, or it is no dateline.
_NO_PLACE = {
    "aboard", "on", "near", "off", "with", "by", "from", "par", "von", "por", "at", "update",
    "exclusive", "analysis", "correction", "interview", "news", "various", "unknown", "none",
}  # fmt: skip
# Inside a name in small letters, as in Rio de Janeiro, Deir al-Zor, Port-au-Prince.
_SMALL = {
    "al", "am", "an", "au", "aux", "da", "das", "de", "del", "der", "des", "di", "do", "dos", "du",
    "e", "el", "en", "es", "et", "la", "le", "les", "of", "on", "sur", "the", "und", "upon", "y",
    "d", "l", "and", "ed", "ez", "ash", "as", "ar", "ad",
}  # fmt: skip
# Names of letters.
_CAPITALS = {"USA", "UAE", "UK", "UN", "US", "DC", "NY"}
_INITIAL = re.compile(r"\s[A-Z]\.\s")  # of a person: Jane R. Roe
_PARTS = re.compile(r"([\s’'-]+)")


@lru_cache(maxsize=10_000)  # the same few for the articles of a source
def places_of(dateline: str | None) -> tuple[str, ...]:
    """The places of a dateline, each once, as names are written; () where it names none."""
    line = one_line(_BRACKETS.sub(" ", dateline or "")) or ""
    line = _without_day(line).strip(_AROUND)
    named = [_city(part) for part in _BETWEEN.split(line)]
    if len(named) > _MOST_PLACES:
        return ()
    return tuple(distinct(name for name in named if name))


def place_name(key: str) -> str:
    """How a folded place is shown where nobody knows how it was written."""
    return _written(key.upper())


def _without_day(line: str) -> str:
    found = _DAY.search(line)
    if found and any(is_month(word) for word in re.findall(r"[^\W\d_]+", found["day"])):
        line = line[: found.start()]
    return _EAST_DAY.sub("", line)


def _city(part: str) -> str | None:
    """The place before the first comma, where it can be the name of one."""
    name = part.partition(",")[0].strip(_AROUND)
    words = name.split()
    if not words or len(words) > _MOST_WORDS or len(name) > LONGEST:
        return None
    if not all(map(_may_name, words)) or words[0][:1].islower():
        return None
    if _INITIAL.search(name) or fold(words[0]) in _NO_PLACE or is_month(name) or known_agency(name):
        return None
    return _written(name) if name.isupper() else name


def _may_name(word: str) -> bool:
    """Whether a word can stand in a name: no number, and a capital unless it is one of the small
    words between.
    """
    if any(map(str.isdigit, word)) or not any(map(str.isalpha, word)):
        return False
    return not word[0].islower() or fold(re.split(r"[’'-]", word)[0]) in _SMALL


def _written(name: str) -> str:
    """A name in capitals as it is written elsewhere: RIO DE JANEIRO -> Rio de Janeiro."""
    parts = _PARTS.split(name)
    return "".join(
        _cased(part, first=at == 0) if at % 2 == 0 else part for at, part in enumerate(parts)
    )


def _cased(word: str, *, first: bool) -> str:
    if word in _CAPITALS or "." in word[:-1]:  # D.C., U.S.
        return word
    if not first and fold(word) in _SMALL:
        return word.lower()
    return word[:1] + word[1:].lower()
