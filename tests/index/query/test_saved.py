"""`query:NAME`: a saved search inside another query."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from archive.article import Article
from archive.errors import RequestError
from archive.store.saved import Mark, SavedSearch
from archive.store.store import Store
from index.answers.asked import Asked
from index.answers.search import Search
from index.engines.open import open_engine
from index.following.news import keep
from index.names.groups import load_names
from index.query.parse import LANGUAGE
from index.query.saved import MOST, described, named_in, query_of
from index.query.tree import All, And, Key, Not, Or
from index.query.written import written
from index.upkeep.sync import sync

ARTICLES: dict[str, dict[str, object]] = {
    "ferry": {"title": "Ferry sinks", "tags": ("River",), "date": "2016-05-01"},
    "bridge": {"title": "Bridge opens", "tags": ("River",)},
    "cards": {"title": "Bridge champions", "tags": ("Sport",)},
    "raqqa": {"title": "Bridges of Raqqa", "tags": ("River",)},
}


@pytest.fixture
def search(store: Store, make_article: Callable[..., Article]) -> Iterator[Search]:
    with store.transaction():
        for name, fields in ARTICLES.items():
            store.put(make_article(name, **fields), name.encode(), "text/plain")
    engine = open_engine("memory", store.path.parent)
    sync(store, engine)
    search = Search(store, engine, load_names(store.path.parent))
    keep(search, "Crossings", Asked("bridge OR ferry", filters={"-tag": ("Sport",)}, start="2017"))
    keep(search, "Al-Raqa news", Asked("Raqa"))
    yield search
    engine.close()


@pytest.fixture
def finds(search: Search) -> Callable[..., set[str]]:
    def finds(text: str, **options: object) -> set[str]:
        hits = search.search(Asked(text, **options)).hits  # type: ignore[arg-type]
        titles = {hit.article.title for hit in hits}
        return {name for name, fields in ARTICLES.items() if fields["title"] in titles}

    return finds


def put(search: Search, name: str, text: str, language: int = LANGUAGE) -> None:
    """Saves without looking at what is saved, as another version or another process may."""
    with search.store.transaction():
        search.store.saved.put(SavedSearch(name, text, language, Mark(0, "2026-01-01T00:00:00Z")))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("query:crossings", {"bridge", "raqqa"}),
        ("saved:CROSSINGS title:opens", {"bridge"}),
        ("-query:crossings", {"ferry", "cards"}),
        ("query:crossings OR ferry", {"bridge", "raqqa", "ferry"}),
        ("query:(crossings OR nosuch)", {"bridge", "raqqa"}),
        ('query:crossings -query:"al-raqa NEWS"', {"bridge"}),
        ("query:crossings^3 sinks", set()),
    ],
)
def test_a_saved_search_stands_for_its_query_with_its_filters(
    text: str, expected: set[str], finds: Callable[..., set[str]]
) -> None:
    assert finds(text) == expected


def test_a_saved_search_always_has_to_hold_however_few_words_do(
    finds: Callable[..., set[str]],
) -> None:
    assert finds('query:"Al-Raqa news" ferry cards', match="any") == set()
    assert finds('query:"Al-Raqa news" ferry bridges', match="any") == {"raqqa"}


def test_other_spellings_inside_are_told_and_the_whole_query_can_be_had_without(
    search: Search,
) -> None:
    found = search.search(Asked('opens OR query:"Al-Raqa news"'))
    (expansion,) = found.expansions
    assert found.total == 2
    assert expansion.only == 'opens OR query:="Al-Raqa news"'
    assert search.search(Asked(expansion.only)).total == 1
    assert search.search(Asked('query:"Al-Raqa news"', variants=False)).total == 0


def test_an_unknown_name_finds_nothing_and_the_rest_of_the_query_what_it_would(
    search: Search,
) -> None:
    found = search.search(Asked("ferry OR query:crosings"))
    assert found.total == 1
    assert found.notices == (
        'No search is saved as "crosings", so it finds nothing (is it "Crossings"?)',
    )
    assert search.search(Asked("ferry query:nosuch")).total == 0


def test_a_search_that_would_name_itself_is_refused(search: Search) -> None:
    keep(search, "Both", Asked("query:crossings OR query:(nosuch OR ferries)"))
    assert list(named_in("query:crossings OR query:(a OR b)")) == ["crossings", "a", "b"]
    for text in ("query:both", "x -query:(y OR crossings)", 'query:="Crossings"'):
        with pytest.raises(RequestError, match="would name itself"):
            keep(search, "CROSSINGS", Asked(text), replacing=True)
    assert search.store.saved.get("crossings").text == "bridge OR ferry"


def test_a_circle_that_is_there_nevertheless_ends_in_a_notice(search: Search) -> None:
    put(search, "one", "ferry OR query:two")
    put(search, "two", "query:one OR bridge")
    found = search.search(Asked("query:one"))
    assert found.total == 4
    assert found.notices == ('"one" names itself, so there it finds nothing',)


def test_searches_of_searches_of_searches_are_bounded(search: Search) -> None:
    put(search, "s0", "ferry")
    for number in range(1, 40):
        put(search, f"s{number}", f"query:s{number - 1} OR query:s{number - 1}")
    found = search.search(Asked("query:s39"))
    assert any(notice.startswith("Too many saved searches") for notice in found.notices)
    for number in range(1, MOST):
        put(search, f"s{number}", "(" * 39 + f"query:s{number - 1}" + ")" * 39)
    assert search.search(Asked(f"query:s{MOST - 1}")).total == 0


def test_a_later_version_of_the_language_is_not_guessed_at(search: Search) -> None:
    put(search, "later", "ferry %% bridge", LANGUAGE + 1)
    found = search.search(Asked("query:later OR ferry"))
    assert found.total == 1
    assert "newer version of this program" in found.notices[0]


def test_the_tree_is_that_of_the_query_and_its_conditions(search: Search) -> None:
    everything = keep(search, "no sport", Asked("*", filters={"-tag": ("Sport",)}))
    parsed = search.understood(Asked(query_of(everything.name)))
    assert parsed.query == And((All(), Not(Key("tag", "sport"))))
    assert written(search.understood(Asked("query:nosuch")).query) == written(Or(()))


def test_what_is_saved_is_described_in_a_line(search: Search) -> None:
    saved = search.store.saved.get("crossings")
    assert described(saved) == "bridge OR ferry, -tag: Sport, from 2017"
    whole = replace(saved, text="", match="any", exact=True, variants=False, end="2018")
    assert described(whole) == (
        "-tag: Sport, from 2017, to 2018, any of the words, as written, no other spellings"
    )
