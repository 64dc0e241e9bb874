"""Which pieces of a text may hold a word is told by first letters, and never wrongly."""

from __future__ import annotations

from itertools import chain, product
from string import ascii_lowercase

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.text.plain import fold
from index.analysis.lexicon import Lexicon
from index.analysis.stems import STEMMERS, keeps_first_letter, own_stems, stems_of
from index.answers.pieces import Seen

ENDINGS = ("", "a", "ing", "ations", "lich", "elmes", "idades")
PARTS = (
    "oil",
    "US",
    "WHO",
    "McGraw",
    "F",
    "16",
    "1,090",
    "6.100",
    "&",
    "é",
    "Ph",
    "MiG",
    "a",
    "IS",
)
LANGUAGES = (None, *STEMMERS)


@pytest.mark.parametrize("language", sorted(filter(keeps_first_letter, STEMMERS)))
def test_a_stem_begins_as_its_word(language: str) -> None:
    beginnings = map("".join, chain(ascii_lowercase, product(ascii_lowercase, repeat=2)))
    for word in (begins + ends for begins in beginnings for ends in ENDINGS):
        for stem in stems_of(word, word, language):
            assert stem.removeprefix(f"{language}/")[:1] == word[:1], word
    for word, stem in own_stems(language):
        assert stem.removeprefix(f"{language}/")[:1] == fold(word)[:1]


@example(".NET", "en")
@example("(.NET)", None)
@example(".5", "en")
@given(
    st.lists(st.sampled_from((*PARTS, *"-'’.,!?()\"“”")), min_size=1, max_size=6).map("".join)
    | st.text("aBé1.,-'’&", min_size=1, max_size=8),
    st.sampled_from(LANGUAGES),
)
def test_every_form_of_a_piece_is_among_those_of_its_first_letter(
    piece: str, language: str | None
) -> None:
    seen = Seen(language, Lexicon())
    for form in seen.of(piece):
        letter = form.rpartition("/")[2][:1].lower()
        assert seen.among({piece}, [letter]) == {piece}
        assert seen.among({piece}, [letter]) == {piece}  # as one that has been met


def test_a_plain_word_of_another_letter_is_not_among_them() -> None:
    seen = Seen("en", Lexicon())
    pieces = {"mills,", "(oil)", "oil-rich", "don’t", "1,090", "x" * 101}
    assert seen.among(pieces, ["o"]) == {"(oil)", "oil-rich", "x" * 101}
    assert seen.among(pieces, ["t", "1"]) == {"don’t", "1,090", "x" * 101}
    assert Seen("nl", Lexicon()).among(pieces, ["o"]) == pieces  # ge- is taken off
