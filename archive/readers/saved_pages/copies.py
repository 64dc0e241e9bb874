"""Pages saved by a browser or out of a web archive: the address they were saved from, and the page
without what a web archive wrote into it.
"""

from __future__ import annotations

import html
import re

from archive.normalise.addresses import is_absolute, is_copy, live_address

_HEAD = 1 << 16  # characters in which the saving program leaves its note
# What programs write into a page that they save. Browsers ("Mark of the Web"), SingleFile,
# monolith, HTTrack, Save Page WE, WebScrapBook.
_NOTES = (
    re.compile(r"<!--\s*saved from url=\(\d+\)\s*(\S+)", re.I),
    re.compile(r"<!--\s*Page saved with SingleFile\s+url:\s*(\S+)", re.I),
    re.compile(r"<!--\s*Saved from\s+(https?://\S+) at .{0,60}using monolith", re.I),
    re.compile(r"<!--\s*Mirrored from (\S+) by HTTrack", re.I),
    re.compile(
        r"<meta[^>]{0,100}\bname=[\"']?savepage-url[\"']?[^>]{0,20}\bcontent=[\"']([^\"']+)"
    ),
    re.compile(r"<html[^>]{0,1000}\bdata-scrapbook-source=[\"']([^\"']+)", re.I),
)
_LONGEST_LINK = 10_000  # characters of its tag
_LONGEST_MATCH = 1_000  # of them, but for a long address
_CANONICAL = re.compile(
    r"<link\b[^>]{0,300}?\brel=[\"']?canonical\b[^>]{0,300}?\bhref=[\"']?([^\s\"'>]+)|"
    r"<link\b[^>]{0,300}?\bhref=[\"']?([^\s\"'>]+)[\"']?[^>]{0,300}?\brel=[\"']?canonical\b",
    re.I,
)
# The start of the addresses that Wayback rewrites, and its toolbar and scripts.
_REWRITTEN = re.compile(
    r"(?:(?:https?:)?//[\w.-]+)?/(?:[\w-]+/){0,3}\d{4,14}(?:[a-z]{2}_)?/(?=https?:/|//)", re.I
)
_TOOLBAR = re.compile(
    r"<!--\s*BEGIN WAYBACK TOOLBAR INSERT\s*-->.*?<!--\s*END WAYBACK TOOLBAR INSERT\s*-->",
    re.S | re.I,
)
# What its programs write, always so
_OF_WAYBACK = (
    "FILE ARCHIVED ON ", "BEGIN WAYBACK TOOLBAR INSERT", 'id="wm-ipp', "playback.archive.org",
)  # fmt: skip


def saved_from(page: str) -> str | None:
    """The address that a page was saved from, as the program that saved it noted."""
    head = page[:_HEAD]
    for note in _NOTES:
        found = note.search(head)
        if not found:
            continue
        address = html.unescape(found[1]).strip("\"'")
        if not is_absolute(address) and re.match(r"[\w-]+(?:\.[\w-]+)+/", address):
            address = f"http://{address}"  # HTTrack leaves the scheme out
        if address.lower().startswith(("http://", "https://")):
            return address
    return None


def canonical(page: str) -> str | None:
    """The address that a page gives as its own, as it stands there."""
    head = page[: 4 * _HEAD]
    small = head.lower()
    at, searched = small.find("canonical"), 0
    while at >= 0:
        end = at + _LONGEST_LINK
        found = _CANONICAL.search(head, max(searched, at - _LONGEST_LINK), end)
        if found and (whole := _CANONICAL.match(head, found.start())):
            return html.unescape(whole[1] or whole[2])
        searched = end - _LONGEST_MATCH  # what begins before ends inside, and has been looked for
        at = small.find("canonical", searched)
    return None


def as_it_was(page: str, *addresses: str | None) -> str:
    """The page without what a web archive wrote into it, if it is a copy out of one: by its
    addresses, or by what the archive wrote.
    """
    if not any(map(is_copy, addresses)) and not any(mark in page for mark in _OF_WAYBACK):
        return page
    return _REWRITTEN.sub("", _TOOLBAR.sub("", page))


def page_address(*addresses: str | None) -> str | None:
    """The first of these addresses, as that of the page itself."""
    return next((live_address(address) for address in addresses if address), None)
