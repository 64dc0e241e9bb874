"""Nexis, LexisNexis and Nexis Uni: text, and HTML, Word or RTF as text.

Two forms, as the R packages LexisNexisTools (`lnt_read`) and tm.plugin.lexisnexis describe them:
until about 2019 each article begins "1 of 10 DOCUMENTS" (in German "Dokument 1 von 10", in French
"Document 1 de 10") with fields in capitals; since then (Nexis Uni, Lexis Advance, Lexis+) each ends
"End of Document", with fields like "Length: 512 words", "Body" and "Classification".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.article import RawArticle, Skipped
from archive.dates.found_date import LIKELIEST
from archive.dates.parse import find_date
from archive.errors import UnreadableError
from archive.readers.databases.above_fields import COPYRIGHT, preamble
from archive.readers.databases.entry import MOST_TEXT, Entry, articles, missing, terms
from archive.readers.databases.lines import of_html, paragraphs, stripped, unix
from archive.readers.databases.nexis_fields import TAIL, label
from archive.readers.sources.source import Source
from archive.text.charset import decode, decode_html

NAME = "nexis"
EXAMPLE = "a download of Nexis: text, HTML, .docx or .rtf, of one article or many"

_OF = r"(?:of|von|de|van|di)"
_START = re.compile(
    rf"^[ \t]*(?:(?P<n>\d{{1,6}}) {_OF} (?P<of>\d{{1,6}}) (?i:do[ck]ument(?:s|e|en|os|i)?)"
    rf"|(?i:do[ck]umento?) (?P<n2>\d{{1,6}}) {_OF} (?P<of2>\d{{1,6}}))[ \t]*$",
    re.M,
)
_END = re.compile(
    r"^[ \t\xa0]*(?:End of Document|Ende des Dokuments?|Fin du document)[ \t\xa0]*$", re.M
)
_FIELDS = (
    "LENGTH:", "LÄNGE:", "LONGUEUR:", "LONGITUD:", "LENGTE:", "LOAD-DATE:", "UPDATE:", "LANGUAGE:",
    "SPRACHE:", "LANGUE:", "PUBLICATION-TYPE:", "JOURNAL-CODE:", "Length:", "Länge:", "Longueur:",
    "Load-Date:", "Section:", "Language:",
)  # fmt: skip
_FIELD = re.compile(rf"^[ \t]*(?:{'|'.join(_FIELDS)})[ \xa0]*\S", re.M)
_NEW_HEAD = re.compile(r"^[ \t]*(?:Body|Text)[ \t]*$", re.M)
_NEW_LENGTH = re.compile(
    r"^[ \t]*(?:Length|Länge|Longueur):[ \xa0]*\d[\d.,]* ?(?:words|W[öo]rter|mots)", re.M
)
_COVER = re.compile(r"^.*About LexisNexis\s*\|.*$|^.*\|\s*Copyright © \d{4} LexisNexis.*$", re.M)
_PAGE = re.compile(r"(?:Page|Seite) \d+ (?:of|von|de) \d+|\|?\s*About LexisNexis\b.*", re.I)
_STATED = re.compile(r"^[ \t]*Documents? \((\d{1,6})\)[ \t]*$", re.M)
_ON_A_PAGE = re.compile(
    r"LexisNexis|LOAD-DATE|Load-Date|End of Document|(?:Do[ck]ument|\d) \d* ?(?:of|von|de) \d"
)
_FIRST_LISTED = re.compile(r"^[ \t]*1\.[ \t]+(\S.*?)[ \t]*$", re.M)
_HEADINGS = {"classification", "klassifikation", "klassifizierung"}
_BODIES = {"body", "text", "volltext"}
_GRAPHICS = {"graphic", "grafik", "graphique"}


def looks_like(start: str) -> bool:
    """Whether a text is a download of Nexis: a line that begins or ends an article, and fields."""
    if not any(name in start for name in _FIELDS):
        return False
    start = unix(start)
    if not _FIELD.search(start):
        return False
    if _START.search(start) or _END.search(start):
        return True
    return bool(_NEW_LENGTH.search(start) and _NEW_HEAD.search(start))


def looks_like_html(start: str) -> bool:
    """Whether a page is one of them; asked of pages that a sign of Nexis stands in."""
    if not _ON_A_PAGE.search(start):
        return False
    return looks_like(of_html(start))


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """Every article of a download."""
    data = source.bytes()
    if len(data) > MOST_TEXT:
        raise UnreadableError(f"a download larger than {MOST_TEXT >> 20} MiB")
    text = decode(data, source.fallback())
    if re.match(r"\s*<", text):
        yield from read_text(
            of_html(decode_html(data, source.charset, source.options.encoding)),
            source,
            "text/html",
            data,
        )
    else:
        yield from read_text(text, source, "text/plain", data)


def read_text(
    text: str, source: Source, media_type: str, data: bytes
) -> Iterator[RawArticle | Skipped]:
    """Every article of a download's text; `data` are the bytes that it came as."""
    text = unix(text)
    starts = list(_START.finditer(text))
    if starts:
        ends = [match.start() for match in starts[1:]] + [len(text)]
        pieces = [text[start.end() : end] for start, end in zip(starts, ends, strict=True)]
        entries = [_old(piece) for piece in pieces]
        _judge_last(entries)
        stated = max(int(match["of"] or match["of2"]) for match in starts)
    else:
        entries = list(_new_entries(_without_cover(text)))
        cover = _STATED.search(text)
        stated = int(cover[1]) if cover else 0
    yield from articles(entries, source, media_type, data)
    yield from missing(source, len(entries), stated)


