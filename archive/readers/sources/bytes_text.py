"""Bytes and the text that they are, so that a piece of the one can be cut out of the other."""

from __future__ import annotations

import codecs

from archive.text.charset import MARKS, read_text
from archive.text.vendor_letters import VENDORS


class BytesText:
    """Bytes and the text they are, from which pieces are cut as the bytes that they were.

    `fallback` is the charset where they are not UTF-8.
    """

    def __init__(self, data: bytes, fallback: str | None = None) -> None:
        reading = read_text(data, fallback)
        mark = next((mark for mark, _ in MARKS if data.startswith(mark)), b"")
        self.data = data
        self._encoding = reading.charset
        # With this way of taking what is wrong, characters are as long as the bytes were.
        self._escaped = self._encoding in ("utf-8", "cp1252")
        self.text = (
            data[len(mark) :].decode(self._encoding, "surrogateescape")
            if self._escaped
            else reading.text
        )
        self._known = (0, len(mark))  # a place in the text, and the same in the bytes
        self._decoder = codecs.getincrementaldecoder(self._encoding)(VENDORS)

    def cut(self, start: int, end: int) -> bytes:
        """The bytes of text[start:end]; each piece begins behind the one before it."""
        first = self._place(start)
        return self.data[first : self._place(end)]

    def _place(self, at: int) -> int:
        known, place = self._known
        if self._escaped:
            place += len(self.text[known:at].encode(self._encoding, "surrogateescape"))
        else:
            known, place = self._walked(known, place, at)
        self._known = (at, place)
        return place

    def _walked(self, known: int, place: int, at: int) -> tuple[int, int]:
        """By decoding on, for letters may have several spellings. None is shorter
        than a byte: as many bytes as letters are wanted never lead too far.
        """
        while known < at and place < len(self.data):
            step = self.data[place : place + at - known]
            known += len(self._decoder.decode(step))
            place += len(step)
        return known, place
