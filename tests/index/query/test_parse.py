"""What a reader types -> the query tree. Nothing that can be typed is an error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.stems import stems
from index.fields import FIELDS
from index.query.lexer import LONGEST
from index.query.parse import DEEPEST, Parsed, Part, parse
from index.query.tree import (
    All,
    And,
    Boost,
    Days,
    Key,
    KeyPrefix,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Undated,
    Variants,
    Word,
    leaves,
    wanted_leaves,
)
from index.query.values import facet_key

TEXT = ("title", "body")
NOTHING = Or(())


def w(text: str, *streams: str) -> Word:
    return Word(streams or TEXT, text, stems(text, ("en",)))


def phrase(text: str, *streams: str) -> Phrase:
    return Phrase(streams or TEXT, tuple(text.split()))


def both(*items: Query) -> And:
    return And(items)


def either(*items: Query) -> Or:
    return Or(items)


A, B, C = w("a"), w("b"), w("c")

PLAIN: list[tuple[str, Query]] = [
    ("", All()),
    ("  \n ", All()),
    ("a", A),
    ("A", A),
    ("a b", both(A, B)),
    ("a AND b", both(A, B)),
    ("a and b", both(A, w("and"), B)),
    ("a OR b", either(A, B)),
    ("a or b", both(A, w("or"), B)),
    ("a OR b c", either(A, both(B, C))),
    ("a b OR c", either(both(A, B), C)),
    ("a AND b OR c AND a", either(both(A, B), both(C, A))),
    ("a (b OR c)", both(A, either(B, C))),
    ("((a))", A),
    ("-a", Not(A)),
    ("NOT a", Not(A)),
    ("−a", Not(A)),
    ("--a", A),
    ("NOT NOT a", A),
    ("NOT -a", A),
    ("a -b", both(A, Not(B))),
    ("a -b OR c", either(both(A, Not(B)), C)),
    ("a AND NOT b", both(A, Not(B))),
    ('-"a b"', Not(phrase("a b"))),
    ("-(a b)", Not(both(A, B))),
    ("a - b", both(A, B)),
    ("a – b", both(A, B)),
    ("a-b", phrase("a b")),
    ('"a b"', phrase("a b")),
    ("“a b”", phrase("a b")),
    ("„a b“", phrase("a b")),
    ("«a b»", phrase("a b")),
    ('"a"', phrase("a")),
    ("a*", Prefix(TEXT, "a")),
    ("ÉTA*", Prefix(TEXT, "eta")),
    ("a-b*", both(phrase("a"), Prefix(TEXT, "b"))),
    ("O'Neill", Word(TEXT, "oneill", ("/oneill", "en/oneil"))),
    ("U.S.", phrase("US")),
    ("http://news.org/c", phrase("http news org c")),
    ("12:30", phrase("12 30")),
    ("石油", w("石油")),
    ("油", Prefix(TEXT, "油")),
    ("石油価", phrase("石油 油価")),
    ("a !!! b", both(A, B)),
    ("title:a", w("a", "title")),
    ("TITLE:a", w("a", "title")),
    ("headline:a", w("a", "title")),
    ('title:"a b"', phrase("a b", "title")),
    ("title:(a OR b)", either(w("a", "title"), w("b", "title"))),
    ("title:(a tag:b)", both(w("a", "title"), Key("tag", "b"))),
    ("title:(a) b", both(w("a", "title"), B)),
    ("title:a*", Prefix(("title",), "a")),
    ("author:roe", w("roe", "author")),
    ("by:roe", w("roe", "author")),
    ("dateline:raqa", w("raqa", "dateline")),
    ("tag:Été", Key("tag", "ete")),
    ('tag:"Deir  Ezzor"', Key("tag", "deir ezzor")),
    ("tag:a b", both(Key("tag", "a"), B)),
    ("-tag:a", Not(Key("tag", "a"))),
    ("tag:econom*", KeyPrefix("tag", "econom")),
    ("tag:*", KeyPrefix("tag", "")),
    ("tag:(a OR b)", either(Key("tag", "a"), Key("tag", "b"))),
    ("agency:AFP", Key("agency", "afp")),
    ('source:"Agence France-Presse"', Key("agency", "afp")),
    ("section:World", Key("section", "world")),
    ("lang:French", Key("language", "fr")),
    ("language:en-GB", Key("language", "en")),
    ("status:corrected", Key("status", "corrected")),
    ("date:2017-11", Days(20171101, 20171130)),
    ("date:2017-11-03", Days(20171103, 20171103)),
    ("date:20171103", Days(20171103, 20171103)),
    ("date:2017", Days(20170101, 20171231)),
    ('date:"3 November 2017"', Days(20171103, 20171103)),
    ("date:2017-10..2018", Days(20171001, 20181231)),
    ("date:..2017", Days(None, 20171231)),
    ("date:2017..", Days(20170101, None)),
    ("date:*..2017", Days(None, 20171231)),
    ("date:2016-02..2016-02", Days(20160201, 20160229)),
    ("date:..", Not(Undated())),
    ("date:none", Undated()),
    ("on:2017", Days(20170101, 20171231)),
    ("after:9999", Days(99991232, None)),
    ("after:2017", Days(20180101, None)),
    ("before:2017-11", Days(None, 20171031)),
    ("after:2016 before:2018", both(Days(20170101, None), Days(None, 20171231))),
    ('"a b"~5', Near(TEXT, ("a", "b"), 5)),
    ('title:"a b"~0', Near(("title",), ("a", "b"), 0)),
    ('"a"~5', phrase("a")),
    ('"a b" ~5', both(phrase("a b"), w("5"))),
    ("a*b", Variants(())),
    ("-a~", Not(Variants(()))),
    ("who?", w("who")),
    ("a^3", Boost(A, 3.0)),
    ("a^0.5 b", both(Boost(A, 0.5), B)),
    ('"a b"^2', Boost(phrase("a b"), 2.0)),
    ("(a b)^2 c", both(Boost(both(A, B), 2.0), C)),
    ("-a^2", Not(Boost(A, 2.0))),
    ("a^0", A),
    ("a^b", phrase("a b")),
    ("=running", phrase("running")),
    ("-=a", Not(phrase("a"))),
    ("=(a OR b) c", both(either(phrase("a"), phrase("b")), C)),
    ("title:=a", phrase("a", "title")),
    ("a=b", phrase("a b")),
    ("a = b", both(A, B)),
    ("IS", phrase("IS")),
    ("is", w("is")),
    ("Is", w("is")),
    ("us", w("us")),
    ("u.s.", phrase("US")),
    ("U.S.-backed", phrase("US backed")),
    ("NATO", w("nato")),
    ("IS towns", both(phrase("IS"), w("towns"))),
    ("IS AND towns", both(phrase("IS"), w("towns"))),
    ('"IS loses towns"', phrase("IS loses towns")),
    ("IS LOSES TOWNS", both(w("is"), w("loses"), w("towns"))),
    ('"IS LOSES"', phrase("is loses")),
    ("IS AND WHO", both(w("is"), w("who"))),
    ("IS*", Prefix(TEXT, "is")),
    ("date:(2016 OR 2017)", either(Days(20160101, 20161231), Days(20170101, 20171231))),
]


@pytest.mark.parametrize(("text", "expected"), PLAIN, ids=[text for text, _ in PLAIN])
def test_what_is_plain_is_understood_without_a_notice(text: str, expected: Query) -> None:
    parsed = parse(text)
    assert parsed.query == expected
    assert parsed.notices == ()


ODD: list[tuple[str, Query, str]] = [
    ('a "b c', both(A, phrase("b c")), "quotation mark is missing"),
    ("(a OR b", either(A, B), "closing bracket is missing"),
    ("a) b", both(A, B), "without its opening"),
    ("a OR b) c", both(either(A, B), C), "without its opening"),
    ("AND a", A, "AND needs words on both sides"),
    ("a AND", A, "AND needs words on both sides"),
    ("a AND AND b", both(A, B), "AND needs words on both sides"),
    ("a OR", A, "OR needs words on both sides"),
    ("OR a", A, "OR needs words on both sides"),
    ("a NOT", A, "NOT needs a word"),
    ("a ()", A, "empty pair of brackets"),
    ('a ""', A, "empty phrase"),
    ("a tag:", A, '"tag:" needs a value'),
    ("(a tag:)", A, '"tag:" needs a value'),
    ("*", All(), "every article"),
    ("-*", Not(All()), "every article"),
    ("a title:*", A, "needs the beginning of a word"),
    ("a-*b", phrase("a b"), "works inside one word"),
    ("title: a", w("a", "title"), "read as a field"),
    ('tag:  "a b"', Key("tag", "a b"), "read as a field"),
    ("foo:a", both(w("foo"), A), 'no field "foo:"'),
    ('foo:"a b"', both(w("foo"), phrase("a b")), 'no field "foo:"'),
    ("a date:foo", A, '"foo" is no date'),
    ("a date:2017-02-31", A, '"2017-02-31" is no date'),
    ("a date:2017..foo", A, "is no date"),
    ("a before:foo", A, '"foo" is no date'),
    ('"a b"~900', Near(TEXT, ("a", "b"), 50), "at most 50 apart"),
    ("a-b~", phrase("a b"), "works behind one word"),
    ("date:2018..2017", Days(20170101, 20181231), "turned round"),
    ("OR OR", NOTHING, "Nothing in the query"),
    ("()", NOTHING, "Nothing in the query"),
    ("NOT", NOTHING, "Nothing in the query"),
    ('""', NOTHING, "Nothing in the query"),
    ("tag:", NOTHING, "Nothing in the query"),
    ("date:foo", NOTHING, "Nothing in the query"),
    ("-", NOTHING, "Nothing in the query"),
    ("!!!", NOTHING, "Nothing in the query"),
    ("😀", NOTHING, "Nothing in the query"),
    ("tag:\ud800", NOTHING, "needs a value"),
]


@pytest.mark.parametrize(("text", "expected", "notice"), ODD, ids=[repr(row[0]) for row in ODD])
def test_what_is_odd_is_understood_with_a_notice(text: str, expected: Query, notice: str) -> None:
    parsed = parse(text)
    assert parsed.query == expected
    assert any(notice in line for line in parsed.notices)


def test_a_word_with_a_colon_that_is_no_field_is_a_word() -> None:
    assert parse("zebra: a") == parse("zebra a")


def test_where_there_is_no_such_field_it_is_said_which_there_are() -> None:
    fields = ", ".join(field.name for field in FIELDS)
    (notice,) = parse("foo:a").notices
    assert notice == f'There is no field "foo:", so it was searched as words (fields: {fields})'


def test_words_are_stemmed_in_every_language_of_the_archive() -> None:
    query = parse("chevaux", ["en", "fr"]).query
    assert query == Word(TEXT, "chevaux", ("/chevaux", "en/chevaux", "fr/cheval"))


def test_an_endless_query_is_cut_with_a_notice() -> None:
    parsed = parse("word " * 20_000)
    assert isinstance(parsed.query, And)
    assert len(parsed.query.items) == 500
    assert len(parsed.notices) == 2
    assert f"{LONGEST:,}" in parsed.notices[0]


@pytest.mark.parametrize("text", ["(" * 10_000, ")" * 10_000, "(" * 3000 + "a", "-" * 9999 + "a"])
def test_thousands_of_brackets_or_dashes_do_no_harm(text: str) -> None:
    parsed = parse(text)
    assert parsed.notices
    assert len(parsed.notices) < 10


def test_brackets_may_be_nested_so_deep_and_stand_beside_each_other_without_end() -> None:
    deep = parse("(" * DEEPEST + "a" + ")" * DEEPEST)
    assert (deep.query, deep.notices) == (A, ())
    deeper = parse("b " + "(" * (DEEPEST + 1) + "a" + ")" * (DEEPEST + 1))
    assert "The brackets are nested too deeply: the inner ones were left out" in deeper.notices
    beside = parse("(a OR b) " * (DEEPEST + 2) + "c")
    assert beside.notices == ()
    assert beside.parts[-1] == Part("c", C)


def test_a_notice_repeats_only_the_beginning_of_what_was_typed() -> None:
    (notice, _) = parse(f'date:"{"x" * 900}\n"').notices
    assert len(notice) < 200
    assert "\n" not in notice


GRAMMAR = st.lists(
    st.sampled_from(
        ["a", "AND", "OR", "NOT", "IS", "(", ")", '"', "-", "*", "?", "~", "~2", "^2", "=", ":",
         " ", "tag:", "title:", "date:",
         "2017", "..", "foo:", "“", "”", "'", "石", "\n", "😀", "\ud800", "\x00"]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@given(st.one_of(GRAMMAR, st.text(max_size=40), st.text(st.characters(), max_size=20)))
def test_nothing_that_can_be_typed_raises_and_every_notice_is_a_sentence(text: str) -> None:
    parsed = parse(text, ("en", "fr"))
    for notice in parsed.notices:
        assert notice[0].isupper() or notice[0] == '"'
        assert len(notice.split()) > 3
        assert notice == notice.strip()
        assert notice.isprintable()
    if text.strip() and parsed.query == All():
        assert parsed.notices or not any(char.isprintable() and char != " " for char in text)


@pytest.mark.parametrize(
    "field", [field for field in FIELDS if field.kind != "saved"], ids=lambda field: field.name
)
def test_every_example_of_the_field_table_is_plain(field: object) -> None:
    parsed = parse(field.example)  # type: ignore[attr-defined]
    assert parsed.notices == ()
    assert parsed.query != NOTHING


@pytest.mark.parametrize(
    ("name", "value", "key"),
    [
        ("tag", "  DEIR   Ezzor ", "deir ezzor"), ("agency", "(AFP)", "afp"),
        ("language", "eng", "en"), ("language", "Martian", "martian"), ("tag", "a\ud800", "a"),
    ],
)  # fmt: skip
def test_a_facet_value_is_folded_as_it_was_indexed(name: str, value: str, key: str) -> None:
    assert facet_key(name, value) == key


def test_a_headline_in_capitals_is_told_that_not_and_or_are_operators() -> None:
    told = ("OR and NOT are operators in capitals; typed small, they are words",)
    assert parse("OPEC WILL NOT MEET").notices == told
    assert parse("Opec NOT Iran").notices == ()
    assert parse("NOT Iran").notices == ()


@pytest.mark.parametrize("text", ["Syria^1000", "Syria^100", "wrod~5", "title:wrod~12"])
def test_a_weight_or_number_of_mistakes_out_of_reach_is_told(text: str) -> None:
    (notice,) = parse(text).notices
    word = text.removeprefix("title:")
    assert notice.endswith(f': "{word}" was searched as words')


def test_where_no_searches_are_saved_one_finds_nothing_and_says_so() -> None:
    parsed = parse("saved:oil")
    assert parsed.notices == ('No search is saved as "oil", so it finds nothing',)
    assert parsed.query == Or(())


def test_a_saved_search_is_told_how_many_brackets_stand_around_it() -> None:
    asked = []

    def saved(name: str, exact: bool, inside: int) -> Parsed:
        asked.append((name, exact, inside))
        return Parsed(A)

    assert parse("query:one ((=query:two))", saved=saved, inside=4).query == both(A, A)
    assert asked == [("one", False, 5), ("two", True, 7)]


def test_what_is_not_wanted_is_no_wanted_leaf() -> None:
    query = parse("oil -army (tag:syria OR -gas)").query
    assert [type(leaf).__name__ for leaf in wanted_leaves(query)] == ["Word", "Key"]
    assert list(wanted_leaves(parse("").query)) == []
    every = ["Word", "Word", "Key", "Word"]
    assert [type(leaf).__name__ for leaf in leaves(query)] == every
    assert list(leaves(Not(A))) == [A]
