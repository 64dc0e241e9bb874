"""ANPA 1312, the wire format of American agencies (1979): header lines, then "^" ... "<" lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.article import Origin, RawArticle, Skipped
from archive.readers.common.items import extra_of, slug_signal, status_of, supplier
from archive.readers.legacy.messages import MOST_HEADER, messages, with_controls
from archive.readers.sources.source import Source
from archive.text.plain import one_line

NAME = "anpa-1312"
EXAMPLE = "SYN SYN SOH a1234 US / r i DC3 DC1 BC-SLUG 11-13 1049 / STX ^ lines < / text / ETX"
MEDIA_TYPE = "text/vnd.anpa.1312"

# Service level and story number, then the selector code behind a unit separator.
_HEADER = re.compile(
    r"\A[\s\x16]*\x01\s*(?P<service>[A-Za-z])(?P<number>\d{3,5})\x1f?(?P<selector>\S*)"
)
# Priority and category, format codes, the keyword, month and day, the count of words.
_SECOND = re.compile(
    r"^(?P<priority>[a-z])[ ](?P<category>[a-z])[ ]?[\x11-\x14]+[ ]*(?P<keyword>[^\n\x02]{0,120}?)"
    r"[ ]{1,40}(?P<month>\d{1,2})-(?P<day>\d{1,2})[ ]{1,40}(?P<words>\d+)",
    re.M | re.I,
)
_FILED = re.compile(
    r"(?:^|\x03)\^?[A-Z]{1,4}(?:-[A-Z]{1,4})*-(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>\d\d)"
    r"[ ]+(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)(?P<zone>[A-Z]{1,4})?<?\s*$",
    re.M,
)
# A line of the head of a story: "^" begins it, "<" ends it, "=" ends the by-line and the credit.
_LINE = re.compile(r"[ \t\n]*\^(?P<text>[^\n]*?)(?P<end>[<=])[ \t]*(?:\n|\Z)")
_BYLINE = re.compile(r"(?:by|por|par|von)\s+\S", re.I)
_NOTE = re.compile(r"(?:eds|editors?(?:['’]s)?(?: note)?)\s*[:_]", re.I)
_MEDIA = re.compile(r"(?:\w+ )?(?:photos?|graphics?|video|audio|images?)\b.*\d", re.I)
# What ends a line of a table, and the line that ends the text: "^END<".
_END = re.compile(r"^[ \t]*\^(?:end)?<?[ \t]*$|<(?=[ \t]*$)", re.M | re.I)
_COUNT = re.compile(r",\s*\d{2,5}\s*$")
# The alphabet has no dashes and no curly quotes: agencies write _ and `` '' for them.
_TYPOGRAPHY = (
    (re.compile(r"(?<=\s)_(?=\s)"), "—"),
    (re.compile("``"), "“"),
    (re.compile("''"), "”"),
)


def looks_like(head: str) -> bool:
    """Whether a text begins with the header of ANPA 1312."""
    if not _HEADER.match(with_controls(head[:MOST_HEADER])):
        return False
    head = with_controls(head)
    return bool(_SECOND.search(head) or re.search(r"^\x02?\^", head, re.M))


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """Every message of a file, in order. UnreadableError for a file that is too large."""
    for found in messages(source):
        yield found if isinstance(found, Skipped) else _article(*found)


def _article(message: str, origin: Origin, data: bytes) -> RawArticle | Skipped:
    header = _HEADER.match(message)
    if not header:
        return Skipped(origin, "no header of ANPA 1312")
    top, begun, text = message.partition("\x02")
    if not begun:
        return Skipped(origin, "the message ends before its text")
    if "\x03" not in text:
        return Skipped(origin, "the message ends inside its text")
    second = _SECOND.search(top)
    filed = _FILED.search(text)
    date = _filed(filed)
    if filed:
        text = text[: filed.start()]
    head, body = _head(text.replace("\x03", "\n").replace("\x0c", "\n"))
    slugline = head.slug or (one_line(second["keyword"]) if second else None)
    body = _END.sub("\n", body)
    title = head.title or _named_by(head.slug)
    for pattern, char in _TYPOGRAPHY:
        body = pattern.sub(char, body)
    if not (title or body.strip()):
        return Skipped(origin, "neither a headline nor a text")
    code = f"{header['service']}{header['number']}"
    return RawArticle(
        origin=origin,
        original=data,
        media_type=MEDIA_TYPE,
        body=body,
        identifier=f"anpa1312:{code}:{date[:10]}" if date else None,
        title=title,
        date=date,
        credit=head.byline or head.credit,
        agencies=supplier([head.credit]),
        authors=(head.byline,) if head.byline else (),
        status=status_of([slug_signal(head.signal or slugline)]),
        extra=extra_of(
            slugline=slugline,
            priority=second["priority"] if second else None,
            category=second["category"] if second else None,
            editorial_note=" ".join(head.notes),
        ),
    )


def _named_by(slug: str | None) -> str | None:
    """What a slug says of a story without a headline: "BC-WEA--River Levels,"."""
    name = (slug or "").partition(",")[0].rpartition("--")[2]
    return one_line(re.sub(r"^(?:BC|AM|PM)-", "", name.strip()))


class _Head:
    """The lines above the text of a story."""

    def __init__(self) -> None:
        self.slug: str | None = None
        self.signal: str | None = None
        self.title: str | None = None
        self.byline: str | None = None
        self.credit: str | None = None
        self.notes: list[str] = []

    def take(self, text: str, ended_by: str) -> None:
        """Puts a line where it belongs: first the slug, then headline, notes, by-line, credit."""
        if self.slug is None and ended_by == "<":
            self.slug, self.signal = _COUNT.sub("", text), text
        elif _BYLINE.match(text):
            self.byline = text
        elif ended_by == "=":
            self.credit = text
        elif self.title is None and not _NOTE.match(text):
            self.title = text
        elif _NOTE.match(text) or not _MEDIA.match(text):
            self.notes.append(text)


def _head(text: str) -> tuple[_Head, str]:
    head = _Head()
    at = 0
    while line := _LINE.match(text, at):
        if line_text := one_line(line["text"]):
            head.take(line_text, line["end"])
        at = line.end()
    return head, text[at:]


def _filed(found: re.Match[str] | None) -> str | None:
    """The last line of a story ("AP-WF-11-13-13 1509GMT") as ISO 8601."""
    if not found:
        return None
    year = int(found["year"])
    year += 1900 if year >= 70 else 2000
    clock = f"{found['hour']}:{found['minute']} {found['zone'] or ''}"
    return f"{year:04}-{found['month']}-{found['day']} {clock}".strip()
