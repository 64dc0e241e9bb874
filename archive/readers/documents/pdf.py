"""PDF (ISO 32000), read by pypdf page by page: a press release, a page, or a download of Nexis."""

from __future__ import annotations

import io
import logging
import time
from collections.abc import Iterator
from typing import Any

from archive.article import RawArticle, Skipped
from archive.errors import UnreadableError
from archive.readers.documents.text_of import MOST_TEXT, need, read_paragraphs
from archive.readers.sources.source import Source
from archive.text.plain import one_line

NAME = "pdf"
EXAMPLE = "a PDF with a text in it: a press release, or a download of Nexis"
MEDIA_TYPE = "application/pdf"
MOST_BYTES = 128 * 1024 * 1024
MOST_PAGES = 2000
MOST_SECONDS = 120.0  # for one file
_LONG_LINE = 0.75  # of the longest line of a page: a shorter one may end its paragraph


def matches(head: bytes) -> bool:
    """Whether bytes begin as a PDF."""
    return head[:1024].lstrip(b"\x00 \r\n\t\xef\xbb\xbf").startswith(b"%PDF-")


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """One article, or those of a download. A scan without a text is said to be one."""
    need("pypdf", "a PDF")
    data = source.bytes()
    if len(data) > MOST_BYTES:
        raise UnreadableError(f"a PDF larger than {MOST_BYTES >> 20} MiB")
    pages, title, notes = _text(data)
    if not any(page.strip() for page in pages):
        yield Skipped(
            source.origin(),
            "a PDF without a text: pages as pictures; run OCR on it (such as ocrmypdf) first",
        )
        return
    lines = [line for page in pages for line in [*_paragraphs(page), ""]]
    yield from read_paragraphs(lines, source, MEDIA_TYPE, data, title)
    for note in notes:
        yield Skipped(source.origin("pages"), note)


def _text(data: bytes) -> tuple[list[str], str | None, list[str]]:
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings are about the file
    notes: list[str] = []
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError("a PDF that asks for a password: save it without one")
        title = one_line(reader.metadata.title) if reader.metadata else None
        return list(_pages(reader, notes)), title, notes
    except UnreadableError:
        raise
    except Exception as error:  # the library raises whatever its parts do
        raise UnreadableError(f"a damaged or cut-off PDF ({type(error).__name__})") from None


def _pages(reader: Any, notes: list[str]) -> Iterator[str]:
    started, size, unread = time.monotonic(), 0, 0
    for number, page in enumerate(reader.pages, 1):
        late = time.monotonic() - started > MOST_SECONDS
        if number > MOST_PAGES or late or size > MOST_TEXT:
            notes.append(
                f"only the first {number - 1:,} pages were read: it is too much for one article; "
                "cut it into several files"
            )
            break
        try:
            text = page.extract_text()
        except Exception:  # one bad page does not cost the others
            unread += 1
            continue
        size += len(text)
        yield text
    if unread:
        notes.append(f"{unread:,} damaged pages were not read")


def _paragraphs(page: str) -> list[str]:
    """The lines of a page, those of one paragraph joined: all but its last are long."""
    lines = [line.strip() for line in page.split("\n")]
    longest = max((len(line) for line in lines), default=0)
    if longest < 40:
        return lines
    found: list[str] = []
    is_open = False
    for line in lines:
        if is_open and line and found:
            found[-1] = f"{found[-1]} {line}"
        else:
            found.append(line)
        is_open = len(line) > longest * _LONG_LINE and not (
            line.endswith((".", "!", "?", ":", "”", '"')) and len(line) < longest * 0.95
        )
    return found
