"""The members of a gzip file, of which a damaged one does not end the reading of the rest: a WARC
has a member a record (ISO 28500, annex D).
"""

from __future__ import annotations

import zlib
from typing import BinaryIO

from archive.errors import UnreadableError
from archive.readers.sources.packed import FREE, MOST_RATIO

_CHUNK = 1 << 16
_AHEAD = 1 << 20  # bytes of a member whose end is seen, and checked, before they are given
_MOST_HELD = 32 << 20  # packed bytes among which the next member is looked for
_MOST_TRIED = 10_000  # places that begin like a member
_MAGIC = b"\x1f\x8b\x08"
_GZIP = 16 + zlib.MAX_WBITS


class DamagedMemberError(UnreadableError):
    """A member that cannot be unpacked; nothing more is read."""


class GzipMembers:
    """What the members hold, one behind the other. The first `passed_over` damaged ones are left
    out, up to the next that begins with `begins`; at one more a DamagedMemberError.
    """

    def __init__(self, packed: BinaryIO, begins: bytes, passed_over: int = 0) -> None:
        self._packed = packed
        self._begins = begins
        self._passed_over = passed_over
        self._inner = zlib.decompressobj(_GZIP)
        self._raw = bytearray()  # of the member at hand, what has been read
        self._fed = 0  # bytes of it that have been given to its decoder
        self._out = bytearray()
        self._counts = [0, 0]  # bytes read, and unpacked
        self._damage: DamagedMemberError | None = None
        self._ended = False  # behind damage, with no member more

    def read(self, size: int) -> bytes:
        """Up to `size` bytes, of one member; none at the end."""
        if self._damage:
            raise self._damage
        while not self._out:
            try:
                if self._ended or not self._fill():
                    return b""
            except (zlib.error, EOFError) as error:
                if self._out and isinstance(error, EOFError):
                    break  # what stands before a cut is sound; it is raised at the next read
                self._out.clear()
                if not self._passed_over:
                    self._damage = DamagedMemberError("damaged or cut-off gzip data")
                    raise self._damage from error
                self._passed_over -= 1
                self._ended = not self._find_next()
        data = bytes(self._out[:size])
        del self._out[:size]
        return data

    def close(self) -> None:
        """Closes the file."""
        self._packed.close()

    def _fill(self) -> bool:
        """Unpacks on, to the end of the member or far enough. False at the end of the file."""
        if self._inner.eof:
            self._begin(self._inner.unused_data.lstrip(b"\0"))
        while not self._inner.eof and len(self._out) < _AHEAD:
            waiting = self._inner.unconsumed_tail
            if not waiting and self._fed == len(self._raw) and not self._more():
                if self._raw:
                    raise EOFError
                return False
            waiting = waiting or bytes(self._raw[self._fed :])
            self._fed = len(self._raw)
            data = self._inner.decompress(waiting, _AHEAD)
            self._out += data
            self._counts[1] += len(data)
            if self._counts[1] > max(FREE, MOST_RATIO * self._counts[0]):
                raise UnreadableError(
                    f"gzip data that expands to more than {MOST_RATIO} times its size"
                )
        return True

    def _begin(self, raw: bytes | bytearray) -> None:
        self._inner, self._raw, self._fed = zlib.decompressobj(_GZIP), bytearray(raw), 0

    def _more(self) -> bool:
        chunk = self._packed.read(_CHUNK)
        self._counts[0] += len(chunk)
        if len(self._raw) > 2 * _MOST_HELD:
            del self._raw[:_MOST_HELD]
            self._fed -= _MOST_HELD
        self._raw += chunk if self._raw else chunk.lstrip(b"\0")  # what members are filled up with
        return bool(chunk)

    def _find_next(self) -> bool:
        """Goes to the next member, from behind the beginning of the damaged one."""
        self._begin(self._raw[1:])
        at = 0
        for _ in range(_MOST_TRIED):
            at = self._raw.find(_MAGIC, at)
            while at < 0 or len(self._raw) - at < _CHUNK:
                del self._raw[: at if at >= 0 else max(0, len(self._raw) - len(_MAGIC) + 1)]
                ended = not self._more()
                at = self._raw.find(_MAGIC)
                if ended:
                    break
            if at < 0:
                return False
            try:
                start = zlib.decompressobj(_GZIP).decompress(self._raw[at : at + _CHUNK], _CHUNK)
            except zlib.error:
                start = b""
            if start.startswith(self._begins):
                self._begin(self._raw[at:])
                return True
            at += 1
        return False
