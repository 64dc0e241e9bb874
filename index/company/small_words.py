"""Small words, which stand near everything: those of `small_words.txt`, by language."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import resources

from archive.text.plain import fold

FILE = "small_words.txt"


@cache
def small_words() -> dict[str, frozenset[str]]:
    """Language -> its small words, folded as words of texts are."""
    found: dict[str, frozenset[str]] = {}
    language = ""
    text = (resources.files("index.company") / FILE).read_text("utf-8")
    for line in text.splitlines():
        words = line.partition("#")[0].split()
        if words and words[0].startswith("["):
            language = words[0].strip("[]")
        elif words:
            found[language] = found.get(language, frozenset()).union(map(fold, words))
    return found


def small_words_of(languages: Iterable[str]) -> frozenset[str]:
    """Those of some languages; the English ones where none of them has any."""
    known = small_words()
    held = [known[language] for language in languages if language in known]
    return frozenset().union(*(held or [known["en"]]))


def is_small(word: str, small: frozenset[str]) -> bool:
    """Whether a word is one, or a single letter or digit; not of scripts whose words are short."""
    return word in small or (len(word) == 1 and word.isascii())
