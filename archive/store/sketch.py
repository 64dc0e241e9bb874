"""A sketch of a text: enough to tell, without the text, whether another one is nearly the same.

The words are cut into overlapping shingles; the smallest hashes of the shingles are a fair sample
of them (Broder 1997, bottom-k), and all of them where a text is short. Figures are kept apart: a
daily report repeats its words and changes its figures, a copy keeps both.
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from archive.article import Article
from archive.store.boilerplate import without_boilerplate
from archive.text.markdown import to_text
from archive.text.plain import fold

SAMPLE = 128  # hashes kept of the shingles of a text
_FIGURES = 64  # and of its figures

_SHINGLE = 3  # words
_SHINGLE_CJK = 5  # characters, which are about as much
_BRIEF = 50  # words; below that, many texts say what they are about in their title alone
_LEAST = 8  # words; below that, equal texts mean nothing

_CJK = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"  # written without spaces
_CHARACTER = re.compile(f"[{_CJK}]")
_WORD = re.compile(rf"[{_CJK}]|[^\W{_CJK}]+")
_FIGURE = re.compile(r"\d(?:[\d.,:/-]*\d)?")

NEAR_DAYS = 3
_SAME = 0.9  # shingles in common, of all that the two have
_ALIKE = 0.5
_ALIKE_BRIEF = 0.8
_CONTAINED = 0.8  # shingles in common, of those of the shorter
_NO_DIGEST = 0.2  # of all: less, and the longer one is a round-up of several stories
_SAME_FIGURES = 0.8  # figures in common, of those of the one with fewer


@dataclass(frozen=True, slots=True)
class Sketch:
    """Sorted 32-bit hashes: the smallest of a text's shingles, and of its figures."""

    shingles: tuple[int, ...] = ()
    figures: tuple[int, ...] = ()

    def pack(self) -> tuple[bytes, bytes]:
        """Both as bytes, four to a hash."""
        return _pack(self.shingles), _pack(self.figures)

    @classmethod
    def unpack(cls, shingles: bytes, figures: bytes) -> Sketch:
        """The inverse of `pack`."""
        return cls(_unpack(shingles), _unpack(figures))


def sketch(article: Article) -> Sketch:
    """The sketch of an article's text without boilerplate; an empty one of a text too short."""
    text = without_boilerplate(to_text(article.body))
    words = _WORD.findall(text)
    if len(words) < _LEAST:
        return Sketch()
    if len(words) < _BRIEF:
        text = f"{article.title or ''}\n\n{text}"
        words = _WORD.findall(text)
    size = _SHINGLE_CJK if 2 * len(_CHARACTER.findall(text)) > len(words) else _SHINGLE
    return Sketch(
        _smallest(_shingles(words, size), SAMPLE),
        _smallest(map(_hash, _FIGURE.findall(text)), _FIGURES),
    )


def _shingles(words: list[str], size: int) -> Iterator[int]:
    """The hash of every `size` words in a row, made from theirs, four bytes to a word."""
    hashes = _pack(map(_hash, words))
    return (crc32(hashes[at : at + 4 * size]) for at in range(0, len(hashes) - 4 * size + 4, 4))


@lru_cache(maxsize=200_000)
def _hash(word: str) -> int:
    return crc32(fold(word).encode("utf-8", "surrogatepass"))


def _smallest(hashes: Iterable[int], most: int) -> tuple[int, ...]:
    return tuple(sorted(set(hashes))[:most])


def is_copy(one: Sketch, other: Sketch, days: int | None) -> bool:
    """Whether two texts are nearly the same, or one a shorter take of the other.

    `days` lie between their dates; None where that is not known. Texts that are days apart must be
    the same word for word: two that are only alike are this week's report and last week's.
    """
    both, contained = _in_common(one.shingles, other.shingles, SAMPLE)
    if both < _NO_DIGEST:
        return False
    figures = _in_common(one.figures, other.figures, _FIGURES)[1]
    brief = min(len(one.shingles), len(other.shingles)) < _BRIEF
    if days is None:
        return both >= _SAME and figures >= _SAME
    if days > NEAR_DAYS:
        return both >= _SAME and figures >= _SAME and not brief
    if brief:
        return both >= _ALIKE_BRIEF and figures >= _SAME_FIGURES
    if figures < _SAME_FIGURES:
        return both >= _SAME
    return both >= _ALIKE or contained >= _CONTAINED


def _in_common(one: tuple[int, ...], other: tuple[int, ...], most: int) -> tuple[float, float]:
    """What two sets share, of all that is in them (Jaccard) and of the smaller (containment).

    Counted among the hashes up to where both samples are complete. A set with nothing in it is
    contained in every other.
    """
    end = min(hashes[-1] if len(hashes) == most else 1 << 32 for hashes in (one, other))
    first = set(one[: bisect_right(one, end)])
    second = set(other[: bisect_right(other, end)])
    common, fewer = len(first & second), min(len(first), len(second))
    return common / max(len(first | second), 1), common / fewer if fewer else 1.0


def _pack(hashes: Iterable[int]) -> bytes:
    hashes = tuple(hashes)
    return struct.pack(f"<{len(hashes)}I", *hashes)


def _unpack(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data)
