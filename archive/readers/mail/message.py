"""A mail (RFC 5322, MIME): a newsletter or a press release, with what is attached to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message
from typing import Any

from archive.article import RawArticle, Skipped
from archive.errors import UnreadableError
from archive.readers.mail.body import Body, body_of
from archive.readers.mail.headers import RAW_HEADERS, address, header, headers
from archive.readers.mail.parsed import MOST_MAIL, parsed
from archive.readers.mail.parts import Attachment, Parts, find_parts
from archive.readers.sources.allowance import ExhaustedError
from archive.readers.sources.members import allowance_of, left_out, member
from archive.readers.sources.source import Source

NAME = "eml"
EXAMPLE = "From: ... / Subject: ... / an empty line / the text"
MEDIA_TYPE = "message/rfc822"

_FIELD = re.compile(r"[!-9;-~]{1,70}:[ \t]?")
_KNOWN = {
    "from", "date", "subject", "message-id", "mime-version", "received", "return-path", "to",
    "delivered-to", "content-type", "list-id", "reply-to", "x-mozilla-status",
}  # fmt: skip
# RFC 2919, RFC 2369 and what bulk mail has long carried: it comes from a list, not from a person.
_OF_A_LIST = ("List-Id", "List-Unsubscribe", "List-Post")
_WITH_ITS_ADDRESSES = ("List-Post", "List-Unsubscribe", "List-Archive", "List-Help")


def matches(head: str) -> bool:
    """Whether a text begins with a mail's header: From, and at least two more of its fields."""
    names: set[str] = set()
    for line in head.split("\n", 100)[:100]:
        line = line.rstrip("\r")
        if not line:
            break
        if line[0] in " \t":
            continue
        if not _FIELD.match(line):
            return False
        names.add(line.partition(":")[0].lower())
    return "from" in names and len(names & _KNOWN) >= 3


def read(source: Source) -> Iterator[RawArticle | Skipped | Source]:
    """The mail as one item, then each attached file that may be news. UnreadableError where it has
    more than MOST_MAIL bytes.
    """
    yield from read_message(source.bytes(MOST_MAIL), source)


def read_message(
    data: bytes, source: Source, record: str | None = None
) -> Iterator[RawArticle | Skipped | Source]:
    """The same, for a mail that is one record of a source."""
    origin = source.origin(record)
    try:
        message = parsed(data, RAW_HEADERS)
        parts = find_parts(message, source.options.encoding)
    except UnreadableError as error:
        yield Skipped(origin, error.message)
        return
    except Exception as error:
        why = "nested too deeply" if isinstance(error, RecursionError) else "damaged"
        yield Skipped(origin, f"a mail that is {why}")
        return
    if not message.keys():
        yield Skipped(origin, "no header of a mail")
        return
    if parts.encrypted:
        yield Skipped(origin, "an encrypted mail")
        return
    addresses = [line for field in _WITH_ITS_ADDRESSES for line in headers(message, field)]
    body = body_of(parts.pieces, addresses)
    yield RawArticle(
        origin=origin,
        original=data,
        media_type=MEDIA_TYPE,
        identifier=_identifier(message),
        title=header(message, "Subject"),
        date=header(message, "Date"),
        tags=tuple(tag for line in headers(message, "Keywords") for tag in line.split(",")),
        language=(header(message, "Content-Language") or "").partition(",")[0] or None,
        url=_url(message),
        body=body.text,
        body_format=body.form,
        extra=_extra(message, parts, body),
        found={"body": body.taken_from},
        **_sender(message),
    )
    yield from _attached(parts.attachments, source, record)


def _sender(message: Message) -> dict[str, Any]:
    """A list's mail has a publisher, another's an author, as far as they give a name."""
    name, mailbox = address(header(message, "From") or "")
    if any(header(message, field) for field in _OF_A_LIST):
        return {"publisher": name or mailbox.rpartition("@")[2] or None}
    return {"authors": (name,) if name else ()}


def _identifier(message: Message) -> str | None:
    """The Message-ID as the `mid:` address of RFC 2392."""
    found = re.search(r"<\s*([^<>\s]+)\s*>", header(message, "Message-ID") or "")
    return f"mid:{found[1]}" if found else None


def _url(message: Message) -> str | None:
    """Where the list's archive keeps it (RFC 5064)."""
    found = re.search(r"https?://[^<>\s]+", header(message, "Archived-At") or "")
    return found[0] if found else None


def _extra(message: Message, parts: Parts, body: Body) -> dict[str, Any]:
    known = {
        "from": header(message, "From"),
        "list_id": header(message, "List-Id"),
        "signature": body.signature,
        "attachments": [part.described() for part in parts.attachments],
    }
    return {key: value for key, value in known.items() if value}


def _attached(
    attachments: tuple[Attachment, ...], source: Source, record: str | None
) -> Iterator[Source | Skipped]:
    if not any(part.may_be_news for part in attachments):
        return
    allowance = allowance_of(source)
    for number, part in enumerate(attachments, 1):
        if not part.may_be_news:
            continue
        name = part.name or f"attachment {number}"
        name = f"{record}/{name}" if record else name
        try:
            with member(source, name, part.open(), allowance, charset=part.charset) as inner:
                yield inner
        except ExhaustedError:
            raise
        except UnreadableError as error:
            yield left_out(source, name, error.message)
