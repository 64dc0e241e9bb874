"""The search page and its JSON twin; asked for nothing, it is the front page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Flask, Response, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from archive.collecting.reading import Collections
from archive.errors import RequestError, SearchIndexError
from index.answers.asked import LISTED
from index.answers.results import Results
from index.answers.results_json import results_json
from index.engines.common.request import SORTS
from index.following.news import place
from webui import advice, panel, saved
from webui.asking.dates import presets
from webui.charts.fortnight import over_time
from webui.common.address import Address, is_known
from webui.common.chips import chips_of, said
from webui.common.links import folds, outside, printed, search_url, twin_url
from webui.common.live import live, page_size
from webui.common.parameters import SIZES
from webui.context import context_page, context_twin
from webui.front import Front, front
from webui.taking import FILES

_TRACKING = ("utm_", "fbclid", "gclid")  # what other sites add to addresses


def register(app: Flask) -> None:
    """The addresses of searches."""
    app.add_url_rule("/", "search", search)
    app.add_url_rule("/search", "search_alias", search)
    app.add_url_rule("/search.json", "search_json", search_json)
    app.add_url_rule("/.json", "search_json_alias", search_json)


def search() -> str | AnyResponse:
    """The search page."""
    address = Address.read(request.args)
    if not all(value.strip() for _, value in request.args.items(multi=True)):
        return redirect(search_url(address))  # as forms send what is not filled in
    if address.view:
        return context_page(live(), address)
    looked = _place()  # before the search: what comes in between is new the next time
    results = _results(replace(address, fold=folds(address)), page=True)
    if not address and not results.articles and not live().store.count():
        return render_template("empty.html")
    return render_template("search.html", **_shown(address, results), place=looked)


def _place() -> str:
    """How far the index goes; "" where there is none yet, as the search will tell."""
    try:
        return live().ask(place)
    except SearchIndexError:
        return ""


def search_json() -> Response:
    """The results as JSON, version 1."""
    address = Address.read(request.args)
    if address.view:
        return jsonify(context_twin(live(), address))
    return jsonify(results_json(_results(address)))


def _shown(address: Address, results: Results) -> dict[str, Any]:
    """What the template of the page needs."""
    chips = chips_of(results.facets, address)
    chart = over_time(results, address)
    kept = saved.links(live().store, address)
    front_page = None if address else front(results, chart, len(kept))
    return {
        "front": front_page,
        "results": results,
        "unit": "story" if results.counted == "stories" else "article",
        "said": said(chips, address),
        "kept_as": said(chips, address.on_page(1)) or "All articles",
        "unknown": _unknown(),
        "chips": chips,
        "panels": _panels(results, address, front_page),
        "over_time": chart,
        "orders": _orders(address, results),
        "has_context": any(part.spans for hit in results.hits for part in hit.snippets),
        "folds": folds(address),
        "presets": presets(results.held.last, address) if results.held else [],
        "number": address.number(),
        "last": _last_page(results, address),
        "first": (address.number() - 1) * page_size(address) + 1,
        "sizes": [(size, size == str(page_size(address))) for size in SIZES],
        "permalink": printed(search_url(address)),
        "plain": search_url(replace(address, page="", size="", per="", split="", versus="")),
        "formats": FILES.items(),
        "taken": outside(address).pairs(),
        "spellings": advice.spellings(results, address),
        "ways": advice.ways(results, address),
        "alone": advice.alone(results, address),
        "saved": kept,
        "has_edits": live().holds("edited"),
        "twin": twin_url(address),
    }


def _panels(results: Results, address: Address, front_page: Front | None) -> list[panel.Panel]:
    if front_page is None:
        return panel.panels(results.facets, address)
    return panel.panels(results.facets, address, front_page.values, none=front_page.none)


def _results(address: Address, *, page: bool = False) -> Results:
    asked = replace(address.asked(page_size(address)), advice=True)
    if page:  # the rest is behind addresses of its own
        asked = replace(asked, facet_limit=panel.SHOWN + 1, dates=False, share=True)
    results = live().search(asked)
    if address.number() > 1 and not results.hits:
        last = _last_page(results, address)
        there = f"the last is {'about ' * results.about}page {last:,}"
        raise RequestError(f"There is no page {address.number():,}", there)
    return results


def _last_page(results: Results, address: Address) -> int:
    """The number of the last page; where that is an estimate, there is one after a full page."""
    size = page_size(address)
    more = results.about and len(results.hits) == size
    return max(-(-results.total // size), address.number() + 1 if more else 1)


def _orders(address: Address, results: Results) -> list[tuple[str, bool]]:
    """The orders to choose from, each with whether it is in force. Without words none is best."""
    scored = any(hit.score for hit in results.hits)
    used = address.sort or ("relevance" if scored else "newest")
    orders: list[str] = [name for name in SORTS if address.text or name != "relevance"]
    named = address.filters.get(LISTED, ())
    lists = Collections(live().store.database)
    if used == LISTED or (len(named) == 1 and lists.find(named[0])):
        orders.append(LISTED)
    return [(name, name == used) for name in orders]


def _unknown() -> list[str]:
    """The parameters of the address that mean nothing here."""
    given = dict.fromkeys(request.args)
    return [name for name in given if not (is_known(name) or name.startswith(_TRACKING))]
