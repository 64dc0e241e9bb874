"""Whoosh's table of contents, written for whoever opens the index with Whoosh; we never read it.

It is a pickle by its format, so opening a stranger's index with bare Whoosh runs what it holds.
"""

from __future__ import annotations

from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from index.engines.arrays.manifest import read_manifest
from index.engines.whoosh.codec import ArraySegment
from index.engines.whoosh.schema import make_schema

NAME = "MAIN"  # what Whoosh calls an index that has no name


def write_contents(folder: Path) -> None:
    """Tells Whoosh of the segments of a folder."""
    for older in folder.glob(f"_{NAME}_*.toc*"):
        older.unlink()
    segments = [ArraySegment(NAME, part) for part in read_manifest(folder)]
    storage = FileStorage(str(folder), supports_mmap=False)
    TOC(make_schema(), segments, 1).write(storage, NAME)
