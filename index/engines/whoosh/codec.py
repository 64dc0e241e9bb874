"""Segments of arrays as Whoosh reads segments: for whoever opens the index with Whoosh itself.

The archive's own searches do not come by here (`index/engines/arrays/evaluate.py`). What Whoosh finds,
and its scores, are those of an index by its standard codec, which keeps the length of a field in
one byte: so do these readers. There is nothing to write with; the archive alone writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.columns import ColumnReader
from whoosh.matching import LeafMatcher, ReadTooFar
from whoosh.reading import TermInfo, TermNotFound
from whoosh.system import pack_uint
from whoosh.util.numeric import byte_to_length, length_to_byte

from index.engines.arrays.files import Array
from index.engines.arrays.manifest import Part
from index.engines.arrays.segment import KEY_FIELDS, STEM_FIELDS, WORD_FIELDS, Field, Segment
from index.engines.common.folding import SEPARATOR

_READ_ONLY = "an archive's index is written by the archive alone: archive ingest"
_COLUMNS = ("day", "moment")
_LENGTHS = np.array([byte_to_length(length_to_byte(number)) for number in range(4096)])


class ArraySegment(base.Segment):  # type: ignore[misc]
    """One segment in Whoosh's table of contents."""

    def __init__(self, indexname: str, part: Part) -> None:
        super().__init__(indexname)
        self.segid = Path(part.name).stem
        self.file = part.name
        self.size = part.size
        self.deleted = frozenset([] if part.deleted is None else part.deleted.tolist())

    def codec(self) -> ArrayCodec:
        """The codec that reads it."""
        return ArrayCodec()

    def doc_count_all(self) -> int:
        """How many documents it has, those deleted included."""
        return self.size

    def deleted_count(self) -> int:
        """How many of them are deleted."""
        return len(self.deleted)

    def deleted_docs(self) -> frozenset[int]:
        """Which of them are deleted."""
        return self.deleted

    def is_deleted(self, docnum: int) -> bool:
        """Whether a document is deleted."""
        return docnum in self.deleted

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """NotImplementedError: Whoosh cannot write this index."""
        raise NotImplementedError(_READ_ONLY)

    def list_files(self, storage: Any) -> list[str]:
        """The one file that it is."""
        return [self.file]


class ArrayCodec(base.Codec):  # type: ignore[misc]
    """Reads segments of arrays."""

    def terms_reader(self, storage: Any, segment: ArraySegment) -> TermsReader:
        """The terms of a segment."""
        return TermsReader(Segment(Path(storage.folder) / segment.file))

    def per_document_reader(self, storage: Any, segment: ArraySegment) -> DocumentReader:
        """The columns of a segment."""
        return DocumentReader(Segment(Path(storage.folder) / segment.file), segment)

    def per_document_writer(self, storage: Any, segment: Any) -> None:
        """NotImplementedError: Whoosh cannot write this index."""
        raise NotImplementedError(_READ_ONLY)

    field_writer = new_segment = per_document_writer

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> None:
        """NotImplementedError: Whoosh cannot write this index."""
        raise NotImplementedError(_READ_ONLY)

    def postings_reader(self, *_: Any, **__: Any) -> None:
        """NotImplementedError: postings are read by `TermsReader.matcher`."""
        raise NotImplementedError("TermsReader.matcher reads postings")


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
        self._names = sorted(("id", *KEY_FIELDS, *WORD_FIELDS, *STEM_FIELDS))
        self._fields: dict[str, Any] = {}

    def field(self, name: str) -> Any:
        """The postings of a field, `id` included. KeyError if there is no such field."""
        if name not in self._fields:
            self._fields[name] = self._id_field() if name == "id" else self._segment.field(name)
        return self._fields[name]

    def _id_field(self) -> Field:
        order = self._segment.column("id order")
        terms: Any = _Ids(self._segment.column("id"), order)
        return Field(terms, np.arange(len(order) + 1), order)

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
        return float(self._postings(fieldname, text)[1].sum(dtype=np.int64))

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """In how many documents a term stands."""
        return len(self._postings(fieldname, text)[0])

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
        held = self.field(name)
        where = slice(int(held.starts[number]), int(held.starts[number + 1]))
        docs = held.docs[where]
        counts = np.ones(len(docs), np.uint8) if held.counts is None else held.counts[where]
        places = None
        if held.places is not None:
            starts = held.place_starts
            places = held.places[int(starts[number]) : int(starts[number + 1])]
        return docs, counts, places


