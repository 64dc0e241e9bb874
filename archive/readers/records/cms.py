"""Posts as content systems give them in JSON: WordPress's REST interface, and Ghost."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from typing import Any

from archive.readers.common.columns import texts_of
from archive.text.rendered import html_to_text


def plain_post(data: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """A post with plain values under names that are known elsewhere; None for anything else."""
    if _rendered(data, "title") is not None and _rendered(data, "content") is not None:
        return _wordpress(data)
    if "html" in data and "title" in data and {"published_at", "plaintext", "slug"} & data.keys():
        return _ghost(data)
    return None


def _wordpress(post: Mapping[str, Any]) -> Mapping[str, Any]:
    """https://developer.wordpress.org/rest-api/reference/posts/"""
    embedded = post.get("_embedded")
    embedded = embedded if isinstance(embedded, Mapping) else {}
    moment = post.get("date_gmt")
    content = post.get("content")
    held = isinstance(content, Mapping) and (content.get("protected") or content.get("raw") == "")
    flat = {
        "title": html.unescape(html_to_text(_rendered(post, "title") or "")),
        "date": f"{moment}Z" if moment else post.get("date"),
        "content": _rendered(post, "content"),
        "excerpt": html_to_text(_rendered(post, "excerpt") or "").strip(),
        "link": post.get("link"),
        "guid": _rendered(post, "guid"),
        "modified": post.get("modified_gmt") or post.get("modified"),
        "authors": list(_names(embedded.get("author"))),
        "tags": [name for terms in _lists(embedded.get("wp:term")) for name in _names(terms)],
        "status": post.get("status"),
        "type": post.get("type"),
        "protected": bool(held and content.get("protected"))
        if isinstance(content, Mapping)
        else None,
        "password": post.get("password"),
    }
    return {name: value for name, value in flat.items() if value not in (None, "", [], False)}


def _ghost(post: Mapping[str, Any]) -> Mapping[str, Any]:
    """https://ghost.org/docs/content-api/"""
    flat = {
        "title": post.get("title"),
        "date": post.get("published_at"),
        "content": post.get("html") or post.get("plaintext"),
        "excerpt": post.get("custom_excerpt") or post.get("excerpt"),
        "url": post.get("canonical_url") or post.get("url"),
        "uuid": post.get("uuid"),
        "modified": post.get("updated_at"),
        "authors": list(_names(post.get("authors"))) or list(_names([post.get("primary_author")])),
        "tags": list(_names(post.get("tags"))),
        "image": post.get("feature_image"),
        "status": post.get("status"),
        "visibility": post.get("visibility"),
    }
    return {name: value for name, value in flat.items() if value not in (None, "", [])}


def _rendered(data: Mapping[str, Any], key: str) -> str | None:
    value = data.get(key)
    if not isinstance(value, Mapping):
        return None
    text = value.get("rendered", value.get("raw"))
    return text if isinstance(text, str) else None


def _lists(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _names(value: Any) -> Iterator[str]:
    for each in _lists(value):
        if isinstance(each, Mapping) and isinstance(each.get("name"), str):
            yield html.unescape(each["name"])
        elif isinstance(each, str):
            yield from texts_of(each)
