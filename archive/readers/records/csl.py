"""CSL-JSON, what Zotero and others write of a reference (citationstyles.org, 1.0)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archive.article import Origin, RawArticle
from archive.readers.common.fields import plain
from archive.text.plain import one_line

_KEPT = {
    "title", "container-title", "author", "issued", "URL", "abstract", "section", "language",
    "keyword", "note", "dateline", "publisher-place",
}  # fmt: skip


def is_csl(data: Mapping[str, Any]) -> bool:
    """Whether an object is a reference: its date in parts, or its container, with its type."""
    issued = data.get("issued")
    in_parts = isinstance(issued, Mapping) and ({"date-parts", "raw", "literal"} & issued.keys())
    return "type" in data and "title" in data and bool(in_parts or "container-title" in data)


def article(data: Mapping[str, Any], origin: Origin, original: bytes) -> RawArticle:
    """The article that a reference describes; the abstract is its summary."""
    authors = data.get("author")
    return RawArticle(
        origin=origin,
        original=original,
        media_type="application/json",
        title=_text(data.get("title")),
        date=_date(data.get("issued")),
        authors=tuple(filter(None, map(_name, authors))) if isinstance(authors, list) else (),
        publisher=_text(data.get("container-title")) or _text(data.get("publisher")),
        section=_text(data.get("section")),
        tags=tuple(part.strip() for part in (_text(data.get("keyword")) or "").split(",") if part),
        language=_text(data.get("language")),
        summary=_text(data.get("abstract")),
        url=_text(data.get("URL")),
        extra={str(key): plain(value) for key, value in data.items() if key not in _KEPT and value},
        found={"format": "CSL-JSON", "date": "issued", "publisher": "container-title"},
    )


def _text(value: Any) -> str | None:
    return one_line(str(value)) if isinstance(value, str | int) else None


def _name(value: Any) -> str | None:
    if not isinstance(value, Mapping):
        return _text(value)
    if value.get("literal"):
        return _text(value["literal"])
    parts = (value.get(key) for key in ("given", "non-dropping-particle", "family", "suffix"))
    return " ".join(str(part) for part in parts if part) or None


def _date(issued: Any) -> str | None:
    """A date in parts: [[2017, 11, 3]] is "2017-11-03", [[2017]] is "2017"."""
    if not isinstance(issued, Mapping):
        return _text(issued)
    parts = issued.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        numbers = [str(part) for part in parts[0][:3] if str(part).isdigit()]
        return "-".join(number.zfill(4 if at == 0 else 2) for at, number in enumerate(numbers))
    return _text(issued.get("raw") or issued.get("literal"))
