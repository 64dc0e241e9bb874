"""The files that came with one: beside it in its folder, or in the zip or tar that it is packed in.

A format in several files (METS with its ALTO pages) is read by the one that names the others.
What a file names is looked for beneath the folder taken in, or among the members, nowhere else.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Protocol
from urllib.parse import unquote

from archive.errors import UnreadableError
from archive.leftovers import temporary

Opener = Callable[[], BinaryIO]
_ENDINGS = (".xml", ".xml.gz")
_HEAD = 2000  # bytes


class Within(Protocol):
    """A folder, or a container. `whole` says that all in it is taken in; `memory` is for what is
    found out about it while it is.
    """

    whole: bool
    memory: dict[Any, Any]

    def names(self, folder: str) -> list[str]:
        """The paths of the XML files that stand in a folder, in order."""

    def opener(self, path: str) -> Opener | None:
        """A way to the bytes of a file, or None where there is none."""


class Folder:
    """A folder on the disk, and all beneath it."""

    def __init__(self, root: Path, whole: bool) -> None:
        self.root = root
        self.whole = whole
        self.memory: dict[Any, Any] = {}

    def __reduce__(self) -> tuple[type[Folder], tuple[Path, bool]]:
        return Folder, (self.root, self.whole)

    def names(self, folder: str) -> list[str]:
        """As Within says; hidden files are none."""
        try:
            found = sorted(entry.name for entry in (self.root / folder).iterdir())
        except OSError:
            return []
        return [
            str(PurePosixPath(folder, name))
            for name in found
            if name.lower().endswith(_ENDINGS) and not name.startswith(".")
        ]

    def opener(self, path: str) -> Opener | None:
        """As Within says; nothing that a link leads out of the folder to."""
        try:
            file = (self.root / path).resolve(strict=True)
            if not (file.is_file() and file.is_relative_to(self.root.resolve())):
                return None
        except (OSError, ValueError, RuntimeError):  # not there; NUL in it; links in a circle
            return None
        return lambda: file.open("rb")


class Member(Protocol):
    """Of a Source in a container what is needed here."""

    @property
    def label(self) -> str:
        """Its name, with those of the members that it is in."""

    def head(self, size: int = 4) -> bytes:
        """Its first bytes."""

    def open(self) -> BinaryIO:
        """A stream of its bytes."""


class Packed:
    """The members of a container. It is gone through once more when a first is asked for; what of
    it is METS or ALTO then waits in a temporary folder, under numbers.
    """

    whole = True

    def __init__(self, members: Callable[[], Iterator[Any]], is_wanted: Callable[[bytes], bool],
                 is_key: Callable[[bytes], bool]) -> None:  # fmt: skip
        self.memory: dict[Any, Any] = {}
        self._members = members
        self._is_wanted = is_wanted
        self._is_key = is_key
        self._found: dict[str, Path] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def names(self, folder: str) -> list[str]:
        """As Within says; of a container without METS none."""
        return sorted(
            path for path in self._all() if PurePosixPath(path).parent == PurePosixPath(folder)
        )

    def opener(self, path: str) -> Opener | None:
        """As Within says."""
        file = self._all().get(path)
        return (lambda: file.open("rb")) if file else None

    def close(self) -> None:
        """Takes the temporary folder away."""
        if self._folder:
            self._folder.cleanup()

    def _all(self) -> dict[str, Path]:
        if self._found is None:
            self._found = {}
            if any(self._is_key(head) for _, _, head in self._heads()):
                self._copy()
        return self._found

    def _heads(self) -> Iterator[tuple[str, Member, bytes]]:
        try:
            for member in self._members():
                label = getattr(member, "label", "")
                if label.lower().endswith(_ENDINGS):
                    yield label, member, member.head(_HEAD)
        except UnreadableError:
            return  # told where the container itself is read

    def _copy(self) -> None:
        assert self._found is not None
        self._folder = temporary("news-archive-")
        for name, member, head in self._heads():
            if self._is_wanted(head):
                path = Path(self._folder.name) / str(len(self._found))
                with member.open() as stream, path.open("wb") as file:
                    shutil.copyfileobj(stream, file)
                self._found.setdefault(name, path)


@dataclass(frozen=True, slots=True)
class Sisters:
    """What one file, at `place`, sees of the others. `taken` are those that belong to another."""

    within: Within
    place: str
    taken: frozenset[str] = field(default_factory=frozenset)

    def folders(self) -> Iterator[str]:
        """The folder that the file stands in, and those above it."""
        yield from map(str, PurePosixPath(self.place).parents)

    def path_of(self, reference: str) -> str | None:
        """Where a reference leads, or None where that is out of the file's own folder: an address,
        an absolute path, one with "..".
        """
        inside = relative(reference)
        if inside is None:
            return None
        folder = PurePosixPath(self.place).parent
        path = str(folder / inside)
        plain = str(folder / unquote(inside))
        if plain != path and ".." not in PurePosixPath(plain).parts and self.within.opener(plain):
            return plain
        return path


def relative(reference: str) -> str | None:
    """A reference as a path downwards ("file://./a.xml" is "a.xml"), or None where it is none."""
    text = reference.strip().replace("\\", "/")
    if text.lower().startswith("file://.") or text.lower().startswith("file:."):
        text = text.partition(":")[2].lstrip("/")
    path = PurePosixPath(text)
    if ":" in text.split("/")[0] or path.is_absolute() or ".." in path.parts or not path.name:
        return None
    if unquote(text).startswith("/") or "\0" in unquote(text):
        return None
    return str(path)
