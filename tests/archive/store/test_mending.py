"""What is damaged in the store and comes in again, or comes in a later state."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archive.article import Article
from archive.errors import StoreDamagedError
from archive.store.store import Store

Make = Callable[..., Article]


def put(store: Store, article: Article) -> str:
    with store.transaction():
        return store.put(article, article.body.encode(), "text/plain")


def damage(store: Store) -> None:
    store.database.run("UPDATE revisions SET data = '{'")


def log(store: Store) -> list[tuple[object, ...]]:
    """What was logged of each article, in order, and whether when."""
    return store.database.run("SELECT article_id, kind, at > '2' FROM changes ORDER BY seq")


def test_what_comes_with_its_collections_is_logged_once(store: Store, make_article: Make) -> None:
    article = make_article(collections=("Ferry feed",))
    assert put(store, article) == "added"
    assert log(store) == [(article.id, "add", 1)]
    other = make_article(collections=("Ledger",))
    assert put(store, other) == "unchanged"
    assert log(store)[1:] == [(article.id, "collect", 1)]


def test_all_that_is_put_right_is_told_and_logged(store: Store, make_article: Make) -> None:
    articles = [make_article(name) for name in "ab"]
    for article in articles:
        put(store, article)
    damage(store)
    before = log(store)
    assert [put(store, article) for article in articles] == ["unchanged", "unchanged"]
    assert store.mended == [f"article {article.id}, revision 1" for article in articles]
    assert log(store)[len(before) :] == [(article.id, "renew", 1) for article in articles]
    assert list(store.get_many([article.id for article in articles]).values()) == articles


def test_a_later_state_takes_the_place_of_one_that_cannot_be_read(
    store: Store, make_article: Make
) -> None:
    put(store, make_article())
    damage(store)
    with pytest.raises(StoreDamagedError):
        store.get(make_article().id)
    later = make_article(body="Changed.")
    assert put(store, later) == "revised"
    assert store.get(later.id).body == "Changed."
    assert store.get(later.id).revision == 2
    assert log(store)[-1] == (later.id, "revise", 1)
    put(store, make_article())  # so that it is sound again
    assert list(store.problems()) == []


@pytest.mark.file
@pytest.mark.leaves_damage("a check has to tell it")
def test_what_is_no_text_keeps_nothing_else_from_a_check(store: Store, make_article: Make) -> None:
    whole, garbled, short = (make_article(name) for name in "abc")
    for article in (whole, garbled, short):
        put(store, article)
    sql = "UPDATE revisions SET data = {} WHERE article_id = ?"
    store.database.run(sql.format("CAST(x'ff' AS TEXT)"), (garbled.id,))
    store.database.run(sql.format("'{'"), (short.id,))
    told = "\n".join(store.problems())
    assert [article.id in told for article in (whole, garbled, short)] == [False, True, True]
