"""One commit: what goes, what comes, and which segments become one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from pathlib import Path

import numpy as np

from index.document import Document
from index.engines.arrays.files import Array
from index.engines.arrays.invert import write_segment
from index.engines.arrays.manifest import Part, read_manifest, write_manifest
from index.engines.arrays.merge import merge
from index.engines.arrays.segment import ID, Segment

_TOKENS = 1 << 20  # in a segment that is built: sorting them takes some 100 bytes each
_OF_A_DOCUMENT = 32  # tokens that take as much as the rest of a document, which may have none
_MOST_SEGMENTS = 4
_MOST_WHILE_BUILDING = 16
# A segment is merged with smaller ones that together have a part of so much of it, so that each
# document is written again only as often as the index has grown so many times larger.
_FACTOR = 4


def build(folder: Path, batches: Iterable[Iterable[Document]]) -> int:
    """Fills an empty folder: its index is one segment. Returns how many documents it holds."""
    write_manifest(folder, [])
    for batch in _of_a_size(chain.from_iterable(batches)):
        write(folder, (), batch, _MOST_WHILE_BUILDING)
    return write(folder, (), (), 1)


def _of_a_size(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Documents in lists with about so many tokens each."""
    batch: list[Document] = []
    tokens = 0
    for document in documents:
        batch.append(document)
        tokens += sum(len(stream.numbers) for stream in document.streams.values())
        tokens += _OF_A_DOCUMENT
        if tokens >= _TOKENS:
            yield batch
            batch, tokens = [], 0
    if batch:
        yield batch


def write(
    folder: Path,
    removed: Collection[str],
    documents: Iterable[Document],
    most: int = _MOST_SEGMENTS,
) -> int:
    """Deletes what is removed or replaced, and adds the rest. Of several documents of an id the
    last counts. Returns how many documents the index holds then; it has `most` segments.
    """
    parts = read_manifest(folder)
    opened = {part.name: Segment(folder / part.name, part.size) for part in parts}
    _delete(removed, parts, opened)
    for batch in _of_a_size(documents):
        latest = {document.id: document for document in batch}
        _delete(latest, parts, opened)
        fresh = Part(_name(folder), len(latest))
        write_segment(folder / fresh.name, list(latest.values()))
        opened[fresh.name] = Segment(folder / fresh.name, fresh.size)
        parts.append(fresh)
    parts = _merged(folder, [part for part in parts if part.count], opened, most)
    write_manifest(folder, parts)
    kept = {part.name for part in parts}
    for path in folder.glob("s*.arrays"):
        if path.name not in kept:
            path.unlink()
    return sum(part.count for part in parts)


def _delete(ids: Collection[str], parts: list[Part], opened: dict[str, Segment]) -> None:
    """Notes in each segment which documents of it have such an id."""
    gone = np.array([one.encode() for one in dict.fromkeys(ids)], ID)
    if len(gone):
        for part in parts:
            part.deleted = _with(part.deleted, opened[part.name].find(gone))


def _with(deleted: Array | None, more: Array) -> Array | None:
    if not len(more):
        return deleted
    return np.sort(more) if deleted is None else np.union1d(deleted, more)


def _merged(folder: Path, parts: list[Part], opened: dict[str, Segment], most: int) -> list[Part]:
    """The segments, the smallest of them made one where they are too many, and those with them of
    which most is deleted.
    """
    hollow = [part for part in parts if part.count * 2 < part.size]
    whole = sorted((part for part in parts if part not in hollow), key=lambda part: -part.count)
    first = len(whole)
    together = sum(part.count for part in hollow)
    while first and (
        first + bool(together) > most or (together and together * _FACTOR >= whole[first - 1].count)
    ):
        first -= 1
        together += whole[first].count
    small = [*hollow, *whole[first:]]
    if not small:
        return whole
    name = _name(folder)
    size = merge(folder / name, [(opened[part.name], part.deleted) for part in small])
    return [*whole[:first], Part(name, size)]


def _name(folder: Path) -> str:
    """The name of the next segment."""
    numbers = [int(path.stem[1:]) for path in folder.glob("s*.arrays")]
    return f"s{max(numbers, default=0) + 1:06}.arrays"
