"""Lists of addresses: sitemaps (sitemaps.org 0.9), lists of them, and plain ones, a line each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from archive.errors import UnreadableError
from archive.readers.common.xml import local, root_of, salvage
from archive.readers.feeds.elements import Children, children, first
from archive.text.charset import decode
from archive.text.plain import one_line

MOST_LISTED = 50_000  # addresses; the most that the protocol allows
SITEMAPS = ("urlset", "sitemapindex")
_LISTS = re.compile(r"\ufeff?\s*(?:#|https?://)", re.I)
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.I)


@dataclass(frozen=True, slots=True)
class Listed:
    """An address that a list names, when its page last changed if that is said, and whether it is
    another list.
    """

    address: str
    modified: str | None = None
    is_list: bool = False


def is_sitemap(head: str) -> bool:
    """Whether the root is that of a sitemap, or of a list of sitemaps."""
    root = root_of(head)
    return root is not None and root.name.lower() in SITEMAPS


def is_list(head: str) -> bool:
    """Whether a text is nothing but addresses, one a line, perhaps with comments behind "#"."""
    if not _LISTS.match(head):
        return False
    lines = list(_lines(head))
    return bool(lines) and all(map(_ADDRESS.fullmatch, lines))


def may_list(head: bytes) -> bool:
    """Whether bytes begin as a sitemap or a list of addresses."""
    text = decode(head, cut=True)
    return is_sitemap(text) or is_list(text.rpartition("\n")[0] or text)


def listed_in(data: bytes) -> list[Listed] | None:
    """The addresses that a sitemap or a plain list names, those that changed last first; None where
    bytes are something else.
    """
    text = decode(data[: 1 << 16], cut=True)
    if is_sitemap(text):
        try:
            root, _ = salvage(data)
        except UnreadableError:
            return None
        inner = local(root).lower() == "sitemapindex"
        found = [
            Listed(address, first(said, "lastmod") or _published(said), inner)
            for said in map(children, entries(root))
            if (address := one_line(first(said, "loc"))) and _ADDRESS.fullmatch(address)
        ]
        return sorted(found, key=lambda listed: listed.modified or "", reverse=True)[:MOST_LISTED]
    if not is_list(text.rpartition("\n")[0] if len(data) > 1 << 16 else text):
        return None
    lines = [line for line in _lines(decode(data)) if _ADDRESS.fullmatch(line)]
    return [Listed(line) for line in dict.fromkeys(lines)][:MOST_LISTED]


def entries(root: Any) -> list[Any]:
    """The entries of a sitemap, or of a list of them."""
    return [each for each in root.iter() if local(each).lower() in ("url", "sitemap")]


def _lines(text: str) -> Iterator[str]:
    for line in text.lstrip("\ufeff").splitlines():
        line = re.sub(r"(?:^|\s)#.*", "", line).strip()
        if line:
            yield line


def _published(said: Children) -> str | None:
    news = next(iter(said.get("news:news", [])), None)
    return None if news is None else first(children(news), "news:publication_date")
