"""Which segments a state of an index has, and which of their documents are deleted.

{"version": 1, "segments": [{"name": "s000001.arrays", "size": 3, "deleted": [0]}]}
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from archive.errors import IndexDamagedError
from index.engines.arrays.files import Array

MANIFEST = "segments.json"
_VERSION = 1
_NAME = re.compile(r"s[0-9]{6,18}\.arrays")
_MOST = 1 << 32  # documents of a segment


@dataclass(slots=True, eq=False)
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
        kept = json.loads(path.read_bytes())
        if kept["version"] != _VERSION:
            raise ValueError("of another version")
        parts = [_part(**one) for one in kept["segments"]]
        if len({part.name for part in parts}) < len(parts):
            raise ValueError("a segment twice")
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise IndexDamagedError(f"{path} cannot be read") from error
    return parts


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
    fresh.write_text(json.dumps({"version": _VERSION, "segments": segments}))
    fresh.replace(path)


def _part(name: object, size: object, deleted: object) -> Part:
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ValueError("not the name of a segment")
    if type(size) is not int or not 0 < size < _MOST or type(deleted) is not list:
        raise ValueError("not a segment")
    if any(type(number) is not int for number in deleted):
        raise ValueError("not numbers of documents")
    if deleted and (min(deleted) < 0 or max(deleted) >= size):
        raise ValueError("a document that is not there")
    return Part(name, size, np.array(sorted(set(deleted)), np.intp) if deleted else None)
