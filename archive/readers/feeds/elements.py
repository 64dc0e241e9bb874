"""The elements of a feed's entry by name, whatever prefix a sender chose, and its pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from archive.article import Image
from archive.readers.common.xml import local
from archive.text.plain import one_line

# The prefix that a namespace is known by, from a part of its address: they come in many spellings.
_PREFIXES = (
    ("sitemap-news", "news"), ("/excerpt", "excerpt"), ("wordpress.org/export", "wp"),
    ("modules/content", "content"), ("purl.org/dc/terms", "dcterms"), ("purl.org/dc", "dc"),
    ("search.yahoo.com/mrss", "media"), ("itunes.com", "itunes"), ("w3.org/2005/atom", "atom"),
    ("purl.org/atom", "atom"), ("prism", "prism"), ("feedburner", "feedburner"),
    ("rss_2.0/enc", "enc"), ("play-podcasts", "googleplay"),
)  # fmt: skip
_NO_PICTURE = re.compile(r"(?:video|audio|text|application)(?:/|$)", re.I)

Children = dict[str, list[Any]]


def children(element: Any) -> Children:
    """An element's children by name, in lower case, with a prefix where it is not plain RSS."""
    found: Children = {}
    for child in element:
        if isinstance(child.tag, str):
            found.setdefault(_name(child), []).append(child)
    return found


def texts(said: Children, *names: str) -> list[str]:
    """The text of every child of these names that has any."""
    return [text for name in names for each in said.get(name, []) if (text := inner(each))]


def first(said: Children, *names: str) -> str | None:
    """The text of the first of these children that has any."""
    return next(iter(texts(said, *names)), None)


def inner(element: Any) -> str | None:
    """The text of an element, with the markup in it where a sender did not escape it."""
    text: str = element.text or ""
    if len(element):
        from lxml import etree

        text += "".join(etree.tostring(child, encoding="unicode") for child in element)
    return text.strip() or None


def images(said: Children) -> Iterator[Image]:
    """The picture of an entry; of several sizes of it, the widest."""
    groups = [children(group) for group in said.get("media:group", [])]
    media = [each for where in (said, *groups) for each in where.get("media:content", [])]
    pictures = [each for each in media if _is_picture(each)]
    if pictures:
        widest = max(pictures, key=_width)
        caption = next(iter(texts(children(widest), "media:description", "media:title")), None)
        yield Image(one_line(widest.get("url")), one_line(caption))
        return
    enclosed = [
        each.get("url") or each.get("resource")
        for name in ("enclosure", "enc:enclosure")
        for each in said.get(name, [])
        if (each.get("type") or "").startswith("image/")
    ]
    thumbnails = [
        each.get("url") for where in (said, *groups) for each in where.get("media:thumbnail", [])
    ]
    covers = [each.get("href") for each in said.get("itunes:image", [])]
    url = next((url for url in (*enclosed, *thumbnails, *covers) if url), None)
    if url:
        yield Image(one_line(url))


def media_text(said: Children) -> str | None:
    """The description that Media RSS gives, on the entry or in a group."""
    groups = (children(group) for group in said.get("media:group", []))
    return next(
        (text for where in (said, *groups) for text in texts(where, "media:description")), None
    )


def _name(element: Any) -> str:
    name = local(element).lower()
    namespace = element.tag[1:].partition("}")[0].lower() if element.tag[0] == "{" else ""
    prefix = next((short for sign, short in _PREFIXES if sign in namespace), "")
    return f"{prefix}:{name}" if prefix else name


def _is_picture(media: Any) -> bool:
    kind = media.get("medium") or media.get("type") or ""
    return bool(media.get("url")) and not _NO_PICTURE.match(kind)


def _width(media: Any) -> int:
    width = media.get("width") or ""
    return int(width) if width.isdecimal() and len(width) < 7 else 0
