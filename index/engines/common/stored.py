"""What the engines that keep an index in a folder share: commits, states, damage."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from archive.errors import ArchiveError
from index.engines.common.generations import Generations, verify
from index.engines.common.interface import IndexStamp, fingerprint

if TYPE_CHECKING:
    from index.document import Document


class State(Protocol):
    """One committed state, open for reading; `name` is that of its folder."""

    name: str

    def close(self) -> None:
        """Gives back its files."""
        ...


S = TypeVar("S", bound=State)


class StoredEngine(ABC, Generic[S]):
    """An index in a folder. Each commit is a folder of its own, and one is open at a time.

    An engine says how a folder is read (`_read`), written to (`_commit`) and filled (`_build`).
    """

    name: str
    reads_texts = False
    files_by_first_day = False

    def __init__(self, folder: Path, lock_timeout: float = 30.0) -> None:
        self.folder = folder
        self._generations = Generations(folder, lock_timeout)
        self._mutex = threading.RLock()
        self._state: S | None = None

    def stamp(self) -> IndexStamp | None:
        """What the index holds now; None without an index."""
        return self._generations.stamp()

    def generation(self) -> str | None:
        """The name of the folder in use; None without an index."""
        return self._generations.name()

    def write(
        self, removed: Collection[str], documents: Iterable[Document], change: int, token: str
    ) -> None:
        """Takes ids out and documents in, in one commit."""
        with self._generations.draft(anew=False) as draft:
            with self._readable():
                count = self._commit(draft.folder, removed, documents)
            draft.seal(IndexStamp(change, token, fingerprint(self.name), count))

    def rebuild(self, batches: Iterable[Iterable[Document]], change: int, token: str) -> None:
        """Writes a new folder beside the one in use, then swaps."""
        with self._generations.draft(anew=True) as draft:
            count = self._build(draft.folder, batches)
            draft.seal(IndexStamp(change, token, fingerprint(self.name), count))

    def verify(self) -> None:
        """Compares every byte on disk with what was written. IndexDamagedError if it differs."""
        self._generations.read(lambda folder: verify(folder, read_all=True))

    def size(self) -> int:
        """Bytes on disk."""
        return self._generations.size()

    def close(self) -> None:
        """Closes the files that it reads."""
        with self._mutex:
            state, self._state = self._state, None
            if state:
                state.close()

    @abstractmethod
    def _read(self, folder: Path) -> S:
        """The state that a folder holds."""

    @abstractmethod
    def _commit(self, folder: Path, removed: Collection[str], documents: Iterable[Document]) -> int:
        """Takes ids out of a folder and documents in. Returns how many documents it holds then."""

    @abstractmethod
    def _build(self, folder: Path, batches: Iterable[Iterable[Document]]) -> int:
        """Fills an empty folder, a batch at a time. Returns how many documents it holds then."""

    @contextmanager
    def _reading(self) -> Iterator[S]:
        """The newest state, to be read from."""
        with self._readable():
            yield self._newest()

    @contextmanager
    def _readable(self) -> Iterator[None]:
        """Broken files can make a library raise anything: in tantivy even Rust's panics, which
        Python counts among the likes of KeyboardInterrupt. If the files are to blame,
        IndexDamagedError; if every byte is as it was written, it is a fault of the program and
        stays one.
        """
        try:
            yield
        except (ArchiveError, KeyboardInterrupt, SystemExit, GeneratorExit):
            raise
        except BaseException as error:
            self.verify()
            if not isinstance(error, Exception):
                raise RuntimeError(f"{self.name} gave up: {error}") from error
            raise

    def _newest(self) -> S:
        """The newest state; opened again only when another has been committed."""
        with self._mutex:
            if self._state is None or self._state.name != self._generations.name():
                fresh = self._generations.read(self._read)
                self.close()
                self._state = fresh
            return self._state
