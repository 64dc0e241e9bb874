"""HTML and XHTML fragments as Markdown: the text and its structure, nothing that runs.

Kept are paragraphs, headings, lists, quotes, tables of data, preformatted text, bold, italics,
raised digits, and links to http(s) and mailto addresses. What an edit took out is not. Pictures and
captions are figures, which readers give apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any
from urllib.parse import quote, urljoin

from archive.text.markdown import escape
from archive.text.markup import BLOCKS, DROPPED, foreign_text, is_quotation, name_of, parse_html
from archive.text.notation import fraction, is_deleted, is_note_mark, raised
from archive.text.plain import tidy

DEEPEST = 150  # elements inside one another; what lies deeper keeps its text alone
MOST_CELLS = 10_000  # of one table; a larger one comes as paragraphs

# hl1 and hl2 are the headings of NITF. The title is level one, so nothing inside a text is.
_LEVELS = {"h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6, "hl1": 2, "hl2": 3}
_BOLD = {"b", "strong"}
_ITALIC = {"i", "em", "cite", "dfn", "var"}
_LINK = re.compile(r"(?:https?://|mailto:)\S", re.I)
_HIDING = re.compile(r"display\s*:\s*none", re.I)
_ITEM = re.compile(r"(?:-|\d+\.) ")
_SPACES = re.compile(r"[ \t\r\n\f\v\xa0]+")
# What would begin a heading, list, quote or table, or underline a heading, at the start of a line.
_BEGINS = re.compile(r"(?:(?P<mark>[#+\-|])|(?P<number>\d+)(?=\.(?:\s|$))|(?P<line>[=:]))")


def html_to_markdown(html: str | bytes | Any, base: str | None = None) -> str:
    """The Markdown of a fragment, a whole document or an lxml element ("" where there is no text).

    Links are resolved against `base`; relative ones without it keep only their text. Unknown
    elements keep their text; scripts, styles, forms, pictures and what is hidden are dropped.
    """
    root = parse_html(html) if isinstance(html, str | bytes) else html
    if root is None or _dropped(root):
        return ""
    flow = _Flow(base)
    flow.element(root, _Style(), 0)
    return tidy("\n\n".join(flow.finish()))


@dataclass(frozen=True, slots=True)
class _Style:
    bold: bool = False
    italic: bool = False
    link: str | None = None
    raised: bool = False


class _Flow:
    """The content of one container on its way to Markdown blocks."""

    def __init__(self, base: str | None) -> None:
        self.base = base
        self.blocks: list[str] = []
        self.runs: list[tuple[str, _Style]] = []
        self.broken = False  # whether the text so far ends with a <br>

    def finish(self) -> list[str]:
        """The blocks, the last one ended."""
        self.flush()
        return self.blocks

    def children(self, element: Any, style: _Style, depth: int) -> None:
        """Takes in all that is inside an element."""
        self.text(element.text, style)
        for child in element:
            if depth >= DEEPEST:
                self.flat(child, style)
            elif not _dropped(child):
                self.element(child, style, depth + 1)
            self.text(child.tail, style)

    def element(self, element: Any, style: _Style, depth: int) -> None:
        """Takes in one element: a structure of its own, a block, or words inside a block."""
        name = name_of(element)
        if name == "br":
            self.line_break(style)
        elif name in _STRUCTURES:
            self.flush()
            self.blocks.extend(_STRUCTURES[name](element, self.base, depth))
        elif name in BLOCKS:
            self.flush()
            self.children(element, style, depth)
            self.flush()
        elif name in ("math", "svg"):
            self.text(foreign_text(element), style)
        elif name == "q":
            self.text("“", style)
            self.children(element, style, depth)
            self.text("”", style)
        elif name == "frac" and (said := fraction(element)):
            apart = self.runs and self.runs[-1][0][-1:].isalnum()
            self.text(f" {said}" if apart else said, style)
        else:
            self.children(element, self.restyled(name, element, style), depth)

    def flat(self, element: Any, style: _Style) -> None:
        """Takes in the text of an element too deep to be walked into, its blocks apart."""
        from lxml import etree

        walk = etree.iterwalk(element, events=("start", "end"))
        for event, part in walk:
            name = name_of(part)
            if name in BLOCKS or name in _STRUCTURES:
                self.flush()
            if event == "start" and name in DROPPED:
                walk.skip_subtree()
            elif event == "start" and name == "br":
                self.line_break(style)
            elif event == "start":
                self.text(part.text, style)
            if event == "end" and part is not element:
                self.text(part.tail, style)

    def restyled(self, name: str, element: Any, style: _Style) -> _Style:
        """The style inside an inline element."""
        if name in _BOLD:
            return replace(style, bold=True)
        if name in _ITALIC:
            return replace(style, italic=True)
        if name == "a":
            return replace(style, link=_address(element.get("href"), self.base))
        return replace(style, raised=True) if name == "sup" else style

    def text(self, text: str | None, style: _Style) -> None:
        """Takes in text as it stands in the source."""
        text = _SPACES.sub(" ", text or "")
        if style.raised:
            text, style = raised(text), replace(style, raised=False)
        if text:
            self.runs.append((text, style))
            self.broken = self.broken and text == " "

    def line_break(self, style: _Style) -> None:
        """One <br> is a line break, two are a new paragraph."""
        if self.broken:
            self.flush()
        else:
            self.runs.append(("\n", style))
            self.broken = True

    def flush(self) -> None:
        """Ends the paragraph."""
        text = _inline(self.runs)
        self.runs = []
        self.broken = False
        if text:
            self.blocks.append("  \n".join(map(_guarded, text.split("\n"))))


def _dropped(element: Any) -> bool:
    name = name_of(element)
    if name == "figcaption" and is_quotation(next(element.iterancestors("figure"), None)):
        return False
    if not name or (name in DROPPED and name not in ("math", "svg")):
        return True
    if is_deleted(element) or (name == "sup" and is_note_mark(element)):
        return True
    if element.get("hidden") is not None or _HIDING.search(element.get("style") or ""):
        return True
    # A figure may frame a table or a quotation instead of a picture.
    return name == "figure" and element.find(".//table") is element.find(".//blockquote") is None


def _address(href: str | None, base: str | None) -> str | None:
    """A link's address as Markdown can hold it; None where it is not to be followed."""
    try:
        address = urljoin(base or "", (href or "").strip())
    except ValueError:
        return None
    return quote(address, safe="!#$%&'+,/:;=?@~-.") if _LINK.match(address) else None


