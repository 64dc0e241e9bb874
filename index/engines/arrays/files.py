"""Named arrays of numbers in one file, mapped into memory and never copied.

    news arrays 1\\n        what the file is
    8 bytes               the length of the header, little-endian
    JSON                  {name: [type, count]}, types as numpy writes them ("<u2")
    the arrays            in that order, each from a multiple of 64 bytes on

A page that nobody reads stays on the disk, and what is read is shared between processes.
"""

from __future__ import annotations

import errno
import json
import mmap
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from archive.errors import IndexDamagedError
from archive.frozen import frozen

Array = np.ndarray[Any, Any]
Shapes = Mapping[str, tuple[str, int]]  # name -> (type, count)

HALF, _HALF = "half a byte", 15  # a kind of numbers, and their highest
_MAGIC = b"news arrays 1\n"
_LENGTH = 8  # bytes that say how long the header is
_ALIGNED = 64  # bytes: a line of the processor's cache
# A segment has millions of postings. So a document's number has two bytes there, and what is above
# them, nearly always that of the posting before, stands apart.
BITS = 16
BELOW = (1 << BITS) - 1
# What comes of reading a header that somebody else wrote.
_NOT_OURS = (OSError, ValueError, TypeError, AttributeError, OverflowError, RecursionError)
_TYPES = {"|u1", "<u2", "<u4", "<u8", "<i4", "<i8", "|S16"}


def smallest(largest: int) -> str:
    """The smallest unsigned type that holds a number."""
    sizes = (("|u1", 8), ("<u2", 16), ("<u4", 32), ("<u8", 64))
    return next(kind for kind, bits in sizes if largest < 1 << bits)


def begins_run(numbers: Array) -> Array:
    """A mask of the numbers that differ from the one before; there has to be one."""
    return np.concatenate(([True], numbers[1:] != numbers[:-1]))


def different(numbers: Array) -> Array:
    """Each of the numbers once, ascending. NumPy's `unique` loads masked arrays for it."""
    ordered = np.sort(numbers)
    return ordered[begins_run(ordered)] if len(ordered) else ordered


def _before(ascending: Array, number: int) -> int:
    """How many of some unsigned numbers are smaller than one. Asked with a number of another type
    than theirs, NumPy would copy them all.
    """
    if number >> 8 * ascending.itemsize:
        return len(ascending)
    return int(ascending.searchsorted(ascending.dtype.type(number)))


def ranges(starts: Array, counts: Array) -> Array:
    """start, start + 1, ... for each start, as many as its count says."""
    ends = np.cumsum(counts, dtype=np.intp)  # counts in bytes would make floats of the differences
    total = int(ends[-1]) if len(ends) else 0
    return np.asarray(np.arange(total) + np.repeat(starts - (ends - counts), counts))


def one_of(arrays: Sequence[Array]) -> Array:
    """Arrays one after the other as one."""
    if not arrays:
        return np.zeros(0, np.intp)
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


def shrunk(numbers: Array) -> Array:
    """Numbers from 0 on in the smallest type that holds them."""
    return numbers.astype(smallest(int(numbers.max()) if len(numbers) else 0))


@frozen
class Halves:
    """Numbers below 16, two a byte: of a pair the first has the lower half. They are `count`, from
    the half `first` on.
    """

    pairs: Array
    count: int
    first: int = 0

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, where: slice) -> Array:
        """The numbers of some places in a row; the caller's own."""
        first, after, _ = where.indices(self.count)
        first, after = first + self.first, max(after, first) + self.first
        held = self.pairs[first >> 1 : (after + 1) >> 1]
        found = np.empty((len(held), 2), np.uint8)
        np.bitwise_and(held, _HALF, out=found[:, 0])
        np.right_shift(held, 4, out=found[:, 1])
        return np.asarray(found.reshape(-1)[first & 1 : (first & 1) + after - first])

    def part(self, where: slice) -> Halves:
        """Some places in a row, without the others."""
        return Halves(self.pairs, where.stop - where.start, self.first + where.start)

    def take(self, places: Array) -> Array:
        """The numbers of some places; one behind the last is taken for the last."""
        at = np.minimum(places, self.count - 1) + self.first
        return np.asarray((self.pairs[at >> 1] >> ((at & 1) << 2).astype(np.uint8)) & _HALF)

    def put(self, places: Array, numbers: Array) -> None:
        """Writes numbers at different places that have 0 so far."""
        at = places + self.first
        for half in (0, 1):
            these = (at & 1) == half
            self.pairs[at[these] >> 1] |= numbers[these].astype(np.uint8) << 4 * half


