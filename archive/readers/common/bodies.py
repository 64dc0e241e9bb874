"""The text inside a wire item: NITF, XHTML, HTML in a string, or plain, as an article's body."""

from __future__ import annotations

import copy
import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from archive.article import BodyFormat
from archive.readers.common.xml import local, words
from archive.text.markdown import from_text, to_text
from archive.text.notation import with_raised
from archive.text.plain import fold_line, one_line
from archive.text.rendered import html_to_text

# Measures of text that was broken into lines for a teleprinter or a narrow screen.
_WIDEST = 85
_NARROWEST = 40
_SHORT = 80  # characters; what may stand between a headline and the text without being text
# The parts of a document that repeat the item's metadata; hedline is how NITF spells it.
_ASIDES = {"header", "footer", "nav", "head", "hedline", "body.head", "body.end"}
_HEADINGS = {"h1", "h2", "hl1"}
# Only elements of HTML: "<AAPL.O>" in a text is a ticker, and has to stay.
_MARKUP = re.compile(
    r"</?(?:a|article|b|blockquote|body|br|center|code|div|dl|em|figure|font|h[1-6]|hr|html|i|iframe"
    r"|img|li|ol|p|pre|ruby|script|section|small|span|strong|sub|sup|table|u|ul)\b[^<>]*>|<!--",
    re.I,
)
# What is closed or has attributes: "Why the <code> tag died" is a title, and <AAPL.O> a ticker.
_MARKED_LINE = re.compile(
    r"</(?:a|b|blockquote|cite|code|div|em|font|h[1-6]|i|li|ol|p|ruby|small|span|strong|sub|sup|u"
    r"|ul)>"
    r"|<(?:br|p) ?/?>|<(?:a|div|font|img|p|span)\s[^<>]*>",
    re.I,
)
_MOST_MARKUP = 10_000_000  # characters; no body is as long, so it need not be parsed to be refused
_TWICE_ESCAPED = re.compile(r"&(?:#\d+|#x[\da-f]+|amp|quot|apos|nbsp);", re.I)
_SAME = 0.9  # of the words of two texts in different form are in both: one came out of the other
_MOST_COMPARED = 20  # texts; each is compared with so many before it
_COLUMNS = re.compile(r"\S {3,}\S")


@dataclass(frozen=True, slots=True)
class Body:
    """A body, and whether it is plain text or Markdown."""

    text: str = ""
    format: BodyFormat = "text"

    def __bool__(self) -> bool:
        return bool(self.text.strip())


def body_of(content: str, title: str | None = None) -> Body:
    """The body that a string holds, whether it is HTML or plain text."""
    if len(content) > _MOST_MARKUP or not _MARKUP.search(content):
        return _plain(html.unescape(content))
    from archive.text.markup import parse_html

    root = parse_html(content)
    return Body() if root is None else markup_body(root, title)


def line_of(text: str | None) -> str | None:
    """A title, name or summary on one line; it is given as HTML as often as not."""
    if text and _MARKED_LINE.search(text):
        text = html_to_text(with_raised(text))
    elif text and "&" in text:
        text = html.unescape(text)
    return one_line(text)


def markup_body(element: Any, title: str | None = None) -> Body:
    """The body that an element of XHTML or NITF holds, without a heading that is the title.

    Text that a sender put as it was into one paragraph keeps its own lines and paragraphs.
    """
    from archive.text.html import html_to_markdown

    element = copy.deepcopy(element)
    for each in list(element.iter()):
        if each is not element and (not local(each) or local(each).lower() in _ASIDES):
            drop(each)
    _drop_headline(element, title)
    lone = _lone_text(element)
    if lone is not None:
        return _plain(lone)
    for each in element.iter():
        _join_wrapped(each)
        each.text, each.tail = _once_escaped(each.text), _once_escaped(each.tail)
        if local(each) == "bq":  # NITF's quotation
            each.tag = "blockquote"
    return Body(html_to_markdown(element), "markdown")


