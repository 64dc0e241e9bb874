"""A mailbox in one file (RFC 4155 and its relatives): mails, each after a line "From ..."."""

from __future__ import annotations

import io
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from archive.article import RawArticle, Skipped
from archive.readers.mail.message import read_message
from archive.readers.mail.parsed import MOST_MAIL
from archive.readers.sources.members import allowance_of
from archive.readers.sources.source import Source, reading

NAME = "mbox"
EXAMPLE = "From list@example.org Fri Nov  3 14:05:00 2017, then a mail, and so on"

_START = re.compile(rb"From \S.*\d\d:\d\d")
_DAY = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b"
# Without a clock or an empty line above it, it says who and when as programs do, or just "-".
_SENDER = re.compile(
    rb"From ++(?:-\s*+\Z|\S++ ++" + _DAY + rb"|(?:-|[^\s@!]*+[@!]\S*+) ++.*\d\d:\d\d)"
)
_UNDATED = re.compile(rb"From ++- ")
_FIELD = re.compile(rb"[!-9;-~]+:|>From ")
_GOES_ON = re.compile(rb"[ \t]+\S")
_OF_A_MAIL = re.compile(rb"(?:from|date|subject|received):", re.I)
_QUOTED = re.compile(rb"^>(>*From )", re.M)
_LONGEST_LINE = 1 << 20
_MOST_AHEAD = 100  # lines of a header, to find a field that every mail has


def matches(head: str) -> bool:
    """Whether a text begins with such a line and a mail's header."""
    lines = _Lines(io.BytesIO(head[:_LONGEST_LINE].encode("utf-8", "replace")))
    return _begins(next(lines, b""), lines, after_blank=True)


def read(source: Source) -> Iterator[RawArticle | Skipped | Source]:
    """Every mail, one at a time; one of more than MOST_MAIL bytes is a Skipped and does not stop
    the next. UnreadableError where the file cannot be read on.
    """
    source = replace(source, allowance=allowance_of(source))  # one for what all mails carry
    number = 0
    with reading(), source.open() as stream:
        for mail in _mails(stream):
            number += 1
            record = f"mail {number}"
            if mail is None:
                yield Skipped(source.origin(record), f"longer than {MOST_MAIL >> 20} MiB")
            else:
                yield from read_message(mail, source, record)
    if not number:
        yield Skipped(source.origin(), "no mail in the file")


class _Lines:
    """The lines of a file, of which those ahead can be looked at."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._ahead: deque[bytes] = deque()

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        line = self._ahead.popleft() if self._ahead else self._stream.readline(_LONGEST_LINE)
        if not line:
            raise StopIteration
        return line

    def ahead(self) -> Iterator[bytes]:
        """The next lines, which still come; b"" behind the last."""
        for at in range(_MOST_AHEAD):
            if at == len(self._ahead):
                self._ahead.append(self._stream.readline(_LONGEST_LINE))
            yield self._ahead[at]


def _begins(line: bytes, lines: _Lines, *, after_blank: bool) -> bool:
    """Whether a mail begins with a line. A text may have such lines too: below an empty one a clock
    and a field are enough; elsewhere, or without a clock, a whole header has to follow a sender
    with a day or a clock, since a text may quote a header below "From " and an address.
    """
    if not line.startswith(b"From "):
        return False
    if after_blank and _START.match(line) and _FIELD.match(next(lines.ahead())):
        return True
    named = _SENDER.match(line) or (after_blank and _UNDATED.match(line))
    return bool(named) and _is_header(lines.ahead())


def _is_header(lines: Iterator[bytes]) -> bool:
    """Whether lines begin with a header, up to an empty line, that has a field of every mail."""
    found = False
    for at, line in enumerate(lines):
        if not line.strip():
            break
        if not (_FIELD.match(line) or (at and _GOES_ON.match(line))):
            return False
        found = found or bool(_OF_A_MAIL.match(line))
    return found


def _mails(stream: BinaryIO) -> Iterator[bytes | None]:
    """The bytes of each mail without the line before it; None for one that is too long."""
    held = bytearray()  # not its lines, each of which takes 40 bytes more
    size = 0
    inside = False
    after_blank = whole = True
    lines = _Lines(stream)
    for line in lines:
        if whole and _begins(line, lines, after_blank=after_blank):
            if inside:
                yield _unquoted(held) if size <= MOST_MAIL else None
            held.clear()
            size, inside = 0, True
        elif inside:
            size += len(line)
            if size <= MOST_MAIL:
                held += line
            else:
                held.clear()
        after_blank = not line.strip()
        whole = line.endswith(b"\n")
    if inside:
        yield _unquoted(held) if size <= MOST_MAIL else None


def _unquoted(mail: bytearray) -> bytes:
    """A mail with ">From " as "From " again, without the empty line behind it."""
    return _QUOTED.sub(rb"\1", bytes(mail).removesuffix(b"\n").removesuffix(b"\r"))
