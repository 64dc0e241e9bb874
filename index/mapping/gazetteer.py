"""The places and regions that datelines name, by GeoNames (places.txt, regions.txt)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from archive.text.plain import fold_line

LEAST_PEOPLE = 100_000  # of a place that is known, unless it is a capital or a namesake
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Region:
    """A country, or a state or province: `code` is SY or US-VA; its names as datelines have them,
    the first for people to read.
    """

    code: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its country (ISO 3166), of some countries its state, degrees north and east, and how
    many people live there.
    """

    name: str
    country: str
    state: str
    latitude: float
    longitude: float
    people: int

    def is_in(self, region: Region) -> bool:
        """Whether it lies in a country or state."""
        return region.code in (self.country, f"{self.country}-{self.state}")


class Gazetteer:
    """What is known of places. It is read once, when a map is asked for first."""

    @cached_property
    def _named(self) -> dict[str, tuple[Place, ...]]:
        found: defaultdict[str, list[Place]] = defaultdict(list)
        for line in _lines("places.txt"):
            country, state, north, east, people, listed = line.split("\t")
            names = listed.split(";")
            place = Place(names[0], country, state, float(north), float(east), int(people))
            for name in names:
                found[fold_line(name)].append(place)
        return {name: tuple(places) for name, places in found.items()}

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """All countries, then the states and provinces that are known."""
        pairs = (line.split("\t") for line in _lines("regions.txt"))
        return tuple(Region(code, tuple(names.split(";"))) for code, names in pairs)

    @cached_property
    def _countries(self) -> dict[str, str]:
        return {
            fold_line(name): region.code
            for region in self.regions
            if "-" not in region.code
            for name in region.names
        }

    def country_named(self, key: str) -> str | None:
        """The code of the country that has this folded name."""
        return self._countries.get(key)

    def named(self, keys: Iterable[str]) -> tuple[Place, ...]:
        """The places that have one of these folded names, each once: those that it is the first
        name of, else those that are also called so. That of a country means no place elsewhere.
        """
        keys = list(keys)
        countries = {code for key in keys if (code := self.country_named(key))}
        found = dict.fromkeys(place for key in keys for place in self._named.get(key, ()))
        here = [place for place in found if not countries or place.country in countries]
        first = [place for place in here if fold_line(place.name) in keys]
        return tuple(first or here)

    def where(self, place: Place) -> str:
        """The state, if any, and the country of a place, for people to read."""
        codes = (f"{place.country}-{place.state}", place.country)
        names = {region.code: region.names[0] for region in self.regions if region.code in codes}
        return ", ".join(names[code] for code in codes if code in names)


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The one that there is."""
    return Gazetteer()


def _lines(name: str) -> Iterator[str]:
    text = (_HERE / name).read_text("utf-8")
    return (line for line in text.splitlines() if not line.startswith("#"))
