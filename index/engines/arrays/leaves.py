"""The leaves of one query over a snapshot: which documents have them, and how often.

What was read of a leaf is kept while the query is answered. Where few documents are asked about,
they are looked up in its postings, and these are not read.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from index.engines.arrays import snapshot
from index.engines.arrays.files import Array
from index.engines.arrays.occurrences import frequencies, holding, occurrences
from index.engines.arrays.snapshot import Postings, Snapshot
from index.engines.common.layout import key_field, stem_field
from index.query.tree import Boost, Key, Near, Phrase, Prefer, Query, Terms, Variants, Word


class Leaves:
    """`are_ranked` says whether how often a leaf stands somewhere will be asked too."""

    def __init__(self, index: Snapshot, *, are_ranked: bool) -> None:
        self._index = index
        self._are_ranked = are_ranked
        self._read: dict[Terms, dict[str, Postings]] = {}
        # What was looked up: of which documents, and how often by stream.
        self._looked_up: dict[Terms, tuple[Array, dict[str, Array]]] = {}
        self._most: dict[Query, int] = {}
        self._ranked: tuple[Array, Array] | None = None  # documents, and what `_rank` gives

    def most(self, query: Query) -> int:
        """How many documents match at most, as far as that is known without reading any."""
        if query not in self._most:
            self._most[query] = self._at_most(query)
        return self._most[query]

    def _at_most(self, query: Query) -> int:
        match query:
            case Word(streams, _, stems):
                fields = [(stem_field(name), stem) for name in streams for stem in stems]
                return sum(self._index.holding(*each) for each in fields)
            case Phrase(streams, words) | Near(streams, words, _):
                least = (min(self._index.holding(name, word) for word in words) for name in streams)
                return sum(least)
            case Variants(leaves):
                return sum(map(self.most, leaves))
            case Boost(inner, _) | Prefer(inner, _):
                return self.most(inner)
            case Key(field, key):
                return self._index.holding(key_field(field), key)
            case _:
                return self._index.size

    def docs(self, leaf: Terms) -> list[Array]:
        """The documents that have a leaf, some perhaps in several lists."""
        if not self._are_ranked:
            return [docs for name in leaf.streams for docs in holding(self._index, leaf, name)]
        return [docs for docs, _ in self._occurrences(leaf).values()]

    def _occurrences(self, leaf: Terms) -> dict[str, Postings]:
        if leaf not in self._read:
            self._read[leaf] = {name: occurrences(self._index, leaf, name) for name in leaf.streams}
        return self._read[leaf]

    def looked_up(self, leaf: Terms, docs: Array) -> dict[str, Array] | None:
        """How often each of some documents has a leaf, by stream, if these are few."""
        if leaf in self._read or len(docs) * snapshot.SCARCE >= self.most(leaf):
            return None
        if leaf in self._looked_up:
            before, known = self._looked_up[leaf]
            at = before.searchsorted(docs)
            if len(at) and at[-1] < len(before) and np.array_equal(before[at], docs):
                return {name: often[at] for name, often in known.items()}
        found: dict[str, Array] = {}
        for name in leaf.streams:
            often = frequencies(self._index, leaf, name, docs)
            if often is None:
                return None
            found[name] = often
        self._looked_up[leaf] = docs, found
        return found

    def often(self, leaf: Terms, found: Array) -> Iterator[tuple[str, Array | slice, Array]]:
        """Of each stream, which of the documents found have a leaf there, and how often."""
        looked_up = self.looked_up(leaf, found)
        if looked_up is not None:
            for name, often in looked_up.items():
                at = np.flatnonzero(often)
                if len(at):
                    yield name, at, often[at]
            return
        for name, (docs, counts) in self._occurrences(leaf).items():
            if len(docs):
                among, which = self._at(found, docs)
                yield name, among, counts[which]

    def _at(self, found: Array, docs: Array) -> tuple[Array | slice, Array | slice]:
        """Where in `found` documents stand that are there too, and which of `docs` these are."""
        if len(docs) == len(found) and np.array_equal(docs, found):
            return slice(None), slice(None)
        if len(found) * snapshot.SCARCE < len(docs):
            which = np.searchsorted(docs, found)
            which[which == len(docs)] = 0
            at = np.flatnonzero(docs[which] == found)
            return at, which[at]
        at = self._rank(found)[docs]
        which = np.flatnonzero(at >= 0)
        return at[which], which

    def _rank(self, found: Array) -> Array:
        """The place in `found` of every document; -1 where it is not there."""
        if self._ranked is None or self._ranked[0] is not found:
            places = np.full(self._index.size, -1, np.int32)
            places[found] = np.arange(len(found), dtype=np.int32)
            self._ranked = found, places
        return self._ranked[1]

    def matching(self, leaf: Terms) -> int:
        """How many documents have a leaf in any stream."""
        if leaf in self._read:
            held = [docs for docs, _ in self._read[leaf].values() if len(docs)]
            if len(held) == 1:
                return len(held[0])
        else:
            held = [docs for name in leaf.streams for docs in holding(self._index, leaf, name)]
        return int(np.count_nonzero(self._index.having(held)))
