"""How often a leaf of a query occurs in each document, from the posting lists of its terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Protocol

from index.query.tree import Near, Phrase, Prefix, Terms, Variants, Word

Frequencies = dict[int, float]  # by document number


class TermPostings(Protocol):
    """The postings of single terms, by document number. A term that is not there has none."""

    def terms(self, stream: str, start: str) -> Iterable[str]:
        """The words of a stream that begin so."""
        ...

    def counts(self, stream: str, word: str) -> Frequencies:
        """How often a word, or an acronym in capitals, stands in each document."""
        ...

    def stem_counts(self, stream: str, stem: str) -> Frequencies:
        """How often a stem stands in each document."""
        ...

    def documents(self, stream: str, word: str) -> Iterable[int]:
        """The documents that hold a word."""
        ...

    def stem_documents(self, stream: str, stem: str) -> Iterable[int]:
        """The documents that hold a stem."""
        ...

    def positions(self, stream: str, word: str, docs: set[int]) -> Mapping[int, Sequence[int]]:
        """Where a word stands in those of `docs` that hold it, ascending."""
        ...


def occurrences(postings: TermPostings, leaf: Terms, stream: str) -> Frequencies:
    """How often a leaf stands in a stream of each document that has it."""
    if stream not in leaf.streams:
        return {}
    match leaf:
        case Word(_, _, stems):
            return _most(postings.stem_counts(stream, stem) for stem in stems)
        case Prefix(_, start):
            return _sum(postings.counts(stream, word) for word in postings.terms(stream, start))
        case Phrase(_, (word,)):
            return postings.counts(stream, word)
        case Phrase(_, words):
            return _phrase(postings, stream, words)
        case Near(_, words, apart):
            return _near(postings, stream, words, len(words) + apart)
        case Variants(leaves):
            return _sum(occurrences(postings, each, stream) for each in leaves)


def holding(postings: TermPostings, leaf: Terms, stream: str) -> Iterable[int]:
    """The documents that have a leaf in a stream, some perhaps twice: quicker than how often."""
    if stream not in leaf.streams:
        return ()
    match leaf:
        case Word(_, _, stems):
            return chain.from_iterable(postings.stem_documents(stream, stem) for stem in stems)
        case Prefix(_, start):
            words = postings.terms(stream, start)
            return chain.from_iterable(postings.documents(stream, word) for word in words)
        case Phrase(_, (word,)):
            return postings.documents(stream, word)
        case Variants(leaves):
            return chain.from_iterable(holding(postings, each, stream) for each in leaves)
        case _:
            return occurrences(postings, leaf, stream)


def windows(places: Mapping[str, Sequence[int]], words: Sequence[str], width: int) -> list[int]:
    """The places of `words` from where `width` places hold all of them, each as often as wanted."""
    wanted = Counter(words)
    every = sorted((place, word) for word in wanted for place in places[word])
    starts: list[int] = []
    inside: Counter[str] = Counter()
    end = 0
    for place, word in every:
        while end < len(every) and every[end][0] < place + width:
            inside[every[end][1]] += 1
            end += 1
        if inside >= wanted:
            starts.append(place)
        inside[word] -= 1
    return starts


def _sum(parts: Iterable[Frequencies]) -> Frequencies:
    sums: Frequencies = {}
    for part in parts:
        if not sums:
            sums = part
            continue
        for doc, count in part.items():
            sums[doc] = sums.get(doc, 0.0) + count
    return sums


def _most(parts: Iterable[Frequencies]) -> Frequencies:
    """Of each document the largest. Stems of different languages stand in different ones."""
    most: Frequencies = {}
    for part in parts:
        if not most:
            most = part
        elif most.keys().isdisjoint(part):
            most |= part
        else:
            for doc, count in part.items():
                most[doc] = max(most.get(doc, 0.0), count)
    return most


def _places(
    postings: TermPostings, stream: str, words: Sequence[str]
) -> tuple[set[int], dict[str, Mapping[int, Sequence[int]]]]:
    """The documents that hold all words, and where each stands in them."""
    distinct = sorted(set(words), key=len, reverse=True)  # long ones are rare: often one is enough
    docs = set(postings.documents(stream, distinct[0]))
    for word in distinct[1:]:
        if not docs:
            break
        docs.intersection_update(postings.documents(stream, word))
    if not docs:
        return docs, {}
    return docs, {word: postings.positions(stream, word, docs) for word in distinct}


def _phrase(postings: TermPostings, stream: str, words: Sequence[str]) -> Frequencies:
    docs, places = _places(postings, stream, words)
    found: Frequencies = {}
    for doc in docs:
        starts = set(places[words[0]][doc])
        for offset, word in enumerate(words[1:], 1):
            starts &= {at - offset for at in places[word][doc]}
        if starts:
            found[doc] = float(len(starts))
    return found


def _near(postings: TermPostings, stream: str, words: Sequence[str], width: int) -> Frequencies:
    docs, places = _places(postings, stream, words)
    found: Frequencies = {}
    for doc in docs:
        starts = windows({word: places[word][doc] for word in places}, words, width)
        if starts:
            found[doc] = float(len(starts))
    return found
