"""How a person asked for a source to be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from archive.errors import InputError
from archive.text.charset import known_charset

# The fields that a column or a key of another's data may be; those of the project's own schema.
FIELDS = (
    "title", "date", "body", "agency", "credit", "authors", "publisher", "section", "tags",
    "dateline", "language", "summary", "url", "identifier", "image", "status", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """`columns` says which column of a table is a field: {"title": "headline"}; `encoding` is the
    charset of what is not UTF-8 and declares none.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None


def encoding_named(name: str | None) -> str | None:
    """The charset of `--encoding`, if one was named. InputError for a name that nobody knows."""
    if name and not known_charset(name):
        raise InputError(
            f"--encoding: no charset is called {name!r}",
            "for example windows-1250, iso-8859-2, shift_jis, gbk, koi8-r",
        )
    return name or None


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