def joined_bodies(bodies: Iterable[Body]) -> Body:
    """One body of several, without those that are empty or say the same as another: in the same
    words, or, of plain text beside markup, in nearly the same.
    """
    said: dict[str, Body] = {}
    for each in filter(None, bodies):
        plain = to_text(each.text) if each.format == "markdown" else each.text
        key = re.sub(r"\W+", " ", fold_line(plain)).strip()
        others = (other for other in islice(said, _MOST_COMPARED)
                  if said[other].format != each.format)  # fmt: skip
        if not any(_says_the_same(key, other) for other in others):
            said.setdefault(key, each)
    found = list(said.values())
    if len(found) < 2:
        return found[0] if found else Body()
    texts = (each.text if each.format == "markdown" else from_text(each.text) for each in found)
    return Body("\n\n".join(texts), "markdown")


def _says_the_same(text: str, other: str) -> bool:
    words, there = set(text.split()), set(other.split())
    return len(words & there) >= _SAME * max(len(words), len(there))


def drop(element: Any) -> None:
    """Takes an element out of its parent, and leaves the text behind it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is None:
        parent.text = (parent.text or "") + (element.tail or "")
    else:
        before.tail = (before.tail or "") + (element.tail or "")
    parent.remove(element)


def _drop_headline(element: Any, title: str | None) -> None:
    """Takes out a heading that is the title, with the labels between it and the first paragraph."""
    heading = next((each for each in element.iter() if local(each).lower() in _HEADINGS), None)
    if heading is None or not title or fold_line(words(heading) or "") != fold_line(title):
        return
    for label in list(heading.itersiblings()):
        if (
            local(label) == "p"
            or label.find(".//{*}p") is not None
            or len(words(label) or "") > _SHORT
        ):
            break
        drop(label)
    drop(heading)


def _lone_text(element: Any) -> str | None:
    """The text of the only element that has any, if it has several lines and no markup."""
    filled: list[Any] = []
    for each in element.iter():
        if (each.tail or "").strip() and each is not element:
            return None
        if (each.text or "").strip():
            filled.append(each)
        if len(filled) > 1:
            return None
    if len(filled) != 1 or local(filled[0]).lower() in ("pre", "a"):
        return None
    text: str = filled[0].text
    return text if text.strip().count("\n") >= 2 else None


def _plain(text: str) -> Body:
    """Plain text whose lines after the first lose the indent that they all share.

    Such an indent is that of the markup around; what goes beyond it begins a paragraph. Where
    columns stand under one another, as in results, the lines stay lines.
    """
    lines = text.expandtabs(4).strip("\n").split("\n")
    first, rest = lines[0].strip(), lines[1:]
    margin = min((len(line) - len(line.lstrip()) for line in rest if line.strip()), default=0)
    lines = [first, *(line[margin:].rstrip() for line in rest)]
    if not _is_table(lines):
        return Body("\n".join(lines).strip("\n"))
    blocks = "\n".join(lines).strip("\n").split("\n\n")
    return Body("\n\n".join(_block(block) for block in blocks), "markdown")


def _is_table(lines: list[str]) -> bool:
    filled = [line for line in lines if line]
    return len(filled) > 3 and 2 * sum(bool(_COLUMNS.search(line)) for line in filled) > len(filled)


def _block(block: str) -> str:
    """A block of lines as preformatted text, but for what comes before its first columns."""
    lines = block.split("\n")
    start = next((at for at, line in enumerate(lines) if _COLUMNS.search(line)), len(lines))
    above = from_text("\n".join(lines[:start]))
    table = "\n".join(f"    {line}" for line in lines[start:])
    return "\n\n".join(part for part in (above, table) if part)


def _join_wrapped(paragraph: Any) -> None:
    """Takes out line breaks that only wrap: <br/> behind every line of about the same width."""
    breaks = [child for child in paragraph if local(child).lower() == "br"]
    if not breaks:
        return
    lines = "".join(_with_breaks(paragraph)).split("\0")
    widths = [len(" ".join(line.split())) for line in lines if line.strip()]
    if len(widths) > 1 and min(widths[:-1]) >= _NARROWEST and max(widths) <= _WIDEST:
        for child in breaks:
            child.tag, child.text = "span", " "


def _with_breaks(paragraph: Any) -> Iterator[str]:
    yield paragraph.text or ""
    for child in paragraph:
        yield "\0" if local(child).lower() == "br" else "".join(child.itertext())
        yield child.tail or ""


def _once_escaped(text: str | None) -> str | None:
    """Text in which a sender's "&amp;#39;" has become the apostrophe that was meant."""
    return html.unescape(text) if text and _TWICE_ESCAPED.search(text) else text
