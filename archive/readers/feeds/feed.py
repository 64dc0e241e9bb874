"""Feeds: RSS 0.9 to 2.0 and RDF, and Atom, with what Media RSS, Dublin Core and others add."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from archive.article import RawArticle, Skipped
from archive.readers.common.xml import local, original, root_of, salvage
from archive.readers.feeds import atom as feed_atom
from archive.readers.feeds import rss as feed_rss
from archive.readers.feeds.entry import to_article
from archive.readers.feeds.listing import SITEMAPS, is_sitemap
from archive.readers.feeds.sitemap import read_sitemap
from archive.readers.sources.source import Source

NAME = "feed"
EXAMPLE = '<rss version="2.0">, <rdf:RDF> with RSS 1.0, <feed> of Atom, or a news sitemap'

_RSS_1 = ("http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/")


def looks_like(head: str) -> bool:
    """Whether the root is that of a feed, or of a news sitemap."""
    root = root_of(head)
    if root is None:
        return False
    if is_sitemap(head):
        return True
    if root.name.lower() == "rdf":
        return any(namespace in head for namespace in _RSS_1)
    return root.name.lower() in ("rss", "channel") or (
        root.name.lower() == "feed" and "atom" in (root.namespace or "atom").lower()
    )


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """Every entry of a feed. Of one that is damaged, the entries before the damage."""
    root, damage = salvage(source.bytes(), source.stated())
    if local(root).lower() in SITEMAPS:
        yield from read_sitemap(root, damage, source)
        return
    adapter = feed_atom if local(root).lower() == "feed" else feed_rss
    feed = adapter.read_feed(root)
    feed = replace(feed, bases=(*feed.bases, source.url))
    entries = adapter.entries(root)
    if not entries:
        yield Skipped(source.origin(), damage or "the feed has no items")
        return
    if damage and _cut_off(damage):
        yield from _articles(source, adapter, feed, entries[:-1])
        yield Skipped(source.origin(f"item {len(entries)}"), damage)
    else:
        yield from _articles(source, adapter, feed, entries)


def _articles(
    source: Source, adapter: Any, feed: Any, entries: list[Any]
) -> Iterator[RawArticle | Skipped]:
    for number, element in enumerate(entries, 1):
        entry = adapter.read_entry(element, feed)
        yield to_article(entry, feed, source.origin(f"item {number}"), original(element))


def _cut_off(damage: str) -> bool:
    """Whether the file ends in the middle: then the last entry is not whole."""
    return any(sign in damage for sign in ("Premature end", "EndTag", "not properly ended"))
