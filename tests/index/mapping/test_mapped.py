"""Where articles were filed from: names with one meaning, several, none; in every engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.article import Article
from archive.store.store import Store
from index.answers.asked import Asked
from index.answers.search import Search
from index.mapping.gazetteer import gazetteer
from index.mapping.mapped import TIMES, Mapped, map_json, map_of, map_table
from index.names.groups import load_names
from index.upkeep.sync import sync
from tests.helpers.engines import ENGINES, opened

Filed = Callable[..., tuple[Search, Mapped]]


@pytest.fixture(params=ENGINES)
def filed(
    request: pytest.FixtureRequest, tmp_path: Path, make_article: Callable[..., Article]
) -> Iterator[Filed]:
    """The map of articles with these datelines, and the search that it is of."""
    with Store.create(tmp_path) as store:
        engine = opened(request.param, tmp_path)

        def filed(*datelines: str, text: str = "") -> tuple[Search, Mapped]:
            for number, dateline in enumerate(datelines):
                article = make_article(str(number), dateline=dateline or None)
                store.put(article, dateline.encode(), "text/plain")
            sync(store, engine)
            search = Search(store, engine, load_names(tmp_path))
            return search, map_of(search, Asked(text))

        yield filed
        engine.close()


def on_map(found: Mapped) -> list[tuple[str, str, int]]:
    return [(spot.value, spot.where, spot.articles) for spot in found.spots]


def off_map(found: Mapped) -> list[tuple[str, str, int]]:
    return [(each.value, each.why, each.articles) for each in found.unplaced]


def test_a_place_is_where_it_is(filed: Filed) -> None:
    _, found = filed("BAGHDAD, Nov 3", "Baghdad", "", "DEIR EZZOR, Syria")
    assert on_map(found) == [("Baghdad", "Iraq", 2), ("Deir Ezzor", "Syria", 1)]
    baghdad, deir_ezzor = (spot.place for spot in found.spots)
    assert (round(baghdad.latitude), round(baghdad.longitude)) == (33, 44)
    assert (round(deir_ezzor.latitude), round(deir_ezzor.longitude)) == (35, 40)
    assert (found.articles, found.without, found.unplaced) == (4, 1, ())


def test_the_country_in_the_dateline_says_which_place_is_meant(filed: Filed) -> None:
    search, found = filed("LONDON, Ontario", "LONDON, Nov 3", "LONDON, U.K.", "LONDON, Nov 4")
    assert on_map(found) == [("London", "United Kingdom", 3), ("London", "Ontario, Canada", 1)]
    for spot in found.spots:
        narrowed = Asked(spot.beside, filters={"place": (spot.value,)})
        assert search.search(narrowed).total == spot.articles


def test_a_dateline_of_elsewhere_is_not_placed_where_the_large_one_is(filed: Filed) -> None:
    _, found = filed("ALEXANDRIA, Minn.", "ALEXANDRIA, Egypt", "PARIS, Texas", "PARIS")
    assert ("Alexandria", "Egypt", 1) in on_map(found)
    assert ("Paris", "France", 1) in on_map(found)
    assert set(off_map(found)) == {("Alexandria", "elsewhere", 1), ("Paris", "elsewhere", 1)}


def test_what_is_unknown_has_several_meanings_or_is_a_country_is_told(filed: Filed) -> None:
    _, found = filed("SPRINGFIELD", "LEBANON", "ABU FAS", "KANSAS CITY, Mo.", "GEORGIA")
    assert not found.spots
    assert set(off_map(found)) == {
        ("Springfield", "several", 1), ("Lebanon", "country", 1), ("Abu Fas", "unknown", 1),
        ("Kansas City", "several", 1), ("Georgia", "country", 1),
    }  # fmt: skip
    springfield = next(each for each in found.unplaced if each.value == "Springfield")
    assert "Springfield (Missouri, United States)" in springfield.meanings


def test_a_country_that_is_a_city_is_on_the_map(filed: Filed) -> None:
    _, found = filed("SINGAPORE", "MEXICO CITY", "WASHINGTON", "NEW YORK", "PANAMA CITY")
    assert {(value, where) for value, where, _ in on_map(found)} >= {
        ("Singapore", "Singapore"), ("Mexico City", "Mexico"),
        ("Washington", "District of Columbia, United States"),
        ("New York", "New York, United States"),
    }  # fmt: skip


def test_an_article_of_two_places_counts_at_both_and_the_query_narrows(filed: Filed) -> None:
    search, found = filed("LONDON/PARIS", "BAGHDAD")
    assert {value for value, _, _ in on_map(found)} == {"London", "Paris", "Baghdad"}
    assert on_map(map_of(search, Asked("dateline:Baghdad"))) == [("Baghdad", "Iraq", 1)]
    assert not map_of(search, Asked("nothinghasthis")).spots


def test_every_article_of_a_place_is_counted_once(filed: Filed) -> None:
    _, found = filed("LONDON, Ontario, Canada", "LONDON, Ont.", "LONDON", "GENEVA, Switzerland")
    london = [each for each in (*found.spots, *found.unplaced) if each.value == "London"]
    assert sum(each.articles for each in london) == 3
    assert ("Geneva", "Switzerland", 1) in on_map(found)


def test_the_same_in_json_and_as_a_table(filed: Filed) -> None:
    _, found = filed("BAGHDAD", "ABU FAS", "")
    answer = map_json(found)
    assert answer["places"][0]["country"] == "IQ"
    assert answer["unplaced"] == [
        {"place": "Abu Fas", "articles": 1, "why": "unknown", "meanings": []}
    ]
    assert (answer["without_place"], "GeoNames" in answer["source"]) == (1, True)
    head, *rows = map_table(found)
    assert [len(row) for row in rows] == [len(head)] * 3
    assert sum(int(str(row[5])) for row in rows) == 3


def test_every_place_that_is_known_is_somewhere() -> None:
    known = gazetteer()
    places = known.named(["london", "baghdad", "sydney", "sao paulo"])
    assert {place.country for place in places} >= {"GB", "IQ", "AU", "BR"}
    codes = {region.code for region in known.regions}
    for place in {place for each in known._named.values() for place in each}:
        assert -90 < place.latitude < 90
        assert -180 <= place.longitude <= 180
        assert place.country in codes
    assert TIMES > 1
