"""Whole values with blanks and mistakes in them, and those that a field has only few of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archive.article import Article, Image
from index.document import held
from index.engines.common.interface import Engine
from index.engines.common.request import Request
from index.fields import PARTS
from index.query.parse import parse
from index.query.spelling import MOST_FITTING, MOST_SIMILAR, fitting

ARTICLES: dict[str, dict[str, object]] = {
    "a": {"tags": ("Syria", "Deir Ezzor"), "agency": ("Reuters",), "status": "corrected"},
    "b": {"tags": ("Deir-ez-Zor",), "agency": ("AFP",), "images": (Image("p.jpg", "A bridge"),)},
    "c": {"tags": ("Who's who?",), "images": (Image("p.jpg"),), "authors": ("Jane Roe",)},
    "d": {"body": "", "status": "rerun", "summary": "S", "dateline": "Rome", "note": "N"},
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tag:s?ria", "a"),
        ("tag:DEIR*zor", "ab"),
        ("tag:*ez*", "ab"),
        ('tag:"deir*zor"', ""),
        ("tag:who?", ""),
        ('tag:"Who’s who?"', "c"),
        ("tag:Syira~", "a"),
        ("tag:=Syira~", "a"),
        ("tag:Siria~1 -tag:s?ria", ""),
        ('tag:"deir ezor"~1', "a"),
        ('tag:"deir ezzor"~0', "a"),
        ("agency:Reutres~", "a"),
        ("(agency:(afp~ OR r*rs))", "ab"),
        ('agency:"Agence France Press"~2', "b"),
        ('agency:"The Associated Pres"~1', ""),
        ("agency:th?mson*reuters", "a"),
        ("is:c?rrected", "a"),
        ("has:image", "bc"),
        ("has:photos has:caption", "b"),
        ("has:byline OR has:by", "c"),
        ("-has:body", "d"),
        ("has:summary has:dateline has:note", "d"),
    ],
)
def test_a_pattern_finds_the_values_it_means_and_quotes_mean_what_is_written(
    engine: Engine, fill: Callable[..., dict[str, str]], text: str, found: str
) -> None:
    names = fill(engine, ARTICLES)
    query = parse(text, vocabulary=engine).query
    assert {names[each] for each, _ in engine.search(Request(query)).hits} == set(found)


def test_an_unknown_value_of_a_field_of_few_is_told_with_those_there_are(
    engine: Engine, fill: Callable[..., dict[str, str]]
) -> None:
    fill(engine, ARTICLES)
    (video,) = parse("has:video", vocabulary=engine).notices
    assert video == f'"video" is no value of "has:" (values: {", ".join(PARTS)})'
    (status,) = parse("-is:correctd", vocabulary=engine).notices
    assert "withdrawn" in status
    assert "rerun" in status  # a word of this archive's own
    assert not parse("is:rerun is:Killed has:pictures is:w* has:*", vocabulary=engine).notices


def test_what_an_article_has_is_told_and_of_a_withdrawn_one_nothing_of_its_text(
    make_article: Callable[..., Article],
) -> None:
    whole: dict[str, object] = {
        "images": (Image("p.jpg", "A bridge"),), "summary": "S", "authors": ("Jane Roe",),
        "dateline": "Rome", "note": "N",
    }  # fmt: skip
    assert held(make_article(**whole)) == PARTS
    assert held(make_article(**whole, status="withdrawn")) == ("author", "dateline", "note")
    assert held(make_article(body=" ")) == ()


def test_a_pattern_of_many_stars_is_soon_tried() -> None:
    long = "a" * 3000
    assert fitting("*a" * 40 + "b", [long]) == []
    assert fitting("*a" * 40, [long, "a" * 39]) == [long]
    assert fitting("a*b?c*", ["ab.c", "abc", "axb.cb-c", "a\\b.c*", "xab.c"]) == [
        "a\\b.c*", "ab.c", "axb.cb-c",
    ]  # fmt: skip


class Values:
    """The vocabulary of an archive with a thousand tags."""

    def terms(self, stream: str, start: str = "", most: int | None = None) -> list[str]:
        return []

    def like(self, stream: str, word: str, edits: int) -> None: ...

    def values(self, field: str) -> list[str]:
        return [f"tag {number:04}" for number in range(1000)]


def test_too_many_values_or_mistakes_are_cut_with_a_notice() -> None:
    for text, most, said in (
        ("tag:t*0?", 100, None),
        ("tag:t*?0*?", MOST_FITTING, '"t*?0*?" stands for'),
        ('tag:"tag 0000"~2', MOST_SIMILAR, '"tag 0000"~2'),
        ('tag:"tag 0000"~7', MOST_SIMILAR, "at most 2 mistakes, not 7"),
    ):
        parsed = parse(text, vocabulary=Values())
        assert len(parsed.query.keys) == most  # type: ignore[union-attr]
        assert said is None or any(said in notice for notice in parsed.notices)
