"""An article as a row of a table, safe to open in a spreadsheet; `readers.records.csv` reads it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from archive.article import Article, make_id, to_json

COLUMNS = (
    "id", "identifier", "title", "date", "precision", "time", "published", "agency", "credit",
    "authors", "publisher", "section", "tags", "dateline", "language", "summary", "body", "url",
    "status", "note", "revision", "images", "extra", "tag_kinds", "collections", "supplied",
)  # fmt: skip
HEADER = ",".join(COLUMNS) + "\n"

_LISTS = {"agency", "authors", "tags", "collections"}
_JSON = {"images", "extra", "tag_kinds", "supplied"}
# What a spreadsheet takes for a formula (OWASP, "CSV Injection"), and what has been guarded.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def to_csv_row(article: Article) -> str:
    """The line (or lines, where a text has several) of an article; the body is Markdown."""
    data = to_json(article)
    for name in _JSON:
        data[name] = json.dumps(data[name], ensure_ascii=False) if data[name] else None
    return csv_line(data[name] for name in COLUMNS)


def csv_line(values: Iterable[Any]) -> str:
    """Values as one line of CSV (RFC 4180, except that it ends as Unix lines do)."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([cell(value) for value in values])
    return line.getvalue()


def cell(value: Any) -> Any:
    """A list as one cell, "a; b"; what a spreadsheet would run as a formula gets a quote before it.

    A list whose items would not come apart again is written as JSON.
    """
    if isinstance(value, list):
        plain = not any(";" in item or item.startswith("[") for item in value)
        value = "; ".join(value) if plain else json.dumps(value, ensure_ascii=False)
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def from_csv_row(row: Mapping[str, str]) -> dict[str, Any] | None:
    """The article's JSON object that a row of an export stands for; None for any other row.

    A cell that was edited into a value of another kind is kept as text.
    """
    cells = {name: _unguarded(value) for name, value in row.items()}
    if not cells.get("id") or cells["id"] != make_id(cells.get("identifier", "")):
        return None
    data: dict[str, Any] = {name: value for name, value in cells.items() if value}
    for name in _LISTS & data.keys():
        listed = _json(data[name]) if data[name].startswith("[") else None
        data[name] = listed if isinstance(listed, list) else data[name].split("; ")
    for name in _JSON & data.keys():
        data[name] = _json(data[name])
    return data


def _unguarded(text: str) -> str:
    return text[1:] if _GUARDED.match(text) else text


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
