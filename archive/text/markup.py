"""Trees of HTML and XHTML, parsed however broken they are; the names and texts of elements."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from typing import Any

from archive.text.patterns import lazy_pattern
from archive.text.plain import with_meant_references

MOST_ATTRIBUTES = 1_000  # of one tag; the parser's time grows with the square of their number
_VALUE = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+')?+""")
# What a tag looks like that ends not at the first ">": one stands in a value.
_HELD_END = lazy_pattern(rb"""=\s*(?:"[^">]*>|'[^'>]*>)""")
_TAG = lazy_pattern(rf"<[a-zA-Z](?:[^>=]++|{_VALUE.pattern})*+")

# What holds no text of a document, or text that only acts.
DROPPED = {
    "script", "style", "template", "noscript", "head", "title", "figcaption", "picture", "img",
    "svg", "math", "video", "audio", "iframe", "object", "embed", "canvas", "map", "form",
    "button", "select", "input", "textarea", "nav", "media",
}  # fmt: skip
# Elements that begin a new paragraph; the last line is NITF's.
BLOCKS = {
    "p", "div", "section", "article", "main", "header", "footer", "aside", "address", "details",
    "summary", "dl", "dt", "dd", "fieldset", "legend", "center", "body", "html", "figure",
    "figcaption", "li", "td", "th", "tr", "tbody", "thead", "tfoot", "caption",
    "block", "body.head", "body.content", "body.end", "hedline",
}  # fmt: skip
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
# How the words of <ruby> are pronounced, and the brackets that old browsers set around it.
READINGS = {"rt", "rp", "rtc"}


def parse_html(html: str | bytes) -> Any:
    """The lxml tree of HTML however broken, or None where there is none. Bytes are read as UTF-8.

    What is nested deeper than the parser reads stands beside its like, as in browsers. A tag with
    more attributes than any page's is read without them, or where it hides well the whole is not
    read. Readings of <ruby> are left out (`leave_out_readings`).
    """
    from lxml import etree

    text = html.decode("utf-8", "replace") if isinstance(html, bytes) else html
    text = with_meant_references(text)
    limited = within_limits(text.replace("\x00", ""))
    if limited is None:
        return None
    data = limited.encode("utf-8", "replace")
    try:
        root = _tree(data) if data.strip() else None
    except etree.LxmlError:
        return None
    if root is not None and b"<ruby" in data.lower():
        leave_out_readings(root)
    return root


def _tree(data: bytes) -> Any:
    from lxml import etree

    parser = _parser()
    root = etree.fromstring(data, parser)
    if root is None or not parser.error_log.filter_from_fatals():
        return root
    # It stopped where the page nests too deep; as long as it builds no tree, it has no limit.
    from archive.text.shallow_tree import ShallowTree  # few pages nest so deeply

    return etree.fromstring(data, _parser(ShallowTree(opened=DROPPED, blocks=BLOCKS | HEADINGS)))


def within_limits(html: str) -> str | None:
    """The HTML without the attributes of tags that have more than any page's; None where one hides
    so well that it stays. What parses them takes time that grows with the square of their number.
    """
    if _most_attributes(html.encode("utf-8", "replace")) <= MOST_ATTRIBUTES:
        return html
    html = _TAG.sub(_without_attributes, html)
    hidden = _most_attributes(html.encode("utf-8", "replace")) > MOST_ATTRIBUTES
    return None if hidden else html


def _parser(target: Any = None) -> Any:
    from lxml import etree

    return etree.HTMLParser(
        encoding="utf-8", huge_tree=target is not None, remove_pis=True, remove_comments=True,
        target=target,
    )  # fmt: skip


def _most_attributes(data: bytes) -> int:
    """How many attributes the tag with the most of them has, as the parser itself cuts tags: it is
    quick as long as it builds no tree. 0 where no tag is long enough to have too many.
    """
    from lxml import etree

    if not (_has_long_tag(data) or _HELD_END.search(data)):
        return 0

    count = _AttributeCount()
    with suppress(etree.LxmlError):
        etree.fromstring(data, _parser(count))
    return count.most


