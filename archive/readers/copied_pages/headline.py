"""What stands above the text of a copied page: title, standfirst, byline.

The byline is the anchor, and it is one only where text follows it and none is lost above it: an
agency's name below a text is a sign-off, and a date between two paragraphs belongs to them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archive.normalise.dateline import read_dateline
from archive.readers.common.bylines import Byline, join, read_byline
from archive.readers.common.furniture import is_ending, is_furniture
from archive.readers.copied_pages.captions import is_marked

FAR = 80  # a byline stands among the first so many filled lines
# The alternative text of a picture, glued to the headline behind it when a page is copied.
GLUED = re.compile(
    r"^(?:article\s+)?(?:image|photo|picture|foto|bild|imagen|thumbnail)(?=[^\W\d_a-z])"
)
_NEAR = 6  # lines: the parts of a byline are neighbours
_LONG = 80  # characters: what is longer is text rather than furniture
_LONGEST_TITLE = 200
_LONGEST_STANDFIRST = 400
_MENU = re.compile(r"\s[|·•›»>/]\s|\s{3,}|\]\s*\[")
_ENDS_OPEN = re.compile(
    r"(?:[,:;–—-]|\b(?:a|an|the|of|in|on|to|for|and|as|at|by|de|la|le|et|der|die|und))$"
)
_STOP = re.compile(r"(?<!\.\.)[.!?。؟।][\"'”’»)\]]*$")  # not the dots of a text that was cut off
_STOP_INSIDE = re.compile(r"[^\W\d_]{3,}[.!?][\"'”’»)]*\s+[\"'“‘„«(]?[A-ZÀ-ÞА-Я]")


@dataclass(frozen=True, slots=True)
class Top:
    """What was found above a text; the byline takes the lines [start, end), none where end is 0."""

    title: str | None = None
    summary: str | None = None
    byline: Byline = field(default_factory=Byline)
    start: int = 0
    end: int = 0


def read_top(lines: list[str]) -> Top:
    """Title, standfirst and byline of a page; an empty Top where no line is its byline.

    Who and when together are better than who, and who better than a date alone: a page may have
    today's date on top.
    """
    best, score = Top(), 0
    last = _last_of_text(lines)
    seen = texts = at = 0
    while at < last and seen < FAR and texts < 3:
        line = lines[at].strip()
        seen += bool(line)
        texts += len(line) > 2 * _LONG
        if not read_byline(line):
            at += 1
            continue
        end = _end_of_byline(lines, at)
        found = join(map(read_byline, lines[at:end]))
        value = 4 * bool(found.credit) + 2 * bool(found.date)
        # Of two dates alone the later one stands nearer to the text.
        if (
            end <= last
            and not _is_inside(lines, end)
            and (value > score or (value == score == 2 and texts == 0))
        ):
            top = _above(lines, at, end)
            if not _loses_text(lines[:at], top):
                best, score = top, value
        at = end
    return best


def is_menu(line: str) -> bool:
    """Whether a line before an article is furniture or a row of entries."""
    return is_furniture(line) or (len(line) <= 200 and len(_MENU.findall(line)) >= 2)


def is_sentence(line: str) -> bool:
    """Whether a line ends as sentences do and is longer than most titles that do."""
    return len(line.split()) >= 8 and line.endswith((".", ".”", '."', "?", "!", "。", "؟"))


def _is_inside(lines: list[str], end: int) -> bool:
    """Whether the sentence of a line goes on below it: a paragraph that names somebody or a day."""
    return is_wrapped(lines[end]) and not is_furniture(lines[end])


def is_wrapped(line: str) -> bool:
    """Whether a line goes on with the sentence of the line above it, in a text of short lines."""
    line = line.strip()
    return line[:1].islower() and (len(line.split()) >= 4 or bool(_STOP.search(line)))


def _above(lines: list[str], start: int, end: int) -> Top:
    before = lines[:start]
    byline = join(map(read_byline, lines[start:end]))
    if not byline.date:
        before, dated = _date_below_title(before)
        byline = join([byline, dated])
    title, summary = _headline(before)
    return Top(title, summary, byline, start, end)


def _loses_text(before: list[str], top: Top) -> bool:
    """Whether a line of text stands above a byline that is neither title nor standfirst."""
    title, summary = top.title or "", top.summary or ""
    if (is_sentence(title) and title.endswith(".")) or len(title) > _LONGEST_TITLE:
        return True
    if len(summary) > _LONGEST_STANDFIRST or read_dateline(summary) or read_dateline(title):
        return True
    stopped = title.endswith(
        (".", "。")
    )  # then it may be a sentence, and a line above it the title
    above = [GLUED.sub("", line.strip()) for line in before]
    two_lines = title not in above
    for line in above:
        kept = line in (title, summary) or (two_lines and line in title)
        if not line or kept or is_marked(line):
            continue
        if _is_text(line) or (stopped and not (is_menu(line) or read_byline(line))):
            return True
    return False


def _is_text(line: str) -> bool:
    """Whether a line is a sentence, however short, or a paragraph: never to be thrown away."""
    if is_furniture(line):
        return False
    if len(line) > _LONG and not is_menu(line):
        return True
    words = len(line.split())
    if _STOP.search(line) and (words >= 3 or (not line.isascii() and len(line) >= 10)):
        return True
    return words >= 8 and bool(_STOP_INSIDE.search(line))


def _last_of_text(lines: list[str]) -> int:
    """The last line that could be an article's; -1 where there is none."""
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at].strip()
        if (len(line) > _LONG or _STOP.search(line)) and not (
            is_ending(line) or is_furniture(line) or read_byline(line)
        ):
            return at
    return -1


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
    while lines and (not lines[-1] or is_menu(lines[-1])):
        lines.pop()
    if not lines:
        return None, None
    last = GLUED.sub("", lines[-1])
    if last != lines[-1]:
        return last, None
    gap = len(lines) > 1 and not lines[-2]
    above = next((line for line in reversed(lines[:-1]) if line), "")
    if not above or is_menu(above):
        return last, None
    above = GLUED.sub("", above)
    if _is_standfirst(last, above):
        return _headline(lines[: len(lines) - 1])[0], last
    if not gap and _goes_on(above, last, alone=len(lines) < 3 or not lines[-3]):
        return f"{above} {last}", None
    return last, None


def _is_small(lines: list[str]) -> bool:
    """Whether the last line is a name or a place between a headline and the rest of its byline."""
    above = [line for line in lines[:-1] if line and not is_menu(line)][-3:]
    few = len(lines[-1].split()) <= 3 and not GLUED.match(lines[-1])
    return few and any(len(line.split()) >= 5 for line in above)


def _is_standfirst(line: str, above: str) -> bool:
    """Whether a line sums up the article below a title that stands above it."""
    if len(above.split()) < 3 or is_sentence(above):
        return False
    return is_sentence(line) or len(line.split()) >= 2 * len(above.split()) >= 8


def _goes_on(first: str, second: str, alone: bool) -> bool:
    """Whether a title goes on in the next line: it breaks off, or both look wrapped."""
    if is_sentence(first) or len(first) + len(second) > 200 or len(first.split()) < 3:
        return False
    wrapped = alone and len(first) >= 30 and len(second.split()) >= 3 and len(second) <= len(first)
    return second[0].islower() or bool(_ENDS_OPEN.search(first)) or wrapped
