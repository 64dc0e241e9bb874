"""Markdown bodies: made from plain text, shown as clean HTML, read as plain text.

Index, snippets and differences all use `to_text`, so that a span means the same everywhere.
"""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser
from typing import Any

_SPECIAL = re.compile(r"([\\`*_\[\]])")
_LINE_START = re.compile(r"^(\s*)([#>+\-=~]|\d+(?=[.)]))")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()>#+\-.!])|&(?:lt|gt|amp);")
# What may mean something to a Markdown parser, once our own escapes are out of the way.
_MARKUP = re.compile(r"[\\`*_\[\]<>&]|  \n|^(?:[ \t]|[#+\-=~:|]|\d+[.)])|^\S[^\n]*\n[=-]", re.M)
_SUBHEADING = re.compile(r"[-–—*]{1,3}\s*(\S[^\n]{1,98}?\S)\s*[-–—*]{1,3}")
_WRAPPED_WIDTH = 120

_local = threading.local()

_TAGS = {
    "p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "pre",
    "code", "em", "strong", "i", "b", "u", "s", "sub", "sup", "a", "table", "thead", "tbody", "tr",
    "th", "td", "caption", "dl", "dt", "dd", "abbr", "cite", "q", "figure", "figcaption",
}  # fmt: skip
_BLOCKS = {
    "p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "pre",
    "table", "tr", "td", "th", "dl", "dt", "dd", "figure", "figcaption", "caption", "div",
}  # fmt: skip


def from_text(text: str) -> str:
    """Plain text as Markdown that shows the same text: escaped, un-indented, unwrapped.

    A line "- Like this -" alone in its paragraph, as agencies write subheadings, becomes one.
    """
    return "\n\n".join(_block(paragraph) for paragraph in paragraphs(text))


def paragraphs(text: str) -> list[str]:
    """The paragraphs of plain text, each on one line.

    A paragraph ends at a blank line; at an indented line where others are not indented; and at
    every line end where lines are clearly not wrapped.
    """
    lines = [line.expandtabs(4).rstrip() for line in text.split("\n")]
    filled = [line for line in lines if line]
    if not filled:
        return []
    margin = min(len(line) - len(line.lstrip()) for line in filled)
    no_blanks = len(filled) == len(text.strip("\n").split("\n"))
    unwrapped = no_blanks and sorted(map(len, filled))[len(filled) // 2] > _WRAPPED_WIDTH
    found: list[list[str]] = [[]]
    for line in lines:
        indent = len(line) - len(line.lstrip())
        if not line or unwrapped or indent - margin >= 2:
            found.append([])
        if line:
            found[-1].append(" ".join(line.split()))
    return [" ".join(part) for part in found if part]


def escape(text: str) -> str:
    """Text such that Markdown shows just these characters."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(r"\\\1", text)


def _block(paragraph: str) -> str:
    heading = _SUBHEADING.fullmatch(paragraph)
    if heading:
        return f"## {escape(heading[1])}"
    text = escape(paragraph)
    match = _LINE_START.match(text)
    if not match:
        return text
    if match[2][0].isdigit():  # "1987. A year" would start a numbered list
        end = match.end()
        return f"{text[:end]}\\{text[end:]}" if text[end] == "." else text
    if match[2] in "=~":
        return text
    return f"\\{text}"


def to_html(markdown: str) -> str:
    """Markdown rendered and cleaned: no script, style, event handler or remote image survives."""
    import nh3

    return nh3.clean(
        _renderer().reset().convert(markdown),
        tags=_TAGS,
        attributes={"a": {"href", "title"}, "abbr": {"title"}, "td": {"align"}, "th": {"align"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )


@lru_cache(maxsize=512)
def to_text(markdown: str) -> str:
    """The text a reader of the rendered body sees: paragraphs, each on a line, a blank between."""
    plain = _ESCAPE.sub(lambda match: "x", markdown)
    if not _MARKUP.search(plain):  # nothing but words: the long way would give the same
        unescaped = _ESCAPE.sub(lambda match: match[1] or unescape(match[0]), markdown)
        blocks = (" ".join(block.split()) for block in re.split(r"\n\s*\n", unescaped))
        return "\n\n".join(block for block in blocks if block)
    return html_to_text(to_html(markdown))


def html_to_text(html: str) -> str:
    """The visible text of HTML, blocks separated by a blank line."""
    reader = _TextOfHtml()
    reader.feed(html)
    reader.close()
    blocks = (" ".join(block.split()) for block in "".join(reader.parts).split("\x00"))
    return "\n\n".join(block for block in blocks if block)


class _TextOfHtml(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.parts.append("\x00")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\x00")


def _renderer() -> Any:
    """One renderer a thread: Python-Markdown keeps state while it converts."""
    from markdown import Markdown

    if not hasattr(_local, "renderer"):
        _local.renderer = Markdown(extensions=["tables", "sane_lists"], output_format="html")
    return _local.renderer
