"""Beginnings of names, in short and in full: J.K. and J. K. Rowling, St and Saint John."""

from __future__ import annotations

from collections.abc import Callable

from archive.text.patterns import lazy_pattern
from archive.text.plain import fold
from index.analysis.acronyms import SMALL_WORDS
from index.analysis.tokens import typed_tokens

_INITIALS = 3  # at most
_SPELT = lazy_pattern(r"[^\W\d_](?:\.? ?[^\W\d_])+\.?")
VOWEL = lazy_pattern("[aeiouy]")
_LEAST = 3  # letters of a name behind initials in small letters
# What names of places, churches and people begin with, folded. Nothing else is written in short
# right before a name: a street (St) and feet (ft) stand behind theirs.
SHORT = {
    "st": ("saint", "sankt"), "saint": ("st",), "sankt": ("st",), "ste": ("sainte",),
    "sainte": ("ste",), "mt": ("mount",), "mount": ("mt",), "ft": ("fort",), "fort": ("ft",),
}  # fmt: skip


def initials(text: str, behind: str) -> tuple[str, ...] | None:
    """The other way to write the initials of a name that stands behind them: J.K. or JK Rowling,
    J. K. Rowling. None of anything else, or of those of a small word, as U. S.
    """
    is_name = behind[:1].isupper() and not behind.isupper()
    return _other_way(text) if is_name and text.isupper() else None


def any_initials(text: str, behind: str) -> tuple[str, ...] | None:
    """The same of what is typed in small letters too, and may be words as well: it is searched
    right before the name alone. Three letters with a vowel are a word (tax, new).
    """
    is_name = len(behind) >= _LEAST and _is_word(behind)
    if not (text.islower() and is_name):
        return initials(text, behind)
    is_word = len(text) == _INITIALS and VOWEL.search(text)
    return None if is_word and text.isalpha() else _other_way(text)


def other_beginnings(text: str, behind: str) -> tuple[str, ...]:
    """How a word before a name is also written, where it is a part of it: St, Saint."""
    is_name = len(behind) > 1 and (behind[0].isupper() or _is_word(behind))
    return SHORT.get(fold(text), ()) if is_name and behind.isalpha() else ()


def before_name(text: str, behind: str, known: Callable[[str], bool]) -> list[tuple[str, ...]]:
    """The folded words that words with a blank behind them may be with the name there, if they are
    written in another way and the archive may have them, as `known` says.
    """
    first = next(iter(typed_tokens(behind)), None)
    if first is None or first.start:
        return []
    name = behind[: first.end]
    others: list[tuple[str, ...]] = [
        (each,) for each in other_beginnings(text.removesuffix("."), name)
    ]
    if not others and (other := any_initials(text, name)):
        others = [other]
    return [(*each, first.text) for each in others if all(map(known, (*each, first.text)))]


def _is_word(text: str) -> bool:
    return text.isalpha() and not _is_small(text)


def _is_small(word: str) -> bool:
    """Whether a word is one of those that hold a sentence together."""
    return fold(word) in SMALL_WORDS


def _other_way(text: str) -> tuple[str, ...] | None:
    letters = fold("".join(filter(str.isalpha, text)))
    if not _SPELT.fullmatch(text) or len(letters) > _INITIALS or _is_small(letters):
        return None
    return (letters,) if " " in text else tuple(letters)
