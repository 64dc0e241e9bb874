"""What the months are called: listopad is November in Polish and October in Croatian."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from archive.text.plain import fold

SOLAR_HIJRI = "solar-hijri"  # its months have names of their own, whatever the language
# Languages whose names are cut to three letters or more wherever they are printed, so that
# "novem" is understood though no table has it.
_SHORTENED = set("ar da de en es fr id it nl no pl pt ru sv tr".split())  # noqa: SIM905
_SHORTEST = 3
# Languages that read each other's names of months.
_KIN = {"bs": ("hr", "sr"), "sh": ("hr", "sr"), "me": ("sr",), "prs": ("fa",), "mo": ("ro",)}
# Their names are words of other languages as well ("here" is the Breton October, "medi" the Welsh
# September), so they count only where the text is known to be in the language.
_ONLY_IN_ITSELF = set(
    "br cy dsb fur fy ga gd ha hsb ig jv ku lb om qu rm rw sc sn so su tk xh yo zu".split()  # noqa: SIM905
)
# What grows onto a name: "in" and "the" in Hebrew, "month" in Khmer, Lao, Thai, Burmese, Persian.
_GROWN = re.compile(
    r"^(?:[בה]|[dl]'|ខែ|ເດືອນ|เดือน)\s*|(?:[\s\u200c]*ماه|\s*လ|'(?:da|de|ta|te|nin|in))$"
)


@dataclass(frozen=True, slots=True)
class Month:
    """A month by number, and the calendar it belongs to where that is not the Gregorian."""

    number: int
    calendar: str | None = None


@lru_cache(maxsize=4_000)  # the same few recur in every pile
def find_month(words: str, language: str | None = None, lenient: bool = False) -> Month | None:
    """The month of that name in a language; without one, or where the language has it not, in all
    languages that have it, if they agree. With `lenient` most of them are enough.

    Two names of one month may stand side by side: "تشرين الثاني/نوفمبر".
    """
    key = month_key(words)
    if found := _named(key, language, lenient):
        return found
    parts = [part for part in re.split(r"[/()،,]| [-–] ", key) if part.strip(" .")]
    if len(parts) > 1:
        months = {_named(part.strip(" ."), language, lenient) for part in parts}
        return months.pop() if len(months) == 1 else None
    stem = _GROWN.sub("", key)
    return _named(stem, language, lenient) if stem != key and len(stem) >= _SHORTEST else None


def is_month(word: str) -> bool:
    """Whether a word is a month's name or its abbreviation in any language."""
    return find_month(word, lenient=True) is not None


@lru_cache(maxsize=4_000)
def month_key(name: str) -> str:
    """A name as the table has it: folded, but with the vowel signs of scripts that need them."""
    name = unicodedata.normalize("NFKC", name).strip(" .\u0970\u200c\u200d")
    folded = fold(name) if all(char < "\u0700" or char > "\u1dff" for char in name) else ""
    return re.sub(r"\s+", " ", folded or name.casefold()).strip(" .'׳")


def _named(key: str, language: str | None, lenient: bool) -> Month | None:
    table = _tables()
    for code in (language, *_KIN.get(language or "", ())):
        if code in table and key in table[code]:
            return table[code][key]
    meant = _everywhere().get(key, {})
    if not meant or (len(meant) > 1 and not lenient):
        return None
    return max(meant, key=lambda month: meant[month])


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, Month]]:
    """The months by name, in each language and calendar."""
    tables: dict[str, dict[str, Month]] = {}
    text = files("archive.dates").joinpath("month_names.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        code, *months = line.split("|")
        calendar = code if code == SOLAR_HIJRI else None
        table: dict[str, Month] = {}
        for number, names in enumerate(months, 1):
            for name in names.split("/"):
                table[name] = Month(number, calendar)
        tables[code] = table | _shortened(table) if code in _SHORTENED else table
    return tables


def _shortened(table: dict[str, Month]) -> dict[str, Month]:
    """What begins one of the names and no other."""
    begun: defaultdict[str, set[Month]] = defaultdict(set)
    for name, month in table.items():
        for length in range(_SHORTEST, len(name)):
            if name[length - 1] != " ":
                begun[name[:length]].add(month)
    return {
        key: months.pop() for key, months in begun.items() if len(months) == 1 and key not in table
    }


@lru_cache(maxsize=1)
def _everywhere() -> dict[str, dict[Month, int]]:
    """By name, the months that it means, and in how many languages each. Of most languages whole
    names alone: "out" and "pro" are abbreviations of some.
    """
    meant: defaultdict[str, dict[Month, int]] = defaultdict(dict)
    for code, table in _tables().items():
        if code in _ONLY_IN_ITSELF:
            continue
        longest: defaultdict[Month, int] = defaultdict(int)
        for name, month in table.items():
            longest[month] = max(longest[month], len(name))
        for name, month in table.items():
            if code in _SHORTENED or 2 * len(name) > longest[month]:
                meant[name][month] = meant[name].get(month, 0) + 1
    return meant
