"""`id:`, an article by its id, in every engine."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archive.article import Article
from index.engines.common.interface import Engine
from index.engines.common.request import Request
from index.query.parse import parse
from index.query.spelling import NO_WORDS

ARTICLES: dict[str, dict[str, object]] = {"a": {"tags": ("Syria",)}, "b": {}, "c": {}}


@pytest.fixture
def find(engine: Engine, fill: Callable[..., dict[str, str]]) -> Callable[[str], set[str]]:
    """What a query finds; A, B and C in it stand for the ids of the three articles."""
    names = fill(engine, ARTICLES)
    ids = {name.upper(): article_id for article_id, name in names.items()}

    def find(text: str) -> set[str]:
        query = parse("".join(ids.get(letter, letter) for letter in text), vocabulary=engine).query
        return {names[each] for each, _ in engine.search(Request(query)).hits}

    return find


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("id:A", "a"),
        ("id:A OR id:B", "ab"),
        ("id:(A OR C)", "ac"),
        ("id:(A B)", ""),
        ("-id:A", "bc"),
        ("tag:syria id:(A OR B)", "a"),
        ('id:"B"', "b"),
        ("id:Ax", ""),
        ("id:x*", ""),
        ("id:*", "abc"),
        ("id:A*", "a"),
        ("id:A~1", "a"),
    ],
)
def test_an_article_is_found_by_its_id(
    find: Callable[[str], set[str]], text: str, found: str
) -> None:
    assert find(text) == set(found)


def test_an_id_is_the_same_in_capitals_and_by_how_it_begins(
    engine: Engine, fill: Callable[..., dict[str, str]]
) -> None:
    one, *_ = fill(engine, ARTICLES)
    for text in (f"id:{one.upper()}", f"id:{one[:15]}*", f"id:{one[:4]}?{one[5:]}"):
        hits = engine.search(Request(parse(text, vocabulary=engine).query)).hits
        assert [each for each, _ in hits] == [one]


def test_an_article_that_was_removed_or_replaced_has_no_id(
    engine: Engine, fill: Callable[..., dict[str, str]], make_article: Callable[..., Article]
) -> None:
    one, other, _ = sorted(fill(engine, ARTICLES))
    engine.write({one}, [], 2, "t")
    for text, count in ((f"id:{one}", 0), (f"id:{one[:14]}*", 0), (f"id:({one} OR {other})", 1)):
        assert engine.search(Request(parse(text).query)).total == count
    assert engine.values("id") == sorted(engine.ids())
    assert one not in engine.values("id")


def test_the_beginning_of_an_id_is_told_how_to_ask() -> None:
    found = parse("id:glrbaaj", vocabulary=NO_WORDS)
    assert found.notices == ('"glrbaaj" is no whole id: id:glrbaaj* finds those that begin so',)
    assert not parse("id:glrbaajcz23rguar").notices
