"""A segment: some documents as arrays, numbered from 0, and never changed once written.

Of every field that has terms (a stream of words, its stems, a keyword field), by term:

    letters, ends         the terms, sorted: their bytes in a row, and where each of them ends
    starts                where the postings of each term begin; one more than terms
    docs                  the documents of each term, ascending
    counts                how often it stands there; keyword fields have none
    places                where it stands, of words alone: as many as `counts` says
    place_starts          where the places of each term begin; one more than terms

By which words each stem stands in a text is told by `spelled.py`.

Of the documents' numbers the highest bits stand apart (`runs`, `high`). Counts (two a byte) and
places are narrow, and those of them that are large stand beside them (`at`, `more`).

By document: `id`, `moment`, `day` as its place among the different `days`, the length of each
stream, and the values of each keyword field as numbers of its terms (`values`, those of a document
before `value_ends`); `id order`, the documents by id; and `serial`, where an engine gave them one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import overload

import numpy as np

from archive.article import ID_LENGTH
from archive.errors import IndexDamagedError
from archive.frozen import frozen
from index.engines.arrays.files import (
    HALF,
    Array,
    Documents,
    Halves,
    Narrow,
    one_of,
    open_arrays,
    pairs_of,
    ranges,
    shrunk,
)
from index.engines.common.layout import key_field, stem_field
from index.fields import KEYS, STREAMS

ID = f"|S{ID_LENGTH}"
KEY_FIELDS = tuple(key_field(name) for name in KEYS)
STEM_FIELDS = tuple(stem_field(name) for name in STREAMS)
WORD_FIELDS = tuple(STREAMS)
TERM_FIELDS = (*WORD_FIELDS, *STEM_FIELDS, *KEY_FIELDS)
NOTHING = np.zeros(0, np.intp)
NO_NUMBERS = Narrow(NOTHING, NOTHING, NOTHING)
COUNT, PLACE = HALF, "<u2"
SERIAL = "serial"
DOCUMENTS = ("", " runs", " high")  # the names of the three of numbers of documents
NARROW = ("", " at", " more")  # the names of the three arrays of numbers that are narrow

_FOLLOWING = range(0x80, 0xC0)  # the bytes of UTF-8 that follow the first of a letter
_LETTER, _OTHER = 1, 1 << 7  # letters are counted below, those that are none of some above
_AT_ONCE = 1 << 15  # terms, whose letters stay in the processor's cache
_AFTER_ALL = b"\xff"  # no UTF-8 text has this byte


def length_column(stream: str) -> str:
    """Where the lengths of a stream are."""
    return f"{stream} length"


# What is kept by document, and as what; lengths and places among days as small as they are.
COLUMNS = {
    "day": "",
    "moment": "<i8",
    "id": ID,
    "id order": "",
    **{length_column(name): "" for name in STREAMS},
}


def packed(terms: Sequence[str]) -> tuple[Array, Array]:
    """Sorted terms as the two arrays that `Terms` reads."""
    together = "".join(terms)
    letters = np.frombuffer(together.encode(), np.uint8)
    # All are encoded at once, and letters counted where each is a byte.
    whole = terms if len(letters) == len(together) else [term.encode() for term in terms]
    sizes = np.fromiter(map(len, whole), np.int64, len(terms))
    return letters, shrunk(np.cumsum(sizes))


class Terms(Sequence[bytes]):
    """The terms of a field of one segment, by number; compared as bytes, so by code point."""

    def __init__(self, letters: Array, ends: Array) -> None:
        self._letters = letters
        self._bytes = memoryview(letters.data)
        self._ends = ends

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, number: int) -> bytes: ...
    @overload
    def __getitem__(self, number: slice) -> list[bytes]: ...
    def __getitem__(self, number: int | slice) -> bytes | list[bytes]:
        if isinstance(number, slice):
            first, after, _ = number.indices(len(self))
            return self.listed(range(first, after))
        start = int(self._ends[number - 1]) if number else 0
        return bytes(self._bytes[start : int(self._ends[number])])

    def find(self, term: bytes) -> int:
        """The number of a term; -1 if it is not there."""
        at = self.before(term)
        return at if at < len(self) and self[at] == term else -1

    def beginning(self, start: bytes) -> range:
        """The numbers of those that begin so."""
        if not start:
            return range(len(self))
        return range(self.before(start), self.before(start + _AFTER_ALL))

    def listed(self, numbers: range) -> list[bytes]:
        """The terms of some numbers in a row."""
        if not numbers:
            return []
        start = int(self._ends[numbers.start - 1]) if numbers.start else 0
        ends = (self._ends[numbers.start : numbers.stop].astype(np.int64) - start).tolist()
        letters = bytes(self._bytes[start : start + ends[-1]])
        return [letters[a:b] for a, b in zip([0, *ends[:-1]], ends, strict=True)]

    def words(self, numbers: range | Array) -> list[str]:
        """The terms of some numbers, none of which has a line end, as text."""
        if not len(numbers):
            return []
        if isinstance(numbers, range):
            start = int(self._ends[numbers.start - 1]) if numbers.start else 0
            ends = self._ends[numbers.start : numbers.stop].astype(np.intp) - start
            letters = self._letters[start : start + int(ends[-1])]
        else:
            sizes = np.diff(self._ends, prepend=self._ends.dtype.type(0))[numbers]
            letters = self._letters[ranges(self._ends[numbers] - sizes, sizes)]
            ends = np.cumsum(sizes, dtype=np.intp)
        # All are decoded at once, which is far faster than one by one.
        return np.insert(letters, ends[:-1], ord("\n")).tobytes().decode().split("\n")

    def like(self, word: str, edits: int) -> Array:
        """The numbers of those of about as many letters as a word, with few others than its own:
        all are among them that `edits` letters put in, left out, changed or swapped make of it.
        """
        if len(word) + edits >= _OTHER:
            return np.arange(len(self))
        own = frozenset(word.encode())
        weights = bytes(
            (byte not in _FOLLOWING) * (_LETTER if byte in own else _LETTER + _OTHER)
            for byte in range(256)
        )
        found, start = [], 0
        for first in range(0, len(self), _AT_ONCE):
            ends = self._ends[first : first + _AT_ONCE]
            letters = self._bytes[start : int(ends[-1])].tobytes().translate(weights)
            sums = np.frombuffer(letters, np.uint8).cumsum(dtype=np.uint32)[ends - (start + 1)]
            sums[1:] -= sums[:-1].copy()
            many, others = sums & _OTHER - 1, sums // _OTHER
            fits = (many + edits >= len(word)) & (many <= len(word) + edits) & (others <= edits)
            found.append(np.flatnonzero(fits) + first)
            start = int(ends[-1])
        return one_of(found)

    def before(self, term: bytes) -> int:
        """How many terms stand before a term."""
        return bisect_left(self, term)

    def ending(self, letter: str) -> Array:
        """The numbers of those that end in a letter of ASCII."""
        ends = np.asarray(self._ends).astype(np.intp)
        return np.flatnonzero(np.asarray(self._letters)[ends - 1] == ord(letter))

    def of_one_width(self, width: int) -> Array | None:
        """All terms as one array, if each of them has so many bytes."""
        many = len(self)
        if not many or len(self._letters) != many * width:
            return None
        if not np.array_equal(self._ends, np.arange(width, many * width + 1, width)):
            return None
        return np.asarray(self._letters).view(f"|S{width}")


@frozen
class Field:
    """The postings of a field; counts or places that it does not keep are empty."""

    terms: Terms
    starts: Array
    docs: Documents
    counts: Narrow
    places: Narrow
    place_starts: Array

    def postings(self, number: int) -> slice:
        """Where in `docs` and `counts` those of a term are."""
        return slice(int(self.starts[number]), int(self.starts[number + 1]))

    def placed(self, number: int) -> slice:
        """Where in `places` those of a term are."""
        return slice(int(self.place_starts[number]), int(self.place_starts[number + 1]))


def identity(path: Path) -> tuple[int, ...]:
    """Which file it is, by whatever name: a state of an index has links to files of the one before
    it. While one is open no other has its number.
    """
    state = path.stat()
    return state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns


class Segment:
    """One segment, open for reading. IndexDamagedError if a file is none, or another size."""

    def __init__(self, path: Path, size: int) -> None:
        self.name = path.name
        self.size = size
        self.file = identity(path)
        self.arrays = open_arrays(path)
        try:
            whole = (
                all(self._is_whole(name) for name in TERM_FIELDS)
                and all(self._has(name, size, kind) for name, kind in COLUMNS.items())
                and self._has("days", int(self.arrays["day"].max()) + 1, "<i4")
            )
        except (LookupError, ValueError) as error:
            raise IndexDamagedError(f"{path} cannot be read") from error
        if not whole:
            raise IndexDamagedError(f"{path} is not what was written")
        self._fields = {name: self._field(name) for name in TERM_FIELDS}

    def field(self, name: str) -> Field:
        """The postings of a field."""
        return self._fields[name]

    def column(self, name: str) -> Array:
        """A number of every document."""
        return self.arrays[name]

    def words_of(self, stream: str, stem: bytes) -> list[str]:
        """The words that stand for a stem anywhere in a stream."""
        field = stem_field(stream)
        number = self._fields[field].terms.find(stem)
        if number < 0:
            return []
        ends, words = self.arrays[f"{field} word_ends"], self.arrays[f"{field} words"]
        first = int(ends[number - 1]) if number else 0
        terms = self._fields[stream].terms
        return [terms[word].decode() for word in words[first : int(ends[number])].tolist()]

    def find(self, ids: Array) -> Array:
        """The numbers of those of some different ids that are here."""
        known, order = self.arrays["id"], self.arrays["id order"]
        at = np.searchsorted(known, ids, sorter=order)
        at[at == len(known)] = 0
        docs = order[at].astype(np.intp)
        return np.asarray(docs[known[docs] == ids])

    def _field(self, name: str) -> Field:
        part = self.arrays.get
        return Field(
            Terms(self.arrays[f"{name} letters"], self.arrays[f"{name} ends"]),
            self.arrays[f"{name} starts"],
            Documents(*(self.arrays[f"{name} docs{part}"] for part in DOCUMENTS)),
            self._counts(name),
            self._narrow(f"{name} places"),
            part(f"{name} place_starts", NOTHING),
        )

    def _narrow(self, name: str) -> Narrow:
        if name not in self.arrays:
            return NO_NUMBERS
        return Narrow(*(self.arrays[f"{name}{part}"] for part in NARROW))

    def _counts(self, name: str) -> Narrow:
        part = f"{name} counts"
        if part not in self.arrays:
            return NO_NUMBERS
        low = Halves(self.arrays[part], int(self.arrays[f"{name} starts"][-1]))
        return replace(self._narrow(part), low=low)

    def _has_narrow(self, name: str, count: int, kind: str) -> bool:
        large = len(self.arrays[f"{name} at"])
        whole = (pairs_of(count), "|u1") if kind == HALF else (count, kind)
        return (
            self._has(name, *whole)
            and self._has(f"{name} at", large)
            and self._has(f"{name} more", large)
        )

    def _is_whole(self, name: str) -> bool:
        """Whether the arrays of a field are there, and as long as one another say."""
        ends, starts = self.arrays[f"{name} ends"], self.arrays[f"{name} starts"]
        held = int(starts[-1])
        return (
            self._has(f"{name} ends", len(ends))
            and self._has(f"{name} letters", int(ends[-1]) if len(ends) else 0, "|u1")
            and self._has(f"{name} starts", len(ends) + 1)
            and self._has(f"{name} docs", held)
            and self._has(f"{name} docs high", len(self.arrays[f"{name} docs runs"]))
            and self._has(f"{name} docs runs", len(self.arrays[f"{name} docs high"]))
            and (name in KEY_FIELDS or self._has_narrow(f"{name} counts", held, COUNT))
            and (name not in KEY_FIELDS or self._has_values(name))
            and (name not in WORD_FIELDS or self._has_places(name))
            and (name not in STEM_FIELDS or self._has_words(name))
        )

    def _has_places(self, name: str) -> bool:
        starts = self.arrays[f"{name} place_starts"]
        many = len(self.arrays[f"{name} starts"])
        return self._has(f"{name} place_starts", many) and self._has_narrow(
            f"{name} places", int(starts[-1]), PLACE
        )

    def _has_words(self, name: str) -> bool:
        ends = self.arrays[f"{name} word_ends"]
        many = len(self.arrays[f"{name} ends"])
        return self._has(f"{name} word_ends", many) and self._has(
            f"{name} words", int(ends[-1]) if len(ends) else 0
        )

    def _has_values(self, name: str) -> bool:
        ends = self.arrays[f"{name} value_ends"]
        return self._has(f"{name} value_ends", self.size) and self._has(
            f"{name} values", int(ends[-1])
        )

    def _has(self, name: str, count: int, kind: str = "") -> bool:
        held = self.arrays[name]
        right = held.dtype.str == kind if kind else held.dtype.kind == "u"
        return right and len(held) == count
