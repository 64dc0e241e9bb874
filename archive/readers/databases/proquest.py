"""ProQuest: text or HTML of many articles, each with lines "Title: ...", "Full text: ...".

ProQuest's help on saving as text, and parsers that libraries have written (pq_parser, ptcleaner),
show two forms: articles between lines of underscores, the title before its fields, and (until about
2012) numbered "Document 1 of 10" with the text first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.article import RawArticle, Skipped
from archive.errors import UnreadableError
from archive.readers.common.catalogue_names import given_first
from archive.readers.databases.entry import MOST_TEXT, Entry, articles, missing
from archive.readers.databases.lines import of_html, paragraphs, stripped, unix
from archive.readers.sources.source import Source
from archive.text.charset import decode, decode_html
from archive.text.plain import one_line

NAME = "proquest"
EXAMPLE = "a download of ProQuest: articles between lines of underscores"

_SIGN = re.compile(r"^[ \t]*ProQuest document ID:|^[ \t]*Document URL:.{0,20}proquest\.com", re.M)
_PUBLICATION = "Publication title:"
_RULE = re.compile(r"^[ \t]*_{20,}[ \t]*$", re.M)
_NUMBERED = re.compile(r"^[ \t]*Document (\d{1,6}) of (\d{1,6})[ \t]*$", re.M)
_FIELDS = {
    "title": "title", "author": "byline", "byline": "byline", "abstract": "summary",
    "full text": "body", "publication title": "source", "publication date": "date",
    "section": "section", "language of publication": "language", "document url": "url",
    "dateline": "dateline", "proquest document id": "identifier", "subject": "subject",
    "number of words": "length", "word count": "length", "publication info": "publication_info",
    "links": "links", "location": "place", "people": "person", "company / organization": "company",
    "company": "company", "pages": "page", "first page": "page", "start page": "page",
    "publication year": "year", "year": "year", "publisher": "published_by",
    "place of publication": "place_of_publication", "volume": "volume", "issue": "issue",
    "country of publication": "country", "publication subject": "publication_subject",
    "issn": "issn", "eissn": "eissn", "source type": "source_type", "document type": "type",
    "document feature": "feature", "copyright": "copyright", "last updated": "updated",
    "database": "database", "edition": "edition", "identifier / keyword": "keywords",
    "identifiers / keywords": "keywords", "classification": "classification", "column": "column",
    "credit": "credit", "caption": "caption", "illustration": "illustration", "correction":
    "correction", "supplement": "supplement", "online publication date": "online_date",
    "publication history": "history", "accession number": "accession", "source": "source_line",
    "publication frequency": "frequency", "isbn": "isbn", "cite": "cite", "notes": "notes",
    "alternate title": "alternate_title", "subtitle": "subtitle", "coden": "coden",
    "jel classification": "jel", "narrow subject": "narrow_subject", "broad subject":
    "broad_subject", "rights": "copyright", "document view": "view",
}  # fmt: skip
_OWN = {"title", "byline", "summary", "source", "date", "section", "language", "url", "dateline",
        "length"}  # fmt: skip
_LABEL = re.compile(r"^(?P<name>[A-Z][A-Za-z]*(?: /)?(?: ?[A-Za-z/]+){0,3}): ?(?P<value>.*)$")
_FURNITURE = re.compile(
    r"^(?:Table of contents|\d+\. .*|Contact us at:.*|Database copyright ©?.*|"
    r"Terms and Conditions:.*|Report Information from ProQuest.*|Bibliography|Citation style:.*)$",
    re.I,
)


def looks_like(start: str) -> bool:
    """Whether a text is a download of ProQuest."""
    if _PUBLICATION not in start:
        return False
    start = unix(start)
    return bool(_SIGN.search(start) and re.search(rf"^[ \t]*{_PUBLICATION}", start, re.M))


def looks_like_html(start: str) -> bool:
    """Whether a page is one; asked of pages that name ProQuest."""
    return "ProQuest document ID" in start and looks_like(of_html(start))


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """Every article of a download."""
    data = source.bytes()
    if len(data) > MOST_TEXT:
        raise UnreadableError(f"a download larger than {MOST_TEXT >> 20} MiB")
    if re.match(rb"\s*<|\xef\xbb\xbf\s*<", data):
        text = of_html(decode_html(data, source.charset, source.options.encoding))
        yield from read_text(text, source, "text/html", data)
    else:
        yield from read_text(decode(data, source.fallback()), source, "text/plain", data)


def read_text(
    text: str, source: Source, media_type: str, data: bytes
) -> Iterator[RawArticle | Skipped]:
    """Every article of a download's text; `data` are the bytes that it came as."""
    text = unix(text)
    entries = [entry for piece in _pieces(text) if (entry := _entry(piece)) is not None]
    if entries and len(entries) > 1:
        entries[-1].complete = bool(entries[-1].identifier or entries[-1].url)
    stated = max((int(match[2]) for match in _NUMBERED.finditer(text)), default=0)
    yield from articles(entries, source, media_type, data)
    yield from missing(source, len(entries), stated)


def _pieces(text: str) -> list[str]:
    """The text of each article: between rules, or numbers, or behind the field that ends one."""
    for mark in (_RULE, _NUMBERED):
        if mark.search(text):
            return [piece for rule in mark.split(text) if (piece := rule or "")]
    ends = [match.end() for match in re.finditer(r"^[ \t]*Database:.*$", text, re.M)]
    starts = [0, *ends]
    return [text[a:b] for a, b in zip(starts, [*ends, len(text)], strict=True)]


def _entry(piece: str) -> Entry | None:
    values: dict[str, list[str]] = {}
    unknown: dict[str, str] = {}
    above: list[str] = []
    field, seen = "", set()
    for line in stripped(piece):
        found = _LABEL.match(line)
        name = found["name"].lower() if found else ""
        known = _FIELDS.get(name)
        if found and known and not (known in seen and field == "body"):
            field = known
            seen.add(known)
            values.setdefault(field, []).append(found["value"])
        elif (
            found
            and not known
            and field not in ("body", "summary", "links", "")
            and line[-1:] != "."
        ):
            unknown[found["name"]] = found["value"]
        elif field:
            values[field].append(line)
        elif line and not (_FURNITURE.match(line) or _NUMBERED.match(line)):
            above.append(line)
    if not values.keys() & {"title", "body", "source", "identifier"}:
        return None
    return _made(values, unknown, above, piece)


def _made(
    values: dict[str, list[str]], unknown: dict[str, str], above: list[str], piece: str
) -> Entry:
    entry = Entry(unknown=unknown, original=piece.strip().encode("utf-8", "replace"))
    for field, lines in values.items():
        line = one_line(" ".join(lines))
        if field == "body":
            entry.body = "\n\n".join(paragraphs(lines))
        elif field == "identifier" and line:
            entry.identifier = f"proquest:{line.split()[0]}"
        elif field in _OWN:
            setattr(entry, field, line)
        elif field != "links" and line:
            entry.extra[field] = line
    names = (entry.byline or "").split(";")
    if entry.byline and any("," in name for name in names):  # "Roe, Jane; Poe, John"
        entry.authors = tuple(given_first(name) for name in names if name.strip())
        entry.byline = None
    entry.title = entry.title or one_line(" ".join(above[:2])) or None
    entry.tags = tuple(
        term.strip() for term in (entry.extra.get("subject") or "").split(";") if term.strip()
    )
    if entry.body in ("", "Not available.") and entry.summary:
        entry.body, entry.extra["text"] = entry.summary, "the abstract: the database had no text"
        entry.summary = None
    return entry
