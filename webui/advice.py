"""What else to ask where little or nothing was found, as links."""

from __future__ import annotations

from dataclasses import dataclass, replace

from index.answers.asked import Asked
from index.answers.results import Offer, OfferKind, Results
from webui.common.address import Address
from webui.common.links import search_url

_WAYS: dict[OfferKind, str] = {
    "forms": "Other forms and spellings:",
    "unquoted": "Without quotation marks:",
    "without": "Without",
}
_FEWER = {"most": "Most of the words, not all", "any": "Any of the words"}


@dataclass(frozen=True, slots=True)
class Way:
    """A link to another search: words of ours, words of the search, what it finds, and whether
    that is an estimate.
    """

    before: str
    what: str
    count: int
    url: str
    about: bool = False


def spellings(results: Results, address: Address) -> list[Way]:
    """What was perhaps meant."""
    return [_way(offer, address) for offer in results.advice if offer.kind == "spelling"]


def ways(results: Results, address: Address) -> list[Way]:
    """How to ask for less."""
    kinds = ("fewer", *_WAYS)
    return [_way(offer, address) for offer in results.advice if offer.kind in kinds]


def alone(results: Results, address: Address) -> list[Way]:
    """What each part and filter finds by itself."""
    return [_way(offer, address) for offer in results.advice if offer.kind == "alone"]


def _way(offer: Offer, address: Address) -> Way:
    url = _url(offer.asked, address)
    if offer.kind == "fewer":
        return Way(_FEWER[offer.what], "", offer.count, url, offer.about)
    return Way(_WAYS.get(offer.kind, ""), offer.what, offer.count, url, offer.about)


def _url(asked: Asked, address: Address) -> str:
    """The address with what is asked in place of what was, in the same order and folding."""
    changed = replace(
        address,
        text=asked.text,
        filters=asked.filters,
        start=asked.start or "",
        end=asked.end or "",
        exact=asked.exact,
        variants=asked.variants,
        match=asked.match if asked.match != "all" else "",
        page="",
    )
    return search_url(changed)
