"""Plain rows, and what their columns hold: for pandas, polars, Arrow, or a loop."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from typing import Any

from archive.errors import RequestError
from index.door.columns import ARTICLE, TEXT, Columns, Row

_SHOWN = 5


class Rows:
    """Rows as dictionaries, each with every column. They are read as they are asked for, and can be
    gone through again, which asks again.

    `pandas.DataFrame(rows)` and `polars.DataFrame(rows)` take them as they are,
    `pyarrow.Table.from_pylist(list(rows))` as a list; `arrow()` keeps the types of empty columns.
    """

    def __init__(self, columns: Columns, rows: Callable[[], Iterable[Row]]) -> None:
        self.columns = columns
        self._rows = rows

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows())

    def __repr__(self) -> str:
        first = list(islice(self, _SHOWN + 1))
        lines = [f"  {row!r}" for row in first[:_SHOWN]]
        lines += ["  ..."] if len(first) > _SHOWN else []
        return "\n".join([f"<Rows of {', '.join(self.columns)}", *lines]) + ">"

    def arrow(self) -> Arrow:
        """The same for whatever takes `__arrow_c_stream__`: polars, pyarrow, pandas, DuckDB.

        RequestError where the extra `arrow` is not installed.
        """
        try:
            import nanoarrow  # noqa: F401 - whether it is there is told now, not in another library
        except ImportError:
            raise RequestError(
                "Arrow needs the library nanoarrow, which is not installed",
                "pip install 'news-archive[arrow]', or pass the rows as they are",
            ) from None
        return Arrow(self)


class Arrow:
    """Rows by the Arrow PyCapsule interface: a stream of structs, a field for each column."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        from index.door.arrow import stream

        return stream(self._rows.columns, self._rows).__arrow_c_stream__(requested_schema)


def article_row(found: Mapping[str, Any], base: str | None, *, text: bool = False) -> Row:
    """An article's JSON object as a row; `date` is as precise as the source, `day` its first day.
    `text` is Markdown.
    """
    published = found["published"]
    special = {
        "day": first_day(found["date"]),
        "published": datetime.fromisoformat(published) if published else None,
        "link": article_link(base, found["id"]),
        "text": found["body"],
    }
    columns = {**ARTICLE, **TEXT} if text else ARTICLE
    return {name: special[name] if name in special else found[name] for name in columns}


def dated_row(columns: Columns, found: Mapping[str, Any], base: str | None) -> Row:
    """A line or a similar article as a row: what its JSON object has, a day and a link."""
    more = {"day": first_day(found["date"]), "link": article_link(base, found["id"])}
    return {name: more[name] if name in more else found[name] for name in columns}


def article_link(base: str | None, article_id: str) -> str | None:
    """Where an article is on the web; None where that is not known."""
    return f"{base}/article/{article_id}" if base else None


def first_day(text: str | None) -> date | None:
    """The first day of a date of any precision: "2017-11" is 1 November."""
    return date.fromisoformat((text + "-01-01")[:10]) if text else None
