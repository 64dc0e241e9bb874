"""How a person asked for a source to be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from archive.errors import InputError

# The fields that a column or a key of another's data may be; those of the project's own schema.
FIELDS = (
    "title", "date", "body", "agency", "credit", "authors", "publisher", "section", "tags",
    "dateline", "language", "summary", "url", "identifier", "image", "status", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """`columns` says which column of a table is a field: {"title": "headline"}."""

    columns: Mapping[str, str] = field(default_factory=dict)


def column_map(pairs: Iterable[str]) -> dict[str, str]:
    """`--map title=headline` options as {field: column}. InputError for anything else."""
    found: dict[str, str] = {}
    for pair in pairs:
        name, equals, column = (part.strip() for part in pair.partition("="))
        if not (equals and column):
            raise InputError(f"--map {pair!r} is not FIELD=COLUMN", "for example title=headline")
        if name not in FIELDS:
            raise InputError(f"--map: no field is called {name!r}", f"one of: {', '.join(FIELDS)}")
        found[name] = column
    return found
