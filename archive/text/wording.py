"""How numbers are written in a sentence."""

from __future__ import annotations


def plural(number: int, noun: str) -> str:
    """ "article" of one, "articles" and "stories" of any other number."""
    if number == 1:
        return noun
    if noun.lower() == "person":
        return f"{noun[0]}eople"
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"


def counted(number: int, noun: str) -> str:
    """ "1 article", "1,234 articles"."""
    return f"{number:,} {plural(number, noun)}"
