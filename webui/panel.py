"""What narrows a search: facets whose values are links, and chips that take a choice back."""

from __future__ import annotations

from dataclasses import dataclass

from index.fields import FACETS
from index.results import Bucket, Facet
from index.values import facet_key
from webui.address import FACET_LIMIT, Address, search_url
from webui.wording import human_date, language_name

SHOWN = 8  # values of a facet before "more"
_LABELS = {facet.name: facet.label for facet in FACETS}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet. Its link chooses it, or takes the choice back."""

    value: str
    count: int
    chosen: bool
    url: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One facet: its most frequent and its chosen values, then the rest."""

    label: str
    shown: tuple[Choice, ...]
    more: tuple[Choice, ...]
    cut: bool  # whether there may be values that are not listed at all


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that narrows the search, and the address without it."""

    label: str
    value: str
    url: str


def panels(facets: tuple[Facet, ...], address: Address) -> list[Panel]:
    """The facets that have a value to choose."""
    return [_panel(facet, address) for facet in facets if facet.buckets]


def chips(facets: tuple[Facet, ...], address: Address) -> list[Chip]:
    """A chip for every filter, then one for each end of the range of dates."""
    written = {
        (facet.name, bucket.key): bucket.value for facet in facets for bucket in facet.buckets
    }
    found = [
        Chip(
            _LABELS[name],
            _shown(name, written.get((name, facet_key(name, value)), value)),
            search_url(address.without(name, value)),
        )
        for name, values in address.filters.items()
        for value in values
    ]
    if address.start and address.start == address.end:
        found.append(Chip("Date", _date(address.start), search_url(address.between("", ""))))
        return found
    if address.start:
        found.append(
            Chip("From", _date(address.start), search_url(address.between("", address.end)))
        )
    if address.end:
        found.append(Chip("To", _date(address.end), search_url(address.between(address.start, ""))))
    return found


def _panel(facet: Facet, address: Address) -> Panel:
    choices = [_choice(facet.name, bucket, address) for bucket in facet.buckets]
    shown = [choice for at, choice in enumerate(choices) if at < SHOWN or choice.chosen]
    if len(choices) - len(shown) == 1:  # a fold for one value would be as long as the value
        shown = choices
    more = [choice for choice in choices if choice not in shown]
    cut = len(choices) >= FACET_LIMIT
    return Panel(_LABELS[facet.name], tuple(shown), tuple(more), cut)


def _choice(name: str, bucket: Bucket, address: Address) -> Choice:
    change = address.without if bucket.chosen else address.adding
    url = search_url(change(name, bucket.value))
    return Choice(_shown(name, bucket.value), bucket.count, bucket.chosen, url)


def _shown(name: str, value: str) -> str:
    return language_name(value) if name == "language" else value


def _date(text: str) -> str:
    try:
        return human_date(text)
    except ValueError:
        return text  # as it was typed: a date in words, or none at all
