"""Charts and tables as files of their own."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from flask import Response


def file_of(data: str | bytes, media_type: str, name: str) -> Response:
    """A file that a browser shows, or keeps under that name."""
    response = Response(data, content_type=media_type)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def table_of(rows: Iterable[Sequence[object]], name: str) -> Response:
    """Rows as CSV."""
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    # Without the mark, spreadsheets take UTF-8 for the characters of an old code page.
    return file_of("\ufeff" + text.getvalue(), "text/csv; charset=utf-8", name)
