"""JSON Feed, versions 1 and 1.1."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from archive.article import Image, RawArticle, Skipped
from archive.readers.common.json_runs import Fault
from archive.readers.common.json_values import is_json, load, record
from archive.readers.feeds.entry import Entry, Feed, to_article
from archive.readers.sources.source import Source
from archive.text.plain import one_line

NAME = "json-feed"
EXAMPLE = '{"version": "https://jsonfeed.org/version/1.1", "title": "...", "items": [...]}'
MEDIA_TYPE = "application/feed+json"

_VERSION = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/version')


def looks_like(head: str) -> bool:
    """Whether JSON states a version of JSON Feed."""
    return is_json(head) and bool(_VERSION.search(head))


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """Every item of a feed."""
    for value, origin, _ in load(source):
        if isinstance(value, Skipped):
            yield value
            continue
        items = value.get("items") if isinstance(value, Mapping) else None
        if not isinstance(items, list) or not items:
            yield Skipped(origin, "the feed has no items")
            continue
        feed = Feed(_text(value, "feed_url", "home_page_url"), _escaped(value, "title"),
                    _text(value, "language"), tuple(_authors(value)),
                    _bases(value, source))  # fmt: skip
        for number, item in enumerate(items, 1):
            where = source.origin(f"item {number}")
            if isinstance(item, Mapping):
                yield to_article(_entry(item), feed, where, record(item), MEDIA_TYPE)
            else:
                told = item.told if isinstance(item, Fault) else "not a JSON object"
                yield Skipped(where, told)


def _bases(feed: Mapping[str, Any], source: Source) -> tuple[str | None, ...]:
    return _text(feed, "home_page_url"), _text(feed, "feed_url"), source.url


def _entry(item: Mapping[str, Any]) -> Entry:
    """One item. Its texts are plain but for `content_html`, so they are escaped."""
    images = [_text(item, "image", "banner_image")]
    return Entry(
        title=_escaped(item, "title"),
        url=_text(item, "url", "external_url"),
        guid=_text(item, "id"),
        date=_text(item, "date_published"),
        modified=_text(item, "date_modified"),
        content=_text(item, "content_html") or _escaped(item, "content_text"),
        summary=_escaped(item, "summary"),
        authors=tuple(_authors(item)),
        tags=tuple(filter(None, map(_string, _list(item.get("tags"))))),
        images=tuple(Image(url) for url in images if url),
        language=_text(item, "language"),
    )


def _authors(item: Mapping[str, Any]) -> Iterator[str]:
    """The names in `authors`, or in `author`, which it was in version 1."""
    for author in [*_list(item.get("authors")), item.get("author")]:
        name = _text(author, "name") if isinstance(author, Mapping) else _string(author)
        if name and (line := one_line(name)):
            yield line


def _text(data: Mapping[str, Any], *keys: str) -> str | None:
    return next((text for key in keys if (text := _string(data.get(key)))), None)


def _escaped(data: Mapping[str, Any], key: str) -> str | None:
    text = _text(data, key)
    return html.escape(text, quote=False) if text else None


def _string(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value) or None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
