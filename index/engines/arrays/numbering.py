"""Numbers for the words of several fields, so that what is counted of a word in each can be added
up without looking at letters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

import numpy as np

from archive.frozen import frozen
from index.engines.arrays.files import Array
from index.engines.arrays.segment import Field, Terms


@frozen
class Numbered:
    """The `numbers` of the terms of a field, and which of them are `acronyms` in capitals."""

    numbers: Array
    acronyms: Array


class Numbering:
    """`fields` has each field, by stream and first document, with the numbers of its terms, of
    `count` in all. The terms of the largest are numbered as there; behind them comes what only
    others have.
    """

    def __init__(self, fields: Mapping[tuple[str, int], Field]) -> None:
        every = {key: field.terms for key, field in fields.items()}
        self._largest = max(every.values(), key=len)
        words = self._largest.words(range(len(self._largest)))
        known = dict(zip(words, range(len(words)), strict=True))
        self.fields: dict[tuple[str, int], Numbered] = {}
        for key, terms in every.items():
            own = terms.words(range(len(terms)))
            numbers = (known.setdefault(word, len(known)) for word in own)
            self.fields[key] = Numbered(
                np.fromiter(numbers, np.int32, len(own)), _are_acronyms(terms, own)
            )
        self._others = list(islice(known, len(words), None))
        self.count = len(known)

    def words(self, numbers: Array) -> list[str]:
        """The words of some numbers, which ascend."""
        own, others = np.split(numbers, [numbers.searchsorted(len(self._largest))])
        return [
            *self._largest.words(own),
            *(self._others[number] for number in (others - len(self._largest)).tolist()),
        ]


def _are_acronyms(terms: Terms, words: Sequence[str]) -> Array:
    """Whether each term, of which these are the words, is in capitals, which sort before small
    letters where they are ASCII.
    """
    found = np.zeros(len(terms), bool)
    found[terms.before(b"A") : terms.before(b"[")] = True
    others = range(terms.before(b"\x80"), len(terms))
    found[others.start :] = [words[at].rstrip("!").isupper() for at in others]
    return found