def _judge_last(entries: list[Entry]) -> None:
    """The last one has been cut where all others have fields behind their text, and it has not."""
    if len(entries) > 1 and all(entry.extra.get("end") for entry in entries[:-1]):
        entries[-1].complete = bool(entries[-1].extra.get("end"))
    for entry in entries:
        if entry.extra.pop("end", None):
            entry.complete = True


def _new_entries(text: str) -> Iterator[Entry]:
    at = 0
    for end in _END.finditer(text):
        entry = _new(text[at : end.start()])
        entry.complete = True
        yield entry
        at = end.end()
    rest = text[at:]
    if _FIELD.search(rest) or (at and len(rest.split()) > 20):
        entry = _new(rest)
        entry.complete = False
        yield entry


def _without_cover(text: str) -> str:
    """The text from the first article on, where a page before it lists their titles."""
    stated = _STATED.search(text)
    first = _FIRST_LISTED.search(text, stated.end()) if stated else None
    if not first:
        return text
    title = re.compile(rf"^[ \t]*{re.escape(first[1])}[ \t]*$", re.M).search(text, first.end())
    return text[title.start() :] if title else text


def _new(piece: str) -> Entry:
    cover = list(_COVER.finditer(piece))
    original = piece.encode("utf-8", "replace")
    field = _FIELD.search(piece)
    before = [match for match in cover if not field or match.end() < field.start()]
    piece = piece[before[-1].end() :] if before else piece
    lines = [line for line in stripped(piece) if not _PAGE.fullmatch(line)]
    entry = Entry(original=original)
    rest = _head(lines, entry, new=True)
    _body(rest, entry)
    entry.extra.pop("end", None)
    return entry


def _old(piece: str) -> Entry:
    entry = Entry(original=piece.encode("utf-8", "replace"))
    _body(_head(stripped(piece), entry, new=False), entry)
    return entry


def _head(lines: list[str], entry: Entry, *, new: bool) -> list[str]:
    """Takes what stands above the text into the entry; the lines from the text on come back."""
    first = next((at for at, line in enumerate(lines) if _is_head(line)), None)
    if first is None:
        first = _dated(lines)
    preamble(lines[:first], entry, new=new)
    at, field = first, _Field(entry)
    while at < len(lines):
        line, found = lines[at], label(lines[at])
        if line.lower() in _BODIES or (found and found[0] == "body" and not found[2]):
            at += 1
            break
        if found and found[0] == "body":
            lines[at] = found[2]
            break
        if found and (found[0] or line.split(":")[0].isupper()):
            field.begin(found)
        elif line and field.key:
            field.lines.append(line)
        elif line and not (new and _has_body(lines[at : at + 60])):
            break
        if not line:
            field.end()
        at += 1
    field.end()
    return lines[at:]


