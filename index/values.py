"""Values as readers type them, in filters and in queries -> as they are indexed."""

from __future__ import annotations

import re

from archive.agencies import canonical_agency
from archive.dates import bounds, parse_date
from archive.language import language_code
from archive.status import status_word
from archive.text import fold_line, tidy

_DAY = re.compile(r"\d{4}(?:-\d{1,2}(?:-\d{1,2})?)?|\d{8}")


def read_day(text: str) -> tuple[int, int]:
    """First and last day, as numbers, of a date as readers type it: "2017", "2017-11", "Nov 2017".

    Raises ValueError for what is no date.
    """
    text = text.strip()
    if re.fullmatch(r"\d{8}", text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    text = text.replace("/", "-")
    if not _DAY.fullmatch(text):
        found = parse_date(text)
        if found is None:
            raise ValueError(text)
        text = found.date
    first, last = bounds(text)
    return _number(first.isoformat()), _number(last.isoformat())


def _number(iso: str) -> int:
    return int(iso.replace("-", ""))


def facet_key(name: str, value: str) -> str:
    """The folded form under which a value is indexed; agencies, statuses by any of their names."""
    value = tidy(value)
    if name == "agency":
        value = canonical_agency(value)
    if name == "language":
        value = language_code(value) or value
    if name == "status":
        value = status_word(value) or value
    return fold_line(value)
