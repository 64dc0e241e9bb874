"""The documents of a segment as Whoosh reads them: columns and lengths."""

from __future__ import annotations

from typing import Any

from whoosh.codec import base
from whoosh.columns import ColumnReader

from index.engines.arrays.files import Array
from index.engines.arrays.segment import KEY_FIELDS, STEM_FIELDS, WORD_FIELDS, Segment
from index.engines.whoosh.terms import lengths_of

_SEPARATOR = b"\x1f"  # between the values of a field
_NUMBERS = ("day", "moment")
_COLUMNS = (*_NUMBERS, "id", *KEY_FIELDS)


class DocumentReader(base.PerDocumentReader):  # type: ignore[misc]
    """The columns and lengths of a segment. No texts are stored in an index."""

    def __init__(self, segment: Segment, deleted: frozenset[int]) -> None:
        self._segment = segment
        self._deleted = deleted
        self._lengths: dict[str, Array | None] = {}

    def doc_count(self) -> int:
        """How many documents are there."""
        return self._segment.size - len(self._deleted)

    def doc_count_all(self) -> int:
        """How many there are, those deleted included."""
        return self._segment.size

    def has_deletions(self) -> bool:
        """Whether any is deleted."""
        return bool(self._deleted)

    def is_deleted(self, docnum: int) -> bool:
        """Whether this one is."""
        return docnum in self._deleted

    def deleted_docs(self) -> frozenset[int]:
        """Which are deleted."""
        return self._deleted

    def supports_columns(self) -> bool:
        """There are columns."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Whether there is one of that name."""
        return fieldname in _COLUMNS

    def list_columns(self) -> list[str]:
        """The names of all columns."""
        return list(_COLUMNS)

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
        scored = fieldname in (*WORD_FIELDS, *STEM_FIELDS)
        return int(self._segment.field(fieldname).counts[:].sum(dtype="int64")) if scored else 0

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
        if self._name == "moment":
            return int(self._segment.column("moment")[docnum])
        if self._name == "day":
            return int(self._segment.column("days")[self._segment.column("day")[docnum]])
        if self._name == "id":
            return bytes(self._segment.column("id")[docnum])
        ends = self._segment.column(f"{self._name} value_ends")
        start = int(ends[docnum - 1]) if docnum else 0
        numbers = self._segment.column(f"{self._name} values")[start : int(ends[docnum])]
        terms = self._segment.field(self._name).terms
        return _SEPARATOR.join(terms[number] for number in numbers.tolist())

    def sort_key(self, docnum: int) -> Any:
        """What a document is sorted by."""
        key = self[docnum]
        return -key if self._reverse and self._name in _NUMBERS else key

    def set_reverse(self) -> None:
        """Sorts numbers from the highest on."""
        self._reverse = True