def _inline(runs: list[tuple[str, _Style]]) -> str:
    """Runs of text as Markdown, lines apart by a newline, with single spaces."""
    styled: list[tuple[list[str], _Style]] = []
    last = "\n"
    for text, style in runs:
        if last in " \n":
            text = text.lstrip(" ")
        if not text:
            continue
        last = text[-1]
        if styled and (styled[-1][1] == style or text.isspace()):
            styled[-1][0].append(text)
        else:
            styled.append(([text], style))
    written: list[str] = []
    for parts, style in styled:
        _write(written, re.sub(" ?\n ?", "\n", "".join(parts)), style)
    return "".join(written).strip(" \n")


def _write(written: list[str], text: str, style: _Style) -> None:
    """Adds a run to what is written, its marks close to its words as Markdown wants them."""
    core = text.strip(" \n")
    start = text.index(core)
    before, after = text[:start], text[start + len(core) :]
    last = before or (written[-1] if written else "")
    marks = "*" * (style.italic + 2 * style.bold)
    if not any(map(str.isalnum, core)) or last.endswith("*"):
        marks = ""
    shown = f"{marks}{escape(core)}{marks}"
    if style.link and core:
        if last.endswith("!"):  # "![" would be a picture
            written[-1] = f"{written[-1][:-1]}\\!"
        shown = f"[{shown}]({style.link})"
    written.extend(part for part in (before, shown, after) if part)


def _guarded(line: str) -> str:
    """A line that Markdown takes for text, whatever it begins with."""
    line = line.strip(" ")
    match = _BEGINS.match(line)
    if not match:
        return line
    if match["line"]:
        return f"&#{ord(line[0])};{line[1:]}"
    at = match.end("number") if match["number"] else 0
    return f"{line[:at]}\\{line[at:]}"


def _blocks(element: Any, base: str | None, depth: int) -> list[str]:
    flow = _Flow(base)
    flow.children(element, _Style(), depth)
    return flow.finish()


def _heading(element: Any, base: str | None, depth: int) -> list[str]:
    blocks = _blocks(element, base, depth)
    text = " ".join(line.strip() for line in "\n".join(blocks).split("\n"))
    return [f"{'#' * _LEVELS[name_of(element)]} {text}"] if text else []


def _quote(element: Any, base: str | None, depth: int) -> list[str]:
    text = "\n\n".join(_blocks(element, base, depth))
    return ["\n".join(f"> {line}" if line else ">" for line in text.split("\n"))] if text else []


