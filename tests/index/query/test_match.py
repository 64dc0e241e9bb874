"""How many of a query's words have to occur: all, most or any of them."""

from __future__ import annotations

import pytest

from index.analysis.stems import stems
from index.query.match import asking_words, small_words
from index.query.parse import parse
from index.query.tree import And, AtLeast, Key, Not, Or, Phrase, Prefer, Query, Word

TEXT = ("title", "body")


def w(*words: str) -> tuple[Word, ...]:
    return tuple(Word(TEXT, word, stems(word, ("en",))) for word in words)


@pytest.mark.parametrize(
    ("text", "match", "expected"),
    [
        ("oil wheat", "all", And(w("oil", "wheat"))),
        ("oil wheat", "most", AtLeast(2, w("oil", "wheat"))),
        ("oil wheat rye tea corn", "most", AtLeast(3, w("oil", "wheat", "rye", "tea", "corn"))),
        ("oil wheat rye", "most", AtLeast(2, w("oil", "wheat", "rye"))),
        ("oil wheat rye tea", "most", AtLeast(3, w("oil", "wheat", "rye", "tea"))),
        ("oil wheat", "any", AtLeast(1, w("oil", "wheat"))),
        ("oil", "any", *w("oil")),
        ("oil -wheat rye tag:x", "any",
         And((AtLeast(1, w("oil", "rye")), Not(*w("wheat")), Key("tag", "x")))),
        ("oil NOT wheat rye", "any", And((AtLeast(1, w("oil", "rye")), Not(*w("wheat"))))),
    ],
)  # fmt: skip
def test_so_many_of_the_words_have_to_occur(text: str, match: str, expected: Query) -> None:
    assert parse(text, match=match).query == expected  # type: ignore[arg-type]


def test_brackets_are_one_of_the_words_and_so_are_the_words_in_them() -> None:
    inner = AtLeast(1, w("wheat", "rye"))
    assert parse("oil (wheat rye)", match="any").query == AtLeast(1, (*w("oil"), inner))
    either = Or(w("wheat", "rye"))
    assert parse("oil (wheat OR rye)", match="any").query == AtLeast(1, (*w("oil"), either))
    filtered = And((AtLeast(1, w("oil", "tea")), And((*w("wheat"), Key("tag", "x")))))
    assert parse("oil tea (wheat tag:x)", match="any").query == filtered


def test_what_and_joins_has_to_occur() -> None:
    wheat, rye, oil, tea = w("wheat", "rye", "oil", "tea")
    expected = And((AtLeast(1, (oil, tea)), wheat, rye))
    assert parse("oil tea wheat AND rye", match="any").query == expected


def test_in_a_query_that_is_all_capitals_and_is_a_word_like_others() -> None:
    assert parse("OIL AND WHEAT TEA", match="any").query == AtLeast(1, w("oil", "wheat", "tea"))


def test_small_words_say_too_little_to_be_one_of_some() -> None:
    parsed = parse("what is the price of oil", match="any")
    assert parsed.query == AtLeast(1, w("price", "oil"))
    assert parsed.notices == ("Small words say little, so they were left out: what, is, the, of",)
    assert parse("oil of the", match="most").query == w("oil")[0]
    assert parse("to be or not to be", match="any").notices == ()
    assert parse("what is the price of oil").query == And(
        w("what", "is", "the", "price", "of", "oil")
    )


def test_small_words_that_are_meant_stay() -> None:
    expected = AtLeast(1, (*w("oil"), Phrase(TEXT, ("IT",)), Phrase(TEXT, ("the",))))
    assert parse("oil IT =the", match="any").query == expected


@pytest.mark.parametrize(
    ("text", "languages", "small"),
    [
        ("die wahlen in syrien", ("en", "de"), {"die", "in"}),
        ("die hard with a vengeance", ("en", "de"), {"with", "a"}),
        ("die their oil", ("en", "de"), set()),  # one in each
        ("la guerre ete", ("fr",), {"la", "ete"}),
        ("oil the", ("ja",), set()),
        ("oil", (), set()),
    ],
)
def test_small_words_are_those_of_the_language_that_has_most_of_them(
    text: str, languages: tuple[str, ...], small: set[str]
) -> None:
    assert small_words(text.split(), languages) == small


def test_where_any_word_will_do_so_will_any_part_of_one_with_a_hyphen() -> None:
    parts = AtLeast(1, w("oil", "price"))
    expected = Prefer(parts, ((Phrase(TEXT, ("oil", "price")), 1.0),))
    assert parse("oil-price", match="any").query == expected
    assert parse("oil-price", match="most").query == Phrase(TEXT, ("oil", "price"))


def preferring(parsed: Query) -> tuple[Query, tuple[Query, ...]]:
    assert isinstance(parsed, Prefer)
    return parsed.query, tuple(item for item, _ in parsed.better)


@pytest.mark.parametrize("match", ["most", "any"])
def test_words_that_only_ask_need_not_occur_and_rank_what_has_them_higher(match: str) -> None:
    parsed = parse("What role did Zambia play toward copper, and why?", match=match)  # type: ignore[arg-type]
    subject, asking = preferring(parsed.query)
    least = 1 if match == "any" else 2
    assert subject == AtLeast(least, w("zambia", "play", "copper"))
    assert asking == w("role", "toward")
    assert parsed.notices[-1] == "These words only ask, so they need not occur: role, toward"


@pytest.mark.parametrize(
    "text", ["oil report", "role toward policy", "oil ^2 =report", "news reports"]
)
def test_words_that_only_ask_count_where_little_else_is_typed(text: str) -> None:
    assert not isinstance(parse(text, match="most").query, Prefer)


def test_a_word_that_asks_is_required_where_all_are_or_and_says_so() -> None:
    assert parse("role oil wheat").query == And(w("role", "oil", "wheat"))
    oil, wheat, tea, role = w("oil", "wheat", "tea", "role")
    joined = And((AtLeast(2, (oil, wheat)), tea, role))
    assert parse("oil wheat tea AND role", match="most").query == joined
    as_written = AtLeast(2, (oil, wheat, Phrase(TEXT, ("role",))))
    assert parse("oil wheat =role", match="most").query == as_written


@pytest.mark.parametrize(
    ("text", "languages", "asking"),
    [
        ("welche rolle die regierung gegenuber iran", ("en", "de"), {"rolle", "gegenuber"}),
        ("quel role le maroc", ("fr",), {"quel", "role"}),
        ("role toward iran", ("fr", "en"), {"role", "toward"}),
        ("role toward iran", ("ja",), set()),
    ],
)
def test_words_that_only_ask_are_those_of_the_language_that_has_most_of_them(
    text: str, languages: tuple[str, ...], asking: set[str]
) -> None:
    assert asking_words(text.split(), languages) == asking
