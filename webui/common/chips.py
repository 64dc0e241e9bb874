"""What narrows a search: chips that undo a choice, and the search in words."""

from __future__ import annotations

from dataclasses import dataclass

from index.answers.results import Facet
from index.fields import LABELS, find_field, label_field
from index.query.filters import MISSING, PRESENT, any_of, facet_of, none_of
from index.query.values import facet_key
from webui.common.address import Address
from webui.common.links import search_url
from webui.common.wording import human_date, language_name

NONE_GIVEN = "none given"
_ALTERNATIVE = "or"


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that narrows the search, and the address without it. `meaning` tells what a value
    means that is a code.
    """

    label: str
    value: str
    url: str
    meaning: str = ""


def chips_of(facets: tuple[Facet, ...], address: Address) -> list[Chip]:
    """A chip for every filter, then one for each end of the range of dates."""
    written = {(facet.name, bucket.key): bucket for facet in facets for bucket in facet.buckets}
    found: list[Chip] = []
    for name, values in address.filters.items():
        for value in values:
            if name in (MISSING, PRESENT):
                found.append(_missing_chip(name, value, address))
                continue
            facet = facet_of(name)
            label = _label(facet, name, first=value == values[0])
            key = facet_key(facet, value)
            # Of a facet that does not stand beside a search, that by whose labels it is shown.
            bucket = written.get((facet, key)) or written.get((label_field(facet), key))
            shown = shown_value(facet, bucket.value if bucket else value)
            url = search_url(address.without(facet, value))
            found.append(Chip(label, shown, url, bucket.meaning if bucket else ""))
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


def in_words(chips: list[Chip]) -> list[str]:
    """What narrows a search, as a reader says it: "agency Reuters", "tag Syria or Iraq"."""
    found: list[str] = []
    for chip in chips:
        if chip.label == _ALTERNATIVE:
            found[-1] += f" {chip.label} {chip.value}"
        else:
            found.append(f"{chip.label[:1].lower()}{chip.label[1:]} {chip.value}")
    return found


def said(chips: list[Chip], address: Address) -> str:
    """The search in words, as a title: "japan, agency Reuters, from March 1987, page 2"."""
    parts = [address.text] if address.text else []
    parts += in_words(chips)
    if address.number() > 1:
        parts.append(f"page {address.number()}")
    return ", ".join(parts)


def _label(facet: str, name: str, first: bool) -> str:
    if name == none_of(facet):
        return f"Not {LABELS[facet].lower()}"
    return LABELS[facet] if first or name != any_of(facet) else _ALTERNATIVE


def _missing_chip(name: str, value: str, address: Address) -> Chip:
    found = find_field(value)
    if found is None or found.name not in LABELS:
        return Chip("Missing", value, search_url(address.lacking(value, name)))
    said = NONE_GIVEN if name == MISSING else "any at all"
    return Chip(found.label, said, search_url(address.lacking(value, name)))


def shown_value(name: str, value: str) -> str:
    """A value of a facet as a reader reads it."""
    return language_name(value) if name == "language" else value


def _date(text: str) -> str:
    try:
        return human_date(text)
    except ValueError:
        return text  # as it was typed: a date in words, or none at all
