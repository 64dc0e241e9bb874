"""A disk as it is, and as it may be found when the power has failed.

What is promised is what POSIX and the file systems promise, and no more:

- what was in a file when fsync or fdatasync of it ended is there, and what it held is whole;
- what was written since is there or not, sector by sector and in any order: a disk writes sectors
  of 512 bytes or pages of 4096 whole (SQLite relies on as much: https://sqlite.org/psow.html). What
  lay between is what it was, or zeros where there was nothing;
- a name is there when its folder was synced since (fsync(2): to sync a file "does not necessarily
  ensure that the entry in the directory containing the file has also reached disk");
- of names not synced, a journal as ext4's (`ORDERED`,
  https://docs.kernel.org/filesystems/ext4/journal.html) keeps all up to some moment, and to sync a
  file keeps all that was done before its own last name. The `STRICT` reading promises nothing: each
  of them is kept or not by itself, as in Pillai et al., All File Systems Are Not Created Equal
  (OSDI 2014), which found file systems that do so. To rename or to link is one step in both.

What ext4 does beyond that, as writing a file that is renamed over another one, is not relied on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

ORDERED, STRICT = "ordered", "strict"

_SECTORS = (512, 4096)

Entry = tuple[int, str]  # a folder, by number, and a name in it
Tree = dict[Entry, int]
Found = dict[str, bytes | None]  # every path, and what is in the file; None: it is a folder


@dataclass(frozen=True)
class Written:
    """Bytes that were put into a file; with `data` None it was cut, or lengthened, to `start`."""

    start: int
    data: bytes | None

    def put(self, into: bytearray) -> None:
        """Does it."""
        size = self.start
        if len(into) < size:
            into.extend(bytes(size - len(into)))
        if self.data is None:
            del into[size:]
        else:
            into[size : size + len(self.data)] = self.data

    def torn(self, sector: int) -> Iterator[Written]:
        """The same as writings that are whole or not done at all."""
        if self.data is None:
            yield self
            return
        at, end = self.start, self.start + len(self.data)
        while at < end:
            stop = min(end, (at // sector + 1) * sector)
            yield Written(at, self.data[at - self.start : stop - self.start])
            at = stop


@dataclass
class _File:
    synced: bytes = b""
    since: list[Written] = field(default_factory=list)

    def now(self) -> bytes:
        return _with(self.synced, self.since)

    def sync(self) -> None:
        self.synced, self.since = self.now(), []

    def found(self, chance: Random) -> bytes:
        """What may be in it: all, nothing, a beginning or some of what was written since."""
        sector = chance.choice(_SECTORS)
        pieces = [piece for each in self.since for piece in each.torn(sector)]
        match chance.randrange(4):
            case 0:
                return self.synced
            case 1:
                return self.now()
            case 2:
                return _with(self.synced, pieces[: chance.randint(0, len(pieces))])
            case _:
                return _with(self.synced, [piece for piece in pieces if chance.random() < 0.5])


@dataclass
class _Renaming:
    """Names that changed at one stroke: what each leads to since, None where it is gone."""

    names: dict[Entry, int | None]
    synced: bool = False

    def in_folder(self, number: int) -> bool:
        return any(folder == number for folder, _ in self.names)


class Disk:
    """A folder, as calls to the system change it. Paths are relative to it; "" is the folder."""

    def __init__(self, folder: Path) -> None:
        """A folder of which all is on the disk."""
        self._files: list[_File | None] = [None]  # by number; None: a folder
        self._tree: Tree = {}
        self._names: list[_Renaming] = []
        self._journal = 0  # so many of them are on the disk, as ORDERED reads it
        for path in sorted(folder.rglob("*")):
            data = None if path.is_dir() else path.read_bytes()
            self._new(str(path.relative_to(folder)), None if data is None else _File(data))
        self._before, self._names = dict(self._tree), []

    def holds(self, path: str) -> bool:
        """Whether there is such a file or folder."""
        return self._find(path) is not None

    def read(self, path: str) -> bytes:
        """What is in a file now."""
        return self._file(path).now()

    def make(self, path: str, *, folder: bool = False) -> None:
        """A new empty file or folder."""
        self._new(path, None if folder else _File())

    def write(self, path: str, start: int, data: bytes | None) -> None:
        """Puts bytes into a file, or cuts it (`Written`)."""
        self._file(path).since.append(Written(start, data))

    def sync(self, path: str) -> None:
        """All of a file, or all names in a folder, are on the disk now."""
        number = self._number(path)
        if file := self._files[number]:
            file.sync()
        for at, each in enumerate(self._names, 1):
            if each.in_folder(number):
                each.synced = True
            if each.in_folder(number) or number in each.names.values():
                self._journal = max(self._journal, at)

    def rename(self, old: str, new: str) -> None:
        """Another name, in place of what had it."""
        self._change({self._entry(old): None, self._entry(new): self._number(old)})

    def link(self, old: str, new: str) -> None:
        """One more name for a file."""
        self._change({self._entry(new): self._number(old)})

    def remove(self, path: str) -> None:
        """Takes a name away."""
        self._change({self._entry(path): None})

    def now(self) -> Found:
        """All that is there."""
        return dict(_walk(self._tree, [file.now() if file else None for file in self._files]))

    def after_power_loss(self, chance: Random, reading: str) -> Found:
        """What may be found if the power fails now."""
        if reading == ORDERED:
            kept = self._names[: chance.randint(self._journal, len(self._names))]
        else:
            kept = [each for each in self._names if each.synced or chance.random() < 0.5]
        tree = dict(self._before)
        for each in kept:
            _apply(tree, each)
        return dict(_walk(tree, [file.found(chance) if file else None for file in self._files]))

    def _new(self, path: str, file: _File | None) -> None:
        self._files.append(file)
        self._change({self._entry(path): len(self._files) - 1})

    def _change(self, names: dict[Entry, int | None]) -> None:
        change = _Renaming(names)
        self._names.append(change)
        _apply(self._tree, change)

    def _entry(self, path: str) -> Entry:
        folder, _, name = path.rpartition("/")
        return self._number(folder), name

    def _find(self, path: str) -> int | None:
        number = 0
        for name in path.split("/") if path else ():
            found = self._tree.get((number, name))
            if found is None:
                return None
            number = found
        return number

    def _number(self, path: str) -> int:
        found = self._find(path)
        assert found is not None, f"the record tells of {path}, which nobody made"
        return found

    def _file(self, path: str) -> _File:
        file = self._files[self._number(path)]
        assert file, f"{path} is a folder"
        return file


def _with(data: bytes, written: list[Written]) -> bytes:
    if not written:
        return data
    into = bytearray(data)
    for each in written:
        each.put(into)
    return bytes(into)


def _apply(tree: Tree, change: _Renaming) -> None:
    for entry, number in change.names.items():
        if number is None:
            tree.pop(entry, None)
        else:
            tree[entry] = number


def _walk(
    tree: Tree, held: list[bytes | None], number: int = 0, path: str = ""
) -> Iterator[tuple[str, bytes | None]]:
    """All paths below a folder, and what they hold."""
    for (folder, name), child in tree.items():
        if folder == number:
            yield path + name, held[child]
            yield from _walk(tree, held, child, f"{path}{name}/")
