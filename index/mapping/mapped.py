"""The articles of a search by where they were filed from, each place with its coordinates.

A name with several meanings is the place in the country or state that the dateline names, else the
one that is TIMES as large as any other; else it is not placed. An article of two places counts at
both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from archive.article import JSON_VERSION
from archive.text.plain import fold_line
from index.analysis.tokens import words
from index.answers.asked import Asked
from index.answers.results_json import expansions_json
from index.answers.search import Search
from index.answers.tally import found_by
from index.engines.common.request import Request
from index.mapping.gazetteer import Gazetteer, Place, Region, gazetteer
from index.query.parse import parse
from index.query.tree import And, Or, Query
from index.query.variants import Expansion

TIMES = 5
SOURCE = "GeoNames (https://www.geonames.org), CC BY 4.0, reduced"
_EVERY = 10**9

Why = Literal["unknown", "country", "several", "elsewhere"]
WHY: dict[Why, str] = {
    "unknown": "no known place has this name",
    "country": "this is a country, and no place in it",
    "several": f"several places have this name, and none is {TIMES} times as large as the others",
    "elsewhere": "the dateline names a country or state where no known place has this name",
}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map: the value of the field `place` as shown, where it is, how many articles;
    `beside` narrows a search for the value to these, "" if nothing has to.
    """

    value: str
    place: Place
    where: str
    articles: int
    beside: str


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A value that is not on the map, of how many articles, why, and what it may mean."""

    value: str
    articles: int
    why: Why
    meanings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mapped:
    """The places of what is found, most articles first; `without` articles name no place."""

    query: str
    articles: int
    spots: tuple[Spot, ...]
    unplaced: tuple[Unplaced, ...]
    without: int
    notices: tuple[str, ...] = ()
    expansions: tuple[Expansion, ...] = ()


def map_of(search: Search, asked: Asked) -> Mapped:
    """The places that what is found was filed from. RequestError as for the search itself."""
    parsed, query = found_by(search, asked)
    found = search.mended(lambda: search.engine.search(_counting(query)))
    counts = dict(found.facets["place"])
    told = _Told.of(search, query, gazetteer())
    labels = search.store.labels("place", counts)
    spots: list[Spot] = []
    unplaced: list[Unplaced] = []
    for key, count in counts.items():
        for each in _placed(search, key, labels.get(key, key), count, told):
            if isinstance(each, Spot):
                spots.append(each)
            else:
                unplaced.append(each)
    spots.sort(key=lambda spot: (-spot.articles, fold_line(spot.value), spot.place.country))
    unplaced.sort(key=lambda each: (-each.articles, fold_line(each.value)))
    return Mapped(asked.text, found.articles, tuple(spots), tuple(unplaced),
                  found.missing["place"], parsed.notices, parsed.expansions)  # fmt: skip


def _counting(query: Query) -> Request:
    return Request(query, limit=0, facets=("place",), facet_limit=_EVERY)


@dataclass(frozen=True)
class _Told:
    """What datelines tell of countries and states: of the articles of each place, how many name a
    region, and which.
    """

    known: Gazetteer
    any: Mapping[str, int]
    regions: Mapping[Region, Mapping[str, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, search: Search, query: Query, known: Gazetteer) -> _Told:
        def count(wanted: Query) -> dict[str, int]:
            return dict(search.engine.search(_counting(And((query, wanted)))).facets["place"])

        asking = {region: parse(_naming([region]), ()).query for region in known.regions}
        held = count(Or(tuple(asking.values())))
        if not held:
            return cls(known, {})
        counted = {region: count(each) for region, each in asking.items()}
        return cls(known, held, {region: each for region, each in counted.items() if each})

    def of_place(self, key: str) -> tuple[int, dict[Region, int]]:
        """How many articles of a place name a region beside it, and of each how many. Nothing where
        a region has its name in that of the place: Kansas City, Washington.
        """
        named = {region: each[key] for region, each in self.regions.items() if key in each}
        own = f" {' '.join(words(key))} "
        if any(f" {' '.join(words(name))} " in own for region in named for name in region.names):
            return 0, {}
        return self.any.get(key, 0), named


def _naming(regions: Sequence[Region]) -> str:
    """What finds the articles whose datelines name one of some regions."""
    names = " OR ".join(f'="{name}"' for region in regions for name in region.names)
    return f"dateline:({names})"


def _placed(
    search: Search, key: str, value: str, count: int, told: _Told
) -> Iterator[Spot | Unplaced]:
    known = told.known
    candidates = known.named(_spellings(search, key))
    if not candidates:
        yield Unplaced(value, count, "country" if known.country_named(key) else "unknown")
        return
    telling, named = told.of_place(key)
    every = list(named)
    if sum(named.values()) != telling:  # one dateline names two: which is meant, nobody says
        yield Unplaced(value, telling, "several", _meanings(known, candidates))
        named = {}
    parts: list[tuple[Region | None, int]] = [*named.items()]
    if count > telling:
        parts.append((None, count - telling))
    spots: defaultdict[Place, list[tuple[Region | None, int]]] = defaultdict(list)
    for region, articles in parts:
        inside = tuple(place for place in candidates if region is None or place.is_in(region))
        if place := _clear(inside):
            spots[place].append((region, articles))
        else:
            why: Why = "several" if inside else "elsewhere"
            yield Unplaced(value, articles, why, _meanings(known, inside or candidates))
    for place, held in spots.items():
        own = [region for region, _ in held]
        articles = sum(articles for _, articles in held)
        yield Spot(value, place, known.where(place), articles, _beside(own, every))


def _beside(own: Sequence[Region | None], every: Sequence[Region]) -> str:
    """What tells the articles of a place, which name one of its `own` regions (None: no region at
    all), from the others of the same name; "" where there are none.
    """
    if None not in own:
        return _naming([region for region in own if region])
    others = [region for region in every if region not in own]
    return f"-{_naming(others)}" if others else ""


def _spellings(search: Search, key: str) -> list[str]:
    """A folded name, and where that is no place's the other spellings that it has."""
    if gazetteer().named([key]):
        return [key]
    terms = tuple(words(key))
    return [key, *(fold_line(each.name) for each in search.names.spellings(terms))]


