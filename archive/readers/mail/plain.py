"""A mail's part in plain text: lines that flow, passages that are quoted, and the signature."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from archive.article import BodyFormat
from archive.text.markdown import from_text

# RFC 3676, section 4.3: two dashes and a space; what follows is the sender and no news.
_SIGNATURE = "-- "
_QUOTED = re.compile(r">(?: ?>)*")
_QUOTED_FLOWED = re.compile(r">+")


@dataclass(frozen=True, slots=True)
class PlainText:
    """The text, as Markdown where something in it is quoted, and the signature below it."""

    body: str
    body_format: BodyFormat
    signature: str | None


def read_plain(text: str, flowed: bool = False, delete_space: bool = False) -> PlainText:
    """What a part says. `flowed` and `delete_space` are its "format=flowed" and "delsp=yes".

    A quoted line begins with as many ">" as it is deep; only what RFC 3676 flows is joined here.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    lines, signature = _without_signature(lines)
    # Some declare it and wrap by themselves: without a line that flows they say nothing by it.
    flowed = flowed and any(line.endswith(" ") for line in lines)
    marked = [_depth(line, flowed) for line in lines]
    if flowed:
        marked = list(_joined(marked, delete_space))
    if not any(depth and said.strip() for depth, said in marked):
        return PlainText("\n".join(said for _, said in marked), "text", signature)
    blocks = groupby(marked, key=lambda line: line[0])
    quoted = (_quoted(depth, from_text("\n".join(said for _, said in of))) for depth, of in blocks)
    return PlainText("\n\n".join(block for block in quoted if block), "markdown", signature)


def _without_signature(lines: list[str]) -> tuple[list[str], str | None]:
    """Of a digest nothing is taken away: there each mail in it has one of its own."""
    if lines.count(_SIGNATURE) != 1:
        return lines, None
    at = lines.index(_SIGNATURE)
    return lines[:at], "\n".join(lines[at + 1 :]).strip() or None


def _depth(line: str, flowed: bool) -> tuple[int, str]:
    """How deep a line is quoted and what it says; a flowed one may be stuffed with a space."""
    marks = (_QUOTED_FLOWED if flowed else _QUOTED).match(line)
    depth = marks[0].count(">") if marks else 0
    said = line[marks.end() :] if marks else line
    stuffed = said.startswith(" ") and (flowed or depth > 0)
    return depth, said[1:] if stuffed else said


def _joined(lines: list[tuple[int, str]], delete_space: bool) -> Iterator[tuple[int, str]]:
    """Paragraphs: a line that ends in a space goes on in the next of its depth.

    Each is followed by an empty line, for here a line's end means what it says.
    """
    so_far, depth = "", 0
    for level, said in lines:
        if so_far and level != depth:
            yield from ((depth, so_far), (depth, ""))
            so_far = ""
        depth = level
        if said.endswith(" "):
            so_far += said[:-1] if delete_space else said
            continue
        yield from ((level, so_far + said), (level, ""))
        so_far = ""
    if so_far:
        yield depth, so_far


def _quoted(depth: int, markdown: str) -> str:
    if not depth or not markdown:
        return markdown
    return "\n".join(f"{'> ' * depth}{line}".rstrip() for line in markdown.split("\n"))
