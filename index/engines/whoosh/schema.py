"""A document as Whoosh's fields: postings of tokens and of whole values, columns of numbers."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterator
from typing import Any

from whoosh import columns, fields, formats
from whoosh.codec.whoosh3 import W3Codec
from whoosh.system import pack_uint

from index.document import Document, Stream
from index.engines.common.folding import SEPARATOR
from index.engines.common.layout import NO_DAY, NO_MOMENT, key_field, stem_field
from index.fields import KEYS, STREAMS


class Tokens(fields.FieldType):  # type: ignore[misc]
    """A stream of tokens, given as {term: positions}; with positions or frequencies alone."""

    def __init__(self, positions: bool) -> None:
        super().__init__(formats.Positions() if positions else formats.Frequency(), None)
        self.positions = positions

    def index(self, value: Any, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Whoosh's posting tuples: term, frequency, weight, encoded positions or frequency."""
        for term, found in value.items():
            count = len(found)
            kept = self.format.encode(found) if self.positions else pack_uint(count)
            yield term.encode(), count, float(count), kept


class Keys(fields.FieldType):  # type: ignore[misc]
    """Whole folded values, given as a tuple; kept in a column too, to be counted."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), None)
        self.column_type = columns.VarBytesColumn()

    def index(self, value: Any, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """One posting a value."""
        for key in value:
            yield key.encode(), 1, 1.0, b""

    def to_column_value(self, value: Any) -> bytes:
        """All values of a document as one."""
        return SEPARATOR.join(value).encode()


class Numbers(columns.NumericColumn):  # type: ignore[misc]
    """A column of whole numbers that is read at once: a tenth of the time of one by one."""

    class Reader(columns.NumericColumn.Reader):  # type: ignore[misc]
        """Reads what NumericColumn.Writer wrote: big-endian, defaults left off at the end."""

        def load(self) -> array[int]:
            """All numbers."""
            loaded = array(self._typecode)
            loaded.frombytes(self._dbfile.get(self._basepos, self._count * self._fixedlen))
            if sys.byteorder == "little":
                loaded.byteswap()
            loaded.extend([self._default] * (self._doccount - len(loaded)))
            return loaded


class Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's own, without a length for each posting: streams have theirs in a column."""

    length_stats = False

    def __init__(self) -> None:
        super().__init__(blocklimit=512, compression=1)


def make_schema() -> fields.Schema:
    """The fields of every document."""
    schema = fields.Schema(
        id=Keys(),
        day=fields.COLUMN(Numbers("i", default=NO_DAY)),
        moment=fields.COLUMN(Numbers("q", default=NO_MOMENT)),
    )
    for name in KEYS:
        schema.add(key_field(name), Keys())
    for name in STREAMS:
        schema.add(name, Tokens(positions=True))
        schema.add(stem_field(name), Tokens(positions=False))
        schema.add(length_field(name), fields.COLUMN(Numbers("i")))
    return schema


def length_field(stream: str) -> str:
    """Where the length of a stream is."""
    return f"{stream}_length"


def fields_of(document: Document) -> dict[str, Any]:
    """A document as Whoosh's fields."""
    values: dict[str, Any] = {
        "id": (document.id,),
        "day": document.day if document.day is not None else NO_DAY,
        "moment": document.moment if document.moment is not None else NO_MOMENT,
    }
    for name, keys in document.keys.items():
        if keys:
            values[key_field(name)] = keys
    for name, stream in document.streams.items():
        words, stems = _places(stream)
        if words:
            values[name] = words
            values[stem_field(name)] = stems
            values[length_field(name)] = stream.length
    return values


def _places(stream: Stream) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    words: dict[str, list[int]] = {}
    stems: dict[str, list[int]] = {}
    for at, forms, each in stream.positions():
        for form in forms:
            words.setdefault(form, []).append(at)
        for stem in each:
            stems.setdefault(stem, []).append(at)
    return words, stems
