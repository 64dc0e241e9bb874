"""Comparing texts: cut at words, readable, and nothing of either text lost."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.diff import Piece, compare_texts, count_words, shortened

MARKS = {"same": "{}", "removed": "[{}]", "added": "<{}>"}


def marked(pieces: tuple[Piece, ...]) -> str:
    return "".join(MARKS[piece.kind].format(piece.text) for piece in pieces)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Three boats sank.", "Four boats sank.", "[Three]<Four> boats sank."),
        ("It cost 1,200 crowns.", "It cost 1,250 crowns.", "It cost [1,200]<1,250> crowns."),
        ("Growth was 1.5 percent.", "Growth was 1.7 percent.", "Growth was [1.5]<1.7> percent."),
        ("They don't pay.", "They didn't pay.", "They [don't]<didn't> pay."),
        ("He left.", "He left on Friday.", "He left< on Friday>."),
        ("First. Then the sea rose.", "Then the sea rose.", "[First. ]Then the sea rose."),
        ("One here.\n\nTwo there.", "One here.", "One here.[\n\nTwo there.]"),
        ("One here.", "Nought.\n\nOne here.", "<Nought.\n\n>One here."),
        ("One here.\n\nTwo there.", "One here. Two there.", "One here.[\n\n]< >Two there."),
        ("the old mill", "a new barn", "[the old mill]<a new barn>"),
        ("市長は月曜日に辞任した。", "市長は火曜日に辞任した。", "市長は[月]<火>曜日に辞任した。"),
        ("नदी में बाढ़ आई", "नदी में आग आई", "नदी में [बाढ़]<आग> आई"),
        ("وصل الوفد أمس", "وصل الوفد اليوم", "وصل الوفد [أمس]<اليوم>"),
        ("", "New.", "<New.>"),
        ("Old.", "", "[Old.]"),
        ("", "", ""),
    ],
)
def test_what_differs_is_cut_at_words(before: str, after: str, expected: str) -> None:
    assert marked(compare_texts(before, after)) == expected


TEXTS = st.lists(
    st.sampled_from(["a", "of", "Mill", "1.5", "don't", ".", "\n\n", " ", "  ", "市", "é", "?"])
).map("".join)


@given(TEXTS, TEXTS)
def test_the_pieces_make_both_texts(before: str, after: str) -> None:
    pieces = compare_texts(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after
    assert all(piece.text for piece in pieces)
    assert all(one.kind != next_.kind for one, next_ in pairwise(pieces))


def test_words_are_found_in_a_text_of_a_million_characters() -> None:
    before = [f"Line {number} of the long report is the same." for number in range(22_000)]
    after = [*before]
    after[7], after[21_990] = "Line 7 of the long report is new.", "Line 21990 says nothing."
    for end in ("\n\n", " "):  # many paragraphs, and a single one
        pieces = compare_texts(end.join(before), end.join(after))
        gone = [piece.text for piece in pieces if piece.kind == "removed"]
        assert gone == ["the same", "of the long report is the same"]


def test_a_change_of_more_than_a_million_characters_is_shown_as_a_whole() -> None:
    before, after = "Begin. " + "ab cd " * 200_000, "Begin. " + "cd ef " * 200_000
    assert [piece.kind for piece in compare_texts(before, after)] == ["same", "removed", "added"]


def test_long_stretches_that_are_equal_are_shortened_at_words() -> None:
    lines = " ".join(f"word{number}" for number in range(200))
    pieces = shortened(compare_texts(f"{lines} old {lines}", f"{lines} new {lines}"))
    first, gone, new, last = pieces
    assert (gone.text, new.text) == ("old", "new")
    assert first.text.startswith("… word1")
    assert first.text.endswith("word199 ")
    assert last.text.startswith(" word0 word1")
    assert last.text.endswith(" …")
    assert len(first.text) < 200 > len(last.text)


def test_what_is_short_or_different_is_not_shortened() -> None:
    pieces = compare_texts("A short " + "old " * 200 + "end", "A short end")
    assert shortened(pieces) == pieces
    assert shortened(compare_texts("All " * 300, "All " * 300)) == ()
    unbroken = shortened(compare_texts("水" * 900 + "火", "水" * 900 + "木"))
    assert unbroken[0].text == "… " + "水" * 160


def test_the_end_of_a_paragraph_alone_can_be_seen() -> None:
    pieces = compare_texts("One.\n\nTwo.", "One. Two.")
    assert [piece.visible for piece in pieces] == ["One.", "¶\n\n", " ", "Two."]


def test_words_are_counted_without_punctuation_and_letters_of_cjk_one_by_one() -> None:
    pieces = (Piece("added", "“Well,” he said — 1.5 times."), Piece("added", "東京。"))
    assert count_words(pieces, "added") == 7
    assert count_words(pieces, "removed") == 0
