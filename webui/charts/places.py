"""The places that the articles of a search were filed from: on a map of the world, as a table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt

from flask import Flask, Response, jsonify, render_template, request

from index.answers.asked import request_of
from index.answers.method import said
from index.mapping.mapped import WHY, Mapped, Spot, map_json, map_of, map_table
from index.mapping.method import map_method
from webui.charts.files import table_of
from webui.charts.make_world import NORTH, SOUTH
from webui.charts.methods import cited_of, method_page
from webui.common.address import Address
from webui.common.links import map_url, search_url
from webui.common.live import live

_LARGEST, _SMALLEST = 9.0, 1.2  # radii, in degrees of longitude
_MOST_ROWS = 500  # of each table; the files have all


@dataclass(frozen=True, slots=True)
class Circle:
    """A place as it is drawn: its centre and radius in units of world.svg, and where it leads."""

    spot: Spot
    x: float
    y: float
    radius: float
    url: str


def register(app: Flask) -> None:
    """The addresses of the map."""
    app.add_url_rule("/map", "map", page)
    app.add_url_rule("/map.json", "map_json", twin)
    app.add_url_rule("/map.csv", "map_csv", numbers)
    app.add_url_rule("/map/method", "map_method", how)


def page() -> str:
    """The map, with the same as a table, and below what is not on it and why."""
    address = Address.read(request.args)
    found = _found(address)
    circles = _circles(found, address)
    return render_template(
        "map.html",
        found=found,
        # The largest are drawn first, so that none is hidden.
        circles=[each for each in circles if SOUTH < each.spot.place.latitude < NORTH],
        rows=circles[:_MOST_ROWS],
        unplaced=[
            (each, WHY[each.why], _of_place(address, each.value, ""))
            for each in found.unplaced[:_MOST_ROWS]
        ],
        view=f"0 0 360 {NORTH - SOUTH}",
        files=[(kind.upper(), map_url(address, kind)) for kind in ("csv", "json")],
        method=map_url(address, "method"),
        cited=_cited(address),
        without=search_url(replace(address, fold=False).lacking("place")),
        back=search_url(address.on_page(1)),
    )


def twin() -> Response:
    """The same as JSON, version 1."""
    return jsonify(map_json(_found(Address.read(request.args))))


def numbers() -> Response:
    """The same as CSV."""
    return table_of(map_table(_found(Address.read(request.args))), "map.csv")


def how() -> str:
    """How the numbers of that address were computed."""
    address = Address.read(request.args)
    request_of(address.asked(1))  # refuses what has no map
    drawn = ("How it is drawn", _DRAWN)
    told = said((*map_method(), drawn))
    return method_page("the map", told, _cited(address), map_url(address))


def _cited(address: Address) -> str:
    return cited_of("Places that articles were filed from", address, map_url(address))


_DRAWN = f"""Longitude and latitude are the axes, from {abs(SOUTH)}° south to {NORTH}° north; places
outside are in the table alone. The area of a circle is as the number of its articles beside the
largest, whose radius is {_LARGEST:g} degrees; but none has a radius of less than {_SMALLEST}. A
table has at most {_MOST_ROWS} rows; the files have all."""


def _found(address: Address) -> Mapped:
    asked = replace(address.asked(1), offset=0, limit=0, snippets=False, facets=False)
    return live().answer(lambda search: map_of(search, replace(asked, fold=False)))


def _circles(found: Mapped, address: Address) -> list[Circle]:
    """Areas are as the numbers are, but none is too small to be seen."""
    most = max((spot.articles for spot in found.spots), default=1)
    return [
        Circle(
            spot,
            round(spot.place.longitude + 180, 2),
            round(NORTH - spot.place.latitude, 2),
            round(max(_LARGEST * sqrt(spot.articles / most), _SMALLEST), 2),
            _of_place(address, spot.value, spot.beside),
        )
        for spot in found.spots
    ]


def _of_place(address: Address, value: str, beside: str) -> str:
    """Where the articles of a place are: articles are counted, so every copy is shown."""
    narrowed = replace(address, fold=False).having("place", value)
    return search_url(narrowed.also(beside) if beside else narrowed)
