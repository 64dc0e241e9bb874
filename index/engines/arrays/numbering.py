"""Numbers for the words of several fields, so that what is counted of a word in each can be added
up without looking at letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

import numpy as np

from index.engines.arrays.files import Array
from index.engines.arrays.segment import Field


class Numbering:
    """`numbers` has for each field, by stream and first document, those of its terms, of `count` in
    all. The terms of the largest are numbered as there; behind them comes what only others have.
    """

    def __init__(self, fields: Mapping[tuple[str, int], Field]) -> None:
        every = {key: field.terms for key, field in fields.items()}
        self._largest = max(every.values(), key=len)
        words = self._largest.words(range(len(self._largest)))
        known = dict(zip(words, range(len(words)), strict=True))
        self.numbers: dict[tuple[str, int], Array] = {
            key: np.fromiter(
                (known.setdefault(word, len(known)) for word in terms.words(range(len(terms)))),
                np.int32, len(terms),
            )
            for key, terms in every.items()
        }  # fmt: skip
        self._others = list(islice(known, len(words), None))
        self.count = len(known)

    def words(self, numbers: Array) -> list[str]:
        """The words of some numbers, which ascend."""
        own, others = np.split(numbers, [numbers.searchsorted(len(self._largest))])
        return [
            *self._largest.words(own),
            *(self._others[number] for number in (others - len(self._largest)).tolist()),
        ]
