"""Rows as an Arrow stream, by nanoarrow: the one file that knows it."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import chain, islice
from typing import Any

import nanoarrow as na
from nanoarrow.c_array_stream import CArrayStream

from index.door.columns import Columns, Kind, Row

_BATCH = 10_000  # rows of one array of the stream
_EPOCH_DAY = date(1970, 1, 1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TYPES: dict[Kind, Callable[[], Any]] = {
    "text": na.string,
    "texts": lambda: na.list_(na.string()),
    "number": na.int64,
    "real": na.float64,
    "day": na.date32,
    "instant": lambda: na.timestamp("us", "UTC"),
}


def stream(columns: Columns, rows: Iterable[Row]) -> Any:
    """A stream of all rows, gathered in Arrow's own form; what has `__arrow_c_stream__`."""
    schema = na.struct({name: _TYPES[kind]() for name, kind in columns.items()})
    arrays = [_batch(schema, columns, part) for part in _parts(rows)]
    return CArrayStream.from_c_arrays(arrays, na.c_schema(schema))


def _parts(rows: Iterable[Row]) -> Iterator[list[Row]]:
    every = iter(rows)
    while part := list(islice(every, _BATCH)):
        yield part


def _batch(schema: Any, columns: Columns, rows: Sequence[Row]) -> Any:
    children = [_column(kind, [row[name] for row in rows]) for name, kind in columns.items()]
    return na.c_array_from_buffers(schema, len(rows), [None], children=children)


def _column(kind: Kind, values: Sequence[Any]) -> Any:
    """One column. Lists are never missing, only empty, so they have no bits of what is."""
    if kind == "texts":
        offsets = array("i", [0])
        for value in values:
            offsets.append(offsets[-1] + len(value))
        items = na.c_array(list(chain.from_iterable(values)), na.string())
        return na.c_array_from_buffers(
            _TYPES[kind](), len(values), [None, offsets], children=[items]
        )
    return na.c_array([_plain(kind, value) for value in values], _TYPES[kind]())


def _plain(kind: Kind, value: Any) -> Any:
    """A value as Arrow counts it: days, or microseconds, since 1970."""
    if value is None or kind in ("text", "number", "real"):
        return value
    if kind == "day":
        return (value - _EPOCH_DAY).days
    return (value - _EPOCH) // timedelta(microseconds=1)
