"""Snippets: what is marked is why an article was found, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.article import Article, Image, Origin, make_id
from archive.status import HIDDEN
from index.answers.highlight import WIDTH, marked, snippets
from index.answers.marks import Marker
from index.answers.results import Snippet
from index.document import document
from index.engines.memory import matches
from index.query.parse import parse
from index.query.tree import Terms, wanted_leaves
from tests.helpers.generated import articles as generated
from tests.helpers.generated import trees

Make = Callable[..., Article]


def found(article: Article, text: str) -> tuple[Snippet, ...]:
    return snippets(Marker(parse(text, [article.language or "en"]).query), article)


def hits(parts: Iterable[Snippet]) -> list[tuple[str, str]]:
    """(field, marked text) of every span."""
    return [(part.field, text) for part in parts for text, hit in marked(part) if hit]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("oilfields", [("body", "oilfield")]),
        ("oilfield", [("body", "oilfield")]),
        ('"oilfields"', []),
        ("SYRIA", [("body", "Syria")]),
        ("etat", [("body", "État")]),
        ('"omar oilfield"', [("body", "Omar oilfield")]),
        ("omar oilfield", [("body", "Omar"), ("body", "oilfield")]),
        ("oil*", [("body", "oilfield")]),
        ("title:army", [("title", "Army")]),
        ("army", [("title", "Army"), ("body", "army")]),
        ("army -syria", [("title", "Army"), ("body", "army")]),
        ("body:army", [("body", "army")]),
        ("us", [("body", "U.S.")]),
        ("1500", [("body", "1,500")]),
        ("smith", [("author", "Smith")]),
        ("author:jane", [("author", "Jane")]),
        ("dateline:raqa", [("dateline", "Raqa")]),
        ("conflict", [("tag", "Conflict")]),
        ("pontoon", [("caption", "pontoon")]),
        ("short", [("summary", "short")]),
        ("tag:conflict", []),
        ("nothing", []),
    ],
)
def test_marks_cover_what_matched(
    make_article: Make, query: str, expected: list[tuple[str, str]]
) -> None:
    article = make_article(
        title="Army near river",
        body="The army took Syria's Omar oilfield from l'État.\n\nThe U.S. counted 1,500.",
        tags=("Conflict",), authors=("Jane Smith",), dateline="Raqa, Syria",
        summary="In short", images=(Image(None, "A pontoon bridge"),),
    )  # fmt: skip
    assert hits(found(article, query)) == expected


def test_marks_of_a_beginning_cover_designations_too(make_article: Make) -> None:
    assert hits(found(make_article(title=None, body="An F-35B took off."), "f35*")) == [
        ("body", "F")
    ]


def test_marks_use_the_language_of_the_article(make_article: Make) -> None:
    french = make_article(body="Les chevaux sont partis.", language="fr")
    russian = make_article(body="Цены на нефть выросли.", language="ru")
    assert hits(found(french, "chevaux")) == [("body", "chevaux")]
    assert hits(found(russian, "нефти")) == [("body", "нефть")]


@pytest.mark.parametrize(
    ("query", "expected"), [("石油", ["石油"]), ("油価", ["油価"]), ("格", ["格"]), ("油", ["油"])]
)
def test_marks_in_text_without_spaces_cover_what_was_typed(
    make_article: Make, query: str, expected: list[str]
) -> None:
    article = make_article(body="石油価格", language="ja")
    assert [text for _, text in hits(found(article, query))] == expected


def test_a_phrase_across_two_parts_is_neither_found_nor_marked(make_article: Make) -> None:
    article = make_article(body="ends here", images=(Image(None, "begins there"),))
    query = parse('"here begins"').query
    assert not matches(query, document(article))
    assert hits(snippets(Marker(query), article)) == []


def test_a_snippet_is_one_line_with_single_spaces(make_article: Make) -> None:
    article = make_article(body="One  two\nthree.\n\n- oil\n- gas\n\n## Head\n\nLast oil.")
    body = found(article, "oil")[1]
    assert body.text == "One two three. oil gas Head Last oil."
    assert [body.text[start:end] for start, end in body.spans] == ["oil", "oil"]


def test_a_text_shorter_than_a_snippet_is_shown_whole(make_article: Make) -> None:
    assert found(make_article(body="Short text."), "x")[1].text == "Short text."


def test_without_a_match_the_beginning_is_shown_cut_at_a_word(make_article: Make) -> None:
    text = found(make_article(body="word " * 100), "other")[1].text
    assert text.endswith("word …")
    assert len(text) <= WIDTH + 2


def test_a_match_deep_in_the_text_is_shown_with_text_on_both_sides(make_article: Make) -> None:
    snippet = found(make_article(body="filler " * 200 + "target " + "filler " * 200), "target")[1]
    assert snippet.text.startswith("… filler ")
    assert snippet.text.endswith(" filler …")
    start, end = snippet.spans[0]
    assert snippet.text[start:end] == "target"
    assert 60 < start < WIDTH - 60


def test_the_piece_with_the_most_different_words_is_preferred(make_article: Make) -> None:
    body = "oil " * 5 + "filler " * 100 + "crude oil here " + "filler " * 100 + "oil " * 5
    texts = [part.text for part in found(make_article(body=body), "crude oil")[1:]]
    assert any("crude oil here" in text for text in texts)
    assert len(texts) == 2


def test_a_word_longer_than_a_snippet_is_cut_between_characters(make_article: Make) -> None:
    body = "e\u0301" * 400
    text = found(make_article(body=body), "x")[1].text
    assert text.removesuffix(" …").count("e") == text.count("\u0301")


def test_an_article_without_title_or_text_has_no_snippets(make_article: Make) -> None:
    assert found(make_article(title=None, body=""), "x") == ()


def _positive_text_match(query: Any, article: Article) -> bool:
    kept = document(article)
    return any(isinstance(leaf, Terms) and matches(leaf, kept) for leaf in wanted_leaves(query))


@given(articles=generated(), query=trees)
def test_whatever_matches_by_its_text_has_a_mark_and_nothing_else_has(
    articles: list[Article], query: Any
) -> None:
    for article in articles:
        if article.status in HIDDEN:  # its text is neither indexed nor shown
            continue
        parts = snippets(Marker(query), article)
        assert bool(hits(parts)) == _positive_text_match(query, article)
        for part in parts:
            assert list(part.spans) == sorted(part.spans)
            assert all(0 <= a < b <= len(part.text) for a, b in part.spans)
            assert "".join(text for text, _ in marked(part)) == part.text


PIECES = ("oil", "bank", "x" * 60, "石油石油", "e\u0301a", "a", "👩🏽‍🚀")


@given(
    words_=st.lists(st.sampled_from(PIECES), max_size=150),
    glue=st.sampled_from([" ", "\n\n", "\n"]),
)
def test_any_snippet_is_a_piece_of_the_text_marked_where_the_word_stands(
    words_: list[str], glue: str
) -> None:
    body = glue.join(words_)
    article = Article(make_id("a"), "a", None, body, Origin("a"), language="en")
    for part in found(article, "oil"):
        inner = part.text.removeprefix("… ").removesuffix(" …")
        assert inner in " ".join(words_)
        assert len(part.text) <= WIDTH + 50
        marks = [part.text[a:b] for a, b in part.spans]
        assert marks == [word for word in inner.split() if word == "oil"]
