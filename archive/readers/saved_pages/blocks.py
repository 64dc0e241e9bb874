"""The Markdown blocks of a page's text, without what its template adds between and around them."""

from __future__ import annotations

import re
from collections import Counter

from archive.readers.common.bylines import LONGEST, read_byline
from archive.readers.common.furniture import is_aside, is_furniture, is_related_heading
from archive.readers.saved_pages.figures import names_a_picture
from archive.readers.saved_pages.offers import without_pitches

_HEAD = 8  # blocks among which a byline may stand
_LONGEST_CAPTION = 300
LONGEST_POINTER = 400  # characters of a line that points to another story, with its address
_LONGEST_TEASER = 350  # characters below another story's headline
_MOST_STORIES = 0.25  # of a text, that headlines of other stories below it take
_NO_LINES = ("#", "-", "|", ">", "1", "`")  # headings, lists, tables, quotations, programs
_SIGN = re.compile("[:|>›»]")
_SHORT = 60  # characters of a label, date or name
_PARTING = (" · ", " | ", " • ")
_LEAST_PARTS = 3  # between such signs
_LONGEST_INTRODUCTION = 600  # characters of a paragraph above a stated text
_COMPLETE = 0.8  # of a stated text: if so much is on the page, it says where the text ends
_ENDS = (".", "!", "?", "…", ":", '"', "”", "“", "»", "。", "」", ")", "।", "؟", "۔")
_COUNTED = re.compile(r"\d{1,4}\. .+\n\d{1,4}\. ")
_ADDRESS = re.compile(r"\]\([^()\s]*\)")
_MARKS = "*\\[]"
_ASCII_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())
_SIGNS = re.compile(r"[\W_]+")


def clean_blocks(blocks: list[str], title: str | None, stated: str) -> tuple[list[str], list[str]]:
    """The blocks of the text: without the title, labels at both ends, captions given twice and
    headings with nothing below. Second, the short lines that stood above and below it.

    `stated` is the text by the page's metadata, as `letters`; "" where it is not known.
    """
    same = letters(title or "")
    blocks = without_template(_once([block for block in blocks if letters(block) != same]))
    blocks, scraps = _without_head(blocks)
    while blocks and (_level(blocks[-1]) or _is_scrap(blocks[-1])):
        scraps.append(blocks.pop())
    if stated:
        blocks = _within(blocks, stated)
    kept: list[str] = []
    for block in reversed(blocks):
        level, below = _level(block), _level(kept[-1]) if kept else 0
        if not (level and below and below <= level):
            kept.append(block)
    return kept[::-1], scraps


def without_template(blocks: list[str]) -> list[str]:
    """Blocks without what templates set between the paragraphs and below the last one: buttons,
    pointers to other stories and lists of them, invitations to follow the paper.
    """
    kept: list[str] = []
    for at, block in enumerate(blocks):
        if len(block) > LONGEST_POINTER:
            kept.append(block)
            continue
        text = plain(block).strip("# ") if len(block) < _SHORT or "](" in block else block
        label = len(text) < _SHORT and not is_sentence(text)
        if label and is_related_heading(text):
            if _ends_with_stories(blocks, at):
                break
        elif block.startswith(_NO_LINES) or not ((label and is_furniture(text)) or _points(text)):
            kept.append(block)
    return without_pitches(kept, plain)


def _points(text: str) -> bool:
    """Whether a line leads to another story: "See also: ..."."""
    return _SIGN.search(text, 0, _SHORT) is not None and is_aside(text)


def letters(text: str) -> str:
    """Letters and digits alone, case folded: how texts are compared that differ in marks."""
    # Most signs are ASCII, and bytes lose them fastest.
    kept = text.casefold().encode("utf-8", "surrogatepass").translate(None, _ASCII_SIGNS)
    return (
        kept.decode() if kept.isascii() else _SIGNS.sub("", kept.decode("utf-8", "surrogatepass"))
    )


