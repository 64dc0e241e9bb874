"""Feeds: RSS 0.9 to 2.0 and RDF, and Atom, with what Media RSS, Dublin Core and others add."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from archive.article import Origin, RawArticle, Skipped
from archive.readers.common.damaged_xml import read_document
from archive.readers.common.xml import local, root_of
from archive.readers.feeds import atom as feed_atom
from archive.readers.feeds import rss as feed_rss
from archive.readers.feeds.entry import to_article
from archive.readers.feeds.listing import SITEMAPS, is_sitemap
from archive.readers.feeds.sitemap import read_sitemap
from archive.readers.sources.source import Source

NAME = "feed"
EXAMPLE = '<rss version="2.0">, <rdf:RDF> with RSS 1.0, <feed> of Atom, or a news sitemap'

_RSS_1 = ("http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/")

# What senders forget to escape the markup in.
_MARKUP = {"title", "description", "encoded", "content", "summary", "body", "fulltext"}


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
    """Every entry of a feed. Of one that is damaged, every entry that is whole, and of the others
    what can be told apart.
    """
    found = read_document(source.bytes(), source.stated(), ("item", "entry"), _MARKUP)
    root = found.root
    if local(root).lower() in SITEMAPS:
        yield from read_sitemap(root, found.fault, source)
        return
    adapter = feed_atom if local(root).lower() == "feed" else feed_rss
    feed = adapter.read_feed(root)
    feed = replace(feed, bases=(*feed.bases, source.url))

    def article(element: Any, origin: Origin, original: bytes) -> Iterator[RawArticle | Skipped]:
        yield to_article(adapter.read_entry(element, feed), feed, origin, original)

    entries = found.records or adapter.entries(root)
    if not entries:
        yield Skipped(source.origin(), found.fault or "the feed has no items")
    yield from found.outcomes(entries, source, article)
