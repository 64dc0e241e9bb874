"""Bytes on their way in: where they come from, how they are packed, what charset they have."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from archive.article import Origin
from archive.errors import UnreadableError
from archive.readers.sources.allowance import Allowance
from archive.readers.sources.folders import PassedOver, Walk
from archive.readers.sources.options import ReadOptions
from archive.readers.sources.packed import unpacked
from archive.readers.sources.sisters import Folder, Sisters
from archive.readers.sources.spool import Spool
from archive.text.charset import decode, known_charset, undeclared

SAMPLE = 1 << 20  # bytes at the beginning, which a charset is guessed from
MOST_BYTES = 256 * 1024 * 1024  # of one file read whole; JSONL and SGML are read a record at a time
MOST_TEXT = (
    8 * 1024 * 1024
)  # bytes of one that is a single article; its lines take 25 times as much
_PIECE = 1 << 12  # bytes


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read, or one member of one: its name, and a way to open its bytes.

    `url`, `charset` and `fetched` (ISO 8601) are what the web said of it; an item that is the
    whole source has its `url`. `allowance` is shared by all that is inside one file.
    """

    name: str
    opener: Callable[[], BinaryIO]
    member: str | None = None
    url: str | None = None
    charset: str | None = None
    fetched: str | None = None
    options: ReadOptions = field(default_factory=ReadOptions)
    allowance: Allowance | None = None
    depth: int = 0
    sisters: Sisters | None = None  # what it can see of the files that came with it
    beginning: bytes | None = None  # its first SAMPLE bytes, where they were read already

    @property
    def label(self) -> str:
        """The name that hints at the format: the innermost one."""
        return self.member or self.name

    def open(self) -> BinaryIO:
        """A new stream of the bytes, without the compression around them."""
        return unpacked(self.opener())

    def head(self, size: int = 4) -> bytes:
        """The first `size` bytes, or those before damage. UnreadableError where there are none."""
        if self.beginning is not None and size <= SAMPLE:
            return self.beginning[:size]
        head = bytearray()
        with reading(), self.open() as stream:
            try:  # by single reads of what is below, for one that fails takes with it what it had
                buffered = cast(io.BufferedReader, stream)
                while len(head) < size and (part := buffered.read1(min(_PIECE, size - len(head)))):
                    head += part
            except UnreadableError:
                if not head:  # what stands before the damage can still be recognised, and read
                    raise
        return bytes(head)

    def bytes(self, most: int = MOST_BYTES) -> bytes:
        """All of it. UnreadableError where it is damaged or larger than `most`, in bytes."""
        with reading(), self.open() as stream:
            data = stream.read(most + 1)
        if len(data) > most:
            raise UnreadableError(f"larger than {most >> 20} MiB")
        return data

    def held(self, most: int) -> Source | None:
        """The same with its bytes, packed as they are, in memory, apart from what it came in; None
        where there are more than `most`. UnreadableError where it cannot be opened.
        """
        with reading(), self.opener() as stream:
            data = stream.read(most + 1)
        if len(data) > most:
            return None
        return replace(self, opener=partial(io.BytesIO, data), allowance=None, beginning=None)

    def fallback(self) -> str | None:
        """The charset of bytes in it that are not UTF-8 and declare none: what the web or a person
        said, else what its beginning suggests; None where that is ASCII or UTF-8.
        """
        return self.stated() or self.guessed()

    def guessed(self) -> str | None:
        """The charset that is guessed, for nobody said it and the bytes are not UTF-8; or None."""
        return None if self.stated() else undeclared(self.head(SAMPLE))

    def text(self) -> str:
        """All of it as text, of a format that declares no charset."""
        return decode(self.bytes(), self.fallback())

    def stated(self) -> str | None:
        """The charset that the web or a person said it is in, where that is one that is known."""
        named = (self.charset, self.options.encoding)
        return next((name for name in named if known_charset(name)), None)

    def origin(self, record: str | None = None) -> Origin:
        """Where a record of this source stands."""
        return Origin(self.name, self.member, record)


@contextmanager
def reading() -> Iterator[None]:
    """Turns what goes wrong while reading bytes into an UnreadableError that says why."""
    try:
        yield
    except OSError as error:
        raise UnreadableError(error.strerror or str(error)) from error


def sources(
    paths: Iterable[str],
    options: ReadOptions | None = None,
    fetch: Callable[[str], Iterator[Source]] | None = None,
    within: Folder | None = None,
    walk: Callable[[Path], Walk] = Walk,
) -> Iterator[Source]:
    """The files that paths name: folders recursively and in order of name, `-` standard input, and,
    with `fetch` (Fetcher.sources), what is at an http(s) address.

    Each folder is gone through by a `walk`. What cannot be opened, or is passed over for a reason,
    is a Source all the same, which says why when it is read. `within` is the folder of which single
    files see the rest, where that is not their own.
    """
    for source in _sources(paths, fetch, within, walk):
        yield replace(source, options=options) if options else source


def is_address(path: str) -> bool:
    """Whether a path is an address on the web."""
    return path[:8].lower().startswith(("http://", "https://"))


def _sources(
    paths: Iterable[str],
    fetch: Callable[[str], Iterator[Source]] | None,
    within: Folder | None,
    walk: Callable[[Path], Walk],
) -> Iterator[Source]:
    for path in paths:
        if fetch and is_address(path):
            yield from fetch(path)
        elif path == "-":
            yield _standard_input()
        elif os.path.isdir(path):  # noqa: PTH112 - Path.is_dir may raise
            yield from _walked(Path(path), walk)
        else:
            yield _file(Path(path), within or Folder(Path(path).parent, whole=False))


def _walked(folder: Path, walk: Callable[[Path], Walk]) -> Iterator[Source]:
    within = Folder(folder, whole=True)
    for found in walk(folder).files():
        if isinstance(found, PassedOver):
            yield _unread(found)
        else:
            yield _file(found, within)


def _file(path: Path, within: Folder) -> Source:
    def opener() -> BinaryIO:
        with reading():
            # A pipe would wait for ever for its other end, so what it is comes before opening it.
            if not stat.S_ISREG(path.stat().st_mode):
                raise UnreadableError("not a regular file")
            return path.open("rb")

    sisters = Sisters(within, path.relative_to(within.root).as_posix())
    return Source(shown_path(path), opener, sisters=sisters)


def _unread(passed: PassedOver) -> Source:
    def opener() -> BinaryIO:
        raise UnreadableError(passed.reason)

    return Source(shown_path(passed.path), opener)


def shown_path(path: Path) -> str:
    """A path as text that can be printed and stored: bytes that are no UTF-8 become U+FFFD."""
    return os.fsencode(path).decode("utf-8", "replace")


def _standard_input() -> Source:
    spool = Spool(sys.stdin.buffer)
    return Source("-", spool.open)


def looks_binary(head: bytes) -> bool:
    """Whether bytes cannot be text: NUL bytes without a UTF-16 or UTF-32 mark."""
    return b"\x00" in head and not is_wide(head)


def is_wide(head: bytes) -> bool:
    """Whether bytes begin with the mark of UTF-16 or UTF-32."""
    return head.startswith((b"\xff\xfe", b"\xfe\xff"))
