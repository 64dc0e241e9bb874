"""Articles that cannot be read in the store, and so are in no index: what that is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from archive.article import Article
from archive.store.store import Store
from index.engines.common.interface import Engine
from index.upkeep.sync import state, sync

Make = Callable[..., Article]
pytestmark = pytest.mark.leaves_damage("it looks at an archive with a damaged record")


def put(store: Store, *articles: Article) -> None:
    with store.transaction():
        for article in articles:
            store.put(article, article.title.encode(), "text/plain")


def damage(store: Store, article: Article) -> str:
    """Makes an article unreadable; what its record was."""
    ((record,),) = store.database.run(
        "SELECT data FROM revisions WHERE article_id = ?", (article.id,)
    )
    _write(store, article, "{")
    return str(record)


def _write(store: Store, article: Article, record: str) -> None:
    sql = "UPDATE revisions SET data = ? WHERE article_id = ?"
    store.database.run(sql, (record, article.id))


@pytest.fixture
def articles(make_article: Make) -> list[Article]:
    return [make_article(str(number)) for number in range(7)]


@pytest.fixture
def asked(store: Store, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often store and engine, which answer as ever, were asked for all that they have."""
    times: Counter[str] = Counter()

    def counting(of: Any, name: str) -> None:
        ask, label = getattr(of, name), f"{type(of).__name__}.{name}"

        def counted() -> object:
            times[label] += 1
            return ask()

        monkeypatch.setattr(of, name, counted)

    for of, name in ((store, "ids"), (store, "counted"), (engine, "ids")):
        counting(of, name)
    return times


def without_a_damaged_one(store: Store, engine: Engine, articles: list[Article]) -> None:
    """The index holds all but an article that cannot be read, which explains why."""
    put(store, *articles)
    damage(store, articles[3])
    sync(store, engine)
    assert state(store, engine).verdict == "current"


def test_why_an_index_holds_less_is_looked_into_once(
    store: Store, engine: Engine, articles: list[Article], asked: Counter[str]
) -> None:
    put(store, *articles)
    damage(store, articles[3])
    sync(store, engine)
    asked.clear()
    assert state(store, engine).verdict == "current"
    assert set(asked.values()) == {1}
    asked.clear()
    for _ in range(3):
        assert state(store, engine).verdict == "current"
    assert not asked


def test_what_comes_and_goes_later_asks_no_more(
    store: Store, engine: Engine, articles: list[Article], make_article: Make, asked: Counter[str]
) -> None:
    without_a_damaged_one(store, engine, articles)
    asked.clear()
    put(store, make_article("new"))
    store.remove(articles[0].id)
    assert sync(store, engine).behind == 2
    assert state(store, engine).verdict == "current"
    assert not asked


def test_one_more_that_cannot_be_read_is_looked_into(
    store: Store, engine: Engine, articles: list[Article], make_article: Make, asked: Counter[str]
) -> None:
    without_a_damaged_one(store, engine, articles)
    put(store, make_article("new"))
    damage(store, make_article("new"))
    sync(store, engine)
    asked.clear()
    assert state(store, engine).verdict == "current"
    assert set(asked.values()) == {1}


def test_an_index_that_lacks_another_one_is_still_rebuilt(
    store: Store, engine: Engine, articles: list[Article]
) -> None:
    without_a_damaged_one(store, engine, articles)
    stamp = engine.stamp()
    assert stamp
    engine.write([articles[5].id], [], stamp.change, stamp.token)
    assert state(store, engine).why == "it holds 5 articles, not 7"


def test_what_can_be_read_again_after_all_is_missed(
    store: Store, engine: Engine, articles: list[Article], make_article: Make
) -> None:
    """As after a backup of the database was put back, without a change that tells of it."""
    put(store, *articles)
    record = damage(store, articles[3])
    sync(store, engine)
    assert state(store, engine).verdict == "current"
    _write(store, articles[3], record)
    put(store, make_article("new"))
    sync(store, engine)
    assert state(store, engine).why == "it holds 7 articles, not 8"
