"""What a version of the program is told by: its answers may be others than those of the last."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import distributions
from pathlib import Path


@cache
def version() -> str:
    """Of all that makes an answer: the program's files by what is in them (their times may be set
    by whoever packs them), and the libraries by their versions.
    """
    libraries = sorted({f"{each.name} {each.version}" for each in distributions()})
    return digest_of(Path(__file__).parents[2], *libraries)


def digest_of(root: Path, *besides: str) -> str:
    """Of the files of the rooms in a folder, and of what else counts."""
    digest = hashlib.sha256("\n".join(besides).encode())
    for room in ("archive", "index", "webui"):
        for path in sorted((root / room).rglob("*.*")):
            if path.suffix != ".pyc" and path.is_file():
                digest.update(f"{path.relative_to(root)}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
