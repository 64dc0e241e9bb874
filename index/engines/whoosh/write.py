"""One commit to a Whoosh index: what goes, what comes, and which segments become one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from whoosh.index import open_dir
from whoosh.reading import SegmentReader, TermNotFound

from index.document import Document
from index.engines.whoosh.schema import Codec, fields_of

_MOST_SEGMENTS = 12
_MERGED = 8  # of the smallest segments become one when there are too many
_POOL = 256  # MiB of postings that are sorted in memory


def write(folder: Path, removed: Collection[str], documents: Iterable[Document]) -> int:
    """One commit: deletes what is removed or replaced and stands in the index, adds the rest.

    Whoosh does not see a writer's own uncommitted documents, so a batch is collapsed to the last
    document of each id. Returns how many documents the index holds now.
    """
    latest = {document.id: document for document in documents}
    index = open_dir(folder)
    writer: Any = index.writer(limitmb=_POOL, codec=Codec())
    try:
        with index.reader() as reader:
            for article_id in removed:
                _delete(writer, reader, article_id)
            for document in latest.values():
                _delete(writer, reader, document.id)
                writer.add_document(**fields_of(document))
    except BaseException:
        writer.cancel()
        raise
    crowded = len(writer.segments) > _MOST_SEGMENTS
    writer.commit(mergetype=_merge_smallest if crowded else _merge_nothing)
    count: int = index.refresh().doc_count()
    index.close()
    (folder / f"{index.indexname}_WRITELOCK").unlink(missing_ok=True)
    return count


def _delete(writer: Any, reader: Any, article_id: str) -> None:
    with suppress(TermNotFound):
        for number in list(reader.postings("id", article_id.encode()).all_ids()):
            writer.delete_document(number)


def _merge_nothing(writer: Any, segments: list[Any]) -> list[Any]:
    """A merge policy for Whoosh: only drops segments that hold nothing any more."""
    return [segment for segment in segments if segment.doc_count()]


def _merge_smallest(writer: Any, segments: list[Any]) -> list[Any]:
    """A merge policy for Whoosh: takes the smallest segments into the one being written."""
    ordered = sorted(segments, key=lambda segment: segment.doc_count_all())
    for segment in ordered[:_MERGED]:
        with SegmentReader(writer.storage, writer.schema, segment) as reader:
            writer.add_reader(reader)
    return ordered[_MERGED:]
