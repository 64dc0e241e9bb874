"""A feed read by the rules of RFC 4287, 5005 and 6721, each of which it has to keep."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
TOMBSTONES = "{http://purl.org/atompub/tombstones/1.0}"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_RFC_3339 = re.compile(
    r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?"
    r"(Z|[+-]\d\d:\d\d)"
)
_ONCE = ("id", "title", "updated")
_AT_MOST_ONCE = {
    "feed": ("generator", "icon", "logo", "rights", "subtitle"),
    "entry": ("content", "published", "rights", "source", "summary"),
}


@dataclass(frozen=True)
class Read:
    """What a feed says: ids of entries with when they were updated, those of tombstones, links."""

    root: etree._Element
    entries: dict[str, str]
    titles: list[str]
    gone: dict[str, str]
    links: dict[str, str]


def read(data: bytes) -> Read:
    """A feed that keeps the rules; AssertionError says which it does not."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    assert root.tag == f"{ATOM}feed"
    _check_container(root, "feed")
    entries = root.findall(f"{ATOM}entry")
    feed_has_author = root.find(f"{ATOM}author") is not None
    for entry in entries:
        _check_container(entry, "entry")
        # 4.1.2: an author of its own or of the feed; an alternate link where there is no content.
        assert feed_has_author or entry.find(f"{ATOM}author") is not None
        assert _links(entry).get("alternate") or entry.find(f"{ATOM}content") is not None
        for category in entry.findall(f"{ATOM}category"):
            assert category.get("term")
    ids = [_text(entry, "id") for entry in entries]
    assert len(set(ids)) == len(ids)
    # 4.1.1: what is of the feed itself may stand anywhere; readers expect it before the entries.
    tags = [child.tag for child in root]
    assert f"{ATOM}entry" not in tags or tags.index(f"{ATOM}entry") > tags.index(f"{ATOM}updated")
    links = _links(root)
    assert links["self"]
    gone = {}
    for stone in root.findall(f"{TOMBSTONES}deleted-entry"):
        assert urlsplit(stone.get("ref") or "").scheme
        assert _RFC_3339.fullmatch(stone.get("when") or "")
        gone[stone.get("ref")] = stone.findtext(f"{TOMBSTONES}comment")
    assert not gone.keys() & set(ids)
    return Read(
        root,
        {_text(entry, "id"): _text(entry, "updated") for entry in entries},
        [_text(entry, "title") for entry in entries],
        gone,
        links,
    )


def _check_container(element: etree._Element, kind: str) -> None:
    for name in _ONCE:
        assert len(element.findall(f"{ATOM}{name}")) == 1, name
    for name in _AT_MOST_ONCE[kind]:
        assert len(element.findall(f"{ATOM}{name}")) <= 1, name
    assert urlsplit(_text(element, "id")).scheme  # 4.2.6: an absolute IRI
    for name in ("updated", "published"):
        for each in element.findall(f"{ATOM}{name}"):
            assert _RFC_3339.fullmatch(each.text or ""), each.text
    for role in ("author", "contributor"):
        for person in element.findall(f"{ATOM}{role}"):
            assert len(person.findall(f"{ATOM}name")) == 1
            assert (person.findtext(f"{ATOM}name") or "").strip()
    for name in ("title", "summary", "rights"):
        for each in element.findall(f"{ATOM}{name}"):
            assert each.get("type", "text") == "text"
            assert len(each) == 0  # 3.1.1.1: no elements within plain text
    language = element.get(_XML_LANG)
    assert language is None or re.fullmatch(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*", language)
    seen = set()
    for link in element.findall(f"{ATOM}link"):
        assert urlsplit(link.get("href") or "").scheme in ("http", "https")
        relation = link.get("rel", "alternate")
        if relation in ("alternate", "self"):  # 4.1.1: one of a type and language
            key = relation, link.get("type"), link.get("hreflang")
            assert key not in seen
            seen.add(key)


def _links(element: etree._Element) -> dict[str, str]:
    return {
        link.get("rel", "alternate"): link.get("href") or ""
        for link in element.findall(f"{ATOM}link")
    }


def _text(element: etree._Element, name: str) -> str:
    return (element.findtext(f"{ATOM}{name}") or "").strip()
