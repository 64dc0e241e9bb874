"""What is counted of words in some articles, and around what is asked for: Counting and Counts.

Words are those of the streams `title` and `body` as they are indexed. A word that is indexed in two
ways (F-16 as f, 16 and f16; US as us and US) counts in each of them; the marks by which an acronym
is told from shouted text ("US!") are none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any
from zlib import crc32

import numpy as np

from index.document import Document
from index.query.tree import All, Query, Terms

Numbers = np.ndarray[Any, np.dtype[np.int64]]
# Ids -> the documents of the articles as they are kept, in any order; what is gone is left out.
Texts = Callable[[Sequence[str]], Iterable[Document]]

COUNTED = ("title", "body")  # the streams whose words are counted
MOST = 1_000_000  # occurrences whose surroundings are all looked at; of more, a sample
MOST_REACH = 50  # words on either side: less than the gap between two parts of a text
LONGEST_RUN = 3  # words that stand side by side


@dataclass(frozen=True, slots=True)
class Counting:
    """What is to be counted.

    Occurrences of `leaves` count in the articles that `found` matches, words in those that `held`
    does, which has to match all that `found` does. Each is counted once for each of the `groups`
    that an article is in. `near` wants the words up to `left` and `right` places away from an
    occurrence; `runs` the words side by side of which an occurrence is one, of each length so many
    of the most frequent in all groups, with those that are as frequent as the last; `totals` how
    often words stand in all of `held`: those near an occurrence, or all where there are no leaves.
    Of words only those are told that are counted so in some group `least` times, and none of
    `untold`, which count in all sizes.
    Of more occurrences than `most` those of articles drawn by `seed` are looked at.
    """

    found: Query
    held: Query
    groups: tuple[Query, ...] = (All(),)
    leaves: tuple[Terms, ...] = ()
    left: int = 5
    right: int = 5
    near: bool = False
    runs: int = 0
    totals: bool = False
    least: int = 1
    untold: frozenset[str] = frozenset()
    most: int = MOST
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted, a number for each group.

    `documents` and `occurrences` are of `found`, `held` and `size` (in words) of `held`. Of the
    occurrences `drawn` were looked at: all, unless it was `sampled`; `around` words stand near
    them. `whole` has documents, occurrences and those drawn of all that was found, in a group or
    in none. `words` are in no order; each has a row in `near` and in `totals`, a column for each
    group. `runs` are words side by side.
    """

    documents: tuple[int, ...]
    occurrences: tuple[int, ...]
    held: tuple[int, ...]
    size: tuple[int, ...]
    drawn: tuple[int, ...]
    whole: tuple[int, int, int]
    sampled: bool
    around: tuple[int, ...]
    words: list[str] = field(default_factory=list)
    near: Numbers = field(default_factory=lambda: np.zeros((0, 1), np.int64))
    totals: Numbers = field(default_factory=lambda: np.zeros((0, 1), np.int64))
    runs: Mapping[tuple[str, ...], tuple[int, ...]] = field(default_factory=dict)


def sample(ids: Iterable[bytes], share: float, seed: int) -> list[bool]:
    """Whether each article, by its id, is in the sample that has so much of all: the same for every
    engine.
    """
    begun, least = crc32(f"{seed}:".encode()), share * 2**32
    return [number < least for number in map(crc32, ids, repeat(begun))]


def most_frequent(often: Numbers, most: int) -> Numbers:
    """Where the highest numbers stand that are not 0: so many, and those equal to the last."""
    at_least = np.cumsum(np.bincount(often)[::-1])  # how many are as high, from the highest down
    last = len(at_least) - 1 - int(at_least.searchsorted(most))
    return np.flatnonzero(often >= max(last, 1))


def is_counted(word: str) -> bool:
    """Whether a word that is indexed is one: "US!" is a mark of US."""
    return not word.endswith("!")
