"""Python's parser of mails (RFC 5322, MIME), within limits."""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message
from email.policy import Compat32, compat32

from archive.errors import UnreadableError

MOST_MAIL = 32 * 1024 * 1024  # bytes of one mail
MOST_LINES = 2_000_000  # of one mail or saved page: the parser takes some 80 bytes for the shortest


def parsed(data: bytes, policy: Compat32 = compat32) -> Message:
    """A mail, or what has its form. UnreadableError for too many lines; else as the parser raises,
    which is lenient, but raises what it likes on nonsense.
    """
    lines = data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")
    if lines > MOST_LINES:
        raise UnreadableError(f"more than {MOST_LINES:,} lines")
    return message_from_bytes(data, policy=policy)
