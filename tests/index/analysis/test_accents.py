"""Accents are optional: what is typed without them, or with others, finds what it found before
words were stemmed as they are written.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice

import pytest
import Stemmer

from archive.text.plain import fold
from index.analysis.stems import STEMMERS, stems, stems_of
from index.analysis.tokens import words

# Letters with a mark, plain ones, and ends of words, of each language that writes marks.
LETTERS = {
    "ca": ("àçèéíïòóúü", "abcdeilmnoprstu", "s es ció cions itat"),
    "cs": ("áčďéěíňóřšťúůýž", "abcdehijklmnoprstuvz", "y u ů em ech ství"),
    "da": ("æøå", "abdefgiklmnoprstv", "en er erne et s"),
    "de": ("äöüß", "abdefghiklmnorstuw", "en er es ung ungen lich"),
    "es": ("áéíóúüñ", "abcdeilmnoprstu", "s es ción ciones mente"),
    "et": ("äöõüšž", "adegiklmnoprstuv", "d de sse st ga"),
    "fi": ("äö", "aehiklmnoprstuv", "n ssa stä lle t"),
    "fr": ("àâçéèêëîïôùûü", "abcdeilmnoprstu", "s e es ment ités"),
    "ga": ("áéíóú", "abcdefghilmnorst", "a í anna acht"),
    "hu": ("áéíóöőúüű", "abdegiklmnorstz", "k ban ből nek ok"),
    "it": ("àèéìòù", "abcdeilmnoprstu", "i e mente zione zioni"),
    "lt": ("ąčęėįšųūž", "abdegiklmnoprstuv", "as ai ų ams e"),
    "no": ("æøå", "abdefgiklmnoprstv", "en er ene et s"),
    "pl": ("ąćęłńóśźż", "abcdegiklmnoprstuwyz", "y ów ami ach ość"),
    "pt": ("áâãàçéêíóôõú", "abcdeilmnoprstu", "s es ção ções mente"),
    "ro": ("ăâîșşțţ", "abcdeilmnoprstu", "i le lor ție ţii ul"),
    "ru": ("ёй", "абвгдеиклмнопрстуя", "ы ов ами ах ость"),
    "sv": ("åäö", "abdefgiklmnoprstv", "en er arna et s"),
    "tr": ("çğıöşüâ", "abcdeiklmnorstuyz", "lar ler ı nın da"),
    "el": ("άέήίόύώ", "αβγδεικλμνοπρστυ", "ος ου ων ες"),
    "ar": ("أإآؤئةىً", "ابتجحدرسعقلمنهي", "ة ات ين ون ها"),
}


def pairs(language: str) -> Iterator[tuple[str, str]]:
    """Two forms, with accents, of words that the stemmer takes for one when they are folded."""
    stem = Stemmer.Stemmer(STEMMERS[language], 0).stemWord
    marked, plain, ends = LETTERS[language]
    chance = random.Random(language)
    while True:
        root = [chance.choice(plain) for _ in range(chance.randint(3, 6))]
        root[chance.randrange(1, len(root))] = chance.choice(marked)
        one, other = ("".join(root) + end for end in chance.sample(["", *ends.split()], 2))
        apart = any("|" in each for word in (one, other) for each in own(word, language))
        one_stem = stem(fold(one)) == stem(fold(other)) and not apart
        if one_stem and len(words(one)) == len(words(other)) == 1:
            yield one, other


def own(word: str, language: str) -> tuple[str, ...]:
    """The stems of a word; those of an exception have a mark."""
    return stems_of(fold(word), word, language)


@pytest.mark.parametrize("language", LETTERS)
def test_200_words_are_found_typed_with_accents_without_and_with_others(language: str) -> None:
    chance = random.Random(0)
    for one, other in islice(pairs(language), 200):
        (typed,), (held,) = words(one), words(other)
        wrong = "".join(chance.choice([letter, fold(letter)]) for letter in one)
        for written in (one, fold(one), wrong):
            wanted = set(stems(typed, [language], written))
            assert wanted & set(stems_of(held, other, language)), (written, other)
