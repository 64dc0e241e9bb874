"""The fields of the index as Whoosh knows them: streams of words, their stems, whole values."""

from __future__ import annotations

from whoosh import columns, fields, formats

from index.engines.common.layout import NO_DAY, NO_MOMENT, key_field, stem_field
from index.fields import KEYS, STREAMS


class Words(fields.FieldType):  # type: ignore[misc]
    """The words of a stream, with their positions; or its stems, with how often each stands."""

    def __init__(self, positions: bool) -> None:
        super().__init__(
            formats.Positions() if positions else formats.Frequency(), None, scorable=True
        )


class Values(fields.FieldType):  # type: ignore[misc]
    """Whole folded values; those of a document are a column too, joined by a separator."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), None)
        self.column_type = columns.VarBytesColumn()


def make_schema() -> fields.Schema:
    """The fields of every document."""
    schema = fields.Schema(
        id=Values(),
        day=fields.COLUMN(columns.NumericColumn("i", default=NO_DAY)),
        moment=fields.COLUMN(columns.NumericColumn("q", default=NO_MOMENT)),
    )
    for name in KEYS:
        schema.add(key_field(name), Values())
    for name in STREAMS:
        schema.add(name, Words(positions=True))
        schema.add(stem_field(name), Words(positions=False))
    return schema
