"""Every exception to Snowball's stems is one, and takes a word away from another."""

from __future__ import annotations

from importlib import resources

import pytest
import Stemmer

from archive.text.plain import fold
from index.analysis.stems import EXCEPTIONS, STEMMERS, stems, stems_of


def lines() -> list[tuple[str, list[str], str]]:
    """Language, the forms of a word, and the word that it is taken for."""
    found, language = [], ""
    for line in (resources.files("index.analysis") / EXCEPTIONS).read_text("utf-8").splitlines():
        forms, _, other = line.partition("#")
        if forms.startswith("["):
            language = forms.strip().strip("[]")
        elif forms.strip():
            found.append((language, forms.split(), other.strip()))
    return found


@pytest.mark.parametrize(("language", "forms", "other"), lines())
def test_an_exception_is_needed_and_works(language: str, forms: list[str], other: str) -> None:
    stem = Stemmer.Stemmer(STEMMERS[language], 0).stemWord
    assert stem(other) in {stem(form) for form in forms} | {stem(fold(form)) for form in forms}
    held = set(stems_of(fold(other), other, language))
    for form in forms:
        wanted = set(stems(fold(form), [language], form))
        assert not wanted & held
        assert all(wanted & set(stems_of(fold(each), each, language)) for each in forms)


def test_no_word_stands_in_two_lines() -> None:
    every = [(language, form) for language, forms, _ in lines() for form in forms]
    assert len(every) == len(set(every))
