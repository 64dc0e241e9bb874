"""Comparing an export with its manifest, without ever reading outside the manifest's folder."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import BinaryIO

from archive.exports.manifest import STANDARD_OUTPUT, Entry, Manifest, read_manifest

_BLOCK = 1 << 20  # bytes


def verify(path: Path, standard_input: BinaryIO | None) -> Iterator[str]:
    """A line for every file that is missing or altered, and for every one in an exported folder
    that the manifest does not name. What was written to standard output is read from
    `standard_input` (None where that is closed). InputError where `path` is no manifest.
    """
    manifest = read_manifest(path)
    folder = path.resolve().parent
    for entry in manifest.files:
        problem = _problem(entry, folder, standard_input)
        if problem:
            yield f"{entry.name}: {problem}"
    yield from _strangers(manifest, folder)


def unlisted(folder: Path, names: Collection[str]) -> Iterator[str]:
    """The files and links in a folder that are not among `names`, which begin with its own name."""
    for parent, folders, files in os.walk(folder):
        folders.sort()
        links = [each for each in folders if Path(parent, each).is_symlink()]
        for file in sorted([*links, *files]):
            name = Path(parent, file).relative_to(folder.parent).as_posix()
            if name not in names:
                yield name


def is_whole(entry: Entry, file: Path) -> bool:
    """Whether a file holds what an entry says. OSError where it cannot be read."""
    with file.open("rb") as stream:
        return _measure(stream) == (entry.bytes, entry.sha256)


def _strangers(manifest: Manifest, folder: Path) -> Iterator[str]:
    if manifest.folder is None:
        return
    inside = _inside(manifest.folder, folder)
    if inside is None or inside == folder:
        yield f"{manifest.folder}: lies outside the manifest's folder, or is a link"
        return
    names = {entry.name for entry in manifest.files}
    for name in unlisted(inside, names):
        yield f"{name}: not in the manifest"


def _problem(entry: Entry, folder: Path, standard_input: BinaryIO | None) -> str | None:
    if entry.name == STANDARD_OUTPUT:
        if standard_input is None:
            return "was written to standard output, and standard input is closed"
        size, digest = _measure(standard_input)
    else:
        file = _inside(entry.name, folder)
        if file is None:
            return "lies outside the manifest's folder, or is a link; it was not read"
        try:
            if not file.is_file():
                return "missing"
            with file.open("rb") as stream:
                size, digest = _measure(stream)
        except OSError as error:
            return f"cannot be read: {error.strerror}"
    if size != entry.bytes:
        return f"altered: {size:,} bytes, not {entry.bytes:,}"
    return None if digest == entry.sha256 else "altered: of the same size, but other bytes"


def _inside(name: str, folder: Path) -> Path | None:
    """The path of a name in a resolved folder; None where it leads out of it or through a link."""
    try:
        path = folder / name
        plain = path.resolve() == path and path.is_relative_to(folder)
        # Of a loop of links Python 3.13 gives the path as it is, where earlier ones raise.
        plain = plain and not any(map(Path.is_symlink, (path, *path.parents)))
    except (OSError, ValueError, RuntimeError):  # a name that no file can have, a loop of links
        return None
    return path if plain else None


def _measure(stream: BinaryIO) -> tuple[int, str]:
    digest = hashlib.sha256()
    size = 0
    while block := stream.read(_BLOCK):
        digest.update(block)
        size += len(block)
    return size, digest.hexdigest()
