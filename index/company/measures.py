"""How far from chance: the measures, over arrays of counts.

    O11  a word near        O12  other words near         O11 + O12 = R1, all words near
    O21  the word elsewhere O22  other words elsewhere    O11 + O21 = C1, the word; all are N

Expected are Eij = (sum of row i) * (sum of column j) / N.
Sources: T. Dunning, Accurate Methods for the Statistics of Surprise and Coincidence, Computational
Linguistics 19 (1993), pages 61 to 74; S. Evert, The Statistics of Word Cooccurrences (2005); for
two corpora P. Rayson and R. Garside, Comparing Corpora using Frequency Profiling (2000).
"""

from __future__ import annotations

from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float64]]


def expected(near: Floats, total: Floats, row: float, whole: float) -> Floats:
    """E11: how often each word stood near if chance alone put it there."""
    return row * total / whole if whole else np.zeros(len(near))


def log_likelihood(near: Floats, total: Floats, row: float, whole: float) -> Floats:
    """G2 = 2 * sum of Oij * ln(Oij / Eij) over the four cells."""
    if not whole:
        return np.zeros(len(near))
    cells = (
        (near, row * total / whole),
        (row - near, row * (whole - total) / whole),
        (total - near, (whole - row) * total / whole),
        (whole - row - total + near, (whole - row) * (whole - total) / whole),
    )
    return 2 * sum((_part(np.maximum(seen, 0.0), by_chance) for seen, by_chance in cells), 0 * near)


def dice(near: Floats, total: Floats, row: float) -> Floats:
    """2 * O11 / (R1 + C1), from 0 to 1."""
    return np.asarray(2 * near / np.maximum(row + total, 1.0))


def keyness(first: Floats, second: Floats, size: float, other: float) -> Floats:
    """G2 = 2 * (a * ln(a / E1) + b * ln(b / E2)) of two counts in two corpora of these sizes, with
    E1 = N1 * (a + b) / (N1 + N2); below 0 where the second has more than its part.
    """
    if not size or not other:
        return np.zeros(len(first))
    both = (first + second) / (size + other)
    score = 2 * (_part(first, size * both) + _part(second, other * both))
    return np.where(first / size < second / other, -score, score)


def _part(seen: Floats, by_chance: Floats) -> Floats:
    """O * ln(O / E), which is 0 where nothing was seen."""
    ratio = np.divide(seen, by_chance, out=np.ones_like(seen), where=(seen > 0) & (by_chance > 0))
    return np.asarray(seen * np.log(ratio))
