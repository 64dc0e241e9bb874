"""Compound files ([MS-CFB]), as Office wrote documents until 2003, and Outlook mails."""

from __future__ import annotations

from archive.readers.sources.packed import plain_name

SIGN = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# The streams of a workbook, and that of an Office document with a password ([MS-OFFCRYPTO]).
_WORKBOOKS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
_LOCKED = "EncryptedPackage".encode("utf-16-le")
# By a stream that no workbook has, or by its name: what else may be in one, and what to do with it.
_OTHERS = (
    ("WordDocument", ".doc", "a Word document of before 2007 (.doc): save it as .docx"),
    ("PowerPoint Document", ".ppt", "a presentation of before 2007 (.ppt): save it as .pdf"),
    ("__substg1.0_", ".msg", "a mail as Outlook keeps it (.msg): save it as .eml"),
)


def is_workbook(head: bytes, is_called_one: bool) -> bool:
    """Whether bytes begin as a compound file with a workbook in it. The beginning of a long one may
    not tell: then it is one if it `is_called_one`.
    """
    if not head.startswith(SIGN) or any(_has(head, stream) for stream, *_ in _OTHERS):
        return False
    return is_called_one or any(stream in head for stream in (*_WORKBOOKS, _LOCKED))


def has_password(data: bytes) -> bool:
    """Whether a compound file is a document of later years that is encrypted."""
    return _LOCKED in data and _WORKBOOKS[0] not in data


def why_unread(head: bytes, name: str) -> str | None:
    """What a compound file is that is not read, and what to do with it, as far as one can tell."""
    if not head.startswith(SIGN):
        return None
    ending = plain_name(name.lower())
    for stream, usual, reason in _OTHERS:
        if _has(head, stream) or ending.endswith(usual):
            return reason
    return None


def _has(head: bytes, stream: str) -> bool:
    return stream.encode("utf-16-le") in head
