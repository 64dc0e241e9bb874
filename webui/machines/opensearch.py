"""A description of the search for browsers and other programs: OpenSearch 1.1, as
https://github.com/dewitt/opensearch has it, with the suggestions that browsers know.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from archive.text.plain import for_xml

MEDIA_TYPE = "application/opensearchdescription+xml"
SUGGESTIONS = "application/x-suggestions+json"
_NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"
_LONGEST = {"ShortName": 16, "LongName": 48, "Description": 1024, "Tags": 256}  # characters


@dataclass(frozen=True, slots=True)
class Door:
    """A way to search: what it answers, and its address with {searchTerms} in it."""

    media_type: str
    template: str
    relation: str = "results"


def description(
    name: str, doors: Iterable[Door], self_address: str, icon: str, contact: str = ""
) -> bytes:
    """The description document of an archive of that name, as XML in UTF-8."""
    root = etree.Element(f"{{{_NAMESPACE}}}OpenSearchDescription", nsmap={None: _NAMESPACE})
    _add(root, "ShortName", name)
    _add(root, "Description", f"Search {name}")
    if "@" in contact:
        _add(root, "Contact", contact)
    for door in doors:
        url = _add(root, "Url")
        url.set("type", door.media_type)
        if door.relation != "results":
            url.set("rel", door.relation)
        url.set("template", door.template)
    own = _add(root, "Url")
    for key, value in (("type", MEDIA_TYPE), ("rel", "self"), ("template", self_address)):
        own.set(key, value)
    if len(name) > _LONGEST["ShortName"]:
        _add(root, "LongName", name)
    _add(root, "Image", icon).set("type", "image/svg+xml")
    for tag, text in (
        ("SyndicationRight", "limited"), ("AdultContent", "false"), ("Language", "*"),
        ("OutputEncoding", "UTF-8"), ("InputEncoding", "UTF-8"),
    ):  # fmt: skip
        _add(root, tag, text)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _add(parent: etree._Element, tag: str, text: str = "") -> etree._Element:
    element = etree.SubElement(parent, f"{{{_NAMESPACE}}}{tag}")
    if text:
        element.text = for_xml(text)[: _LONGEST.get(tag, len(text))].rstrip()
    return element
