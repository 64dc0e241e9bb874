"""Compression around a file comes off by itself, and never swells beyond measure."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard

from archive.article import RawArticle, Skipped
from archive.errors import UnreadableError
from archive.readers.formats import read
from archive.readers.sources.packed import decoded, plain_name, unpacked
from archive.readers.sources.source import Source

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstandard.compress,
}


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda data: brotli.compress(data, quality=4),
    "zstd": zstandard.compress,
}
LINES = b"".join(b"Line %d of a report from the river.\n" % number for number in range(5000))


def lines_of(number: int) -> bytes:
    return b"".join(
        b'{"title": "Ferry %d sails", "body": "It sailed at %d."}\n' % (one, one)
        for one in range(number)
    )


@pytest.mark.parametrize("name", PACKERS)
@pytest.mark.parametrize("data", [b"", b"short", LINES])
def test_what_was_packed_comes_out(name: str, data: bytes) -> None:
    pack = PACKERS[name]
    assert unpacked(io.BytesIO(pack(data))).read() == data
    assert unpacked(io.BytesIO(pack(data) + pack(b"more"))).read() == data + b"more"
    assert unpacked(io.BytesIO(gzip.compress(pack(data)))).read() == data


@pytest.mark.parametrize("name", CODINGS)
@pytest.mark.parametrize("data", [b"", b"short", LINES])
def test_the_codings_of_http_come_off(name: str, data: bytes) -> None:
    assert decoded(io.BytesIO(CODINGS[name](data)), name).read() == data
    both = f"{name}, gzip"
    assert decoded(io.BytesIO(gzip.compress(CODINGS[name](data))), both).read() == data


def test_deflate_without_its_wrapper_is_read_too() -> None:
    assert decoded(io.BytesIO(raw_deflate(LINES)), "deflate").read() == LINES


def test_a_body_that_is_not_coded_as_its_header_says_is_taken_as_it_is() -> None:
    assert decoded(io.BytesIO(b"<p>plain"), "gzip").read() == b"<p>plain"


@pytest.mark.parametrize("name", ["utf-8", "none", "compress", "gzip, none", "none, gzip"])
def test_a_coding_that_nobody_knows_is_none_as_in_browsers(name: str) -> None:
    assert decoded(io.BytesIO(LINES), name).read() == LINES


def test_a_coding_that_is_not_read_is_named() -> None:
    with pytest.raises(UnreadableError, match="'compress'"):
        decoded(io.BytesIO(b"\x1f\x9d\x90Line"), "x-compress")


@pytest.mark.parametrize("name", PACKERS)
def test_the_lines_before_a_cut_go_in_and_the_cut_is_told(name: str) -> None:
    packed = PACKERS[name](lines_of(24_000))
    cut = packed[: len(packed) * 9 // 10]
    *kept, last = read(Source("lines.jsonl." + name, lambda: io.BytesIO(cut)))
    assert len(kept) > 8000
    assert all(isinstance(item, RawArticle) for item in kept)
    assert isinstance(last, Skipped)
    assert last.reason == f"damaged or cut-off {name} data"


@pytest.mark.parametrize("name", CODINGS)
def test_a_bomb_ends_before_it_has_gone_off(name: str) -> None:
    bomb = CODINGS[name](bytes(200 << 20))
    stream = decoded(io.BytesIO(bomb), name)
    with pytest.raises(UnreadableError, match="expands"):
        list(iter(lambda: len(stream.read(1 << 16)), 0))


def test_xz_that_wants_a_gigabyte_of_memory_is_refused() -> None:
    header = bytearray(lzma.compress(b"text", filters=[{"id": lzma.FILTER_LZMA2, "preset": 0}]))
    at = header.index(b"\x21\x01") + 2  # the block's filter, its properties' size, then the size
    header[at] = 36  # a dictionary of 1 GiB, by the table of the format
    block = bytes(header[12 : 12 + 8])
    header[20:24] = zlib.crc32(block).to_bytes(4, "little")
    with pytest.raises(UnreadableError, match="xz"):
        unpacked(io.BytesIO(bytes(header))).read()


def test_layer_upon_layer_is_refused() -> None:
    data = b"text"
    for _ in range(6):
        data = gzip.compress(data)
    (item,) = read(Source("a.txt", lambda: io.BytesIO(data)))
    assert isinstance(item, Skipped)
    assert "4 times over" in item.reason


def test_a_name_loses_what_packing_added() -> None:
    assert plain_name("a.jsonl.zst") == "a.jsonl"
    assert plain_name("pages.TGZ") == "pages.tar"
    assert plain_name("a.txt") == "a.txt"
