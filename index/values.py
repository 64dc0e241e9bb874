"""Values of keyword fields as readers type them, in filters and in queries -> as indexed."""

from __future__ import annotations

from archive.agencies import canonical_agency
from archive.language import language_code
from archive.status import status_word
from archive.text import fold_line, tidy


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
