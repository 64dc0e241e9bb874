"""Documents as a segment: their words are numbered, then sorted as numbers."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.document import Document, Stream
from index.engines.arrays.files import Array, create, narrowed, shrunk, split
from index.engines.arrays.segment import COUNT, DOCUMENTS, ID, NARROW, PLACE, length_column, packed
from index.engines.common.layout import NO_DAY, NO_MOMENT, key_field, stem_field
from index.fields import KEYS, STREAMS


class _Tokens:
    """What stands in a field, in the order of documents and places: term, document, place."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.terms = array("i")
        self.docs = array("i")
        self.places = array("i")

    def add(self, term: str, doc: int, place: int) -> None:
        number = self.numbers.setdefault(term, len(self.numbers))
        self.terms.append(number)
        self.docs.append(doc)
        self.places.append(place)


def write_segment(path: Path, documents: Sequence[Document]) -> None:
    """Writes a new segment of documents with different ids."""
    arrays: dict[str, Array] = {}
    for name in STREAMS:
        words, stems = _Tokens(), _Tokens()
        for doc, document in enumerate(documents):
            _add(document.streams[name], doc, words, stems)
        _postings(arrays, name, words, counted=True, placed=True)
        _postings(arrays, stem_field(name), stems, counted=True)
        lengths = [document.streams[name].length for document in documents]
        arrays[length_column(name)] = shrunk(np.array(lengths))
    for name in KEYS:
        _keys(arrays, key_field(name), [document.keys.get(name, ()) for document in documents])
    _columns(arrays, documents)
    save(path, arrays)


def save(path: Path, arrays: dict[str, Array]) -> None:
    """Writes arrays as a new file."""
    made = create(path, {name: (each.dtype.str, len(each)) for name, each in arrays.items()})
    for name, each in arrays.items():
        made[name][:] = each


def _add(stream: Stream, doc: int, words: _Tokens, stems: _Tokens) -> None:
    for place, forms, stemmed in stream.positions():
        for form in forms:
            words.add(form, doc, place)
        for stem in stemmed:
            stems.add(stem, doc, place)


def _postings(
    arrays: dict[str, Array],
    field: str,
    tokens: _Tokens,
    *,
    counted: bool = False,
    placed: bool = False,
) -> None:
    numbers, ordered = _sorted_terms(tokens.numbers)
    terms = numbers[np.frombuffer(tokens.terms, np.int32)]
    order = np.argsort(terms, kind="stable")
    terms, docs = terms[order], np.frombuffer(tokens.docs, np.int32)[order]
    new = np.ones(len(terms), bool)
    new[1:] = (terms[1:] != terms[:-1]) | (docs[1:] != docs[:-1])
    first = np.flatnonzero(new)
    arrays[f"{field} letters"], arrays[f"{field} ends"] = packed(ordered)
    starts = np.searchsorted(terms[first], np.arange(len(ordered) + 1))
    arrays[f"{field} starts"] = shrunk(starts)
    numbered = split(docs[first])
    for part, each in zip(DOCUMENTS, (numbered.low, numbered.runs, numbered.high), strict=True):
        arrays[f"{field} docs{part}"] = each
    if counted:
        _narrow(arrays, f"{field} counts", np.diff(first, append=len(terms)), COUNT)
    if placed:
        _narrow(arrays, f"{field} places", np.frombuffer(tokens.places, np.int32)[order], PLACE)
        place_starts = np.searchsorted(terms, np.arange(len(ordered) + 1))
        arrays[f"{field} place_starts"] = shrunk(place_starts)


def _narrow(arrays: dict[str, Array], name: str, numbers: Array, kind: str) -> None:
    held = narrowed(numbers, kind)
    for part, each in zip(NARROW, (held.low, held.at, held.more), strict=True):
        arrays[f"{name}{part}"] = each


def _sorted_terms(numbers: dict[str, int]) -> tuple[Array, list[bytes]]:
    """The new number of each old one, and the terms sorted."""
    ordered = sorted((term.encode(), number) for term, number in numbers.items())
    new = np.empty(len(ordered), np.int32)
    new[[number for _, number in ordered]] = np.arange(len(ordered), dtype=np.int32)
    return new, [term for term, _ in ordered]


def _keys(arrays: dict[str, Array], field: str, values: Sequence[tuple[str, ...]]) -> None:
    tokens = _Tokens()
    for doc, keys in enumerate(values):
        for key in keys:
            tokens.add(key, doc, 0)
    _postings(arrays, field, tokens)
    numbers, _ = _sorted_terms(tokens.numbers)
    arrays[f"{field} values"] = shrunk(numbers[np.frombuffer(tokens.terms, np.int32)])
    arrays[f"{field} value_ends"] = shrunk(np.cumsum([len(keys) for keys in values]))


def _columns(arrays: dict[str, Array], documents: Sequence[Document]) -> None:
    days = [NO_DAY if document.day is None else document.day for document in documents]
    moments = [NO_MOMENT if each.moment is None else each.moment for each in documents]
    ids = np.array([document.id.encode() for document in documents], ID)
    different, numbers = np.unique(np.array(days, "<i4"), return_inverse=True)
    arrays["days"], arrays["day"] = different, shrunk(numbers)
    arrays["moment"] = np.array(moments, "<i8")
    arrays["id"] = ids
    arrays["id order"] = shrunk(np.argsort(ids))
