"""The parts of a mail (RFC 2045 to 2049): its text, its HTML, and what is attached."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.generator import BytesGenerator
from email.message import Message
from typing import Any, BinaryIO

from archive.errors import UnreadableError
from archive.readers.mail.headers import decoded_words
from archive.readers.sources.media_types import may_be_news
from archive.text.charset import decode, decode_html

MOST_PARTS = 1000
DEEPEST = 50
_ENCRYPTED = {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}
_SAYS_NOTHING = {"us-ascii", "ascii", "unknown-8bit", "8bit", "x-unknown"}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is a file of its own, or a mail that was passed on."""

    name: str | None
    media_type: str
    charset: str | None
    part: Message

    @property
    def may_be_news(self) -> bool:
        """Whether it is worth a look."""
        return may_be_news(self.media_type, self.name or "")

    def open(self) -> BinaryIO:
        """Its bytes."""
        if self.media_type != "message/rfc822":
            return io.BytesIO(payload(self.part))
        inner: Any = self.part.get_payload()
        buffer = io.BytesIO()
        generator = BytesGenerator(buffer, mangle_from_=False, policy=policy.compat32)
        try:
            generator.flatten(inner[0] if isinstance(inner, list) else self.part)
        except (RecursionError, ValueError, LookupError, TypeError) as error:
            raise UnreadableError("a mail inside a mail that cannot be extracted") from error
        buffer.seek(0)
        return buffer

    def described(self) -> dict[str, Any]:
        """How the article tells of it."""
        return {"name": self.name, "media_type": self.media_type}


@dataclass(frozen=True, slots=True)
class Parts:
    """What a mail is made of; of several texts the first, for lists add their footers as parts.

    `flowed` and `delete_space` are what the text declares of its lines (RFC 3676).
    """

    text: str
    html: str
    attachments: tuple[Attachment, ...]
    encrypted: bool
    flowed: bool = False
    delete_space: bool = False


def find_parts(message: Message, fallback: str | None = None) -> Parts:
    """Sorts the parts. UnreadableError where there are more, or deeper ones, than anybody sends.

    `fallback` is the charset of those that do not say.
    """
    text = html = ""
    attachments: list[Attachment] = []
    encrypted = flowed = delete_space = False
    for count, part in enumerate(_leaves(message)):
        if count >= MOST_PARTS:
            raise UnreadableError(f"a mail with more than {MOST_PARTS:,} parts")
        media_type = part.get_content_type().lower()
        encrypted = encrypted or media_type in _ENCRYPTED
        name = _file_name(part)
        if name or part.get_content_disposition() == "attachment" or media_type == "message/rfc822":
            charset = _charset(part)
            attachments.append(Attachment(name, media_type, charset, part))
        elif media_type == "text/html":
            html = html or _text(part, fallback)
        elif media_type == "text/plain" and not text:
            flowed, delete_space = _says(part, "format", "flowed"), _says(part, "delsp", "yes")
            text = _text(part, fallback)
    return Parts(text, html, tuple(attachments), encrypted, flowed, delete_space)


def payload(part: Message) -> bytes:
    """A part's bytes without their transfer encoding, as far as that is sound."""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _leaves(message: Message, depth: int = 0) -> Iterator[Message]:
    """The parts that have none of their own; a mail inside a mail is one."""
    if depth > DEEPEST:
        raise UnreadableError("a mail that is nested too deeply")
    inner = message.get_payload() if message.is_multipart() else None
    if not isinstance(inner, list) or message.get_content_maintype() == "message":
        yield message
        return
    if message.get_content_type().lower() in _ENCRYPTED:
        yield message
        return
    for part in inner:
        if isinstance(part, Message):
            yield from _leaves(part, depth + 1)


def _text(part: Message, fallback: str | None) -> str:
    data = payload(part)
    declared = _charset(part)
    if declared and declared.strip().lower() in _SAYS_NOTHING:
        declared = None
    if part.get_content_type() == "text/html":
        return decode_html(data, declared, fallback)
    return decode(data, declared, fallback)


def _says(part: Message, parameter: str, value: str) -> bool:
    return str(part.get_param(parameter) or "").lower() == value


def _charset(part: Message) -> str | None:
    charset = part.get_param("charset")
    if isinstance(charset, tuple):  # RFC 2231: charset, language, value
        charset = charset[2]
    return str(charset) if charset else None


def _file_name(part: Message) -> str | None:
    name = part.get_filename()
    return decoded_words(name)[:200] or None if name else None
