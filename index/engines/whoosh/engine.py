"""The default engine: its index is flat arrays, and each commit a folder of its own.

Whoosh is not needed to search it: it is there for whoever opens the index with Whoosh.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.engines.arrays.evaluate import Evaluation
from index.engines.arrays.snapshot import Snapshot
from index.engines.common.layout import stem_field
from index.engines.common.request import Found, Request
from index.engines.common.stored import StoredEngine

if TYPE_CHECKING:
    from index.document import Document
    from index.engines.common.counting import Counting, Counts, Texts

_MOST_KNOWN = 30_000  # stems of a stream whose documents were counted: some 5 MB


class WhooshEngine(StoredEngine[Snapshot]):
    """The index in a folder; any number of threads may search it at a time."""

    name = "whoosh"

    def search(self, request: Request) -> Found:
        """Answers a request over one state of the index."""
        with self._reading() as snapshot:
            found = Evaluation(snapshot, request).answer()
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

    def like(self, stream: str, word: str, edits: int) -> list[str]:
        """Words of a stream among which are all that `edits` slips make of a word."""
        with self._reading() as snapshot:
            return snapshot.like(stream, word, edits)

    def holding(self, stream: str, stems: Iterable[str]) -> dict[str, int]:
        """How many documents hold each stem in a stream; deleted ones may be counted too."""
        field = stem_field(stream)
        with self._reading() as snapshot:
            known: dict[str, int] = snapshot.made(f"holding {field}", dict)
            found = {stem: known.get(stem, -1) for stem in stems}
            new = {stem.encode(): stem for stem, count in found.items() if count < 0}
            counts = dict.fromkeys(new.values(), 0)
            for segment in snapshot.segments:
                held = segment.field(field)
                for term, number in _numbers(held.terms, sorted(new)):
                    where = held.postings(number)
                    counts[new[term]] += where.stop - where.start
            if len(known) + len(counts) > _MOST_KNOWN:
                known.clear()
            known.update(counts)
            return found | counts

    def count(self, counting: Counting, texts: Texts) -> Counts:
        """Counts words, and what stands around some; few texts are read."""
        from index.engines.arrays.counting import Counter  # a search counts none

        with self._reading() as snapshot:
            return Counter(snapshot, counting, texts).counts()

    def ids(self) -> set[str]:
        """The ids of all documents."""
        with self._reading() as snapshot:
            return set(snapshot.ids())

    def _read(self, folder: Path) -> Snapshot:
        return Snapshot(folder, self._state)

    def _commit(self, folder: Path, removed: Collection[str], documents: Iterable[Document]) -> int:
        from index.engines.arrays.write import write
        from index.engines.whoosh.contents import write_contents

        count = write(folder, removed, documents)
        write_contents(folder)
        return count

    def _build(self, folder: Path, batches: Iterable[Iterable[Document]]) -> int:
        from index.engines.arrays.write import build
        from index.engines.whoosh.contents import write_contents

        count = build(folder, batches)
        write_contents(folder)
        return count


def _numbers(terms: Sequence[bytes], wanted: Sequence[bytes]) -> Iterator[tuple[bytes, int]]:
    """Those of some terms, sorted as all are, that are there, with their numbers. The one in the
    middle is looked up first, and the others only before or behind it.
    """
    left = [(0, len(wanted), 0, len(terms))]
    while left:
        first, after, low, high = left.pop()
        if first < after:
            middle = (first + after) // 2
            at = bisect_left(terms, wanted[middle], low, high)
            if at < high and terms[at] == wanted[middle]:
                yield wanted[middle], at
            left += (first, middle, low, at), (middle + 1, after, at, high)
