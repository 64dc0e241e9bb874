"""What narrows a search: facets whose values are links, and chips that undo a choice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from index.answers.results import Bucket, Facet
from index.fields import LABELS, find_field
from index.query.filters import MISSING, PRESENT, all_of, any_of, facet_of, none_of
from index.query.values import facet_key
from webui.common.address import Address
from webui.common.links import facet_url, search_url, search_urls
from webui.common.wording import human_date, language_name

SHOWN = 8  # values of a facet; the rest is on a page of its own
SHOWN_AT_FIRST = 5  # on the front page, where nobody has asked for anything
NONE_GIVEN = "none given"


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet. Its link chooses it, or takes the choice back; `exclude` leads to the
    articles without it.
    """

    value: str
    count: int
    chosen: bool
    url: str
    exclude: str
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """One facet: its most frequent and its chosen values, then what has none.

    `every` leads to the page that lists all values, "" where there are no others; `switch` to any
    of the chosen values where it is all of them now, or the reverse, and "" where that makes no
    difference.
    """

    label: str
    shown: tuple[Choice, ...]
    every: str
    switch: str = ""
    any: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that narrows the search, and the address without it."""

    label: str
    value: str
    url: str


def panels(
    facets: tuple[Facet, ...], address: Address, most: int = SHOWN, *, none: bool = True
) -> list[Panel]:
    """The facets that have a value to choose: the most frequent ones, and what has `none`."""
    return [_panel(facet, address, most, none) for facet in facets if facet.buckets]


def choices(facet: Facet, address: Address) -> list[Choice]:
    """The values of a facet, as links."""
    adding = search_urls(address, partial(address.adding, facet.name))
    excluding = search_urls(address, partial(address.excluding, facet.name))
    return [
        _taken(facet.name, bucket, address)
        if bucket.chosen or bucket.excluded
        else Choice(
            _shown(facet.name, bucket.value),
            bucket.count,
            False,
            adding(bucket.value),
            excluding(bucket.value),
        )
        for bucket in facet.buckets
    ]


def chips(facets: tuple[Facet, ...], address: Address) -> list[Chip]:
    """A chip for every filter, then one for each end of the range of dates."""
    written = {
        (facet.name, bucket.key): bucket.value for facet in facets for bucket in facet.buckets
    }
    found: list[Chip] = []
    for name, values in address.filters.items():
        for value in values:
            if name in (MISSING, PRESENT):
                found.append(_missing_chip(name, value, address))
                continue
            facet = facet_of(name)
            label = _label(facet, name, first=value == values[0])
            shown = _shown(facet, written.get((facet, facet_key(facet, value)), value))
            found.append(Chip(label, shown, search_url(address.without(facet, value))))
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


def said(chips: list[Chip], address: Address) -> str:
    """The search in words, as a title: "japan, agency Reuters, from March 1987, page 2"."""
    parts = [address.text] if address.text else []
    parts += [f"{chip.label[:1].lower()}{chip.label[1:]} {chip.value}" for chip in chips]
    if address.number() > 1:
        parts.append(f"page {address.number()}")
    return ", ".join(parts)


def _label(facet: str, name: str, first: bool) -> str:
    if name == none_of(facet):
        return f"Not {LABELS[facet].lower()}"
    return LABELS[facet] if first or name != any_of(facet) else "or"


def _missing_chip(name: str, value: str, address: Address) -> Chip:
    found = find_field(value)
    if found is None or found.name not in LABELS:
        return Chip("Missing", value, search_url(address.lacking(value, name)))
    said = NONE_GIVEN if name == MISSING else "any at all"
    return Chip(found.label, said, search_url(address.lacking(value, name)))


def _panel(facet: Facet, address: Address, most: int, none: bool) -> Panel:
    chosen = [bucket for bucket in facet.buckets[most:] if bucket.chosen or bucket.excluded]
    shown = choices(replace(facet, buckets=(*facet.buckets[:most], *chosen)), address)
    every, alternatives = (address.filters.get(kind(facet.name), ()) for kind in (all_of, any_of))
    return Panel(
        LABELS[facet.name],
        (*shown, *(lacking(facet, address) if none else ())),
        facet_url(facet.name, address.on_page(1)) if len(facet.buckets) > len(shown) else "",
        search_url(address.switched(facet.name)) if len(every or alternatives) > 1 else "",
        not every,
    )


def lacking(facet: Facet, address: Address) -> tuple[Choice, ...]:
    """What has no value of a facet, as a link, where there is such a thing."""
    chosen = facet.name in address.filters.get(MISSING, ())
    if not facet.missing and not chosen:
        return ()
    url = search_url(address.lacking(facet.name))
    exclude = search_url(address.lacking(facet.name, PRESENT))
    return (Choice(NONE_GIVEN, facet.missing, chosen, url, exclude),)


def _taken(name: str, bucket: Bucket, address: Address) -> Choice:
    """A value that is chosen or excluded, by a link that undoes it."""
    return Choice(
        _shown(name, bucket.value),
        bucket.count,
        bucket.chosen,
        search_url(address.without(name, bucket.value)),
        search_url(address.excluding(name, bucket.value)),
        bucket.excluded,
    )


def _shown(name: str, value: str) -> str:
    return language_name(value) if name == "language" else value


def _date(text: str) -> str:
    try:
        return human_date(text)
    except ValueError:
        return text  # as it was typed: a date in words, or none at all
