"""Compression around bytes, taken off while they are read: gzip, bzip2, xz, zstd, HTTP's codings.

A few kilobytes may claim to be terabytes. What comes out is therefore weighed against what went in,
in every layer.
"""

from __future__ import annotations

import io
import re
from typing import BinaryIO, cast

from archive.errors import UnreadableError
from archive.readers.sources.decoders import DECODERS

FREE = 64 * 1024 * 1024  # bytes that may come out of anything, however small it is
MOST_RATIO = 200  # beyond that; text packs 3 to 20 times, logs of one repeated line up to 100
MOST_LAYERS = 4
_CHUNK = 1 << 16

# RFC 1952; the bzip2 block or end mark; The .xz File Format 2.1.1.1; RFC 8878 3.1.1.
_MAGIC = (
    ("gzip", re.compile(rb"\x1f\x8b")),
    ("bzip2", re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")),
    ("xz", re.compile(rb"\xfd7zXZ\x00")),
    ("zstd", re.compile(rb"\x28\xb5\x2f\xfd")),
)
_COMPRESS = b"\x1f\x9d"  # LZW, as compress(1) writes it
_TEXT = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<[!?a-z]|[{\[]\s*[\"{])", re.I)
_ENDING = re.compile(r"\.(?:gz|bz2|xz|zst|zstd)$", re.I)
_TAR_ENDING = re.compile(r"\.(?:tgz|tbz2?|txz|tzst)$", re.I)


def packing(head: bytes) -> str | None:
    """The name of the compression that bytes begin with, if any."""
    return next((name for name, magic in _MAGIC if magic.match(head)), None)


def plain_name(name: str) -> str:
    """A file's name without what compression adds to it: "a.json.gz" -> "a.json"."""
    return _ENDING.sub("", _TAR_ENDING.sub(".tar", name))


def unpacked(stream: BinaryIO) -> BinaryIO:
    """The stream with its layers of compression taken off; as it is where there are none.

    UnreadableError, from here or from a later read, where it is damaged or swells beyond measure.
    """
    buffered = io.BufferedReader(cast(io.RawIOBase, stream))
    for _ in range(MOST_LAYERS + 1):
        name = packing(buffered.peek(16)[:16])
        if name is None:
            return cast(BinaryIO, buffered)
        buffered = io.BufferedReader(_Layer(name, cast(BinaryIO, buffered)))
    buffered.close()
    raise UnreadableError(f"compressed more than {MOST_LAYERS} times over")


def decoded(stream: BinaryIO, codings: str) -> BinaryIO:
    """The body of an HTTP message without its Content-Encoding (RFC 9110, 8.4).

    Servers and crawlers leave the header behind when they have decoded the body: one that does
    not begin as its coding does is taken as it is, and as in browsers so is one whose coding nobody
    knows ("utf-8", "none"). UnreadableError, from here or from a later read, as by `unpacked`.
    """
    buffered = io.BufferedReader(cast(io.RawIOBase, stream))
    names = [name.strip().lower().removeprefix("x-") for name in codings.split(",")]
    for name in reversed(names[:MOST_LAYERS]):
        head = buffered.peek(16)[:16]
        if name == "compress" and head.startswith(_COMPRESS):
            raise UnreadableError(f"the content coding {name!r} is not read")
        if name not in ("gzip", "deflate", "br", "zstd"):
            continue
        if name in ("gzip", "zstd") and packing(head) != name:
            continue
        if _TEXT.match(head):  # no coding of deflate or Brotli begins so
            continue
        buffered = io.BufferedReader(_Layer(name, cast(BinaryIO, buffered)))
    return cast(BinaryIO, buffered)


class _Layer(io.RawIOBase):
    """One layer of compression being taken off, weighed as it goes."""

    def __init__(self, name: str, packed: BinaryIO) -> None:
        self._name = name
        self._packed = packed
        self._counted = _Counted(packed)
        self._read = DECODERS[name](self._counted)
        self._out = 0
        self._held = memoryview(b"")  # two of the libraries give more than was asked for

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._held or memoryview(self._next(min(len(buffer), _CHUNK)))
        self._held = data[len(buffer) :]
        data = data[: len(buffer)]
        buffer[: len(data)] = data
        return len(data)

    def _next(self, size: int) -> bytes:
        try:
            data = self._read(size)
        except UnreadableError:
            raise
        except Exception as error:  # each library has errors of its own for damage
            raise UnreadableError(f"damaged or cut-off {self._name} data") from error
        self._out += len(data)
        if self._out > max(FREE, MOST_RATIO * self._counted.count):
            raise UnreadableError(
                f"{self._name} data that expands to more than {MOST_RATIO} times its size"
            )
        return data

    def close(self) -> None:
        self._packed.close()
        super().close()


class _Counted:
    """A stream that knows how many bytes have been read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.count += len(data)
        return data
