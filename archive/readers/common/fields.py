"""Mappings whose keys are article fields: JSON objects and YAML front matter -> RawArticle."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from archive.article import BESIDE, Image, Origin, RawArticle, Skipped, Supplied, make_id
from archive.text.plain import tidy

_TEXTS = {
    "title", "credit", "publisher", "section", "dateline", "language", "summary", "url",
    "status", "note",
}  # fmt: skip
KNOWN = {
    "identifier", "date", "time", "published", "agency", "authors", "tags", "body", "images",
    "extra", "tag_kinds", *_TEXTS,
}  # fmt: skip
# Written beside an identifier by `show` and `export`; what they say is worked out anew. An id that
# fits the identifier shows that an archive wrote the item.
DERIVED = {"id", "precision", "revision", "origin", "version", *BESIDE}
_NAMES = ("name", "fullname", "displayname", "literal")  # the keys of a whole name
_NAME_PARTS = (  # the keys of a name's parts, in the order of speech
    ("given", "givenname", "givennames", "firstname", "first", "forename", "vorname", "prenom"),
    ("middle", "middlename", "middleinitial"),
    ("nondroppingparticle", "droppingparticle"),
    ("family", "familyname", "lastname", "last", "surname", "nachname", "nom"),
    ("suffix",),
)
_DEEPEST = 100  # levels of a value that is kept in `extra`


def raw_from_mapping(
    data: Mapping[str, Any],
    origin: Origin,
    original: bytes,
    media_type: str,
    body: str | None = None,
    place: str = "the key",
) -> RawArticle | Skipped:
    """An object of the project's own schema. Keys it does not know are kept in `extra`; `place`
    is what a key is called where the article is explained.

    A value of a wrong kind makes the item Skipped, with the key named.
    """
    if "snippets" in data and "score" in data and "body" not in data:
        return Skipped(
            origin, "a search hit, which has no text: take `archive show ID --format json`"
        )
    ours = data.get("identifier") is not None
    texts: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    try:
        for key, value in data.items():
            if key == "published" and isinstance(value, bool):  # Jekyll's mark, not a date
                extra[key] = value
            elif key == "status" and isinstance(value, bool | list):  # Drupal's: shown or not
                extra[key] = plain(value)
            elif key in _TEXTS:
                texts[key] = _text(key, value)
            elif key == "extra" and isinstance(value, Mapping):
                extra |= plain(value)
            elif (key not in KNOWN or key == "extra") and not (ours and key in DERIVED):
                extra[tidy(str(key))] = plain(value)
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
            time=_text("time", data.get("time")),
            published=None
            if isinstance(data.get("published"), bool)
            else _text("published", data.get("published")),
            agencies=_texts("agency", data.get("agency")),
            authors=author_lines(data.get("authors")),
            tags=_split(_texts("tags", data.get("tags")), data.get("tags")),
            tag_kinds=_tag_kinds(data.get("tag_kinds")),
            collections=_texts("collections", data.get("collections")) if ours else (),
            supplied=_supplied(data.get("supplied")) if ours else None,
            images=_images(data.get("images")),
            extra=extra,
            exported=_is_exported(data),
            found=_found(place),
            **texts,
        )
    except ValueError as error:
        return Skipped(origin, str(error))


def _is_exported(data: Mapping[str, Any]) -> bool:
    identifier = data.get("identifier")
    return isinstance(identifier, str) and data.get("id") == make_id(identifier)


@lru_cache
def _found(place: str) -> dict[str, str]:
    """Each field stands at the key of its name."""
    return {name: f"{place} {name!r}" for name in KNOWN} | {"extra": "the other keys"}


def _text(key: str, value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping) and (inner := stored_date(value)) is not None:
        return _text(key, inner)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise ValueError(f'"{key}" should be a text, not {_kind(value)}')


def stored_date(value: Mapping[str, Any]) -> Any:
    """The date in an object that MongoDB exports: {"$date": {"$numberLong": "1509717900000"}}."""
    inner = value.get("$date")
    return inner.get("$numberLong") if isinstance(inner, Mapping) else inner


def _texts(key: str, value: Any) -> tuple[str, ...]:
    if isinstance(value, list | tuple):
        return tuple(text for item in value if (text := _text(key, item)))
    text = _text(key, value)
    return (text,) if text else ()


def author_lines(value: Any) -> tuple[str, ...]:
    """What is stated of authors, each line as it was typed; an object is read by its name, or by
    the given and the family name that CSL-JSON and others keep apart.
    """
    listed = value if isinstance(value, list | tuple) else [value]
    return tuple(line for each in listed if (line := _text("authors", _name(each))))


def _name(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    said = {bare_key(str(key)): each for key, each in value.items()}
    parts = (next((str(said[key]) for key in keys if said.get(key)), "") for keys in _NAME_PARTS)
    whole = (said[key] for key in _NAMES if isinstance(said.get(key), str))
    others = (said[key] for key in ("title", "text") if isinstance(said.get(key), str))
    return next(whole, None) or " ".join(filter(None, parts)) or next(others, None)


def bare_key(name: str) -> str:
    """A key or an element's name without case and signs: "givenname" of "given-Name"."""
    return re.sub(r"[\W_]", "", name).lower()


def _split(tags: tuple[str, ...], value: Any) -> tuple[str, ...]:
    """One text of several tags ("Syria, Iraq") is cut at its commas; a list's items are whole."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return tags


def _supplied(value: Any) -> Supplied | None:
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise ValueError(f'"supplied" should be an object, not {_kind(value)}')
    return Supplied(_texts("tags", value.get("tags")), _tag_kinds(value.get("tag_kinds")))


def _tag_kinds(value: Any) -> dict[str, tuple[str, ...]]:
    """Tags by kind: {"person": ["Jane Roe"]}."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise ValueError(f'"tag_kinds" should be an object, not {_kind(value)}')
    return {str(kind): _texts("tag_kinds", tags) for kind, tags in value.items()}


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


def plain(value: Any, depth: int = 0) -> Any:
    """A value that JSON and the database can hold: YAML brings dates, JSON lone surrogates.

    Raises ValueError where it is nested too deeply.
    """
    if depth > _DEEPEST:
        raise ValueError("nested too deeply")
    if isinstance(value, str):
        return tidy(value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {tidy(str(key)): plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [plain(item, depth + 1) for item in value]
    return tidy(value.isoformat() if isinstance(value, datetime | date) else str(value))


def _kind(value: Any) -> str:
    names = {
        dict: "an object", list: "a list", bool: "true or false", str: "a text",
        int: "a number", float: "a number", type(None): "null",
    }  # fmt: skip
    return names.get(type(value), type(value).__name__)
