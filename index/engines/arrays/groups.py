"""How often something of each term stands in each of some groups of documents."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.engines.arrays.files import Array

_FULL = 4  # of a table by kind: things to be counted for each of its cells


class Groups:
    """Groups of `size` documents, as masks over all; a document may be in any number.

    `kinds` tells of each document which of the different sets of groups it is in, as a number from
    1 on in the narrowest type: so what is counted needs no look at every group.
    """

    def __init__(self, masks: Sequence[Array], size: int) -> None:
        sets = np.zeros(size, np.intp)
        for mask in masks:
            sets = _numbered(sets << 1 | mask)
        first = np.zeros(int(sets.max(initial=-1)) + 1, np.intp)
        first[sets] = np.arange(len(sets))
        self.count = len(masks)
        self._in = np.zeros((len(first), self.count))
        for at, mask in enumerate(masks):
            self._in[:, at] = mask[first]
        # Of documents that are all in the same groups: in which.
        self.alike: Array | None = self._in[0].astype(bool) if len(self._in) == 1 else None
        # Of each set its first group, then its second, as far as any goes; `count` where it ends.
        kind, group = self._in.nonzero()
        many = np.bincount(kind, minlength=len(first))
        nth = np.arange(len(kind)) - (np.cumsum(many) - many)[kind]
        self._layers = np.full((int(many.max(initial=0)), len(first)), self.count)
        self._layers[nth, kind] = group
        self.kinds: Array = (sets + 1).astype(np.min_scalar_type(len(first)))

    def counted(self, each: Array, kinds: Array, often: Array | None = None) -> Array:
        """A row for each term, a column for each group: of the things to be counted, of which the
        terms have so many `each`, in order, those of the kinds of documents that are in the group;
        each as `often` as is said, or once.
        """
        if self.alike is not None and often is None:
            return np.outer(each, self.alike)
        kinds = kinds - 1
        if len(each) * len(self._in) * _FULL <= len(kinds):
            by_kind = _table(each, kinds, often, len(self._in))
            return np.asarray(by_kind @ self._in)  # in floats, which is quick; below 2**53 exact
        found = np.zeros((len(each), self.count), np.int64)
        for at, layer in enumerate(self._layers):
            if at:  # few documents are in many groups
                deep = np.flatnonzero((layer < self.count).take(kinds))
                each = np.diff(deep.searchsorted(np.cumsum(each)), prepend=0)
                kinds, often = kinds[deep], None if often is None else often[deep]
            groups = layer.take(kinds)
            found += _table(each, groups, often, self.count + 1)[:, : self.count]
        return found


def _numbered(numbers: Array) -> Array:
    """The same numbers, counted through: of the different ones the smallest is 0, the next 1."""
    held = np.bincount(numbers) > 0
    return np.asarray((np.cumsum(held) - 1)[numbers])


def _table(each: Array, columns: Array, often: Array | None, width: int) -> Array:
    """What is counted, by term and column."""
    cells = np.repeat(np.arange(0, len(each) * width, width), each)
    cells += columns
    sums = np.bincount(cells, minlength=len(each) * width)
    if often is not None:  # nearly all is there once: adding numbers takes longer than counting
        more = np.flatnonzero(often > 1)
        sums += np.bincount(cells[more], often[more] - 1, len(sums)).astype(np.intp)
    return sums.reshape(-1, width)