def lengths_of(segment: Segment, name: str) -> Array | None:
    """How many words a field has in each document, as Whoosh keeps it: in one byte. None of a field
    that is not scored.
    """
    arrays = segment.arrays
    if f"{name} counts" not in arrays:
        return None
    lengths = np.bincount(arrays[f"{name} docs"], arrays[f"{name} counts"], segment.size)
    exact = lengths.astype(np.int64)
    small = _LENGTHS[np.minimum(exact, len(_LENGTHS) - 1)]
    large = exact >= len(_LENGTHS)
    small[large] = [byte_to_length(length_to_byte(int(number))) for number in exact[large]]
    return small


class ArrayMatcher(LeafMatcher):  # type: ignore[misc]
    """Walks over the postings of a term; all of them are one block."""

    def __init__(
        self,
        term: tuple[str, bytes],
        docs: Array,
        counts: Array,
        places: Array | None,
        lengths: Array | None,
        format_: Any,
        scorer: Any,
    ) -> None:
        self._term = term
        self._docs = docs
        self._counts = counts
        self._places = places
        self._lengths = lengths
        self.format = format_
        self.scorer = scorer
        self._at = 0

    @cached_property
    def _ends(self) -> Array:
        return np.cumsum(self._counts, dtype=np.int64)

    def is_active(self) -> bool:
        """Whether it stands at a posting."""
        return self._at < len(self._docs)

    def reset(self) -> None:
        """Goes back to the first posting."""
        self._at = 0

    def copy(self) -> ArrayMatcher:
        """Another one that stands where this one does."""
        other = ArrayMatcher(
            self._term, self._docs, self._counts, self._places, self._lengths, self.format,
            self.scorer,
        )  # fmt: skip
        other._at = self._at
        return other

    def id(self) -> int:
        """The document."""
        return int(self._docs[self._at])

    def all_ids(self) -> Iterator[int]:
        """Every document from here on."""
        return iter(self._docs[self._at :].tolist())

    def weight(self) -> float:
        """How often the term stands there."""
        return float(self._counts[self._at])

    def value(self) -> bytes:
        """The posting as its format encodes it."""
        if self._places is not None:
            return bytes(self.format.encode(self._here().tolist()))
        return bytes(pack_uint(int(self._counts[self._at]))) if self._lengths is not None else b""

    def value_as(self, astype: str) -> Any:
        """The posting as Whoosh asks for it: positions, frequency, weight ..."""
        return self._here().tolist() if astype == "positions" else super().value_as(astype)

    def _here(self) -> Array:
        assert self._places is not None
        end = int(self._ends[self._at])
        return self._places[end - int(self._counts[self._at]) : end]

    def next(self) -> bool:
        """Goes on to the next posting."""
        if not self.is_active():
            raise ReadTooFar
        self._at += 1
        return False

    def skip_to(self, id: int) -> bool:  # noqa: A002 - Whoosh's name
        """Goes on to the first posting of that document or a later one."""
        if not self.is_active():
            raise ReadTooFar
        if id > self.id():
            self._at += int(np.searchsorted(self._docs[self._at :], id))
        return False

    def skip_to_quality(self, minquality: float) -> int:
        """Goes to the end, if no posting can score as much."""
        if self.block_quality() > minquality:
            return 0
        self._at = len(self._docs)
        return 1

    def block_min_length(self) -> int:
        """The length of the shortest field with the term."""
        return int(self._lengths[self._docs].min()) if self._lengths is not None else 0

    def block_max_length(self) -> int:
        """The length of the longest."""
        return int(self._lengths[self._docs].max()) if self._lengths is not None else 0

    def block_max_weight(self) -> float:
        """How often the term stands at most."""
        return float(self._counts.max())


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


