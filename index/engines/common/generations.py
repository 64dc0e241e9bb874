"""Every commit of an index on disk is a new, sealed folder that takes the place of the last one.

    index/<engine>/lock       one writer at a time
    index/<engine>/CURRENT    the name of the folder in use
    index/<engine>/g0007-…/   one state: the engine's files, never changed again, and stamp.json

A commit begins with hard links to the files of the state before it, so it costs what it adds. A
process that is killed leaves a folder that nothing names, and the next writer removes it.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

from archive.errors import IndexBusyError, IndexDamagedError, SearchIndexError
from archive.store.sqlite.database import FILE
from index.engines.common.interface import IndexStamp

_STAMP = "stamp.json"
_CHUNK = 1 << 20
_LONGEST_NAME = 100  # bytes

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file as it was written: its checksum counts where size and time do not settle it."""

    size: int
    mtime_ns: int
    crc: int


@dataclass(slots=True)
class Draft:
    """A folder being written. `linked` are the files it shares with the state before it, unless
    another file has taken the place of one of them.
    """

    folder: Path
    linked: Mapping[str, Sealed]

    def seal(self, stamp: IndexStamp) -> None:
        """Flushes what is new to the disk, then records what the folder holds."""
        files: dict[str, Sealed] = {}
        mode = file_mode(self.folder.parent)
        self.folder.chmod(folder_mode(mode))
        for path in sorted(self.folder.iterdir()):
            if path.stat().st_mode & 0o777 != mode:
                path.chmod(mode)
            known = self.linked.get(path.name)
            files[path.name] = known if known and _is_as(path, known) else _sealed(path)
        from archive.durable import write_whole  # who only reads needs it not

        kept = {"stamp": asdict(stamp), "files": {name: asdict(f) for name, f in files.items()}}
        write_whole(self.folder / _STAMP, json.dumps(kept).encode(), mode)


class Generations:
    """The folders of one index."""

    def __init__(self, folder: Path, lock_timeout: float) -> None:
        self.folder = folder
        self._current = str(folder / "CURRENT")
        self._timeout = lock_timeout
        self._stamped: tuple[str, IndexStamp | None] = ("", None)  # a folder's never changes

    def name(self) -> str | None:
        """The name of the folder in use, which changes with every commit; None without an index."""
        try:
            descriptor = os.open(self._current, os.O_RDONLY)  # every page asks, so without a stream
            try:
                return os.read(descriptor, _LONGEST_NAME).decode().strip() or None
            finally:
                os.close(descriptor)
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise IndexDamagedError(f"{self._current} cannot be read") from error

    def read(self, use: Callable[[Path], T]) -> T:
        """What `use` makes of the folder in use; tried again if a commit took it away meanwhile.

        IndexDamagedError if there is no index.
        """
        while True:
            name = self.name()
            if name is None or "/" in name or not name.startswith("g"):
                raise IndexDamagedError(f"{self.folder} holds no index")
            try:
                return use(self.folder / name)
            except (KeyboardInterrupt, SystemExit, GeneratorExit):
                raise
            except BaseException:  # a panic of Rust's too
                if self.name() == name:
                    raise

    def stamp(self) -> IndexStamp | None:
        """What the folder in use holds; None without an index. IndexDamagedError if unreadable."""
        name = self.name()
        if name is None:
            return None
        of, stamp = self._stamped
        if name != of:
            stamp = self.read(lambda folder: _seal(folder)[0])
            self._stamped = name, stamp
        return stamp

    def size(self) -> int:
        """Bytes on disk."""
        sizes = 0
        for path in self.folder.rglob("*"):
            with suppress(FileNotFoundError):  # a commit took it away
                sizes += path.stat().st_size
        return sizes

    @contextmanager
    def draft(self, *, anew: bool) -> Iterator[Draft]:
        """A folder to write to, empty or with what is there now; once sealed, it becomes current.

        Waits for another writer, then raises IndexBusyError. If the block raises, nothing changes;
        SearchIndexError where the disk refuses it.
        """
        from archive.durable import write_whole

        with self._writing(), self._lock():
            used = self._used()
            self._remove_all_but(used)
            if used is None and not anew:
                raise IndexDamagedError(f"{self.folder} holds no index")
            import secrets

            fresh = self.folder / f"g{_number(used) + 1:04}-{secrets.token_hex(4)}"
            fresh.mkdir(mode=0o700)
            try:
                linked = {} if anew or used is None else _link(used, fresh)
                yield Draft(fresh, linked)
                _seal(fresh)
            except BaseException:
                shutil.rmtree(fresh, ignore_errors=True)
                raise
            write_whole(self.folder / "CURRENT", fresh.name.encode(), file_mode(self.folder))
            self._remove_all_but(fresh)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise SearchIndexError(
                f"{self.folder} cannot be written: {error.strerror or error}",
                "look at free space there, and whether you may write; then: archive check",
            ) from error

    def _used(self) -> Path | None:
        try:
            name = self.name()
        except IndexDamagedError:
            return None
        used = self.folder / name if name else None
        return used if used and used.parent == self.folder and used.is_dir() else None

    def _remove_all_but(self, used: Path | None) -> None:
        for leftover in self.folder.glob("g[0-9]*"):
            if leftover != used:
                shutil.rmtree(leftover, ignore_errors=True)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        from filelock import FileLock, Timeout  # which loads asyncio; who only reads needs neither

        lock = FileLock(self.folder / "lock", timeout=self._timeout, mode=0o600)
        try:
            _make(self.folder)
            lock.acquire()
        except Timeout as error:
            raise IndexBusyError(
                f"Another process has been writing to the index for {self._timeout:.0f} s",
                "try again when it is done, or raise lock_timeout",
            ) from error
        except OSError as error:
            if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
                raise
            raise IndexBusyError(
                f"The index in {self.folder} may not be written to by you",
                "ask whoever it belongs to, or name a folder for one of your own: XDG_CACHE_HOME",
            ) from error
        try:
            yield
        finally:
            lock.release()


