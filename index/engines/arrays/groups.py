"""How often something of each term stands in each of some groups of documents."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from hashlib import sha256

import numpy as np

from index.engines.arrays.files import Array

_FULL = 4  # of a table by kind: things to be counted for each of its cells
_PIECE = 64  # things of a term that are counted together
_BITS = 63  # of a number that is not negative


class Groups:
    """Groups of `size` documents, as masks over all; a document may be in any number.

    `kinds` tells of each document which of the different sets of groups it is in, as a number from
    1 on in the narrowest type: so what is counted needs no look at every group.
    """

    def __init__(self, masks: Sequence[Array], size: int) -> None:
        sets = np.zeros(size, np.intp)
        for mask in masks:
            sets = _numbered(sets << 1 | mask)
        first = np.zeros(int(sets.max(initial=-1)) + 2, np.intp)
        first[sets + 1] = np.arange(len(sets))
        self.count = len(masks)
        self._in = np.zeros((len(first), self.count), np.int64)
        for at, mask in enumerate(masks):
            self._in[1:, at] = mask[first[1:]]
        # Of documents that are all in the same groups: in which.
        self.alike: Array | None = self._in[1].astype(bool) if len(self._in) == 2 else None
        self.kinds: Array = (sets + 1).astype(np.min_scalar_type(len(first)))

    @cached_property
    def key(self) -> bytes:
        """The same for the same documents in the same groups."""
        return sha256(self.kinds.tobytes() + self._in.tobytes()).digest()

    def counted(self, each: Array, kinds: Array, often: Array | None = None) -> Array:
        """A row for each term, a column for each group: of the things to be counted, of which the
        terms have so many `each`, in order, those of the kinds of documents that are in the group;
        how `often` each is to be counted, if not once.
        """
        if self.alike is not None and often is None:
            return np.outer(each, self.alike)
        if len(each) * len(self._in) * _FULL <= len(kinds):
            return self._by_kind(each, kinds, often)
        return self._several_at_once(each, kinds, often)

    def _by_kind(self, each: Array, kinds: Array, often: Array | None) -> Array:
        shape = len(each), len(self._in)
        cells = np.repeat(np.arange(0, shape[0] * shape[1], shape[1]), each) + kinds
        sums = np.bincount(cells, minlength=shape[0] * shape[1])
        if often is not None:  # nearly all is there once: adding numbers takes longer than counting
            more = np.flatnonzero(often > 1)
            sums += np.bincount(cells[more], often[more] - 1, len(sums)).astype(np.intp)
        # In floats, which is quick; below 2**53 they are exact.
        return np.asarray(sums.reshape(shape) @ self._in.astype(float))

    def _several_at_once(self, each: Array, kinds: Array, often: Array | None) -> Array:
        """Counts in numbers of which each group has some bits, as many as the highest count has.
        Counts are of some things of a term at a time: so they are low, and many fit in a number.
        """
        found = np.zeros((len(each), self.count), np.int64)
        terms = np.flatnonzero(each)
        if not len(terms):
            return found
        starts, firsts = _pieces(each[terms])
        # As wide as NumPy wants them: else it copies all, again and again.
        kinds = kinds.astype(np.intp)
        often = None if often is None else often.astype(np.int64)
        most = _PIECE if often is None else int(np.add.reduceat(often, starts).max())
        bits = most.bit_length()
        fitting = max(_BITS // bits, 1)
        for first in range(0, self.count, fitting):
            groups = range(first, min(first + fitting, self.count))
            places = bits * np.arange(len(groups))
            added = (self._in[:, groups.start : groups.stop] << places).sum(axis=1).take(kinds)
            if often is not None:
                added *= often
            sums = np.add.reduceat(added, starts)
            for group, place in zip(groups, places.tolist(), strict=True):
                found[terms, group] = np.add.reduceat((sums >> place) & ((1 << bits) - 1), firsts)
        return found


def _pieces(each: Array) -> tuple[Array, Array]:
    """Where the pieces of runs of so many things begin, and the first piece of each run."""
    pieces = -(-each // _PIECE)
    firsts = np.cumsum(pieces) - pieces
    steps = np.arange(int(pieces.sum())) - np.repeat(firsts, pieces)
    return np.repeat(np.cumsum(each) - each, pieces) + _PIECE * steps, firsts


def _numbered(numbers: Array) -> Array:
    """The same numbers, counted through: of the different ones the smallest is 0, the next 1."""
    held = np.bincount(numbers) > 0
    return np.asarray((np.cumsum(held) - 1)[numbers])
