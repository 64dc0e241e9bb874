"""How the engines on disk name the fields of a document, and mark that it has no date."""

from __future__ import annotations

from functools import cache

from index.fields import STREAMS

NO_DAY = 0
NO_MOMENT = -(2**62)


def key_field(name: str) -> str:
    """Where the values of a keyword field are."""
    return f"{name}_key" if name in STREAMS else name


@cache  # a search asks for it a hundred times
def stem_field(stream: str) -> str:
    """Where the stems of a stream are."""
    return f"{stream}_stem"
