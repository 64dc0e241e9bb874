"""A mailbox in one file (RFC 4155 and its relatives): mails, each after a line "From ..."."""

from __future__ import annotations

import re
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
_FIELD = re.compile(r"[!-9;-~]+:|>From ")
_QUOTED = re.compile(rb"^>(>*From )", re.M)
_LONGEST_LINE = 1 << 20


def matches(head: str) -> bool:
    """Whether a text begins with such a line and a mail's header."""
    lines = head.split("\n", 2)
    first = lines[0].encode("utf-8", "replace")
    return len(lines) > 1 and bool(_START.match(first) and _FIELD.match(lines[1]))


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


def _mails(stream: BinaryIO) -> Iterator[bytes | None]:
    """The bytes of each mail without the line before it; None for one that is too long."""
    held = bytearray()  # not its lines, each of which takes 40 bytes more
    size = 0
    inside = False
    after_blank = whole = True
    while line := stream.readline(_LONGEST_LINE):
        if whole and after_blank and _START.match(line):
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
