"""XML of no known standard, whose elements carry the names that news systems give to fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from archive.article import Origin, RawArticle, Skipped
from archive.dates.parse import parse_date
from archive.readers.common.bodies import Body, body_of, joined_bodies, markup_body
from archive.readers.common.catalogue_names import given_first
from archive.readers.common.damaged_xml import read_document
from archive.readers.common.fields import bare_key
from archive.readers.common.items import extra_of, is_kill, people, slug_signal, status_of, supplier
from archive.readers.common.xml import find_all, local, root_of, words, words_at
from archive.readers.records.xml_byline import lines_in
from archive.readers.sources.source import Source
from archive.status import is_unpublished
from archive.text.plain import distinct, one_line

NAME = "xml"
EXAMPLE = "<article><headline>...</headline><content>...</content></article>, one or many"
MEDIA_TYPE = "application/xml"

# Names of elements without case, dashes and dots; the first that holds something is taken.
_FIELDS = {
    "title": ("headline", "title", "heading", "hl1", "recordtitle"),
    "summary": ("subtitle", "subheadline", "standfirst", "abstract", "summary", "teaser",
                "description", "deck", "lead"),
    "body": ("content", "body", "bodytext", "text", "fulltext", "articlebody", "story"),
    "date": ("publishdate", "publisheddate", "publicationdate", "published", "publishedat",
             "pubdate", "date", "datetime", "created", "timestamp",
             "numericpubdate", "alphapubdate"),
    "byline": ("byline", "by", "author", "authors", "creator"),
    "agency": ("agency", "source", "origin", "provider", "credit"),
    "section": ("section", "category", "desk", "department"),
    "identifier": ("newsid", "articleid", "documentid", "itemid", "guid", "uid", "recordid", "id"),
    "url": ("url", "link", "permalink", "urldocview"),
    "language": ("language", "lang", "languagecode"),
    "dateline": ("dateline", "town", "city"),
    "note": ("ednote", "editorialnote", "note"),
    "slugline": ("slugline", "slug", "strapline"),
    "priority": ("priority", "urgency"),
    "version": ("version", "revision"),
    "genre": ("genre", "format"),
    "status": ("pubstatus", "status"),
}  # fmt: skip
_LISTS = ("tags", "tag", "keywords", "keyword", "topics", "subjects", "subjectkeyword")
# Elements that say "true" when a story was taken back, put right or replaced.
_FLAGS = {
    "cancelled": "cancelled", "canceled": "cancelled", "withdrawn": "withdrawn",
    "killed": "killed", "annuleret": "cancelled", "correction": "correction",
    "corrected": "corrected", "korrektion": "correction", "korrektur": "correction",
    "updated": "updated", "newversion": "updated", "nyversion": "updated",
}  # fmt: skip
# As attributes these say how the markup is written (content="html"), not what the story says.
_OF_MARKUP = {"format", "version", *_FIELDS["title"], *_FIELDS["summary"], *_FIELDS["body"]}
# The names of what an attribute may say -> those of the elements that say the same.
_SAME = {
    name: set(names)
    for names in (*_FIELDS.values(), _LISTS, *((flag,) for flag in _FLAGS))
    for name in names
    if name not in _OF_MARKUP
}
_YES = {"true", "1", "yes"}
_YES_OR_NO = {*_YES, "false", "0", "no"}
# What a page of HTML may begin with, and other roots whose elements have such names by chance.
_NO_RECORDS = {
    "html", "head", "body", "meta", "link", "title", "script", "style", "div", "p", "span", "table",
    "center", "reuters", "svg",
}  # fmt: skip
# The values of a record by the names of its elements (each an element) and attributes (a text).
_Said = dict[str, list[Any]]
_HTML = re.compile(r"<!doctype\s+html|<html[\s>]", re.I)


def looks_like(head: str) -> bool:
    """Whether XML has an element for a headline and one for a text; HTML and SGML are not meant."""
    root = root_of(head)
    if root is None or root.name.lower() in _NO_RECORDS or _HTML.search(head):
        return False
    names = set(map(bare_key, set(re.findall(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)", head))))
    return bool(names.intersection(_FIELDS["title"]) and names.intersection(_FIELDS["body"]))


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """The root, where it is a record; else every record inside it, of a damaged file every one that
    is whole.
    """
    data = source.bytes()
    found = read_document(data, source.stated(), lambda root: set(map(local, _records(root))))
    records = found.records or _records(found.root)
    if not records:
        nothing = "XML without an element that holds a headline and a text"
        yield Skipped(source.origin(), found.fault or nothing)

    def article(record: Any, origin: Origin, original: bytes) -> Iterator[RawArticle | Skipped]:
        yield _article(record, origin, original)

    yield from found.outcomes(records, source, article, data=data)


def _records(root: Any) -> list[Any]:
    return [root] if _is_record(root) else [each for each in root.iter() if _is_record(each)]


def _is_record(element: Any) -> bool:
    keys = {bare_key(local(child)) for child in element}
    return bool(keys.intersection(_FIELDS["title"]) and keys.intersection(_FIELDS["body"]))


def _article(element: Any, origin: Origin, data: bytes) -> RawArticle | Skipped:
    said = _said(element)
    found = {field: next(_lines(said, field), None) for field in _FIELDS}
    bylines = _bylines(said)
    body = _body(said, found["title"])
    status = _status(said, found["slugline"])
    if not (found["title"] or body or is_kill(found["identifier"], status)):
        return Skipped(origin, "neither a headline nor a text")
    return RawArticle(
        origin=origin,
        original=data,
        media_type=MEDIA_TYPE,
        body=body.text,
        body_format=body.format,
        identifier=found["identifier"],
        title=found["title"],
        date=_date(said),
        credit="; ".join(bylines) or None,
        agencies=supplier([(found["agency"] or "").strip("/ ")]),
        authors=_contributors(element) or people(bylines),
        publisher=words_at(element, "Publication/Title"),
        section=found["section"],
        tags=tuple(distinct(_tags(said))),
        dateline=found["dateline"],
        language=found["language"],
        summary=found["summary"],
        url=found["url"],
        status=status,
        extra=extra_of(
            slugline=found["slugline"],
            priority=found["priority"],
            version=found["version"],
            editorial_note=found["note"],
            genre=[found["genre"]] if found["genre"] else [],
        ),
    )


def _contributors(element: Any) -> tuple[str, ...]:
    """The authors as ProQuest's records (TDM Studio) list them, the family name first."""
    names = (words_at(each, "OriginalForm") for each in find_all(element, "Contributor"))
    return tuple(given_first(name) for name in names if name)


