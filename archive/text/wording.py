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


def byte_size(number: float) -> str:
    """A number of bytes as people read it: "812 bytes", "3.4 MiB"."""
    for unit in ("bytes", "KiB", "MiB", "GiB"):
        if number < 1024 or unit == "GiB":
            return f"{number:,.0f} {unit}" if unit == "bytes" else f"{number:,.1f} {unit}"
        number /= 1024
    raise AssertionError("unreachable")
