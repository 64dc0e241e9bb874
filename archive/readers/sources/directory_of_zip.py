"""The directory of a zip, bounded: zipfile takes in whatever there is, and makes an object of each
entry, before anybody can ask how many there are.
"""

from __future__ import annotations

import zipfile
from typing import BinaryIO

from archive.errors import UnreadableError

READ_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the decoders of others have no bound

LOCAL = b"PK\x03\x04"  # APPNOTE.TXT 4.3.7
_ENTRY = b"PK\x01\x02"  # APPNOTE.TXT 4.3.12
_MOST_OF_ENTRY = 256  # bytes that an entry takes up in earnest, all of them on the average


def first_name(head: bytes) -> bytes:
    """The name of the member that a zip begins with; empty where bytes do not begin as a zip. Only
    that tells a document from a zip of documents, whose names stand in it as they are.
    """
    if not head.startswith(LOCAL):
        return b""
    return head[30 : 30 + int.from_bytes(head[26:28], "little")]  # APPNOTE.TXT 4.3.7


def opened(stream: BinaryIO, most: int, too_many: str) -> zipfile.ZipFile:
    """A zip to read from. UnreadableError, saying `too_many`, where it has more than `most`
    members; for the rest as zipfile raises.
    """
    bounded = _Bounded(stream, most, too_many)
    archive = zipfile.ZipFile(bounded)
    bounded.is_opening = False
    return archive


class _Bounded:
    """What zipfile reads from. A directory it reads in one call, whichever of a zip's several
    records states its length; so what comes is counted, not what is stated.
    """

    def __init__(self, stream: BinaryIO, most: int, too_many: str) -> None:
        self.is_opening = True
        self._stream = stream
        self._most = most
        self._too_many = too_many
        self.seek = stream.seek
        self.tell = stream.tell
        self.seekable = stream.seekable

    def read(self, size: int = -1) -> bytes:
        if not self.is_opening:
            return self._stream.read(size)
        most = self._most * _MOST_OF_ENTRY
        data = self._stream.read(min(size, most + 1))  # it makes room for all that is asked for
        if len(data) > most or data.count(_ENTRY) > self._most:
            raise UnreadableError(self._too_many)
        return data
