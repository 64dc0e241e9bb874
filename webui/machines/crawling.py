"""For crawlers: where they may go (RFC 9309), and the addresses of all articles in parts
(https://www.sitemaps.org/protocol.html).

A part holds the articles whose ids lie in one of several equal ranges. Ids are hashes, so they are
spread evenly: in a range meant for 40,000 there are never 50,000, the most that a part may have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

MOST = 50_000  # addresses of a part
_MEANT = 40_000
_DIGITS = "234567abcdefghijklmnopqrstuvwxyz"  # base32 in lower case, in the order of SQLite
_PLACES = 4  # that a range is told by: a million steps
_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
_AT_ONCE = 500  # lines that are sent in one piece
_AFTER_ALL = "~"  # stands behind every id

# Facets, filters, orders, pages of results, exports: without end, and all of it on the pages that
# may be read.
_CLOSED = (
    "/*?", "/search", "/*.json$", "/.json", "/facet/", "/chart", "/calendar", "/coverage", "/words",
    "/map", "/suggest", "/opensearch-suggestions", "/compare/", "/export", "/article/*/cite",
    "/article/*/history$",
    "/article/*/diff$", "/article/*/diff/", "/article/*/original$", "/healthz", "/metrics",
    "/article/*/passages$", "/passages/", "/edits",
)  # fmt: skip


def robots(base: str, sitemap: str, parameters: Iterable[str]) -> str:
    """The rules for crawlers; `base` is the path at which the archive stands ("" at the root).

    An asterisk says it all. For crawlers that know none, the parameters of a search are named one
    by one: "/?" alone is read as "/" by some (Python's urllib.robotparser), and would close all.
    """
    lines = ["User-agent: *", f"Allow: {base}/static/"]
    lines += [f"Disallow: {base}{path}" for path in _CLOSED]
    lines += [f"Disallow: {base}/?{name}=" for name in parameters]
    return "\n".join([*lines, "", f"Sitemap: {sitemap}", ""])


def parts_of(articles: int) -> int:
    """How many parts so many articles are told in: at least one."""
    return max(-(-articles // _MEANT), 1)


def part(number: int, of: int) -> tuple[str, str]:
    """The range of ids of a part, from 1: from the first to before the second."""
    return _bound(number - 1, of), _bound(number, of)


def index(addresses: Iterable[str]) -> str:
    """The list of the parts, as XML."""
    listed = "".join(f"<sitemap><loc>{escape(each)}</loc></sitemap>\n" for each in addresses)
    return f'{_HEAD}<sitemapindex xmlns="{_SCHEMA}">\n{listed}</sitemapindex>\n'


def listing(pages: Iterable[tuple[str, str | None]]) -> Iterator[str]:
    """A part as XML, piece by piece: of addresses and when each page last changed."""
    piece = [f'{_HEAD}<urlset xmlns="{_SCHEMA}">\n']
    for address, changed in pages:
        modified = f"<lastmod>{changed}</lastmod>" if changed else ""
        piece.append(f"<url><loc>{escape(address)}</loc>{modified}</url>\n")
        if len(piece) == _AT_ONCE:
            yield "".join(piece)
            piece.clear()
    yield "".join([*piece, "</urlset>\n"])


_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def _bound(number: int, of: int) -> str:
    if number == of:
        return _AFTER_ALL
    value = number * len(_DIGITS) ** _PLACES // of
    digits = ""
    for _ in range(_PLACES):
        value, digit = divmod(value, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return digits if number else ""
