"""The words of an archive, and those among them that a word with blanks or mistakes means."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

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


def knows(vocabulary: Vocabulary, streams: Iterable[str], term: str) -> bool:
    """Whether a term may stand in one of the streams. Acronyms are not listed, so they may."""
    return term.isupper() or any(
        next(iter(vocabulary.terms(stream, term)), None) == term for stream in streams
    )


def _words(streams: Iterable[str], start: str, vocabulary: Vocabulary) -> set[str]:
    return {word for stream in streams for word in vocabulary.terms(stream, start)}
