"""Addresses: made absolute before they name anything; a page's rather than a web archive's."""

from __future__ import annotations

import re
from urllib.parse import unquote, urljoin, urlsplit

_WEB = re.compile(r"https?://[^\s/]", re.I)
# A scheme of any kind: "mid:", "tag:", "urn:". "localhost:80" and "c:" are not met in news.
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:[^\s]", re.I)
_HOST_FIRST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:/|$)", re.I)
# What the addresses of copies in web archives have in common: a moment, or a word for the latest
# one, then the whole address of the page. Wayback's marks of kind ("im_", "if_") follow the moment.
_COPY = re.compile(
    r"https?://(?P<host>[^/?#\s]+)/(?:[^?#\s]*?/)??"
    r"(?P<when>\d{4}[\d.-]{0,14}(?:[a-z]{2,3}_|\*)?|\*|0|2|latest|newest|oldest|o/\w+)/"
    r"(?P<page>https?:(?:/{1,2}|%2f%2f)[^\s]+|www\.[^\s]+)",
    re.I,
)
_ARCHIVES = re.compile(
    r"web\.?archive|archive-?it\.org|wayback|arquivo\.pt|"
    r"(?:^|\.)archive\.(?:org|today|is|ph|li|fo|vn|md)|vefsafn\.is|timetravel\.mementoweb\.org|"
    r"(?:^|\.)ghostarchive\.org|(?:^|\.)archief",
    re.I,
)
_CACHE = re.compile(
    r"https?://webcache\.googleusercontent\.com/search\?(?:[^#]*&)?q=cache:(?:[\w-]{12}:)?(?P<page>[^&+\s]+)",
    re.I,
)


def is_absolute(address: str) -> bool:
    """Whether an address names its page wherever it stands, be it of the web or of another kind."""
    if address.lower().startswith(("http:", "https:")):
        return bool(_WEB.match(address))
    return bool(_SCHEME.match(address))


def names_a_host(address: str) -> bool:
    """Whether an address without a scheme begins with a host: "x.example/a"."""
    return bool(_HOST_FIRST.match(address))


def joined(address: str | None, *bases: str | None) -> str | None:
    """An address made absolute with the first of these bases that is one of the web; as it is where
    there is none.
    """
    if not address or is_absolute(address):
        return address
    base = next((base for base in bases if base and _WEB.match(base)), None)
    if base is None:
        return f"https:{address}" if re.match(r"//[\w-]+\.", address) else address
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def live_address(address: str) -> str:
    """The address of the page of which a web archive's or a search engine's address is a copy; any
    other as it is.
    """
    for _ in range(3):  # copies of copies
        page = _copied(address)
        if page is None:
            break
        address = page
    return address


def is_copy(address: str | None) -> bool:
    """Whether an address is that of a copy in a web archive."""
    return bool(address) and _copied(address or "") is not None


def _copied(address: str) -> str | None:
    found = _COPY.match(address)
    if found and not _ARCHIVES.search(found["host"]) and not _is_wayback(address):
        return None
    found = found or _CACHE.match(address)
    if not found:
        return None
    page = found["page"]
    if "://" not in page and re.match(r"https?:?%", page, re.I):
        page = unquote(page)
    page = re.sub(r"^(https?:)/+", r"\1//", page, flags=re.I)
    page = page if _WEB.match(page) else f"http://{page}"
    return page if _host(page) else None


def _is_wayback(address: str) -> bool:
    """Whether a path is one of Wayback's own kind, whoever runs it: a moment of 14 digits."""
    return bool(
        re.match(r"https?://[^/]+/(?:[^?#]*/)?\d{14}(?:[a-z]{2,3}_)?/https?:", address, re.I)
    )


def _host(address: str) -> str | None:
    """The host of an address; None where it cannot be read."""
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
