"""XML on its way in: its root without parsing it, and parsing that stays within limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5
from typing import Any
from xml.sax.saxutils import escape

from archive.errors import UnreadableError
from archive.text.charset import decode_xml
from archive.text.markup import leave_out_readings
from archive.text.plain import one_line, with_meant_references

MOST_XML = 32 * 1024 * 1024  # bytes; the tree of the tightest XML takes twenty times as much memory

_PROLOG = re.compile(
    r"[\s\ufeff]+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.S | re.I
)
_ROOT = re.compile(r"<(?:(?P<prefix>[\w.-]+):)?(?P<name>[\w.-]+)(?P<attributes>[^>]*)")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
# What may follow "&" in XML; in CDATA and comments it may stand by itself.
_AMPERSAND = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|&(?:#(?P<number>x[\da-f]+|\d+);|(?P<name>\w{1,31});)?",
    re.S | re.I,
)
_ALLOWED = {"amp", "lt", "gt", "quot", "apos"}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Root:
    """The root element of a document: its name without prefix, and its namespace."""

    name: str
    namespace: str | None


def prolog_of(markup: str) -> int:
    """How many characters stand before the root: space, comments, instructions, a DOCTYPE."""
    at = 0
    while match := _PROLOG.match(markup, at):
        at = match.end()
    return at


def root_of(head: str) -> Root | None:
    """The root element that the beginning of a file shows, or None where it is no XML or HTML."""
    root = _ROOT.match(head, prolog_of(head))
    if not root:
        return None
    declared = f"xmlns:{re.escape(root['prefix'])}" if root["prefix"] else "xmlns"
    namespace = re.search(rf"\b(?<!:){declared}\s*=\s*[\"']([^\"']*)", root["attributes"])
    return Root(root["name"], namespace[1] if namespace else None)


def parse(data: bytes, charset: str | None = None) -> Any:
    """The root of a well-formed document. UnreadableError, with the line, for any other.

    Mended first are what senders get wrong without harm to the text: space before the declaration,
    a wrong encoding, control characters, bare ampersands, and names of HTML entities. `charset` is
    what the document is in where it does not say.
    """
    return parse_text(markup_of(data, charset))


def salvage(data: bytes, charset: str | None = None) -> tuple[Any, str | None]:
    """The root of a document, as much of it as can be read, and what was wrong with it if anything.

    UnreadableError where nothing can be read.
    """
    markup = markup_of(data, charset)
    try:
        return parse_text(markup), None
    except UnreadableError as error:
        root, fault = _parsed(markup, recover=True)
        return root, fault or error.message


def markup_of(data: bytes, charset: str | None = None) -> str:
    """A document as text, without its declaration. UnreadableError where it is empty or larger than
    MOST_XML.
    """
    if len(data) > MOST_XML:
        raise UnreadableError(f"XML larger than {MOST_XML >> 20} MiB")
    if not data.strip():
        raise UnreadableError("the file is empty")
    text = _DECLARATION.sub("", decode_xml(data, charset).lstrip("\ufeff")).lstrip()
    return with_meant_references(text)


def parse_text(markup: str) -> Any:
    """The root of a document that is text already, as `parse` gives it."""
    from lxml import etree

    try:
        return _harmless(etree.fromstring(markup.encode("utf-8", "replace"), _parser()), markup)
    except (etree.XMLSyntaxError, ValueError):
        return _parsed(markup, recover=False)[0]  # once more, mended


def _parsed(markup: str, *, recover: bool) -> tuple[Any, str | None]:
    from lxml import etree

    parser = _parser(recover=recover)
    try:
        root = etree.fromstring(_mended(markup), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(f"not well-formed XML: {one_line(str(error))}") from None
    if root is None:
        raise UnreadableError("not XML")
    fault = parser.error_log.last_error
    return _harmless(root, markup), f"damaged XML: {one_line(fault.message)}" if fault else None


def _parser(**options: Any) -> Any:
    """A parser that expands no entity, fetches nothing, and bounds depth and length."""
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True, encoding="utf-8", **options,
    )  # fmt: skip


def _harmless(root: Any, markup: str) -> Any:
    """The root without readings of <ruby>, which titles and texts would hold within their words."""
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(dtd.iterentities(), None) is not None:
        raise UnreadableError("it declares entities of its own, which are not expanded")
    if "ruby>" in markup:
        leave_out_readings(root)
    return root


def _mended(text: str) -> bytes:
    text = _CONTROL.sub("", text)
    if "<!ENTITY" not in text:  # a document with entities of its own is refused later
        text = _AMPERSAND.sub(_reference, text)
    return text.encode("utf-8", "replace")


def _reference(match: re.Match[str]) -> str:
    """What an ampersand and what follows it mean, as XML has to write that."""
    if match["name"] in _ALLOWED or match[0][0] == "<":
        return match[0]
    if number := match["number"]:
        code = int(number[1:], 16) if number[0] in "xX" else int(number[:9])
        good = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE
        return match[0] if good or 0x10000 <= code <= 0x10FFFF else ""
    known = html5.get(f"{match['name']};")
    return escape(known) if known else f"&amp;{match[0][1:]}"


def local(element: Any) -> str:
    """An element's name without its namespace; "" for a comment or an entity."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def find_all(element: Any, path: str) -> list[Any]:
    """The elements at a path of names ("itemMeta/signal"), in whatever namespaces."""
    found: list[Any] = element.findall("/".join(f"{{*}}{name}" for name in path.split("/")))
    return found


def find(element: Any, *paths: str) -> Any:
    """The first element at the first of these paths that there is, or None."""
    return next((found for path in paths for found in find_all(element, path)), None)


def words(element: Any) -> str | None:
    """All text within an element on one line, or None."""
    return None if element is None else one_line("".join(element.itertext()))


def words_at(element: Any, *paths: str) -> str | None:
    """The text at the first of these paths where there is any."""
    return next(
        (text for path in paths for found in find_all(element, path) if (text := words(found))),
        None,
    )


def value_at(element: Any, path: str, attribute: str) -> str | None:
    """An attribute of the first element at a path that has it, or None where it is empty."""
    return next(values_at(element, path, attribute), None)


def values_at(element: Any, path: str, attribute: str) -> Iterator[str]:
    """That attribute of every element at a path, without the empty ones."""
    for found in find_all(element, path):
        value = one_line(found.get(attribute))
        if value:
            yield value


def said_at(element: Any, path: str) -> Iterator[str]:
    """What every element at a path says by a code of any kind, by its name, or as its text."""
    for found in find_all(element, path):
        codes = (found.get(name) for name in ("qcode", "uri", "literal", "FormalName", "code"))
        names = map(words, find_all(found, "name")) if len(found) else (words(found),)
        yield from (line for said in (*codes, *names) if (line := one_line(said)))


def original(element: Any) -> bytes:
    """One item of a file as a document of its own."""
    from lxml import etree

    data: bytes = etree.tostring(element, encoding="utf-8", with_tail=False)
    return data
