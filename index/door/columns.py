"""The columns of every kind of row, and what they hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

Row = dict[str, Any]
Kind = Literal["text", "texts", "number", "day", "instant"]
Columns = Mapping[str, Kind]

ARTICLE: Columns = {
    "id": "text", "title": "text", "date": "text", "day": "day", "published": "instant",
    "agency": "texts", "credit": "text", "authors": "texts", "publisher": "text",
    "section": "text", "tags": "texts", "dateline": "text", "language": "text", "url": "text",
    "status": "text", "revision": "number", "collections": "texts", "link": "text",
}  # fmt: skip
TEXT: Columns = {"summary": "text", "text": "text"}
LINE: Columns = {
    "id": "text", "title": "text", "date": "text", "day": "day", "agency": "texts",
    "left": "text", "match": "text", "right": "text", "link": "text",
}  # fmt: skip
SIMILAR: Columns = {
    "id": "text", "title": "text", "date": "text", "day": "day", "agency": "texts",
    "publisher": "text", "link": "text",
}  # fmt: skip
VALUE: Columns = {"value": "text", "count": "number", "link": "text"}
PERIOD: Columns = {
    "period": "text", "first": "day", "last": "day", "series": "text", "count": "number",
    "of": "number", "link": "text",
}  # fmt: skip
