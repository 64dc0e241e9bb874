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
    """Those of some languages, the English ones where none of them has any; and single letters and
    digits, but of ASCII alone: other scripts have words that are as short.
    """
    known = small_words()
    held = [known[language] for language in languages if language in known]
    return frozenset(map(chr, range(128))).union(*(held or [known["en"]]))
