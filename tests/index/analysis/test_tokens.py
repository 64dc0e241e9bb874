"""Text -> tokens: how a reader would split and fold it, with exact spans."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.plain import fold
from index.analysis import tokens as tokenising
from index.analysis.scripts import is_pair_text
from index.analysis.tokens import forms, tokens, without_apostrophe, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Deir Ezzor", "deir ezzor"),
        ("twin-town Al-Qaim", "twin town al qaim"),
        ("Syria's SYRIA’S", "syria syria"),
        ("O'Neill O’Neill", "oneill oneill"),
        ("don't", "dont"),
        ("Qur'an", "quran"),
        ("l'Irak d’Alep qu'il", "irak alep il"),
        ("the dogs' day", "the dogs day"),
        ("'quoted'", "quoted"),
        ("U.S. U.N", "us un"),
        ("U.S.-led", "us led"),
        ("e.g. this", "eg this"),
        ("1,500 and 3.5", "1500 and 3.5"),
        ("1,234,567.89", "1234567.89"),
        ("2017-11-03", "2017 11 03"),
        ("5.93", "5.93"),
        ("1,2,3", "1 2 3"),
        ("In 2017, 300.", "in 2017 300"),
        ("192.168.0.1", "192 168 0 1"),
        ("$60 60% #tag @name a_b", "60 60 tag name a b"),
        ("état e\u0301tat", "etat etat"),
        ("Straße STRASSE", "strasse strasse"),
        ("İstanbul Istanbul ısı", "istanbul istanbul isi"),
        ("Øre Đà Łódź", "ore da lodz"),
        ("ё й", "е й"),
        ("كِتَاب كتاب", "كتاب كتاب"),
        ("أحمد احمد إ آ", "احمد احمد ا ا"),
        ("שָׁלוֹם", "שלום"),
        ("Some 6,100, mostly 3.5, or 1,204,511.", "some 6100 mostly 3.5 or 1204511"),
        ("$1.5bn 2.75m, 1,500km .5bn 2.5km²", "1.5bn 2.75m 1500km 0.5bn 2.5km2"),
        ("1,5km 3,5 % 3,5 Prozent 3,5", "1.5km 3.5 3.5 prozent 3 5"),
        ("2.500.000 1.250 1.250,50 3.11.2017", "2500000 1.250 1250.50 3 11 2017"),
        ("1 250 000,50; in 2017 100", "1250000.50 in 2017 100"),
        ("p.5 end.5 .5 ...5", "p 5 end 5 0.5 5"),
        ("投资1.5亿元", "投资 资 1.5 亿元 元"),
        ("９／１１ 9/11", "9/11 9/11"),
        ("two Ph.D.s, M.Sc.", "two phds msc"),
        ("ข่าว ขาว ข้าว", "ข่า าว ว ขา าว ว ข้า าว ว"),
        ("ន្ទ ភ្នំ", "ន្ទ ភ្នំ"),
        ("हिन्दी क़ानून", "हिन्दी कानून"),
        ("石油価格", "石油 油価 価格 格"),
        ("石", "石"),
        ("한국어", "한국 국어 어"),
        ("ひらがな", "ひら らが がな な"),
        ("AI石油2", "ai 石油 油 2"),
        ("😀 oil 👩🏽‍🚀", "oil"),
        ("", ""),
        (" \n\t", ""),
        ("...---", ""),
    ],
)
def test_words_are_split_and_folded_as_a_reader_would(text: str, expected: str) -> None:
    assert words(text) == expected.split()


@pytest.mark.parametrize("text", ["हिन्दी", "भारत", "தமிழ்", "বাংলা"])
def test_vowel_signs_stay_inside_their_word(text: str) -> None:
    assert len(words(f"a {text} b")) == 3


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("in Syria's oil", ["in", "Syria", "oil"]),
        ("l'Irak a", ["Irak", "a"]),
        ("the U.S.-led 1,500", ["the", "U.S.", "led", "1,500"]),
        ("O’Neill e\u0301tat.", ["O’Neill", "e\u0301tat"]),
        ("石油価", ["石油", "油価", "価"]),
        ("ｶﾞｿﾘ", ["ｶﾞｿ", "ｿﾘ", "ﾘ"]),
        ("นํ้าท", ["นํ้าท", "ท"]),
        ("投资1.5亿", ["投资", "资", "1.5", "亿"]),
        ("a .5bn 3,5 %", ["a", ".5bn", "3,5"]),
    ],
)
def test_spans_cover_the_word_in_the_text(text: str, marked: list[str]) -> None:
    assert [text[token.start : token.end] for token in tokens(text)] == marked


def test_scripts_without_spaces_are_recognised() -> None:
    assert [is_pair_text(text) for text in ("石油", "油", "oil", "", "нефть")] == [
        True, True, False, False, False,
    ]  # fmt: skip


# Text that is likely to trip: every kind of character that the patterns name, side by side.
TRICKY = st.text(
    st.one_of(
        st.sampled_from("aZ09 .,'’-_s/%Dภ្น้ำํာ်\u0301\u064b石油ёİßﬁ㌔\u200dأ한"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=60,
)


@given(TRICKY)
def test_spans_are_inside_the_text_and_in_order(text: str) -> None:
    found = list(tokens(text))
    starts = [token.start for token in found]
    assert starts == sorted(starts)
    for token in found:
        assert 0 <= token.start < token.end <= len(text)
        assert token.text


@given(TRICKY)
def test_a_span_folds_to_its_token(text: str) -> None:
    for token in tokens(text):
        spanned = fold(text[token.start : token.end])
        kept = "".join(char for char in spanned if char.isalnum())
        assert "".join(char for char in token.text if char.isalnum()) == kept


@given(TRICKY)
def test_words_are_the_tokens_without_spans(text: str) -> None:
    assert words(text) == [token.text for token in tokens(text)]


@given(st.text(st.characters(max_codepoint=127), max_size=60))
def test_the_short_way_for_ascii_gives_what_the_long_way_gives(text: str) -> None:
    whole = [(match.lastgroup, match.span()) for match in tokenising._pattern(False).finditer(text)]
    short = [(match.lastgroup, match.span()) for match in tokenising._pattern(True).finditer(text)]
    assert short == whole


@given(TRICKY)
def test_folding_a_token_again_changes_nothing(text: str) -> None:
    for token in tokens(text):
        assert fold(token.text) == token.text


@pytest.mark.parametrize(
    ("text", "acronyms"),
    [
        ("IS loses towns", ["IS"]), ("This is it", []), ("It is us", []),
        ("the U.S. and us", ["US"]),
        ("US's", ["US"]), ("L'UN", ["UN"]), ("NATO and WHO", ["WHO"]), ("I AM", ["AM"]), ("A", []),
        ("OIL UP", ["OIL", "UP"]), ("u.s.", ["US"]), ("ISIS", []), ("l’IA — l’AI", ["AI"]),
    ],
)  # fmt: skip
def test_capitals_of_a_small_word_are_an_acronym(text: str, acronyms: list[str]) -> None:
    assert [capitals[0] for _, capitals in forms(text) if capitals] == acronyms
    assert [token.acronyms[0] for token in tokens(text) if token.acronyms] == acronyms


@pytest.mark.parametrize("am", ["น้ำ", "น้\u0e4d\u0e32", "น\u0e4d้\u0e32"])
def test_thai_am_is_one_letter_however_it_is_typed(am: str) -> None:
    assert words(am) == words("น้ำ")
    assert len(words(am)) == 1


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("to D'Arcy", ["darcy"]), ("D’Arcy's", ["darcy"]), ("L'Œuvre", ["loeuvre"]),
        ("Arcy", [""]), ("d'IS", [""]), ("à L'UN", ["", ""]), ("'F-16", ["", ""]),
    ],
)  # fmt: skip
def test_a_name_without_its_apostrophe_is_no_acronym(text: str, names: list[str]) -> None:
    assert [without_apostrophe(token, text) for token in tokens(text)][-len(names) :] == names


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("N'Dour", "fr", "ndour"), ("N’Djamena", "fr", "ndjamena"), ("D'Souza", "it", "dsouza"),
        ("M'Bappé", "ca", "mbappe"), ("N'Dour", "en", "ndour"), ("d'Angers", "fr", ""),
        ("d'Hondt", "fr", ""), ("L'Équipe", "fr", ""), ("l'Yonne", "fr", ""),
        ("d'Œuvres", "fr", ""), ("d'Angers", "en", "dangers"),
    ],
)  # fmt: skip
def test_no_word_is_elided_before_a_consonant(text: str, language: str, name: str) -> None:
    (token,) = tokens(text, language)
    assert without_apostrophe(token, text) == name
