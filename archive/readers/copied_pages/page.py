"""A page copied as text: site chrome, title, byline, text, captions given twice, tag line, chrome.

General rules for any site: the byline is the anchor. The title stands before it, seldom behind,
then the text, which ends where lines begin that only a web page has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise, takewhile

from archive.article import Image, RawArticle, Skipped
from archive.readers.common.bylines import Byline, read_byline, split_address
from archive.readers.common.furniture import (
    is_aside,
    is_ending,
    is_furniture,
    is_topics_heading,
    tags_on,
)
from archive.readers.copied_pages.captions import is_marked, same_caption, take_captions
from archive.readers.copied_pages.headline import (
    FAR,
    GLUED,
    is_menu,
    is_sentence,
    is_wrapped,
    read_top,
)
from archive.readers.sources.source import MOST_TEXT, Source
from archive.text.plain import tidy

NAME = "page"
EXAMPLE = "text copied from a web page: menus, title, byline, text, captions, tag line"

_LONG = 80  # characters: what is longer is text rather than furniture
_FOUND = {
    "summary": "the standfirst above the byline",
    "credit": "the byline",
    "date": "the byline",
    "section": "the byline",
    "tags": "the tag line below the text",
    "images": "the captions that the page gives twice, or marks",
    "body": "the paragraphs, without what is furniture",
}


@dataclass(slots=True)
class _Page:
    title: str | None = None
    summary: str | None = None
    byline: Byline = field(default_factory=Byline)
    paragraphs: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    titled: str = "the headline above the byline"


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """One article, however much page there is around it."""
    data = source.bytes(MOST_TEXT)
    lines = tidy(source.text()).split("\n")
    if not any(line.strip() for line in lines):
        yield Skipped(source.origin(), "the file is empty")
        return
    url, lines = split_address(lines)
    page = _take_apart(lines)
    if not page.title and not page.paragraphs:
        yield Skipped(source.origin(), "nothing but page furniture was found: no title, no text")
        return
    yield RawArticle(
        origin=source.origin(),
        original=data,
        media_type="text/plain",
        title=page.title,
        summary=page.summary,
        credit=page.byline.credit,
        date=page.byline.date,
        section=page.byline.section,
        tags=tuple(page.tags),
        url=url,
        images=tuple(Image(caption=caption) for caption in page.captions),
        body="\n\n".join(page.paragraphs),
        found={**_FOUND, "title": page.titled},
    )


def looks_like_page(text: str) -> bool:
    """Whether a text is a copied page rather than an article: by furniture, captions, tag line."""
    lines = [line.strip() for line in tidy(text).split("\n")]
    filled = [line for line in lines if line]
    if any(same_caption(a, b) for a, b in pairwise(lines) if a and b):
        return True
    if len(filled) > 4 and any(_ends_page(lines, at) for at in _last_filled(lines, 8)):
        return True
    if any(GLUED.match(line) for line in filled[:FAR]):
        return True
    furniture = sum(map(is_menu, filled[:4]))
    if furniture >= 2:
        return True
    top = read_top(lines)
    above = sum(map(bool, lines[: top.start]))
    if 2 <= above < 8 and not read_byline(filled[1]):
        return True
    return furniture == 1 and top.end > 0


def _last_filled(lines: list[str], most: int) -> list[int]:
    return list(islice((at for at in reversed(range(len(lines))) if lines[at]), most))


def _ends_page(lines: list[str], at: int) -> bool:
    """Whether a line is an ending, and not a line of a wrapped paragraph that begins like one."""
    return is_ending(lines[at]) and not any(map(is_wrapped, lines[max(0, at - 1) : at + 2]))


def _take_apart(lines: list[str]) -> _Page:
    top = read_top(lines)
    page = _Page(top.title, top.summary, top.byline)
    before, after = lines[: top.start], lines[top.end :]
    _, shown_above = take_captions([line for line in before if is_marked(line.strip())])
    if page.title is None or len(page.title.split()) <= 4:
        below, rest = _leading_title(after)
        above = page.title or ""  # as short as a site's name, unless a standfirst belongs to it
        longer = below and len(below.split()) > len(above.split())
        if below and not (above and (page.summary or below.endswith(".") or not longer)):
            page.title, after = below, rest
            page.titled = "the first line that reads like a headline"
    after, page.tags = _cut_tail(after)
    after, shown = take_captions(after)
    page.captions = [*shown_above, *shown]
    filled = (line.strip() for line in after)
    page.paragraphs = [
        line for line in filled if line and not (is_furniture(line) or is_aside(line))
    ]
    return page


def _leading_title(lines: list[str]) -> tuple[str | None, list[str]]:
    """The first line that is no furniture, if it is a title with text behind it."""
    for at, line in enumerate(lines):
        text = line.strip()
        if not text or is_menu(text):
            continue
        rest = [line for line in lines[at + 1 :] if line.strip() and not is_menu(line.strip())]
        if is_sentence(text) or len(text) > 200 or len(text.split()) < 3 or not rest:
            return None, lines[at:]
        if same_caption(text, rest[0].strip()):
            return None, lines[at:]
        return GLUED.sub("", text), lines[at + 1 :]
    return None, lines


def _cut_tail(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines up to where the page's furniture begins, and the tags that the furniture names.

    A line that could end the text does so only if less text follows it than stands before it.
    """
    lengths = [len(line.strip()) if len(line.strip()) > _LONG else 0 for line in lines]
    total = sum(lengths)
    before = 0
    for at, line in enumerate(lines):
        if line.strip() and before * 2 >= total and before and is_ending(line.strip()):
            return lines[:at], _tags(lines[at:])
        before += lengths[at]
    return lines, []


def _tags(tail: list[str]) -> list[str]:
    """The topics on the tag line, or on the lines below a heading that announces them."""
    for at, line in enumerate(tail):
        if tags := tags_on(line):
            return tags
        if is_topics_heading(line):
            listed = (below.strip() for below in tail[at + 1 :] if below.strip())
            return list(takewhile(_is_topic, listed))[:12]
    return []


def _is_topic(line: str) -> bool:
    return len(line) <= 40 and not is_ending(line) and not is_furniture(line)
