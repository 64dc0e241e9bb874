"""A download as lines of text: from a page of HTML, and paragraphs out of lines."""

from __future__ import annotations

import re
from typing import Any

from archive.text.markup import name_of, parse_html
from archive.text.plain import tidy

_BLOCKS = {
    "p", "div", "br", "hr", "tr", "li", "table", "h1", "h2", "h3", "h4", "h5", "h6", "article",
    "section", "header", "footer", "aside", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre",
}  # fmt: skip
_LEFT_OUT = {"script", "style", "head", "noscript", "template"}
_DEEPEST = 400
_SPACES = re.compile(r"[ \t\r\n\xa0]+")
_LINE_END = re.compile(r"\r*\n|\r")


def of_html(page: str | Any) -> str:
    """The text of a page or an element, each block a paragraph between blank lines."""
    root = parse_html(page) if isinstance(page, str) else page
    parts: list[str] = []
    if root is not None:
        _walk(root, parts, 0)
    lines = [_SPACES.sub(" ", line).strip() for line in "".join(parts).split("\x00")]
    return "\n\n".join(line for line in lines if line)


def _walk(element: Any, parts: list[str], depth: int) -> None:
    name = name_of(element)
    if name in _LEFT_OUT or depth > _DEEPEST:
        return
    block = name in _BLOCKS
    if block:
        parts.append("\x00")
    if name == "td":
        parts.append(" ")
    if name and element.text:
        parts.append(element.text)
    for child in element:
        _walk(child, parts, depth + 1)
        if child.tail:
            parts.append(child.tail)
    if block:
        parts.append("\x00")


def unix(text: str) -> str:
    """The text with its lines ended as on Unix, for marks that stand alone on their line."""
    return _LINE_END.sub("\n", text) if "\r" in text else text


def stripped(text: str) -> list[str]:
    """The lines of a text without space around them, form feeds as line ends."""
    return [line.strip() for line in re.sub(r"[\f\v]", "\n", tidy(text)).split("\n")]


def paragraphs(lines: list[str]) -> list[str]:
    """Paragraphs between blank lines, each on one line."""
    found: list[list[str]] = [[]]
    for line in lines:
        if line:
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [" ".join(part) for part in found if part]
