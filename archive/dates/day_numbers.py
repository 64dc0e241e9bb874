"""Days as spreadsheets count them: 43101 is 1 January 2018, 43101.5 noon of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

# The day before the first, and one more for 29 February 1900, which Lotus 1-2-3 believed in.
_ZERO = datetime(1899, 12, 30)
_FIRST, _LAST = 29221, 65745  # 1980 to 2079: news in spreadsheets, and no year or five-digit code
_NUMBER = re.compile(r"(\d{5})(?:[.,](\d{1,15}))?")
_FEWEST = 2  # a number by itself may be anything


def date_of_number(text: str | None) -> str | None:
    """The date, with a time where it has one, of such a number; None of any other text."""
    found = _NUMBER.fullmatch((text or "").strip())
    if found is None or not _FIRST <= int(found[1]) <= _LAST:
        return None
    moment = _ZERO + timedelta(int(found[1]), round(float(f".{found[2] or 0}") * 86_400))
    at_midnight = moment.hour == moment.minute == moment.second == 0
    return moment.date().isoformat() if at_midnight else moment.isoformat(" ", "seconds")


def are_day_numbers(texts: Iterable[str | None]) -> bool:
    """Whether all dates of a column are such numbers, and several. Empty ones tell nothing."""
    several = 0
    for text in texts:
        if text and text.strip():
            if not date_of_number(text):
                return False
            several += 1
    return several >= _FEWEST
