"""From a list of addresses to the pages that it names: sitemaps, lists of them, plain lists."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Protocol

from archive.errors import FetchError, UnreadableError
from archive.readers.feeds.listing import Listed, is_list, listed_in, may_list
from archive.readers.sources.source import Source
from archive.text.charset import decode
from archive.text.plain import without_login

MOST_FOLLOWED = 1000  # pages of one list; a news sitemap has no more
_HEAD = 1 << 16  # bytes that show what a source is
DEEPEST = 2  # lists of lists


class Fetching(Protocol):
    """What asks for addresses, and remembers which have not changed: a Fetcher."""

    def fetch(self, url: str, named_by: str | None = None) -> Source | None:
        """What an address gives that a list may have named; None where it has not changed."""

    def forget(self, url: str) -> None:
        """Asks for it in full next time."""


def pages_of(source: Source) -> list[Listed] | None:
    """The addresses that a source names, if it is a list of them."""
    try:
        return listed_in(source.bytes()) if may_list(source.head(_HEAD)) else None
    except UnreadableError:
        return None


def listed_in_file(source: Source) -> list[Listed]:
    """The addresses in a file that is nothing but a list of them; none where it is anything else.

    A saved sitemap is not one: it is read for what it says itself.
    """
    try:
        plain = is_list(decode(source.head(_HEAD), cut=True))
    except UnreadableError:
        return []
    return (pages_of(source) or []) if plain else []


def followed(source: Source, fetcher: Fetching, depth: int = 0) -> Iterator[Source]:
    """The pages that a source names, those that changed last first, where it is a list of
    addresses; itself where it is not. What cannot be fetched tells why when it is read.
    """
    listed = pages_of(source)
    if listed is None:
        yield source
        return
    if any(each.is_list for each in listed):
        fetcher.forget(source.name)  # those may change while it does not
    for each in listed[:MOST_FOLLOWED]:
        yield from page(each, fetcher, source.name, depth)
    if len(listed) > MOST_FOLLOWED:
        more = f"{len(listed) - MOST_FOLLOWED:,} of its addresses, the oldest, were not fetched"
        yield failed(source.name, FetchError(more))


def page(
    listed: Listed, fetcher: Fetching, named_by: str | None = None, depth: int = 0
) -> Iterator[Source]:
    """The page at a listed address, or the pages of the list that is there; none where it has not
    changed.
    """
    try:
        found = fetcher.fetch(listed.address, named_by)
    except FetchError as error:
        yield failed(listed.address, error)
        return
    if found is not None and listed.is_list and depth < DEEPEST:
        yield from followed(found, fetcher, depth + 1)
    elif found is not None:
        yield found


def failed(url: str, error: FetchError) -> Source:
    """A source that says why it could not be fetched when it is read."""

    def opener() -> io.BytesIO:
        raise UnreadableError(error.message)

    return Source(without_login(url), opener)
