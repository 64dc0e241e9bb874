"""A file of wire text, from teleprinters or after them, cut into its messages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from archive.article import Origin, Skipped
from archive.errors import UnreadableError
from archive.readers.sources.bytes_text import BytesText
from archive.readers.sources.source import Source
from archive.text.wording import counted

MOST_HEADER = 4096  # characters that a message's header ends within
MOST_TEXT = 64 * 1024 * 1024  # bytes of a file of wire text

_SOH = re.compile("\x01")
_SPACE = re.compile(r"[\s\x16]*")
_BLANK = "".join(map(chr, (*range(0x21), *range(0x7F, 0xA1), 0xFEFF)))  # what lines are filled with
# What lines of teleprinters put around a message, with the channel and its number behind the first.
_AROUND = re.compile(r"\bZCZC\b(?:[ \t]*[A-Z]{1,5}[ \t]*\d{1,5}\b)?|\bN{4,}\b")
_MARKS = re.compile("[\x02-\x04]")
# Where a message was copied off a screen, control characters may stand there as their pictures.
_PICTURE = re.compile("[\u2400-\u241f]")


def with_controls(text: str) -> str:
    """Text in which the pictures of control characters ("␁", "␂") are those characters."""
    if text.isascii():
        return text
    return _PICTURE.sub(lambda picture: chr(ord(picture[0]) - 0x2400), text)


def messages(
    source: Source, header: re.Pattern[str] | None = None
) -> Iterator[tuple[str, Origin, bytes] | Skipped]:
    """The messages of a file of wire text, in order: each with its place and its original, which
    are its bytes as they stand in the file, or the whole file where it holds but one.

    Each begins at SOH outside of a text, or at a line that is a `header` and that STX follows, and
    ends at EOT or where the next one begins. What stands outside of them is told, without ZCZC and
    NNNN.
    """
    data = source.bytes()
    if len(data) > MOST_TEXT:
        raise UnreadableError(f"wire text larger than {MOST_TEXT >> 20} MiB")
    file = BytesText(data, source.fallback())
    text = with_controls(file.text)
    found = list(_spans(text, _starts(text, header)))
    if len(found) <= 1:
        start, end = found[0] if found else (0, len(text))
        yield _with_plain_lines(text[start:end]), source.origin(), data
    else:
        for number, (start, end) in enumerate(found, 1):
            origin = source.origin(f"message {number}")
            yield _with_plain_lines(text[start:end]), origin, file.cut(start, end)
    if found and (outside := _outside(text, found)):
        where = source.origin("outside of the messages")
        yield Skipped(where, f"{counted(outside, 'character')} that belong to none")


def _starts(text: str, header: re.Pattern[str] | None) -> list[int]:
    """Where messages begin. A header without SOH is one only with STX behind it, before the next;
    a line of a text may look like one.
    """
    bare = {match.start() for match in header.finditer(text)} if header else set()
    order = sorted({*bare, *_outside_of_texts(text)})
    kept: list[int] = []
    text_at = heading_at = -1  # where the next text begins, and behind SOH the header
    for at, following in pairwise([*order, len(text)]):
        if at in bare:
            if text_at < at:
                found = text.find("\x02", at)
                text_at = len(text) if found < 0 else found
            if at <= heading_at or text_at >= following:
                continue
        elif blank := _SPACE.match(text, at + 1):
            heading_at = blank.end()
        kept.append(at)
    return kept


def _outside_of_texts(text: str) -> Iterator[int]:
    """Where SOH stands that is no stray one between STX and its ETX."""
    marks = [(match.start(), match[0]) for match in _MARKS.finditer(text)]
    before, behind = "", 0
    for soh in _SOH.finditer(text):
        while behind < len(marks) and marks[behind][0] < soh.start():
            before = marks[behind][1]
            behind += 1
        if before != "\x02" or behind == len(marks) or marks[behind][1] != "\x03":
            yield soh.start()


def _spans(text: str, starts: list[int]) -> Iterator[tuple[int, int]]:
    for start, following in pairwise([*starts, len(text)]):
        end = text.find("\x04", start, following)
        yield start, (end + 1 if end >= 0 else following)


def _outside(text: str, spans: list[tuple[int, int]]) -> int:
    """How many characters that are to be read stand outside of these spans."""
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(text)]
    between = (text[end:start] for end, start in zip(ends, starts, strict=True))
    return sum(len(_AROUND.sub("", piece).strip(_BLANK)) for piece in between)


def _with_plain_lines(message: str) -> str:
    return message.replace("\r\n", "\n")