def _list(element: Any, base: str | None, depth: int) -> list[str]:
    """One block. What stands in a list outside its items goes with the item before."""
    outside = _Flow(base)
    outside.text(element.text, _Style())
    items: list[list[str]] = [outside.finish()]
    for child in element:
        flow = _Flow(base)
        if not _dropped(child):
            flow.element(child, _Style(), depth + 1)
        if name_of(child) == "li":
            items.append(flow.finish())
            flow = _Flow(base)
        flow.text(child.tail, _Style())
        items[-1].extend(flow.finish())
    numbered = [
        (number, item) for number, item in zip(_numbers(element, items), items, strict=True) if item
    ]
    items = [item for _, item in numbered]
    numbers = [number for number, _ in numbered]
    runs_on = numbers == [numbers[0] + at for at in range(len(numbers))] if numbers else True
    if name_of(element) == "ol" and not (runs_on and min(numbers, default=0) >= 0):
        return [block for number, item in numbered for block in _own_number(number, item)]
    loose = any(len(item) > 1 and not _ITEM.match(item[1]) for item in items)
    between = "\n\n" if loose else "\n"
    written = (
        f"{f'{number}.' if name_of(element) == 'ol' else '-'} "
        + between.join(item).replace("\n", "\n    ").replace("\n    \n", "\n\n")
        for number, item in numbered
    )
    return [between.join(written)] if items else []


def _numbers(element: Any, items: list[list[str]]) -> list[int]:
    """The number of each item of a list, the first of which is what stands above all (HTML Living
    Standard, 4.4.5 and 4.4.8: `start`, `reversed`, `value`).
    """
    entries = [child for child in element if name_of(child) == "li"]
    step = -1 if element.get("reversed") is not None else 1
    first = _whole(element.get("start"))
    number = first if first is not None else (len(entries) if step < 0 else 1)
    found: list[int] = []
    for entry in entries:
        value = _whole(entry.get("value"))
        number = number if value is None else value
        found.append(number)
        number += step
    above = (found[0] if found else 1) - (1 if items[0] else 0)
    if items[0] and above < 1:  # what stands above takes the first number
        return [above + 1, *(number + 1 for number in found)]
    return [above, *found]


def _whole(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"\s*-?\d{1,9}\s*", text) else None


def _own_number(number: int, item: list[str]) -> list[str]:
    """An item of a list whose numbers do not run on, which Markdown cannot count, as paragraphs."""
    return [f"{number}\\. {item[0]}", *item[1:]]


def _table(element: Any, base: str | None, depth: int) -> list[str]:
    """A table of data as one; a table that only arranges the page, or one too large, as blocks."""
    rows = [
        [cell for cell in row if name_of(cell) in ("td", "th")]
        for part in (element, *element)
        if name_of(part) in ("table", "thead", "tbody", "tfoot")
        for row in part
        if name_of(row) == "tr"
    ]
    width = max(map(len, rows), default=0)
    arranges = any(element.find(f".//{{*}}{name}") is not None for name in ("table", "ul", "ol"))
    if arranges or width < 2 or len(rows) < 2 or width * len(rows) > MOST_CELLS:
        return _blocks(element, base, depth)
    cells = [[" ".join(_blocks(cell, base, depth + 2)) for cell in row] for row in rows]
    lines = [_row(row, width) for row in cells]
    lines.insert(1, _row(["---"] * width, width))
    titles = (_blocks(part, base, depth) for part in element if name_of(part) == "caption")
    return [*chain.from_iterable(titles), "\n".join(lines)]


def _row(cells: list[str], width: int) -> str:
    filled = [re.sub(r"(?<!\\)\|", r"\\|", cell.replace("  \n", " ")) for cell in cells]
    return f"| {' | '.join(filled + [''] * (width - len(cells)))} |"


def _preformatted(element: Any, base: str | None, depth: int) -> list[str]:
    text = tidy("".join(element.itertext())).expandtabs(4).strip("\n")
    return ["\n".join(f"    {line}".rstrip() for line in text.split("\n"))] if text.strip() else []


_STRUCTURES: dict[str, Callable[[Any, str | None, int], list[str]]] = {
    **dict.fromkeys(_LEVELS, _heading),
    **dict.fromkeys(("ul", "ol", "menu"), _list),
    "blockquote": _quote,
    "table": _table,
    "pre": _preformatted,
    "hr": lambda element, base, depth: ["* * *"],
}
