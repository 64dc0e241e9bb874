"""What is withdrawn, withheld or under an embargo is not found by chance, in any engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from archive.article import Article
from archive.store.store import Store
from index.answers.asked import Asked
from index.answers.search import Search
from index.answers.visibility import Visibility, kept_back
from index.document import document
from index.engines.common.interface import Engine
from index.engines.common.request import Request
from index.query.parse import parse
from index.query.tree import All, And, Key, KeyPrefix, Not, Or
from index.upkeep.sync import state, sync

BEFORE, AFTER = datetime(2998, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC)
ARTICLES: dict[str, dict[str, object]] = {
    "plain": {"tags": ("Port", "Open")},
    "corrected": {"tags": ("Port",), "status": "corrected"},
    "killed": {"tags": ("Port", "Fire"), "status": "withdrawn", "summary": "A fire."},
    "held": {"tags": ("Port", "Talks"), "status": "withheld"},
    "later": {"tags": ("Port", "Budget"), "extra": {"embargo": "2999-01-02T09:00:00Z"}},
    "killed later": {"status": "withdrawn", "extra": {"embargo": "2999-01-02T09:00:00Z"}},
}
Found = Callable[..., set[str | None]]


At = Callable[[datetime], Search]


def filled(store: Store, engine: Engine, make_article: Callable[..., Article]) -> At:
    with store.transaction():
        for name, fields in ARTICLES.items():
            store.put(make_article(name, title=name, **fields), b"x", "text/plain")
    sync(store, engine)
    return lambda now: Search(store, engine, now=lambda: now)


@pytest.fixture(scope="module")
def search(shared: tuple[Store, Engine], make_article: Callable[..., Article]) -> Iterator[At]:
    """The articles above in an engine of each kind, searched at a time."""
    yield filled(*shared, make_article)
    assert state(*shared).verdict == "current"  # the hidden ones are in the index too


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("", {"plain", "corrected"}, {"plain", "corrected", "later"}),
        ("tag:port", {"plain", "corrected"}, {"plain", "corrected", "later"}),
        ("text", {"plain", "corrected"}, {"plain", "corrected", "later"}),
        ("is:corrected", {"corrected"}, {"corrected"}),
        ("is:withdrawn", {"killed"}, {"killed", "killed later"}),
        ("is:killed", {"killed"}, {"killed", "killed later"}),
        ("is:withheld", {"held"}, {"held"}),
        ("status:WITHDRAWN tag:fire", {"killed"}, {"killed"}),
        ("status:*", {"corrected", "killed", "held"},
         {"corrected", "killed", "held", "killed later"}),
        ("is:withdrawn OR tag:open", {"plain", "killed"}, {"plain", "killed", "killed later"}),
        ("-is:withdrawn", {"plain", "corrected"}, {"plain", "corrected", "later"}),
        ("-(-is:withdrawn)", set(), set()),
        ("embargo:*", set(), set()),
        ("tag:budget", set(), {"later"}),
    ],
)  # fmt: skip
def test_only_a_query_that_names_their_status_finds_them_and_none_lifts_an_embargo(
    search: At, text: str, before: set[str], after: set[str]
) -> None:
    for now, expected in ((BEFORE, before), (AFTER, after)):
        results = search(now).search(Asked(text))
        assert {hit.article.title for hit in results.hits} == expected
        assert results.total == len(expected)


def test_facets_and_timeline_count_none_of_them(search: At) -> None:
    def counted(now: datetime) -> tuple[dict[str, int], int]:
        results = search(now).search(Asked(facets=True, timeline=True))
        tags = next(facet for facet in results.facets if facet.name == "tag")
        return {b.value: b.count for b in tags.buckets}, sum(p.count for p in results.timeline)

    assert counted(BEFORE) == ({"Port": 2, "Open": 1}, 2)
    assert counted(AFTER) == ({"Port": 3, "Open": 1, "Budget": 1}, 3)


def test_of_a_withdrawn_article_a_search_shows_no_text(search: At) -> None:
    (hit,) = search(BEFORE).search(Asked("is:withdrawn tag:fire")).hits
    assert (hit.article.title, hit.article.status) == ("killed", "withdrawn")
    assert (hit.article.body, hit.article.summary, hit.snippets) == ("", None, ())


def test_a_kill_that_is_not_indexed_yet_is_minded(
    store: Store, engine: Engine, make_article: Callable[..., Article]
) -> None:
    search = filled(store, engine, make_article)
    with store.transaction():
        killed = make_article("plain", title="plain", status="withdrawn")
        store.put(killed, b"x", "text/plain")
    hits = search(BEFORE).search(Asked("tag:port")).hits
    assert [hit.article.title for hit in hits] == ["corrected"]
    sync(store, engine)


def test_an_embargo_that_ended_before_it_was_indexed_costs_nothing(
    engine: Engine, fill: Callable[..., dict[str, str]]
) -> None:
    past = {"embargo": "2020-01-02T09:00:00Z"}
    fill(engine, {"past": {"extra": past}, "later": ARTICLES["later"]})
    assert engine.values("embargo") == ["2999-01-02T09:00:00+00:00"]


def test_the_query_names_a_status_where_a_leaf_that_is_wanted_does() -> None:
    withdrawn = Key("status", "withdrawn")
    for query, hidden in (
        (All(), {"withdrawn", "withheld"}),
        (Key("tag", "withdrawn"), {"withdrawn", "withheld"}),
        (Not(withdrawn), {"withdrawn", "withheld"}),
        (Or((All(), And((withdrawn, All())))), {"withheld"}),
        (KeyPrefix("status", "with"), set()),
    ):
        assert Visibility.of(query, BEFORE).hidden == hidden


def test_what_is_kept_back_is_counted(engine: Engine, make_article: Callable[..., Article]) -> None:
    articles = [
        make_article("plain"),
        make_article("killed", status="withdrawn"),
        make_article("later", extra={"embargo": "2999-01-01T09:00:00Z"}),
        make_article("much later", extra={"embargo": "3001-01-01T09:00:00Z"}),
    ]
    engine.write((), [document(article) for article in articles], 1, "t")
    before, between = datetime(2998, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC)
    assert kept_back(engine, before) == [("withdrawn", 1), ("under an embargo", 2)]
    assert kept_back(engine, between) == [("withdrawn", 1), ("under an embargo", 1)]


def test_the_text_of_what_is_hidden_is_not_found_by_its_words(
    engine: Engine, make_article: Callable[..., Article]
) -> None:
    held = make_article("Minister to speak", body="She will resign.", status="withheld")
    engine.write((), [document(held)], 1, "t")
    for text, total in (("is:withheld minister", 1), ("is:withheld resign", 0)):
        assert engine.search(Request(parse(text).query)).total == total
