"""The order of what is found: BM25F by its formula, and what a reader expects on top."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from math import log

import pytest

from archive.status import HIDDEN
from archive.text.plain import fold_line
from index.answers.asked import Asked
from index.answers.search import Search
from index.engines.common.interface import Engine
from index.engines.common.ranking import (
    K1,
    B,
    best,
    bm25f,
    by_date,
    inverse_frequency,
    normalisation,
    with_preferences,
)
from index.engines.common.request import Request
from index.fields import STREAMS
from index.query.match import Match
from index.query.parse import parse
from index.query.tree import Phrase, Prefer

Fill = Callable[..., dict[str, str]]


def test_bm25f_is_the_formula() -> None:
    found = {"title": {1: 1.0}, "body": {1: 2.0, 2: 1.0}}
    relative = {("title", 1): 0.5, ("body", 1): 2.0, ("body", 2): 1.0}
    scores = bm25f(found, 10, [0, 1, 2], lambda stream, doc: relative[stream, doc])
    idf = log(1 + (10 - 2 + 0.5) / (2 + 0.5))
    tf = STREAMS["title"] * 1 + STREAMS["body"] * 2 / (1 - B + B * 2)  # titles: of any length
    assert scores == pytest.approx({1: idf * tf * (K1 + 1) / (K1 + tf), 2: idf})


def test_the_length_of_a_text_counts_whole_where_many_words_are_required() -> None:
    assert normalisation(parse("oil wheat rye tea").query) == 1
    for text in ("oil wheat rye", "oil wheat rye tag:tea", "oil OR wheat OR rye OR tea", ""):
        assert normalisation(parse(text).query) == B
    assert normalisation(parse("oil wheat rye tea", match="most").query) == B


def test_a_term_that_every_article_has_still_counts_for_something() -> None:
    assert 0 < inverse_frequency(10, 10) < inverse_frequency(10, 9) < inverse_frequency(10, 0)


def test_equal_scores_are_ordered_by_the_second_key() -> None:
    scores = {1: 0.5, 2: 0.5 + 1e-12, 3: 0.7, 4: 0.1}
    assert best(scores, 3, lambda doc: (-doc,)) == [3, 2, 1]
    assert best(scores, 2, lambda doc: (doc,)) == [3, 1]
    assert best(scores, 0, lambda doc: (doc,)) == []
    assert best(scores, 99, lambda doc: (doc,)) == [3, 1, 2, 4]
    assert best({}, 5, lambda doc: (doc,)) == []


def test_by_date_puts_the_undated_last_either_way() -> None:
    moments = [("a", 5), ("b", None), ("c", -5)]
    for newest, expected in ((True, "acb"), (False, "cab")):
        ranked = sorted(moments, key=lambda pair: by_date(pair[1], pair[0], newest))
        assert "".join(name for name, _ in ranked) == expected


def ranked(engine: Engine, names: dict[str, str], text: str) -> list[str]:
    query = with_preferences(parse(text).query)
    return [names[article_id] for article_id, _ in engine.search(Request(query)).hits]


def test_words_side_by_side_come_before_words_apart(engine: Engine, fill: Fill) -> None:
    names = fill(
        engine,
        {
            "apart": {"title": "Markets", "body": "The oil is crude and the day was long."},
            "together": {"title": "Markets", "body": "The crude oil and the day was a long one."},
        },
    )
    assert ranked(engine, names, "crude oil") == ["together", "apart"]


def test_words_side_by_side_in_the_title_come_first(engine: Engine, fill: Fill) -> None:
    # Among two articles alone, no engine could tell which words are rare.
    others = {f"{n}": {"title": "Rain all over the coast", "body": "It rains."} for n in range(30)}
    names = fill(
        engine,
        others
        | {
            "body": {"title": "Oil and a crude joke", "body": "Crude oil, crude oil."},
            "title": {"title": "Crude oil and a joke", "body": "Other words, other words."},
        },
    )
    assert ranked(engine, names, "crude oil") == ["title", "body"]


def test_the_title_counts_more_than_the_body(engine: Engine, fill: Fill) -> None:
    names = fill(
        engine,
        {
            "body": {"title": "Markets today", "body": "wheat wheat other other"},
            "title": {"title": "Wheat today", "body": "other other other other"},
        },
    )
    assert ranked(engine, names, "wheat") == ["title", "body"]


def test_a_rare_word_counts_more_than_a_common_one(engine: Engine, fill: Fill) -> None:
    articles = {f"c{n}": {"title": "x", "body": "common"} for n in range(5)}
    names = fill(engine, articles | {"rare": {"title": "x", "body": "rare"}})
    assert ranked(engine, names, "common OR rare")[0] == "rare"


def test_the_form_that_was_typed_comes_before_others(engine: Engine, fill: Fill) -> None:
    names = fill(
        engine,
        {
            "one": {"title": "x", "body": "an oilfield there"},
            "many": {"title": "x", "body": "the oilfields there"},
        },
    )
    assert ranked(engine, names, "oilfields") == ["many", "one"]
    assert ranked(engine, names, "oilfield") == ["one", "many"]


def test_only_words_that_must_match_are_preferred() -> None:
    for text in ('"crude oil"', "crude OR oil", "tag:oil", "-oil", "oil*", ""):
        query = parse(text).query
        assert with_preferences(query) == query


def test_only_plain_words_are_preferred_side_by_side() -> None:
    preferred = with_preferences(parse("crude oil title:price -bank").query)
    assert isinstance(preferred, Prefer)
    phrases = [item.words for item, _ in preferred.better if isinstance(item, Phrase)]
    assert phrases == [("crude",), ("oil",), ("price",), ("crude", "oil"), ("crude", "oil")]


def test_what_a_part_prefers_the_whole_prefers() -> None:
    parsed = parse("role oil wheat tag:x", match="any")
    preferred = with_preferences(parsed.query)
    assert isinstance(preferred, Prefer)
    subject = parse("oil wheat tag:x", match="any").query
    assert preferred.query == subject
    asking = parse("role").query
    assert [item for item, _ in preferred.better if item == asking]


@pytest.mark.parametrize("match", ["most", "any"])
def test_a_question_finds_its_subject_before_what_has_the_words_that_ask(
    engine: Engine, fill: Fill, match: Match
) -> None:
    names = fill(
        engine,
        {
            "asks": {"title": "The role of a report", "body": "What happened to it, and the role."},
            "subject": {"title": "Zambia", "body": "Copper was dug there and sold all year."},
            "both": {"title": "Zambia", "body": "Copper has a role there and is sold abroad."},
        }
        | {f"{n}": {"title": "Rain", "body": "It rains on the coast."} for n in range(9)},
    )
    query = with_preferences(parse("What role has copper in Zambia?", match=match).query)
    found = engine.search(Request(query)).hits
    assert [names[article_id] for article_id, _ in found] == ["both", "subject"]


def test_a_query_that_is_a_title_finds_that_article_first(search_samples: Search) -> None:
    store = search_samples.store
    articles = [a for a in store.get_many(store.ids()).values() if a.status not in HIDDEN]
    titles = Counter(fold_line(article.title or "") for article in articles)
    asked = 0
    for article in articles:
        if article.title and titles[fold_line(article.title)] == 1:
            hits = search_samples.search(Asked(article.title)).hits
            assert hits[0].article.id == article.id, article.title
            asked += 1
    assert asked > 30
