"""Writing an export: to a stream, a file or a folder, with its manifest."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archive.article import Article
from archive.durable import persist_all
from archive.errors import OutputError
from archive.exports.formats import Export
from archive.exports.manifest import (
    STANDARD_OUTPUT,
    About,
    Entry,
    ManifestWriter,
    manifest_of,
    read_manifest,
)
from archive.exports.paired import paired, sweep_pair
from archive.exports.stream import file_name, stream
from archive.exports.verify import unlisted
from archive.exports.whole import whole_file, whole_folder
from archive.leftovers import sweep


@dataclass(frozen=True, slots=True)
class Written:
    """How many articles an export holds, and in how many bytes."""

    articles: int
    bytes: int


def write_stream(
    export: Export,
    articles: Iterable[Article],
    target: BinaryIO,
    about: About,
    manifest: Path | None = None,
    force: bool = False,
) -> Written:
    """Writes to a stream, and a manifest only where one is named."""
    if manifest is not None:
        sweep(manifest)
        _refuse(manifest, force)
    written, entry = _write_stream(export, articles, target, STANDARD_OUTPUT)
    if manifest is not None:
        with whole_file(manifest) as beside:
            listed = ManifestWriter(beside, about, export.name)
            listed.add(entry)
            listed.end(written.articles)
    return written


def write_file(
    export: Export, articles: Iterable[Article], target: Path, about: About, force: bool = False
) -> Written:
    """Writes one file and its manifest. OutputError for a target that is there, unless `force`."""
    sweep_pair(target)
    _refuse(target, force)
    _refuse(manifest_of(target), force)
    with paired(whole_file, target) as (file, beside):
        written, entry = _write_stream(export, articles, file, target.name)
        os.fsync(file.fileno())  # what may fail has been done when the manifest takes its place
        listed = ManifestWriter(beside, about, export.name)
        listed.add(entry)
        listed.end(written.articles)
    return written


def write_tree(
    export: Export, articles: Iterable[Article], target: Path, about: About, force: bool = False
) -> Written:
    """Writes a folder with a file for each article, and its manifest beside it. OutputError for a
    target that is there, unless `force`, which still replaces nothing but an earlier export.
    """
    count = 0
    with new_tree(export.name, target, about, force) as tree:
        for article in articles:
            tree.add(file_name(article), export.record(article).encode())
            count += 1
        tree.articles = count
    return Written(count, tree.bytes)


class Tree:
    """A folder while it is written, whole or not at all; `articles` is what its manifest says."""

    def __init__(self, name: str, folder: Path, listed: ManifestWriter) -> None:
        self.articles = self.bytes = 0
        self._name = name
        self._folder = folder
        self._listed = listed

    def add(self, name: str, data: bytes) -> None:
        """Writes one file under a name relative to the folder."""
        file = self._folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        self._listed.add(_entry(f"{self._name}/{name}", data))
        self.bytes += len(data)


@contextmanager
def new_tree(format_name: str, target: Path, about: About, force: bool = False) -> Iterator[Tree]:
    """A folder to be filled, which becomes `target` with its manifest beside it. OutputError for a
    target that is there, unless `force`, which still replaces nothing but an earlier export.
    """
    sweep_pair(target)
    _refuse(manifest_of(target), force)
    _refuse_folder(target, force)
    with paired(whole_folder, target) as (folder, beside):
        listed = ManifestWriter(beside, about, format_name, target.name)
        tree = Tree(target.name, folder, listed)
        yield tree
        persist_all(folder)  # what may fail has been done by then
        listed.end(tree.articles)


def _write_stream(
    export: Export, articles: Iterable[Article], target: BinaryIO, name: str
) -> tuple[Written, Entry]:
    blocks = stream(export, articles)
    for block in blocks:
        target.write(block)
    target.flush()
    return Written(blocks.articles, blocks.size), blocks.entry(name)


def _entry(name: str, data: bytes) -> Entry:
    return Entry(name, len(data), hashlib.sha256(data).hexdigest())


def _need_parent(target: Path) -> None:
    if not target.parent.is_dir():
        raise OutputError(f"There is no folder {target.parent}", "make it first")


def _refuse(target: Path, force: bool) -> None:
    """OutputError for a file that exists, unless `force`, and always for one that is not plain."""
    _need_parent(target)
    if target.is_symlink() or (target.exists() and not target.is_file()):
        raise OutputError(f"{target} exists and is not a plain file", "name another file")
    if target.exists() and not force:
        raise OutputError(f"{target} already exists", "name another, or add --force")


def _refuse_folder(target: Path, force: bool) -> None:
    """OutputError for a folder with anything in it, unless an earlier export wrote all of it."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise OutputError(f"{target} exists and is not a folder", "name a new folder")
    if not target.exists() or not any(target.iterdir()):
        return
    if not force:
        raise OutputError(f"{target} already exists", "name another folder, or add --force")
    beside = manifest_of(target)
    names = {entry.name for entry in read_manifest(beside).files} if beside.exists() else set()
    if strange := next(unlisted(target, names), None):
        raise OutputError(
            f"{target} holds files that no export wrote, such as {strange}", "name another folder"
        )
