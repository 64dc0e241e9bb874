"""ALTO (Library of Congress, 2.0 to 4.4): a newspaper's page as OCR reads it, line by line.

Each <Page> is an article: its blocks are the paragraphs, words cut at a line's end are joined
(SUBS_CONTENT, HYP), and how sure the OCR is of its words (WC, 0 to 1) is kept in `extra`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archive.article import RawArticle, Skipped
from archive.readers.common.xml import root_of, salvage
from archive.readers.scans.blocks import Page, confidence, pages_of
from archive.readers.sources.source import Source

NAME = "alto"
EXAMPLE = "<alto><Layout><Page> ...: a page of a newspaper as OCR read it"
MEDIA_TYPE = "application/xml"


def looks_like(start: str) -> bool:
    """Whether the root element is ALTO's."""
    root = root_of(start)
    return root is not None and root.name == "alto"


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """Every page; of a damaged file what stands before the damage."""
    data = source.bytes()
    root, fault = salvage(data)
    pages = list(pages_of(root))
    for number, page in enumerate(pages, 1):
        where = f"page {number}" if len(pages) > 1 else None
        yield _page(page, source, where, data)
    if not pages:
        yield Skipped(source.origin(), "ALTO without a page")
    if fault:
        yield Skipped(source.origin("the end"), f"{fault}; what stands before it was taken")


def _page(page: Page, source: Source, where: str | None, data: bytes) -> RawArticle | Skipped:
    blocks = [block.text for block in page.blocks if block.text]
    if not blocks:
        return Skipped(source.origin(where), "a page on which OCR read no words")
    extra: dict[str, Any] = {"form": "a page read by OCR"}
    for key, value in (
        ("page", page.number),
        ("image", page.image),
        ("ocr_confidence", confidence(page.blocks, page.stated)),
    ):
        if value is not None:
            extra[key] = value
    return RawArticle(
        origin=source.origin(where),
        original=data,
        media_type=MEDIA_TYPE,
        body="\n\n".join(blocks),
        extra=extra,
    )
