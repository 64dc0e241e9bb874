"""Texts as the numbers of forms, many at once: the pieces between their blanks are looked up.

Where the pieces around matter ("MiG 29", "12,5 Prozent"), the words around are read by `tokens`.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np

from index.analysis import lexicon as marked
from index.analysis.acronyms import AROUND, are_shouted
from index.analysis.lexicon import TOLD, UNSURE, Lexicon, Pieces
from index.analysis.tokens import tokens

Array = np.ndarray[Any, Any]

_AT_ONCE = 1 << 18  # characters: each takes some 15 bytes while it is read

# What a piece before, a piece, and a piece behind it have to be for them to be one.
_LINKS = (
    (0, marked.NAME, marked.FIGURES),
    (0, marked.LONG_NAME, marked.FEW_FIGURES),
    (0, marked.MEASURED, marked.ANY),
    (0, marked.DEGREE, marked.OF_DEGREE),
    (marked.NUMBER, marked.GROUP, 0),
    (marked.FIGURE, marked.DIMENSION, 0),
    (marked.CAPITALS, marked.COMPANY, marked.CAPITAL),
    (0, UNSURE, 0),
)


def read(lexicon: Lexicon, texts: Sequence[str], language: str | None) -> tuple[Array, Array]:
    """The numbers of the forms of the tokens of texts in a language, those of one text behind those
    of the other, in order (int32); and how many each text has.
    """
    known = lexicon.pieces(language)
    forms, counts = zip(*(_read(known, part) for part in _parts(texts)), strict=True)
    return np.concatenate(forms), np.concatenate(counts)


def _parts(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Texts in a row, so many that their pieces take a bounded room; one part at least."""
    first, size = 0, 0
    for at, text in enumerate(texts):
        if size and size + len(text) > _AT_ONCE:
            yield texts[first:at]
            first, size = at, 0
        size += len(text)
    yield texts[first:]


def _read(known: Pieces, texts: Sequence[str]) -> tuple[Array, Array]:
    """The same of texts that are read together."""
    pieces, sizes = known.short.numbers(texts, known.numbers)
    ends = np.cumsum(sizes)
    # Others may add pieces meanwhile, but none of these.
    marks, after, forms = map(_copied, (known.marks, known.ends, known.forms))
    counts = np.diff(after, prepend=0)
    many, first = counts[pieces], (after - counts)[pieces]
    others: list[int] = []
    for at, instead in _changed(known, texts, marks[pieces], ends):
        many[at], first[at] = len(instead), len(forms) + len(others)
        others += instead
    forms = np.concatenate((forms, np.array(others, np.int32)))
    behind = np.concatenate(([0], np.cumsum(many)))
    found = forms[np.repeat(first - behind[:-1], many) + np.arange(behind[-1])]
    return found, behind[ends] - behind[ends - sizes]


def _changed(
    known: Pieces, texts: Sequence[str], marks: Array, ends: Array
) -> Iterator[tuple[int, Sequence[int]]]:
    """The pieces of texts whose forms depend on those around, by their place among all pieces, and
    these forms. `ends` says where the pieces of each text end.
    """
    special = np.flatnonzero(marks != marked.ANY)
    is_linked = _linked(marks, ends, special)
    depends = is_linked | (marks[special] & TOLD != 0)
    at = special[depends]
    which = np.searchsorted(ends, at, "right")
    found = zip(which.tolist(), at.tolist(), is_linked[depends].tolist(), strict=True)
    for text, places in groupby(found, itemgetter(0)):
        pieces, links = texts[text].split(), []
        start = int(ends[text]) - len(pieces)
        forms: dict[int, Sequence[int]] = {}
        for place, is_link in ((place - start, is_link) for _, place, is_link in places):
            if is_link:
                links.append(place)
            if pieces[place] in known.acronyms:
                forms[place] = _told(known, pieces, place)
        if links:
            forms |= _joined(known, texts[text], pieces, links, told=list(forms))
        for place, instead in forms.items():
            yield start + place, instead


