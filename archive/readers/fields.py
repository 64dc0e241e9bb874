"""Mappings whose keys are article fields: JSON objects and YAML front matter -> RawArticle."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from archive.article import Image, Origin, RawArticle, Skipped

_TEXTS = {
    "title", "credit", "publisher", "section", "dateline", "language", "summary", "url",
    "status", "note",
}  # fmt: skip
# Written by `export` and `show`; what they say is worked out anew.
_DERIVED = {"id", "precision", "revision", "origin", "version"}


def raw_from_mapping(
    data: Mapping[str, Any],
    origin: Origin,
    original: bytes,
    media_type: str,
    body: str | None = None,
) -> RawArticle | Skipped:
    """An object of the project's own schema. Keys it does not know are kept in `extra`.

    A value of a wrong kind makes the item Skipped, with the key named.
    """
    extra = dict(data.get("extra") or {}) if isinstance(data.get("extra"), Mapping) else {}
    texts: dict[str, Any] = {}
    try:
        for key, value in data.items():
            if key in _TEXTS:
                texts[key] = _text(key, value)
            elif key not in _KNOWN and key not in _DERIVED:
                extra[str(key)] = _plain(value)
        if body is None:
            body = _text("body", data.get("body")) or ""
        return RawArticle(
            origin=origin,
            original=original,
            media_type=media_type,
            body=body,
            body_format="markdown",
            identifier=_text("identifier", data.get("identifier")),
            date=_text("date", data.get("date")),
            published=_text("published", data.get("published")),
            agencies=_texts("agency", data.get("agency")),
            authors=_texts("authors", data.get("authors")),
            tags=_split(_texts("tags", data.get("tags")), data.get("tags")),
            images=_images(data.get("images")),
            extra=extra,
            **texts,
        )
    except ValueError as error:
        return Skipped(origin, str(error))


_KNOWN = {
    "identifier", "date", "published", "agency", "authors", "tags", "body", "images", "extra",
    *_TEXTS,
}  # fmt: skip


def _text(key: str, value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise ValueError(f'"{key}" should be a text, not {_kind(value)}')


def _texts(key: str, value: Any) -> tuple[str, ...]:
    if isinstance(value, list | tuple):
        return tuple(text for item in value if (text := _text(key, item)))
    text = _text(key, value)
    return (text,) if text else ()


def _split(tags: tuple[str, ...], value: Any) -> tuple[str, ...]:
    """One text of several tags ("Syria, Iraq") is cut at its commas; a list's items are whole."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return tags


def _images(value: Any) -> tuple[Image, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise ValueError(f'"images" should be a list, not {_kind(value)}')
    found: list[Image] = []
    for item in value:
        if isinstance(item, str):
            found.append(Image(url=item))
        elif isinstance(item, Mapping):
            found.append(
                Image(_text("url", item.get("url")), _text("caption", item.get("caption")))
            )
        else:
            raise ValueError(f'an item of "images" should be an object, not {_kind(item)}')
    return tuple(found)


def _plain(value: Any) -> Any:
    """A value that JSON can hold: YAML brings dates."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", bool: "true or false"}
    return names.get(type(value), type(value).__name__)
