"""Suggestions while typing: by folded beginnings of words, and nothing that may not be seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from archive.article import Article
from archive.store.store import Store
from index.answers.search import Search
from index.answers.suggest import MOST, Suggester
from index.engines.common.interface import Engine
from index.names.groups import load_names
from index.upkeep.sync import sync

BEFORE, AFTER = datetime(2998, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC)
ARTICLES: dict[str, dict[str, object]] = {
    "old": {"title": "Élection in the valley", "tags": ("Elections", "Valley"), "date": "2015"},
    "new": {"title": "Valley election disputed", "tags": ("Elections",), "authors": ("Val Roe",)},
    "copy": {"title": "Valley ELECTION disputed!", "agency": ("Valley News",), "date": "2014"},
    "killed": {"title": "Valley bribes", "tags": ("Valley scandal",), "status": "withdrawn"},
    "held": {"title": "Valley talks", "agency": ("Valley Leaks",), "status": "withheld"},
    "later": {"title": "Valley budget", "tags": ("Valley budget",),
              "extra": {"embargo": "2999-01-02T09:00:00Z"}},
    "place": {"title": "In town", "body": "Fighting near Raqqa."},
}  # fmt: skip
Suggest = Callable[[str], list[tuple[str, str, int]]]


@pytest.fixture
def clock() -> list[datetime]:
    return [BEFORE]


@pytest.fixture
def suggester(
    store: Store, engine: Engine, make_article: Callable[..., Article], clock: list[datetime]
) -> Suggester:
    with store.transaction():
        for name, fields in ARTICLES.items():
            store.put(make_article(name, **fields), b"x", "text/plain")
    sync(store, engine)
    names = load_names(store.path.parent)
    return Suggester(Search(store, engine, names, now=lambda: clock[0]))


@pytest.fixture
def suggest(suggester: Suggester) -> Suggest:
    return lambda typed: [(s.kind, s.text, s.count) for s in suggester.suggest(typed)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("valley",
         [("tag", "Valley", 1), ("agency", "Valley News", 1),
          ("title", "Valley election disputed", 1), ("title", "Élection in the valley", 1)]),
        ("ELÉC",
         [("tag", "Elections", 2), ("title", "Valley election disputed", 1),
          ("title", "Élection in the valley", 1)]),
        ("election val",
         [("title", "Valley election disputed", 1), ("title", "Élection in the valley", 1)]),
        ("lley", []),
        ("tag:val", [("tag", "Valley", 1)]),
        ("by:val", [("author", "Val Roe", 1)]),
        ("title:disp", [("title", "Valley election disputed", 1)]),
        ("raqq", [("name", "Raqqa", 1)]),
        ("bribes", []),
        ("leaks", []),
        ("budget", []),
        ("", []),
        ("\"'(", []),
        ("x" * 10_000, []),
    ],
)  # fmt: skip
def test_what_is_suggested(
    suggest: Suggest, typed: str, expected: list[tuple[str, str, int]]
) -> None:
    assert suggest(typed) == expected


def test_an_embargo_ends_at_its_time(suggest: Suggest, clock: list[datetime]) -> None:
    assert suggest("budget") == []
    clock[0] = AFTER
    assert suggest("budget") == [("tag", "Valley budget", 1), ("title", "Valley budget", 1)]


def test_what_is_withdrawn_is_gone_at_once_though_the_index_lags_behind(
    suggest: Suggest, store: Store, make_article: Callable[..., Article]
) -> None:
    assert suggest("title:disputed") != []
    with store.transaction():
        for name in ("new", "copy"):
            killed = make_article(name, **(ARTICLES[name] | {"status": "withdrawn"}))
            store.put(killed, b"y", "text/plain")
    assert suggest("title:disputed") == []


def test_there_are_ten_at_most_and_some_are_titles(
    suggest: Suggest, store: Store, engine: Engine, make_article: Callable[..., Article]
) -> None:
    with store.transaction():
        for n in range(30):
            fields = {"title": f"Wheat {n}", "tags": (f"Wheat {n}",), "date": f"2017-11-{n + 1:02}"}
            store.put(make_article(f"wheat {n}", **fields), b"x", "text/plain")
    sync(store, engine)
    found = suggest("wheat")
    assert len(found) == MOST
    assert [text for kind, text, _ in found if kind == "title"] == [
        "Wheat 29", "Wheat 28", "Wheat 27", "Wheat 26",
    ]  # fmt: skip


def test_a_title_that_many_articles_bear_hides_no_other(
    suggest: Suggest, store: Store, engine: Engine, make_article: Callable[..., Article]
) -> None:
    with store.transaction():
        for n in range(60):
            fields = {"title": "Barley prices", "date": f"2017-11-{n // 2 + 1:02}"}
            store.put(make_article(f"barley {n}", **fields), b"x", "text/plain")
        fields = {"title": "Barley sown", "date": None, "precision": None}
        store.put(make_article("barley sown", **fields), b"x", "text/plain")
    sync(store, engine)
    titles = [text for kind, text, _ in suggest("barl") if kind == "title"]
    assert titles == ["Barley prices", "Barley sown"]
