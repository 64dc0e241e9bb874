"""Originals: the bytes as they arrived, packed one by one with zstd."""

from __future__ import annotations

import zstandard

from archive.errors import StoreError

_LEVEL = 6


def pack(data: bytes) -> bytes:
    """The bytes as one zstd frame."""
    return zstandard.ZstdCompressor(level=_LEVEL).compress(data)


def unpack(data: bytes, size: int) -> bytes:
    """The bytes of a frame that holds `size` of them. StoreError where it is damaged."""
    try:
        return zstandard.ZstdDecompressor().decompress(data, max_output_size=max(size, 1))
    except zstandard.ZstdError as error:
        raise StoreError(f"an original cannot be unpacked: {error}", "archive check") from error
