"""What the codes of Reuters-21578 mean, among its topics, exchanges and organisations."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from archive.codes.tables import table

# Before the number of an item in its identity.
REUTERS_21578 = "reuters-21578:"


def reuters_meanings(codes: Iterable[str]) -> dict[str, str]:
    """Code -> meaning, of those among `codes` (folded) that need to be told."""
    known = _meanings()
    return {code: known[code] for code in codes if code in known}


@cache
def _meanings() -> dict[str, str]:
    return table("reuters_21578.txt")
