"""Whether 3/11/2017 is in November or in March: never guessed, for often it can be known."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from archive.dates.found_date import Writing

_FIGURES = re.compile(r"(?<![\d/.-])(\d\d?)\s?([/.-])\s?(\d\d?)\s?\2\s?(\d{4})(?!\d)")


def day_first(writing: Writing, separator: str = "/") -> bool | None:
    """Whether a text has the day before the month; None where nothing tells.

    Other dates of the same page or table tell it first, then the region, then the language, if all
    of its regions agree. With dots the day comes first, but where Americans may write.
    """
    if writing.day_first is not None:
        return writing.day_first
    orders = _orders()
    language = writing.language or ""
    told = orders.get(f"{language}-{writing.region}") if writing.region else None
    if told is None and f"{language}-" not in orders:  # a region of one of several habits is asked
        told = orders.get(language)
    if separator == ".":
        return None if told is False else True
    return told


def order_of(texts: Iterable[str | None]) -> bool | None:
    """Whether the dates in figures among texts have the day first, by those with a number above
    12; None where there are none, or of both kinds.
    """
    orders: set[bool] = set()
    for text in texts:
        for first, _, second, _ in _FIGURES.findall(text or ""):
            if (int(first) > 12) != (int(second) > 12):
                orders.add(int(first) > 12)
                if len(orders) > 1:
                    return None
    return orders.pop() if orders else None


def is_open(text: str | None) -> bool:
    """Whether a date in figures can be read in two ways."""
    found = _FIGURES.search(text or "")
    return bool(found) and both_ways(*map(int, found.group(1, 3)))  # type: ignore[union-attr]


def both_ways(first: int, second: int) -> bool:
    """Whether either of two numbers may be the month."""
    return first != second and 1 <= first <= 12 and 1 <= second <= 12


@lru_cache(maxsize=1)
def _orders() -> dict[str, bool]:
    """{language, or language-region: whether the day is first}; and "language-" where a language is
    only known by its regions.
    """
    text = files("archive.dates").joinpath("day_first.txt").read_text(encoding="utf-8")
    signs = [sign for line in text.splitlines() if line[0] != "#" for sign in line.split()]
    orders = {sign[1:]: sign[0] == "+" for sign in signs}
    return orders | {f"{name.partition('-')[0]}-": True for name in list(orders) if "-" in name}
