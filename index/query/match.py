"""How many of a query's words have to occur: all, most or any of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

from archive.frozen import frozen
from index.query.tree import AtLeast, KeyPrefix, Keys, Prefer, Prefix, Query, Variants, Word

Match = Literal["all", "most", "any"]
MATCHES: tuple[Match, ...] = ("all", "most", "any")
# What a word that only asks adds to the order of what is found, to one of the subject.
_OF_ASKING = 0.3


@frozen
class Counted:
    """Counts words: `match` is how many have to occur. `languages` are those of the archive."""

    match: Match
    languages: tuple[str, ...]
    notice: Callable[[str], None]

    def of(self, parts: Sequence[tuple[Query, bool]]) -> list[Query]:
        """The parts that have to hold, each given with whether it is words that may be missing.

        Most are more than half: two of two or three, three of four or five. Small words that say
        nothing by themselves are neither counted nor searched, if there are others. Words that
        only ask are not counted either, if there are two others: they say which come first.
        """
        words = [part for part, words_alone in parts if words_alone]
        if self.match == "all" or len(words) < 2:
            return [part for part, _ in parts]
        telling = self._telling(words)
        subject = self._subject(telling)
        asking = tuple((part, _OF_ASKING) for part in telling if part not in subject)
        least = 1 if self.match == "any" else len(subject) // 2 + 1
        whole: Query = AtLeast(least, subject) if len(subject) > 1 else subject[0]
        if asking:
            whole = Prefer(whole, asking)
        return [whole, *(part for part, words_alone in parts if not words_alone)]

    def _telling(self, words: list[Query]) -> tuple[Query, ...]:
        small = small_words((part.word for part in words if isinstance(part, Word)), self.languages)
        left_out = [part for part in words if isinstance(part, Word) and part.word in small]
        telling = tuple(part for part in words if part not in left_out)
        if not left_out or not telling:
            return tuple(words)
        self.notice(f"Small words say little, so they were left out: {_listed(left_out)}")
        return telling

    def _subject(self, words: tuple[Query, ...]) -> tuple[Query, ...]:
        """Those of some words that do not only ask; all, where fewer than two would be left."""
        asking = asking_words(filter(None, map(_said, words)), self.languages)
        subject = tuple(part for part in words if _said(part) not in asking)
        if len(subject) < 2 or len(subject) == len(words):
            return words
        left = [part for part in words if part not in subject]
        self.notice(f"These words only ask, so they need not occur: {_listed(left)}")
        return subject


def _said(part: Query) -> str:
    """The word that a part of a query is; "" if it is none."""
    leaf = part.leaves[0] if isinstance(part, Variants) and part.leaves else part
    return leaf.word if isinstance(leaf, Word) else ""


def _listed(parts: Iterable[Query]) -> str:
    return ", ".join(dict.fromkeys(map(_said, parts)))


def small_words(words: Iterable[str], languages: Iterable[str]) -> frozenset[str]:
    """Those of some words that say nothing by themselves ("what", "of"): in the language, of these,
    that most of them are small words of; of two such languages, in both.
    """
    return _of_one_language("small_words.txt", words, languages)


def asking_words(words: Iterable[str], languages: Iterable[str]) -> frozenset[str]:
    """Those of some words that ask about a subject and are none ("role", "toward"): in the language
    that most of them are such words of, as small words are.
    """
    return _of_one_language("asking_words.txt", words, languages)


def _of_one_language(file: str, words: Iterable[str], languages: Iterable[str]) -> frozenset[str]:
    typed = frozenset(words)
    found = [typed & _lists(file).get(language, frozenset()) for language in languages]
    most = max(map(len, found), default=0)
    best = [each for each in found if each and len(each) == most]
    return frozenset.intersection(*best) if best else frozenset()


@cache
def _lists(file: str) -> dict[str, frozenset[str]]:
    """Language -> words, folded, as they stand in a file: "[en]", then words."""
    text = Path(__file__).with_name(file).read_text("utf-8")
    sections = (part.partition("]") for part in text.split("[")[1:])
    return {language: frozenset(words.split()) for language, _, words in sections}


def once(parts: list[Query]) -> list[Query]:
    """The parts of a query without those that look up what one before them has: no part of it is
    more likely for having been typed twice.
    """
    looked_up = [
        isinstance(part, Prefix | Keys | KeyPrefix)
        or (isinstance(part, Variants) and not part.typed)
        for part in parts
    ]
    if sum(looked_up) < 2:
        return parts
    known: set[Query] = set()
    kept = []
    for part, is_looked_up in zip(parts, looked_up, strict=True):
        if is_looked_up and part in known:
            continue
        known.add(part)
        kept.append(part)
    return kept
