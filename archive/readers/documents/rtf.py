"""RTF, read by striptrf: a note, a press release, or a download of Nexis or Factiva."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archive.article import RawArticle, Skipped
from archive.errors import UnreadableError
from archive.readers.documents.text_of import need, read_paragraphs
from archive.readers.sources.source import Source

NAME = "rtf"
EXAMPLE = r"{\rtf1 ...}: a press release, or a download of Nexis or Factiva"
MEDIA_TYPE = "application/rtf"
MOST_BYTES = 32 * 1024 * 1024


def looks_like(start: str) -> bool:
    """Whether a text is RTF."""
    return start.startswith("{\\rtf")


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """One article, or those of a download."""
    need("striprtf", "an RTF document")
    data = source.bytes()
    if len(data) > MOST_BYTES:
        raise UnreadableError(f"RTF larger than {MOST_BYTES >> 20} MiB")
    from striprtf import striprtf

    read_rtf: Any = striprtf.rtf_to_text

    try:
        text = str(read_rtf(data.decode("latin-1"), errors="replace"))
    except Exception as error:  # the library raises whatever its parts do
        raise UnreadableError(
            f"a damaged RTF document ({type(error).__name__}): open it in a word processor and "
            "save it anew"
        ) from None
    paragraphs = [line.strip(" |") for line in text.split("\n")]
    yield from read_paragraphs(paragraphs, source, MEDIA_TYPE, data)
    if not data.rstrip(b"\x00 \r\n\t").endswith(b"}"):
        yield Skipped(
            source.origin("the end"), "the file ends inside the document: download it again"
        )
