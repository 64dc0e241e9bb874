"""The index in a folder, written and read by tantivy.

Each commit is a folder of its own (`generations`), as with Whoosh: a reader never sees half of one,
and what is on the disk can be compared with what was written.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

import tantivy

from archive.errors import ArchiveError
from index.document import Document
from index.engine import IndexStamp, fingerprint
from index.engines.generations import Generations, verify
from index.engines.tantivy.answer import Answer
from index.engines.tantivy.schema import ID, fields_of, key_field, make_schema, stem_field
from index.engines.tantivy.snapshot import Snapshot
from index.results import Found, Request

_POOL = 128 << 20  # bytes of postings that are collected in memory


class TantivyEngine:
    """The index in a folder. Any number of threads may read at once."""

    name = "tantivy"

    def __init__(self, folder: Path, lock_timeout: float = 30.0) -> None:
        self.folder = folder
        self._generations = Generations(folder, lock_timeout)
        self._mutex = threading.Lock()
        self._snapshot: Snapshot | None = None

    def stamp(self) -> IndexStamp | None:
        """What the index holds now; None without an index."""
        return self._generations.stamp()

    def write(
        self, removed: Collection[str], documents: Iterable[Document], change: int, token: str
    ) -> None:
        """Takes ids out and documents in, in one commit."""
        with self._generations.draft(anew=False) as draft:
            with self._readable():
                count = _write(tantivy.Index.open(str(draft.folder)), removed, documents)
            _drop_locks(draft.folder)
            draft.seal(IndexStamp(change, token, fingerprint(), count))

    def rebuild(self, batches: Iterable[Iterable[Document]], change: int, token: str) -> None:
        """Writes a new folder beside the one in use, then swaps."""
        with self._generations.draft(anew=True) as draft:
            index = tantivy.Index(make_schema(), str(draft.folder))
            count = _write(index, (), chain.from_iterable(batches))
            _drop_locks(draft.folder)
            draft.seal(IndexStamp(change, token, fingerprint(), count))

    def search(self, request: Request) -> Found:
        """Answers a request over one state of the index."""
        with self._readable():
            return Answer(self._open(), request).found()

    def values(self, field: str) -> list[str]:
        """All folded values of a keyword field of documents that are there, sorted."""
        with self._readable():
            return self._open().values(key_field(field))

    def terms(self, stream: str, start: str = "") -> list[str]:
        """The words of a stream that begin so, sorted; some may be those of documents gone."""
        with self._readable():
            return self._open().words(stream, start)

    def holding(self, stream: str, stems: Iterable[str]) -> dict[str, int]:
        """How many documents hold each stem in a stream; some may be of those gone."""
        with self._readable():
            frequency, field = self._open().searcher.doc_freq, stem_field(stream)
            return {stem: frequency(field, stem) for stem in stems}

    def ids(self) -> set[str]:
        """The ids of all documents."""
        with self._readable():
            snapshot = self._open()
            return set(snapshot.ids(snapshot.matching(tantivy.Query.all_query())))

    def verify(self) -> None:
        """Compares every byte on disk with what was written."""
        self._generations.read(lambda folder: verify(folder, read_all=True))

    def size(self) -> int:
        """Bytes on disk."""
        return self._generations.size()

    def close(self) -> None:
        """Closes the files that it reads."""
        with self._mutex:
            self._snapshot = None

    @contextmanager
    def _readable(self) -> Iterator[None]:
        """Broken files can make tantivy raise anything, panics of Rust included, which Python
        counts among the likes of KeyboardInterrupt. If the files are to blame, IndexDamagedError;
        if every byte is as it was written, it is a fault of the program and stays one.
        """
        try:
            yield
        except (ArchiveError, KeyboardInterrupt, SystemExit, GeneratorExit):
            raise
        except BaseException as error:
            self.verify()
            if not isinstance(error, Exception):
                raise RuntimeError(f"tantivy gave up: {error}") from error
            raise

    def _open(self) -> Snapshot:
        """The newest state; opened again only when another has been committed."""
        with self._mutex:
            if self._snapshot is None or self._snapshot.name != self._generations.name():
                self._snapshot = self._generations.read(Snapshot)
            return self._snapshot


def _write(index: tantivy.Index, removed: Collection[str], documents: Iterable[Document]) -> int:
    """One commit. Returns how many documents the index holds then.

    One thread: two make twice the segments, and most of the time goes into making the tokens.
    """
    writer = index.writer(_POOL, num_threads=1)
    try:
        for article_id in removed:
            writer.delete_documents_by_term(ID, article_id)
        for document in documents:
            writer.delete_documents_by_term(ID, document.id)
            writer.add_document(fields_of(document))
        writer.commit()
    except BaseException:
        writer.rollback()
        raise
    finally:
        writer.wait_merging_threads()
    index.reload()
    count: int = index.searcher().num_docs
    return count


def _drop_locks(folder: Path) -> None:
    """Takes away the files by which tantivy keeps writers apart: `Generations` does that here."""
    for path in folder.glob(".tantivy-*.lock"):
        path.unlink()
