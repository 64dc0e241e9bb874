"""The leaves of one query over a snapshot: which documents have them, and how often.

How often some documents have a leaf is an array as long as they are many. Where they are few, they
are looked up in the postings of each of its terms. What was found is kept while the query is
answered: those who are left of these documents have it too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from index.engines.arrays.files import Array, begins_run, different
from index.engines.arrays.postings import PLACE, SCARCE, PostingList, Selection, by_count, often_of
from index.engines.arrays.segment import NOTHING
from index.engines.arrays.snapshot import Postings, Snapshot
from index.engines.common.layout import key_field, stem_field
from index.query.tree import (
    And,
    Boost,
    Key,
    Near,
    Phrase,
    Prefer,
    Prefix,
    Query,
    Terms,
    Variants,
    Word,
)


class Leaves:
    """Answers for one query."""

    def __init__(self, index: Snapshot) -> None:
        self._index = index
        # By term: the documents that it was last asked of, and how often they have it.
        self._known: dict[PostingList, tuple[Selection, Array]] = {}
        self._placed: dict[tuple[Phrase | Near, str], Postings] = {}  # in the whole index
        self._matched: dict[Prefix | Variants, Selection] = {}  # what many words stand for

    def most(self, query: Query) -> int:
        """How many documents match at most, as far as that is known without reading any."""
        match query:
            case Word() | Phrase(_, (_,)):
                return sum(one.count for name in query.streams for one in self._lists(query, name))
            case Phrase() | Near():
                return sum(self._rarest(query, name).count for name in query.streams)
            case Variants(leaves):
                return sum(map(self.most, leaves))
            case Boost(inner, _) | Prefer(inner, _):
                return self.most(inner)
            case And(items) if items:
                return min(map(self.most, items))
            case Key("id", _):
                return 1
            case Key(field, key):
                return self._index.postings(key_field(field), key).count
            case _:
                return self._index.size

    def _lists(self, leaf: Word | Phrase | Near, stream: str) -> list[PostingList]:
        """The postings of the terms of a leaf in a stream."""
        if isinstance(leaf, Word):
            field, terms = stem_field(stream), leaf.stems
        else:
            field, terms = stream, leaf.words
        return [self._index.postings(field, term) for term in terms]

    def _rarest(self, leaf: Phrase | Near, stream: str) -> PostingList:
        return min(self._lists(leaf, stream), key=by_count)

    # Which documents have a leaf ------------------------------------------------------------------

    def match(self, leaf: Terms) -> Selection:
        """The documents that have a leaf in any stream."""
        if isinstance(leaf, Prefix | Variants):
            if leaf not in self._matched:
                self._matched[leaf] = self._index.selection(self._index.having(self._held(leaf)))
            return self._matched[leaf]
        held = self._held(leaf)
        if len(held) == 1:
            return self._index.selection(self._index.there(held[0]))
        return self._index.selection(self._index.having(held))

    def _held(self, leaf: Terms) -> list[Array]:
        """The documents that have a leaf, in each stream that any has it in."""
        return [docs for name in leaf.streams for docs in self._holding(leaf, name) if len(docs)]

    def _holding(self, leaf: Terms, stream: str) -> list[Array]:
        """The documents that have a leaf in a stream; some may be deleted, or there twice."""
        if stream not in leaf.streams:
            return []
        match leaf:
            case Word() | Phrase(_, (_,)):
                return [one.docs() for one in self._lists(leaf, stream) if one.count]
            case Prefix(_, start):
                return [self._index.beginning(stream, start)[0]]
            case Variants(leaves):
                return [docs for each in leaves for docs in self._holding(each, stream)]
            case Phrase() | Near():
                return [self._in_all(leaf, stream)[0]]

    def are_few(self, leaf: Terms, among: Selection) -> bool:
        """Whether how often these documents have a leaf is told sooner than all that have it."""
        match leaf:
            case Prefix():
                return False
            case Near() | Phrase(_, (_, _, *_)):
                return len(among) < self.most(leaf)
            case _:
                return len(among) * SCARCE < self.most(leaf)

    def having(self, leaf: Terms, among: Selection) -> Array:
        """Which documents of a selection have a leaf in any stream."""
        every = [self.often(leaf, name, among) for name in leaf.streams]
        found = [often for often in every if often is not None]
        return np.logical_or.reduce(found) if found else np.zeros(len(among), bool)

    # How often ------------------------------------------------------------------------------------

    def often(self, leaf: Terms, stream: str, among: Selection) -> Array | None:
        """How often each document of a selection has a leaf in a stream; None if none has it."""
        if stream not in leaf.streams:
            return None
        match leaf:
            case Word() | Phrase(_, (_,)):  # of two stems of a word the one that stands more often
                every = [self._of(one, among) for one in self._lists(leaf, stream) if one.count]
                return np.maximum.reduce(every) if len(every) > 1 else next(iter(every), None)
            case Phrase() | Near():
                return self._of_placed(leaf, stream, among)
            case Prefix(_, start):
                docs, counts = self._index.beginning(stream, start)
                return often_of(docs, counts, among) if len(docs) else None
            case Variants(leaves):
                told = (self.often(each, stream, among) for each in leaves)
                found = [often for often in told if often is not None]
                return np.add.reduce(found, dtype=np.int64) if found else None

    def _of(self, one: PostingList, among: Selection) -> Array:
        """How often each document of a selection has a term."""
        if one in self._known:
            before, often = self._known[one]
            picked = among.picked_from(before)
            if picked is not None:
                for kept in picked:
                    often = often[kept]
                return often
        often = one.often(among)
        self._known[one] = among, often
        return often

    def _of_placed(self, leaf: Phrase | Near, stream: str, among: Selection) -> Array | None:
        """The same of words whose places matter."""
        if (leaf, stream) in self._placed:
            docs, counts = self._placed[leaf, stream]
        else:
            docs, counts = self._within(leaf, stream, among)
        if not len(docs) or not len(among):
            return None
        often = np.zeros(len(among), np.int64)
        at = np.minimum(among.docs.searchsorted(docs), len(among) - 1)
        there = among.docs[at] == docs
        often[at[there]] = counts[there]
        return often

    def _in_all(self, leaf: Phrase | Near, stream: str) -> Postings:
        """The documents that have such a leaf in a stream, and how often."""
        if (leaf, stream) not in self._placed:
            rarest = self._rarest(leaf, stream)
            everything = self._index.selection(self._index.there(rarest.docs()))
            self._placed[leaf, stream] = self._within(leaf, stream, everything)
        return self._placed[leaf, stream]

    def _within(self, leaf: Phrase | Near, stream: str, among: Selection) -> Postings:
        """The documents of a selection that have such a leaf in a stream, and how often."""
        return _per_document(self.starts(leaf, stream, among) >> 32)

    def starts(self, leaf: Phrase | Near, stream: str, among: Selection) -> Array:
        """Where such a leaf begins in a stream of a selection: document << 32 | place."""
        lists = self._lists(leaf, stream)
        for one in sorted(set(lists), key=by_count):  # the rarest first
            if not one.count or not len(among):
                return NOTHING
            among = among.where(self._of(one, among) > 0)
        if not len(among):
            return NOTHING
        if isinstance(leaf, Near):
            return _near(lists, among, len(leaf.words) + leaf.apart)
        return _phrase(lists, among)


def _phrase(words: Sequence[PostingList], among: Selection) -> Array:
    """Where words stand side by side, in documents each of which has them all."""
    first, *others = sorted(range(len(words)), key=lambda at: words[at].count)
    places = words[first].places(among)
    # So near its begin that the phrase would begin before it, a text has none there.
    starts = places[places & PLACE >= first] - first
    for count, at in enumerate(others):
        if not len(starts):
            break
        if count:  # few are left of those that have all words
            among = _where(starts, among)
        places = words[at].places(among)
        starts = starts[_among(starts + at, places)]
    return starts


def _near(words: Sequence[PostingList], among: Selection, width: int) -> Array:
    """From how many places of the words as many places as `width` hold all of them, in documents
    each of which has them all.
    """
    among = _where_near(words, among, width)
    places = {word: word.places(among) for word in words}
    starts = np.sort(np.concatenate(list(places.values())), kind="stable")
    for word, often in Counter(words).items():
        last = np.searchsorted(places[word], starts) + often - 1  # the place that completes it
        inside = last < len(places[word])
        starts, last = starts[inside], last[inside]
        starts = starts[places[word][last] < starts + width]
    return starts


def _where_near(words: Sequence[PostingList], among: Selection, width: int) -> Selection:
    """The documents where the rarest of the words has all others less than `width` away: few of
    those that have all words, and no other can have them near each other.
    """
    rarest, *others = sorted(set(words), key=by_count)
    places = rarest.places(among)
    for other in others:
        theirs = other.places(among)
        next_ = np.minimum(theirs.searchsorted(places - width + 1), len(theirs) - 1)
        places = places[np.abs(theirs[next_] - places) < width]
    return _where(places, among)


def _where(places: Array, among: Selection) -> Selection:
    """The documents that these places are in."""
    return among.where(among.docs.searchsorted(different(places >> 32)))


def _among(wanted: Array, places: Array) -> Array:
    """Which of the numbers wanted are there; both ascend."""
    at = np.minimum(places.searchsorted(wanted), len(places) - 1)
    return np.asarray(places[at] == wanted)


def _per_document(docs: Array) -> Postings:
    """Documents that ascend, each once, and how often it was there."""
    if not len(docs):
        return NOTHING, NOTHING
    first = begins_run(docs).nonzero()[0]
    return docs[first].astype(np.intp), np.diff(first, append=len(docs))
