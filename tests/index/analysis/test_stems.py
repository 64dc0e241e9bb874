"""Stems belong to the language of the text that they stand in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archive.article import Article
from archive.text.plain import fold
from index.analysis.stems import STEMMERS, language_of, stems, stems_of
from index.document import document


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("oilfields", "en", ("en/oilfield",)), ("chevaux", "fr", ("fr/cheval",)),
        ("нефти", "ru", ("ru/нефт",)), ("2017", "en", ("en/2017",)),
        ("running", None, ("/running",)), ("running", "xx", ("/running",)),
        ("running", "zh", ("/running",)), ("hamas", "en", ("en/hamas|",)),
    ],
)  # fmt: skip
def test_stems_carry_their_language(
    word: str, language: str | None, expected: tuple[str, ...]
) -> None:
    assert stems_of(word, word, language) == expected


def test_a_query_word_is_looked_for_in_every_language_and_as_it_is() -> None:
    assert stems("nations", ["en", "fr", "xx"]) == ("/nations", "en/nation", "fr/nation")


@pytest.mark.parametrize("language", STEMMERS)
def test_every_language_has_its_stemmer(language: str) -> None:
    assert stems_of("zebra", "zebra", language)[0].startswith(f"{language}/")
    assert language_of(language)


# Folded, written, language; a form of the same word that it finds and is found by.
FORMS = [
    ("الحكومه", "الحكومة", "ar", "حكومه", "حكومة"),
    ("السوريه", "السورية", "ar", "السوري", "السوري"),
    ("declaracao", "declaração", "pt", "declaracoes", "declarações"),
    ("eleccio", "elecció", "ca", "eleccions", "eleccions"),
    ("baskan", "başkan", "tr", "baskani", "başkanı"),
    ("declaratie", "declaraţie", "ro", "declaratii", "declaraţii"),
    ("wybory", "wybory", "pl", "wyborow", "wyborów"),
    ("ministr", "ministr", "cs", "ministru", "ministrů"),
    ("strasse", "Straße", "de", "strassen", "Straßen"),
]


@pytest.mark.parametrize(("word", "written", "language", "other", "other_written"), FORMS)
def test_a_word_is_stemmed_as_it_is_written(
    word: str, written: str, language: str, other: str, other_written: str
) -> None:
    typed = set(stems(word, [language], written))
    held = set(stems_of(other, other_written, language))
    assert typed & held


@pytest.mark.parametrize(("word", "written", "language", "other", "other_written"), FORMS)
def test_what_is_typed_without_accents_finds_the_word_itself(
    word: str, written: str, language: str, other: str, other_written: str
) -> None:
    assert set(stems(word, [language])) & set(stems_of(word, written, language))


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("أوكرانيا", "وأوكرانيا"), ("آسيا", "وآسيا"), ("السلطة", "للسلطة"), ("الرئيس", "فالرئيس"),
        ("الرئيس", "بالرئيس"), ("الرئيس", "وبالرئيس"), ("إدلب", "بإدلب"), ("العراق", "كالعراق"),
        ("سوريا", "لسوريا"), ("سوريا", "ولسوريا"), ("لبنان", "للبنان"), ("لندن", "للندن"),
        ("لجنة", "للجنة"), ("لاجئ", "للاجئين"), ("لبناني", "وللبناني"),
    ],
)  # fmt: skip
def test_arabic_words_are_found_behind_the_small_words_that_are_written_with_them(
    typed: str, written: str
) -> None:
    from archive.text.plain import fold

    wanted = set(stems(fold(typed), ["ar"], typed))
    assert wanted & set(stems_of(fold(written), written, "ar"))


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("سائل", "وسائل"),
        ("تاب", "كتاب"),
        ("لد", "بلد"),
        ("نان", "لبنان"),
        ("زار", "وزارة"),
        ("زير", "وزيرة"),
        ("احد", "واحدة"),
    ],
)
def test_arabic_words_that_begin_so_by_themselves_are_left_whole(typed: str, written: str) -> None:
    from archive.text.plain import fold

    wanted = {stem for stem in stems(fold(typed), ["ar"], typed) if stem.startswith("ar/")}
    held = set(stems_of(fold(written), written, "ar"))
    assert not wanted & held


@pytest.mark.parametrize(
    ("typed", "language", "other"),
    [
        ("sudan", "en", "sued"), ("paris", "en", "par"), ("miller", "en", "mills"),
        ("regan", "en", "reg"), ("irran", "en", "irs"), ("hamas", "en", "hama"),
        ("mini", "nl", "ministers"), ("sudan", "hu", "suing"),
    ],
)  # fmt: skip
def test_a_name_finds_no_other_word(typed: str, language: str, other: str) -> None:
    every = [*STEMMERS, "zh"]
    assert not set(stems(typed, every)) & set(stems_of(other, other, language))


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Ankara", "Ankara'da"), ("Suriye", "Suriye’nin"), ("Irak", "Irak'ta"),
        ("İstanbul", "İstanbul'da"), ("Trump", "Trump'ın"),
    ],
)  # fmt: skip
def test_turkish_names_are_found_before_an_ending_behind_an_apostrophe(
    make_article: Callable[..., Article], typed: str, written: str
) -> None:
    made = document(make_article(title=None, body=f"Bakan {written} konuştu.", language="tr"))
    found = {stem for form in made.streams["body"].forms if form for stem in form.stems}
    assert found & set(stems(fold(typed), ["tr"], typed))


@pytest.mark.parametrize(
    "word",
    [
        "وهران",
        "وزارة",
        "وكالة",
        "وزير",
        "بيروت",
        "ليبيا",
        "كتاب",
        "فلسطين",
        "لبنان",
        "بغداد",
        "باريس",
        "كردستان",
    ],
)
def test_an_arabic_query_word_keeps_its_first_letter(word: str) -> None:
    asked = set(stems(fold(word), ["ar"], word))
    assert asked.isdisjoint(stems_of(fold(word[1:]), word[1:], "ar"))
    assert not asked.isdisjoint(stems_of(fold(word), word, "ar"))


@pytest.mark.parametrize(("word", "rest"), [("والحكومة", "الحكومة"), ("وبيروت", "بيروت")])
def test_an_arabic_query_word_loses_a_small_word_that_is_unmistakable(word: str, rest: str) -> None:
    asked = set(stems(fold(word), ["ar"], word))
    assert not asked.isdisjoint(stems_of(fold(rest), rest, "ar"))


@pytest.mark.parametrize(
    ("typed", "written", "is_found"),
    [
        ("eleição", "eleições", True), ("eleicoes", "eleição", True), ("região", "regiões", True),
        ("decisao", "decisões", True), ("milhões", "milhão", True), ("Simão", "Simões", False),
    ],
)  # fmt: skip
def test_portuguese_plurals_in_oes_have_the_stem_of_their_singular(
    typed: str, written: str, is_found: bool
) -> None:
    from archive.text.plain import fold

    wanted = set(stems(fold(typed), ["pt"], typed))
    assert bool(wanted & set(stems_of(fold(written), written, "pt"))) == is_found


@pytest.mark.parametrize(("word", "language"), [("medju", "sr"), ("gxardeno", "eo"), ("oil", "en")])
def test_a_word_in_plain_letters_has_in_a_text_the_stem_that_it_is_asked_for_by(
    word: str, language: str
) -> None:
    assert set(stems_of(word, word, language)) & set(stems(word, [language]))
