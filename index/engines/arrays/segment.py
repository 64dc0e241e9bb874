"""A segment: some documents as arrays, numbered from 0, and never changed once written.

Of every field that has terms (a stream of words, its stems, a keyword field), by term:

    letters, ends         the terms, sorted (terms.py)
    starts                where the postings of each term begin; one more than terms
    docs                  the documents of each term, ascending
    counts                how often it stands there; keyword fields have none
    places                where it stands, of words alone: as many as `counts` says
    place_starts          where the places of each term begin; one more than terms

By document: `id`, `day`, `moment`, the length of each stream, and the values of each keyword field
as numbers of its terms (`values`, those of a document before `value_ends`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from archive.article import ID_LENGTH
from index.engines.arrays.files import Array, open_arrays
from index.engines.arrays.terms import Terms
from index.engines.common.layout import key_field, stem_field
from index.fields import KEYS, STREAMS

ID = f"|S{ID_LENGTH}"
KEY_FIELDS = tuple(key_field(name) for name in KEYS)
STEM_FIELDS = tuple(stem_field(name) for name in STREAMS)
WORD_FIELDS = tuple(STREAMS)
TERM_FIELDS = (*WORD_FIELDS, *STEM_FIELDS, *KEY_FIELDS)


@dataclass(frozen=True, slots=True)
class Field:
    """The postings of a field."""

    terms: Terms
    starts: Array
    docs: Array
    counts: Array | None = None
    places: Array | None = None
    place_starts: Array | None = None


class Segment:
    """One segment, open for reading."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.arrays = open_arrays(path)
        self.size = len(self.arrays["id"])
        self._fields: dict[str, Field] = {}

    def field(self, name: str) -> Field:
        """The postings of a field."""
        if name not in self._fields:
            part = self.arrays.get
            self._fields[name] = Field(
                Terms(self.arrays[f"{name} letters"], self.arrays[f"{name} ends"]),
                self.arrays[f"{name} starts"],
                self.arrays[f"{name} docs"],
                part(f"{name} counts"),
                part(f"{name} places"),
                part(f"{name} place_starts"),
            )
        return self._fields[name]

    def column(self, name: str) -> Array:
        """A number of every document."""
        return self.arrays[name]

    def find(self, ids: Array) -> Array:
        """The numbers of those of some different ids that are here."""
        known, order = self.arrays["id"], self.arrays["id order"]
        at = np.searchsorted(known, ids, sorter=order)
        at[at == len(known)] = 0
        docs = order[at].astype(np.intp)
        return docs[known[docs] == ids]


def length_column(stream: str) -> str:
    """Where the lengths of a stream are."""
    return f"{stream} length"