def _has_long_tag(data: bytes) -> bool:
    """Whether up to a ">" something stands that may be a tag with too many attributes: each takes
    two bytes at least.
    """
    least = 2 * MOST_ATTRIBUTES
    long = (part for part in data.split(b">") if len(part) > least)
    return any(0 <= part.find(b"<") < len(part) - least for part in long)


class _AttributeCount:
    """What the parser tells of each tag."""

    def __init__(self) -> None:
        self.most = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if len(attributes) > self.most:
            self.most = len(attributes)

    def close(self) -> None:
        return


def _without_attributes(match: re.Match[str]) -> str:
    """A tag as it is, or by name alone where it has more attributes than any page's."""
    tag = match[0]
    if len(re.findall(r"[^\s/]+", _VALUE.sub(" ", tag))) <= MOST_ATTRIBUTES:
        return tag
    return re.split(r"[\s/]", tag, maxsplit=1)[0]


def name_of(element: Any) -> str:
    """An element's name in lower case without its namespace; "" for a comment and the like."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    return tag.rpartition("}")[2].lower() if tag[0] == "{" else tag


def leave_out_readings(root: Any) -> None:
    """Empties the elements that say how the words of <ruby> are pronounced (furigana, bopomofo).

    They stand above the words, and within the text no word would be whole: 東とう京きょう. One that
    holds words of its own, for nobody has closed it, stays.
    """
    for ruby in root.iter("{*}ruby"):
        for reading in [each for each in ruby.iterdescendants() if name_of(each) in READINGS]:
            inside = {name_of(each) for each in reading.iterdescendants()}
            if not inside & {"rb", *BLOCKS}:
                reading.clear(keep_tail=True)


def text_of(element: Any) -> str:
    """All text inside an element, on one line."""
    return " ".join("".join(element.itertext()).split())


def is_quotation(figure: Any) -> bool:
    """Whether an element is a figure of a quotation: its caption then is who said it, perhaps with
    a portrait.
    """
    if figure is None or name_of(figure) != "figure":
        return False
    if next(figure.iter("blockquote"), None) is None:
        return False
    pictures = figure.iter("img", "picture", "amp-img")
    return all(next(one.iterancestors("figcaption"), None) is not None for one in pictures)


def short_text(element: Any, most: int) -> str | None:
    """The text inside an element on one line; None where it is longer."""
    if not len(element):
        line = " ".join((element.text or "").split())
        return line if len(line) <= most else None
    text = _beginning(most)(element)
    if len(text) <= most:
        return " ".join(text.split())
    if len(" ".join(text.split())) + text.endswith(" ") == len(text):
        return None
    size, parts = 0, []  # blanks that XPath does not join, such as that without a break
    for part in element.itertext():
        parts.append(part)
        size += sum(map(len, part.split()))
        if size > most:
            return None
    line = " ".join("".join(parts).split())
    return line if len(line) <= most else None


@cache
def _beginning(most: int) -> Any:
    """Gives the text of an element, blanks joined, up to one character more than so many."""
    from lxml import etree

    return etree.XPath(f"substring(normalize-space(), 1, {most + 1})", smart_strings=False)


def foreign_text(element: Any) -> str:
    """What a formula (MathML) or a drawing (SVG) says in words: a formula's `alttext`, else its
    TeX, else its signs; of a drawing the lines of its text. "" where it says nothing.
    """
    if name_of(element) == "svg":
        lines = (" ".join("".join(each.itertext()).split()) for each in element.iter()
                 if name_of(each) == "text")  # fmt: skip
        return f" {said} " if (said := " ".join(filter(None, lines))) else ""
    tex = next((each.text for each in element.iter() if name_of(each) == "annotation"
                and "tex" in (each.get("encoding") or "").lower()), None)  # fmt: skip
    said = element.get("alttext") or tex or " ".join(
        text for each in element.iter()
        if not name_of(each).startswith("annotation") and (text := (each.text or "").strip())
    )  # fmt: skip
    return f" {' '.join(said.split())} " if said.strip() else ""