def _linked(marks: Array, ends: Array, which: Array) -> Array:
    """A mask of those of some pieces that may be one with those on either side in their text."""
    is_end = np.zeros(len(marks) + 1, bool)
    is_end[ends] = True
    is_end[0] = True
    this = marks[which]
    before = np.where(is_end[which], 0, marks[which - 1])
    after = np.where(is_end[which + 1], 0, marks[np.minimum(which + 1, len(marks) - 1)])
    found = np.zeros(len(which), bool)
    for one, own, other in _LINKS:
        found |= (before & one == one) & (this & own == own) & (after & other == other)
    return found


def _joined(
    known: Pieces, text: str, pieces: list[str], links: list[int], told: list[int]
) -> dict[int, Sequence[int]]:
    """The forms of pieces that may be linked with those on either side. Where that changes what
    stands around an acronym, those of all.
    """
    runs = _runs(links, len(pieces))
    is_unsure = any(known.marks[known[pieces[at]]] & UNSURE for at in links)
    if is_unsure or any(_is_beside(known, pieces, at, runs) for at in told):
        runs = [(0, len(pieces))]
    starts, at = [], 0
    for piece in pieces:
        starts.append(at := text.index(piece, at))
        at += len(piece)
    forms: dict[int, Sequence[int]] = {}
    for first, after in runs:
        begin, end = _back(known, pieces, first)[0], _on(known, pieces, after)[0]
        start = starts[begin]
        part = text[start : starts[end - 1] + len(pieces[end - 1])]
        here = range(starts[first] - start, starts[after - 1] - start + len(pieces[after - 1]))
        found = [one for one in tokens(part, known.language) if one.start in here]
        forms |= dict.fromkeys(range(first, after), ())
        forms[first] = [known.form(one, part) for one in found]
    return forms


def _runs(links: list[int], size: int) -> list[tuple[int, int]]:
    """Pieces [first, after) that may be one with their neighbours, each run of them once."""
    runs: list[tuple[int, int]] = []
    for at in links:
        first, after = max(at - 1, 0), min(at + 2, size)
        if runs and first < runs[-1][1]:
            first = runs.pop()[0]
        runs.append((first, after))
    return runs


def _is_beside(known: Pieces, pieces: list[str], at: int, runs: list[tuple[int, int]]) -> bool:
    """Whether the words that tell of an acronym are in a run that it is not in."""
    begin, end = _back(known, pieces, at)[0], _on(known, pieces, at + 1)[0]
    return any(first < end and begin < after and not first <= at < after for first, after in runs)


def _told(known: Pieces, pieces: list[str], at: int) -> list[int]:
    """The forms of a piece with acronyms, by the words around them."""
    piece = pieces[at]
    before, after = _back(known, pieces, at)[1], _on(known, pieces, at + 1)[1]
    letters = before + known.letters[piece] + after
    forms = list(known.of(piece))
    for place, both in known.acronyms[piece].items():
        here = len(before) + place
        around = letters[max(here - AROUND, 0) : here] + letters[here + 1 : here + 1 + AROUND]
        forms[place] = both[not are_shouted(around)]
    return forms


def _back(known: Pieces, pieces: list[str], first: int) -> tuple[int, str]:
    """Where the words begin that tell of an acronym in the first of some pieces; their last
    letters.
    """
    letters = ""
    while first and len(letters) < AROUND:
        first -= 1
        letters = known.letters[pieces[first]] + letters
    return first, letters


def _on(known: Pieces, pieces: list[str], after: int) -> tuple[int, str]:
    """Where the words end that tell of an acronym in the last of some pieces; their last
    letters.
    """
    letters = ""
    while after < len(pieces) and len(letters) < AROUND:
        letters += known.letters[pieces[after]]
        after += 1
    return after, letters


def _copied(numbers: array[int]) -> Array:
    """Numbers as they are now. An array that NumPy looks at could not grow meanwhile."""
    return np.frombuffer(numbers.tobytes(), np.int32)
