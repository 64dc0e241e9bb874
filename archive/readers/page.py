"""A page copied as text: site chrome, title, byline, text, captions given twice, tag line, chrome.

General rules for any site: the byline is the anchor. The title stands before it, seldom behind,
then the text, which ends where lines begin that only a web page has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from archive.article import Image, RawArticle, Skipped
from archive.readers.bylines import Byline, join, read_byline
from archive.readers.captions import is_marked, same_caption, take_captions
from archive.readers.furniture import (
    is_aside,
    is_ending,
    is_furniture,
    is_topics_heading,
    tags_on,
)
from archive.readers.source import Source, decode
from archive.text import tidy

NAME = "page"
EXAMPLE = "text copied from a web page: menus, title, byline, text, captions, tag line"

# The alternative text of a picture, glued to the headline behind it when a page is copied.
_GLUED = re.compile(
    r"^(?:article\s+)?(?:image|photo|picture|foto|bild|imagen|thumbnail)(?=[^\W\d_a-z])"
)
_FAR = 80  # a byline stands among the first so many filled lines
_NEAR = 6  # and its parts on so many neighbouring lines
_LONG = 80  # characters: what is longer is text rather than furniture
_MENU = re.compile(r"\s[|·•›»>/]\s|\s{3,}|\]\s*\[")
_ENDS_OPEN = re.compile(
    r"(?:[,:;–—-]|\b(?:a|an|the|of|in|on|to|for|and|as|at|by|de|la|le|et|der|die|und))$"
)


@dataclass(slots=True)
class _Page:
    title: str | None = None
    summary: str | None = None
    byline: Byline = field(default_factory=Byline)
    paragraphs: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """One article, however much page there is around it."""
    data = source.bytes()
    lines = tidy(decode(data)).split("\n")
    if not any(line.strip() for line in lines):
        yield Skipped(source.origin(), "the file is empty")
        return
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
        images=tuple(Image(caption=caption) for caption in page.captions),
        body="\n\n".join(page.paragraphs),
    )


def looks_like_page(text: str) -> bool:
    """Whether a text is a copied page rather than an article: by furniture, captions, tag line."""
    lines = [line.strip() for line in tidy(text).split("\n")]
    filled = [line for line in lines if line]
    if any(same_caption(a, b) for a, b in pairwise(lines) if a and b):
        return True
    if len(filled) > 4 and any(map(is_ending, filled[-8:])):
        return True
    if any(_GLUED.match(line) for line in filled[:_FAR]):
        return True
    if any(map(read_byline, filled[2:8])) and not read_byline(filled[1]):
        return True
    furniture = sum(map(_is_menu, filled[:4]))
    return furniture >= 2 or (furniture == 1 and any(map(read_byline, filled[:_FAR])))


def _take_apart(lines: list[str]) -> _Page:
    page = _Page()
    start, end = _find_byline(lines)
    before, after = lines[:start], lines[end:]
    _, shown_above = take_captions([line for line in before if is_marked(line.strip())])
    page.byline = join(map(read_byline, lines[start:end]))
    if not page.byline.date:
        before, dated = _date_below_title(before)
        page.byline = join([page.byline, dated])
    page.title, page.summary = _headline(before)
    if page.title is None or len(page.title.split()) <= 4:
        below, rest = _leading_title(after)
        if below and (page.title is None or len(below.split()) > len(page.title.split())):
            page.title, after = below, rest
    after, page.tags = _cut_tail(after)
    after, shown = take_captions(after)
    page.captions = [*shown_above, *shown]
    filled = (line.strip() for line in after)
    page.paragraphs = [
        line for line in filled if line and not (is_furniture(line) or is_aside(line))
    ]
    return page


def _find_byline(lines: list[str]) -> tuple[int, int]:
    """The lines [start, end) of the byline; (0, 0) where there is none.

    Who and when together are better than who, and who better than a date alone: a page may have
    today's date on top.
    """
    best, score = (0, 0), 0
    seen = texts = at = 0
    while at < len(lines) and seen < _FAR and texts < 3:
        line = lines[at].strip()
        seen += bool(line)
        texts += len(line) > 2 * _LONG
        if seen > 0 and read_byline(line):
            end = _end_of_byline(lines, at)
            found = join(map(read_byline, lines[at:end]))
            value = 4 * bool(found.credit) + 2 * bool(found.date)
            # Of two dates alone the later one stands nearer to the text.
            if value > score or (value == score == 2 and texts == 0):
                best, score = (at, end), value
            at = end
        else:
            at += 1
    return best


def _date_below_title(before: list[str]) -> tuple[list[str], Byline | None]:
    """The lines up to a date that stands below a title, and the date; pictures may follow both.

    Today's date stands on top of a page, below a name that is shorter than a headline.
    """
    for at in range(len(before) - 1, 0, -1):
        byline = read_byline(before[at])
        if byline and byline.date:
            title, _ = _headline(before[:at])
            return (before[:at], byline) if len((title or "").split()) >= 5 else (before, None)
    return before, None


def _end_of_byline(lines: list[str], start: int) -> int:
    """Takes in neighbouring lines that say what the first did not; furniture is passed over."""
    end = start + 1
    have = join([read_byline(lines[start])])
    for at in range(start + 1, min(start + _NEAR, len(lines))):
        line = lines[at].strip()
        more = read_byline(line)
        if more is None:
            if line and not is_furniture(line):
                break
            continue
        if (more.credit and have.credit) and not (more.date and not have.date):
            break
        end = at + 1
        have = join([have, more])
    return end


def _headline(before: list[str]) -> tuple[str | None, str | None]:
    """Title and standfirst: the last lines before the byline that are no furniture."""
    lines = [line.strip() for line in before if not is_marked(line.strip())]
    while lines and lines[-1] and _is_small(lines):
        lines.pop()
    while lines and (not lines[-1] or _is_menu(lines[-1])):
        lines.pop()
    if not lines:
        return None, None
    last = _GLUED.sub("", lines[-1])
    if last != lines[-1]:
        return last, None
    gap = len(lines) > 1 and not lines[-2]
    above = next((line for line in reversed(lines[:-1]) if line), "")
    if not above or _is_menu(above):
        return last, None
    above = _GLUED.sub("", above)
    if _is_standfirst(last, above):
        return _headline(lines[: len(lines) - 1])[0], last
    if not gap and _goes_on(above, last, alone=len(lines) < 3 or not lines[-3]):
        return f"{above} {last}", None
    return last, None


def _is_small(lines: list[str]) -> bool:
    """Whether the last line is a name or a place between a headline and the rest of its byline."""
    above = [line for line in lines[:-1] if line and not _is_menu(line)][-3:]
    few = len(lines[-1].split()) <= 3 and not _GLUED.match(lines[-1])
    return few and any(len(line.split()) >= 5 for line in above)


def _is_standfirst(line: str, above: str) -> bool:
    """Whether a line sums up the article below a title that stands above it."""
    if len(above.split()) < 3 or _is_sentence(above):
        return False
    return _is_sentence(line) or len(line.split()) >= 2 * len(above.split()) >= 8


def _goes_on(first: str, second: str, alone: bool) -> bool:
    """Whether a title goes on in the next line: it breaks off, or both look wrapped."""
    if _is_sentence(first) or len(first) + len(second) > 200 or len(first.split()) < 3:
        return False
    wrapped = alone and len(first) >= 30 and len(second.split()) >= 3 and len(second) <= len(first)
    return second[0].islower() or bool(_ENDS_OPEN.search(first)) or wrapped


def _is_sentence(line: str) -> bool:
    return len(line.split()) >= 8 and line.endswith((".", ".”", '."', "?", "!", "。", "؟"))


def _is_menu(line: str) -> bool:
    """Whether a line before an article is furniture or a row of entries."""
    return is_furniture(line) or (len(line) <= 200 and len(_MENU.findall(line)) >= 2)


def _leading_title(lines: list[str]) -> tuple[str | None, list[str]]:
    """The first line that is no furniture, if it is a title with text behind it."""
    for at, line in enumerate(lines):
        text = line.strip()
        if not text or _is_menu(text):
            continue
        rest = [line for line in lines[at + 1 :] if line.strip() and not _is_menu(line.strip())]
        if _is_sentence(text) or len(text) > 200 or len(text.split()) < 3 or not rest:
            return None, lines[at:]
        if same_caption(text, rest[0].strip()):
            return None, lines[at:]
        return _GLUED.sub("", text), lines[at + 1 :]
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
