"""A date as typed -> the days that it asks for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from archive.text.plain import fold
from index.fields import Field
from index.query.days import next_day, read_range
from index.query.lexer import shown
from index.query.tree import Days, Not, Query, Undated


def dated(
    field: Field, text: str, today: date | None, notice: Callable[[str], None]
) -> Query | None:
    """A date or a range; `after:` and `before:` leave out the date itself."""
    if fold(text) in ("none", "null", "undated"):
        return Undated()
    try:
        low, high = read_range(text, today)
    except (ValueError, OverflowError):
        notice(
            f"{shown(text)} is no date: write 2017, 2017-11, 2017-11-03, 2017-10..2018,"
            ' yesterday or "last week". It was left out'
        )
        return None
    if field.name == "after":
        return Days(next_day(high), None) if high else Not(Undated())
    if field.name == "before":
        return Days(None, next_day(low, -1)) if low else Not(Undated())
    if low is None and high is None:
        return Not(Undated())
    if low and high and low > high:
        notice(f"The range {shown(text)} ends before it begins: it was turned round")
        low, high = read_range("..".join(reversed(text.split(".."))), today)
    return Days(low, high)
