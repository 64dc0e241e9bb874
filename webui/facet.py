"""The page that lists the values of a facet for a search: by count or A to Z, under one letter, or
those with some letters in them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Flask, Response, jsonify, render_template, request

from archive.errors import NotFoundError, RequestError
from archive.text.plain import fold_line
from index.answers.results import Listing, Wanted
from index.answers.results_json import listing_json
from index.fields import FACETS, KINDS, LABELS_OF_MANY
from webui import panel
from webui.common.address import Address
from webui.common.chips import chips_of
from webui.common.links import facet_url, printed, search_url
from webui.common.live import live

PER_PAGE = 100  # values
_FACETS = {facet.name: facet for facet in FACETS}
_MANY = 20  # values, for which letters are worth their line
_ORDERS = {"": "Most frequent", "az": "A to Z"}
# The tags of all kinds, and those of one.
_OF_TAGS = ("tag", *KINDS.values())


@dataclass(frozen=True, slots=True)
class Asking:
    """What the address of the page asks of one facet."""

    name: str
    address: Address
    find: str
    order: str
    letter: str

    @classmethod
    def read(cls, name: str) -> Asking:
        """NotFoundError for no facet, RequestError for an order that there is not."""
        if name not in _FACETS:
            raise NotFoundError(f"There is no list of {name!r}", f"one of: {', '.join(_FACETS)}")
        find, order, letter = (
            request.args.get(said, "").strip() for said in ("find", "order", "letter")
        )
        if order not in ("", "count", "az"):
            raise RequestError(f"Values have no order {order!r}", "one of: count, az")
        order = "az" if order == "az" else ""
        return cls(name, Address.read(request.args), find, order, letter)

    def listing(self) -> Listing:
        """The values of its page."""
        asked = self.address.asked(PER_PAGE)
        wanted = Wanted(self.find, self.letter, self.order == "az", asked.offset, PER_PAGE)
        return live().facet(asked, self.name, wanted)

    def url(self, **changed: str) -> str:
        """The page with one thing of it changed, from its first values."""
        said = {"find": self.find, "order": self.order, "letter": self.letter, **changed}
        return facet_url(
            self.name, self.address.on_page(1), said["find"],
            order=said["order"], letter=said["letter"],
        )  # fmt: skip

    def url_of(self, address: Address, *, json: bool = False) -> str:
        """The same values for another search, or another page of them."""
        return facet_url(
            self.name, address, self.find, order=self.order, letter=self.letter, json=json
        )


def register(app: Flask) -> None:
    """The addresses of all facets."""
    app.add_url_rule("/facet/<name>", "facet", facet)
    app.add_url_rule("/facet/<name>.json", "facet_json", facet_json)


def facet(name: str) -> str:
    """The values of a facet, most frequent first or A to Z."""
    asking = Asking.read(name)
    address, listing = asking.address, asking.listing()
    some = asking.find or asking.letter
    number = address.number()
    return render_template(
        "facet.html",
        label=LABELS_OF_MANY[name],
        name=name,
        find=asking.find,
        order=asking.order,
        letter=asking.letter,
        orders=[(text, asking.url(order=order), order == asking.order)
                for order, text in _ORDERS.items()],
        letters=_letters(asking, listing),
        listing_all=asking.url(letter=""),
        kinds=_kinds(asking),
        listing=listing,
        choices=_choices(asking, listing),
        lacking=() if some else panel.lacking(listing.facet, address),
        chips=chips_of((listing.facet,), address),
        unit="story" if address.fold else "article",
        number=number,
        last=max(-(-listing.values // PER_PAGE), 1),
        listing_url=asking.url_of,
        page_url=lambda page: asking.url_of(address.on_page(page)),
        kept=replace(address, page="").pairs(),
        everywhere=facet_url(name, Address(), asking.find, order=asking.order),
        back=search_url(replace(address, page="")),
        twin=asking.url_of(address, json=True),
        permalink=printed(asking.url_of(address)),
    )  # fmt: skip


def facet_json(name: str) -> Response:
    """The same as JSON, version 1."""
    return jsonify(listing_json(Asking.read(name).listing()))


def _choices(asking: Asking, listing: Listing) -> list[panel.Choice]:
    """The values as links; languages A to Z by the names that they are shown by."""
    found = panel.choices(listing.facet, asking.address)
    if asking.name == "language" and asking.order == "az":
        found.sort(key=lambda choice: fold_line(choice.value))
    return found


def _letters(asking: Asking, listing: Listing) -> list[tuple[str, str, int, bool]]:
    """(letter, address, number of values, whether it is the one chosen), where there are many
    values under several letters.
    """
    many = sum(count for _, count in listing.letters) > _MANY and len(listing.letters) > 1
    if asking.name == "language" or not (many or asking.letter):
        return []
    return [
        (letter, asking.url(letter=letter, order="az"), count, letter == asking.letter)
        for letter, count in listing.letters
    ]


def _kinds(asking: Asking) -> list[tuple[str, str, bool]]:
    """(label, address, whether it is this page) of the tags of all kinds and of each, where the
    archive has any of it.
    """
    if asking.name not in _OF_TAGS:
        return []
    address = asking.address.on_page(1)
    held = [name for name in _OF_TAGS if name in ("tag", asking.name) or live().holds(name)]
    if len(held) == 1:
        return []
    return [
        ("All tags" if name == "tag" else LABELS_OF_MANY[name],
         facet_url(name, address, asking.find, order=asking.order), name == asking.name)
        for name in held
    ]  # fmt: skip
