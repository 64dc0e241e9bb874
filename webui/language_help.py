"""The help page of the query language: made from the grammar and the field table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from archive.article import JSON_VERSION
from index import parse
from index.fields import ANY, FIELDS

# What can be typed, in the order in which one learns it.
_SYNTAX = (
    ("siege Euphrates", "all of these words, in any order; word endings do not matter"),
    ('"Deir Ezzor"', "these words side by side, just as they are written"),
    ("Mosul OR Raqa", "either of them"),
    ("Raqa -title:Raqa", "with a minus or NOT before it: what must not be there"),
    ("(Mosul OR Raqa) AND coalition", "brackets say what belongs together; AND goes before OR"),
    ("econom*", "words that begin so"),
    ("title:(Mosul OR Raqa)", "a field before brackets or a quoted phrase holds for all in it"),
    ("date:2017-11", "a month; also a day (date:2017-11-03) or a year (date:2017)"),
    ("date:2017-10..2018", "from one date to the end of another; either may be left out"),
    ("date:none", "articles that bear no date"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the help page: something to type, what it means, other names for the field."""

    example: str
    meaning: str
    name: str = ""
    aliases: tuple[str, ...] = ()


def syntax() -> tuple[Entry, ...]:
    """What can be typed."""
    return tuple(Entry(example, meaning) for example, meaning in _SYNTAX)


def fields() -> tuple[Entry, ...]:
    """The fields that a query can name, as the field table has them."""
    return tuple(Entry(f.example, f.help, f.name, f.aliases) for f in (ANY, *FIELDS))


def grammar() -> str:
    """The grammar as the parser states it."""
    found = re.search(r"^ {4}.+(?:\n {4}.+)*", parse.__doc__ or "", re.M)
    return re.sub(r"^ {4}", "", found[0], flags=re.M) if found else ""


def help_json() -> dict[str, Any]:
    """The help page as JSON, version 1."""
    return {
        "version": JSON_VERSION,
        "grammar": grammar(),
        "syntax": [{"example": entry.example, "meaning": entry.meaning} for entry in syntax()],
        "fields": [
            {
                "name": entry.name or None,
                "aliases": list(entry.aliases),
                "example": entry.example,
                "meaning": entry.meaning,
            }
            for entry in fields()
        ],
    }
