"""Passages that stand in other articles, with every engine: found, dated, and told apart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from archive.article import Article
from archive.store.store import Store
from index.answers.search import Search
from index.engines.common.interface import Engine
from index.passages import found as module
from index.passages.found import between, came_first, passages, passages_json
from index.upkeep.sync import sync
from tests.helpers.texts import edited, paragraph, text

Make = Callable[..., Article]
FIELDS: dict[str, dict[str, object]] = {
    "release": {"body": text(1, 2, 3, 4), "date": "2017-11-02"},
    "taker": {"body": f"{text(11)}\n\n{edited(paragraph(2))}\n\n{text(12)}", "date": "2017-11-03"},
    "whole": {"body": text(21, 22, 23, 24, 3, 4, 25, 26, 27), "date": "2017-11-01"},
    "other": {"body": text(31, 32, 33), "date": "2017-11-03"},
    "killed": {"body": text(41, 2, 42), "status": "withdrawn"},
    "later": {"body": text(51, 2, 52), "extra": {"embargo": "2999-01-01T00:00:00+00:00"}},
}


@pytest.fixture
def search(store: Store, engine: Engine, make_article: Make) -> Search:
    with store.transaction():
        for name, fields in FIELDS.items():
            article = make_article(name, **fields)
            store.put(article, article.body.encode(), "text/plain")
    sync(store, engine)
    return Search(store, engine, now=lambda: datetime(2998, 1, 1, tzinfo=UTC))


def name(article: Article) -> str:
    return article.identity.removeprefix("test:")


def test_passages_are_found_where_they_stand_and_those_that_hold_most_come_first(
    search: Search, make_article: Make
) -> None:
    release = search.store.get(make_article("release").id)
    found = passages(search, release)
    assert [(name(h.article), len(h.passages), h.came) for h in found.holders] == [
        ("whole", 1, "earlier"), ("taker", 1, "later"),
    ]  # fmt: skip
    first = found.holders[0]
    assert (first.words, first.of_other, first.share) == (84, 50, 22)
    assert found.text[first.passages[0].start :].startswith(paragraph(3)[:40])
    assert found.first == make_article("whole").id
    assert (found.copies, found.formulas) == (0, 0)


def test_the_taker_sees_where_its_passage_stands(search: Search, make_article: Make) -> None:
    found = passages(search, search.store.get(make_article("taker").id))
    assert [name(holder.article) for holder in found.holders] == ["release"]
    assert found.first == make_article("release").id
    assert found.holders[0].came == "earlier"


def test_an_article_whose_words_nobody_has_is_alone(search: Search, make_article: Make) -> None:
    found = passages(search, search.store.get(make_article("other").id))
    assert (found.holders, found.first) == ((), None)
    assert passages(search, make_article("none", body="")).holders == ()


def put(search: Search, *articles: Article) -> None:
    with search.store.transaction():
        for article in articles:
            search.store.put(article, article.body.encode(), "text/plain")
    sync(search.store, search.engine)


def test_copies_of_the_whole_are_told_apart_and_copies_of_a_holder_are_one(
    search: Search, make_article: Make
) -> None:
    release = make_article("release", **FIELDS["release"])
    copy = make_article("copy", body=text(1, 2, 3, 4) + "\n\nOne more line.", date="2017-11-02")
    again = make_article("again", **FIELDS["taker"])
    put(search, copy, again)
    found = passages(search, search.store.get(release.id))
    assert found.copies == 1
    assert name(found.holders[0].article) == "whole"
    assert [(name(h.article) in ("again", "taker"), h.copies) for h in found.holders[1:]] == [
        (True, 1)
    ]


def test_a_story_came_when_the_first_of_it_did(search: Search, make_article: Make) -> None:
    """Though a later copy holds more of the article, and though the article has older copies."""
    dispatch = text(*range(61, 72), 2)
    early = make_article("early", body=dispatch, date="2017-10-31")
    reprint = make_article("reprint", body=f"{dispatch}\n\n{paragraph(3)}", date="2017-11-03")
    put(search, early, reprint)
    release = search.store.get(make_article("release").id)
    found = passages(search, release)
    (lead,) = (h for h in found.holders if name(h.article) == "reprint")
    assert (lead.copies, lead.came) == (1, "earlier")
    assert found.first == early.id
    oldest = make_article("oldest", body=f"{release.body}\n\nOne line.", date="2017-10-30")
    put(search, oldest)
    assert passages(search, release).first == oldest.id


def test_what_too_many_stories_have_is_a_formula_and_nobodys(
    search: Search, make_article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_STORIES", 4)
    formula = [make_article(f"f{n}", body=text(100 + n, 2, 200 + n)) for n in range(5)]
    put(search, *formula)
    found = passages(search, search.store.get(make_article("release").id))
    assert [name(h.article) for h in found.holders] == ["whole"]
    assert found.formulas == 1


@pytest.mark.parametrize(
    ("one", "other", "came"),
    [
        ({"date": "2017-11-03"}, {"date": "2017-11-02"}, "earlier"),
        ({"date": "2017-11-03"}, {"date": "2017-12", "precision": "month"}, "later"),
        ({"date": "2017-11-03"}, {"date": "2017-11", "precision": "month"}, None),
        ({"date": "2017-11-03"}, {"date": "2017-11-03"}, None),
        ({"date": None, "precision": None}, {"date": "2017-11-03"}, None),
        (
            {"published": datetime(2017, 11, 3, 9, tzinfo=UTC)},
            {"published": datetime(2017, 11, 3, 10, tzinfo=UTC)},
            "later",
        ),
    ],
)
def test_who_was_first_is_told_where_it_is_known(
    make_article: Make, one: dict[str, object], other: dict[str, object], came: str | None
) -> None:
    assert came_first(make_article(**one), make_article("two", **other)) == came


def test_two_articles_are_compared_whatever_finds_them(make_article: Make) -> None:
    holder = between(make_article(body=text(1, 2)), make_article("two", body=text(2, 9)))
    assert (holder.words, holder.share, holder.of_other) == (42, 50, 50)


def test_the_text_of_what_was_withdrawn_is_not_told(make_article: Make) -> None:
    killed = make_article("two", body=text(2), status="withdrawn")
    assert between(make_article(body=text(1, 2)), killed).passages == ()


def test_as_json_each_passage_stands_in_both_texts(search: Search, make_article: Make) -> None:
    found = passages(search, search.store.get(make_article("release").id))
    taker = passages_json(found)["holders"][1]
    (passage,) = taker["passages"]
    start, end = passage["other_span"]
    assert FIELDS["taker"]["body"][start:end] == passage["other_text"]
    assert "otherwise" in passage["other_text"]
    assert "otherwise" not in passage["text"]
