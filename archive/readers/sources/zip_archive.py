"""Zip archives (PKWARE's APPNOTE.TXT): every member is read as a file of its own."""

from __future__ import annotations

import errno
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from archive.article import Skipped
from archive.errors import UnreadableError
from archive.readers.sources.allowance import Allowance, ExhaustedError
from archive.readers.sources.directory_of_zip import LOCAL, READ_METHODS, opened
from archive.readers.sources.members import allowance_of, is_hidden, left_out, member, seekable
from archive.readers.sources.names_in_zip import member_names
from archive.readers.sources.source import Source, reading
from archive.readers.sources.wacz import holds_pages, is_wacz
from archive.readers.sources.zip_salvage import salvage

NAME = "zip"
EXAMPLE = "any files packed together, zips among them; the pages of a WACZ"

_OFFICE = "an office document, of a kind that is not read: save it as .docx, .xlsx or .pdf"
MOST_MEMBERS = 100_000
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError,
    OverflowError, LookupError, struct.error,
)  # fmt: skip


def matches(head: bytes) -> bool:
    """Whether bytes begin as a zip, an empty one included."""
    return head.startswith((LOCAL, b"PK\x05\x06"))


def read(source: Source) -> Iterator[Source | Skipped]:
    """The members in the order of the zip's directory, or of the file where that is missing.
    UnreadableError where they are too many, or the file cannot be read.
    """
    allowance = allowance_of(source)
    with reading(), seekable(source, allowance) as stream:
        try:
            too_many = f"more than {MOST_MEMBERS:,} members; unpack it first"
            archive = opened(stream, MOST_MEMBERS, too_many)
        except _DAMAGE:
            yield from salvage(source, stream, allowance)
            return
        names = set(archive.namelist())
        if "[Content_Types].xml" in names or "mimetype" in names:
            yield Skipped(source.origin(), _OFFICE)
            return
        members = archive.infolist()
        crawl = is_wacz(names)
        for info, name in zip(members, member_names(members), strict=True):
            if name.endswith("/") or is_hidden(name) or (crawl and not holds_pages(name)):
                continue
            yield from _member(source, archive, info, name, allowance)


def _member(
    source: Source, archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, allowance: Allowance
) -> Iterator[Source | Skipped]:
    reason = _refusal(info)
    if reason:
        yield left_out(source, name, reason)
        return
    try:
        with (
            archive.open(info) as packed,
            member(source, name, cast(BinaryIO, packed), allowance) as inner,
        ):
            yield inner
    except ExhaustedError:
        raise
    except (*_DAMAGE, UnreadableError):
        yield left_out(source, name, "damaged or cut off")
    except OSError as error:
        # Of a place that no file has it says that the argument is invalid.
        is_place = error.errno == errno.EINVAL
        reason = "damaged or cut off" if is_place else error.strerror or str(error)
        yield left_out(source, name, reason)


def _refusal(info: zipfile.ZipInfo) -> str | None:
    """Why a member cannot be read, as far as the directory tells."""
    kind = stat.S_IFMT(info.external_attr >> 16) if info.create_system == 3 else 0
    if kind not in (0, stat.S_IFREG):
        return "a link" if kind == stat.S_IFLNK else "a device, not a file"
    if info.flag_bits & 0x1:
        return "encrypted"
    if info.compress_type not in READ_METHODS:
        return f"packed by method {info.compress_type}, which is not read"
    return None
