"""Who supplied the text: the agencies that are known, under every name that they go by."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from archive.text.patterns import lazy_pattern
from archive.text.plain import fold_line

# What joins several names in a credit: "AFP with Reuters", "Jane Roe and John Doe, AP".
_JOINTS = lazy_pattern(
    r"\s*(?:[,;/|&+]|\s[-–—]\s|\b(?:and|with|und|mit|et|avec|y|con|e|og|och|en|by|for|from|via)\b)\s*",
    re.I,
)
_AROUND = " .,:;()[]*-/–—…"


@lru_cache(maxsize=1)
def agency_names() -> dict[str, str]:
    """Every known way to write an agency -> its canonical name."""
    data = tomllib.loads(Path(__file__).with_name("agencies.toml").read_text("utf-8"))
    return {
        alias: entry["name"]
        for entry in data["agency"]
        for alias in (entry["name"], entry["full"], *entry["aliases"])
    }


@lru_cache(maxsize=1)
def _aliases() -> dict[str, str]:
    return {_key(alias): name for alias, name in agency_names().items()}


def _key(name: str) -> str:
    return fold_line(name).strip(_AROUND).removeprefix("the ")


@lru_cache(maxsize=2_000)  # the same few names in every article of a source
def known_agency(name: str) -> str | None:
    """The canonical name where `name` is a known way to write an agency; else None."""
    return _aliases().get(_key(name))


def canonical_agency(name: str) -> str:
    """The canonical name, or the name as it is where the agency is not in the table."""
    return known_agency(name) or _without_brackets(name)


def _without_brackets(name: str) -> str:
    """A name without brackets around it; those that close or open inside are its own."""
    bare = name.strip(" ()[]")
    begin = name.find(bare)
    before, behind = name[:begin], name[begin + len(bare) :]
    for first, last in ("()", "[]"):
        if last in behind and bare.count(first) > bare.count(last):
            bare += last
        elif first in before and bare.count(last) > bare.count(first):
            bare = first + bare
    return bare


def agencies_in(names: Iterable[str]) -> tuple[str, ...]:
    """Declared agencies, canonical, in order and once each; "AFP / Reuters" names two."""
    found: dict[str, str] = {}
    for name in names:
        whole = known_agency(name)
        if whole:
            parts = [whole]
        else:
            cut = [part for part in _JOINTS.split(name) if part.strip(" ()[]")]
            parts = [name]
            if any(map(known_agency, cut)):  # "AFP/archive" says where a picture lay
                parts = [part for part in cut if known_agency(part) or not part.islower()]
        for part in parts:
            agency = canonical_agency(part)
            if agency:
                found.setdefault(fold_line(agency), agency)
    return tuple(found.values())


def agencies_known(text: str) -> bool:
    """Whether a part of a credit is or names an agency that is in the table."""
    return any(map(known_agency, (text, *_JOINTS.split(text))))
