"""The interface of a search engine, and how one is opened."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from archive.errors import SearchIndexError
from index import analysis, fields
from index.document import Document
from index.results import Found, Request

FOLDER = "index"
ON_DISK = ("whoosh", "tantivy")
# From so many articles on the default engine takes a noticeable part of a second for a search.
LARGE = 100_000
LAYOUT = 3  # raise it whenever an engine keeps documents in another way


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

    def stamp(self) -> IndexStamp | None:
        """What the index holds now; None if there is none yet."""
        ...

    def write(
        self, removed: Collection[str], documents: Iterable[Document], change: int, token: str
    ) -> None:
        """Takes ids out and documents in (in place of those with the same id), then stamps it."""
        ...

    def rebuild(self, batches: Iterable[Iterable[Document]], change: int, token: str) -> None:
        """Replaces all it holds. Until it is done, readers find what was there before."""
        ...

    def search(self, request: Request) -> Found:
        """Answers a request."""
        ...

    def values(self, field: str) -> list[str]:
        """All folded values of a keyword field, sorted."""
        ...

    def terms(self, stream: str, start: str = "") -> list[str]:
        """The words of a stream that begin so, sorted; some may be those of documents gone."""
        ...

    def holding(self, stream: str, stems: Iterable[str]) -> dict[str, int]:
        """How many documents hold each stem in a stream; some may be of those gone. Quick."""
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


def fingerprint() -> str:
    """Of fields, analysis and layout: an index with another one is rebuilt."""
    text = f"{fields.signature()} {analysis.signature()} layout={LAYOUT}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def open_engine(name: str, home: Path, lock_timeout: float = 30.0) -> Engine:
    """The engine of that name on the archive in `home`. SearchIndexError for an unknown name."""
    folder = home / FOLDER / name
    if name == "whoosh":
        from index.engines.whoosh import WhooshEngine

        return WhooshEngine(folder, lock_timeout)
    if name == "tantivy":
        try:
            from index.engines.tantivy import TantivyEngine
        except ImportError as error:
            if (error.name or "").partition(".")[0] != "tantivy":
                raise
            missing = isinstance(error, ModuleNotFoundError)
            raise SearchIndexError(
                f"The search engine tantivy is {'not' if missing else 'wrongly'} installed",
                "run pip install 'news-archive[fast]', or take whoosh (`engine` in the settings)",
            ) from None
        return TantivyEngine(folder, lock_timeout)
    if name == "memory":
        from index.engines.memory import MemoryEngine

        return MemoryEngine()
    raise SearchIndexError(f"There is no search engine called {name!r}", "use whoosh or tantivy")
