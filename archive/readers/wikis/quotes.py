"""Bold and italics in a line of wikitext: two apostrophes, three, or five.

Where they do not come in pairs, one of three is an apostrophe before two: L'''amour'' is L'amour,
half of it in italics (MediaWiki, BlockLevelPass and Parser::doQuotes, of which this is the rule).
"""

from __future__ import annotations

import re

_MARKS = re.compile(r"('{2,})")
_ITALIC, _BOLD, _BOTH = 2, 3, 5


def styled(line: str) -> str:
    """A line of HTML with its apostrophes as <b> and <i>."""
    if "''" not in line:
        return line
    parts = _MARKS.split(line)
    texts, marks = parts[::2], [len(mark) for mark in parts[1::2]]
    for at, length in enumerate(marks):
        marks[at] = length if length < 4 else _BOLD if length == 4 else _BOTH
        texts[at] += "'" * (length - marks[at])
    _even(texts, marks)
    written, bold, italic = [texts[0]], False, False
    for length, text in zip(marks, texts[1:], strict=True):
        bold ^= length in (_BOLD, _BOTH)
        italic ^= length in (_ITALIC, _BOTH)
        if text.strip():
            text = f"<i>{text}</i>" if italic else text
            text = f"<b>{text}</b>" if bold else text
        written.append(text)
    return "".join(written)


def _even(texts: list[str], marks: list[int]) -> None:
    """Takes one of three apostrophes for an apostrophe and two, where neither kind has pairs."""
    bold = sum(length in (_BOLD, _BOTH) for length in marks)
    italic = sum(length in (_ITALIC, _BOTH) for length in marks)
    if not (bold % 2 and italic % 2):
        return
    found: dict[str, int] = {}
    for at, length in enumerate(marks):
        if length == _BOLD:
            before = texts[at][-2:]
            kind = "space" if before[-1:] == " " else "one" if before[:-1] == " " else "more"
            found.setdefault(kind, at)
    for kind in ("one", "more", "space"):
        if kind in found:
            marks[found[kind]] = _ITALIC
            texts[found[kind]] += "'"
            return
