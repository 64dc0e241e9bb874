"""What a command does to a disk, as strace records it: every change, every wait for the disk, and
what the command says meanwhile.

A change is a function that does the same to a `Disk`. Done to the world as it was before, all of
them make the world that is there afterwards, or else the record is refused: no way of writing is
overlooked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from operator import methodcaller
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.torture.disk import Disk, Found
from tests.torture.points import traced
from tests.torture.running import Ended
from tests.torture.world import Act, World

CALLS = (
    "openat", "lseek", "write", "pwrite64", "writev", "pwritev", "ftruncate", "fallocate",
    "sendfile", "copy_file_range", "mmap", "fsync", "fdatasync", "rename", "renameat", "renameat2",
    "link", "linkat", "symlink", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir",
)  # fmt: skip

_LONGEST = 1 << 18  # bytes of a write that are recorded

# SQLite's first connection makes it anew: https://sqlite.org/walformat.html, section 2.2.
NOT_KEPT = "-shm"

_CALL = re.compile(r"(\d+) +(\w+)\((.*)\) += (\d+)(?:<.*>)?")
_CUT = re.compile(r"(\d+) +(\w+\(.*?),? <unfinished \.\.\.>")
_REST = re.compile(r"(\d+) +<\.\.\. \w+ resumed>,? ?(.*)")

Change = Callable[[Disk], None]


@dataclass(frozen=True)
class Record:
    """The changes of an act in their order, and where among them it had said all it says."""

    changes: list[Change]
    said: int
    ended: Ended


def record(act: Act, world: World, other: World) -> Record:
    """Does an act in a world that is like another one.

    AssertionError where it does something to the disk that the record does not show.
    """
    with TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        options = ["-y", "-xx", "-s", str(_LONGEST), "-o", str(log)]
        ended = traced(act, other, [*options, "-e", f"trace={','.join(CALLS)}"])
        assert ended.code == 0, ended
        reader = _Reader(other.folder)
        with log.open() as lines:
            for line in _whole(lines):
                reader.read(line)
    disk = Disk(world.folder)
    for change in reader.changes:
        change(disk)
    assert_same(disk.now(), Disk(other.folder).now())
    return Record(reader.changes, reader.said or len(reader.changes), ended)


def assert_same(told: Found, there: Found) -> None:
    """AssertionError unless two disks hold the same."""
    paths = {path for path in told.keys() | there.keys() if not path.endswith(NOT_KEPT)}
    wrong = sorted(path for path in paths if told.get(path, 0) != there.get(path, 0))
    assert not wrong, f"the record does not show how these were written: {wrong}"


def _whole(lines: Iterable[str]) -> Iterator[str]:
    """Calls during which another thread made one stand on two lines."""
    begun: dict[str, str] = {}
    for line in lines:
        if cut := _CUT.match(line):
            begun[cut[1]] = cut[2]
        elif (rest := _REST.match(line)) and rest[1] in begun:
            yield f"{rest[1]} {begun.pop(rest[1])}{rest[2]}"
        else:
            yield line


class _Reader:
    """Calls, line by line, as changes to a disk."""

    def __init__(self, folder: Path) -> None:
        self.changes: list[Change] = []
        self.said = 0
        self._folder = folder
        self._marks = (_escaped(f"{folder}"), "write(1<")  # lines without them change nothing here
        self._at: dict[int, int | None] = {}  # where writing goes on, by handle; None: at the end

    def read(self, line: str) -> None:
        """Takes in one call."""
        if not any(mark in line for mark in self._marks):
            return
        call = _CALL.match(line)
        if call is None:  # it failed, or is the end of a thread
            return
        name, given, gave = call[2], call[3].split(", "), int(call[4])
        match name:
            case "openat":
                self._open(given, gave)
            case "write" if given[0].startswith("1<"):
                self.said = len(self.changes)
            case "lseek":
                self._at[_handle(given[0])] = gave
            case "write" | "writev" | "sendfile":
                self._append(given, gave)
            case "mmap":
                self._map(given)
            case "fsync" | "fdatasync" | "pwrite64" | "pwritev" | "ftruncate" | "fallocate":
                self._to_file(name, given)
            case _:
                self._to_names(name, given)

    def _open(self, given: list[str], gave: int) -> None:
        path, flags = self._path(given[0], given[1]), given[2].split("|")
        self._at[gave] = None if "O_APPEND" in flags else 0
        if path is not None and not {"O_WRONLY", "O_RDWR", "O_CREAT"}.isdisjoint(flags):
            self.changes.append(partial(_opened, path, "O_TRUNC" in flags))

    def _append(self, given: list[str], gave: int) -> None:
        """What goes on where the last writing ended."""
        path, handle = self._open_path(given[0]), _handle(given[0])
        at = self._at.get(handle)
        if at is not None:
            self._at[handle] = at + gave
        if path is None:
            return
        if not given[1].startswith(('"', "[")):
            source, start = self._open_path(given[1]), int(given[2].partition("]")[0].lstrip("["))
            assert source is not None, f"{path} is copied from elsewhere"
            self.changes.append(partial(_copied, source, start, gave, path, at))
        else:
            self.changes.append(partial(_written, path, at, _data(given)[:gave]))

    def _map(self, given: list[str]) -> None:
        """What is written through memory is told by nobody: it counts as written when the file was
        mapped, and as what the file holds in the end.
        """
        path = self._open_path(given[4])
        if path is None or "PROT_WRITE" not in given[2] or given[3] != "MAP_SHARED":
            return
        if not path.endswith(NOT_KEPT):
            start, size = int(given[5], 0), int(given[1])
            data = (self._folder / path).read_bytes()[start : start + size]
            self.changes.append(partial(_written, path, start, data))

    def _to_file(self, name: str, given: list[str]) -> None:
        path = self._open_path(given[0])
        if path is None:
            return
        match name:
            case "fsync" | "fdatasync":
                self.changes.append(methodcaller("sync", path))
            case "ftruncate":
                self.changes.append(partial(_written, path, int(given[1]), None))
            case "fallocate":
                assert given[1] == "0", f"fallocate in another way: {given}"
                self.changes.append(partial(_lengthened, path, int(given[2]) + int(given[3])))
            case _:
                self.changes.append(partial(_written, path, int(given[-1]), _data(given[:-1])))

    def _to_names(self, name: str, given: list[str]) -> None:
        if not name.endswith("at") and name != "renameat2":  # two words a path, as the others have
            given = [word for path in given for word in ("", path)]
        path = self._path(given[0], given[1])
        match name:
            case "mkdir" | "mkdirat" if path is not None:
                self.changes.append(methodcaller("make", path, folder=True))
            case "rmdir" | "unlink" | "unlinkat" if path is not None:
                self.changes.append(methodcaller("remove", path))
            case "rename" | "renameat" | "renameat2" | "link" | "linkat" if path is not None:
                other = self._path(given[2], given[3])
                assert other is not None, f"{path} is moved elsewhere"
                moved = "link" if name.startswith("link") else "rename"
                self.changes.append(methodcaller(moved, path, other))
            case _:
                raise AssertionError(f"the record cannot tell what {name} does: {given}")

    def _path(self, folder: str, name: str) -> str | None:
        """The path of a name in a folder that is open; None where it is not in the world."""
        named = Path(_plain(name.strip('"')))
        if not named.is_absolute():
            named = Path(_plain(folder.partition("<")[2].rstrip(">"))) / named
        return self._inside(named)

    def _open_path(self, handle: str) -> str | None:
        """The path of an open file; None where it is not in the world, or has no name any more."""
        if handle.endswith("(deleted)") or "<" not in handle:
            return None
        return self._inside(Path(_plain(handle.partition("<")[2].rstrip(">"))))

    def _inside(self, path: Path) -> str | None:
        if not path.is_relative_to(self._folder):
            return None
        inside = str(path.relative_to(self._folder))
        return "" if inside == "." else inside


def _opened(path: str, cut: bool, disk: Disk) -> None:
    if not disk.holds(path):
        disk.make(path)
    elif cut:
        disk.write(path, 0, None)


def _written(path: str, at: int | None, data: bytes | None, disk: Disk) -> None:
    disk.write(path, len(disk.read(path)) if at is None else at, data)


def _lengthened(path: str, size: int, disk: Disk) -> None:
    if len(disk.read(path)) < size:
        disk.write(path, size, None)


def _copied(source: str, start: int, size: int, path: str, at: int | None, disk: Disk) -> None:
    _written(path, at, disk.read(source)[start : start + size], disk)


def _handle(told: str) -> int:
    return int(told.partition("<")[0])


def _data(given: list[str]) -> bytes:
    """All texts among what a call was given, as bytes."""
    texts = [text for word in given for text in re.findall(r'"([^"]*)"(\.\.\.)?', word)]
    assert not any(cut for _, cut in texts), "a write is longer than what is recorded of one"
    return bytes.fromhex("".join(text for text, _ in texts).replace("\\x", ""))


def _plain(told: str) -> str:
    return bytes.fromhex(told.replace("\\x", "")).decode() if "\\x" in told else told


def _escaped(text: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in text.encode())
