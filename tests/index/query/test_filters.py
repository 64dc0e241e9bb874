"""Filters: their names, what each lets pass, counts that keep their word, lists of values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import pytest

from archive.article import Article
from archive.errors import RequestError
from archive.store.store import Store
from index.answers.asked import Asked
from index.answers.facets import by_name, initial
from index.answers.results import Wanted
from index.answers.search import Search
from index.engines.common.interface import Engine
from index.engines.common.request import Request
from index.query.filters import (
    FILTERS,
    MOST_VALUES,
    as_query,
    by_facet,
    check_number,
    facet_of,
    filter_name,
    filtered,
    folded,
)
from index.query.tree import And, Days, Key, Or
from index.upkeep.sync import sync
from tests.helpers.archives import make_one_story

PRESS = {
    "a": {"tags": ("Sea", "Ferry"), "agency": ("AFP",), "date": "2018-06-01"},
    "b": {"tags": ("Sea",), "agency": ("AFP", "Reuters"), "date": "2018-06-02"},
    "c": {"tags": ("Ferry", "None"), "agency": ("Reuters",), "date": "2018-07-01"},
    "d": {"tags": (), "agency": ("AP",), "date": "2019"},
    "e": {"tags": ("Harbour", "sea"), "agency": (), "date": "2018-06-01", "section": "World"},
    "f": {"tags": (), "agency": (), "date": None, "precision": None},
}


@pytest.fixture(scope="module")
def press(shared: tuple[Store, Engine], make_article: Callable[..., Article]) -> Search:
    """Six articles, two of which are one story, in each engine."""
    made = {
        name: make_article(name, title=name, precision=fields.get("precision", "day"), **{
            key: value for key, value in fields.items() if key != "precision"
        })
        for name, fields in PRESS.items()
    }  # fmt: skip
    store, engine = shared
    with store.transaction():
        for article in made.values():
            store.put(article, b"", "text/plain")
    make_one_story(store.path.parent, [made["e"].id, made["f"].id])
    sync(store, engine)
    return Search(store, engine)


def found(search: Search, **filters: tuple[str, ...]) -> str:
    """The titles of what passes, in order; `any_tag` is the filter any.tag, `not_tag` is -tag."""
    named = {name.replace("not_", "-").replace("_", "."): v for name, v in filters.items()}
    hits = search.search(Asked(filters=named, limit=9)).hits
    return "".join(sorted(hit.article.title or "" for hit in hits))


def test_all_any_and_none_of_a_facet_combine(press: Search) -> None:
    assert found(press, tag=("Sea", "ferry")) == "a"
    assert found(press, any_tag=("SEA", "ferry")) == "abce"
    assert found(press, not_tag=("Sea", "none")) == "df"
    assert found(press, any_tag=("Sea", "Ferry"), not_tag=("None",), agency=("AFP",)) == "ab"
    assert found(press, agency=("AFP", "AP")) == "abd"
    assert found(press, all_agency=("AFP", "Reuters")) == "b"
    assert found(press, all_agency=("AFP",), not_agency=("Reuters",)) == "a"


def test_what_has_no_value_is_chosen_by_the_facet_and_never_by_a_value(press: Search) -> None:
    assert found(press, missing=("tag",)) == "df"
    assert found(press, tag=("none",)) == "c"
    assert found(press, missing=("agency", "tag")) == "f"
    assert found(press, missing=("agency",), agency=("AP",)) == "def"
    assert found(press, not_missing=("agency",)) == "abcd"
    assert found(press, missing=("agency",), not_missing=("agency",)) == ""
    assert found(press, missing=("tag",), tag=("Sea",)) == ""
    assert found(press, missing=("colour", " ")) == "abcdef"


def test_a_filter_has_one_name_however_it_is_written() -> None:
    assert filter_name("source") == filter_name("any.source") == "agency"
    assert filter_name("all.tags") == filter_name("tag") == "tag"
    assert filter_name("-topic") == "-tag"
    for text in ("", "-", "any.", "any.any.tag", "-any.tag", "none.tag", "title", "-missing."):
        assert filter_name(text) is None, text
    assert all(filter_name(name) == name for name in FILTERS)
    assert facet_of("any.tag") == facet_of("-tag") == facet_of("tag") == "tag"


def test_filters_as_a_query_match_what_they_let_pass(press: Search) -> None:
    values = {"tag": ("sea", "ferry"), "agency": ("afp",), "missing": ("tag",)}
    for one, other in product(
        ("tag", "any.tag", "-tag", "agency", "missing", "-missing"), repeat=2
    ):
        filters = folded({name: values.get(facet_of(name), ("tag",)) for name in (one, other)})
        by_query = press.engine.search(Request(as_query(filters), limit=9))
        assert by_query.hits == press.engine.search(Request(filters=filters, limit=9)).hits


@pytest.mark.parametrize("fold", [False, True])
@pytest.mark.parametrize(
    "filters",
    [{}, {"tag": ("sea",)}, {"-tag": ("ferry",)}, {"all.agency": ("afp",)}, {"-missing": ("tag",)}],
)
def test_a_click_gives_what_the_count_says(
    press: Search, filters: dict[str, tuple[str, ...]], fold: bool
) -> None:
    def total(more: dict[str, tuple[str, ...]], **asked: str) -> int:
        both = {name: (*filters.get(name, ()), *more.get(name, ())) for name in {**filters, **more}}
        return press.search(Asked(filters=both, fold=fold, limit=0, **asked)).total  # type: ignore[arg-type]

    results = press.search(Asked(filters=filters, facets=True, fold=fold, limit=0))
    for facet in results.facets:
        chosen = by_facet(filters).get(facet.name)
        name = f"all.{facet.name}" if chosen and facet.name != "tag" else facet.name
        for bucket in facet.buckets:
            if not bucket.excluded:
                assert total({name: (bucket.value,)}) == bucket.count, (facet.name, bucket)
        assert total({"missing": (facet.name,)}) == facet.missing, facet.name
    branches = list(results.dates)
    assert branches
    for branch in branches:
        branches += branch.within
        if branch.key:
            assert total({}, start=branch.key, end=branch.key) == branch.count
        else:
            assert total({}, text="date:none") == branch.count


def test_alternatives_are_counted_without_themselves(press: Search) -> None:
    def counts(**filters: tuple[str, ...]) -> tuple[dict[str, int], int]:
        named = {name.replace("_", "."): values for name, values in filters.items()}
        (facet,) = (
            facet
            for facet in press.search(Asked(filters=named, facets=True)).facets
            if facet.name == "tag"
        )
        return {bucket.key: bucket.count for bucket in facet.buckets}, facet.missing

    free = {"sea": 3, "ferry": 2, "harbour": 1, "none": 1}, 2
    assert counts() == counts(any_tag=("sea",)) == counts(missing=("tag",)) == free
    assert counts(tag=("sea",)) == ({"sea": 3, "ferry": 1, "harbour": 1}, 0)


def test_the_calendar_opens_what_the_range_lies_in_and_keeps_its_siblings(press: Search) -> None:
    def shown(**asked: str) -> list[tuple[str, int]]:
        branches = list(press.search(Asked(facets=True, **asked)).dates)  # type: ignore[arg-type]
        return [(branch.key, branch.count) for branch in _deep(branches)]

    assert shown() == [("2019", 1), ("2018", 4), ("", 1)]
    year = [("2019", 1), ("2018", 4), ("2018-07", 1), ("2018-06", 3), ("", 1)]
    assert shown(start="2018", end="2018") == year
    assert shown(start="2018-06", end="2018-06") == [
        *year[:4], ("2018-06-02", 1), ("2018-06-01", 2), ("", 1),
    ]  # fmt: skip


def test_every_value_is_listed_and_found_by_any_part_of_it(
    search_samples: Search,
) -> None:
    def listed(name: str, part: str = "", **asked: object) -> list[str]:
        wanted = Wanted(part, limit=1000)
        listing = search_samples.values(Asked(**asked), name, wanted)  # type: ignore[arg-type]
        assert listing.values == len(listing.facet.buckets)
        return [bucket.value for bucket in listing.facet.buckets]

    every = listed("tag")
    assert len(every) > 60
    assert "Deir Ezzor" in listed("tag", "EZZ")
    assert "Deir Ezzor" in listed("tag", "éZZö")
    assert listed("tag", "zzzz") == []
    assert listed("agency", "Agence France-Presse") == ["AFP"]
    assert set(listed("tag", text="Raqa")) < set(every)
    pages = [
        search_samples.values(Asked(), "tag", Wanted(offset=at, limit=25))
        for at in range(0, len(every), 25)
    ]
    assert [bucket.value for page in pages for bucket in page.facet.buckets] == every


def test_values_stand_a_to_z_and_under_their_letters(search_samples: Search) -> None:
    every = search_samples.values(Asked(), "tag", Wanted(limit=1000))
    named = search_samples.values(Asked(), "tag", Wanted(by_name=True, limit=1000))
    assert {bucket.key for bucket in named.facet.buckets} == {
        bucket.key for bucket in every.facet.buckets
    }
    keys = [bucket.key for bucket in named.facet.buckets]
    assert keys.index("climate change") < keys.index("conflict") < keys.index("deir ezzor")
    assert named.letters == every.letters
    assert sum(count for _, count in named.letters) == named.values
    assert keys == [
        bucket.key
        for letter, _ in named.letters
        for bucket in search_samples.values(
            Asked(), "tag", Wanted(letter=letter, by_name=True, limit=1000)
        ).facet.buckets
    ]


@pytest.mark.parametrize(
    ("keys", "letters"),
    [
        (["zebra", "«apple»", "apple pie"], "A A Z"),
        (["2017", "(un)", "€ crisis", "аэропорт", "сирия"], "# C U А С"),
        (["東京", "トヨタ", "서울", "مصر"], "م かな 漢 한글"),
    ],
)
def test_the_letter_of_a_value_is_its_first(keys: list[str], letters: str) -> None:
    found = sorted(keys, key=by_name)
    assert [initial(key) for key in found] == letters.split()


def test_a_share_is_of_all_articles_that_can_be_seen(press: Search) -> None:
    results = press.search(Asked(filters={"tag": ("ferry",)}, timeline=True, share=True))
    assert [(p.key, p.count, p.of) for p in results.timeline if p.count] == [
        ("2018-06-01", 1, 2), ("2018-07-01", 1, 1),
    ]  # fmt: skip


def test_the_parts_of_a_split_timeline_add_up_to_it(press: Search) -> None:
    results = press.search(Asked(timeline=True, split="agency"))
    assert [(series.label, series.kind) for series in results.series] == [
        ("AFP", "value"), ("Reuters", "value"), ("AP", "value"), ("others", "rest"),
    ]  # fmt: skip
    assert all(sum(period.parts) == period.count for period in results.timeline)
    whole = [sum(column) for column in zip(*(p.parts for p in results.timeline), strict=True)]
    assert whole == [2, 1, 1, 2]  # that of AFP and Reuters stands with AFP
    one = press.search(Asked(timeline=True, split="agency", filters={"agency": ("ap",)}))
    assert [series.label for series in one.series] == ["AP"]


def test_a_second_query_is_counted_within_the_same_filters(press: Search) -> None:
    asked = Asked("tag:sea", timeline=True, versus='tag:ferry "', filters={"agency": ("afp",)})
    results = press.search(asked)
    assert [series.label for series in results.series] == ["tag:sea", 'tag:ferry "']
    assert [(period.key, period.parts) for period in results.timeline] == [
        ("2018-06-01", (1, 1)), ("2018-06-02", (1, 0)),
    ]  # fmt: skip
    assert results.notices


@pytest.mark.parametrize(("split", "versus"), [("tag", None), ("title", None), ("agency", "oil")])
def test_a_timeline_that_cannot_be_is_refused(
    search_samples: Search, split: str, versus: str | None
) -> None:
    with pytest.raises(RequestError, match="timeline"):
        search_samples.search(Asked(timeline=True, split=split, versus=versus))


def _deep(branches: list[object]) -> Iterator[object]:
    for branch in branches:
        yield branch
        yield from _deep(branch.within)  # type: ignore[attr-defined]


def test_filters_and_days_are_conditions_beside_a_query_whatever_it_is() -> None:
    one, other = Key("tag", "a"), Key("tag", "b")
    chosen, days = {"agency": ("afp",)}, (20171101, None)
    beside = (*as_query(chosen).items, Days(20171101, None))
    assert filtered(Or((one, other)), chosen, days) == And((Or((one, other)), *beside))
    assert filtered(And((one, other)), chosen, days) == And((one, other, *beside))
    assert filtered(one, {}, (None, None)) == And((one,))


def test_how_many_filters_a_search_takes_is_told() -> None:
    check_number([MOST_VALUES - 1, 1])
    with pytest.raises(RequestError) as told:
        check_number([1_200, 34])
    assert told.value.message == f"The search has 1,234 filters; it takes {MOST_VALUES}"
    assert told.value.hint == "more can stand in the query itself: tag:A OR tag:B, tag:Syr*"
