"""Where something that is asked for stands in a stream: its places, in some documents.

A place is one number, document << 32 | place, so that places of all documents are one array.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from index.analysis.stems import stems_of
from index.engines.arrays.files import Array, begins_run
from index.engines.arrays.leaves import Leaves
from index.engines.arrays.postings import PLACE, PostingList, Selection
from index.engines.arrays.segment import NOTHING
from index.engines.arrays.snapshot import Snapshot
from index.engines.common.counting import Texts
from index.engines.common.layout import stem_field
from index.query.tree import Near, Phrase, Prefix, Terms, Variants, Word

_AT_ONCE = 1 << 15  # windows that are marked together, in buffers that stay in the cache
Found = tuple[Array, Array]  # places, ascending, each once; how many words wide it is there


class Places:
    """Where leaves stand in the documents of a selection."""

    def __init__(self, index: Snapshot, among: Selection, texts: Texts) -> None:
        self._index = index
        self._among = among
        self._texts = texts
        self._leaves = Leaves(index)

    def of(self, leaves: Iterable[Terms], stream: str) -> Found:
        """Where any of some leaves begins in a stream; of several at one place the widest."""
        found = [(NOTHING, NOTHING)]
        for leaf in leaves:
            if stream in leaf.streams:
                found += self._of(leaf, stream)
        places = np.concatenate([each for each, _ in found])
        widths = np.concatenate([each for _, each in found])
        if (places[1:] > places[:-1]).all():
            return places, widths
        order = np.lexsort((-widths, places))
        places, widths = places[order], widths[order]
        first = begins_run(places)
        return places[first], widths[first]

    def _of(self, leaf: Terms, stream: str) -> Iterator[Found]:
        match leaf:
            case Word():
                yield from map(_alone, self._of_stems(leaf, stream))
            case Prefix(_, start):
                for word in self._index.terms(stream, start):
                    yield _alone(self._of_word(word, stream))
            case Phrase(_, (word,)):
                yield _alone(self._of_word(word, stream))
            case Phrase(_, words):
                starts = self._leaves.starts(leaf, stream, self._among)
                yield starts, np.full(len(starts), len(words))
            case Near():
                yield from map(_alone, self._of_near(leaf, stream))
            case Variants(leaves):
                for each in leaves:
                    if stream in each.streams:
                        yield from self._of(each, stream)

    def _having(self, one: PostingList, among: Selection) -> Selection:
        """The documents of a selection that have a term."""
        return among.within(self._index.selection(self._index.there(one.docs())))

    def _of_word(self, word: str, stream: str, among: Selection | None = None) -> Array:
        one = self._index.postings(stream, word)
        among = self._having(one, self._among if among is None else among)
        return one.places(among) if len(among) else NOTHING

    def _of_stems(self, leaf: Word, stream: str) -> Iterator[Array]:
        """The places of each word that stands for one of the stems. A document that has both has
        the stem wherever it has the word, since a text is of one language; unless the word has it
        only where it is written with accents, so that the text has to be read.
        """
        for stem in leaf.stems:
            one = self._index.postings(stem_field(stream), stem)
            if not one.count:
                continue
            among = self._having(one, self._among)
            if not len(among):
                continue
            language = stem.partition("/")[0] or None
            words = {
                word
                for segment in self._index.segments
                for word in segment.words_of(stream, stem.encode())
            }
            for word in sorted(words):
                if stem in stems_of(word, word, language):
                    yield self._of_word(word, stream, among)
                else:
                    docs = self._having(self._index.postings(stream, word), among)
                    yield self._read(stem, word, stream, docs)

    def _read(self, stem: str, word: str, stream: str, docs: Selection) -> Array:
        """Where a word stands for a stem, as the texts say."""
        ids = self._index.column("id")[docs.docs].tolist()
        numbers = dict(zip((one.decode() for one in ids), docs.docs.tolist(), strict=True))
        places = [
            numbers[document.id] << 32 | place
            for document in self._texts(list(numbers))
            for place, form in document.streams[stream].positions()
            if form.word == word and stem in form.stems
        ]
        return np.sort(np.array(places, np.intp))

    def _of_near(self, leaf: Near, stream: str) -> Iterator[Array]:
        """The places of each of the words where all of them are near."""
        starts = self._leaves.starts(leaf, stream, self._among)
        if not len(starts):
            return
        holding = np.zeros(self._index.size, bool)
        holding[starts >> 32] = True
        among = self._among.within(self._index.selection(holding))
        for word in dict.fromkeys(leaf.words):
            places = self._of_word(word, stream, among)
            before = starts.searchsorted(places, "right") - 1
            near = (before >= 0) & (places < starts[before] + len(leaf.words) + leaf.apart)
            yield places[near]


def _alone(places: Array) -> Found:
    """Places of single words."""
    return places, np.ones(len(places), np.intp)


class Windows:
    """Places of documents that are marked, to be asked for by document and place. Slots are numbers
    of places, of all documents that have marks in a row.

    Each document that has any has as many slots as its last marked place says, its `reach`, and
    one more, which is never marked: for the places behind. Others have that one alone. `first`
    tells which is the slot of the first place of each document; before it is room for a window,
    so that none has to be cut there. `bits` has one for each slot, set where it is marked: that of
    a first place is the lowest one of a byte, and `bytes` of each document may have some that are.
    """

    def __init__(self, found: Found, left: int, right: int, kinds: Array, *, around: bool) -> None:
        """The windows around what was found, with what it is of itself or without (`around`).
        `kinds` are those of documents (see `groups.py`).
        """
        places, widths = found
        docs = places >> 32
        at = places & PLACE
        begins = np.flatnonzero(begins_run(docs))
        reach = np.zeros(len(kinds), np.intp)  # places of each document that may be marked
        reach[docs[begins]] = np.maximum.reduceat(at + widths + right, begins)
        self.has: Array = reach > 0
        self.are_common = 2 * len(begins) > len(reach)
        own = _whole_bytes(reach + 1)
        areas = _whole_bytes(self.has * left) + own
        self.first: Array = np.cumsum(areas) - own
        self.size = int(areas.sum())
        self.bytes: Array = reach + 7 >> 3
        # Both in one number: they are asked for together, again and again.
        self._bits = int(reach.max(initial=0)).bit_length()
        self._both = self.first << self._bits | reach
        self._kinds = np.repeat(kinds, areas >> 3)
        at += self.first[docs]
        words = _set_bits(self.size, at - left, widths + (left + right))
        if around:
            words &= ~_set_bits(self.size, at, widths)
        # Bits, of which the processor's cache has more than of anything wider: they are asked for
        # far more often than a mark is met.
        self.bits: Array = words.view(np.uint8)

    def slots(self, docs: Array, counts: Array, places: Array, room: Room) -> Array:
        """The slot of each of the places, of which so many (counts) are in each document; of those
        behind all marked ones the last of the document's, which is never marked.
        """
        each = self._both.take(docs, out=room.of("each", len(docs)), mode="clip")
        both = room.repeated(each, counts)
        reach = np.bitwise_and(both, (1 << self._bits) - 1, out=room.of("reach", len(both)))
        both >>= self._bits
        both += np.minimum(places, reach, out=reach)
        return both

    def met(self, slots: Array, room: Room) -> Array:
        """Which of some slots are marked: their places among these."""
        byte = np.right_shift(slots, 3, out=room.of("reach", len(slots)))
        found = self.bits.take(byte, out=room.of("found", len(slots), np.uint8), mode="clip")
        bit = room.of("bit", len(slots), np.uint8)
        np.bitwise_and(slots, 7, out=bit, casting="unsafe")
        found >>= bit
        found &= 1
        return np.flatnonzero(found.view(bool))

    def kinds(self, slots: Array) -> Array:
        """The kind of the document that each of some slots is of."""
        return self._kinds.take(slots >> 3)


def _set_bits(size: int, starts: Array, counts: Array) -> Array:
    """At least so many bits, in words of 64, the lowest of the first first: of those some are set,
    so many in a row from each of the starts on, which ascend.
    """
    words = np.zeros((size >> 6) + 1, "<u8")
    for first in range(0, len(starts), _AT_ONCE):
        start, count = starts[first : first + _AT_ONCE], counts[first : first + _AT_ONCE]
        while len(start):
            at, low = start >> 6, start & 63
            fitting = np.minimum(count, 64 - low)
            ones = ~np.uint64(0) >> (64 - fitting).view(np.uint64) << low.view(np.uint64)
            begins = np.flatnonzero(begins_run(at))
            words[at[begins]] |= np.bitwise_or.reduceat(ones, begins)
            more = np.flatnonzero(count > fitting)
            start, count = (start + fitting)[more], (count - fitting)[more]
    return words


class Room:
    """Buffers of one thread, filled again and again: a server has new ones mapped by the system,
    page by page, which takes as long as what is done in them.
    """

    def __init__(self) -> None:
        self._held: dict[str, Array] = {}

    def of(self, name: str, size: int, kind: type = np.int64) -> Array:
        """The first places of a buffer, with whatever stands there."""
        held = self._held.get(name)
        if held is None or len(held) < size:
            held = self._held[name] = np.empty(size + size // 4, kind)
        return held[:size]

    def repeated(self, numbers: Array, counts: Array) -> Array:
        """Each of some numbers, of which there has to be one, as often as its count says, which is
        not 0: as a sum of differences, for `repeat` wants a buffer of its own.
        """
        ends = np.cumsum(counts, dtype=np.intp, out=self.of("ends", len(counts)))
        found = self.of("repeated", int(ends[-1]))
        found.fill(0)
        found[0] = numbers[0]
        step = np.subtract(numbers[1:], numbers[:-1], out=self.of("step", len(numbers) - 1))
        found[ends[:-1]] = step
        return np.cumsum(found, out=found)


def _whole_bytes(bits: Array) -> Array:
    """The next multiples of 8."""
    return np.asarray(bits + 7 & ~7)
