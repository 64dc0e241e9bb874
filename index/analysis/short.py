"""Texts cut at their blanks, and their pieces looked up, all of some texts at once.

A piece of up to 16 bytes is two numbers of 64 bits, so who compares these compares all of it. What
was met is found again in a table of them, by NumPy. A dictionary would need a string of each piece,
and wait for the memory where one lies before it looks for the next.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

_WORD = 8  # bytes of a number
_LONGEST = 2 * _WORD  # bytes of a piece that the table holds
_FILLED = 0xFF  # a byte that no UTF-8 has, behind the last one of a piece
_FILLING = np.array([(1 << 64) - (1 << 8 * size) for size in range(_WORD + 1)], np.uint64)
_NOTHING = _FILLING[0]  # instead of the first bytes of a piece: none
# Odd numbers without a pattern, by which a piece is spread over the table (Fibonacci hashing).
_SPREAD = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F], np.uint64)
_FEWEST, _MOST = 10, 18  # bits of the number of a slot
# What `str.split` cuts at: of ASCII by one table, and the others.
_ASCII_BLANKS = b"\t\n\v\f\r\x1c\x1d\x1e\x1f "
_TO_BLANK = bytes.maketrans(_ASCII_BLANKS, b" " * len(_ASCII_BLANKS))
_OTHER_BLANKS = (
    "\x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
)
_ENCODING = "utf-8", "surrogatepass"  # half a letter is a letter too


class Short:
    """What short pieces are known by. Where two share a slot, the last one has it: the table may
    forget, and is never wrong. Any number of threads may ask.
    """

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._empty(_FEWEST)

    def _empty(self, bits: int) -> None:
        self._shift = np.uint64(64 - bits)
        self._first = np.full(1 << bits, _NOTHING)
        self._rest = np.full(1 << bits, _NOTHING)
        self._numbers = np.zeros(1 << bits, np.int32)

    def numbers(
        self, texts: Sequence[str], ask: Callable[[list[str]], list[int]]
    ) -> tuple[Array, Array]:
        """What the pieces of texts are known by, those of one text behind those of the other
        (int32), and how many each text has. `ask` is asked about those that are not known here.
        """
        encoded = [_as_bytes(text) for text in texts]
        whole = b" ".join((b"", *encoded, bytes(_LONGEST))).translate(_TO_BLANK)
        starts, ends = _cut(whole, sum(map(len, encoded)) + len(encoded) + 1)
        sizes = ends - starts
        first, rest = (_words(whole, starts, sizes, at) for at in (0, _WORD))
        with self._mutex:
            slots = self._slots(first, rest)
            found = self._numbers[slots]
            is_met = (self._first[slots] == first) & (self._rest[slots] == rest)
        new = np.flatnonzero(~is_met | (sizes > _LONGEST))
        if len(new):
            bounds = zip(starts[new].tolist(), ends[new].tolist(), strict=True)
            found[new] = ask([str(whole[start:end], *_ENCODING) for start, end in bounds])
            self._keep(*(each[new[sizes[new] <= _LONGEST]] for each in (first, rest, found)))
        borders = np.cumsum([len(each) + 1 for each in encoded])
        return found, np.diff(np.searchsorted(starts, borders), prepend=0)

    def _slots(self, first: Array, rest: Array) -> Array:
        """Where pieces belong."""
        spread = first * _SPREAD[0]
        spread ^= rest * _SPREAD[1]
        spread >>= self._shift
        return np.asarray(spread.view(np.int64))

    def _keep(self, first: Array, rest: Array, numbers: Array) -> None:
        with self._mutex:
            bits = min(int(2 * numbers.max(initial=0)).bit_length(), _MOST)
            if bits > 64 - int(self._shift):
                held = self._first, self._rest, self._numbers
                self._empty(bits)
                is_held = held[0] != _NOTHING
                self._put(*(each[is_held] for each in held))
            self._put(first, rest, numbers)

    def _put(self, first: Array, rest: Array, numbers: Array) -> None:
        slots = self._slots(first, rest)
        self._first[slots], self._rest[slots], self._numbers[slots] = first, rest, numbers


def _as_bytes(text: str) -> bytes:
    if not text.isascii():
        for blank in _OTHER_BLANKS:
            text = text.replace(blank, " ")
    return text.encode(*_ENCODING)


def _cut(whole: bytes, size: int) -> tuple[Array, Array]:
    """Where the pieces of bytes begin and end, which begin and end with a blank and are so many."""
    is_blank = np.frombuffer(whole, np.uint8, size) == ord(" ")
    borders = np.flatnonzero(is_blank[1:] != is_blank[:-1]) + 1
    return borders[0::2], borders[1::2]


def _words(whole: bytes, starts: Array, sizes: Array, at: int) -> Array:
    """Eight bytes of each piece, from one of them on, as a number."""
    every = np.ndarray((len(whole) - _WORD + 1,), "<u8", whole, strides=(1,))
    return np.asarray(every[starts + at] | _FILLING[np.clip(sizes - at, 0, _WORD)])
