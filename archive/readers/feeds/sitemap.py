"""News sitemaps (sitemaps.org 0.9 with Google's news elements): what they say of each page.

An item has no text; where a sitemap is fetched, its pages are fetched instead (`listing.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archive.article import RawArticle, Skipped
from archive.readers.common.xml import original
from archive.readers.feeds.elements import Children, children, first, images
from archive.readers.feeds.entry import Entry, Feed, split_tags, to_article
from archive.readers.feeds.listing import entries
from archive.readers.sources.source import Source


def read_sitemap(root: Any, damage: str | None, source: Source) -> Iterator[RawArticle | Skipped]:
    """What a news sitemap says of each page; what only has an address is counted."""
    bare = 0
    for number, url in enumerate(entries(root), 1):
        said = children(url)
        news = next(iter(said.get("news:news", [])), None)
        if news is None:
            bare += 1
            continue
        origin = source.origin(f"item {number}")
        yield to_article(_entry(said, children(news)), Feed(), origin, original(url))
    if bare:
        yield Skipped(source.origin(), f"{_bare(bare)}; name the sitemap's address to fetch them")
    if damage:
        yield Skipped(source.origin(), damage)


def _bare(count: int) -> str:
    return f"{count:,} {'address' if count == 1 else 'addresses'} without news in a sitemap"


def _entry(said: Children, news: Children) -> Entry:
    paper = next(iter(news.get("news:publication", [])), None)
    named = {} if paper is None else children(paper)
    return Entry(
        title=first(news, "news:title"),
        url=first(said, "loc"),
        date=first(news, "news:publication_date"),
        modified=first(said, "lastmod"),
        tags=split_tags((first(news, "news:keywords") or "").split(",")),
        images=tuple(images(said)),
        publisher=first(named, "news:name"),
        language=first(named, "news:language"),
    )
