"""What stands on a page in ALTO: its blocks with their words, and how sure the OCR is of them.

Words cut at a line's end are joined: SUBS_CONTENT where they have it, else at the HYP.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from archive.readers.common.xml import find_all, local, original, words_at
from archive.text.plain import one_line


@dataclass(frozen=True, slots=True)
class Block:
    """One block of text. `ids` are its own and those of what it is in and of its lines; `sure` what
    its words state, from 0 to 1.
    """

    ids: frozenset[str]
    text: str | None
    sure: tuple[float, ...]
    language: str | None
    xml: bytes


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its printed number, its picture, what it states of itself, and its blocks."""

    number: str | None
    image: str | None
    stated: str | None  # PC, how sure the OCR is of all of it
    attributes: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]


def pages_of(root: Any) -> Iterator[Page]:
    """The pages of an ALTO document, in order."""
    image = words_at(root, "Description/sourceImageInformation/fileName")
    for page in root.iter("{*}Page"):
        yield Page(
            page.get("PRINTED_IMG_NR") or page.get("PHYSICAL_IMG_NR"),
            image,
            page.get("PC"),
            tuple((name, value) for name, value in page.items() if "}" not in name),
            tuple(_block(block, page) for block in page.iter("{*}TextBlock")),
        )


def _block(block: Any, page: Any) -> Block:
    ids = {block.get("ID"), *(line.get("ID") for line in find_all(block, "TextLine"))}
    for above in block.iterancestors():
        ids.add(above.get("ID"))
        if above is page:
            break
    return Block(
        frozenset(name for name in ids if name),
        words_of(block),
        tuple(_stated(block)),
        block.get("LANG") or block.get("language"),
        original(block),
    )


def words_of(block: Any) -> str | None:
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


def _stated(block: Any) -> Iterator[float]:
    for element in block.iter("{*}String"):
        if (value := _number(element.get("WC"))) is not None:
            yield value


def confidence(blocks: Iterable[Block], stated: str | None) -> float | None:
    """The mean of what the words state, or what the page states, from 0 to 1."""
    found = [value for block in blocks for value in block.sure]
    if found:
        return round(sum(found) / len(found), 3)
    return _number(stated)


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) else None
