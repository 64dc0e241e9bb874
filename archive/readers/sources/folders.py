"""A folder and all that is beneath it: which files are its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

LEADS_OUT = "a link that leads out of the folder; --follow-links reads it"
OWN = "the archive itself"


@dataclass(frozen=True, slots=True)
class PassedOver:
    """What is not read, and why."""

    path: Path
    reason: str


class Entry(NamedTuple):
    """What stands in a folder, and why it is passed over: "" where it is not."""

    path: str
    is_folder: bool
    reason: str


@dataclass(slots=True)
class Walk:
    """One walk through the folder `top`. What a link leads to outside of it is somebody else's,
    unless `follow_links`; `home` is the folder of the archive, which is no news.
    """

    top: Path
    follow_links: bool = False
    home: Path | None = None
    _root: str = field(init=False)
    _own: str = field(init=False)
    _seen: set[str] = field(default_factory=set, init=False)

    def __post_init__(self) -> None:
        # Path.resolve() raises on a loop of links.
        self._root = os.path.realpath(self.top)
        self._own = os.path.realpath(self.home) if self.home else ""

    def files(self) -> Iterator[Path | PassedOver]:
        """The files of the folder and of the folders in it, in order of name."""
        waiting = [Entry(str(self.top), True, "")]  # the next one last: folders may be nested deep
        while waiting:
            entry = waiting.pop()
            path = Path(entry.path)
            if entry.reason:
                yield PassedOver(path, entry.reason)
            elif not entry.is_folder:
                yield path
            else:
                try:
                    waiting += reversed(self.entries(path))
                except OSError as error:
                    yield PassedOver(path, error.strerror or str(error))

    def entries(self, folder: Path) -> list[Entry]:
        """What stands in a folder, in order of name, without hidden ones (a dot begins their name)
        and folders that are read where they are. OSError where the folder cannot be listed.
        """
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
        judged = (self._judged(entry) for entry in entries if entry.name[0] != ".")
        return [entry for entry in judged if entry]

    def _judged(self, entry: os.DirEntry[str]) -> Entry | None:
        is_link, is_folder = entry.is_symlink(), _is_folder(entry)
        if not (is_link or is_folder):
            return Entry(entry.path, False, "")
        real = os.path.realpath(entry.path)
        is_inside = Path(real).is_relative_to(self._root)
        if is_link and not is_inside and not self.follow_links:
            return Entry(entry.path, is_folder, LEADS_OUT)
        if is_folder and real == self._own:
            return Entry(entry.path, is_folder, OWN)
        if is_folder and ((is_link and is_inside) or real in self._seen):
            return None  # it is read where it is
        if is_folder and self.follow_links:
            self._seen.add(real)
        return Entry(entry.path, is_folder, "")


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a loop of links
        return False
