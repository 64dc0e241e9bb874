"""Python's parser of mails (RFC 5322, MIME), within limits."""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message
from email.policy import Compat32
from typing import Any

from archive.errors import UnreadableError

MOST_MAIL = 32 * 1024 * 1024  # bytes of one mail
MOST_LINES = 2_000_000  # of one mail or saved page: the parser takes some 80 bytes for the shortest
LONGEST_FIELD = 10_000  # characters of a header's field; a line has 998 at most
_MOST_PARAMETERS = 100  # of a type: the parser's time grows with the square of their number


class Bounded(Compat32):
    """Gives fields no longer, and with no more parameters, than any program writes."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        """The value of a field, as the default policy gives it."""
        return super().header_fetch_parse(name, bounded(name, value))


def bounded(name: str, value: str) -> str:
    """The beginning of a field of that name: all of it, but where it is beyond measure."""
    value = value[:LONGEST_FIELD]
    if name.lower().startswith("content-") and value.count(";") > _MOST_PARAMETERS:
        return ";".join(value.split(";", _MOST_PARAMETERS)[:-1])
    return value


_BOUNDED = Bounded()


def parsed(data: bytes, policy: Compat32 = _BOUNDED) -> Message:
    """A mail, or what has its form. UnreadableError for too many lines; else as the parser raises,
    which is lenient, but raises what it likes on nonsense.
    """
    lines = data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")
    if lines > MOST_LINES:
        raise UnreadableError(f"more than {MOST_LINES:,} lines")
    return message_from_bytes(data, policy=policy)
