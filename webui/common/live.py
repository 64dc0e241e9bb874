"""The archive that is served, and how many hits its pages have."""

from __future__ import annotations

from flask import current_app

from webui.common.address import Address
from webui.common.freshness import LiveArchive


def live() -> LiveArchive:
    """The archive that is served."""
    opened = current_app.extensions["archive"]
    assert isinstance(opened, LiveArchive)
    return opened


def page_size(address: Address) -> int:
    """How many hits are on a page of a search. RequestError for a number that cannot be chosen."""
    return address.per_page(int(current_app.extensions["page_size"]))
