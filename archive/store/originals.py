"""Originals: the bytes as they arrived, packed one by one with zstd; and what was made of them."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import zstandard

from archive.errors import StoreError

_LEVEL = 6
_local = threading.local()


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a revision was made from: the hash of its original, what that is, and how it was read.

    `renews` says whose reading it is; see the column of that name (schema.py).
    """

    original_hash: str
    media_type: str
    read_as: Mapping[str, Any] | None = None
    renews: int | None = None

    @property
    def read_as_json(self) -> str | None:
        """How it was read, as it is kept."""
        return json.dumps(self.read_as, ensure_ascii=False) if self.read_as else None


@dataclass(frozen=True, slots=True)
class Replacement:
    """What later rules make of an original: other articles, or none and why."""

    rules: int
    successors: tuple[str, ...]
    reason: str | None


def hash_of(data: bytes) -> str:
    """What an original is known by: the SHA-256 (hex) of its bytes."""
    return hashlib.sha256(data).hexdigest()


def pack(data: bytes) -> bytes:
    """The bytes as one zstd frame."""
    if not hasattr(_local, "compressor"):  # one a thread; to make it takes as long as to use it
        _local.compressor = zstandard.ZstdCompressor(level=_LEVEL)
    packed: bytes = _local.compressor.compress(data)
    return packed


def unpack(data: bytes, size: int) -> bytes:
    """The bytes of a frame that holds `size` of them. StoreError where it is damaged."""
    try:
        return zstandard.ZstdDecompressor().decompress(data, max_output_size=max(size, 1))
    except zstandard.ZstdError as error:
        raise StoreError(f"an original cannot be unpacked: {error}", "archive check") from error
