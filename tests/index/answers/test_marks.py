"""Marks in a text: those that the analysis of the whole text gives, found by looking at less."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answers import marks
from index.answers.marks import Marker, Span
from index.query.parse import parse
from index.query.tree import Phrase, Prefix, Query
from tests.helpers.generated import LANGUAGES, WORDS, trees

# What the words around a piece may change: capitals, signs and figures across a blank.
AROUND = (
    "EU-US", "US/OIL",
    "AT & T", "AT &\nT", "AT", "&", "T", "Ph. D", "Ph.", "D", "M. Phil", "M.", "Phil.", "LL. B",
    "US", "OIL", "THE", "WHO", "us", "F", "16", "F\n16", "12", "500", "bank,", "(oils)",
    '"oil', "-",
    "\u00a0oil\u2009bank", "oil\nbank", "Disney+", "disney", "1990s", "1990's", ".NET", "l'oil",
)  # fmt: skip
BODY = ("title", "body")

texts = st.lists(st.sampled_from(WORDS + AROUND), max_size=14).map(" ".join)
typed = st.lists(
    st.sampled_from([*WORDS, *AROUND, "o*", "ph*", "disn*", "1*", '"oil bank"', '"bank oil"~3',
                     '"US oil"', "=us", "=oil", "at", "phd", "ph", "at&t", "f16"]),
    min_size=1, max_size=4,
).map(" ".join)  # fmt: skip


def assert_as_of_the_whole(query: Query, text: str, language: str | None) -> None:
    found = Marker(query).spans(BODY, text, language)
    with patch.object(marks, "_LONG_PIECES", 0):  # so that all of each text is tokenised
        assert found == Marker(query).spans(BODY, text, language)


@given(query=trees, text=texts, language=st.sampled_from(LANGUAGES))
def test_pieces_give_the_marks_of_the_whole_text(
    query: Query, text: str, language: str | None
) -> None:
    assert_as_of_the_whole(query, text, language)


@given(query=typed, text=texts, language=st.sampled_from(LANGUAGES))
def test_what_is_typed_is_marked_as_in_the_whole_text(
    query: str, text: str, language: str | None
) -> None:
    assert_as_of_the_whole(parse(query, ["en", "fr"]).query, text, language)


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("oil", "Oil, oils and oilfields.", ["Oil", "oils"]),
        ("at", "Look at AT & T, at\nonce.", ["at", "at"]),
        ("phd", "A Ph. D and a Ph.D.", ["Ph. D", "Ph.D."]),
        ("F16", "One F-16, one F 16, one F, 16 of them.", ["F-16", "F 16"]),
        ("US", "US oil for us", ["US"]),
        (".NET", "On .NET (.NET), a net.", [".NET", ".NET"]),
        ('"crude oil"', "crude prices, oil, crude oil", ["crude oil"]),
        ("oil*", "oils\n\noilfield\u00a0oil", ["oils", "oilfield", "oil"]),
    ],
)
def test_what_is_marked(query: str, text: str, marked: list[str]) -> None:
    spans = Marker(parse(query, ["en"]).query).spans(BODY, text, "en")
    assert [text[start:end] for start, end in spans] == marked


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        (Phrase(BODY, ("f16",)), "an F 16 flew", [(3, 4)]),
        (Phrase(BODY, ("US!",)), "THE US AND ITS ALLIES", []),
        (Phrase(BODY, ("US!",)), "The US and its allies", [(4, 6)]),
        (Prefix(BODY, "f1"), "an F 16 flew", [(3, 4)]),
        (Phrase(BODY, ("US!",)), "the new EU-US trade deal", [(11, 13)]),
        (Phrase(BODY, ("US!",)), "THE NEW EU-US TRADE DEAL", []),
        (Phrase(BODY, ("US!", "trade")), "the new EU-US trade deal", [(11, 19)]),
    ],
)
def test_the_words_around_decide(query: Query, text: str, found: list[Span]) -> None:
    assert Marker(query).spans(BODY, text, "en") == found


def test_long_pieces_and_short_ones_are_marked_alike() -> None:
    short = "Zebras, oil and x/OIL-zebra of a text that no other test has."
    long = short.replace("x", "x" * 120)
    for text in (long, short, long, short):
        for query, marked in (
            ("oil", ["oil", "OIL"]),
            ("zebra", ["Zebras", "zebra"]),
            ("zebra oil", ["Zebras", "oil", "OIL", "zebra"]),
        ):
            spans = Marker(parse(query, ["en"]).query).spans(BODY, text, "en")
            assert [text[start:end] for start, end in spans] == marked


def test_one_marker_marks_texts_of_several_languages() -> None:
    marker = Marker(parse("mills", ["en", "hu"]).query)
    assert marker.spans(BODY, "a mill", "en") == [(2, 6)]
    assert marker.spans(BODY, "a mill", "hu") == []
    assert marker.spans(("author",), "a mill", "en") == []
