"""Rendered bodies: the text that is seen of clean HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from archive.text.markup import READINGS

_BLOCKS = {
    "p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "pre",
    "table", "tr", "td", "th", "dl", "dt", "dd", "figure", "figcaption", "caption", "div",
}  # fmt: skip


def html_to_text(page: str) -> str:
    """The visible text of HTML, blocks separated by a blank line; readings of <ruby> left out."""
    reader = _TextOfHtml()
    reader.feed(page)
    reader.close()
    blocks = (" ".join(block.split()) for block in "".join(reader.parts).split("\x00"))
    return "\n\n".join(block for block in blocks if block)


class ListNumbers:
    """The numbers that a browser writes before the items of lists and that no HTML holds as text.

    Told of each tag of clean HTML as it is read.
    """

    def __init__(self) -> None:
        self._next: list[int | None] = []  # of each open list; None has bullets
        self._number = ""

    def begin(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag opens."""
        if tag in ("ol", "ul"):
            self._next.append(_whole_number(attrs, "start", 1) if tag == "ol" else None)
        elif tag == "li" and self._next and (number := self._next[-1]) is not None:
            number = _whole_number(attrs, "value", number)
            self._number, self._next[-1] = f"{number}. ", number + 1

    def end(self, tag: str) -> None:
        """A tag closes."""
        if tag in ("ol", "ul") and self._next:
            self._next.pop()
            self._number = ""

    def take(self) -> str:
        """What stands before the text that comes now: "3. ", or nothing."""
        number, self._number = self._number, ""
        return number


def _whole_number(attrs: list[tuple[str, str | None]], name: str, otherwise: int) -> int:
    value = dict(attrs).get(name) or ""
    return int(value) if re.fullmatch(r"-?\d{1,9}", value) else otherwise


class _TextOfHtml(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.numbers = ListNumbers()
        self._ruby = self._reading = False

    def handle_data(self, data: str) -> None:
        if self._reading:
            return
        number = self.numbers.take() if data.strip() else ""
        self.parts.append(number + data.lstrip() if number else data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.parts.append("\x00")
        self._ruby = tag == "ruby" or (self._ruby and tag not in _BLOCKS)
        goes_on = self._reading and tag not in ("ruby", "rb")
        self._reading = self._ruby and (goes_on or tag in READINGS)
        self.numbers.begin(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\x00")
        self._ruby = self._ruby and tag not in ("ruby", *_BLOCKS)
        self._reading = self._reading and self._ruby and tag not in READINGS
        self.numbers.end(tag)
