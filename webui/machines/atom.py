"""A feed as Atom (RFC 4287): pages (RFC 5005), tombstones (RFC 6721), counts as OpenSearch has."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

from archive.text.plain import for_xml

MEDIA_TYPE = "application/atom+xml"
_ATOM = "http://www.w3.org/2005/Atom"
_TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
_TERMS = "http://purl.org/dc/terms/"
_SEARCH = "http://a9.com/-/spec/opensearch/1.1/"
_XML = "http://www.w3.org/XML/1998/namespace"
_NAMES = {None: _ATOM, "at": _TOMBSTONES, "dcterms": _TERMS, "opensearch": _SEARCH}
_OURS = uuid.UUID("5a0d7a0b-8a2c-5f0e-9f5d-3f6a4c1be2d7")  # drawn once, so that ids stay


@dataclass(frozen=True, slots=True)
class Entry:
    """An article of a feed. `issued` is its date at the precision that is known ("1987-03"), for
    one whose instant is not; `via` is where it stood before it came into the archive.
    """

    id: str
    title: str
    updated: datetime
    link: str
    language: str | None = None
    published: datetime | None = None
    issued: str | None = None
    via: str | None = None
    authors: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    summary: str | None = None


@dataclass(frozen=True, slots=True)
class Tombstone:
    """An article that was in a feed and may not be read any more."""

    id: str
    at: datetime
    comment: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A page of a feed. `links` are by relation; `start` counts from 1; perhaps nobody has counted
    the `total`.
    """

    id: str
    title: str
    author: str
    updated: datetime
    links: tuple[tuple[str, str, str], ...]  # relation, media type, address
    entries: tuple[Entry, ...]
    gone: tuple[Tombstone, ...]
    total: int | None
    start: int
    per_page: int
    rights: str = ""


def name(*parts: str) -> str:
    """An id for a feed that is the same wherever and whenever it is asked for: RFC 4122's UUID of
    version 5, of these parts.
    """
    text = "\n".join(parts).encode("utf-8", "backslashreplace").decode()
    return uuid.uuid5(_OURS, text).urn


def written(feed: Feed) -> bytes:
    """The feed as XML, in UTF-8."""
    root = etree.Element(_in(_ATOM, "feed"), nsmap=_NAMES)
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "updated", _time(feed.updated))
    _people(root, "author", (feed.author,))
    if feed.rights:
        _add(root, "rights", feed.rights)
    for relation, media_type, address in feed.links:
        _add(root, "link", rel=relation, type=media_type, href=address)
    for count, number in (
        ("totalResults", feed.total), ("startIndex", feed.start), ("itemsPerPage", feed.per_page),
    ):  # fmt: skip
        if number is not None:
            _add(root, count, str(number), namespace=_SEARCH)
    for entry in feed.entries:
        _add_entry(root, entry)
    for gone in feed.gone:
        attributes = {"ref": gone.id, "when": _time(gone.at)}
        element = _add(root, "deleted-entry", namespace=_TOMBSTONES, **attributes)
        _add(element, "comment", gone.comment, namespace=_TOMBSTONES)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _add_entry(root: etree._Element, entry: Entry) -> None:
    element = _add(root, "entry")
    if entry.language:
        element.set(_in(_XML, "lang"), entry.language)
    _add(element, "id", entry.id)
    _add(element, "title", entry.title)
    _add(element, "updated", _time(entry.updated))
    if entry.published:
        _add(element, "published", _time(entry.published))
    elif entry.issued:
        _add(element, "issued", entry.issued, namespace=_TERMS)
    _people(element, "author", entry.authors)
    _people(element, "contributor", entry.contributors)
    _add(element, "link", rel="alternate", type="text/html", href=entry.link)
    if entry.via:
        _add(element, "link", rel="via", href=entry.via)
    for category in entry.categories:
        _add(element, "category", term=category)
    if entry.summary:
        _add(element, "summary", entry.summary, type="text")


def _people(parent: etree._Element, role: str, names: tuple[str, ...]) -> None:
    for person in names:
        _add(_add(parent, role), "name", person)


def _add(
    parent: etree._Element, tag: str, text: str = "", *, namespace: str = _ATOM, **attributes: str
) -> etree._Element:
    element = etree.SubElement(parent, _in(namespace, tag))
    for key, value in attributes.items():
        element.set(key, for_xml(value))
    if text:
        element.text = for_xml(text)
    return element


def _in(namespace: str, tag: str) -> str:
    return f"{{{namespace}}}{tag}"


def _time(moment: datetime) -> str:
    """RFC 3339 in UTC, to the microsecond where that is not nought."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
