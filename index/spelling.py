"""The words of an archive, and those among them that a word with blanks or mistakes means."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, Protocol

from index.names import name_key

if TYPE_CHECKING:
    from index.engine import Engine, IndexStamp

MOST_FITTING = 200  # words that one with blanks, and
MOST_SIMILAR = 50  # that one with mistakes may stand for


class Vocabulary(Protocol):
    """The folded words that an archive holds, by stream."""

    def terms(self, stream: str, start: str = "") -> Iterable[str]:
        """The words of a stream that begin so, sorted."""
        ...


class _NoWords:
    """The vocabulary of no archive in particular."""

    def terms(self, stream: str, start: str = "") -> Iterable[str]:
        """No word."""
        return ()


NO_WORDS = _NoWords()


class RememberedWords:
    """All words and values of an engine, read again only when its index has changed."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._stamp: IndexStamp | None = None
        self._lists: dict[tuple[str, ...], list[str]] = {}

    def of(self, streams: tuple[str, ...]) -> list[str]:
        """The words of these streams, sorted."""
        return self._kept(("words", *streams), lambda: sorted(_words(streams, "", self._engine)))

    def values(self, field: str) -> list[str]:
        """The folded values of a keyword field, sorted."""
        return self._kept(("values", field), lambda: self._engine.values(field))

    def _kept(self, name: tuple[str, ...], read: Callable[[], list[str]]) -> list[str]:
        stamp = self._engine.stamp()
        if stamp != self._stamp:
            self._stamp, self._lists = stamp, {}
        found = self._lists.get(name)
        if found is None:
            found = self._lists[name] = read()
        return found


def fitting(pattern: str, streams: Iterable[str], vocabulary: Vocabulary) -> list[str]:
    """The words that a pattern describes, sorted: * is any letters or none, ? is one."""
    start = re.split(r"[*?]", pattern)[0]
    fits = re.compile(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."))
    return sorted(filter(fits.fullmatch, _words(streams, start, vocabulary)))


def similar(word: str, edits: int, streams: Iterable[str], vocabulary: Vocabulary) -> list[str]:
    """The words that at most `edits` letters put in, left out or changed make, nearest first.

    The distance is Levenshtein's.
    """
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.process import extract

    words = sorted(_words(streams, "", vocabulary))
    near = extract(word, words, scorer=Levenshtein.distance, score_cutoff=edits, limit=None)
    return [found for _, found in sorted((distance, found) for found, distance, _ in near)]


def neighbours(word: str, words: Collection[str], edits: int) -> list[str]:
    """The other words that at most `edits` slips of the hand make, nearest first: a letter put in,
    left out, changed, or two swapped. Of words as near those with the same first letter go before,
    then those that differ in doubled letters only, then those of the same length.

    The distance is that of optimal string alignment.
    """
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    near = extract(word, words, scorer=OSA.distance, score_cutoff=edits, limit=None)
    key = name_key((word,))

    def rank(found: str, distance: int) -> tuple[object, ...]:
        unlike = name_key((found,)) != key
        return distance, found[:1] != word[:1], unlike, abs(len(found) - len(word)), found

    ranked = sorted((rank(found, distance), found) for found, distance, _ in near if distance)
    return [found for _, found in ranked]


def knows(vocabulary: Vocabulary, streams: Iterable[str], term: str) -> bool:
    """Whether a term may stand in one of the streams. Acronyms are not listed, so they may; so may
    words of two letters, for too many others begin with them.
    """
    return (
        len(term) < 3
        or term.isupper()
        or any(next(iter(vocabulary.terms(stream, term)), None) == term for stream in streams)
    )


def _words(streams: Iterable[str], start: str, vocabulary: Vocabulary) -> set[str]:
    return {word for stream in streams for word in vocabulary.terms(stream, start)}