def _is_head(line: str) -> bool:
    found = label(line)
    return bool(found and found[0] and found[0] not in TAIL) or line.lower() in _BODIES


def _has_body(lines: list[str]) -> bool:
    return any(line.lower() in _BODIES for line in lines)


def _dated(lines: list[str]) -> int:
    """Where the text begins where no field says so: below the paragraph with the date."""
    for at, line in enumerate(lines[:30]):
        if line and len(line) < 90 and find_date(line, LIKELIEST):
            return next((i for i in range(at, len(lines)) if not lines[i]), len(lines))
    return 0


class _Field:
    """The field that lines are read of; they are joined once, for there may be many."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.key: str | None = None
        self.lines: list[str] = []

    def begin(self, found: tuple[str, str, str]) -> None:
        """Another field begins, with what stands on its first line."""
        self.end()
        self.key = _take(self.entry, found)

    def end(self) -> None:
        """What has been read of it is its value."""
        if self.key and self.lines:
            _add(self.entry, self.key, " ".join(self.lines))
        self.key, self.lines = None, []


def _take(entry: Entry, found: tuple[str, str, str]) -> str:
    field, name, value = found
    key = field or name
    if not field:
        entry.unknown[name] = value
    elif field in (
        "title",
        "byline",
        "section",
        "length",
        "dateline",
        "summary",
        "language",
        "url",
    ):
        if field == "title" and entry.title:  # below a title of its own, a line of edition
            entry.extra.setdefault("edition", entry.title)
        setattr(entry, field, value)
    elif field == "subject":
        entry.extra["subject"] = value
        entry.tags = terms(value)
    else:
        entry.extra[field] = value
    return key


def _add(entry: Entry, key: str, line: str) -> None:
    """The further lines of a field's value, joined."""
    if key in entry.unknown:
        entry.unknown[key] += f" {line}"
    elif key in entry.extra:
        entry.extra[key] += f" {line}"
        if key == "subject":
            entry.tags = terms(entry.extra[key])
    elif hasattr(entry, key):
        setattr(entry, key, f"{getattr(entry, key) or ''} {line}".strip())


def _body(lines: list[str], entry: Entry) -> None:
    """Takes the text, and the fields behind it."""
    end = _tail_start(lines)
    text = lines[:end]
    field = _Field(entry)
    rights = [entry.extra["copyright"]] if "copyright" in entry.extra else []
    in_rights = False
    for line in lines[end:]:
        found = label(line)
        if found:
            field.begin(found)
            in_rights = False
        elif COPYRIGHT.search(line) or (in_rights and line and line.lower() not in _HEADINGS):
            field.end()
            rights.append(line)
            in_rights = True
        elif line and field.key and line.lower() not in _HEADINGS:
            field.lines.append(line)
        elif not line:
            field.end()
    field.end()
    if rights:
        entry.extra["copyright"] = " ".join(rights)
    if end < len(lines) and any(lines[end:]):
        entry.extra["end"] = "yes"
    graphic = next((at for at, line in enumerate(text) if line.lower() in _GRAPHICS), None)
    if graphic is not None:
        entry.extra["graphic"] = " ".join(line for line in text[graphic + 1 :] if line)
        text = text[:graphic]
    entry.body = "\n\n".join(paragraphs(text))


def _tail_start(lines: list[str]) -> int:
    """Where the fields behind the text begin: from there on nothing but fields and copyright."""
    heading = next((at for at, line in enumerate(lines) if line.lower() in _HEADINGS), None)
    if heading is not None and any(label(line) for line in lines[heading:]):
        return heading
    start, at = len(lines), len(lines)
    while at > 0:
        block_end = at
        while at > 0 and lines[at - 1]:
            at -= 1
        if at < block_end:
            found = label(lines[at])
            ours = found and (found[0] in TAIL or (not found[0] and start < len(lines)))
            if not ours and not COPYRIGHT.search(lines[at]):
                return start
            start = at
        while at > 0 and not lines[at - 1]:
            at -= 1
    return start
