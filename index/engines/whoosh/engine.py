"""The default engine: Whoosh keeps the postings and the columns.

Our own tree is evaluated over Whoosh's postings (`evaluate`), each commit is a folder of its own
(`generations`): Whoosh's own files are not crash-safe.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from whoosh.index import create_in

from index.document import Document
from index.engines.common.evaluate import Evaluation
from index.engines.common.layout import key_field, stem_field
from index.engines.common.request import Found, Request
from index.engines.common.stored import StoredEngine
from index.engines.whoosh.schema import make_schema
from index.engines.whoosh.snapshot import Snapshot


class WhooshEngine(StoredEngine[Snapshot]):
    """The index in a folder. Reading is safe from several threads, one at a time inside."""

    name = "whoosh"

    def search(self, request: Request) -> Found:
        """Answers a request over one state of the index."""
        with self._reading() as snapshot:
            return Evaluation(snapshot, request).answer()

    def values(self, field: str) -> list[str]:
        """All folded values of a keyword field of documents that are there, sorted."""
        with self._reading() as snapshot:
            lexicon = [term.decode() for term in snapshot.reader.lexicon(key_field(field))]
            return sorted(
                value
                for value in lexicon
                if not snapshot.everything.isdisjoint(snapshot.with_key(field, value))
            )

    def terms(self, stream: str, start: str = "") -> list[str]:
        """The words of a stream that begin so, sorted; some may only be in deleted documents."""
        with self._reading() as snapshot:
            return snapshot.terms(stream, start)

    def holding(self, stream: str, stems: Iterable[str]) -> dict[str, int]:
        """How many documents hold each stem in a stream; deleted ones may be counted too."""
        with self._reading() as snapshot:
            frequency = snapshot.reader.doc_frequency
            return {stem: frequency(stem_field(stream), stem) for stem in stems}

    def ids(self) -> set[str]:
        """The ids of all documents."""
        with self._reading() as snapshot:
            ids = snapshot.column("id")
            return {ids[doc] for doc in snapshot.everything}

    @contextmanager
    def _reading(self) -> Iterator[Snapshot]:
        with self._mutex, super()._reading() as snapshot:  # a reader of Whoosh serves one thread
            yield snapshot

    def _read(self, folder: Path) -> Snapshot:
        return Snapshot(folder)

    def _commit(self, folder: Path, removed: Collection[str], documents: Iterable[Document]) -> int:
        from index.engines.whoosh.write import write

        return write(folder, removed, documents)

    def _build(self, folder: Path, batches: Iterable[Iterable[Document]]) -> int:
        from index.engines.whoosh.write import write

        create_in(folder, make_schema()).close()
        count = 0
        for batch in batches:
            count = write(folder, (), batch)
        return count
