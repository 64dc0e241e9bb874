"""What is new to a search since a place that somebody else keeps, a browser say."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archive.article import Article
from archive.store.store import Store
from index.answers.asked import Asked
from index.answers.search import Search
from index.engines.common.interface import Engine
from index.following import news as news_module
from index.following.news import news_since, place
from index.upkeep.sync import sync

Put = Callable[..., str]
FLOODS = Asked("flood", filters={"-tag": ("Sport",)})


@pytest.fixture
def search(store: Store, engine: Engine) -> Search:
    return Search(store, engine)


@pytest.fixture
def put(store: Store, engine: Engine, make_article: Callable[..., Article]) -> Put:
    """Takes an article in, and gives its id."""

    def put_(name: str, **fields: object) -> str:
        article = make_article(name, **fields)
        with store.transaction():
            store.put(article, repr(fields).encode(), "text/plain")
        sync(store, engine)
        return article.id

    return put_


@pytest.mark.parametrize("few", [200, 0], ids=["each looked at", "asked of the engine"])
def test_new_is_what_came_in_since_whatever_its_date(
    search: Search, put: Put, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news_module, "FEW", few)
    old = put("old", title="Flood last year", date="2016-01-02")
    before = place(search)
    late = put("late", title="A flood of long ago", date="1931", precision="year")
    put("sport", title="Flood of goals", tags=("Sport",))
    put("other", title="A dry summer")
    found = news_since(search, FLOODS, before)
    assert (found.new, found.changed) == ((late,), ())
    put("old", title="Flood last year, corrected", date="2016-01-02")
    found = news_since(search, FLOODS, before)
    assert (found.new, found.changed) == ((late,), (old,))
    assert found.place == place(search) != before
    assert news_since(search, FLOODS, found.place).new == ()


def test_a_place_of_another_history_or_none_tells_nothing(search: Search, put: Put) -> None:
    put("one", title="Flood")
    here = place(search)
    number = here.partition("-")[0]
    for other in (
        "",
        "nonsense",
        f"{number}-0000",
        f"{number}",
        f"99{here}",
        f"{'9' * 40}-",
        "-1-",
    ):
        found = news_since(search, FLOODS, other)
        assert (found.place, found.new, found.changed) == (here, None, None), other


def test_what_came_long_ago_is_not_gone_through(
    search: Search, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("one", title="Flood one")
    before = place(search)
    two = put("two", title="Flood two")
    monkeypatch.setattr(news_module, "FAR", 1)
    assert news_since(search, FLOODS, before).new == (two,)
    put("three", title="Flood three")
    assert news_since(search, FLOODS, before).new is None


def test_what_may_not_be_seen_is_not_counted(search: Search, put: Put) -> None:
    put("first", title="Nothing")
    before = place(search)
    put("killed", title="Flood", status="withdrawn")
    put("embargoed", title="Flood", extra={"embargo": "2999-01-01T00:00:00Z"})
    assert news_since(search, FLOODS, before).new == ()
