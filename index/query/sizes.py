"""The size of an edit as typed -> the sizes that it asks for: 50.., 10%..50%, >10%."""

from __future__ import annotations

import re
from collections.abc import Callable

from index.fields import Field
from index.query.lexer import shown
from index.query.spelling import Vocabulary
from index.query.tree import Key, KeyPrefix, Keys, Query

_NUMBER = r"(\d{1,9})?\s*(%?)"
_RANGE = re.compile(rf"{_NUMBER}\s*\.\.\s*{_NUMBER}", re.ASCII)
_COMPARED = re.compile(rf"([<>]=?|)\s*{_NUMBER}", re.ASCII)
_ENDLESS = 10**9


def sized(
    field: Field, text: str, vocabulary: Vocabulary, notice: Callable[[str], None]
) -> Query | None:
    """The edits of a size, or of a range of sizes: numbers of words, or of words of a hundred."""
    if text == "*":
        return KeyPrefix(field.name, "")
    found = _read(text.strip())
    if found is None:
        notice(
            f"{shown(text)} is no size of an edit: write 50.. for words, 10%.. for words of a"
            " hundred, 1..20 for a range. It was left out"
        )
        return None
    low, high, unit = found
    if low > high:
        notice(f"The range {shown(text)} ends before it begins: it was turned round")
        low, high = high, low
    if low == high:
        return Key(field.name, f"{low}{unit}")
    sizes = (value for value in vocabulary.values(field.name) if value.endswith("%") == bool(unit))
    fitting = (value for value in sizes if low <= int(value.rstrip("%")) <= high)
    return Keys(field.name, tuple(fitting), text)


def _read(text: str) -> tuple[int, int, str] | None:
    """The least and the greatest size, and "%" or ""; None where the text says no size."""
    if match := _RANGE.fullmatch(text):
        low, first, high, last = match.groups()  # "10..50%" is in words of a hundred, as "10%..50%"
        return int(low or 0), int(high or _ENDLESS), first or last
    match = _COMPARED.fullmatch(text)
    if not match or match[2] is None:
        return None
    sign, number, unit = match[1], int(match[2]), match[3]
    if sign.startswith(">"):
        return number + (sign == ">"), _ENDLESS, unit
    if sign.startswith("<"):
        return 0, max(number - (sign == "<"), 0), unit
    return number, number, unit
