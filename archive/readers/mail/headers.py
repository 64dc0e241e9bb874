"""The header fields of a mail, decoded as far as they can be."""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr

from archive.readers.mail.parsed import LONGEST_FIELD, Bounded, bounded
from archive.text.charset import decode

_LONGEST_ADDRESS = 1000


class _RawHeaders(Bounded):
    """Gives fields as they came, within limits. The default policy has its own idea of bytes above
    127.
    """

    def header_fetch_parse(self, name: str, value: str) -> str:
        return bounded(name, value)


RAW_HEADERS = _RawHeaders()


def header(message: Message, name: str) -> str | None:
    """The first field of that name on one line, its encoded words (RFC 2047) resolved."""
    found = headers(message, name)
    return found[0] if found else None


def headers(message: Message, name: str) -> list[str]:
    """All fields of that name."""
    found = (decoded_words(str(value)) for value in message.get_all(name, [])[:100])
    return [value for value in found if value]


def address(field: str) -> tuple[str, str]:
    """The name and the address in a From field. `"Roe, Jane" <jane@example.org>`."""
    try:
        name, mailbox = parseaddr(field[:_LONGEST_ADDRESS])
    except RecursionError:  # comments inside comments
        return "", ""
    if "@" not in mailbox and "<" in field:  # an unquoted comma or colon in the name
        name, _, rest = field.rpartition("<")
        mailbox = rest.rstrip("> ")
    return name.strip(" \"'"), mailbox


def decoded_words(value: str) -> str:
    """A header's text with its encoded words (RFC 2047) and stray bytes made readable."""
    value = re.sub(r"\r?\n[ \t]*|\r", " ", value[:LONGEST_FIELD])
    raw = value.encode("utf-8", "surrogateescape")
    if not raw.isascii():
        return decode(raw).strip()
    try:
        parts = decode_header(value)
    except (HeaderParseError, ValueError):
        return value.strip()
    words = [decode(part, charset) if isinstance(part, bytes) else part for part, charset in parts]
    return "".join(words).strip()
