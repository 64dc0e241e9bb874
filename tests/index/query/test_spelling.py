"""Blanks and mistakes stand for words that the archive has."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from index.engines.common.interface import Engine
from index.engines.common.request import Request
from index.query.parse import parse
from index.query.spelling import MOST_FITTING, MOST_SIMILAR

Fill = Callable[..., dict[str, str]]


def ask(engine: Engine, text: str, fill: dict[str, str]) -> set[str]:
    query = parse(text, vocabulary=engine).query
    return {fill[found] for found, _ in engine.search(Request(query)).hits}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("wom?n", {"a", "b"}),
        ("*stan", {"c", "d"}),
        ("k*stan", {"d"}),
        ("title:wom?n", {"b"}),
        ("qaddafi~", {"e", "f"}),
        ("gaddafi~1", {"e"}),
        ("kadaffi~", {"e"}),
        ("-wom?n *stan", {"c", "d"}),
        ("(wom?n OR *stan)^2", {"a", "b", "c", "d"}),
        ("xyz?z", set()),
        ("zzzzzz~", set()),
        ("IS*", {"c"}),
        ("i?s", set()),
    ],
)
def test_a_word_with_blanks_or_mistakes_finds_the_words_it_means(
    engine: Engine, fill: Fill, text: str, found: set[str]
) -> None:
    articles = {
        "a": {"title": "x", "body": "A woman spoke"},
        "b": {"title": "Women", "body": "x"},
        "c": {"title": "x", "body": "Pakistan and the IS"},
        "d": {"title": "Kazakhstan", "body": "x"},
        "e": {"title": "x", "body": "Kaddafi, Gaddafi"},
        "f": {"title": "x", "body": "Al Qathafi, Qadhdhafi"},
    }
    assert ask(engine, text, fill(engine, articles)) == found


class Words:
    """A vocabulary of a thousand words."""

    def terms(self, stream: str, start: str = "", most: int | None = None) -> list[str]:
        words = [f"word{number:04}" for number in range(1000)]
        return [word for word in words if word.startswith(start)]

    def like(self, stream: str, word: str, edits: int) -> None: ...


def test_too_many_words_are_cut_with_a_notice() -> None:
    for text, most, said in (
        ("w*d????", MOST_FITTING, '"w*d????" stands for 1,000 words: the first 200'),
        ("word0000~2", MOST_SIMILAR, "words: the first 50 were searched"),
    ):
        parsed = parse(text, vocabulary=Words())
        assert len(parsed.query.leaves) == most  # type: ignore[union-attr]
        assert any(said in notice for notice in parsed.notices)
