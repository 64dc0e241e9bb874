"""Articles as Parquet, by pyarrow (the extra `[parquet]`): a column a field, with its type."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from importlib.util import find_spec
from typing import Any

from archive.article import TAG_KINDS, Article, to_json
from archive.errors import OutputError
from archive.exports.csv_row import COLUMNS
from archive.exports.sink import Sink

MEDIA_TYPE = "application/vnd.apache.parquet"  # as registered with IANA
# A row group is what a writer holds in memory, and what a reader reads at once.
MOST_ROWS = 5_000
MOST_TEXT = 16_000_000  # characters of bodies


class _Tellable(Sink):
    """Parquet notes where each column begins, so it asks how far it is."""

    def tell(self) -> int:
        """How many bytes have been written."""
        return self.written


def is_installed() -> bool:
    """Whether the library is there; it is not loaded."""
    return find_spec("pyarrow") is not None


def parquet(articles: Iterable[Article]) -> Iterator[bytes]:
    """The file, a row group at a time. OutputError where the library is missing."""
    if not is_installed():
        raise OutputError(
            "Parquet needs the library pyarrow, which is not installed",
            "pip install 'news-archive[parquet]', or another format, such as csv",
        )
    return _written(articles)


def _written(articles: Iterable[Article]) -> Iterator[bytes]:
    import pyarrow
    from pyarrow.parquet import ParquetWriter

    sink, schema = _Tellable(), _schema()
    with ParquetWriter(sink, schema, compression="zstd") as writer:
        for rows in _groups(articles):
            writer.write_batch(pyarrow.RecordBatch.from_pylist(rows, schema=schema))
            yield sink.taken()
    yield sink.taken()


def _groups(articles: Iterable[Article]) -> Iterator[list[dict[str, Any]]]:
    rows: list[dict[str, Any]] = []
    size = 0
    for article in articles:
        rows.append(_row(article))
        size += len(article.body)
        if len(rows) >= MOST_ROWS or size >= MOST_TEXT:
            yield rows
            rows, size = [], 0
    if rows:
        yield rows


def _row(article: Article) -> dict[str, Any]:
    """The columns of a CSV, and the first day of the date. `extra` and `supplied` are JSON, as in a
    CSV.
    """
    data = to_json(article)
    special = {
        "identifier": article.identity,
        "day": date.fromisoformat((article.date + "-01-01")[:10]) if article.date else None,
        "images": [{"url": each.url, "caption": each.caption} for each in article.images],
        **{name: _json(data[name]) for name in ("extra", "supplied")},
        "tag_kinds": {kind: list(article.tag_kinds.get(kind, ())) for kind in TAG_KINDS},
    }
    return {
        name: special[name] if name in special else getattr(article, name)
        for name in (*COLUMNS, "day")
    }


def _json(value: Any) -> str | None:
    return json.dumps(value, ensure_ascii=False) if value else None


def _schema() -> Any:
    import pyarrow as pa

    text, texts = pa.string(), pa.list_(pa.string())
    types = dict.fromkeys(COLUMNS, text) | {
        "published": pa.timestamp("us", "UTC"),
        "agency": texts,
        "authors": texts,
        "tags": texts,
        "collections": texts,
        "revision": pa.int32(),
        "images": pa.list_(pa.struct([("url", text), ("caption", text)])),
        "tag_kinds": pa.struct([(kind, texts) for kind in TAG_KINDS]),
        "day": pa.date32(),
    }
    always = {"id", "identifier", "body", "revision"}
    return pa.schema([pa.field(name, kind, name not in always) for name, kind in types.items()])
