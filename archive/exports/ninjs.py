"""An article as an item of ninjs 3.0 (IPTC, ninjs-schema_3.0.json)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta, timezone
from typing import Any

from archive.article import Article
from archive.dates.parse import bounds
from archive.text.markdown import to_html, to_text

# RFC 3986: a scheme, then only what may stand in an address.
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[\w.~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+", re.A)
_PUB_STATUS = {"withdrawn": "canceled", "withheld": "withheld"}
_WIDEST_OFFSET = 14  # hours


def to_ninjs(article: Article) -> str:
    """The item on one line. Our own reader finds the same identity in it, also where that is no
    URI: then it is an alternative identifier, under an address made of the id.
    """
    return json.dumps(ninjs_item(article), ensure_ascii=False) + "\n"


def ninjs_item(article: Article) -> dict[str, Any]:
    """The item as an object; what is empty is left out."""
    extra = article.extra
    item: dict[str, Any] = {
        "uri": _uri(article.identity) or f"urn:x-archive:{article.id}",
        "standard": {"name": "ninjs", "version": "3.0"},
        "type": "text",
        "version": str(extra.get("version") or article.revision),
        "pubStatus": _PUB_STATUS.get(article.status or "", "usable"),
        "language": article.language,
        "contentCreated": _created(article),
        "headlines": _valued(("main", article.title)),
        "descriptions": _valued(("summary", article.summary)),
        "bodies": [
            {"contentType": "text/plain", "value": to_text(article.body)},
            {"contentType": "text/html", "value": to_html(article.body)},
        ]
        if article.body
        else [],
        "by": ", ".join(article.authors),
        "located": article.dateline,
        "slugline": str(extra.get("slugline") or ""),
        "subjects": [{"name": tag} for tag in article.tags],
        "infoSources": [{"name": name} for name in article.agency],
        "edNote": article.note,
        "associations": list(_pictures(article)),
        "altIds": _valued(("archive", article.id), ("identity", article.identity)),
    }
    return {key: value for key, value in item.items() if value}


def _valued(*pairs: tuple[str, str | None]) -> list[dict[str, str]]:
    return [{"role": role, "value": value} for role, value in pairs if value]


def _uri(text: str | None) -> str | None:
    return text if text and _URI.fullmatch(text) else None


def _pictures(article: Article) -> Iterator[dict[str, Any]]:
    for number, image in enumerate(article.images, 1):
        name = f"picture-{number}"
        address = _uri(image.url)
        picture = {
            "name": name,
            "uri": address or f"urn:x-archive:{article.id}:{name}",
            "type": "picture",
            "descriptions": _valued(("caption", image.caption)),
            "renditions": [{"name": "main", "href": address}] if address else [],
        }
        yield {key: value for key, value in picture.items() if value}


def _created(article: Article) -> str | None:
    """When it was published, in the nearest zone in which that was on the article's own day. Where
    only a date is known the format still wants an instant: the first one of it, in UTC.
    """
    if not article.date:
        return None
    first, last = bounds(article.date)
    moment = datetime.combine(first, time.min, UTC)
    if article.published:
        offsets = sorted(range(-_WIDEST_OFFSET, _WIDEST_OFFSET + 1), key=abs)
        moments = (_in_zone(article.published, hours) for hours in offsets)
        fitting = (each for each in moments if first <= each.date() <= last)
        moment = next(fitting, article.published)
    return moment.isoformat().replace("+00:00", "Z")


def _in_zone(moment: datetime, hours: int) -> datetime:
    try:
        return moment.astimezone(timezone(timedelta(hours=hours)))
    except OverflowError:  # the first or last hours that a calendar can hold
        return moment
