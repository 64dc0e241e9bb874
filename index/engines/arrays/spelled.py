"""By which words of a text each stem stands there.

A stem is found in documents, a word at places too. Of every stream, by stem:

    words, word_ends      the numbers of the words, those of a stem before its end
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from index.engines.arrays.files import Array, different, shrunk

_WORD = 32  # bits of a number of a stem and a word
WORDS = ("words", "word_ends")

# Of a segment that is merged: its table, the new numbers of its stems and of its words, and how
# many postings of each of these stay.
Share = tuple[Mapping[str, Array], Array, Array, Array, Array]


def spelled(stem: Array, word: Array, stems: int) -> dict[str, Array]:
    """The table of some stems and the word of each, by their numbers; of so many stems."""
    return _table(different(stem.astype(np.int64) << _WORD | word), stems)


def merged(shares: Iterable[Share], stems: int) -> dict[str, Array]:
    """The tables of segments as one, without what no document has any more."""
    found = [np.zeros(0, np.int64)]
    for table, new_stems, new_words, stems_stay, words_stay in shares:
        ends = table["word_ends"].astype(np.int64)
        stem = np.repeat(np.arange(len(ends)), np.diff(ends, prepend=0))
        word = table["words"].astype(np.int64)
        stay = (stems_stay[stem] > 0) & (words_stay[word] > 0)
        found.append(new_stems[stem[stay]].astype(np.int64) << _WORD | new_words[word[stay]])
    return _table(different(np.concatenate(found)), stems)


def _table(pairs: Array, stems: int) -> dict[str, Array]:
    ends = np.searchsorted(pairs >> _WORD, np.arange(stems), "right")
    return {"words": shrunk(pairs & (1 << _WORD) - 1), "word_ends": shrunk(ends)}
