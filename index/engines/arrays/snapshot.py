"""One committed state of an index: its segments side by side, without what has been deleted.

The documents of a segment are numbered on from those of the segments before it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cached_property
from itertools import chain, count
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from archive.article import ID_LENGTH
from index.engines.arrays import files
from index.engines.arrays.files import Array, let_go, one_of
from index.engines.arrays.kept import Arrays, Kept
from index.engines.arrays.manifest import Part, read_manifest
from index.engines.arrays.postings import Held, PostingList, Selection, by_document
from index.engines.arrays.segment import ID, Segment, identity, length_column
from index.engines.arrays.values import Dates, Values, dates_of, values_of
from index.engines.common.generations import verify
from index.engines.common.layout import key_field

T = TypeVar("T")
Postings = tuple[Array, Array]  # documents, ascending, and how often each has it
_MOST_REMEMBERED = 16 << 20  # bytes of masks
_MOST_MASKS = 2_000  # of few documents each; a leaf that stands for many words is a long name
_MOST_KNOWN = 2_000  # leaves
_FEW = 1_000  # values of a field: so many are listed once for all that ask
# A word is asked for in every language of the archive, and stands in one or two; what stands in
# several segments takes as many times the room, of which one takes about half a kilobyte.
_MOST_LISTS = 20_000
_MOST_DECODED = 16 << 20  # bytes of postings
# Searches after which pages of the files are given back: once all, as opening reads what no search
# does, then those of large arrays, of which a search reads little, and seldom that again. The
# system maps sixteen pages for each that is read: a server would hold all of an index in the end.
_READ = 32
_LARGE = 4 << 20  # bytes
_MOST_COUNTED = 12 << 20  # bytes of tables of words: those by two axes at 100,000 articles


class Snapshot:
    """The segments of a folder, open for reading; shared by threads. Its files are given back when
    nothing reads them any more.
    """

    def __init__(self, folder: Path, before: Snapshot | None = None) -> None:
        """What the state `before` has open of the same files is taken from there."""
        verify(folder)
        self.name = folder.name
        self.parts: list[Part] = read_manifest(folder)
        known = {each.file: each for each in before.segments} if before else {}
        self.segments: list[Segment] = []
        for part in self.parts:
            segment = known.get(identity(folder / part.name))
            if segment is None or segment.size != part.size:
                segment = Segment(folder / part.name, part.size)
            self.segments.append(segment)
        self.starts: list[int] = [0]
        for part in self.parts:
            self.starts.append(self.starts[-1] + part.size)
        self.size = self.starts[-1]
        self._values: dict[str, Values] = {}
        self._columns: dict[str, Array] = {}
        self._made: dict[Hashable, Any] = {}
        self._remembered = Kept(_MOST_REMEMBERED, _MOST_MASKS)
        self._lists: dict[tuple[str, str], PostingList] = {}
        self._listed = 0  # the size of all of them
        self._decoded = Kept(_MOST_DECODED, _MOST_LISTS)
        self._counted = Kept(_MOST_COUNTED, _MOST_KNOWN)
        self._known: dict[Hashable, int] = {}
        self._searches = count(1)  # which threads may count at once

    def searched(self) -> None:
        """Notes a search: every now and then, the memory that pages of files take is given back."""
        number = next(self._searches)
        if number % _READ == 0:
            arrays = chain.from_iterable(segment.arrays.values() for segment in self.segments)
            least = 0 if number == _READ else _LARGE
            let_go(array for array in arrays if array.nbytes >= least)

    @cached_property
    def live(self) -> Array | None:
        """Whether a document is there still; None where all are."""
        if not any(part.deleted is not None for part in self.parts):
            return None
        live = np.ones(self.size, bool)
        for start, part in zip(self.starts[:-1], self.parts, strict=True):
            if part.deleted is not None:
                live[start + part.deleted] = False
        return live

    @cached_property
    def count(self) -> int:
        """How many documents are there."""
        return sum(part.count for part in self.parts)

    @property
    def everything(self) -> Selection:
        """All documents that are there."""
        return self.selection(self._whole if self.live is None else self.live)

    @cached_property
    def _whole(self) -> Array:
        return np.ones(self.size, bool)

    def selection(self, held: Array) -> Selection:
        """Documents by their numbers, ascending, or by a mask over all."""
        return Selection(held, self._bases, self.size)

    def remembered(self, of: Hashable, make: Callable[[], Array]) -> Selection:
        """What is asked for again and again, made once: a mask, or a few numbers."""
        (made,) = self._remembered.get(of, lambda: (make(),))
        return self.selection(made)

    def counted(self, of: Hashable, make: Callable[[], Arrays]) -> Arrays:
        """What is counted of all postings, kept while there is room."""
        return self._counted.get(of, make)

    def having(self, found: Iterable[Array]) -> Array:
        """A new mask of the documents in any of some lists that have not been deleted."""
        mask = np.zeros(self.size, bool)
        for docs in found:
            mask[docs] = True
        return mask if self.live is None else mask & self.live

    def known(self, leaf: Hashable, count: Callable[[], int]) -> int:
        """How many documents a leaf matches, counted once."""
        counted = self._known.get(leaf)
        if counted is None:
            counted = count()
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[leaf] = counted
        return counted

    def column(self, name: str) -> Array:
        """A number of every document."""
        if name not in self._columns:
            columns = [segment.column(name) for segment in self.segments]
            self._columns[name] = one_of(columns)
        return self._columns[name]

    @cached_property
    def dates(self) -> Dates:
        """The days of all documents."""
        return dates_of(self.segments)

    @cached_property
    def _bases(self) -> Array:
        """The documents that runs of postings count from."""
        bases = [
            start + (high << files.BITS)
            for start, part in zip(self.starts[:-1], self.parts, strict=True)
            for high in range((part.size - 1 >> files.BITS) + 1)
        ]
        return np.array(bases, np.intp)

    def relative_length(self, stream: str) -> Array:
        """The length of a stream of every document, divided by the average of those there."""
        lengths = self.column(length_column(stream)).astype(np.float64)
        total = lengths.sum() if self.live is None else lengths[self.live].sum()
        return np.asarray(lengths / ((total / self.count if self.count else 0) or 1.0))

    def made(self, name: Hashable, make: Callable[[], T]) -> T:
        """What is worked out of all documents when it is asked for first."""
        if name not in self._made:
            self._made[name] = make()
        made: T = self._made[name]
        return made

    def values(self, name: str) -> Values:
        """The values of a keyword field of all documents."""
        if name not in self._values:
            self._values[name] = values_of(self.segments, key_field(name))
        return self._values[name]

    def ids(self) -> list[str]:
        """The ids of all documents."""
        ids = self.column("id")
        return [one.decode() for one in ids[self.everything.mask].tolist()]

    def held(self, field: str) -> list[str]:
        """All values of a keyword field of documents that are there, sorted; not to be changed."""
        if field == "id":
            return sorted(self.ids())
        values = self.values(field)
        if len(values.values) > _FEW:
            return values.held(self.live)
        return self.made(f"held {field}", lambda: values.held(self.live))

    # Postings -----------------------------------------------------------------------------------

    def postings(self, field: str, term: str) -> PostingList:
        """The postings of a term; none, if no document has it."""
        found = self._lists.get((field, term))
        if found is None:
            encoded = term.encode()
            parts = []
            for start, segment in zip(self.starts[:-1], self.segments, strict=True):
                held = segment.field(field)
                number = held.terms.find(encoded)
                if number >= 0:
                    parts.append(Held(start, held, number))
            found = PostingList(parts, self._decoded)
            if self._listed + found.size > _MOST_LISTS:
                self._lists, self._listed = {}, 0
            self._lists[field, term] = found
            self._listed += found.size
        return found

    def beginning(self, field: str, start: str) -> Arrays:
        """The documents of all terms that begin so, ascending, and how often each has them (of a
        keyword field, how many of them). Deleted ones may be among them; not to be changed.
        """
        return self._decoded.get((field, start), lambda: self._begin(field, start))

    def _begin(self, field: str, start: str) -> Arrays:
        docs: list[Array] = []
        counts: list[Array] = []
        for first, segment in zip(self.starts[:-1], self.segments, strict=True):
            held = segment.field(field)
            numbers = held.terms.beginning(start.encode())
            where = slice(int(held.starts[numbers.start]), int(held.starts[numbers.stop]))
            docs.append(held.docs[where] + first)
            own = held.counts[where] if len(held.counts) else np.ones(len(docs[-1]), np.uint8)
            counts.append(own)
        return by_document(one_of(docs), one_of(counts), self.size)

    def numbered(self, ids: Iterable[str]) -> Array:
        """The documents with one of these ids, ascending, that have not been deleted."""
        fitting = {one for each in ids if len(one := each.encode()) <= ID_LENGTH}
        wanted = np.array(sorted(fitting), ID)
        found = [
            segment.find(wanted) + start
            for start, segment in zip(self.starts[:-1], self.segments, strict=True)
        ]
        return self.there(np.sort(one_of(found)))

    def ids_beginning(self, start: str) -> Array:
        """Whether the id of each document begins so."""
        ids, first = self.column("id").astype(ID), start.encode()  # numbers, where there are none
        return np.asarray((ids >= first) & (ids < first + b"\xff"))

    def terms(self, stream: str, start: str) -> list[str]:
        """What begins so of all that is indexed of a stream, sorted; some may only be in deleted
        documents.
        """
        held = [segment.field(stream).terms for segment in self.segments]
        return _united([terms.words(terms.beginning(start.encode())) for terms in held])

    def words(self, stream: str, start: str) -> list[str]:
        """The same without acronyms."""
        return _folded(self.terms(stream, start))

    def like(self, stream: str, word: str, edits: int) -> list[str]:
        """Words of a stream, without acronyms, sorted, among which are all that `edits` letters put
        in, left out, changed or swapped make of a word.
        """
        held = [segment.field(stream).terms for segment in self.segments]
        return _folded(_united([terms.words(terms.like(word, edits)) for terms in held]))

    def there(self, docs: Array) -> Array:
        """Those of some documents that have not been deleted."""
        return docs if self.live is None else np.asarray(docs[self.live[docs]])

    def close(self) -> None:
        """Nothing: another thread may be reading."""


def _united(lists: Sequence[list[str]]) -> list[str]:
    """All that is in some sorted lists, once and sorted; one of them, if that has all. Most is in
    the longest, so the others alone are sorted.
    """
    whole, *others = sorted(lists, key=len, reverse=True) or [[]]
    more = set().union(*others).difference(whole)
    return sorted([*whole, *sorted(more)]) if more else whole  # which merges two runs


def _folded(words: list[str]) -> list[str]:
    """Sorted words without acronyms, which alone are not folded: they begin with A to Z, or with
    another letter, as ÉL does.
    """
    first, after, others = (bisect_left(words, letter) for letter in ("A", "[", "\x80"))
    rest = [word for word in words[others:] if not word.isupper()]
    return words[:first] + words[after:others] + rest
