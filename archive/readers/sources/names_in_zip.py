"""The names of a zip's members: in UTF-8 where the zip says so, else in the charset of whoever made
it, which it does not say (APPNOTE.TXT, 4.4.17 and appendix D).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable
from zipfile import ZipInfo

from archive.text.charset import decode
from archive.text.charset_guess import WESTERN, likeliest

IN_UTF8 = 0x800  # the flag of a member whose name is in UTF-8
OLD = "cp437"  # what the standard has for all others, and Python's zipfile reads
_UNICODE_PATH = 0x7075  # Info-ZIP's field with the name in UTF-8
_MIXED = re.compile(r"[^\W\d_a-zA-Z][a-z]|[a-z][^\W\d_a-zA-Z]")
# The letters in daily use have places of their own: kana and kanji of level 1 in JIS X 0208, hangul
# in KS X 1001, hanzi of level 1 in GB 2312 and in Big5.
_COMMON = {
    "cp932": re.compile(rb"\x82[\x9f-\xf1]|\x83[\x40-\x96]|\x81[\x58\x5b]|[\x88-\x97].", re.S),
    "cp949": re.compile(rb"[\xb0-\xc8][\xa1-\xfe]"),
    "gb18030": re.compile(rb"[\xb0-\xd7][\xa1-\xfe]"),
    "big5hkscs": re.compile(rb"[\xa4-\xc6][\x40-\xfe]"),
}
_ASIAN = ("cp932", "cp949", "gb18030", "big5hkscs")  # of two that fit alike, the first
_LEAST_COMMON = 0.7


def member_names(members: Iterable[ZipInfo]) -> list[str]:
    """The names of members, as they were given; all that say nothing are in one charset."""
    members = list(members)
    raw = [_bytes(info) for info in members]
    unknown = b"\n".join(name for name in raw if name is not None and not name.isascii())
    charset = _charset(unknown) if unknown else OLD
    return [
        _stated(info) or (info.filename if name is None else decode(name, charset))
        for info, name in zip(members, raw, strict=True)
    ]


def name_in(raw: bytes) -> str:
    """One name in bytes whose charset is not known."""
    return decode(raw, _charset(raw))


def _bytes(info: ZipInfo) -> bytes | None:
    """The bytes of a name whose charset is not known."""
    if info.flag_bits & IN_UTF8:
        return None
    try:
        return info.orig_filename.encode(OLD)
    except UnicodeEncodeError:
        return None


def _stated(info: ZipInfo) -> str | None:
    """The name in the field that Info-ZIP added for it."""
    extra = info.extra
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        if kind == _UNICODE_PATH and size > 5 and extra[4] == 1:
            return extra[9 : 4 + size].decode("utf-8", "replace")
        extra = extra[4 + size :]
    return None


def _charset(names: bytes) -> str:
    """East Asian where the letters are common there, else what their words suggest, else OLD."""
    shares = {charset: _common(names, charset) for charset in _ASIAN}
    best = max(shares, key=lambda charset: shares[charset])
    if shares[best] >= _LEAST_COMMON:
        return best
    found = likeliest(names)
    return found if found not in (WESTERN, "cp874") else OLD


def _common(names: bytes, charset: str) -> float:
    """The share of letters beyond ASCII that are common in a charset; 0 where names cannot be in
    it, or letters would stand among Latin ones, as DOS' "müller" has a Chinese one in it.
    """
    try:
        text = names.decode(charset)
    except UnicodeDecodeError:
        return 0.0
    letters = [letter for letter in text if not letter.isascii()]
    if not letters or _MIXED.search(text):
        return 0.0
    common = _COMMON[charset]
    return sum(bool(common.fullmatch(letter.encode(charset))) for letter in letters) / len(letters)
