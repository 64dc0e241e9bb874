"""The index in a folder, written and read by tantivy.

Each commit is a folder of its own (`generations`), as with Whoosh: a reader never sees half of one,
and what is on the disk can be compared with what was written.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

import tantivy

from index.document import Document
from index.engines.arrays.segment import SERIAL
from index.engines.common.layout import stem_field
from index.engines.common.request import Found, Request
from index.engines.common.stored import StoredEngine
from index.engines.tantivy.answer import TantivyEvaluation
from index.engines.tantivy.schema import ID, Fields, bare, make_schema, prepare
from index.engines.tantivy.snapshot import Snapshot
from index.engines.tantivy.threads import need_thread

if TYPE_CHECKING:
    from index.engines.common.counting import Counting, Counts, Texts

_GAVE_UP = "index writer was killed"
_NO_THREAD = "Failed to spawn"
_POOL = 128 << 20  # bytes of postings that are collected in memory


class TantivyEngine(StoredEngine[Snapshot]):
    """The index in a folder. Any number of threads may read at once."""

    name = "tantivy"
    reads_texts = True
    files_by_first_day = False

    def search(self, request: Request) -> Found:
        """Answers a request over one state of the index."""
        with self._reading() as snapshot:
            found = TantivyEvaluation(snapshot, request).answer()
            snapshot.searched()
            return found

    def values(self, field: str) -> list[str]:
        """All folded values of a keyword field of documents that are there, sorted; not to be
        changed.
        """
        with self._reading() as snapshot:
            return snapshot.held(field)

    def terms(self, stream: str, start: str = "", most: int | None = None) -> list[str]:
        """The first words of a stream that begin so; some may only be in deleted documents."""
        with self._reading() as snapshot:
            return snapshot.words(stream, start)[:most]

    def like(self, stream: str, word: str, edits: int) -> None:
        """All words have to be looked at."""

    def holding(self, stream: str, stems: Iterable[str]) -> dict[str, int]:
        """How many documents hold each stem in a stream; deleted ones may be counted too."""
        with self._reading() as snapshot:
            frequency, field = snapshot.searcher.doc_freq, stem_field(stream)
            return {stem: frequency(field, stem) for stem in stems}

    def count(self, counting: Counting, texts: Texts) -> Counts:
        """Counts words, and what stands around some. Every text is read: this library tells no
        places.
        """
        from index.engines.common.plain import count_by_reading  # a search counts none

        with self._reading() as snapshot:
            return count_by_reading(
                counting, lambda request: TantivyEvaluation(snapshot, request).answer(), texts
            )

    def ids(self) -> set[str]:
        """The ids of all documents."""
        with self._reading() as snapshot:
            return set(snapshot.ids())

    def _read(self, folder: Path) -> Snapshot:
        return Snapshot(folder, self._state)

    def _commit(self, folder: Path, removed: Collection[str], documents: Iterable[Document]) -> int:
        from index.engines.arrays.write import write  # who only reads needs it not

        need_thread()
        with _refusals():
            index = tantivy.Index.open(str(folder))
            held = _write(index, removed, documents, lambda rest: write(folder, removed, rest))
        _drop_locks(folder)
        return held

    def _build(self, folder: Path, batches: Iterable[Iterable[Document]]) -> int:
        from index.engines.arrays.write import build

        need_thread()
        with _refusals():
            index = tantivy.Index(make_schema(), str(folder))
            documents = chain.from_iterable(batches)
            held = _write(index, (), documents, lambda rest: build(folder, [rest]))
        _drop_locks(folder)
        return held


@contextmanager
def _refusals() -> Iterator[None]:
    """What the system refuses is an OSError in Python, and in tantivy any of several sentences."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # a panic among them
        if found := re.search(r"\bos (?:error|\{ code:) (\d+)", str(error), re.I):
            raise OSError(int(found[1]), os.strerror(int(found[1]))) from error
        if _NO_THREAD in str(error):
            raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN)) from error
        if _GAVE_UP in str(error):  # and does not say why; nothing but the disk makes it
            raise OSError(errno.EIO, "tantivy's writer gave up") from error
        raise


def _write(
    index: tantivy.Index,
    removed: Collection[str],
    documents: Iterable[Document],
    write_rest: Callable[[Iterable[Document]], int],
) -> int:
    """One commit, with what writes what tantivy does not keep. Returns how many documents the index
    holds then.

    One thread: two make twice the segments, and most of the time goes into making the tokens.
    """
    searcher = index.searcher()
    is_empty = not searcher.num_docs
    last = searcher.aggregate(tantivy.Query.all_query(), {SERIAL: {"max": {"field": SERIAL}}})
    serials = count(int(last[SERIAL]["value"] or 0) + 1)
    seen: set[str] = set()
    writer = prepare(index).writer(_POOL, num_threads=1)
    fields = Fields()

    def take(document: Document) -> Document:
        # To look for one to replace, where there is none, costs a sixth of the time.
        if not is_empty or document.id in seen:
            writer.delete_documents_by_term(ID, document.id)
        seen.add(document.id)
        serial = next(serials)
        writer.add_document(fields.of(document, serial))
        return bare(document, serial)

    try:
        for article_id in removed:
            writer.delete_documents_by_term(ID, article_id)
        held = write_rest(map(take, documents))
        writer.commit()
    except BaseException:
        writer.rollback()
        raise
    finally:
        writer.wait_merging_threads()
    return held


def _drop_locks(folder: Path) -> None:
    """Takes away the files by which tantivy keeps writers apart: `Generations` does that here."""
    for path in folder.glob(".tantivy-*.lock"):
        path.unlink(missing_ok=True)  # a reader's thread may just have given its own back
