"""A word -> its stems, by the language of the text that it stands in (Snowball).

A stem is kept with its language: "en/mill" stands in English text alone, for "mills" and the
Hungarian "millió" have nothing in common. In a text whose language is not known, or has no stemmer,
a word has itself in place of a stem ("/mills"), whatever else an archive holds.

The word as it is written is stemmed, for stemmers know accents (Portuguese "ção", Arabic "ة"), and
the folded word too, so that it is found however it is typed: mostly both are one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from archive.text.patterns import lazy_pattern
from archive.text.plain import fold
from index.analysis.scripts import is_arabic

# Snowball's name for each language that it stems.
STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque",
    "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "ne": "nepali", "nl": "dutch", "no": "norwegian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "st": "sesotho", "sv": "swedish",
    "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
EXCEPTIONS = Path(__file__).with_name("stem_exceptions.txt")
_SIGNS = lazy_pattern("['’ʼ‘.\u200c\u200d\u00ad-]")  # in a word, and no part of its letters
# Turkish writes endings behind a name and an apostrophe: Ankara'da, in Ankara.
_NAME = lazy_pattern(r"([\w.]{2,})['’ʼ‘]\w")
# Portuguese "eleições" is the plural of "eleição", which Snowball does not know; Simões is a name.
_PLURAL = lazy_pattern("(?<=[çcshi])[oõ]es$")
# Languages of whose words in plain letters nothing is to be known but what Snowball makes of them.
_LIKE_ENGLISH = STEMMERS.keys() - {"ar", "pt", "tr"}
# Languages whose stemmers take beginnings away, or change a first letter; and those that are not
# written in Latin letters.
_WITH_BEGINNINGS = {"ar", "ga", "id", "nl", "st", "tr"}
_OTHERWISE_WRITTEN = {"el", "fa", "hi", "hy", "ne", "ru", "sr", "ta", "yi"}
# Languages whose stemmers change the second letter of some words: German "ae" is "ä" and then "a".
_WITH_SECOND = {"de", "eo", "et", "fi", "pt"}
_UNKNOWN = ""  # in place of a language whose words have no stems


@lru_cache(maxsize=2_000)  # of queries; those of texts are remembered by their lexicon
def stems_of(word: str, written: str, language: str | None) -> tuple[str, ...]:
    """The stems of a folded word of a text in a language, each once. `written` is the word as it
    stands there, accents and all.
    """
    if language in _LIKE_ENGLISH and written.isascii() and not word.isdigit():
        found = _exceptions().get(language, {}).get(word) or _stemmer(STEMMERS[language])(word)
        # Serbian has "dj" for "đ", Esperanto "gx" for "ĝ".
        return (f"{language}/{found if found.isascii() else fold(found)}",)
    return tuple(dict.fromkeys(_stems(word, written, language, in_text=True)))


def stems_of_words(words: Sequence[str], language: str | None) -> list[tuple[str, ...]]:
    """The stems of folded words of texts in a language, which stand there in plain letters."""
    if language not in _LIKE_ENGLISH:
        return [stems_of(word, word, language) for word in words]
    own, begin = _exceptions().get(language, {}), f"{language}/"
    found = _snowball(STEMMERS[language]).stemWords(words)
    return [
        (begin + (own.get(word) or stem),)
        if stem.isascii() and not word.isdigit()
        else stems_of(word, word, language)
        for word, stem in zip(words, found, strict=True)
    ]


def stems(word: str, languages: Iterable[str], written: str = "") -> tuple[str, ...]:
    """What a folded query word is looked for as: its stems in each of the languages of an archive,
    and itself in text of none. `written` is the word as it was typed.
    """
    wanted = dict.fromkeys(_stems(word, written or word, None, in_text=False))
    for language in languages:
        wanted.update(dict.fromkeys(_stems(word, written or word, language, in_text=False)))
    return tuple(wanted)


def own_stems(language: str) -> list[tuple[str, str]]:
    """The words of a language that have a stem of our own, each with that stem as it is indexed."""
    own = _exceptions().get(language, {})
    return [(word, f"{language}/{fold(stem)}") for word, stem in own.items()]


def kept_letters(language: str | None) -> int:
    """How many of its first letters, 0 to 2, a word in plain Latin letters has in common with each
    of its stems that is that long, i and y taken for one. Words with a stem of our own are others
    (`words_with`).
    """
    if language in _WITH_BEGINNINGS or language in _OTHERWISE_WRITTEN:
        return 0
    return 1 if language in _WITH_SECOND else 2


def words_with(form: str) -> Iterable[str]:
    """What a word that has a form begins like: itself or its stem; of a stem of our own, all the
    words that have it.
    """
    language, _, word = form.rpartition("/")
    return _words_by_stem(language).get(form, ()) if word.endswith("|") else (word,)


@cache
def _words_by_stem(language: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word, stem in own_stems(language):
        found.setdefault(stem, []).append(fold(word))
    return found


def language_of(code: str | None) -> str:
    """The English name of a language that has stems; "" of any other."""
    return STEMMERS.get(code or "", "").capitalize()


def _stems(word: str, written: str, language: str | None, *, in_text: bool) -> Iterator[str]:
    name = STEMMERS.get(language or "")
    if name is None or word.isdigit():
        yield f"{_UNKNOWN if name is None else language}/{word}"
        return
    stem, own = _stemmer(name), _exceptions().get(str(language), {})
    lower = word if written.isascii() else _lower(written, name)
    forms = [lower, word]
    if name == "turkish" and in_text and (bare := _NAME.match(written)):
        forms += [_lower(bare[1], name), fold(bare[1])]
    if name == "portuguese":
        forms += map(_singular, forms[:])
    for form in dict.fromkeys(forms):
        if form in own:
            found: Iterable[str] = (own[form],)
        elif name == "arabic" and is_arabic(form):
            from index.analysis.arabic import arabic_stems

            found = arabic_stems(form, stem, in_text=in_text)
        else:
            found = (stem(form),)
        yield from (f"{language}/{fold(each)}" for each in found)


def _singular(word: str) -> str:
    return _PLURAL.sub(lambda end: "ão" if "õ" in end[0] else "ao", word)


def _lower(written: str, stemmer: str) -> str:
    if stemmer == "turkish":  # whose small I has no dot
        written = written.replace("I", "ı").replace("İ", "i")
    return _SIGNS.sub("", written.lower())


@cache
def _stemmer(name: str) -> Callable[[str], str]:
    stem: Callable[[str], str] = _snowball(name).stemWord
    return stem


@cache
def _snowball(name: str) -> Any:
    import Stemmer

    return Stemmer.Stemmer(name, 0)


@cache
def _exceptions() -> dict[str, dict[str, str]]:
    """Language -> word -> the stem that it has instead of Snowball's.

    A line of the file is the forms of one word, whose stem is the first of them with a mark that no
    stem of Snowball's has.
    """
    found: dict[str, dict[str, str]] = {}
    words: dict[str, str] = {}
    text = EXCEPTIONS.read_text("utf-8")
    for line in text.splitlines():
        forms = line.partition("#")[0].split()
        if forms and forms[0].startswith("["):
            words = found.setdefault(forms[0].strip("[]"), {})
        elif forms:
            own = f"{fold(forms[0])}|"
            words |= {form: own for each in forms for form in (each, fold(each))}
    return found
