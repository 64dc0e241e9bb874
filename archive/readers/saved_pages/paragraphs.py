"""The paragraphs of a page and how much text they hold, added up for every element around them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from archive.readers.saved_pages.blocks import letters
from archive.text.markup import BLOCKS, DROPPED, name_of

LEAST_PARAGRAPH = 25  # characters that a paragraph has at least to count
LEAST_OWN = 80  # characters directly in a division that make it a paragraph
MOST_ELEMENTS = 150_000  # of a page that are looked at
PARAGRAPHS = {"p", "blockquote", "li", "td", "pre", "dd"}
INLINE = {"a", "b", "strong", "i", "em", "span", "u", "mark", "sup", "sub", "abbr", "time"}
_BEHIND = 0.25  # of a stated text: so much more behind it shows that it is no whole one
_DIVISIONS = {"div", "section", "article", "span"}


@dataclass(slots=True)
class Paragraph:
    """A paragraph: how many characters outside links it has, and its letters alone."""

    element: Any
    size: int
    letters: str = ""


def paragraphs(root: Any) -> list[Paragraph]:
    """Those of a page, in order; divisions with much text of their own count as such too."""
    found: list[Paragraph] = []
    waiting = [root]
    for _ in range(MOST_ELEMENTS):
        if not waiting:
            break
        element = waiting.pop()
        name = name_of(element)
        if not name or name in DROPPED:
            continue
        if name in PARAGRAPHS and next(element.iterdescendants(*PARAGRAPHS), None) is None:
            found.append(_whole(element))
            continue
        if name in _DIVISIONS and (own := own_text(element)) >= LEAST_OWN:
            if next(element.iterdescendants(*BLOCKS), None) is None:
                found.append(_whole(element))
                continue
            found.append(Paragraph(element, own))
        waiting.extend(reversed(element))
    return found


def summed(sized: Iterable[tuple[Any, int]]) -> dict[Any, int]:
    """The sizes of paragraphs, added up for every element around them."""
    weights: dict[Any, int] = {}
    around: dict[Any, int] = {}
    for paragraph, size in sized:
        if size > 0:
            weights[paragraph] = weights.get(paragraph, 0) + size
            above = paragraph.getparent()
            around[above] = around.get(above, 0) + size
    for element, size in around.items():
        while element is not None:
            weights[element] = weights.get(element, 0) + size
            element = element.getparent()
    return weights


def goes_on(listed: Iterable[Paragraph], stated: str) -> bool:
    """Whether a stated text, as `letters`, is only how the page's begins: more paragraphs follow
    its last one in the same place, or in one made like it.
    """
    place: tuple[str, str, str | None] | None = None
    behind = 0
    for each in listed if stated else ():
        if each.size < LEAST_PARAGRAPH:
            continue
        above = each.element.getparent()
        made = (name_of(each.element), name_of(above), above.get("class"))
        if each.letters and each.letters in stated:
            place, behind = made, 0
        elif made == place:
            behind += each.size
    return behind > _BEHIND * len(stated)


def own_text(element: Any) -> int:
    """Characters that stand directly in an element, and not in a block or <span> inside it."""
    size = len((element.text or "").strip())
    for child in element:
        size += len((child.tail or "").strip())
        if name_of(child) in INLINE and name_of(child) != "span":
            size += len("".join(child.itertext()).strip())
    return size


def _whole(element: Any) -> Paragraph:
    text = "".join(element.itertext())
    size = len(text.strip())
    if size < LEAST_PARAGRAPH:
        return Paragraph(element, 0)
    size -= sum(len("".join(link.itertext())) for link in element.iter("a"))
    return Paragraph(element, max(size, 0), letters(text))
