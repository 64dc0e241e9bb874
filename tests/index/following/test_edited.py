"""Edits as a search finds them, with every engine: which articles, which of their edits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from archive.article import Article
from archive.store.store import Store
from index.answers.asked import Asked
from index.answers.search import Search
from index.engines.common.interface import Engine
from index.following.edited import edited, edits_json
from index.following.news import keep, news
from index.upkeep.sync import sync

BODY = " ".join(f"word{number}" for number in range(100))
SHORTER = BODY.replace("word1 ", "other ").replace("word2 ", "another ").replace("word3 ", "third ")

STATES: list[tuple[str, dict[str, object]]] = [
    ("plain", {"title": "Ferry sails", "body": BODY}),
    ("loud", {"title": "Storm", "body": BODY}),
    ("quiet", {"title": "Flood kills nine", "body": BODY}),
    ("both", {"title": "Quake", "body": BODY}),
    ("gone", {"title": "Scandal", "body": BODY}),
    ("quiet", {"title": "Flood kills ten", "body": BODY}),
    ("loud", {"title": "Storm", "body": SHORTER, "status": "corrected", "note": "Three words."}),
    ("both", {"title": "Earthquake", "body": BODY, "status": "updated"}),
    ("both", {"title": "Earthquake", "body": SHORTER, "status": "updated"}),
    ("gone", {"title": "No scandal", "body": BODY}),
    ("gone", {"title": "No scandal", "body": BODY, "status": "withdrawn"}),
]


def filled(store: Store, engine: Engine, make_article: Callable[..., Article]) -> Search:
    for number, (name, fields) in enumerate(STATES):
        with store.transaction():
            store.put(make_article(name, **fields), f"{number}".encode(), "text/plain")
    sync(store, engine)
    return Search(store, engine, now=lambda: datetime(2998, 1, 1, tzinfo=UTC))


@pytest.fixture(scope="module")
def search(shared: tuple[Store, Engine], make_article: Callable[..., Article]) -> Search:
    return filled(*shared, make_article)


def names(search: Search, query: str) -> list[str]:
    hits = search.search(Asked(query, limit=20)).hits
    return sorted(hit.article.identity.removeprefix("test:") for hit in hits)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("is:edited", ["both", "loud", "quiet"]),
        ("edited:*", ["both", "loud", "quiet"]),
        ("-is:edited", ["plain"]),
        ("edited:title", ["both", "quiet"]),
        ("edited:headline", ["both", "quiet"]),
        ("edited:text", ["both", "loud"]),
        ("edited:silent", ["both", "quiet"]),
        ("edited:silently edited:marked", ["both"]),
        ("edited:(title OR body) storm", ["loud"]),
        ("changed:3", ["both", "loud"]),
        ("changed:2..", ["both", "loud"]),
        ("changed:..2", ["both", "quiet"]),
        ("changed:1..3", ["both", "loud", "quiet"]),
        ("changed:>3", []),
        ("changed:>=3", ["both", "loud"]),
        ("changed:<3", ["both", "quiet"]),
        ("changed:2%..", ["both", "loud"]),
        ("changed:1%", ["both", "quiet"]),
        ("changed:*", ["both", "loud", "quiet"]),
        ("is:withdrawn is:edited", ["gone"]),
    ],
)
def test_articles_are_found_by_what_their_source_changed(
    search: Search, query: str, found: list[str]
) -> None:
    assert names(search, query) == found
    assert not search.search(Asked(query)).notices


def test_what_is_no_size_is_told_and_left_out(search: Search) -> None:
    results = search.search(Asked("storm changed:much"))
    assert results.total == 1
    assert "no size of an edit" in results.notices[0]
    assert names(search, "changed:5..1") == names(search, "changed:1..5")
    (notice,) = search.search(Asked("edited:picture")).notices
    assert "title, body" in notice


def told(search: Search, query: str = "", offset: int = 0, limit: int = 20) -> list[str]:
    found = edited(search, Asked(query), offset, limit)
    return [f"{e.after.identity.removeprefix('test:')} {e.after.revision}" for e in found.edits]


def test_edits_are_listed_one_by_one_the_last_first(search: Search) -> None:
    assert told(search) == ["both 3", "both 2", "loud 2", "quiet 2"]
    assert told(search, offset=1, limit=2) == ["both 2", "loud 2"]
    assert edited(search, Asked(), 0, 3).more
    assert not edited(search, Asked(), 0, 4).more
    assert told(search, "flood") == ["quiet 2"]
    assert told(search, "ferry") == []


def test_where_a_query_names_edits_only_those_are_listed_by_which_it_finds_the_article(
    search: Search,
) -> None:
    assert told(search, "edited:title") == ["both 2", "quiet 2"]
    assert told(search, "edited:silent") == ["both 3", "quiet 2"]
    assert told(search, "edited:silent edited:marked") == []  # none is both
    assert told(search, "changed:3.. -edited:silent") == ["loud 2"]


def test_an_edit_says_what_it_changed(search: Search) -> None:
    (edit,) = edits_json(edited(search, Asked("storm"), 0, 5))["edits"]
    assert (edit["before"], edit["after"], edit["kind"]) == (1, 2, "marked")
    assert (edit["changed"], edit["words"], edit["share"]) == (["body"], 3, 3)
    assert (edit["status"], edit["note"]) == ("corrected", "Three words.")
    assert [p["text"].strip() for p in edit["pieces"] if p["kind"] == "added"] == [
        "other another third"
    ]


def test_edits_are_news_of_a_saved_search(
    store: Store, engine: Engine, make_article: Callable[..., Article]
) -> None:
    search = filled(store, engine, make_article)
    saved = keep(search, "Silent", Asked("edited:silent"))
    with store.transaction():
        article = make_article("plain", title="Ferry sinks", body=BODY)
        store.put(article, b"later", "text/plain")
    sync(store, engine)
    assert news(search, saved).changed == (article.id,)
