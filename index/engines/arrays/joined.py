"""The sorted terms of several segments as one list.

An archive has ever more words, so few of them are in memory as Python's objects at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress
from typing import NamedTuple

import numpy as np

from index.engines.arrays.files import Array, shrunk
from index.engines.arrays.segment import Terms

_AT_ONCE = 1 << 15  # terms of the longest list


class Joined(NamedTuple):
    """All terms, as `Terms` reads them, and for each list the numbers of its own terms among them.
    The number of a term that has gone says nothing.
    """

    letters: Array
    ends: Array
    numbers: list[Array]


def joined(lists: Sequence[Terms], postings: Sequence[Array]) -> Joined:
    """The terms of sorted lists as one. Of each term of each list it is told how many postings it
    has; a term that has none in any of them goes.
    """
    numbers = [np.zeros(len(terms), np.intp) for terms in lists]
    letters: list[bytes] = []
    lengths = [np.zeros(0, np.int64)]
    count = 0
    for parts in _parts(lists):
        own = [terms.listed(part) for terms, part in zip(lists, parts, strict=True)]
        ordered = own[0] if len(own) == 1 else sorted(set().union(*own))
        place = dict(zip(ordered, range(len(ordered)), strict=True))
        held = np.zeros(len(ordered), np.int64)
        for at, (terms, part) in enumerate(zip(own, parts, strict=True)):
            here = slice(part.start, part.stop)
            numbers[at][here] = np.fromiter(map(place.__getitem__, terms), np.intp, len(terms))
            held[numbers[at][here]] += postings[at][here]
        stay = held > 0
        after = np.cumsum(stay) + count
        for own_numbers, part in zip(numbers, parts, strict=True):
            here = slice(part.start, part.stop)
            own_numbers[here] = np.maximum(after[own_numbers[here]] - 1, 0)
        kept = list(compress(ordered, stay.tolist()))
        letters.append(b"".join(kept))
        lengths.append(np.fromiter(map(len, kept), np.int64, len(kept)))
        count += len(kept)
    ends = np.cumsum(np.concatenate(lengths))
    return Joined(np.frombuffer(b"".join(letters), np.uint8), shrunk(ends), numbers)


def _parts(lists: Sequence[Terms]) -> Iterator[list[range]]:
    """The terms of all lists in parts: in each what stands between the same two terms."""
    longest = max(lists, key=len)
    first = [0] * len(lists)
    for at in range(_AT_ONCE, len(longest), _AT_ONCE):
        after = [terms.before(longest[at]) for terms in lists]
        yield list(map(range, first, after))
        first = after
    yield [range(start, len(terms)) for start, terms in zip(first, lists, strict=True)]
