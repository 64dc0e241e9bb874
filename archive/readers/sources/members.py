"""Files inside a file: its members as sources of their own, read one after another.

Nothing is extracted by name: a member's bytes wait in memory, or in a temporary file without its
name, for as long as it is being read.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from archive.article import Skipped
from archive.leftovers import temporary
from archive.readers.sources.allowance import Allowance, size_of
from archive.readers.sources.packed import packing, unpacked
from archive.readers.sources.source import Source

_IN_MEMORY = 8 * 1024 * 1024
_CHUNK = 1 << 18
_LONGEST_NAME = 400


def allowance_of(source: Source) -> Allowance:
    """The allowance that a source shares with what it came in, or its own where it is the file."""
    if source.allowance is not None:
        return source.allowance
    with source.opener() as stream:
        return Allowance(size_of(stream))


@contextmanager
def member(
    source: Source, name: str, stream: BinaryIO, allowance: Allowance, **facts: str | None
) -> Iterator[Source]:
    """A member of `source` with the bytes of `stream`, good until the context ends.

    `facts` are the url, charset and fetched of a Source. UnreadableError where it is too much.
    """
    allowance.take_member()
    # Without its compression, so that what it unpacks to is counted, and once.
    with spooled(unpacked(stream), allowance) as opener:
        yield _inside(source, name, opener, allowance, **facts)


def written(source: Source, name: str, path: Path, allowance: Allowance) -> Source:
    """A member of `source` that was written to a file, which stays as long as it is read.
    UnreadableError where it is too much.
    """
    allowance.take_member()
    allowance.take_bytes(path.stat().st_size)
    return _inside(source, name, lambda: path.open("rb"), allowance)


def _inside(
    source: Source, name: str, opener: Callable[[], BinaryIO], allowance: Allowance,
    **facts: str | None,
) -> Source:  # fmt: skip
    return replace(
        source,
        opener=opener,
        member=inner_name(source, name),
        allowance=allowance,
        depth=source.depth + 1,
        sisters=None,
        beginning=None,
        **{"url": None, "charset": None, **facts},  # type: ignore[arg-type]
    )


def inner_name(source: Source, name: str) -> str:
    """A member's name behind those of the members that it is in: "b.tar/c.txt"."""
    name = name[:_LONGEST_NAME]
    return f"{source.member}/{name}" if source.member else name


def left_out(source: Source, name: str, reason: str) -> Skipped:
    """A member that is not read."""
    origin = source.origin()
    return Skipped(replace(origin, member=inner_name(source, name)), reason)


def is_hidden(name: str) -> bool:
    """Whether a path leads to or through a file whose name begins with a dot, as in folders."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part.startswith(".") and part.strip(".") for part in parts)


@contextmanager
def seekable(source: Source, allowance: Allowance) -> Iterator[BinaryIO]:
    """The bytes of a source as a stream that can be read from any place."""
    with source.opener() as plain:
        if plain.seekable():
            head = plain.read(16)
            plain.seek(0)
            if not packing(head):
                yield plain
                return
    with source.open() as stream, spooled(stream, allowance) as opener, opener() as copy:
        yield copy


@contextmanager
def spooled(stream: BinaryIO, allowance: Allowance) -> Iterator[Callable[[], BinaryIO]]:
    """An opener of a copy of a stream, which goes when the context ends."""
    data = stream.read(_IN_MEMORY)
    allowance.take_bytes(len(data))
    if len(data) < _IN_MEMORY:
        yield lambda: io.BytesIO(data)
        return
    with temporary("news-archive-") as folder:
        path = Path(folder) / "member"
        with path.open("wb") as file:
            while data:
                file.write(data)
                data = stream.read(_CHUNK)
                allowance.take_bytes(len(data))
        yield lambda: path.open("rb")
