"""A page copied as text: site chrome, title, byline, text, captions given twice, tag line, chrome.

General rules for any site: the byline is the anchor. The title stands before it, the text after,
and the text ends where lines begin that only a web page has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.article import Image, RawArticle, Skipped
from archive.readers.bylines import Byline, read_byline
from archive.readers.source import Source, decode
from archive.text import fold, tidy

NAME = "page"
EXAMPLE = "text copied from a web page: menus, title, byline, text, captions, tag line"

# The alternative text of a picture, glued to the headline behind it when a page is copied.
_GLUED = re.compile(
    r"^(?:article\s+)?(?:image|photo|picture|foto|bild|imagen|thumbnail)(?=[^\W\d_a-z])"
)
_TAG_LINE = re.compile(
    r"^(?:more (?:about|on)|tags?|topics?|keywords?|filed under|related topics|in this story|"
    r"schlagworte|themen|mots[- ]clés|sur le même sujet|etiquetas|temas)\s*:?\s+(?P<tags>\S.*)$",
    re.I,
)
_TAIL = re.compile(
    r"^(?:more (?:news )?from\b.*|more (?:about|on|stories|news|coverage)\b.*|related(?: \w+)?:?|"
    r"read (?:more|next|also)\b.*|you may also like.*|most (?:read|popular|viewed)\b.*|"
    r"recommended(?: for you)?:?|trending(?: now)?:?|comments?(?: \(\d+\))?|\d+ comments?|"
    r"leave a (?:comment|reply).*|(?:share|follow)(?: this| us)?\b.{0,60}|tags?:.*|topics?:.*|"
    r"keywords?:.*|filed under\b.*|(?:©|\(c\)|copyright).*|all rights reserved.*|"
    r"about (?:us|the author)\b.*|terms (?:of|and)\b.*|privacy policy.*|cookie .*|"
    r"(?:sign|subscribe) (?:up|to)\b.{0,80}|newsletters?|back to top|print|e-?mail this.*|"
    r"latest(?: news| stories)?:?|schlagworte.*|themen:.*|mots[- ]clés.*|etiquetas.*)$",
    re.I,
)
_CHROME = re.compile(
    r"^(?:sign in|sign up|log ?in\b.*|log ?out|register|subscribe\b.*|menu|home|search\b.*|"
    r"skip to .*|forgot password.*|remember me.*|advertisement|adverts?|ad|loading\b.*|close|"
    r"share(?: this.*)?|tweet|facebook|twitter|x|whatsapp|linkedin|email|e-mail|print|save|"
    r"newsletters?|accept(?: all)?(?: cookies)?|we use cookies.*|cookie.*|live|watch|listen|"
    r"read aloud|\d+ min(?:ute)?s? read|comments?|image caption|image source.*|next|previous|"
    r"(?:story|article) continues below.*|sponsored.*|gallery|enlarge image|>+|\W+)$",
    re.I,
)
_DOTS = re.compile(r"\s*(?:\.{3}|…)$")
_FAR = 80  # a byline stands among the first so many filled lines
_LEAST_SAME = 12  # letters that two lines must share to be one caption


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
    """Whether a text is a copied page rather than an article: by chrome, captions or tag line."""
    lines = [line.strip() for line in tidy(text).split("\n")]
    filled = [line for line in lines if line]
    if any(_same_caption(a, b) for a, b in zip(lines, lines[1:], strict=False) if a and b):
        return True
    tail = filled[-8:]
    if any(_TAIL.match(line) and len(filled) > 4 for line in tail):
        return True
    return any(map(_CHROME.match, filled[:3])) and any(map(read_byline, filled[:_FAR]))


def _take_apart(lines: list[str]) -> _Page:
    page = _Page()
    at, end = _find_byline(lines)
    if at is None:
        before, after = [], lines
    else:
        before, after = lines[:at], lines[end:]
        page.byline = _join(lines[at:end])
    page.title, page.summary = _headline(before)
    after, page.tags = _cut_tail(after)
    if page.title is None:
        page.title, after = _leading_title(after)
    after, page.captions = _take_captions(after)
    page.paragraphs = [
        line.strip() for line in after if line.strip() and not _CHROME.match(line.strip())
    ]
    return page


def _find_byline(lines: list[str]) -> tuple[int | None, int]:
    """The lines [start, end) of the byline: the first that holds a date, with its neighbours."""
    seen = 0
    first: int | None = None
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        seen += 1
        if seen > _FAR:
            break
        byline = read_byline(line)
        if byline and seen > 1 and (byline.credit or byline.date):
            first = at
            break
    if first is None:
        return None, 0
    end = first + 1
    have = _join(lines[first:end])
    for at in range(first + 1, min(first + 6, len(lines))):
        line = lines[at].strip()
        if not line:
            continue
        more = read_byline(line)
        if more is None:
            if _CHROME.match(line):
                continue
            break
        if (more.credit and have.credit) and not (more.date and not have.date):
            break
        end = at + 1
        have = _join(lines[first:end])
    return first, end


def _join(lines: list[str]) -> Byline:
    credit = date = section = None
    for line in lines:
        part = read_byline(line)
        if part:
            credit = credit or part.credit
            date = date or part.date
            section = section or part.section
    return Byline(credit, date, section)


def _headline(before: list[str]) -> tuple[str | None, str | None]:
    """Title and standfirst: the last lines before the byline that are no chrome."""
    filled = [line.strip() for line in before if line.strip()]
    while filled and _CHROME.match(filled[-1]):
        filled.pop()
    if not filled:
        return None, None
    last = _GLUED.sub("", filled[-1])
    if last == filled[-1] and len(filled) > 1 and _is_sentence(last):
        above = _GLUED.sub("", filled[-2])
        if not _CHROME.match(above) and not _is_sentence(above) and len(above.split()) >= 3:
            return above, last
    return last, None


def _is_sentence(line: str) -> bool:
    return len(line.split()) >= 8 and line.endswith((".", ".”", '."'))


def _leading_title(lines: list[str]) -> tuple[str | None, list[str]]:
    """Without a byline: the first filled line that is neither chrome nor a sentence."""
    for at, line in enumerate(lines):
        text = line.strip()
        if not text or _CHROME.match(text):
            continue
        if _is_sentence(text) or len(text) > 200:
            return None, lines[at:]
        if len(text.split()) >= 3:
            return _GLUED.sub("", text), lines[at + 1 :]
    return None, lines


def _cut_tail(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines up to where the page's furniture begins, and the tags that the furniture names.

    A line that could end the text does so only if less text follows it than stands before it.
    """
    lengths = [len(line.strip()) if len(line.strip()) > 80 else 0 for line in lines]
    total = sum(lengths)
    before = 0
    for at, line in enumerate(lines):
        text = line.strip()
        if text and before * 2 >= total and _TAIL.match(text):
            return lines[:at], _tags(lines[at:])
        before += lengths[at]
    return lines, []


