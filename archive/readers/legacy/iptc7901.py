"""IPTC 7901, the text format of teleprinter wires (1979): SOH header, STX text, ETX trailer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.article import Origin, RawArticle, Skipped
from archive.dates.parse import month_number
from archive.readers.common.items import extra_of, slug_signal, status_of, supplier
from archive.readers.legacy.messages import MOST_HEADER, messages, with_controls
from archive.readers.sources.source import Source
from archive.text.plain import one_line

NAME = "iptc-7901"
EXAMPLE = "SOH abc123 4 i 211 / slug / STX headline = / text / ETX 131137 GMT Nov 13"
MEDIA_TYPE = "text/vnd.iptc.iptc7901"

# Source and message number, priority, category, word count, and anything more.
_FIELDS = (
    r"(?P<source>[a-z]{1,5})(?P<number>\d{2,5})[ ]+(?P<priority>[1-9])[ ]+"
    r"(?P<category>[a-z]{1,4})[ ]+(?P<words>\d{1,5})(?P<more>[^\n\x02]*)"
)
_HEADER = re.compile(rf"\A[\s\x16]*(?:\x01\s*)?{_FIELDS}", re.I)
_BARE_HEADER = re.compile(rf"(?:^|(?<=\x04))[ \t\x16]*{_FIELDS}", re.I | re.M)
_TRAILER = re.compile(
    r"(?P<day>[0-3]\d)(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)[ ]*(?P<zone>[A-Z]{1,4})?[ ]+"
    r"(?P<month>[^\W\d_]{3,9})\.?[ ]+(?P<year>\d\d(?:\d\d)?)\b",
    re.I,
)
_BYLINE = re.compile(r"(?:by|von|par|por|di|door|av|af)\s+\S", re.I)
# "1ST LEAD", "CORRECTION": a line of the headline that says what becomes of an earlier message.
_MARK = re.compile(
    r"(?P<lead>\d+(?:st|nd|rd|th)\s+lead|lead|update\s*\d*)|(?P<corr>corr(?:ection|ected)?)"
    r"|(?P<kill>kill|withdrawn?|mandatory kill)|urgent|extra|bulletin|flash|advisory",
    re.I,
)
# Below such a line stands what is meant for editors only.
_NOTES = re.compile(
    r"^(?:# .*|.*\bnot (?:intended )?for publication\b.*|\* \* \* \*)$", re.I | re.M
)
_REPORTER = re.compile(r"^[-*# \t]*reporting by:?\s+(?P<names>[^;\n]+)", re.I | re.M)
_CENTURY = 1900, 70, 2000  # years of two digits: 70 to 99 are of the 1900s


def looks_like(head: str) -> bool:
    """Whether a text begins with a header of IPTC 7901 and has, as they do, a control character."""
    if not _HEADER.match(with_controls(head[:MOST_HEADER])):
        return False
    head = with_controls(head)
    return "\x02" in head or head.lstrip().startswith("\x01")


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """Every message of a file, in order. UnreadableError for a file that is too large."""
    for found in messages(source, _BARE_HEADER):
        yield found if isinstance(found, Skipped) else _article(*found)


def _article(message: str, origin: Origin, data: bytes) -> RawArticle | Skipped:
    header = _HEADER.match(message)
    if not header:
        return Skipped(origin, "no header of IPTC 7901")
    slug, begun, rest = message[header.end() :].partition("\x02")
    if not begun:
        return Skipped(origin, "the message ends before its text")
    text, ended, trailer = rest.partition("\x03")
    if not ended:
        return Skipped(origin, "the message ends inside its text")
    head, body = _headlines(text)
    title, byline, marks = _title(head)
    body, notes = _without_notes(body)
    if not (title or body.strip()):
        return Skipped(origin, "neither a headline nor a text")
    sent = _sent(trailer)
    slugline = one_line(slug)
    reporter = _REPORTER.search(notes)
    code = f"{header['source']}{header['number']}".lower()
    return RawArticle(
        origin=origin,
        original=data,
        media_type=MEDIA_TYPE,
        body=body,
        identifier=f"iptc7901:{code}:{sent[:10]}" if sent else None,
        title=title,
        date=sent,
        credit=byline,
        agencies=supplier(_names(header["more"], byline)),
        authors=(byline,) if byline else ((reporter["names"].strip(),) if reporter else ()),
        status=status_of([*marks, slug_signal(slugline)]),
        extra=extra_of(
            slugline=slugline.rstrip("/") if slugline else None,
            priority=header["priority"],
            category=header["category"],
            editorial_note=one_line(notes),
        ),
    )


def _headlines(text: str) -> tuple[list[str], str]:
    """The lines of the headline, which "=" ends; else those up to the first blank one."""
    lines = text.strip("\n").split("\n")
    for number, line in enumerate(lines[:12], 1):
        if line.rstrip().endswith("="):
            return [*lines[: number - 1], line.rstrip().rstrip("=")], "\n".join(lines[number:])
        if not line.strip():
            return lines[: number - 1], "\n".join(lines[number:])
    return [], text


def _title(lines: list[str]) -> tuple[str | None, str | None, list[str]]:
    """Headline, by-line and the signals of the marks that stand on lines of their own."""
    title: list[str] = []
    byline: str | None = None
    marks: list[str] = []
    for line in filter(None, map(str.strip, lines)):
        mark = _MARK.fullmatch(line.strip(" .-*()"))
        if mark:
            signal = "update" if mark["lead"] else "correction" if mark["corr"] else ""
            marks.append("kill" if mark["kill"] else signal)
        elif title and _BYLINE.match(line):
            byline = line
        else:
            title.append(line)
    return one_line(" ".join(title)), byline, marks


def _without_notes(body: str) -> tuple[str, str]:
    """The text, and what follows it for editors: from a "# ..." line, or from asterisks that
    something not for publication follows.
    """
    for line in _NOTES.finditer(body):
        if line[0].startswith("*") and "publication" not in body[line.end() : line.end() + 120]:
            continue
        return body[: line.start()].rstrip(), body[line.start() :].strip()
    return body, ""


def _names(more: str, byline: str | None) -> list[str]:
    """The words that may name the agency: of the header's end and of the by-line."""
    return [*(byline or "").replace(",", " ").split(), *re.findall(r"[^\W\d_]{2,}", more)][::-1]


def _sent(trailer: str) -> str | None:
    """The trailer's day, time, zone, month and year ("131137 GMT Nov 13") as ISO 8601."""
    found = _TRAILER.search(trailer)
    month = month_number(found["month"]) if found else None
    if not found or not month:
        return None
    year = int(found["year"])
    old, first, new = _CENTURY
    if year < 100:
        year += old if year >= first else new
    clock = f"{found['hour']}:{found['minute']}"
    return f"{year:04}-{month:02}-{found['day']} {clock} {(found['zone'] or '').upper()}".strip()
