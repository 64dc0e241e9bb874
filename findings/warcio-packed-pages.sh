#!/usr/bin/env bash
# warcio hands out pages in Brotli and zstd as they were sent, packed, and stops at them where brotli is installed.
#
# One would guess: `content_stream()` gives the page unpacked, as it is documented, or says that it cannot; and with
#   the package brotli beside it, it knows Brotli too.
# What happens: it unpacks gzip and deflate. Pages in zstd, and in Brotli, come as the packed bytes, as if no
#   Content-Encoding were stated. With brotli, of which warcio has heard, a page in Brotli ends in an AttributeError:
#   what warcio can use is brotlipy, another package that has the same module name.
# Why it matters to an archive: browsers ask for both encodings, so crawls made with one hold them. Their pages become
#   articles of unreadable letters, or drop out as "no text"; and once any other library brings brotli along, the
#   same crawl is not read to its end. To take `raw_stream` and unpack by the header oneself is the way that works.
# Seen with: warcio 1.8.1, brotli 1.2.1, zstandard 0.25.0 (PyPI)
# Source: warcio's README, "Reading WARC Content"; warcio's issue 73 (closed)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
cat >"$folder/read.py" <<'PYTHON'
import gzip
import sys
from io import BytesIO

import zstandard
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

PAGE = b"hello"
BROTLI = bytes.fromhex("0b0280") + PAGE + bytes.fromhex("03")
PACKED = {"gzip": gzip.compress(PAGE), "zstd": zstandard.compress(PAGE), "br": BROTLI}
warc = BytesIO()
writer = WARCWriter(warc, gzip=True)
for encoding, body in PACKED.items():
    headers = [("Content-Type", "text/plain"), ("Content-Encoding", encoding)]
    http = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
    address = f"https://post.example/{encoding}"
    writer.write_record(writer.create_warc_record(address, "response", payload=BytesIO(body), http_headers=http))
warc.seek(0)
seen = {}
for record in ArchiveIterator(warc):
    encoding = record.http_headers["Content-Encoding"]
    try:
        seen[encoding] = record.content_stream().read()
    except AttributeError as error:
        seen[encoding] = "AttributeError"
        print("error:", error)
print(seen)
assert seen["gzip"] == PAGE and seen["zstd"] == PACKED["zstd"]
if sys.argv[1:] == ["brotli"]:
    import brotli

    assert brotli.decompress(BROTLI) == PAGE and seen["br"] == "AttributeError"
else:
    assert seen["br"] == BROTLI
PYTHON
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check warcio==1.8.1 zstandard==0.25.0
"$folder/venv/bin/python" "$folder/read.py"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check brotli==1.2.1
"$folder/venv/bin/python" "$folder/read.py" brotli
echo "As described."
