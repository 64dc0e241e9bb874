"""Words for a corpus that nobody wrote: a rank in, a pronounceable word out; and numbers.

English words of every text (the, of, said) stand in `common_words.txt` with their share of 10,000
words, as counted in Reuters-21578 and Wikinews. All others are made of syllables. Each rank has
another word, and each of its forms (-s, -ed, -ing) is told from those of others.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_ONSETS = (*"bcdfghlmnprstv", "st", "tr", "pl", "gr")
_VOWELS = "aeiou"
_CODAS = (*"lmnprtk", "nt", "rm", "nk")  # no form of one word is another word
_OPEN = len(_ONSETS) * len(_VOWELS)
_CLOSED = _OPEN * len(_CODAS)
FORMS = ("", "s", "ed", "ing")
FORM_SHARES = (0.70, 0.18, 0.06, 0.06)
MOST = _CLOSED * (_OPEN + _OPEN**2 + _OPEN**3)  # ranks that have a word


@lru_cache(maxsize=200_000)
def word(rank: int) -> str:
    """The word of a rank: two syllables for the most frequent, then three, then four."""
    syllables, first, size = 1, 0, _CLOSED * _OPEN
    while rank - first >= size:
        first, size, syllables = first + size, size * _OPEN, syllables + 1
    # Neighbours in rank look nothing alike: a step that has no factor in common with the size.
    place = (rank - first) * 7_368_787 % size
    parts = []
    for _ in range(syllables):
        place, at = divmod(place, _OPEN)
        parts.append(_ONSETS[at // len(_VOWELS)] + _VOWELS[at % len(_VOWELS)])
    place, coda = divmod(place, len(_CODAS))
    onset, vowel = divmod(place, len(_VOWELS))
    parts.append(_ONSETS[onset] + _VOWELS[vowel] + _CODAS[coda])
    return "".join(parts)


def common_words() -> tuple[list[str], Floats]:
    """The English words, and their share of all words."""
    lines = Path(__file__).with_name("common_words.txt").read_text("utf-8").splitlines()
    pairs = [line.split() for line in lines if line and not line.startswith("#")]
    shares = np.array([float(share) for _, share in pairs]) / 10_000
    return [each for each, _ in pairs], shares


class Ranks:
    """Draws ranks whose frequencies fall as in real news: a power law in pieces, without an end.

    `pieces` are (first rank, exponent). Two exponents, one for the words that everybody uses and a
    steeper one for the rest, are what Gerlach and Altmann found (Phys. Rev. X 3, 021006, 2013);
    the steeper one makes vocabulary grow as Heaps' law says.
    """

    def __init__(self, pieces: tuple[tuple[float, float], ...]) -> None:
        self._starts = np.array([start for start, _ in pieces])
        self._exponents = np.array([exponent for _, exponent in pieces])
        heights, masses = [1.0], []
        for at, (start, exponent) in enumerate(pieces):
            end = pieces[at + 1][0] if at + 1 < len(pieces) else np.inf
            # The integral of height * (x / start) ** -exponent from start to end.
            past = 0.0 if end == np.inf else (end / start) ** (1 - exponent)
            masses.append(heights[-1] * start * (1 - past) / (exponent - 1))
            heights.append(heights[-1] * (end / start) ** -exponent)
        self._whole = sum(masses)
        self._heights = np.array(heights[:-1])
        self._before = np.concatenate(([0.0], np.cumsum(masses)[:-1]))

    def draw(self, chances: Floats) -> Ints:
        """A rank, from 0, for each number between 0 and 1."""
        wanted = chances * self._whole
        piece = np.searchsorted(self._before, wanted, side="right") - 1
        start, exponent = self._starts[piece], self._exponents[piece]
        past = (wanted - self._before[piece]) * (exponent - 1) / (self._heights[piece] * start)
        found = start * (1 - past) ** (1 / (1 - exponent))
        ranks: Ints = np.minimum(found - self._starts[0], MOST - 1).astype(np.int64)
        return ranks


def numbers(chances: Floats, sizes: Floats) -> list[str]:
    """Figures as news has them: days and small counts mostly, then years, then large sums."""
    found = []
    for chance, size in zip(chances.tolist(), sizes.tolist(), strict=True):
        if chance < 0.55:
            found.append(str(1 + int(size * 31)))
        elif chance < 0.7:
            found.append(str(1980 + int(size * 45)))
        else:
            found.append(f"{int(10 ** (2 + size * 5)):,}")
    return found
