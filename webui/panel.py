"""What can narrow a search: facets whose values are links."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

from markupsafe import Markup

from index.answers.results import Bucket, Facet
from index.fields import LABELS
from index.query.filters import MISSING, PRESENT, all_of, any_of, none_of
from webui.common.address import Address
from webui.common.chips import NONE_GIVEN, shown_value
from webui.common.compiling import escaped
from webui.common.links import facet_url, filter_urls, search_url, search_urls

SHOWN = 8  # values of a facet; the rest is on a page of its own
SHOWN_AT_FIRST = 5  # on the front page, where nobody has asked for anything


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet. Its link chooses it, or takes the choice back; `exclude` leads to the
    articles without it. `meaning` tells what it means where it is a code.
    """

    value: str
    count: int
    chosen: bool
    url: str
    exclude: str
    excluded: bool = False
    meaning: str = ""


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


def panels(
    facets: tuple[Facet, ...], address: Address, most: int = SHOWN, *, none: bool = True
) -> list[Panel]:
    """The facets that have a value to choose: the most frequent ones, and what has `none`."""
    return [_panel(facet, address, most, none) for facet in facets if facet.buckets]


def choices(facet: Facet, address: Address) -> list[Choice]:
    """The values of a facet, as links."""
    if address.filters:
        adding = search_urls(address, partial(address.adding, facet.name))
        excluding = search_urls(address, partial(address.excluding, facet.name))
    else:
        narrowed = filter_urls(address)
        adding, excluding = partial(narrowed, facet.name), partial(narrowed, none_of(facet.name))
    return [
        _taken(facet.name, bucket, address)
        if bucket.chosen or bucket.excluded
        else Choice(
            shown_value(facet.name, bucket.value),
            bucket.count,
            False,
            adding(bucket.value),
            excluding(bucket.value),
            meaning=bucket.meaning,
        )
        for bucket in facet.buckets
    ]


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
    if address.filters:
        url = search_url(address.lacking(facet.name))
        exclude = search_url(address.lacking(facet.name, PRESENT))
    else:
        url, exclude = map(filter_urls(address), (MISSING, PRESENT), (facet.name, facet.name))
    return (Choice(NONE_GIVEN, facet.missing, chosen, url, exclude),)


def _taken(name: str, bucket: Bucket, address: Address) -> Choice:
    """A value that is chosen or excluded, by a link that undoes it."""
    return Choice(
        shown_value(name, bucket.value),
        bucket.count,
        bucket.chosen,
        search_url(address.without(name, bucket.value)),
        search_url(address.excluding(name, bucket.value)),
        bucket.excluded,
        bucket.meaning,
    )


def choice_list(choices: Iterable[Choice], leaving_out: bool = True) -> Markup:
    """Values of a facet as HTML: each with its link, and a quiet one that leaves it out. A page has
    seventy of them: a macro would take five times as long.
    """
    items = "".join([f"  <li>    {_item(each, leaving_out)}</li>\n" for each in choices])
    return Markup(f'<ul class="choices">\n{items}</ul>\n')  # noqa: S704 - escaped


def _item(choice: Choice, leaving_out: bool) -> str:
    url, value = escaped(choice.url), escaped(choice.value)
    said = f"<bdi>{value}</bdi>"
    if choice.meaning:
        said += f' <span class="meaning">{escaped(choice.meaning)}</span>'
    if choice.excluded:
        return (
            f'<a class="left-out" href="{url}" rel="nofollow" aria-current="true"><span'
            ' class="hidden">No longer without </span><span aria-hidden="true">−</span>'
            f" {said}</a>"
        )
    current = remove = gap = ""
    if choice.chosen:
        current, remove = ' aria-current="true"', '<span class="hidden">Remove </span>'
        gap = "\n"
    link = (
        f'<a href="{url}" rel="nofollow"{current}>{remove}{said}'
        f' <span class="count">{choice.count:,}</span></a>'
    )
    if not (leaving_out or choice.chosen):
        return link
    return (
        f'{link}{gap}    <a class="not" href="{escaped(choice.exclude)}" rel="nofollow"'
        f' aria-label="Leave out {value}">−</a>'
    )
