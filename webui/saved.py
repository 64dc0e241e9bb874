"""The saved searches as links. They are saved, replaced and removed on the command line."""

from __future__ import annotations

from dataclasses import dataclass

from archive.store.store import Store
from index.query.saved import described, query_of
from webui.common.address import Address
from webui.common.links import search_url


@dataclass(frozen=True, slots=True)
class SavedLink:
    """A saved search: what it looks for, and where that is searched; `used` if that is here."""

    name: str
    what: str
    url: str
    used: bool


def links(store: Store, address: Address) -> list[SavedLink]:
    """All saved searches, by name."""
    return [
        SavedLink(
            each.name, described(each), search_url(Address(text=query)), address.text == query
        )
        for each in store.saved.all()
        for query in (query_of(each.name),)
    ]
