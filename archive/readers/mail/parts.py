"""The parts of a mail (RFC 2045 to 2049): its text, its HTML, and what is attached."""

from __future__ import annotations

import io
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
class Text:
    """A text, and what it declares of its lines (RFC 3676)."""

    said: str
    flowed: bool
    delete_space: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of what a mail says: in plain text, in HTML, or the same in both.

    Either may come in several parts, as where a picture stands in the middle of it.
    """

    texts: tuple[Text, ...] = ()
    html: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parts:
    """What a mail is made of: what it says, piece after piece, and what is attached."""

    pieces: tuple[Piece, ...]
    attachments: tuple[Attachment, ...]
    encrypted: bool


def find_parts(message: Message, fallback: str | None = None) -> Parts:
    """Sorts the parts. UnreadableError where there are more, or deeper ones, than anybody sends.

    `fallback` is the charset of those that do not say.
    """
    sorting = _Sorting(fallback)
    pieces = tuple(sorting.pieces(message))
    return Parts(pieces, tuple(sorting.attachments), sorting.encrypted)


class _Sorting:
    """The way through the parts of one mail."""

    def __init__(self, fallback: str | None) -> None:
        self.fallback = fallback
        self.attachments: list[Attachment] = []
        self.encrypted = False
        self.count = 0  # of parts that have none of their own

    def pieces(self, message: Message, depth: int = 0) -> list[Piece]:
        """The pieces of a part and of those inside it; a mail inside a mail is one part."""
        if depth > DEEPEST:
            raise UnreadableError("a mail that is nested too deeply")
        media_type = message.get_content_type().lower()
        inner = message.get_payload() if message.is_multipart() else None
        is_leaf = message.get_content_maintype() == "message" or media_type in _ENCRYPTED
        if is_leaf or not isinstance(inner, list):
            return self._leaf(message, media_type)
        parts = [part for part in inner if isinstance(part, Message)]
        found = [self.pieces(part, depth + 1) for part in parts]
        if media_type != "multipart/alternative":
            return [piece for pieces in found for piece in pieces]
        texts = (tuple(text for piece in each for text in piece.texts) for each in found)
        html = (tuple(text for piece in each for text in piece.html) for each in found)
        piece = Piece(next(filter(None, texts), ()), next(filter(None, html), ()))
        return [piece] if piece.texts or piece.html else []

    def _leaf(self, part: Message, media_type: str) -> list[Piece]:
        self.count += 1
        if self.count > MOST_PARTS:
            raise UnreadableError(f"a mail with more than {MOST_PARTS:,} parts")
        self.encrypted = self.encrypted or media_type in _ENCRYPTED
        name = _file_name(part)
        if name or _is_file(part, media_type):
            self.attachments.append(Attachment(name, media_type, _charset(part), part))
            return []
        # What says that it has parts and has none is text too: their boundary never comes.
        is_text = media_type in ("text/plain", "text/html") or media_type.startswith("multipart/")
        if not is_text or media_type in _ENCRYPTED:
            return []
        text = _text(part, self.fallback)
        if not text.strip():
            return []
        if media_type == "text/html":
            return [Piece(html=(text,))]
        flowed, delete_space = _says(part, "format", "flowed"), _says(part, "delsp", "yes")
        return [Piece((Text(text, flowed, delete_space),))]


def _is_file(part: Message, media_type: str) -> bool:
    """Whether a part without a name is a file: one that says so, a mail, or a document."""
    if media_type == "message/rfc822" or part.get_content_disposition() == "attachment":
        return True
    is_document = part.get_content_maintype() == "application" and media_type not in _ENCRYPTED
    return is_document and may_be_news(media_type)


def payload(part: Message) -> bytes:
    """A part's bytes without their transfer encoding, as far as that is sound."""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


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