def _tags(tail: list[str]) -> list[str]:
    for line in tail:
        match = _TAG_LINE.match(line.strip())
        if match:
            names = (name.strip(" #.") for name in re.split(r"[,;|·•]", match["tags"]))
            return [name for name in names if name and len(name) <= 60]
    return []


def _take_captions(lines: list[str]) -> tuple[list[str], list[str]]:
    """Lines without the captions, and each caption once, in full.

    A page gives a caption twice, as alternative text (often cut off, or without commas) and below
    the picture: two neighbouring lines with the same letters, or the first a beginning of the second.
    """
    kept: list[str] = []
    captions: list[str] = []
    at = 0
    while at < len(lines):
        first = lines[at].strip()
        following = next(
            (n for n in range(at + 1, min(at + 3, len(lines))) if lines[n].strip()), None
        )
        if first and following is not None:
            second = lines[following].strip()
            if _same_caption(first, second):
                caption = second if _letters(second) >= _letters(first) else first
                if caption not in captions:
                    captions.append(caption)
                kept.append("")
                at = following + 1
                continue
        kept.append(lines[at])
        at += 1
    return kept, captions


def _same_caption(first: str, second: str) -> bool:
    if first == second:
        return len(_letters(first)) >= _LEAST_SAME
    a, b = _letters(_DOTS.sub("", first)), _letters(_DOTS.sub("", second))
    if min(len(a), len(b)) < _LEAST_SAME:
        return False
    if a == b:
        return True
    cut_first, cut_second = bool(_DOTS.search(first)), bool(_DOTS.search(second))
    return (cut_first and b.startswith(a)) or (cut_second and a.startswith(b))


def _letters(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalnum())
