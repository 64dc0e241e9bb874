"""How many of a query's words have to occur: all, most or any of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from index.query.tree import AtLeast, Query, Word

Match = Literal["all", "most", "any"]
MATCHES: tuple[Match, ...] = ("all", "most", "any")


@dataclass(frozen=True, slots=True)
class Counted:
    """Counts words: `match` is how many have to occur. `languages` are those of the archive."""

    match: Match
    languages: tuple[str, ...]
    notice: Callable[[str], None]

    def of(self, parts: Sequence[tuple[Query, bool]]) -> list[Query]:
        """The parts that have to hold, each given with whether it is words that may be missing.

        Most are three in four, rounded up: two of two, three of three or four, four of five. Small
        words that say nothing by themselves are neither counted nor searched, if there are others.
        """
        words = [part for part, words_alone in parts if words_alone]
        if self.match == "all" or len(words) < 2:
            return [part for part, _ in parts]
        telling = self._telling(words)
        least = 1 if self.match == "any" else (len(telling) * 3 + 2) // 4
        whole = AtLeast(least, telling) if len(telling) > 1 else telling[0]
        return [whole, *(part for part, words_alone in parts if not words_alone)]

    def _telling(self, words: list[Query]) -> tuple[Query, ...]:
        small = small_words((part.word for part in words if isinstance(part, Word)), self.languages)
        left_out = [part for part in words if isinstance(part, Word) and part.word in small]
        telling = tuple(part for part in words if part not in left_out)
        if not left_out or not telling:
            return tuple(words)
        named = ", ".join(dict.fromkeys(part.word for part in left_out))
        self.notice(f"Small words say little, so they were left out: {named}")
        return telling


def small_words(words: Iterable[str], languages: Iterable[str]) -> frozenset[str]:
    """Those of some words that say nothing by themselves ("what", "of"): in the language, of these,
    that most of them are small words of; of two such languages, in both.
    """
    typed = frozenset(words)
    found = [typed & _small_words(language) for language in languages]
    most = max(map(len, found), default=0)
    best = [each for each in found if each and len(each) == most]
    return frozenset.intersection(*best) if best else frozenset()


@cache
def _small_words(language: str) -> frozenset[str]:
    """The small words of a language, folded; none of one that the list has not."""
    return frozenset(_lists().get(language, ()))


@cache
def _lists() -> dict[str, list[str]]:
    """Language -> small words, as they stand in the file: "[en]", then words."""
    text = (resources.files("index.query") / "small_words.txt").read_text("utf-8")
    sections = (part.partition("]") for part in text.split("[")[1:])
    return {language: words.split() for language, _, words in sections}
