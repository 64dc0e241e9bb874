"""The lines of wikitext as HTML: paragraphs, lists, headings, and blocks between them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby

from archive.readers.wikis.quotes import styled
from archive.readers.wikis.words import RELATED
from archive.text.plain import fold_line

_LISTS = {"*": "ul", "#": "ol", ":": "dl", ";": "dl"}
_ITEMS = {"*": "li", "#": "li", ":": "dd", ";": "dt"}
_DEEPEST = 6  # lists inside one another
_TAG = re.compile(r"<[^<>]*>")
SENTENCE_ENDS = re.compile(r"[.!?。！？؟…:：][\"'”’»)\]]*\s*$")


def without_tags(html: str) -> str:
    """The words in HTML, as HTML has them."""
    return _TAG.sub("", html).strip()


@dataclass(slots=True)
class Line:
    """A line: the marks of the lists that it is an item of, and its HTML. `level` is that of a
    heading, `block` says that the HTML is no line of words but blocks.
    """

    marks: str = ""
    html: str = ""
    level: int = 0
    block: bool = False

    @property
    def said(self) -> str:
        """Its words."""
        return without_tags(self.html)


@dataclass(slots=True)
class Flow:
    """Lines on their way to HTML; there is always one that is being written."""

    lines: list[Line] = field(default_factory=lambda: [Line()])

    def text(self, html: str) -> None:
        """Adds HTML of words, in which a newline ends a line."""
        first, *rest = html.split("\n")
        if first.strip() and (self.lines[-1].block or self.lines[-1].level):
            self.lines.append(Line())
        if not (self.lines[-1].block or self.lines[-1].level):
            self.lines[-1].html += first
        self.lines.extend(Line(html=each) for each in rest)

    def mark(self, sign: str) -> None:
        """Adds the mark of a list; within a line it begins what is said of a term."""
        last = self.lines[-1]
        if last.block or last.level or last.html.strip():
            self.lines.append(Line(marks=f"{last.marks[:-1]}{sign}"))
        else:
            last.marks += sign

    def block(self, html: str) -> None:
        """Adds a block, which ends the line before it."""
        if html:
            self.lines += [Line(html=html, block=True)]

    def heading(self, level: int, html: str) -> None:
        """Adds a heading."""
        self.lines.append(Line(html=html, level=level))

    def extend(self, other: Flow) -> None:
        """Adds the lines of another; its first goes on with the line that is being written."""
        first, *rest = other.lines
        if first.block or first.level:
            self.lines.append(first)
        else:
            for sign in first.marks:
                self.mark(sign)
            self.text(first.html)
        self.lines += rest

    def is_amid_sentence(self) -> bool:
        """Whether the line that is being written is empty, below one whose sentence goes on."""
        if len(self.lines) < 2 or self.lines[-1].said:
            return False
        above = self.lines[-2]
        words = above.said and not (above.block or above.level or above.marks)
        return bool(words) and not SENTENCE_ENDS.search(above.said)

    def inline(self) -> str | None:
        """Its words where it is a line of them and no more, else None."""
        filled = [line for line in self.lines if line.html.strip() or line.marks]
        if len(filled) > 1 or any(line.marks or line.block or line.level for line in filled):
            return None
        return filled[0].html if filled else ""

    def words(self) -> str:
        """All of it as the words of one line."""
        return " ".join(line.html.strip() for line in self.lines if line.html.strip())

    def html(self) -> str:
        """All of it as HTML, without headings that nothing stands below."""
        written: list[str] = []
        for kind, group in groupby(_kept(self.lines), key=_kind):
            lines = list(group)
            if kind == "list":
                written.append(_list([line for line in lines if line.said], 0))
            elif kind == "text":
                words = "\n".join(filter(None, (styled(line.html).strip() for line in lines)))
                written.append(f"<p>{words}</p>")
            elif kind == "heading":
                written += [
                    f"<h{each.level}>{styled(each.html).strip()}</h{each.level}>" for each in lines
                ]
            else:
                written += [line.html for line in lines]
        return "".join(written)


def _kind(line: Line) -> str:
    if line.block:
        return "block"
    if line.level:
        return "heading"
    if line.marks:
        return "list"
    return "text" if line.html.strip() else ""


def _kept(lines: list[Line]) -> list[Line]:
    """The lines without sections of links to other articles, and without empty sections."""
    kept: list[Line] = []
    below: Line | None = None  # the heading of a section that is left out
    for line in lines:
        if line.level:
            below = line if fold_line(line.said) in RELATED else None
        if below is None or not (line.level or line.marks or not line.html.strip()):
            kept.append(line)
    filled: list[Line] = []
    follows: int | None = None  # the level of the heading that comes next; 0 is text, None the end
    for line in reversed(kept):
        if line.level:
            if not line.said or follows is None or 0 < follows <= line.level:
                continue
            follows = line.level
        elif line.html.strip():
            follows = 0
        filled.append(line)
    return filled[::-1]


def _list(lines: list[Line], depth: int) -> str:
    """The items of a list, with the lists inside them."""
    written: list[str] = []
    for name, group in groupby(lines, key=lambda line: _LISTS[line.marks[depth]]):
        items: list[list[Line]] = []
        for line in group:
            ends = len(line.marks) == depth + 1 or depth + 1 == _DEEPEST
            if ends or not items:
                items.append([])
            items[-1].append(line)
        written.append(f"<{name}>{''.join(_item(item, depth) for item in items)}</{name}>")
    return "".join(written)


def _item(lines: list[Line], depth: int) -> str:
    first = lines[0]
    ends = len(first.marks) == depth + 1 or depth + 1 == _DEEPEST
    words = styled(first.html).strip() if ends else ""
    tag = _ITEMS[first.marks[depth]]
    words = f"<b>{words}</b>" if tag == "dt" and words else words
    inside = lines[1:] if ends else lines
    return f"<{tag}>{words}{_list(inside, depth + 1) if inside else ''}</{tag}>"
