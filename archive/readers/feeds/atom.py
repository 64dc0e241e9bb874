"""Atom 1.0 (RFC 4287) and 0.3, with Media RSS."""

from __future__ import annotations

import html
from typing import Any

from archive.readers.common.xml import find_all, words_at
from archive.readers.feeds.elements import Children, children, first, images, inner, media_text
from archive.readers.feeds.entry import Entry, Feed, authors_in
from archive.text.plain import one_line

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def entries(root: Any) -> list[Any]:
    """The entries of a feed."""
    return find_all(root, "entry")


def read_feed(root: Any) -> Feed:
    """What the feed says of itself."""
    said = _children(root)
    # Of a feed in pages (RFC 5005), the first stands for all.
    addresses = (_link(said, relation) for relation in ("first", "self", "alternate"))
    address = next(filter(None, addresses), None) or first(said, "id")
    bases = (root.base, _link(said, "alternate"), _link(said, "self"), first(said, "id"))
    authors = authors_in(said.get("author", []))
    return Feed(address, _markup(said, "title"), root.get(_LANG), authors, bases)


def read_entry(entry: Any, feed: Feed) -> Entry:
    """One entry, with what it does not say itself left to the feed."""
    said = _children(entry)
    url = first(said, "feedburner:origlink") or _link(said, "alternate")
    return Entry(
        title=_markup(said, "title"),
        url=url,
        guid=first(said, "id"),
        date=first(said, "published", "issued"),
        modified=first(said, "updated", "modified"),
        content=_markup(said, "content"),
        summary=_markup(said, "summary") or media_text(said),
        authors=authors_in(said.get("author", [])) or _of_source(said),
        tags=tuple(
            label
            for each in said.get("category", [])
            if (label := one_line(each.get("label") or each.get("term")))
        ),
        images=tuple(images(said)),
        publisher=next((words_at(each, "title") for each in said.get("source", [])), None),
        language=entry.get(_LANG),
        base=entry.base,
    )


def _of_source(said: Children) -> tuple[str, ...]:
    """The authors of the feed that an entry was taken from (RFC 4287, 4.2.11)."""
    return authors_in(
        author
        for source in said.get("source", [])
        for author in _children(source).get("author", [])
    )


def _children(element: Any) -> Children:
    """The children by name, those of Atom without a prefix."""
    return {name.removeprefix("atom:"): found for name, found in children(element).items()}


def _link(said: Children, relation: str) -> str | None:
    """The address that a link of that relation gives; "alternate" is what no relation means."""
    links = said.get("link", [])
    found = [link for link in links if (link.get("rel") or "alternate") == relation]
    pages = [link for link in found if (link.get("type") or "text/html") == "text/html"]
    return next((one_line(link.get("href")) for link in (*pages, *found)), None)


def _markup(said: Children, name: str) -> str | None:
    """A text construct as HTML: XHTML as it is, HTML out of its string, text escaped."""
    for each in said.get(name, []):
        kind = (each.get("type") or "text").lower()
        content = inner(each)
        if not content:
            continue
        if kind in ("text", "text/plain") and not len(each):
            return html.escape(content, quote=False)
        return content
    return None
