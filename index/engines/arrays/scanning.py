"""Going through all postings of a stream: which stand at marked places, and how often each word
stands in groups of documents.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

import numpy as np

from index.engines.arrays.files import Array, ranges
from index.engines.arrays.groups import Groups
from index.engines.arrays.places import Room, Windows
from index.engines.arrays.segment import NOTHING, Field
from index.query.patience import go_on

_AT_ONCE = 1 << 18  # postings that are looked at together: worth a thread's turn
_ALONE = 1 << 20  # postings that one thread has gone through before others have begun
CORES = min(os.cpu_count() or 1, 4)
_FEW = 2  # of so many postings one is wanted, and its places are picked out


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Some postings of a field: those of the terms [first, after), `where` they are, and where each
    of the terms begins among them.
    """

    first: int
    after: int
    where: slice
    starts: Array


@dataclass(frozen=True, slots=True)
class Marked:
    """What stands at marked places, of the terms [first, after): how much of it `each` term has,
    in order, and at which of the marks.
    """

    first: int
    after: int
    each: Array
    slots: Array


class _Rooms(threading.local):
    """Of each thread its own."""

    def __init__(self) -> None:
        self.own = Room()


def _chunks(field: Field, passed: Array, *, backwards: bool = False) -> Iterator[_Chunk]:
    """All postings of a field but those of the terms that are passed over, a bounded number at a
    time, or those of one term.
    """
    found: list[_Chunk] = []
    starts = field.starts.astype(np.int64)
    first = 0
    for stop in (*passed.tolist(), len(starts) - 1):
        while first < stop:
            after = int(np.searchsorted(starts, starts[first] + _AT_ONCE, "right")) - 1
            after = min(max(after, first + 1), stop)
            where = slice(int(starts[first]), int(starts[after]))
            found.append(_Chunk(first, after, where, starts[first:after] - starts[first]))
            first = after
        first = stop + 1
    for chunk in reversed(found) if backwards else found:
        go_on()
        yield chunk


def _on_all_cores(
    work: Callable[[_Chunk], T], field: Field, passed: Array = NOTHING, *, backwards: bool = False
) -> Iterator[T]:
    """What the work makes of each chunk, in order, a few ahead. NumPy lets go of Python's
    lock, so threads share the cores of the machine.
    """
    chunks = _chunks(field, passed, backwards=backwards)
    if len(field.docs) < _ALONE or CORES == 1:
        yield from map(work, chunks)
        return
    with ThreadPoolExecutor(CORES) as pool:
        ahead = deque(pool.submit(work, chunk) for chunk in islice(chunks, 2 * CORES))
        while ahead:
            made = ahead.popleft().result()
            ahead.extend(pool.submit(work, chunk) for chunk in islice(chunks, 1))
            yield made


def marked(
    field: Field,
    start: int,
    windows: Windows,
    made: Callable[[Marked], T],
    passed: Array = NOTHING,
    *,
    backwards: bool = False,
) -> Iterator[T]:
    """What is made of what stands at marked places, some terms at a time, on any thread, without
    the terms that are passed over; or from the last terms to the first. The documents of the field
    are numbered from `start` on.
    """

    rooms = _Rooms()

    def of(chunk: _Chunk) -> T | None:
        room = rooms.own
        # Numbers by which others are picked are as wide as NumPy wants them: else it copies all.
        docs = room.of("docs", chunk.where.stop - chunk.where.start)
        docs = field.docs.into(chunk.where, docs)
        docs += start
        wanted = None if windows.are_common else np.flatnonzero(windows.has.take(docs))
        if not len(docs if wanted is None else wanted):
            return None
        counts = field.counts[chunk.where]
        begin = int(field.place_starts[chunk.first])
        if wanted is not None and len(wanted) * _FEW < len(counts):
            ends = np.cumsum(counts, dtype=np.intp)[wanted]
            docs, counts = docs[wanted], counts[wanted]
            places = field.places.take(ranges(begin + ends - counts, counts))
            placed = np.cumsum(counts, dtype=np.intp) - counts
            starts = np.append(placed, len(places))[wanted.searchsorted(chunk.starts)]
        else:
            placed = field.place_starts[chunk.first : chunk.after + 1].astype(np.intp) - begin
            places = field.places[begin : begin + int(placed[-1])]
            starts = placed[:-1]
        slots = windows.slots(docs, counts, places, room)
        hit = windows.met(slots, room)
        if not len(hit):
            return None
        each = np.diff(hit.searchsorted(starts), append=len(hit))
        return made(Marked(chunk.first, chunk.after, each, slots.take(hit)))

    made_of = _on_all_cores(of, field, passed, backwards=backwards)
    yield from (each for each in made_of if each is not None)


def sizes(field: Field, documents: int) -> Array:
    """How many words of a field each of so many documents has."""
    found = np.zeros(documents)
    for chunk in _chunks(field, NOTHING):
        found += np.bincount(field.docs[chunk.where], field.counts[chunk.where], documents)
    return found.astype(np.int64)


def totals(field: Field, groups: Groups, kinds: Array, passed: Array) -> Array:
    """How often each of the terms that are not passed over stands in each group: a row for each
    term, a column for each group. `kinds` are those of the documents of the field.
    """
    if groups.alike is not None:
        return np.outer(np.diff(field.place_starts.astype(np.int64)), groups.alike)
    found = np.zeros((len(field.terms), groups.count), np.int64)

    def add(chunk: _Chunk) -> None:
        docs, often = field.docs[chunk.where], field.counts[chunk.where]
        each = np.diff(chunk.starts, append=len(docs))
        found[chunk.first : chunk.after] = groups.counted(each, kinds.take(docs), often)

    deque(_on_all_cores(add, field, passed), maxlen=0)
    return found
