"""The page of the form that writes the query language: its fields in, the query out, shown before
it is run. Opened from a search it comes filled in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Flask, redirect, render_template, request
from werkzeug.wrappers import Response

from index.answers.asked import Asked
from index.answers.results import Facet
from index.query.leaves import MOST_APART
from index.query.values import facet_key
from webui.asking.filled import filled_in
from webui.asking.wanted import Wanted
from webui.common.address import Address
from webui.common.chips import chips_of, in_words, shown_value
from webui.common.links import search_url
from webui.common.live import live

_MOST_VALUES = 200  # of a facet, to choose from
_CHOSEN = ("tag", "agency", "publisher", "language")  # facets of which the form has a value


@dataclass(frozen=True, slots=True)
class Option:
    """A value to choose: how it is shown, and whether it is chosen."""

    value: str
    label: str
    chosen: bool


def register(app: Flask) -> None:
    """The address of the form."""
    app.add_url_rule("/advanced", "advanced", advanced)


def advanced() -> str | Response:
    """The form, what it wrote, and how much that finds; with `go`, straight to the results."""
    wanted, address = Wanted.read(request.args), Address.read(request.args)
    typed = address.text  # what the fields cannot say goes on as it is
    if wanted == Wanted() and (filled := filled_in(typed)) is not None:
        wanted, typed = filled, ""
    written = replace(address, text=_joined(typed, wanted.query()), page="")
    if request.args.get("go"):
        return redirect(search_url(written))
    found = live().search(replace(written.asked(1), limit=0, facets=False, timeline=False))
    every = live().search(Asked(limit=0, facets=True, facet_limit=_MOST_VALUES, dates=False))
    rest = _rest(written)
    return render_template(
        "advanced.html",
        wanted=wanted,
        typed=typed,
        written=written,
        found=found if written else None,
        choices={each.name: _options(each, written) for each in every.facets},
        kept=rest.kept(),
        narrows=in_words(chips_of((), replace(rest, start="", end=""))),
        apart=wanted.most_apart(),
        most_apart=MOST_APART,
        address=written,
    )


def _joined(typed: str, query: str) -> str:
    if query and " OR " in typed:
        typed = f"({typed})"
    return f"{typed} {query}".strip()


def _rest(written: Address) -> Address:
    """What the form keeps as it is: the search without what its fields say."""
    filters = {
        name: values[1:] if name in _CHOSEN else values for name, values in written.filters.items()
    }
    filters = {name: values for name, values in filters.items() if values}
    return replace(written, text="", filters=filters, sort="")


def _options(facet: Facet, written: Address) -> list[Option]:
    """The most frequent values of a facet, after the one that the search has if it is rarer."""
    chosen = written.filters.get(facet.name, ("",))[0]
    key = facet_key(facet.name, chosen)
    options = [
        Option(
            bucket.value,
            f"{shown_value(facet.name, bucket.value)} ({bucket.count:,})",
            bucket.key == key,
        )
        for bucket in facet.buckets
    ]
    if chosen and not any(option.chosen for option in options):
        options.insert(0, Option(chosen, shown_value(facet.name, chosen), chosen=True))
    return options
