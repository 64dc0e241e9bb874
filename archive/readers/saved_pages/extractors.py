"""What trafilatura finds on a page that does not state its text."""

from __future__ import annotations

from typing import Any

from archive.text.markdown import from_text

MOST_ELEMENTS = 20_000  # of a page that is given to it; it is not made for larger ones
MOST_CHARACTERS = 2_000_000


def text_by_trafilatura(tree: Any, url: str | None) -> str:
    """The text as Markdown; "" where there is none."""
    page = _written(tree)
    if page is None:
        return ""
    from trafilatura import extract

    try:
        return from_text(extract(page, url=url, include_comments=False, fast=True) or "")
    except Exception:  # a library's fault over a strange page is no reason to lose the page
        return ""


def _written(tree: Any) -> str | None:
    """The page as HTML; None where it is too large for that library."""
    from lxml import etree

    if any(count >= MOST_ELEMENTS for count, _ in enumerate(tree.iter(), 1)):
        return None
    page = str(etree.tostring(tree, encoding="unicode"))
    return page if len(page) <= MOST_CHARACTERS else None