class DocumentReader(base.PerDocumentReader):  # type: ignore[misc]
    """The columns and lengths of a segment. No texts are stored in an index."""

    def __init__(self, segment: Segment, entry: ArraySegment) -> None:
        self._segment = segment
        self._entry = entry
        self._lengths: dict[str, Array | None] = {}

    def doc_count(self) -> int:
        """How many documents are there."""
        return self._entry.size - self._entry.deleted_count()

    def doc_count_all(self) -> int:
        """How many there are, those deleted included."""
        return self._entry.size

    def has_deletions(self) -> bool:
        """Whether any is deleted."""
        return self._entry.deleted_count() > 0

    def is_deleted(self, docnum: int) -> bool:
        """Whether this one is."""
        return self._entry.is_deleted(docnum)

    def deleted_docs(self) -> frozenset[int]:
        """Which are deleted."""
        return self._entry.deleted

    def supports_columns(self) -> bool:
        """There are columns."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Whether there is one of that name."""
        return fieldname in (*_COLUMNS, "id", *KEY_FIELDS)

    def list_columns(self) -> list[str]:
        """The names of all columns."""
        return [*_COLUMNS, "id", *KEY_FIELDS]

    def column_reader(self, fieldname: str, column: Any) -> Column:
        """A column, by document."""
        return Column(self._segment, fieldname)

    def _of(self, name: str) -> Array | None:
        if name not in self._lengths:
            self._lengths[name] = lengths_of(self._segment, name)
        return self._lengths[name]

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int | None:
        """How long a field of a document is."""
        lengths = self._of(fieldname)
        if lengths is None:
            return default
        return int(lengths[docnum]) or None

    def field_length(self, fieldname: str) -> int:
        """How long a field is in all documents together."""
        counts = self._segment.arrays.get(f"{fieldname} counts")
        return 0 if counts is None else int(counts.sum(dtype=np.int64))

    def min_field_length(self, fieldname: str) -> int:
        """How long a field is at least."""
        lengths = self._of(fieldname)
        return 0 if lengths is None or not len(lengths) else int(lengths.min())

    def max_field_length(self, fieldname: str) -> int:
        """How long a field is at most."""
        lengths = self._of(fieldname)
        return 0 if lengths is None or not len(lengths) else int(lengths.max())

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """Nothing: the store has the articles."""
        return {}


class Column(ColumnReader):  # type: ignore[misc]
    """A column of a segment: numbers, ids, or the values of a keyword field, joined."""

    def __init__(self, segment: Segment, name: str) -> None:
        self._segment = segment
        self._name = name
        self._doccount = segment.size
        self._reverse = False

    def __getitem__(self, docnum: int) -> Any:
        if self._name in _COLUMNS:
            return int(self._segment.column(self._name)[docnum])
        if self._name == "id":
            return bytes(self._segment.column("id")[docnum])
        ends = self._segment.column(f"{self._name} value_ends")
        start = int(ends[docnum - 1]) if docnum else 0
        numbers = self._segment.column(f"{self._name} values")[start : int(ends[docnum])]
        terms = self._segment.field(self._name).terms
        return SEPARATOR.encode().join(terms[number] for number in numbers.tolist())

    def sort_key(self, docnum: int) -> Any:
        """What a document is sorted by."""
        key = self[docnum]
        return -key if self._reverse and self._name in _COLUMNS else key

    def set_reverse(self) -> None:
        """Sorts numbers from the highest on."""
        self._reverse = True
