"""The title of a page of an e-book. Many makers give every page the title of the book."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from archive.text.markup import text_of
from archive.text.plain import fold_line, one_line

_TITLE = re.compile(rb"<title(?:\s[^<>]*)?(?:/>|>(.*?)</title\s*>)", re.S | re.I)
_NONE = {"", "unknown", "untitled", "cover", "[no data]"}  # as converters write where there is none
_LEVELS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LONGEST = 300  # characters


def with_own_title(data: bytes, tree: Any, book: str | None, listed: str | None) -> bytes:
    """A page that says what it is called, where its title is that of the `book`, or none: by its
    only heading of the highest level, else as it is `listed` in the contents.
    """
    said = _TITLE.search(data)
    shown = fold_line(one_line(tree.findtext(".//title") or "") or "")
    own = _heading(tree) or listed or ("" if shown in _NONE else book)
    if own is None or shown not in _NONE | {fold_line(book or "")}:
        return data
    title = b"<title>%s</title>" % escape(own).encode("ascii", "xmlcharrefreplace")
    if said:
        return data[: said.start()] + title + data[said.end() :]
    return re.sub(rb"<head(?:\s[^<>]*)?>", lambda head: head[0] + title, data, count=1)


def _heading(tree: Any) -> str | None:
    """What a page's only heading of the highest level says; of several none is the title."""
    for level in _LEVELS:
        if found := [text for each in tree.iter(level) if (text := text_of(each))]:
            return found[0] if len(found) == 1 and len(found[0]) <= _LONGEST else None
    return None


def labels_of(contents: Any) -> dict[str, str]:
    """{address: label} of a table of contents, of EPUB 2 (NCX) or EPUB 3 (a page with <nav>)."""
    points = [
        (each.find("{*}content"), each.find("{*}navLabel")) for each in contents.iter("{*}navPoint")
    ]
    listed = [(to.get("src"), label) for to, label in points if None not in (to, label)]
    listed += [
        (link.get("href"), link) for nav in contents.iter("{*}nav") for link in nav.iter("{*}a")
    ]
    labels: dict[str, str] = {}
    for address, label in listed:
        if address and (text := text_of(label)) and len(text) <= _LONGEST:
            labels.setdefault(address, text)
    return labels
