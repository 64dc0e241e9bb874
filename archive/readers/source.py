"""Bytes on their way in: where they come from, what they are packed in, which characters they are."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from archive.article import Origin
from archive.errors import UnreadableError

HEAD = 8192
MOST_BYTES = 256 * 1024 * 1024  # of one file read whole; JSONL and SGML are read a record at a time


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read: its name as the user gave it, and a way to open its (unpacked) bytes."""

    name: str
    opener: Callable[[], BinaryIO]

    def open(self) -> BinaryIO:
        """A new stream of the bytes, unpacked where they are gzip."""
        stream = self.opener()
        buffered = (
            stream
            if isinstance(stream, io.BufferedReader)
            else io.BufferedReader(cast(io.RawIOBase, stream))
        )
        if buffered.peek(2)[:2] == b"\x1f\x8b":
            return cast(BinaryIO, gzip.GzipFile(fileobj=buffered))
        return buffered

    def head(self) -> bytes:
        """The first 8 KiB: what a format is recognised by. UnreadableError where it cannot be read."""
        with reading(self.name), self.open() as stream:
            return stream.read(HEAD)

    def bytes(self) -> bytes:
        """All of it. UnreadableError where it is damaged or larger than 256 MiB."""
        with reading(self.name), self.open() as stream:
            data = stream.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise UnreadableError(f"larger than {MOST_BYTES >> 20} MiB")
        return data

    def origin(self, record: str | None = None) -> Origin:
        """Where a record of this source stands."""
        return Origin(self.name, record=record)


class reading:  # noqa: N801 - used as a statement
    """Turns what goes wrong while reading bytes into an UnreadableError that says why."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, gzip.BadGzipFile | EOFError | zlib.error):
            raise UnreadableError("damaged or cut-off gzip data") from error
        if isinstance(error, OSError):
            raise UnreadableError(error.strerror or str(error)) from error


def sources(paths: Iterator[str] | list[str]) -> Iterator[Source]:
    """The files that paths name: folders recursively and in order of name, `-` standard input.

    Files and folders whose name begins with a dot are passed over inside folders.
    """
    for path in paths:
        if path == "-":
            yield _standard_input()
            continue
        top = Path(path)
        if top.is_dir():
            yield from map(_file, _walk(top))
        else:
            yield _file(top)


def _walk(folder: Path) -> Iterator[Path]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _walk(entry)
        elif not entry.is_dir():
            yield entry


def _file(path: Path) -> Source:
    def opener() -> BinaryIO:
        if path.exists() and not path.is_file():
            raise UnreadableError("not a regular file")
        return path.open("rb")

    return Source(str(path), opener)


def _standard_input() -> Source:
    data: list[bytes] = []

    def opener() -> BinaryIO:
        if not data:
            data.append(sys.stdin.buffer.read())
        return io.BytesIO(data[0])

    return Source("-", opener)


def decode(data: bytes) -> str:
    """Bytes as text: by byte order mark, as UTF-8, else as Windows-1252 (which nothing fails)."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe\x00\x00", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def looks_binary(head: bytes) -> bool:
    """Whether bytes cannot be text: NUL bytes without a UTF-16 or UTF-32 mark."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return b"\x00" in head
