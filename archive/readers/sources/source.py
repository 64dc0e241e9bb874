"""Bytes on their way in: where they come from, how they are packed, what charset they have."""

from __future__ import annotations

import codecs
import io
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

from archive.article import Origin
from archive.errors import UnreadableError
from archive.readers.sources.allowance import Allowance
from archive.readers.sources.charsets import known_charset
from archive.readers.sources.options import ReadOptions
from archive.readers.sources.packed import unpacked
from archive.readers.sources.spool import Spool

MOST_BYTES = 256 * 1024 * 1024  # of one file read whole; JSONL and SGML are read a record at a time
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


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

    @property
    def label(self) -> str:
        """The name that hints at the format: the innermost one."""
        return self.member or self.name

    def open(self) -> BinaryIO:
        """A new stream of the bytes, without the compression around them."""
        return unpacked(self.opener())

    def head(self, size: int = 4) -> bytes:
        """The first `size` bytes, or those before damage. UnreadableError where there are none."""
        head = bytearray()
        with reading(), self.open() as stream:
            try:
                while len(head) < size and (part := stream.read(min(_PIECE, size - len(head)))):
                    head += part
            except UnreadableError:
                if not head:  # what stands before the damage can still be recognised, and read
                    raise
        return bytes(head)

    def bytes(self) -> bytes:
        """All of it. UnreadableError where it is damaged or larger than 256 MiB."""
        with reading(), self.open() as stream:
            data = stream.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise UnreadableError(f"larger than {MOST_BYTES >> 20} MiB")
        return data

    def held(self, most: int) -> Source | None:
        """The same with its bytes, packed as they are, in memory, apart from what it came in; None
        where there are more than `most`. UnreadableError where it cannot be opened.
        """
        with reading(), self.opener() as stream:
            data = stream.read(most + 1)
        if len(data) > most:
            return None
        return replace(self, opener=partial(io.BytesIO, data), allowance=None)

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
) -> Iterator[Source]:
    """The files that paths name: folders recursively and in order of name, `-` standard input, and,
    with `fetch` (Fetcher.sources), what is at an http(s) address.

    Files and folders whose name begins with a dot are passed over inside folders. What cannot be
    opened is a Source all the same, which says why when it is read.
    """
    for source in _sources(paths, fetch):
        yield replace(source, options=options) if options else source


def is_address(path: str) -> bool:
    """Whether a path is an address on the web."""
    return path[:8].lower().startswith(("http://", "https://"))


def _sources(
    paths: Iterable[str], fetch: Callable[[str], Iterator[Source]] | None
) -> Iterator[Source]:
    for path in paths:
        if fetch and is_address(path):
            yield from fetch(path)
        elif path == "-":
            yield _standard_input()
        elif os.path.isdir(path):  # noqa: PTH112 - Path.is_dir may raise
            yield from _walk(Path(path))
        else:
            yield _file(Path(path))


def _walk(folder: Path) -> Iterator[Source]:
    try:
        names = sorted(entry.name for entry in folder.iterdir())
    except OSError as error:
        yield _broken(folder, error)
        return
    for name in names:
        if name.startswith("."):
            continue
        entry = folder / name
        if not os.path.isdir(entry):  # noqa: PTH112
            yield _file(entry)
        elif not entry.is_symlink():
            yield from _walk(entry)


def _file(path: Path) -> Source:
    def opener() -> BinaryIO:
        with reading():
            # A pipe would wait for ever for its other end, so what it is comes before opening it.
            if not stat.S_ISREG(path.stat().st_mode):
                raise UnreadableError("not a regular file")
            return path.open("rb")

    return Source(shown_path(path), opener)


def _broken(path: Path, error: OSError) -> Source:
    def opener() -> BinaryIO:
        raise UnreadableError(error.strerror or str(error))

    return Source(shown_path(path), opener)


def shown_path(path: Path) -> str:
    """A path as text that can be printed and stored: bytes that are no UTF-8 become U+FFFD."""
    return os.fsencode(path).decode("utf-8", "replace")


def _standard_input() -> Source:
    spool = Spool(sys.stdin.buffer)
    return Source("-", spool.open)


def decode(data: bytes, cut: bool = False, charset: str | None = None) -> str:
    """Bytes as text: by byte order mark, as UTF-8, else as `charset`, else as Windows-1252.

    What is good UTF-8 is hardly ever anything else, whatever was declared. `cut` says that the
    bytes may end inside a character.
    """
    mark, encoding = encoding_of(data, cut)
    if encoding == "cp1252":
        encoding = known_charset(charset) or encoding
    return data[len(mark) :].decode(
        encoding, "ignore" if cut and encoding == "utf-8" else "replace"
    )


def encoding_of(data: bytes, cut: bool = False) -> tuple[bytes, str]:
    """The byte order mark that bytes begin with (empty where none), and their encoding."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return mark, encoding
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, final=not cut)
    except UnicodeDecodeError:
        return b"", "cp1252"
    return b"", "utf-8"


class BytesText:
    """Bytes and the text they are, from which pieces are cut as the bytes that they were."""

    def __init__(self, data: bytes) -> None:
        mark, self._encoding = encoding_of(data)
        # Both ways of taking what is wrong give characters that are as long as the bytes were.
        self._errors = "surrogateescape" if self._encoding == "utf-8" else "replace"
        self.data = data
        self.text = data[len(mark) :].decode(self._encoding, self._errors)
        self._known = (0, len(mark))  # a place in the text, and the same in the bytes

    def cut(self, start: int, end: int) -> bytes:
        """The bytes of text[start:end]; each piece begins behind the one before it."""
        first = self._place(start)
        return self.data[first : self._place(end)]

    def _place(self, at: int) -> int:
        known, place = self._known
        place += len(self.text[known:at].encode(self._encoding, self._errors))
        self._known = (at, place)
        return place


def looks_binary(head: bytes) -> bool:
    """Whether bytes cannot be text: NUL bytes without a UTF-16 or UTF-32 mark."""
    return b"\x00" in head and not is_wide(head)


def is_wide(head: bytes) -> bool:
    """Whether bytes begin with the mark of UTF-16 or UTF-32."""
    return head.startswith((b"\xff\xfe", b"\xfe\xff"))
