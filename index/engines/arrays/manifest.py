"""Which segments a state of an index has, and which of their documents are deleted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from archive.errors import IndexDamagedError
from index.engines.arrays.files import Array

MANIFEST = "segments.json"


@dataclass(slots=True)
class Part:
    """A segment of a state: the name of its file, and the numbers of its deleted documents."""

    name: str
    size: int
    deleted: Array | None = None

    @property
    def count(self) -> int:
        """How many of its documents are there."""
        return self.size - (0 if self.deleted is None else len(self.deleted))


def read_manifest(folder: Path) -> list[Part]:
    """The segments of a folder, in order. IndexDamagedError if it cannot be read."""
    path = folder / MANIFEST
    try:
        return [_part(one) for one in json.loads(path.read_bytes())["segments"]]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise IndexDamagedError(f"{path} cannot be read") from error


def write_manifest(folder: Path, parts: list[Part]) -> None:
    """Writes it in place of an older one."""
    segments = [
        {
            "name": part.name,
            "size": part.size,
            "deleted": [] if part.deleted is None else part.deleted.tolist(),
        }
        for part in parts
    ]
    path = folder / MANIFEST
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps({"segments": segments}))
    fresh.replace(path)


def _part(one: dict[str, object]) -> Part:
    name, size, deleted = one["name"], one["size"], one["deleted"]
    if not isinstance(name, str) or "/" in name or not isinstance(size, int):
        raise ValueError("not a segment")
    numbers = np.array(deleted, np.intp)
    if len(numbers) and not 0 <= numbers.min() <= numbers.max() < size:
        raise ValueError("a document that is not there")
    return Part(name, size, numbers if len(numbers) else None)
