"""Tar archives (POSIX.1-2001 pax, GNU, ustar and older): every member is read as a file."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from archive.article import Skipped
from archive.errors import UnreadableError
from archive.readers.sources.allowance import Allowance, ExhaustedError
from archive.readers.sources.members import allowance_of, is_hidden, left_out, member
from archive.readers.sources.source import Source, reading

NAME = "tar"
EXAMPLE = "any files packed together, compressed or not"

_BLOCK = 512
_MOST_HEADER = 1024 * 1024  # bytes of one member's headers, which tarfile reads whole
_DAMAGE = (tarfile.TarError, ValueError, OverflowError, EOFError, LookupError, RecursionError)


def matches(head: bytes) -> bool:
    """Whether bytes begin with a tar header: its checksum is right. Older ones have no magic."""
    if len(head) < _BLOCK or not head[0]:
        return False
    try:
        tarfile.TarInfo.frombuf(head[:_BLOCK], "utf-8", "surrogateescape")
    except _DAMAGE:
        return False
    return True


def read(source: Source) -> Iterator[Source | Skipped]:
    """The members one after another, in one pass over the stream."""
    allowance = allowance_of(source)
    with reading(), source.open() as stream:
        watched = _Watched(stream)
        try:
            tar = tarfile.TarFile.open(fileobj=cast(BinaryIO, watched), mode="r|")
            while info := watched.next_of(tar):
                name = info.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
                if info.isdir() or is_hidden(name):
                    watched.pass_over(tar, info)
                elif reason := _refusal(info):
                    yield left_out(source, name, reason)
                    watched.pass_over(tar, info)
                else:
                    body = cast(BinaryIO, tar.extractfile(info))
                    yield from _member(source, name, body, allowance, watched)
                    watched.pass_on(tar)
        except ExhaustedError:
            raise
        except _DAMAGE as error:
            yield Skipped(source.origin(), f"a damaged or cut-off tar ({_what(error)})")
            return
        if watched.ends_amid(tar.offset):
            yield Skipped(source.origin(), "a damaged tar; what follows the damage is not read")


def _member(
    source: Source, name: str, body: BinaryIO, allowance: Allowance, watched: _Watched
) -> Iterator[Source | Skipped]:
    """A member as a source, or why it alone cannot be read."""
    try:
        with member(source, name, body, allowance) as inner:
            yield inner
    except UnreadableError as error:
        if watched.has_failed or isinstance(error, ExhaustedError):
            raise
        yield left_out(source, name, error.message)


def _refusal(info: tarfile.TarInfo) -> str | None:
    """Why a member cannot be read."""
    if info.issym() or info.islnk():
        return "a link"
    if info.isdev():
        return "a device, not a file"
    if info.issparse():
        return "a sparse file"
    return None


def _what(error: Exception) -> str:
    return str(error) or type(error).__name__


class _Watched:
    """What tarfile reads from: bounds a member's headers, and knows what stood at the end."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._left: int | None = _MOST_HEADER  # the first is read when it is opened
        self._last = b""
        self._position = 0
        self.has_failed = False  # so that what is wrong is not a member alone

    def read(self, size: int) -> bytes:
        try:
            data = self._stream.read(size)
        except UnreadableError:
            self.has_failed = True
            raise
        self._position += len(data)
        self._last = data or self._last
        if self._left is not None:
            self._left -= len(data)
            if self._left < 0:
                raise UnreadableError("a member's header is larger than 1 MiB")
        return data

    def next_of(self, tar: tarfile.TarFile) -> tarfile.TarInfo | None:
        """The next member. Its predecessor's bytes have been read, so only headers are to come."""
        self._left = _MOST_HEADER
        try:
            return tar.next()
        finally:
            self._left = None
            vars(tar)["members"] = []  # else it keeps every header that it has seen

    def pass_over(self, tar: tarfile.TarFile, info: tarfile.TarInfo) -> None:
        """Reads a member to its end, so that `next_of` need not."""
        body = tar.extractfile(info) if info.isreg() and not info.issparse() else None
        while body and body.read(1 << 16):
            pass

    def pass_on(self, tar: tarfile.TarFile) -> None:
        """Reads to the end of a member that may have been given up amid its bytes, likewise. The
        last one is left to tarfile, which looks there whether the file goes as far.
        """
        stream, last = cast(BinaryIO, tar.fileobj), tar.offset - 1
        if stream.tell() < last:
            stream.seek(last)

    def ends_amid(self, offset: int) -> bool:
        """Whether tarfile stopped at something that is not the end: it takes damage for that."""
        start = self._position - len(self._last)
        block = self._last[offset - start :][:_BLOCK] if offset >= start else b""
        return bool(block.strip(b"\0"))
