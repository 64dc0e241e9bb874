"""What a reader may type that a browser cannot read by rule: as it stands in the texts.

The browser knows letters and figures, also with hyphens and apostrophes, and in which other ways
these are written (`browser/ways.js`). Anything else, words with points and other signs, has to be
in a table, which `known.py` makes of what is listed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from index.analysis.scripts import is_paired

_OUTSIDE = "\"'“”‘’„«»‹›¿¡…,;:!?()[]{}*=~^$€£¥<>"
_PART = "[^\\W_]+(?:['’ʼ‘][^\\W_]+)*"
_SIMPLE = re.compile(rf"{_PART}(?:[-‐‑–−－]{_PART})*|\d{{1,3}}(?:,\d{{3}})+")
_MARKS = str.maketrans({"’": "'", "‑": "-", "‐": "-"})  # as a keyboard has them


def is_simple(piece: str) -> bool:
    """Whether a browser reads a piece by rule."""
    return _SIMPLE.fullmatch(piece) is not None


def pieces_of(texts: Iterable[str]) -> list[list[str]]:
    """Each text cut at its blanks, without the punctuation around words."""
    return [[piece for each in text.split() if (piece := _bare(each))] for text in texts]


def _bare(piece: str) -> str:
    return piece.strip(_OUTSIDE).strip("-‐‑–—").rstrip(".")


def candidates(texts: list[list[str]]) -> Iterator[str]:
    """What may be typed, some of it more than once."""
    for piece in dict.fromkeys(piece for pieces in texts for piece in pieces):
        if not is_simple(piece) and not any(map(is_paired, piece)):
            yield from (piece, piece.lower(), piece.upper())
            yield from (piece.translate(_MARKS), piece.lower().translate(_MARKS))
