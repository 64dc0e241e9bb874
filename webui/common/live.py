"""The archive that is served, and how many hits its pages have."""

from __future__ import annotations

from dataclasses import replace

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


def public(article: Article) -> Article:
    """An article as readers see it: where it came from without paths of this machine."""
    return replace(article, origin=public_origin(article.origin, live().store.batches.folders()))


def page_size(address: Address) -> int:
    """How many hits are on a page of a search. RequestError for a number that cannot be chosen."""
    return address.per_page(int(current_app.extensions["page_size"]))