def plain(block: str) -> str:
    """A Markdown block without its marks and the addresses of its links."""
    text = _ADDRESS.sub("]", block) if "](" in block else block
    for mark in _MARKS:
        text = text.replace(mark, "")
    return text


def is_sentence(text: str) -> bool:
    """Whether a text ends as sentences do."""
    return text.endswith(_ENDS)


def _ends_with_stories(blocks: list[str], at: int) -> bool:
    """Whether all that follows a heading can be other stories: headlines, and little below each."""
    below = [plain(block).strip() for block in blocks[at + 1 :]]
    headed = False
    for text in below:
        headline = text.startswith("#") or not is_sentence(text)
        if len(text) > _LONGEST_TEASER or not (headline or headed):
            return False
        headed = headline
    return sum(map(len, below)) < _MOST_STORIES * sum(map(len, blocks))


def _once(blocks: list[str]) -> list[str]:
    """Without captions, which pages give twice running, and labels given again and again."""
    counts = Counter(blocks)
    kept: list[str] = []
    seen: set[str] = set()
    for at, block in enumerate(blocks):
        beside = block in blocks[max(0, at - 1) : at] or block in blocks[at + 1 : at + 2]
        caption = beside and len(block) < _LONGEST_CAPTION
        if counts[block] == 1 or not (caption or block in seen or _is_scrap(block)):
            kept.append(block)
            seen.add(block)
    # A page of one sentence may give it twice.
    return kept if any(not _is_scrap(block) for block in kept) else list(counts)


def _without_head(blocks: list[str]) -> tuple[list[str], list[str]]:
    """Without labels, dates and names before the first sentence, headings above those, bylines
    and lines like them; and those.
    """
    start = next(
        (at for at, block in enumerate(blocks) if not (_level(block) or _is_scrap(block))), 0
    )
    first = max((at + 1 for at in range(start) if _is_scrap(blocks[at])), default=0)
    head: list[str] = []
    scraps = blocks[:first]
    for block in blocks[first : first + _HEAD]:
        is_byline = len(block) <= LONGEST and read_byline(plain(block)) is not None
        (scraps if is_byline or _is_line_of_facts(block) else head).append(block)
    return head + blocks[first + _HEAD :], scraps


def _within(blocks: list[str], stated: str) -> list[str]:
    """The blocks from the first to the last that the stated text holds, if it is all there."""
    written = [letters(plain(block)) for block in blocks]
    inside = [at for at, text in enumerate(written) if len(text) > 20 and text in stated]
    if sum(len(written[at]) for at in inside) < _COMPLETE * len(stated):
        return blocks
    introduced = inside[0] == 1 and _is_introduction(blocks[0])  # metadata may leave it out
    return blocks[0 if introduced else inside[0] : inside[-1] + 1]


def _is_introduction(block: str) -> bool:
    text = plain(block)
    right = _SHORT <= len(text) <= _LONGEST_INTRODUCTION and not _level(block)
    return right and is_sentence(text) and not names_a_picture(text)


def _is_line_of_facts(block: str) -> bool:
    """Whether signs part who and when from other facts: "By Jo Roe · News · 3 May · 0 comments"."""
    text = plain(block).strip()
    if len(text) > LONGEST or block.startswith(_NO_LINES) or is_sentence(text):
        return False
    parts = max((text.split(sign) for sign in _PARTING), key=len)
    return len(parts) >= _LEAST_PARTS and any(map(read_byline, parts))


def _level(block: str) -> int:
    return len(block) - len(block.lstrip("#"))


def _is_scrap(block: str) -> bool:
    """Whether a block is a label, a date or a name rather than a sentence, a heading or a list that
    counts.
    """
    if _COUNTED.match(block):
        return False
    text = plain(block).strip()
    return len(text) < _SHORT and not block.startswith("#") and not is_sentence(text)
