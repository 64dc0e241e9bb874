"""The archive that is served, and how many hits its pages have."""

from __future__ import annotations

from flask import current_app

from archive.masthead import Masthead
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


def page_size(address: Address) -> int:
    """How many hits are on a page of a search. RequestError for a number that cannot be chosen."""
    return address.per_page(int(current_app.extensions["page_size"]))
