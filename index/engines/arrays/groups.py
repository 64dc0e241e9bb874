"""How often something of each term stands in each of some groups of documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence

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
        first = np.zeros(int(sets.max(initial=-1)) + 2, np.intp)
        first[sets + 1] = np.arange(len(sets))
        self.count = len(masks)
        self._in = np.zeros((len(first), self.count))
        for at, mask in enumerate(masks):
            self._in[1:, at] = mask[first[1:]]
        # Of documents that are all in the same groups: in which.
        self.alike: Array | None = self._in[1].astype(bool) if len(self._in) == 2 else None
        # Of each kind its first group, then its second, as far as any goes; `count` where it ends.
        kind, group = self._in.nonzero()
        many = np.bincount(kind, minlength=len(first))
        nth = np.arange(len(kind)) - (np.cumsum(many) - many)[kind]
        shape = int(many.max(initial=0)), len(first)
        self._layers = np.full(shape, self.count, np.min_scalar_type(self.count))
        self._layers[nth, kind] = group
        self.kinds: Array = (sets + 1).astype(np.min_scalar_type(len(first)))

    def counted(self, each: Array, kinds: Array) -> Array:
        """A row for each term, a column for each group: of the things to be counted, of which the
        terms have so many `each`, in order, those of the kinds of documents that are in the group.
        """
        if self.alike is not None:
            return np.outer(each, self.alike)
        if self._are_few(each, kinds):
            return self._by_kind(each, kinds, None)
        return self._by_layer(each, kinds, None, self._layers)

    def adding(self, kinds: Array) -> Callable[[Array, Array, Array], Array]:
        """The like for documents of some kinds: of terms with so many documents `each` (these, one
        term's after another's), how often they stand in each group; `often` in each document.
        """
        layers = self._layers.take(kinds, axis=1)

        def added(each: Array, docs: Array, often: Array) -> Array:
            if self._are_few(each, docs):
                return self._by_kind(each, kinds.take(docs), often)
            return self._by_layer(each, docs, often, layers)

        return added

    def _are_few(self, each: Array, things: Array) -> bool:
        return len(each) * len(self._in) * _FULL <= len(things)

    def _by_kind(self, each: Array, kinds: Array, often: Array | None) -> Array:
        by_kind = _table(_rows(each, len(self._in)), kinds, often, (len(each), len(self._in)))
        return np.asarray(by_kind @ self._in)  # in floats, which is quick; below 2**53 exact

    def _by_layer(self, each: Array, things: Array, often: Array | None, layers: Array) -> Array:
        """`layers` have a group of each thing, or `count`."""
        shape = len(each), self.count + 1
        found = np.zeros(shape, np.int64)
        rows, things = _rows(each, shape[1]), things.astype(np.intp, copy=False)
        for at, layer in enumerate(layers):
            if at:  # few documents are in many groups
                deep = np.flatnonzero((layer < self.count).take(things))
                rows, things = rows[deep], things[deep]
                often = None if often is None else often[deep]
            found += _table(rows, layer.take(things), often, shape)
        return found[:, : self.count]


def _numbered(numbers: Array) -> Array:
    """The same numbers, counted through: of the different ones the smallest is 0, the next 1."""
    held = np.bincount(numbers) > 0
    return np.asarray((np.cumsum(held) - 1)[numbers])


def _rows(each: Array, width: int) -> Array:
    """Where the row of each thing begins in a table so wide, of which the terms have so many."""
    return np.repeat(np.arange(0, len(each) * width, width), each)


def _table(rows: Array, columns: Array, often: Array | None, shape: tuple[int, int]) -> Array:
    """What is counted, by term and column."""
    cells = rows + columns
    sums = np.bincount(cells, minlength=shape[0] * shape[1])
    if often is not None:  # nearly all is there once: adding numbers takes longer than counting
        more = np.flatnonzero(often > 1)
        sums += np.bincount(cells[more], often[more] - 1, len(sums)).astype(np.intp)
    return sums.reshape(shape)
