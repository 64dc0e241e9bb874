"""Answers of news APIs, exports of channels, lists of references: JSON that wraps its articles.

Known by shape, not by maker: a list of objects somewhere inside that have a title or a text. Their
own wrappings ("fields", {"main": ...}) are taken off.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from archive.readers.common.columns import TELLING, fields_of
from archive.text.plain import one_line

_DEEPEST = 4  # levels of objects around the list
_LOOKED_AT = 20  # items of a list, of which one has to look like an article
# Inside these an item has what it is; the first two are lists of articles' fields elsewhere.
_INNER = ("fields", "attributes", "_source", "node", "snippet")
_SAYING = (
    "main",
    "original",
    "rendered",
    "processed",
    "name",
    "value",
    "webTitle",
    "title",
    "text",
)
_MISSING = re.compile(r"\s*(?:…|\.\.\.)?\s*\[\+?(\d+) chars\]\s*$")
_OTHERS = {
    "webTitle": "title", "webUrl": "url", "webPublicationDate": "date", "trailText": "summary",
    "web_url": "url", "pub_date": "date", "lead_paragraph": "lead_paragraph",
    "section_name": "section", "published_date": "date", "publishedDate": "date",
}  # fmt: skip
_REMOVED = "[removed]"
# The keys of an answer that is no more than the message of an error.
_OF_ERRORS = {
    "message", "detail", "code", "status", "statusCode", "data", "type", "title", "instance",
    "documentation_url",
}  # fmt: skip
_SERVICE = "a message of the channel's service, not of its news"


def list_inside(data: Mapping[str, Any]) -> tuple[str, list[Any]] | None:
    """The path and the items of the list of articles inside an object that is none itself."""
    if "@graph" in data or "@type" in data:  # schema.org, read as a whole
        return None
    if TELLING & set(fields_of(data)) and not _is_wrapper(data):
        return None
    return _search(data, "", 0)


def _is_wrapper(data: Mapping[str, Any]) -> bool:
    """Whether an object with a title is a feed or a channel: it has many articles below."""
    lists = [value for value in data.values() if _has_articles(value)]
    return bool(lists) and not ({"body", "text", "content"} & {k.lower() for k in data})


def _search(data: Mapping[str, Any], path: str, depth: int) -> tuple[str, list[Any]] | None:
    for key, value in data.items():
        if _has_articles(value):
            return f"{path}{key}", value
    if depth < _DEEPEST:
        for key, value in data.items():
            if isinstance(value, list) and len(value) == 1:  # as Ghost exports its database
                value = value[0]
            if isinstance(value, Mapping):
                found = _search(value, f"{path}{key}.", depth + 1)
                if found:
                    return found
    return None


def _has_articles(value: Any) -> bool:
    if not isinstance(value, list):
        return False
    items = [item for item in value[:_LOOKED_AT] if isinstance(item, Mapping)]
    return any(_is_article(item) for item in items)


def _is_article(item: Mapping[str, Any]) -> bool:
    """Whether an object of a list is an article: a title or a text, and an address or a day."""
    fields = fields_of(flattened(item))
    return bool(TELLING & fields.keys() and fields.keys() & {"url", "date"}) or (
        fields.keys() >= TELLING
    )


def is_wrapped(item: Mapping[str, Any]) -> bool:
    """Whether an object has wrappings of an API, so that it is not one of our own."""
    if "identifier" in item or "extra" in item:
        return False
    source, content = item.get("source"), item.get("content")
    return bool(
        _OTHERS.keys() & item.keys()
        or any(isinstance(item.get(name), Mapping) for name in (*_INNER, "headline", "byline"))
        or (isinstance(source, Mapping) and "name" in source)
        or (isinstance(content, str) and _MISSING.search(content))
        or isinstance(item.get("text"), list)
        or _is_envelope(item)
        or ("title" not in item and {"name", "url", "description"} <= item.keys())
    )


def _is_envelope(item: Mapping[str, Any]) -> bool:
    """Whether all that an object has is inside its "data"."""
    return item.keys() <= {"kind", "type", "id", "data"} and isinstance(item.get("data"), Mapping)


def refusal(item: Any) -> str | None:
    """Why an item of such a list is no article, or None where it may be one."""
    if isinstance(item, Mapping) and item.get("type") == "service" and "action" in item:
        return _SERVICE
    if isinstance(item, Mapping) and str(item.get("title")).strip().lower() == _REMOVED:
        return "removed by the service that gave the answer"
    return None


def error_told(data: Any) -> str | None:
    """What an answer says went wrong, where it says no more than that; also as RFC 9457 has it."""
    if not isinstance(data, Mapping) or "identifier" in data or {"body", "text"} & data.keys():
        return None
    status = data.get("status")
    is_problem = isinstance(status, int) and status >= 400 and {"title", "detail"} <= data.keys()
    if TELLING & fields_of(data).keys() and not is_problem:
        return None
    inner = data.get("response")
    if isinstance(inner, Mapping) and len(data) == 1:
        return error_told(inner)
    failed = str(status) in ("error", "fail", "failed") or data.get("success") is False
    if not (failed or {"error", "errors", "fault"} & data.keys() or data.keys() <= _OF_ERRORS):
        return None
    said = _error_in(data, 0)
    if not said:
        return None
    return f"an answer that tells an error and has no articles: {one_line(said[:200])}"


def _error_in(value: Any, depth: int) -> str | None:
    if isinstance(value, str) or depth > _DEEPEST:
        return value if isinstance(value, str) else None
    if isinstance(value, list):
        return next((said for one in value if (said := _error_in(one, depth + 1))), None)
    if not isinstance(value, Mapping):
        return None
    names = ("message", "detail", "faultstring", "error_description", "error", "errors", "fault")
    inner = [value.get(name) for name in names]
    if value.get("status") in ("error", "fail", "failed"):
        inner.append(value.get("results"))
    return next((said for one in inner if (said := _error_in(one, depth + 1))), None)


def flattened(item: Mapping[str, Any]) -> dict[str, Any]:
    """An item with what its wrappings hold beside its own keys."""
    flat: dict[str, Any] = dict(item)
    if _is_envelope(item):
        flat = dict(item["data"])
    for name in _INNER:
        inner = flat.get(name)
        if isinstance(inner, Mapping):
            del flat[name]
            flat = {**flat, **inner}
    writers = [_said(tag) for tag in _listed(flat.get("tags")) if _is_person(tag)]
    if writers and not fields_of(flat).keys() & {"authors", "credit"}:
        flat["authors"] = writers
    for name, value in list(flat.items()):
        flat[name] = _plain(name, value)
    if isinstance(flat.get("status"), bool):  # of Drupal: whether it is published
        flat["status"] = None if flat["status"] else "unpublished"
    providers = flat.get("provider")
    if isinstance(providers, list) and providers and isinstance(providers[0], Mapping):
        flat.setdefault("source", providers[0].get("name"))
    if "created" in flat and not fields_of(flat).keys() & {"date"}:
        flat["date"] = flat.pop("created")
    for name, ours in _OTHERS.items():
        if name in flat and ours not in flat:
            flat[ours] = flat.pop(name)
    if "lead_paragraph" in flat and not fields_of(flat).keys() & {"body"}:
        flat["body"] = flat.pop("lead_paragraph")
    if "body" in flat and "bodyText" in flat:
        del flat["bodyText"]
    if "headline" in flat and "title" in flat and isinstance(flat["headline"], str):
        flat["title"] = flat.pop("headline")
    if "title" not in flat and {"name", "url"} <= flat.keys() and "description" in flat:
        flat["title"] = flat.pop("name")
    missing = _MISSING.search(flat["content"]) if isinstance(flat.get("content"), str) else None
    if missing:
        flat["content"] = flat["content"][: missing.start()]
        flat["characters_left_out"] = int(missing[1])
    return flat


def _plain(name: str, value: Any) -> Any:
    """A value without the object around it; of a text in runs the whole text."""
    if isinstance(value, Mapping) and name in (
        "headline",
        "byline",
        "title",
        "content",
        "source",
        "body",
        "summary",
        "excerpt",
    ):
        return next((value[key] for key in _SAYING if isinstance(value.get(key), str)), value)
    if name == "text" and isinstance(value, list):
        return "".join(run if isinstance(run, str) else str(run.get("text", ""))
                       for run in value if isinstance(run, str | dict))  # fmt: skip
    if name in ("tags", "keywords") and isinstance(value, list):
        return [_said(one) if isinstance(one, Mapping) else one
                for one in value if not (_is_person(one) or _is_kind(one))]  # fmt: skip
    return value


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _is_kind(tag: Any) -> bool:
    """Whether an entry in a list of tags says what kind of article it is, not what it is about."""
    return isinstance(tag, Mapping) and tag.get("type") in ("publication", "type", "tone")


def _is_person(tag: Any) -> bool:
    """Whether an entry in a list of tags says that it is somebody who wrote (the Guardian's)."""
    return isinstance(tag, Mapping) and tag.get("type") in ("contributor", "author", "byline")


def _said(value: Mapping[str, Any]) -> Any:
    named = (
        value[key] for key in ("webTitle", "value", "name", "title", "label") if value.get(key)
    )
    return next((text for text in named if isinstance(text, str)), None)
