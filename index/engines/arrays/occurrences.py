"""How often a leaf of a query stands in each document, as two arrays: documents and counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from index.engines.arrays.files import Array, begins_run
from index.engines.arrays.segment import NOTHING
from index.engines.arrays.snapshot import Postings, Snapshot
from index.engines.common.layout import stem_field
from index.query.tree import Near, Phrase, Prefix, Terms, Variants, Word

_MANY = 8  # one posting for so many documents, and sums are made over all of them


def occurrences(index: Snapshot, leaf: Terms, stream: str) -> Postings:
    """The documents that have a leaf in a stream, ascending, and how often each has it."""
    if stream not in leaf.streams:
        return NOTHING, NOTHING
    match leaf:
        case Word(_, _, stems):
            field = stem_field(stream)
            return _most([index.postings(field, stem.encode()) for stem in stems])
        case Prefix(_, start):
            docs, counts = index.beginning(stream, start.encode())
            return _sum(list(zip(docs, counts, strict=True)), index.size)
        case Phrase(_, (word,)):
            return index.postings(stream, word.encode())
        case Phrase(_, words):
            return _phrase(index, stream, words)
        case Near(_, words, apart):
            return _near(index, stream, words, len(words) + apart)
        case Variants(leaves):
            return _sum([occurrences(index, each, stream) for each in leaves], index.size)


def frequencies(index: Snapshot, leaf: Terms, stream: str, docs: Array) -> Array | None:
    """How often each of some documents, ascending, has a leaf in a stream. For few documents this
    is quicker than `occurrences`; None where all postings have to be read.
    """
    if stream not in leaf.streams:
        return np.zeros(len(docs), np.int64)
    match leaf:
        case Word(_, _, stems):
            field = stem_field(stream)
            held = [
                index.frequencies(field, stem.encode(), docs)
                for stem in stems
                if index.holding(field, stem)
            ]
            if len(held) == 1:
                return held[0]
            return np.maximum.reduce(held) if held else np.zeros(len(docs), np.int64)
        case Phrase(_, (word,)):
            return index.frequencies(stream, word.encode(), docs)
        case Variants(leaves):
            sums = np.zeros(len(docs), np.int64)
            for each in leaves:
                often = frequencies(index, each, stream, docs)
                if often is None:
                    return None
                sums += often
            return sums
        case _:
            return None


def holding(index: Snapshot, leaf: Terms, stream: str) -> list[Array]:
    """The documents that have a leaf in a stream, some perhaps twice: quicker than how often."""
    if stream not in leaf.streams:
        return []
    match leaf:
        case Word(_, _, stems):
            return [index.docs(stem_field(stream), stem.encode()) for stem in stems]
        case Prefix(_, start):
            return index.beginning(stream, start.encode())[0]
        case Phrase(_, (word,)):
            return [index.docs(stream, word.encode())]
        case Variants(leaves):
            return [docs for each in leaves for docs in holding(index, each, stream)]
        case _:
            return [occurrences(index, leaf, stream)[0]]


def _most(parts: list[Postings]) -> Postings:
    """Of each document the largest count."""
    return _grouped(parts, np.maximum)


def _sum(parts: list[Postings], size: int) -> Postings:
    """Of each document the sum of its counts."""
    found = [part for part in parts if len(part[0])]
    if len(found) > 1 and sum(len(docs) for docs, _ in found) * _MANY > size:
        docs = np.concatenate([docs for docs, _ in found])
        counts = np.concatenate([counts for _, counts in found])
        sums = np.bincount(docs, counts, size)
        docs = np.flatnonzero(sums)
        return docs, sums[docs]
    return _grouped(found, np.add, ordered=False)


def _grouped(parts: list[Postings], how: np.ufunc, *, ordered: bool = True) -> Postings:
    found = [part for part in parts if len(part[0])]
    if not found:
        return NOTHING, NOTHING
    if len(found) == 1 and ordered:
        return found[0]
    docs = np.concatenate([docs for docs, _ in found])
    counts = np.concatenate([counts for _, counts in found]).astype(np.int64)
    order = np.argsort(docs, kind="stable")
    docs, counts = docs[order], counts[order]
    first = np.flatnonzero(begins_run(docs))
    return docs[first], how.reduceat(counts, first)


def _together(index: Snapshot, stream: str, words: Sequence[str]) -> Array:
    """The documents that have all words, ascending."""
    first, *others = sorted(set(words), key=lambda word: index.holding(stream, word))
    docs = index.docs(stream, first.encode())  # the rarest leads
    for word in others:
        docs = index.among(stream, word.encode(), docs)
    return docs


def _phrase(index: Snapshot, stream: str, words: Sequence[str]) -> Postings:
    docs = _together(index, stream, words)
    if not len(docs):
        return NOTHING, NOTHING
    places = {word: index.places(stream, word.encode(), docs) for word in set(words)}
    order = sorted(range(len(words)), key=lambda at: len(places[words[at]]))
    starts = places[words[order[0]]] - order[0]
    for at in order[1:]:
        starts = starts[_within(starts + at, places[words[at]])]
        if not len(starts):
            return NOTHING, NOTHING
    return _per_document(starts >> 32)


def _near(index: Snapshot, stream: str, words: Sequence[str], width: int) -> Postings:
    """From how many places of the words as many places as `width` hold all of them."""
    docs = _together(index, stream, words)
    if not len(docs):
        return NOTHING, NOTHING
    places = {word: index.places(stream, word.encode(), docs) for word in set(words)}
    starts = np.sort(np.concatenate(list(places.values())))
    for word, often in Counter(words).items():
        last = np.searchsorted(places[word], starts) + often - 1  # the place that completes it
        inside = last < len(places[word])
        starts, last = starts[inside], last[inside]
        starts = starts[places[word][last] < starts + width]
    return _per_document(starts >> 32)


def _within(wanted: Array, places: Array) -> Array:
    """Which of the numbers wanted are there; both ascend."""
    at = np.searchsorted(places, wanted)
    at[at == len(places)] = 0
    return np.asarray(places[at] == wanted)


def _per_document(docs: Array) -> Postings:
    """Documents that ascend, each once, and how often it was there."""
    if not len(docs):
        return NOTHING, NOTHING
    first = np.flatnonzero(begins_run(docs))
    return docs[first].astype(np.intp), np.diff(first, append=len(docs))
