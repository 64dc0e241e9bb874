"""A file of wire text, from teleprinters or after them, cut into its messages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.article import Origin
from archive.errors import UnreadableError
from archive.readers.sources.bytes_text import BytesText
from archive.readers.sources.source import Source

MOST_HEADER = 4096  # characters that a message's header ends within
MOST_TEXT = 64 * 1024 * 1024  # bytes of a file of wire text

# Where a message was copied off a screen, control characters may stand there as their pictures.
_PICTURE = re.compile("[\u2400-\u241f]")


def with_controls(text: str) -> str:
    """Text in which the pictures of control characters ("␁", "␂") are those characters."""
    if text.isascii():
        return text
    return _PICTURE.sub(lambda picture: chr(ord(picture[0]) - 0x2400), text)


def messages(source: Source, pattern: re.Pattern[str]) -> Iterator[tuple[str, Origin, bytes]]:
    """The messages of a file of wire text, in order: each with its place and its original, which
    are its bytes as they stand in the file, or the whole file where it holds but one.
    """
    data = source.bytes()
    if len(data) > MOST_TEXT:
        raise UnreadableError(f"wire text larger than {MOST_TEXT >> 20} MiB")
    file = BytesText(data, source.fallback())
    text = with_controls(file.text)
    found = [match.span() for match in pattern.finditer(text)]
    if len(found) <= 1:
        start, end = found[0] if found else (0, len(text))
        yield _with_plain_lines(text[start:end]), source.origin(), data
        return
    for number, (start, end) in enumerate(found, 1):
        origin = source.origin(f"message {number}")
        yield _with_plain_lines(text[start:end]), origin, file.cut(start, end)


def _with_plain_lines(message: str) -> str:
    return message.replace("\r\n", "\n")
