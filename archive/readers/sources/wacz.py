"""WACZ (Web Archive Collection Zipped 1.1.1): crawls in WARC, indexes and lists beside them."""

from __future__ import annotations

import re
from collections.abc import Collection

_CRAWL = re.compile(r"archive/[^/].*\.(?:warc|arc)(?:\.gz|\.zst)?$", re.I)
# An index of a crawl: its head, or lines of an address turned round, a moment and JSON or columns.
_CDX = re.compile(r" CDX [A-Za-z] |(?:[\w-]+(?:,[\w-]+)+(?::\d+)?\)/?\S* \d{14} )|!meta 0 \{")


def is_wacz(names: Collection[str]) -> bool:
    """Whether the members of a zip make a WACZ."""
    return "datapackage.json" in names and any(map(holds_pages, names))


def holds_pages(name: str) -> bool:
    """Whether a member of a WACZ is a crawl; what else there is only describes those."""
    return _CRAWL.match(name) is not None


def is_index(head: str) -> bool:
    """Whether a text is the index of a crawl (CDX, CDXJ)."""
    return _CDX.match(head) is not None
