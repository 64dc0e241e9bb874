"""XML of no known standard, whose elements carry the names that news systems give to fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from archive.article import Origin, RawArticle, Skipped
from archive.readers.common.bodies import Body, body_of, markup_body
from archive.readers.common.catalogue_names import given_first
from archive.readers.common.damaged_xml import read_document
from archive.readers.common.items import extra_of, is_kill, people, slug_signal, status_of, supplier
from archive.readers.common.xml import find_all, local, root_of, words, words_at
from archive.readers.sources.source import Source
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
# What a page of HTML may begin with, and other roots whose elements have such names by chance.
_NO_RECORDS = {
    "html", "head", "body", "meta", "link", "title", "script", "style", "div", "p", "span", "table",
    "center", "reuters", "svg",
}  # fmt: skip
_HTML = re.compile(r"<!doctype\s+html|<html[\s>]", re.I)


def looks_like(head: str) -> bool:
    """Whether XML has an element for a headline and one for a text; HTML and SGML are not meant."""
    root = root_of(head)
    if root is None or root.name.lower() in _NO_RECORDS or _HTML.search(head):
        return False
    names = set(map(_key, set(re.findall(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)", head))))
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
    keys = {_key(local(child)) for child in element}
    return bool(keys.intersection(_FIELDS["title"]) and keys.intersection(_FIELDS["body"]))


def _article(element: Any, origin: Origin, data: bytes) -> RawArticle | Skipped:
    children: dict[str, Any] = {}
    for child in element:
        if words(child):
            children.setdefault(_key(local(child)), child)
    found = {
        field: words(next((children[name] for name in names if name in children), None))
        for field, names in _FIELDS.items()
    }
    body = _body(children, found["title"])
    status = status_of([*_flags(children), found["status"], slug_signal(found["slugline"])])
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
        date=found["date"],
        credit=found["byline"],
        agencies=supplier([(found["agency"] or "").strip("/ ")]),
        authors=_contributors(element) or people([found["byline"]]),
        publisher=words_at(element, "Publication/Title"),
        section=found["section"],
        tags=tuple(distinct(_tags(children))),
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


def _body(children: dict[str, Any], title: str | None) -> Body:
    for name in _FIELDS["body"]:
        if name in children:
            inner = children[name]
            return markup_body(inner, title) if len(inner) else body_of(inner.text or "", title)
    return Body()


def _tags(children: dict[str, Any]) -> Iterator[str | None]:
    for name in _LISTS:
        if name in children:
            inner = children[name]
            if len(inner):
                yield from map(words, inner)
            else:
                yield from re.split(r"[,;]", inner.text or "")


def _flags(children: dict[str, Any]) -> Iterator[str]:
    for name, signal in _FLAGS.items():
        if name in children and (one_line(children[name].text) or "").lower() in (
            "true",
            "1",
            "yes",
        ):
            yield signal


def _key(name: str) -> str:
    return re.sub(r"[\W_]", "", name).lower()
