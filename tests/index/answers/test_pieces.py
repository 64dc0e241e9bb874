"""Which pieces of a text may hold a word is told by first letters, and never wrongly."""

from __future__ import annotations

import re
from itertools import chain, filterfalse, product
from string import ascii_lowercase

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.text.plain import fold
from index.analysis.acronyms import meant
from index.analysis.lexicon import Lexicon
from index.analysis.stems import STEMMERS, kept_letters, own_stems, stems_of, words_with
from index.answers.pieces import Seen, bare

ENDINGS = ("", "a", "ing", "ations", "lich", "elmes", "idades")
# Words whose stems begin otherwise than most do.
ODD = ("dying", "lying", "tying", "skies", "cries", "dyed", "ious", "yes", "eyes", "uyes", "xying")
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
    "D’Arcy",
    "a",
    "IS",
)
LANGUAGES = (None, *STEMMERS)
PLAIN = re.compile("|[A-Za-z]+(?:['’-][A-Za-z]+)*|[0-9]+(?:[.,][0-9]+)*")
PIECES = st.lists(st.sampled_from((*PARTS, *"-'’.,!?()\"“”")), min_size=1, max_size=6).map(
    "".join
) | st.text("aBé1.,-'’&", min_size=1, max_size=8)


def has_figures(form: str) -> bool:
    return any(map(str.isdigit, form))


@pytest.mark.parametrize("language", sorted(STEMMERS))
def test_a_stem_begins_as_its_word(language: str) -> None:
    kept = kept_letters(language)
    beginnings = map("".join, chain(*(product(ascii_lowercase, repeat=n) for n in (1, 2, 3))))
    words = (begins + ends for begins in beginnings for ends in ENDINGS)
    for word in chain(words, ODD) if kept else ():
        for stem in stems_of(word, word, language):
            begins = [each[:kept].replace("y", "i") for each in (word, stem.partition("/")[2])]
            same = begins[1] in begins[0] if stem.endswith("|") else begins[0].startswith(begins[1])
            assert same, word


@pytest.mark.parametrize("language", sorted(STEMMERS))
def test_words_with_a_stem_of_our_own_are_known(language: str) -> None:
    for word, stem in own_stems(language):
        assert fold(word) in words_with(stem)


@example(".NET", "en")
@example("(.NET)", None)
@example(".5", "en")
@given(PIECES, st.sampled_from(LANGUAGES))
def test_every_form_of_a_piece_is_among_those_that_start_so(
    piece: str, language: str | None
) -> None:
    seen = Seen(language, Lexicon())
    for form in filterfalse(has_figures, seen.of(piece)):  # for which all of a text is tokenised
        assert piece in seen.among(piece, seen.starts([form], ()))
        assert piece in seen.among(f"so {piece} is", seen.starts([form, "en/other"], ()))
        word = form.rpartition("/")[2]
        for length in range(1, len(word)) if word == form else ():
            assert piece in seen.among(piece, seen.starts((), [word[:length]]))


@example("(US’s),", "en")
@example("Oil’s", "tr")
@given(PIECES, st.sampled_from(LANGUAGES))
def test_a_piece_has_all_forms_that_the_lexicon_has_of_it(piece: str, language: str | None) -> None:
    held = Lexicon().piece(piece, language)
    words = {word for form in held for word in form.words}
    stems = {stem for form in held for stem in form.stems}
    assert set(Seen(language, Lexicon()).of(piece)) == {*words, *map(meant, words), *stems}


@given(st.text("aBZé1.,-'’&(“\u00a0 ", max_size=12))
def test_a_piece_that_is_no_plain_word_is_always_among_them(line: str) -> None:
    among = Seen("en", Lexicon()).among(line, {})
    assert among == {each for each in line.split(" ") if not PLAIN.fullmatch(bare(each))} - {""}


def test_a_plain_word_that_starts_otherwise_is_not_among_them() -> None:
    english = Seen("en", Lexicon())
    line = "mills, (oil) ox-oil-rich ole rich-old o’il don’t 1,090 lying x1"

    def among(*forms: str) -> set[str]:
        return english.among(line, english.starts(forms, ())) - {"x1"}

    assert among("en/oil") == {"(oil)", "ox-oil-rich", "o’il"}
    assert among("oil", "en/mill") == {"(oil)", "ox-oil-rich", "o’il", "mills,"}
    assert among("o") == {"(oil)", "ox-oil-rich", "ole", "rich-old", "o’il"}
    assert among("en/lie") == {"lying"}
    assert among("t") == {"don’t"}
    dutch = Seen("nl", Lexicon())
    assert dutch.among(line, dutch.starts(["nl/oil"], ())) == set(line.split())  # ge- is taken off