def _clear(candidates: tuple[Place, ...]) -> Place | None:
    """The place that is meant, if any is by far the largest."""
    ordered = sorted(candidates, key=lambda place: -place.people)
    if ordered and all(ordered[0].people >= TIMES * other.people for other in ordered[1:]):
        return ordered[0]
    return None


def _meanings(known: Gazetteer, candidates: tuple[Place, ...]) -> tuple[str, ...]:
    ordered = sorted(candidates, key=lambda place: -place.people)
    return tuple(f"{place.name} ({known.where(place)})" for place in ordered)


def map_json(found: Mapped) -> dict[str, Any]:
    """A map as a JSON object."""
    return {
        "version": JSON_VERSION,
        "query": found.query,
        "articles": found.articles,
        "places": [
            {
                "place": spot.value, "name": spot.place.name, "country": spot.place.country,
                "where": spot.where, "latitude": spot.place.latitude,
                "longitude": spot.place.longitude, "articles": spot.articles,
                "beside": spot.beside or None,
            }
            for spot in found.spots
        ],
        "unplaced": [
            {
                "place": each.value, "articles": each.articles, "why": each.why,
                "meanings": list(each.meanings),
            }
            for each in found.unplaced
        ],
        "without_place": found.without,
        "source": SOURCE,
        "notices": list(found.notices),
        "expansions": expansions_json(found.expansions),
    }  # fmt: skip


def map_table(found: Mapped) -> Iterator[list[object]]:
    """A row of heads, then one for each place; of one that is not placed, why."""
    yield ["place", "name", "where", "latitude", "longitude", "articles", "not placed because"]
    for spot in found.spots:
        place = spot.place
        yield [spot.value, place.name, spot.where, place.latitude, place.longitude,
               spot.articles, None]  # fmt: skip
    for each in found.unplaced:
        yield [each.value, None, None, None, None, each.articles, WHY[each.why]]
    if found.without:
        yield [None, None, None, None, None, found.without, "the dateline names no place"]
