"""The interface of a search engine, and what an index says of itself."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from index.analysis.version import signature as analysis_signature
from index.engines.common.request import Found, Request
from index.fields import signature as fields_signature

if TYPE_CHECKING:
    from index.document import Document
    from index.engines.common.counting import Counting, Counts, Texts

FOLDER = "index"
ON_DISK = ("whoosh", "tantivy")
KEPT = (*ON_DISK, "opensearch")  # whose index outlives the program
BY_WORKERS = ("opensearch",)  # which any number of processes may write to at once
READ_IN_PLACE = ("whoosh",)  # tantivy makes a file to open one: findings/tantivy-opening-writes.sh
LAYOUT = 6  # raise it whenever engines keep documents in another way
OWN_LAYOUT = {"tantivy": 1}  # the same where one does that the others need not be built anew for


@dataclass(frozen=True, slots=True)
class IndexStamp:
    """What an index holds: the last change of the store (number, token), and how it was made."""

    change: int
    token: str
    fingerprint: str
    documents: int


class Engine(Protocol):
    """One implementation of the index. It returns ids, scores and counts, never text.

    Several readers and one writer may have it open. A writer waits for another one, at most the
    time-out it was opened with, then raises IndexBusyError. What cannot be read raises
    IndexDamagedError.
    """

    name: str
    reads_texts: bool  # whether to count words it reads every text, which takes long
    files_by_first_day: bool  # whether it wants to know of which day the first state of each was

    def stamp(self) -> IndexStamp | None:
        """What the index holds now; None if there is none yet."""
        ...

    def generation(self) -> object:
        """Which commit it is: another one after each, though all that it holds be the same."""
        ...

    def write(
        self, removed: Collection[str], documents: Iterable[Document], change: int, token: str
    ) -> None:
        """Takes ids out and documents in (in place of those with the same id), then stamps it. One
        that files by first days is given ids with these, where they are known.
        """
        ...

    def rebuild(self, batches: Iterable[Iterable[Document]], change: int, token: str) -> None:
        """Replaces all it holds. Until it is done, readers find what was there before."""
        ...

    def search(self, request: Request) -> Found:
        """Answers a request."""
        ...

    def values(self, field: str) -> list[str]:
        """All folded values of a keyword field, sorted; the list is not to be changed."""
        ...

    def terms(self, stream: str, start: str = "", most: int | None = None) -> list[str]:
        """The words of a stream that begin so, sorted, the first `most` of them, or all; some may
        only be in deleted documents.
        """
        ...

    def like(self, stream: str, word: str, edits: int) -> list[str] | None:
        """Words of a stream among which are all that `edits` letters put in, left out, changed or
        swapped make of a word; None if all words have to be looked at for that.
        """
        ...

    def holding(self, stream: str, stems: Iterable[str]) -> dict[str, int]:
        """How many documents hold each stem in a stream; deleted ones may be counted too. Quick."""
        ...

    def count(self, counting: Counting, texts: Texts) -> Counts:
        """Counts words, and what stands around some. `texts` are read where the index cannot tell,
        or, by an engine that knows no quicker way, of every article that is counted.
        """
        ...

    def ids(self) -> set[str]:
        """The ids of all documents."""
        ...

    def verify(self) -> None:
        """Compares all that is on disk with what was written. IndexDamagedError if it differs."""
        ...

    def size(self) -> int:
        """Bytes on disk."""
        ...

    def close(self) -> None:
        """Gives back files and memory."""
        ...


def fingerprint(engine: str = "") -> str:
    """Of fields, analysis and an engine's layout: an index with another one is rebuilt."""
    text = f"{fields_signature()} {analysis_signature()} layout={LAYOUT}"
    if engine in OWN_LAYOUT:
        text += f" {engine}={OWN_LAYOUT[engine]}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]
