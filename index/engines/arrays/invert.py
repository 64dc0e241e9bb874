"""Documents as a segment: their words are numbered, then sorted as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from index.analysis.lexicon import Form, Lexicon
from index.document import GAP, NO_FORM, Document, Stream
from index.engines.arrays.files import (
    Array,
    Halves,
    begins_run,
    create,
    narrowed,
    ranges,
    shrunk,
    split,
)
from index.engines.arrays.segment import (
    COUNT,
    DOCUMENTS,
    ID,
    NARROW,
    PLACE,
    SERIAL,
    length_column,
    packed,
)
from index.engines.arrays.spelled import spelled
from index.engines.common.layout import NO_DAY, NO_MOMENT, key_field, stem_field
from index.fields import KEYS, STREAMS

_ORDER = 32  # bits of a number that say where it stood before it was sorted


@dataclass(frozen=True, slots=True)
class _Tokens:
    """The tokens of a stream in the order of documents and places: which of the forms each is, in
    which document, and where there.
    """

    forms: list[Form]
    numbers: Array
    docs: Array
    places: Array


@dataclass(frozen=True, slots=True)
class _Numbered:
    """The different terms of some lists, sorted; the number of each term of each list, those of one
    list behind those of the other; how many a list has, and where they end.
    """

    ordered: list[str]
    numbers: Array
    many: Array
    ends: Array


@dataclass(frozen=True, slots=True)
class _Terms:
    """The terms of a field, sorted, and what stands in it, in the order of documents and places:
    the number of each term, its document, its place.
    """

    ordered: list[str]
    numbers: Array
    docs: Array
    places: Array


def write_segment(path: Path, documents: Sequence[Document]) -> None:
    """Writes a new segment of documents with different ids."""
    arrays: dict[str, Array] = {}
    for name in STREAMS:
        streams = [document.streams[name] for document in documents]
        tokens = _tokens(streams)
        words = _numbered([form.words for form in tokens.forms])
        _postings(arrays, name, _standing(tokens, words), counted=True, placed=True)
        stems = _numbered([form.stems for form in tokens.forms])
        _postings(arrays, stem_field(name), _standing(tokens, stems), counted=True)
        # The first word of a form is the folded one, for which its stems stand.
        folded = np.repeat(words.numbers[words.ends - words.many], stems.many)
        table = spelled(stems.numbers, folded, len(stems.ordered))
        arrays |= {f"{stem_field(name)} {part}": each for part, each in table.items()}
        arrays[length_column(name)] = shrunk(np.array([stream.length for stream in streams]))
    for name in KEYS:
        _keys(arrays, key_field(name), [document.keys.get(name, ()) for document in documents])
    _columns(arrays, documents)
    save(path, arrays)


def save(path: Path, arrays: dict[str, Array]) -> None:
    """Writes arrays as a new file."""
    made = create(path, {name: (each.dtype.str, len(each)) for name, each in arrays.items()})
    for name, each in arrays.items():
        made[name][:] = each


def _tokens(streams: Sequence[Stream]) -> _Tokens:
    known: list[Form] = []
    begins: dict[Lexicon, int] = {}
    for stream in streams:
        if stream.lexicon not in begins:
            begins[stream.lexicon] = len(known)
            known += stream.lexicon.forms
    lengths = np.array([len(stream.numbers) for stream in streams])
    numbers = np.frombuffer(b"".join(stream.numbers for stream in streams), np.int32)
    is_token = numbers != NO_FORM
    ends = np.cumsum(np.where(is_token, 1, GAP))
    # A place is counted from the beginning of its document.
    before = np.concatenate(([0], ends))[np.cumsum(lengths) - lengths]
    places = (ends - 1 - np.repeat(before, lengths))[is_token].astype(np.int32)
    docs = np.repeat(np.arange(len(streams), dtype=np.int32), lengths)[is_token]
    first = np.array([begins[stream.lexicon] for stream in streams], np.int32)
    numbers = (numbers + np.repeat(first, lengths))[is_token]
    used = np.zeros(len(known), bool)
    used[numbers] = True
    again = np.cumsum(used, dtype=np.int32) - 1
    forms = [known[at] for at in np.flatnonzero(used).tolist()]
    return _Tokens(forms, again[numbers], docs, places)


def _standing(tokens: _Tokens, terms: _Numbered) -> _Terms:
    """What stands in a field in which the tokens of each form are so many terms."""
    many = terms.many[tokens.numbers]
    which = np.repeat(np.arange(len(many), dtype=np.int32), many)
    first = terms.ends - terms.many
    found = terms.numbers[ranges(first[tokens.numbers], many)]
    return _Terms(terms.ordered, found, tokens.docs[which], tokens.places[which])


def _numbered(lists: Sequence[tuple[str, ...]]) -> _Numbered:
    """The terms of some lists. Their order is that of their bytes."""
    terms = list(chain.from_iterable(lists))
    ordered = sorted(set(terms))
    ranks = dict(zip(ordered, range(len(ordered)), strict=True))
    numbers = np.fromiter(map(ranks.__getitem__, terms), np.int32, len(terms))
    many = np.fromiter(map(len, lists), np.int32, len(lists))
    ends = np.cumsum(many, dtype=np.int32)
    return _Numbered(ordered, numbers, many, ends)


def _postings(
    arrays: dict[str, Array],
    field: str,
    held: _Terms,
    *,
    counted: bool = False,
    placed: bool = False,
) -> None:
    # One number of a term and of where it stood: NumPy sorts numbers faster than it tells an order.
    both = held.numbers.astype(np.int64) << _ORDER
    both |= np.arange(len(both))
    both.sort()
    terms, order = (both >> _ORDER).astype(np.int32), both & (1 << _ORDER) - 1
    docs = held.docs[order]
    first = np.flatnonzero(begins_run(terms) | begins_run(docs)) if len(terms) else terms
    arrays[f"{field} letters"], arrays[f"{field} ends"] = packed(held.ordered)
    starts = np.searchsorted(terms[first], np.arange(len(held.ordered) + 1))
    arrays[f"{field} starts"] = shrunk(starts)
    numbered = split(docs[first])
    for part, each in zip(DOCUMENTS, (numbered.low, numbered.runs, numbered.high), strict=True):
        arrays[f"{field} docs{part}"] = each
    if counted:
        _narrow(arrays, f"{field} counts", np.diff(first, append=len(terms)), COUNT)
    if placed:
        _narrow(arrays, f"{field} places", held.places[order], PLACE)
        place_starts = np.searchsorted(terms, np.arange(len(held.ordered) + 1))
        arrays[f"{field} place_starts"] = shrunk(place_starts)


def _narrow(arrays: dict[str, Array], name: str, numbers: Array, kind: str) -> None:
    held = narrowed(numbers, kind)
    low = held.low.pairs if isinstance(held.low, Halves) else held.low
    for part, each in zip(NARROW, (low, held.at, held.more), strict=True):
        arrays[f"{name}{part}"] = each


def _keys(arrays: dict[str, Array], field: str, values: Sequence[tuple[str, ...]]) -> None:
    terms = _numbered(values)
    docs = np.repeat(np.arange(len(values), dtype=np.int32), terms.many)
    _postings(arrays, field, _Terms(terms.ordered, terms.numbers, docs, docs))
    arrays[f"{field} values"] = shrunk(terms.numbers)
    arrays[f"{field} value_ends"] = shrunk(terms.ends)


def _columns(arrays: dict[str, Array], documents: Sequence[Document]) -> None:
    days = [NO_DAY if document.day is None else document.day for document in documents]
    moments = [NO_MOMENT if each.moment is None else each.moment for each in documents]
    ids = np.array([document.id.encode() for document in documents], ID)
    different, numbers = np.unique(np.array(days, "<i4"), return_inverse=True)
    arrays["days"], arrays["day"] = different, shrunk(numbers)
    arrays["moment"] = np.array(moments, "<i8")
    arrays["id"] = ids
    arrays["id order"] = shrunk(np.argsort(ids))
    serials = [document.serial for document in documents if document.serial is not None]
    if serials:
        arrays[SERIAL] = shrunk(np.array(serials))
