"""Articles that are about the same as one, in every engine."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archive.article import Article
from archive.store.store import Store
from index.answers.search import Search
from index.answers.similar import MOST_WORDS, similar, similar_query
from index.engines.common.interface import Engine
from index.query.tree import And, AtLeast
from index.upkeep.sync import sync
from tests.helpers.archives import make_one_story

FERRY = "The ferry to the island ran aground in fog. Coastguards towed the ferry to harbour."
ARTICLES: dict[str, dict[str, object]] = {
    "ferry": {"title": "Ferry aground", "body": FERRY, "tags": ("Sea",)},
    "copy": {"title": "Ferry aground", "body": FERRY},
    "next day": {"title": "Ferry towed", "body": "Coastguards towed the ferry from the fog."},
    "twin": {"title": "Ferry towed", "body": "Coastguards towed the ferry out of the fog."},
    "killed": {"title": "Ferry sunk", "body": FERRY, "status": "withdrawn"},
    "bread": {"title": "Bread dearer", "body": "Flour and yeast cost more in the city."},
    "numbers": {"title": "12", "body": "34 5,000"},
    **{f"other {n}": {"title": "Chess", "body": f"Move {n} of the game."} for n in range(8)},
}


@pytest.fixture
def ids(make_article: Callable[..., Article]) -> dict[str, str]:
    return {name: make_article(name).id for name in ARTICLES}


@pytest.fixture
def search(
    store: Store, engine: Engine, make_article: Callable[..., Article], ids: dict[str, str]
) -> Search:
    with store.transaction():
        for name, fields in ARTICLES.items():
            store.put(make_article(name, **fields), b"x", "text/plain")
    make_one_story(store.path.parent, [ids["ferry"], ids["copy"], ids["killed"]])
    make_one_story(store.path.parent, [ids["next day"], ids["twin"]])
    sync(store, engine)
    return Search(store, engine)


def test_similar_articles_leave_out_copies_hidden_ones_and_what_is_about_other_things(
    search: Search, ids: dict[str, str]
) -> None:
    (hit,) = similar(search, search.store.get(ids["ferry"]))
    assert hit.article.id in (ids["next day"], ids["twin"])
    assert hit.more == 1


def test_an_article_that_says_nothing_telling_is_like_no_other(
    search: Search, ids: dict[str, str]
) -> None:
    assert similar(search, search.store.get(ids["numbers"])) == ()
    assert similar(search, search.store.get(ids["bread"])) == ()


def test_the_query_for_similar_ones_is_bounded_however_long_the_article(
    search: Search, make_article: Callable[..., Article]
) -> None:
    body = " ".join(f"word{number}" for number in range(200))
    with search.store.transaction():
        for name in ("long", "as long"):
            search.store.put(make_article(name, body=body), b"x", "text/plain")
    sync(search.store, search.engine)
    query = similar_query(search, make_article("long", body=body), "no story")
    assert isinstance(query, And)
    assert isinstance(query.items[0], AtLeast)
    assert len(query.items[0].items) == MOST_WORDS
