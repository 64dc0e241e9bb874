"""The words that are kept apart from others of their stem: each line is one that has to be."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import Stemmer

from archive.text.plain import fold
from index.analysis.stems import EXCEPTIONS as FILE
from index.analysis.stems import STEMMERS, stems_of
from index.analysis.stems import stems as wanted_stems


@dataclass(frozen=True)
class Apart:
    """The forms of a word, and the words that it is not."""

    language: str
    forms: tuple[str, ...]
    others: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.language}-{self.forms[0]}"


def exceptions() -> list[Apart]:
    found: list[Apart] = []
    language, others = "", ()
    for line in FILE.read_text("utf-8").splitlines():
        if line.startswith("["):
            language = line.strip("[]")
        elif line.startswith("# not: "):
            others = tuple(line.removeprefix("# not: ").split())
        elif line and not line.startswith("#"):
            found.append(Apart(language, tuple(line.split()), others))
            others = ()
    return found


EXCEPTIONS = exceptions()
each = pytest.mark.parametrize("word", EXCEPTIONS, ids=str)


def stems(word: str, language: str) -> set[str]:
    """What the stemmer makes of a word as written, and without accents as the index has it."""
    stemmer = Stemmer.Stemmer(STEMMERS[language])
    return {stemmer.stemWord(word), stemmer.stemWord(fold(word))}


def test_the_languages_named_have_stemmers() -> None:
    assert {word.language for word in EXCEPTIONS} <= set(STEMMERS)
    assert len(EXCEPTIONS) > 300


@each
def test_a_form_finds_the_others_and_not_the_words_that_it_is_not(word: Apart) -> None:
    def held(of: str) -> set[str]:
        return set(stems_of(fold(of), of, word.language))

    for form in word.forms:
        wanted = set(wanted_stems(fold(form), [word.language], form))
        assert all(wanted & held(each) for each in word.forms)
        assert not any(wanted & held(other) for other in word.others)


@each
def test_a_line_is_words_in_lower_case_each_once(word: Apart) -> None:
    assert word.others
    assert all(form.isalpha() and form == form.lower() for form in word.forms + word.others)
    assert len(set(word.forms)) == len(word.forms)
    assert not {fold(form) for form in word.forms} & {fold(other) for other in word.others}


@each
def test_the_stemmer_joins_it_with_each_of_the_words_that_it_is_not(word: Apart) -> None:
    own = set().union(*(stems(form, word.language) for form in word.forms))
    for other in word.others:
        assert stems(other, word.language) & own, other


@pytest.mark.parametrize("language", {word.language: 0 for word in EXCEPTIONS})
def test_no_form_is_of_two_words(language: str) -> None:
    forms = [form for word in EXCEPTIONS if word.language == language for form in word.forms]
    folded = [fold(form) for form in dict.fromkeys(forms)]
    assert len(forms) == len(set(forms))
    assert len(folded) - len(set(folded)) <= len({"hamás"})  # the same name, written in two ways


# Forms of one word, some of which a name looks like, at least without its accents; and of one name.
TOGETHER = [
    ("da", "stor store"), ("da", "koger koge"), ("da", "maler male"), ("de", "Athen Athener"),
    ("de", "Bremen Bremer"), ("es", "multa multan"), ("fi", "Algeria Algeriassa"),
    ("fi", "Nigeria Nigerialla"),
    ("fi", "Tunis Tunisille"), ("hu", "ír írt"), ("hu", "Irak irakiakat"),
    ("hu", "Nigéria Nigériától"), ("it", "barra barre"), ("it", "palma palme"),
    ("nl", "Spanje Spanjes"), ("no", "maler male"), ("sv", "alg alger"), ("sv", "stora store"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "forms"), TOGETHER)
def test_what_is_one_word_stays_together(language: str, forms: str) -> None:
    one, other = forms.split()
    for typed, read in ((one, other), (other, one)):
        wanted = wanted_stems(fold(typed), [language], typed)
        assert set(wanted) & set(stems_of(fold(read), read, language)), (typed, read)
