"""The terms of a segment as Whoosh reads them, each with its postings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.reading import TermInfo, TermNotFound
from whoosh.util.numeric import byte_to_length, length_to_byte

from index.engines.arrays.files import Array, Documents
from index.engines.arrays.segment import (
    KEY_FIELDS,
    NO_NUMBERS,
    NOTHING,
    TERM_FIELDS,
    Field,
    Segment,
)
from index.engines.whoosh.matcher import ArrayMatcher

_LENGTHS = np.array([byte_to_length(length_to_byte(number)) for number in range(4096)])


class _Ids:
    """The ids of documents, sorted, as the terms of a field."""

    def __init__(self, ids: Array, order: Array) -> None:
        self._ids = ids
        self._order = order

    def __len__(self) -> int:
        return len(self._ids)

    def __getitem__(self, number: int) -> bytes:
        return bytes(self._ids[self._order[number]])

    def find(self, term: bytes) -> int:
        at = self.before(term)
        return at if at < len(self) and self[at] == term else -1

    def beginning(self, start: bytes) -> range:
        return range(self.before(start), self.before(start + b"\xff"))

    def before(self, term: bytes) -> int:
        return int(np.searchsorted(self._ids, term, sorter=self._order))


class TermsReader(base.TermsReader):  # type: ignore[misc]
    """The terms of all fields of a segment, and their postings."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._names = sorted(("id", *TERM_FIELDS))
        self._fields: dict[str, Any] = {}

    def field(self, name: str) -> Any:
        """The postings of a field, `id` included. KeyError if there is no such field."""
        if name not in self._fields:
            self._fields[name] = self._id_field() if name == "id" else self._segment.field(name)
        return self._fields[name]

    def _id_field(self) -> Field:
        order = self._segment.column("id order")
        terms: Any = _Ids(self._segment.column("id"), order)
        docs = Documents(order, NOTHING, NOTHING)
        return Field(terms, np.arange(len(order) + 1), docs, NO_NUMBERS, NO_NUMBERS, NOTHING)

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        name, text = term
        return name in self._names and self.field(name).terms.find(text) >= 0

    def indexed_field_names(self) -> list[str]:
        """The names of all fields with terms."""
        return self._names

    def cursor(self, fieldname: str, fieldobj: Any) -> Cursor:
        """A cursor over the terms of a field."""
        return Cursor(self, fieldname, fieldobj)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """(field, term) for every term, sorted."""
        for name in self._names:
            terms = self.field(name).terms
            for number in range(len(terms)):
                yield name, terms[number]

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """The same from a term on."""
        for name in self._names:
            if name >= fieldname:
                terms = self.field(name).terms
                first = terms.before(prefix) if name == fieldname else 0
                for number in range(first, len(terms)):
                    yield name, terms[number]

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Every term with what is known of it."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """The same from a term on."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """How often a term stands, and in how many documents. TermNotFound if it does not."""
        docs, counts, _ = self._postings(fieldname, text)
        lengths = lengths_of(self._segment, fieldname)
        info = TermInfo(float(counts.sum(dtype=np.int64)), len(docs), None, 0)
        info._maxweight = float(counts.max())
        info._minid, info._maxid = int(docs[0]), int(docs[-1])
        if lengths is not None:
            info._minlength, info._maxlength = int(lengths[docs].min()), int(lengths[docs].max())
        return info

    def frequency(self, fieldname: str, text: bytes) -> float:
        """How often a term stands."""
        term = fieldname, text
        return float(self._postings(*term)[1].sum(dtype=np.int64)) if term in self else 0.0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """In how many documents a term stands."""
        term = fieldname, text
        return len(self._postings(*term)[0]) if term in self else 0

    def matcher(
        self, fieldname: str, text: bytes, format_: Any, scorer: Any = None
    ) -> ArrayMatcher:
        """The postings of a term."""
        docs, counts, places = self._postings(fieldname, text)
        lengths = lengths_of(self._segment, fieldname)
        return ArrayMatcher((fieldname, text), docs, counts, places, lengths, format_, scorer)

    def _postings(self, name: str, text: bytes) -> tuple[Array, Array, Array | None]:
        number = self.field(name).terms.find(text) if name in self._names else -1
        if number < 0:
            raise TermNotFound(f"No term {name}:{text!r}")
        held: Field = self.field(name)
        where = held.postings(number)
        docs = held.docs[where]
        counts = held.counts[where] if len(held.counts) else np.ones(len(docs), np.uint8)
        places = held.places[held.placed(number)] if len(held.places) else None
        return docs, counts, places


def lengths_of(segment: Segment, name: str) -> Array | None:
    """How many words a field has in each document, as Whoosh keeps it: in one byte. None of a field
    that is not scored.
    """
    if name == "id" or name in KEY_FIELDS:
        return None
    held = segment.field(name)
    lengths = np.bincount(held.docs[:], held.counts[:], segment.size)
    exact = lengths.astype(np.int64)
    small = _LENGTHS[np.minimum(exact, len(_LENGTHS) - 1)]
    large = exact >= len(_LENGTHS)
    small[large] = [byte_to_length(length_to_byte(int(number))) for number in exact[large]]
    return small


class Cursor(base.FieldCursor):  # type: ignore[misc]
    """Walks over the terms of a field."""

    def __init__(self, reader: TermsReader, name: str, fieldobj: Any) -> None:
        self._reader = reader
        self._name = name
        self._fieldobj = fieldobj
        self._terms = reader.field(name).terms
        self._at = 0

    def first(self) -> Any:
        """Goes to the first term, and returns it."""
        self._at = 0
        return self.text()

    def find(self, term: Any) -> Any:
        """Goes to the first term from `term` on, and returns it; None at the end."""
        wanted = term if isinstance(term, bytes) else self._fieldobj.to_bytes(term)
        self._at = self._terms.before(wanted)
        return self.text()

    def next(self) -> Any:
        """Goes to the next term, and returns it; None at the end."""
        self._at += 1
        return self.text()

    def text(self) -> Any:
        """The term, as its field gives it; None at the end."""
        return self._fieldobj.from_bytes(self._terms[self._at]) if self.is_valid() else None

    def term_info(self) -> TermInfo | None:
        """What is known of the term; None at the end."""
        return (
            self._reader.term_info(self._name, self._terms[self._at]) if self.is_valid() else None
        )

    def is_valid(self) -> bool:
        """Whether it stands at a term."""
        return self._at < len(self._terms)
