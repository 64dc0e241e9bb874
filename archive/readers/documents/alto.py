"""ALTO (Library of Congress, 2.0 to 4.4): a newspaper's page as OCR reads it, line by line.

Each <Page> is an article: its blocks are the paragraphs, words cut at a line's end are joined
(SUBS_CONTENT, HYP), and how sure the OCR is of its words (WC, 0 to 1) is kept in `extra`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archive.article import RawArticle, Skipped
from archive.readers.common.xml import find_all, local, root_of, salvage, words_at
from archive.readers.sources.source import Source
from archive.text.plain import one_line

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
    pages = list(root.iter("{*}Page"))
    image = words_at(root, "Description/sourceImageInformation/fileName")
    for number, page in enumerate(pages, 1):
        where = f"page {number}" if len(pages) > 1 else None
        yield _page(page, source, where, data, image)
    if not pages:
        yield Skipped(source.origin(), "ALTO without a page")
    if fault:
        yield Skipped(source.origin("the end"), f"{fault}; what stands before it was taken")


def _page(
    page: Any, source: Source, where: str | None, data: bytes, image: str | None
) -> RawArticle | Skipped:
    blocks = [text for block in page.iter("{*}TextBlock") if (text := _block(block))]
    if not blocks:
        return Skipped(source.origin(where), "a page on which OCR read no words")
    extra: dict[str, Any] = {"form": "a page read by OCR"}
    for key, value in (
        ("page", page.get("PRINTED_IMG_NR") or page.get("PHYSICAL_IMG_NR")),
        ("image", image),
        ("ocr_confidence", _confidence(page)),
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


def _block(block: Any) -> str | None:
    """The words of a block on one line."""
    parts: list[str] = []
    glue = False
    for line in find_all(block, "TextLine"):
        for element in line:
            name = local(element)
            if name == "String":
                text = _word(element)
                if text and glue and parts:
                    parts[-1] += text
                elif text:
                    parts.append(text)
                glue = False
            elif name == "HYP":
                glue = not line.xpath("*[local-name()='String'][@SUBS_TYPE='HypPart1']")
    return one_line(" ".join(parts))


def _word(element: Any) -> str:
    """A word; one that a line's end cuts is whole where its first part stands."""
    kind = element.get("SUBS_TYPE")
    if kind == "HypPart1" and element.get("SUBS_CONTENT"):
        return str(element.get("SUBS_CONTENT"))
    if kind == "HypPart2" and element.get("SUBS_CONTENT"):
        return ""
    return str(element.get("CONTENT") or "")


def _confidence(page: Any) -> float | None:
    """The mean of what the words state, or what the page states, from 0 to 1."""
    stated: list[float] = []
    for element in page.iter("{*}String"):
        try:
            stated.append(float(element.get("WC", "")))
        except ValueError:
            continue
    if stated:
        return round(sum(stated) / len(stated), 3)
    try:
        return float(page.get("PC", ""))
    except ValueError:
        return None
