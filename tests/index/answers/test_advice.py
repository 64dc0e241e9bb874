"""What else to ask: counted as a search counts, bounded, and nothing that may not be seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from archive.article import Article
from archive.store.store import Store
from index.answers.asked import Asked
from index.answers.results import Results
from index.answers.search import Search
from index.engines.common.interface import Engine
from index.names.groups import load_names
from index.upkeep.sync import sync

ARTICLES: dict[str, dict[str, object]] = {
    "bridge": {"title": "Bridge over the Sava reopens", "tags": ("Transport", "Bosnia")},
    "ferry": {"title": "Ferries return to the Sava", "tags": ("Transport",), "date": "2015-06-01"},
    "flood": {"title": "Flood closes the harbour", "tags": ("Weather",), "agency": ("AFP",)},
    "storm": {
        "title": "Storm delays every ferry",
        "body": "The river rose, a bridge fell.",
        "tags": ("Raqa",),
    },
    "killed": {
        "title": "Zirconium in the harbour",
        "tags": ("Scandal",),
        "status": "withdrawn",
        "agency": ("Leakbank",),
    },
    "later": {"title": "Budget leaked", "extra": {"embargo": "2999-01-02T09:00:00Z"}},
    **{f"trial {n}": {"title": f"Karadzic trial, day {n}"} for n in range(1, 13)},
    "slip": {"title": "Karadzik on the stand"},
}
Ask = Callable[..., Results]


class Counting(Search):
    """A search that knows how often it was asked."""

    asked = 0

    def search(self, asked: Asked) -> Results:
        self.asked += 1
        return super().search(asked)


@pytest.fixture(scope="module")
def search(shared: tuple[Store, Engine], make_article: Callable[..., Article]) -> Counting:
    store, engine = shared
    with store.transaction():
        for name, fields in ARTICLES.items():
            store.put(make_article(name, **fields), b"x", "text/plain")
    sync(store, engine)
    return Counting(store, engine, load_names(store.path.parent))


def offered(results: Results, *kinds: str) -> list[tuple[str, str, int]]:
    return [(o.kind, o.what, o.count) for o in results.advice if not kinds or o.kind in kinds]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (Asked("Karadzik trial"), [("spelling", "Karadzic trial", 12)]),
        (Asked("Brigde"), [("spelling", "Bridge", 2)]),
        (Asked("title:harbuor -ferry"), [("spelling", "title:harbour -ferry", 1)]),
        (Asked('"the Saav"'), [("spelling", '"the Sava"', 2)]),
        (
            Asked("brigde harbuor"),
            [
                ("spelling", "bridge for brigde, without harbuor", 2),
                ("spelling", "harbour for harbuor, without brigde", 1),
            ],
        ),
        (
            Asked("brigde zzyzx", filters={"tag": ("Transport",)}),
            [("spelling", "bridge for brigde, without zzyzx", 1)],
        ),
        (
            Asked("brigde", filters={"tag": ("Weather",)}),
            [("spelling", "bridge for brigde, without tag: Weather", 2)],
        ),
        (
            Asked("brigde zzyzx", filters={"tag": ("Weather",)}, start="1999", end="2000"),
            [
                (
                    "spelling",
                    "bridge for brigde, without zzyzx, tag: Weather and dates from 1999 to 2000",
                    2,
                )
            ],
        ),
        (
            Asked("brigde", filters={"tag": ("transprot",)}),
            [("spelling", "bridge, tag: Transport", 1)],
        ),
        (
            Asked(filters={"tag": ("transprot",), "any.tag": ("Bosina",)}),
            [("spelling", "tag: Transport, any.tag: Bosnia", 1)],
        ),
        (
            Asked("=brigde zzyzx"),
            [("spelling", "=bridge for brigde, without zzyzx", 2)],
        ),
        (
            Asked("brigde zzyzx harbuor flood"),
            [
                ("spelling", "bridge for brigde, without the rest of the query", 2),
                ("spelling", "harbour flood, without brigde and zzyzx", 1),
            ],
        ),
        (
            Asked("brigde", filters={"tag": ("Transport",), "agency": ("Nobody",)}),
            [("spelling", "bridge for brigde, without agency: Nobody", 1)],
        ),
        (
            Asked("brigde", filters={"tag": ("transprot",), "agency": ("Nobody",)}),
            [("spelling", "bridge for brigde, tag: Transport, without agency: Nobody", 1)],
        ),
        (
            Asked("zzyzx", filters={"tag": ("transprot",), "language": ("en", "fr")}),
            [("spelling", "tag: Transport, without zzyzx", 2)],
        ),
        (
            Asked("brigde", filters={"tag": ("A", "B", "C", "Transport")}),
            [("spelling", "bridge for brigde, without the other filters", 1)],
        ),
        (
            Asked('"zzyzx brigde" Sava'),
            [("spelling", 'bridge Sava, without the rest of "zzyzx brigde"', 1)],
        ),
        (
            Asked("(brigde zzyzx) OR (harbuor zzyzx)", filters={"tag": ("Transport",)}),
            [
                (
                    "spelling",
                    "bridge for brigde, without the rest of (brigde zzyzx) OR (harbuor zzyzx)",
                    1,
                ),
                (
                    "spelling",
                    "harbour for harbuor, without the rest of (brigde zzyzx) OR (harbuor zzyzx)"
                    " and tag: Transport",
                    1,
                ),
            ],
        ),
        (
            Asked("brigde^2 NOT Sava -ferry title:(zzyzx)"),
            [("spelling", "bridge^2 NOT Sava, without -ferry and title:(zzyzx)", 1)],
        ),
        (Asked("tag:Bosina"), [("spelling", "tag:Bosnia", 1)]),
        (Asked("tag:Raqqa"), []),
        (Asked("=Karadzik"), []),
        (Asked("=Karadzak"), [("spelling", "=Karadzic", 12)]),
        (Asked(filters={"tag": ("transprot",)}), [("spelling", "tag: Transport", 2)]),
        (Asked("ferries", exact=True, filters={"tag": ("Weather",)}), []),
        (Asked("zzyzx"), []),
        (Asked("zirconum"), []),
        (Asked("zirconum harbour", match="any"), []),
        (Asked("tag:scandel"), []),
        (Asked("bugdet"), []),
        (Asked("tag:scandel OR flood"), []),
        (Asked(filters={"agency": ("AFP", "Laekbank")}), []),
    ],
)
def test_did_you_mean_is_a_word_or_value_of_what_may_be_seen(
    search: Counting, asked: Asked, expected: list[tuple[str, str, int]]
) -> None:
    assert offered(search.search(replace(asked, advice=True)), "spelling") == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (Asked("flood storm"),
         [("fewer", "any", 2), ("alone", "flood", 1), ("alone", "storm", 1)]),
        (Asked("flood", filters={"tag": ("Weather", "Transport")}),
         [("without", "tag: Transport", 1), ("alone", "flood", 1), ("alone", "tag: Weather", 1),
          ("alone", "tag: Transport", 2)]),
        (Asked("flood", start="1999", end="2001"),
         [("without", "dates from 1999 to 2001", 1), ("alone", "dates from 1999 to 2001", 0)]),
        (Asked("storm date:2015"),
         [("without", "date:2015", 1), ("alone", "date:2015", 1)]),
        (Asked("flood -harbour"), [("without", "-harbour", 1)]),
        (Asked("flood", start="2015-06-01", end="2015-06-01", filters={"agency": ("Reuters",)}),
         [("without", "all that narrows the search", 1), ("alone", "flood", 1),
          ("alone", "agency: Reuters", 0), ("alone", "date: 2015-06-01", 1)]),
        (Asked('"bridge river"'), [("unquoted", "(bridge river)", 1)]),
        (Asked('"Bridge River"'), [("unquoted", "(Bridge River)", 1)]),
        (Asked('"Bridge OR River"'),
         [("alone", "Bridge", 2), ("alone", "or", 0), ("alone", "River", 1)]),
        (Asked("=closing"), [("forms", "closing", 1)]),
        (Asked("closing", exact=True), [("forms", "closing", 1)]),
        (Asked("river rose quietly bridge"),
         [("fewer", "most", 1), ("fewer", "any", 2), ("alone", "river", 1), ("alone", "rose", 1),
          ("alone", "quietly", 0), ("alone", "bridge", 2)]),
        (Asked("OR ("), []),
        (Asked("zzyzx"), []),
        (Asked("killed", offset=10), []),
    ],
)  # fmt: skip
def test_where_nothing_is_found_each_way_out_says_what_it_finds(
    search: Counting, asked: Asked, expected: list[tuple[str, str, int]]
) -> None:
    results = search.search(replace(asked, advice=True))
    assert results.total == 0
    assert offered(results) == expected
    for offer in results.advice:
        assert search.search(replace(offer.asked, advice=False)).total == offer.count


def test_above_a_short_list_a_much_more_frequent_neighbour_is_offered_and_nothing_done(
    search: Counting,
) -> None:
    results = search.search(Asked("Karadzik", advice=True))
    assert [hit.article.title for hit in results.hits] == ["Karadzik on the stand"]
    assert offered(results) == [("spelling", "Karadzic", 12)]
    assert offered(search.search(Asked("ferry", advice=True))) == []
    assert offered(search.search(Asked("Karadzik"))) == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("post-elecitno", [("post-election", 2)]),
        ("Post-Elecitno treaty", [("Post-election treaty", 1)]),
        ("title:post-elecitno -treaty", [("title:post-election -treaty", 1)]),
        ("e-mial", [("email", 1)]),
        ("vice-presidnet zzyzx", [("vice-president for vice-presidnet, without zzyzx", 1)]),
        ("co-oprative", [("cooperative", 1)]),
        ("treaty-siege", []),
        ("post-election", []),
        ("PRE-ELECITNO", [("election for ELECITNO, without the rest of PRE-ELECITNO", 2)]),
        ("treety-zzyzx", [("treaty for treety, without the rest of treety-zzyzx", 1)]),
    ],
)
def test_a_misspelt_word_with_a_hyphen_is_mended_as_it_or_without_is_written_here(
    store: Store, engine: Engine, make_article: Callable[..., Article], typed: str, expected: object
) -> None:
    titles = ["Post-election treaty", "Post-election prices", "An email to the vice-president",
              "A cooperative farm", "War in Mali", "Mali votes", "Sieges of old"]  # fmt: skip
    with store.transaction():
        for title in titles:
            store.put(make_article(title, title=title), b"x", "text/plain")
    sync(store, engine)
    advice = Search(store, engine).search(Asked(typed, advice=True)).advice
    assert [(one.what, one.count) for one in advice if one.kind == "spelling"] == expected


def test_an_empty_archive_says_so(store: Store, engine: Engine) -> None:
    sync(store, engine)
    results = Search(store, engine).search(Asked("flood storm", advice=True))
    assert results.notices == ("The archive is empty",)
    assert results.advice == ()


@pytest.mark.parametrize(
    "text",
    [
        " ".join(f"wrod{n} brigde" for n in range(60)),
        "(" * 300 + "flod",
        '"flod storn" ' * 50,
        "-" * 50 + "flood",
        "tag:wether " * 80,
        "x" * 4000,
        'flod~ *torm ~~ ^^ = =" \x00\u202e',
        "title:(flod OR (storn -brigde)) AND",
    ],
)
def test_whatever_is_typed_costs_few_searches(search: Counting, text: str) -> None:
    filters = {"tag": tuple(f"tag {n}" for n in range(20)), "agency": ("AFP",)}
    before = search.asked
    search.search(Asked(text, filters=filters, start="2017", advice=True))
    assert search.asked - before <= 27


FILTERED = [
    {"filters": {"tag": ("Syria",)}}, {"filters": {"any.tag": ("Syria", "Iraq")}},
    {"filters": {"-tag": ("Iraq",)}}, {"filters": {"agency": ("AFP",)}},
    {"filters": {"missing": ("author",)}}, {"start": "2017"}, {"end": "2017-11"},
    {"fold": True}, {"sort": "oldest"}, {"match": "any"},
    {"filters": {"tag": ("Syria",), "agency": ("AFP",)}, "start": "2017", "end": "2018"},
]  # fmt: skip


@pytest.mark.parametrize("rest", FILTERED, ids=str)
@pytest.mark.parametrize("text", ["Euphartes", "Deir Ezor siege", "army -Euphartes", "Mosull"])
def test_every_offer_counts_what_its_search_finds_and_a_spelling_keeps_the_rest(
    search_samples: Search, text: str, rest: dict[str, object]
) -> None:
    asked = Asked(text, advice=True, **rest)  # type: ignore[arg-type]
    for offer in search_samples.search(asked).advice:
        assert search_samples.search(replace(offer.asked, advice=False)).total == offer.count
        if offer.kind == "spelling" and ", without " not in offer.what:
            assert replace(offer.asked, text=text, advice=True) == asked


@pytest.mark.parametrize("filters", [{"tag": ("Syira",)}, {"any.tag": ("Iraqq", "Syria")}])
def test_a_misspelt_value_is_offered_beside_the_words_and_the_other_filters(
    search_samples: Search, filters: dict[str, tuple[str, ...]]
) -> None:
    asked = Asked("army", advice=True, filters={**filters, "agency": ("AFP",)}, start="2017")
    offers = [one for one in search_samples.search(asked).advice if one.kind == "spelling"]
    assert offers or search_samples.search(asked).total > 5
    for offer in offers:
        assert (offer.asked.text, offer.asked.start) == ("army", "2017")
        assert offer.asked.filters["agency"] == ("AFP",)
        assert search_samples.search(replace(offer.asked, advice=False)).total == offer.count
