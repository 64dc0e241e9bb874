"""WARC files written a record at a time (ISO 28500)."""

from __future__ import annotations

import gzip
import io

from archive.article import RawArticle, Skipped
from archive.readers.formats import read
from archive.readers.sources.source import Source


class Crawl:
    """Writes a WARC, a record a call."""

    def __init__(self, packed: bool = True) -> None:
        self.packed = packed
        self.data = b""

    def record(
        self, kind: str, url: str, block: bytes, content_type: str, *more: str, date: str = "03"
    ) -> Crawl:
        head = (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{len(self.data)}>\r\n"
            f"WARC-Date: 2017-11-{date}T09:00:00Z\r\nWARC-Target-URI: {url}\r\n"
            f"Content-Type: {content_type}\r\nContent-Length: {len(block)}\r\n"
        )
        head += "".join(f"{line}\r\n" for line in more) + "\r\n"
        whole = head.encode() + block + b"\r\n\r\n"
        self.data += gzip.compress(whole) if self.packed else whole
        return self

    def add(
        self,
        url: str,
        body: bytes,
        content_type: str = "text/plain",
        status: str = "200 OK",
        **headers: str,
    ) -> Crawl:
        lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        block = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
        return self.record("response", url, block, "application/http; msgtype=response")

    def revisit(self, url: str, *more: str, status: str = "200 OK") -> Crawl:
        """Says that an address gave, two days later, what another record holds."""
        block = f"HTTP/1.1 {status}\r\nContent-Type: text/plain\r\n\r\n".encode()
        answer = "application/http; msgtype=response"
        return self.record("revisit", url, block, answer, *more, date="05")

    def items(self) -> list[RawArticle | Skipped]:
        return list(read(Source("crawl.warc.gz", lambda: io.BytesIO(self.data))))