def _said(element: Any) -> _Said:
    """The children of a record that say something, by name. An attribute counts where no child says
    the same under any name.
    """
    said: _Said = {}
    for child in element:
        if words(child):
            said.setdefault(bare_key(local(child)), []).append(child)
    children = said.keys() - {name for name in _FIELDS["date"] if _is_flag(said.get(name, ()))}
    for name, value in element.attrib.items():
        key = bare_key(name.rpartition("}")[2])
        if one_line(value) and key in _SAME and not _SAME[key] & children:
            said.setdefault(key, []).append(value)
    return said


def _is_flag(values: Iterable[Any]) -> bool:
    """Whether elements say yes or no, as <published> of a date may."""
    return all((words(value) or "").lower() in _YES_OR_NO for value in values)


def _lines(said: _Said, field: str) -> Iterator[str]:
    """All that a record says under the names of a field, the best name first, a line each."""
    for name in _FIELDS[field]:
        for value in said.get(name, []):
            line = one_line(value) if isinstance(value, str) else words(value)
            if line:
                yield line


def _date(said: _Said) -> str | None:
    """The first date that can be read; else the first that may be one, for "published" may be a
    flag.
    """
    lines = [line for line in _lines(said, "date") if line.lower() not in _YES_OR_NO]
    return next(filter(parse_date, lines), next(iter(lines), None))


def _bylines(said: _Said) -> list[str]:
    """All by-lines under the best name; an element that lists several has a line for each."""
    name = next((name for name in _FIELDS["byline"] if name in said), "")
    return distinct(
        line
        for value in said.get(name, [])
        for line in ([one_line(value)] if isinstance(value, str) else lines_in(value))
    )


def _status(said: _Said, slugline: str | None) -> str | None:
    """The gravest status that is stated; else a word by which systems say "not published"."""
    stated = list(_lines(said, "status"))
    known = status_of([*_flags(said), *stated, slug_signal(slugline)])
    return known or next(filter(is_unpublished, stated), None)


def _body(said: _Said, title: str | None) -> Body:
    for name in _FIELDS["body"]:
        body = joined_bodies(_body_in(value, title) for value in said.get(name, []))
        if body:
            return body
    return Body()


def _body_in(value: Any, title: str | None) -> Body:
    if isinstance(value, str):
        return body_of(value, title)
    return markup_body(value, title) if len(value) else body_of(value.text or "", title)


def _tags(said: _Said) -> Iterator[str | None]:
    for name in _LISTS:
        for value in said.get(name, []):
            if not isinstance(value, str) and len(value):
                yield from map(words, value)
            else:
                yield from re.split(r"[,;]", value if isinstance(value, str) else value.text or "")


def _flags(said: _Said) -> Iterator[str]:
    for name, signal in _FLAGS.items():
        for value in said.get(name, []):
            text = value if isinstance(value, str) else value.text
            if (one_line(text) or "").lower() in _YES:
                yield signal
