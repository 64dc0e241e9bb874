"""The decoders of compressed bytes, each as a function that reads on: bounded in what they hold.

Every one gives some bytes a call, none at the end, and raises an error of its own kind where the
data are damaged or end too early.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
import zlib
from collections.abc import Callable
from typing import BinaryIO, Protocol, cast

from archive.errors import UnreadableError

_CHUNK = 1 << 16
_ZSTD_BITE = 1 << 11
# The largest window of `zstd --long=31`. Memory is only taken as data come out, and how much may
# come out of how little is bounded elsewhere (`packed.py`).
_MOST_WINDOW = 1 << 31
_MOST_MEMORY = 128 * 1024 * 1024  # of a decoder of xz: what `xz -9` needs


class Readable(Protocol):
    """What packed bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes; none at the end."""


class _Decoder(Protocol):
    """What bz2, lzma and zlib's decoders have in common."""

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        """At most that many bytes out of `data` and what was held back before."""

    @property
    def eof(self) -> bool:
        """Whether the packed stream has ended."""

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes out without more going in."""

    @property
    def unused_data(self) -> bytes:
        """What was found behind the end."""


class _Deflate:
    """zlib's decoder with the interface of the others. HTTP's "deflate" often lacks its wrapper."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj()
        self._began = False

    def decompress(self, data: bytes, max_length: int) -> bytes:
        data = self._inner.unconsumed_tail + data
        if data and not self._began:
            self._began = True
            if (data[0] & 0x0F) != 8 or int.from_bytes(data[:2].ljust(2, b"\0"), "big") % 31:
                self._inner = zlib.decompressobj(-zlib.MAX_WBITS)
        return self._inner.decompress(data, max_length)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return b""  # nothing may follow in an HTTP body


def _one_after_another(stream: Readable, make: Callable[[], _Decoder]) -> Callable[[int], bytes]:
    """Reads packed streams that stand one behind the other, as xz and bzip2 files may."""
    decoder, rest = make(), b""

    def read(size: int) -> bytes:
        nonlocal decoder, rest
        while True:
            if decoder.eof:
                rest = decoder.unused_data.lstrip(b"\0") or stream.read(_CHUNK).lstrip(b"\0")
                if not rest:
                    return b""
                decoder = make()
            elif decoder.needs_input and not rest:
                rest = stream.read(_CHUNK)
                if not rest:
                    raise EOFError
            data = decoder.decompress(rest, size)
            rest = b""
            if data:
                return data

    return read


def _gzip(stream: Readable) -> Callable[[int], bytes]:
    return gzip.GzipFile(fileobj=cast(BinaryIO, stream)).read1


def _bzip2(stream: Readable) -> Callable[[int], bytes]:
    return _one_after_another(stream, bz2.BZ2Decompressor)


def _xz(stream: Readable) -> Callable[[int], bytes]:
    return _one_after_another(stream, lambda: lzma.LZMADecompressor(memlimit=_MOST_MEMORY))


def _deflate(stream: Readable) -> Callable[[int], bytes]:
    return _one_after_another(stream, _Deflate)


def _zstd(stream: Readable) -> Callable[[int], bytes]:
    """Frame after frame. Small bites, for zstd's decoder has no bound on what comes out of one."""
    import zstandard

    library = zstandard.ZstdDecompressor(max_window_size=_MOST_WINDOW)
    frame, rest, began = library.decompressobj(), b"", False

    def read(size: int) -> bytes:
        nonlocal frame, rest, began
        while True:
            rest = rest or stream.read(_ZSTD_BITE)
            if not rest:
                if began:
                    raise EOFError
                return b""
            try:
                data = frame.decompress(rest)
            except zstandard.ZstdError as error:
                if too_large := _about_memory(error, rest):
                    raise too_large from error
                raise
            rest = frame.unused_data
            began = not frame.eof
            if frame.eof:
                frame = library.decompressobj()
            if data:
                return data

    return read


def _about_memory(error: Exception, frame: bytes) -> UnreadableError | None:
    """What to say where a sound frame needs more memory than there is."""
    import zstandard

    if not re.search(r"too much memory|allocation error|not enough memory", str(error)):
        return None
    try:
        need = zstandard.get_frame_parameters(frame).window_size >> 20
    except zstandard.ZstdError:
        return None
    return UnreadableError(
        f"zstd data that needs a window of {need:,} MiB: unpack it first (zstd -d --long=31)"
    )


def _brotli(stream: Readable) -> Callable[[int], bytes]:
    import brotli

    decoder = brotli.Decompressor()

    def read(size: int) -> bytes:
        while not decoder.is_finished():
            data = decoder.process(b"", output_buffer_limit=size)  # what it still holds
            if not data:
                packed = stream.read(_CHUNK)
                if not packed:
                    raise EOFError
                data = decoder.process(packed, output_buffer_limit=size)
            if data:
                return cast(bytes, data)
        return b""

    return read


DECODERS: dict[str, Callable[[Readable], Callable[[int], bytes]]] = {
    "gzip": _gzip,
    "bzip2": _bzip2,
    "xz": _xz,
    "zstd": _zstd,
    "deflate": _deflate,
    "br": _brotli,
}
