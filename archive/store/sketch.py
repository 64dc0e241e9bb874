"""A sketch of a text: enough to tell, without the text, whether another one is nearly the same.

The words are cut into overlapping shingles; the smallest hashes of the shingles are a fair sample
of them (Broder 1997, bottom-k), and all of them where a text is short. Figures are kept apart: a
daily report repeats its words and changes its figures, a copy keeps both.
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
import numpy.typing as npt

from archive.article import Article
from archive.store.boilerplate import without_boilerplate
from archive.text.markdown import to_text
from archive.text.plain import fold

SAMPLE = 128  # hashes kept of the shingles of a text
_FIGURES = 64  # and of its figures

_SHINGLE = 3  # words
_SHINGLE_CJK = 5  # characters, which are about as much
_BRIEF = 50  # words; below that, many texts say what they are about in their title alone
_BLOCK = 1 << 16  # shingles that are hashed together, lest a long text take much memory
_WORDS_KNOWN = 200_000  # of which is kept what they add
_LEAST = 8  # words; below that, equal texts mean nothing

_Hashes = npt.NDArray[np.uint32]

_CJK = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"  # written without spaces
_CHARACTER = re.compile(f"[{_CJK}]")
_WORD = re.compile(rf"[{_CJK}]|[^\W{_CJK}]+")
_NO_WORDS = "".join(chr(n) if re.match(r"\w", chr(n)) else " " for n in range(128))
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

    def __reduce__(self) -> tuple[Callable[[bytes, bytes], Sketch], tuple[bytes, bytes]]:
        return Sketch.unpack, self.pack()  # how it is sent to another process

    @classmethod
    def unpack(cls, shingles: bytes, figures: bytes) -> Sketch:
        """The inverse of `pack`."""
        return cls(_unpack(shingles), _unpack(figures))


def sketch(article: Article) -> Sketch:
    """The sketch of an article's text without boilerplate; an empty one of a text too short."""
    text = without_boilerplate(to_text(article.body))
    words = _words(text)
    if len(words) < _LEAST:
        return Sketch()
    if len(words) < _BRIEF:
        text = f"{article.title or ''}\n\n{text}"
        words = _words(text)
    is_cjk = not text.isascii() and 2 * len(_CHARACTER.findall(text)) > len(words)
    shingles = _shingles(words, _SHINGLE_CJK if is_cjk else _SHINGLE)
    figures = sorted(set(map(_hash, _FIGURE.findall(text))))
    return Sketch(tuple(_smallest(shingles, SAMPLE).tolist()), tuple(figures[:_FIGURES]))


def _words(text: str) -> list[str]:
    """Words, and each CJK character as one; the case does not matter to their hashes."""
    return text.translate(_NO_WORDS).split() if text.isascii() else _WORD.findall(text)


def _shingles(words: list[str], size: int) -> _Hashes:
    """The CRC-32 of the hashes of every `size` words in a row, four bytes to a word."""
    shares, of_zeros = _shares_of(size)
    found = []
    for start in range(0, len(words) - size + 1, _BLOCK):
        block = words[start : start + _BLOCK + size - 1]  # the next one begins a word further on
        told = np.frombuffer(b"".join(map(shares.__getitem__, block)), "<u4").reshape(-1, size)
        last = len(block) - size + 1
        crcs = told[:last, 0] ^ of_zeros
        for at in range(1, size):
            crcs ^= told[at : at + last, at]
        found.append(crcs)
    return np.concatenate(found)


class _Shares(dict[str, bytes]):
    """What a word adds to the CRC-32 of `size` words, at each place among them: four bytes each.

    A CRC is linear over GF(2) but for a constant, so it is the exclusive or of that of zeros and of
    what each word changes in it.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self.of_zeros = crc32(bytes(4 * size))

    def __missing__(self, word: str) -> bytes:
        if len(self) >= _WORDS_KNOWN:
            self.clear()
        own, size = struct.pack("<I", _hash(word)), self._size
        told = [
            crc32(bytes(4 * at) + own + bytes(4 * (size - 1 - at))) ^ self.of_zeros
            for at in range(size)
        ]
        self[word] = share = struct.pack(f"<{size}I", *told)
        return share


@lru_cache
def _shares_of(size: int) -> tuple[_Shares, np.uint32]:
    """The shares of words, kept for those seen, and the CRC of zeros."""
    shares = _Shares(size)
    return shares, np.uint32(shares.of_zeros)


def _hash(word: str) -> int:
    return crc32(fold(word).encode("utf-8", "surrogatepass"))


def _smallest(hashes: _Hashes, most: int) -> _Hashes:
    """The smallest hashes, each once, in order."""
    ordered = np.sort(hashes)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))][:most]


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


def _pack(hashes: tuple[int, ...]) -> bytes:
    return struct.pack(f"<{len(hashes)}I", *hashes)


def _unpack(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data)
