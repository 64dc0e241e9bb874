"""What the manifest of an export says of the search that found its articles."""

from __future__ import annotations

from typing import Any

from archive.exports.manifest import About
from index.answers.asked import Asked
from index.query.tree import Keys


def about(asked: Asked, change: int) -> About:
    """The query, what narrows it and how its words are taken, and the order. `change` is the number
    of the store's last change before it.
    """
    filters: dict[str, Any] = {name: list(values) for name, values in asked.filters.items()}
    filters |= {name: date for name, date in (("from", asked.start), ("to", asked.end)) if date}
    filters |= {"ids": list(asked.query.keys)} if isinstance(asked.query, Keys) else {}
    filters |= {"exact": True} if asked.exact else {}
    filters |= {} if asked.variants else {"variants": False}
    filters |= {"match": asked.match} if asked.match != "all" else {}
    filters |= {"fold": True} if asked.fold else {}
    usual = "relevance" if asked.text.strip() else "newest"
    return About(asked.text, filters, asked.sort or usual, change)
