"""The archive that is served, and how many hits its pages have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from flask import current_app

from archive.article import Article
from archive.masthead import Masthead
from archive.store.batches import public_origin
from webui.common.address import Address
from webui.common.freshness import LiveArchive


def live() -> LiveArchive:
    """The archive that is served."""
    opened = current_app.extensions["archive"]
    assert isinstance(opened, LiveArchive)
    return opened


def masthead() -> Masthead:
    """What the archive says of itself."""
    said = current_app.extensions["masthead"]
    assert isinstance(said, Masthead)
    return said


def public(articles: Iterable[Article]) -> Iterator[Article]:
    """Articles as readers see them: where they came from without paths of this machine. What was
    taken in is looked up once, however many there are.
    """
    folders = live().store.batches.folders()
    return (replace(each, origin=public_origin(each.origin, folders)) for each in articles)


def page_size(address: Address) -> int:
    """How many hits are on a page of a search. RequestError for a number that cannot be chosen."""
    return address.per_page(int(current_app.extensions["page_size"]))


def last_change() -> datetime:
    """When anything last changed here; in a new archive, today."""
    at = live().store.following.last()
    if at:
        return datetime.fromisoformat(at)
    return datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
