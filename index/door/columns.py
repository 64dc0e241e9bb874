"""The columns of every kind of row, and what they hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

Row = dict[str, Any]
Kind = Literal["text", "texts", "number", "real", "day", "instant"]
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
COMPANY: Columns = {
    "word": "text", "written": "text", "value": "text", "near": "number", "per_1000_near": "real",
    "total": "number", "expected": "real", "score": "real", "change": "real",
    "looked_at": "number", "margin": "real", "link": "text",
}  # fmt: skip
NEIGHBOURS: Columns = {
    "words": "text", "length": "number", "value": "text", "occurrences": "number",
    "share": "real", "looked_at": "number", "margin": "real", "link": "text",
}  # fmt: skip
COUNTS: Columns = {
    "value": "text", "articles": "number", "of": "number", "share": "real",
    "occurrences": "number", "words": "number", "per_10000_words": "real", "link": "text",
}  # fmt: skip
TYPICAL: Columns = {
    "word": "text", "written": "text", "typical_of": "text", "often": "number",
    "often_against": "number", "per_10000_words": "real", "per_10000_words_against": "real",
    "score": "real", "link": "text",
}  # fmt: skip
VALUES: Columns = {
    "value": "text", "articles": "number", "articles_against": "number", "share": "real",
    "share_against": "real", "occurrences": "number", "occurrences_against": "number",
    "score": "real", "link": "text",
}  # fmt: skip