def halves(numbers: Array) -> Halves:
    """The same numbers, two a byte."""
    pairs = np.zeros(pairs_of(len(numbers)) << 1, np.uint8)
    pairs[: len(numbers)] = numbers
    return Halves(pairs[::2] | pairs[1::2] << 4, len(numbers))


def pairs_of(count: int) -> int:
    """The bytes of so many halves."""
    return (count + 1) >> 1


@frozen
class Narrow:
    """Numbers of which few are large: `low` has the highest that it can hold for one that is at
    least as large; at the same place in `more` as its own place is in `at`, which ascends, is what
    it is.
    """

    low: Array | Halves
    at: Array
    more: Array

    def __len__(self) -> int:
        return len(self.low)

    def __getitem__(self, where: slice) -> Array:
        """The numbers of some places in a row."""
        first, after, _ = where.indices(len(self.low))
        numbers: Array = self.low[first:after]
        begin, end = _before(self.at, first), _before(self.at, after)
        if begin < end:
            numbers = numbers.astype(np.promote_types(numbers.dtype, self.more.dtype))
            numbers[self.at[begin:end].astype(np.intp) - first] = self.more[begin:end]
        return numbers

    def part(self, where: slice) -> Narrow:
        """Some places in a row, without the others."""
        begin, end = _before(self.at, where.start), _before(self.at, where.stop)
        at = self.at[begin:end].astype(np.int64) - where.start
        low = self.low.part(where) if isinstance(self.low, Halves) else self.low[where]
        return Narrow(low, at, self.more[begin:end])

    def take(self, places: Array) -> Array:
        """The numbers of some places; one behind the last is taken for the last."""
        low = self.low
        numbers = low.take(places) if isinstance(low, Halves) else low.take(places, mode="clip")
        if len(self.at) and (large := numbers == most_of(low)).any():
            numbers = numbers.astype(np.int64)
            at = self.at.searchsorted(places[large].astype(self.at.dtype))
            numbers[large] = self.more.take(at, mode="clip")
        return np.asarray(numbers)


def most_of(low: Array | Halves) -> int:
    """The highest number that fits in what few numbers are too large for."""
    return _HALF if isinstance(low, Halves) else int(np.iinfo(low.dtype).max)


def narrowed(numbers: Array, kind: str) -> Narrow:
    """The same numbers in an unsigned type or as halves, and those that it does not hold."""
    most = _HALF if kind == HALF else np.iinfo(kind).max
    at = np.flatnonzero(numbers >= most)
    low = np.minimum(numbers, most)
    held = halves(low) if kind == HALF else low.astype(kind)
    return Narrow(held, shrunk(at), shrunk(numbers[at]))


@frozen
class Documents:
    """Numbers of documents in a row, two bytes each. `low` has their lowest bits; what is above is
    the same for runs: `high`, each from the place in `runs` on, which ascend. No runs: 0.
    """

    low: Array
    runs: Array
    high: Array

    def __len__(self) -> int:
        return len(self.low)

    def __getitem__(self, where: slice) -> Array:
        """The numbers of some places in a row; the caller's own."""
        first, after, _ = where.indices(len(self.low))
        return self.into(where, np.empty(max(after - first, 0), np.intp))

    def into(self, where: slice, numbers: Array) -> Array:
        """The numbers of as many places in a row as an array has, written to it."""
        first, after, _ = where.indices(len(self.low))
        numbers[:] = self.low[first:after]
        if len(self.runs) and first < after:
            begin, end = _before(self.runs, first + 1) - 1, _before(self.runs, after)
            starts = np.maximum(self.runs[begin:end].astype(np.intp), first)
            lengths = np.append(starts[1:], after) - starts
            numbers += np.repeat(self.high[begin:end].astype(np.intp) << BITS, lengths)
        return numbers

    def runs_of(self, where: slice) -> Iterator[tuple[slice, int]]:
        """The runs that some places in a row lie in: which of the places, and what is above the
        lowest bits of their numbers.
        """
        first, after, _ = where.indices(len(self.low))
        starts, highs = [first], [0]
        if len(self.runs) and first < after:
            begin, end = _before(self.runs, first + 1) - 1, _before(self.runs, after)
            starts = [first, *self.runs[begin + 1 : end].tolist()]
            highs = self.high[begin:end].tolist()
        for start, stop, high in zip(starts, [*starts[1:], after], highs, strict=True):
            if start < stop:
                yield slice(start, stop), high


