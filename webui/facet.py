"""The page that lists all values of a facet for a search, and finds those that begin so."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask, Response, jsonify, render_template, request

from archive.errors import NotFoundError
from index.answers.results import Listing
from index.answers.results_json import listing_json
from index.fields import FACETS
from webui import panel
from webui.common.address import Address
from webui.common.links import facet_url, search_url
from webui.common.live import live

PER_PAGE = 100  # values
_FACETS = {facet.name: facet for facet in FACETS}


def register(app: Flask) -> None:
    """The addresses of all facets."""
    app.add_url_rule("/facet/<name>", "facet", facet)
    app.add_url_rule("/facet/<name>.json", "facet_json", facet_json)


def facet(name: str) -> str:
    """All values of a facet, most frequent first."""
    address, find = _asked()
    listing = _listing(name, address, find)
    number = address.number()
    return render_template(
        "facet.html",
        label=_FACETS[name].label,
        name=name,
        find=find,
        listing=listing,
        choices=panel.choices(listing.facet, address),
        lacking=() if find else panel.lacking(listing.facet, address),
        chips=panel.chips((listing.facet,), address),
        unit="story" if address.fold else "article",
        number=number,
        last=max(-(-listing.values // PER_PAGE), 1),
        listing_url=lambda changed: facet_url(name, changed, find),
        page_url=lambda page: facet_url(name, address.on_page(page), find),
        kept=replace(address, page="").pairs(),
        back=search_url(replace(address, page="")),
        twin=facet_url(name, address, find, json=True),
    )


def facet_json(name: str) -> Response:
    """The same as JSON, version 1."""
    return jsonify(listing_json(_listing(name, *_asked())))


def _asked() -> tuple[Address, str]:
    return Address.read(request.args), request.args.get("find", "").strip()


def _listing(name: str, address: Address, find: str) -> Listing:
    if name not in _FACETS:
        raise NotFoundError(f"There is no list of {name!r}", f"one of: {', '.join(_FACETS)}")
    asked = address.asked(PER_PAGE)
    return live().facet(asked, name, find, asked.offset, PER_PAGE)
