"""Segments of arrays as Whoosh knows segments: for whoever opens the index with Whoosh itself.

The archive's own searches do not come by here (`index/engines/arrays/evaluate.py`). What Whoosh
finds, and its scores, are those of an index by its standard codec. There is nothing to write with;
the archive alone writes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from whoosh.codec import base

from index.engines.arrays.manifest import Part
from index.engines.arrays.segment import Segment
from index.engines.whoosh.documents import DocumentReader
from index.engines.whoosh.terms import TermsReader

_READ_ONLY = "an archive's index is written by the archive alone: archive ingest"


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
        return TermsReader(_opened(storage, segment))

    def per_document_reader(self, storage: Any, segment: ArraySegment) -> DocumentReader:
        """The columns of a segment."""
        return DocumentReader(_opened(storage, segment), segment.deleted)

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


def _opened(storage: Any, segment: ArraySegment) -> Segment:
    return Segment(Path(storage.folder) / segment.file, segment.size)