def split(numbers: Array) -> Documents:
    """The same numbers, split so."""
    high = numbers >> BITS
    runs = np.zeros(0, np.intp)
    if high.any():
        runs = np.flatnonzero(begins_run(high))
    return Documents(shrunk(numbers & BELOW), shrunk(runs), shrunk(high[runs]))


def create(path: Path, shapes: Shapes) -> dict[str, Array]:
    """A new file with arrays of zeros, to be filled: what is written to them is in the file."""
    header = json.dumps({name: list(shape) for name, shape in shapes.items()}).encode()
    end, places = _places(shapes, len(_MAGIC) + _LENGTH + len(header))
    with path.open("xb+") as file:
        file.write(_MAGIC + len(header).to_bytes(_LENGTH, "little") + header)
        file.flush()
        _reserve(file.fileno(), end)
        whole = np.frombuffer(mmap.mmap(file.fileno(), end), np.uint8)
    return {name: _view(whole, places[name], *shape) for name, shape in shapes.items()}


def open_arrays(path: Path) -> dict[str, Array]:
    """The arrays of a file, to be read. IndexDamagedError if it is none of ours."""
    try:
        with path.open("rb") as file:
            whole = np.frombuffer(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), np.uint8)
        return _read(whole)
    except _NOT_OURS as error:
        raise IndexDamagedError(f"{path} cannot be read") from error


def let_go(arrays: Iterable[Array]) -> None:
    """Gives back the memory that pages of files take in which arrays lie; what was written to them
    stays written.
    """
    for array in arrays:
        held, at = _mapped(array)
        if held is not None and array.nbytes:
            start = at - at % mmap.PAGESIZE
            with suppress(AttributeError, OSError):  # a system without it
                held.madvise(mmap.MADV_DONTNEED, start, at + array.nbytes - start)


def _mapped(array: Array) -> tuple[mmap.mmap | None, int]:
    """The map of a file that an array lies in, and at which byte."""
    held: Any = array
    while isinstance(held, np.ndarray):
        whole, held = held, held.base
    if isinstance(held, memoryview):
        held = held.obj
    at = array.ctypes.data - whole.ctypes.data
    return (held, at) if isinstance(held, mmap.mmap) else (None, at)


def _reserve(descriptor: int, size: int) -> None:
    """Makes a file so long. A disk that is full says so here; a page that is written later, and has
    no room, would end the process.
    """
    os.truncate(descriptor, size)
    with suppress(AttributeError):  # a system without it
        try:
            os.posix_fallocate(descriptor, 0, size)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.EOPNOTSUPP):  # a file system without it
                raise


def _read(whole: Array) -> dict[str, Array]:
    start = len(_MAGIC) + _LENGTH
    if whole[: len(_MAGIC)].tobytes() != _MAGIC:
        raise ValueError("not a file of arrays")
    length = int.from_bytes(whole[len(_MAGIC) : start].tobytes(), "little")
    shapes = {
        str(name): (str(kind), int(count))
        for name, (kind, count) in json.loads(whole[start : start + length].tobytes()).items()
    }
    if any(kind not in _TYPES or count < 0 for kind, count in shapes.values()):
        raise ValueError("not the types of ours")
    end, places = _places(shapes, start + length)
    if end > len(whole):
        raise ValueError("not all of the arrays")
    return {name: _view(whole, places[name], *shape) for name, shape in shapes.items()}


def _places(shapes: Shapes, at: int) -> tuple[int, dict[str, int]]:
    """Where the file ends, and where each array begins."""
    places: dict[str, int] = {}
    for name, (kind, count) in shapes.items():
        at += -at % _ALIGNED
        places[name] = at
        at += np.dtype(kind).itemsize * count
    return at, places


def _view(whole: Array, at: int, kind: str, count: int) -> Array:
    size = np.dtype(kind).itemsize * count
    return np.asarray(whole[at : at + size]).view(kind)