def file_mode(folder: Path) -> int:
    """The mode of the files of an index: whoever may read the archive's database, or else its
    user alone.
    """
    try:
        return (folder.parents[1] / FILE).stat().st_mode & 0o666 | 0o600
    except OSError:
        return 0o600


def folder_mode(files: int) -> int:
    """The mode of folders that goes with that of files: who may read may enter."""
    return files | (files & 0o444) >> 2


def _make(folder: Path) -> None:
    """Makes the folder of an index, and the one that it is in, where they are missing."""
    mode = folder_mode(file_mode(folder))
    for each in (folder.parent, folder):
        if not each.exists():
            each.mkdir(parents=True, exist_ok=True, mode=0o700)
            each.chmod(mode)


def verify(folder: Path, *, read_all: bool = False) -> None:
    """IndexDamagedError unless the files are those that were sealed.

    Same size and time are proof enough, as for make and git; `read_all` compares every byte.
    """
    for name, sealed in _seal(folder)[1].items():
        path = folder / name
        try:
            if not read_all and _is_as(path, sealed):
                continue
            if path.stat().st_size == sealed.size and _crc(path) == sealed.crc:
                continue
        except OSError as error:
            raise IndexDamagedError(f"{path} cannot be read: {error.strerror}") from error
        raise IndexDamagedError(f"{path} is not what was written")


def _is_as(path: Path, sealed: Sealed) -> bool:
    """Whether a file has the size and time that it was sealed with."""
    state = path.stat()
    return (state.st_size, state.st_mtime_ns) == (sealed.size, sealed.mtime_ns)


def _seal(folder: Path) -> tuple[IndexStamp, dict[str, Sealed]]:
    path = folder / _STAMP
    try:
        kept = json.loads(path.read_bytes())
        files = {name: Sealed(**sealed) for name, sealed in kept["files"].items()}
        return IndexStamp(**kept["stamp"]), files
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise IndexDamagedError(f"{path} cannot be read") from error


def _number(folder: Path | None) -> int:
    number = folder.name[1:].partition("-")[0] if folder else ""
    return int(number) if number.isdecimal() else 0


def _link(used: Path, fresh: Path) -> dict[str, Sealed]:
    """Puts the files of a folder, found to be as sealed, into another one; returns their seals."""
    verify(used)
    files = _seal(used)[1]
    for name in files:
        try:
            os.link(used / name, fresh / name)
        except OSError:  # a file system without hard links
            shutil.copy2(used / name, fresh / name)
    return files


def _sealed(path: Path) -> Sealed:
    from archive.durable import persist  # who only reads needs it not

    crc = _crc(path)
    persist(path)
    state = path.stat()
    return Sealed(state.st_size, state.st_mtime_ns, crc)


def _crc(path: Path) -> int:
    crc = 0
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            crc = zlib.crc32(chunk, crc)
    return crc
