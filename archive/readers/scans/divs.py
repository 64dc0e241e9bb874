"""METS (Library of Congress, 1.x): its files, its descriptions, and its divs: which are articles.

Deliverers name their kinds in their own way (ARTICLE, Advertisement, DEATH_NOTICE, np:page); only
the name without its prefix, case and signs counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from archive.readers.common.xml import find, find_all, local
from archive.readers.scans.mods import Described, described

_HREF = "{http://www.w3.org/1999/xlink}href"
_ALTO_SIGN = re.compile(r"alto|ocr|text", re.I)
UNITS = {
    "article", "advertisement", "advert", "ad", "advertising", "classified", "obituary",
    "death notice", "birth notice", "marriage notice", "notice", "announcement", "letter", "poem",
    "weather", "editorial", "news", "review", "interview", "shipping", "family notice", "feature",
    "column", "serial story", "letter to the editor", "publicite", "anzeige", "artikel",
}  # fmt: skip
_SECTIONS = {"section", "rubric", "newspaper section", "rubrik"}
_WHOLES = {
    "newspaper", "volume", "issue", "content", "contents", "periodical", "serial", "supplement",
    "front", "main", "back", "print", "physical", "physicalstructure", "edition", "year", "month",
    "day", "journal", "reel", "",
}  # fmt: skip
_PAGE = {"page", "page rest"}
# A label that a program made, which says nothing: "ARTICLE12", "[Untitled]".
_NO_LABEL = re.compile(
    r"\W*(?:untitled|no title|sans titre|ohne titel|"
    r"(?:article|advert\w*|ad|section|div|page|issue|content)[\s_-]*\d*)\W*$",
    re.I,
)


def kind_of(div: Any) -> str:
    """A div's TYPE, plain: "np:Death_Notice" is "death notice"."""
    return re.sub(r"[\s_-]+", " ", (div.get("TYPE") or "").rpartition(":")[2]).strip().lower()


def label_of(div: Any) -> str | None:
    """A div's LABEL, where a person would call it one."""
    label = " ".join((div.get("LABEL") or "").split())
    return label if label and not _NO_LABEL.match(label) else None


@dataclass(frozen=True, slots=True)
class File:
    """A file that may be ALTO: where it is, or it itself where the METS holds it."""

    id: str
    reference: str
    held: Any = None


@dataclass(frozen=True, slots=True)
class Unit:
    """An article or the like: its div, and those that it is in, the outermost first."""

    div: Any
    above: tuple[Any, ...]

    @property
    def section(self) -> Any:
        """The nearest section that it stands in, or None."""
        return next((div for div in reversed(self.above) if kind_of(div) in _SECTIONS), None)


@dataclass(frozen=True, slots=True)
class Pointer:
    """What a div points at: a file, or from one element of it to another; `kind` is the div's."""

    file: str
    begin: str | None
    end: str | None
    kind: str


class Mets:
    """A METS document."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self.sections = {one.get("ID"): one for one in find_all(root, "dmdSec") if one.get("ID")}
        self._described: dict[str, Described] = {}

    @cached_property
    def files(self) -> tuple[File, ...]:
        """Its ALTO files, as far as the METS tells."""
        return tuple(_files(self.root))

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """Its articles, in order."""
        maps = find_all(self.root, "structMap")
        maps.sort(key=lambda one: (one.get("TYPE") or "").lower() != "logical")
        for one in maps:
            if found := tuple(unit for div in find_all(one, "div") for unit in _units(div, ())):
                return found
        return ()

    @cached_property
    def page_divs(self) -> dict[str, Any]:
        """The div of the page that a file is."""
        found: dict[str, Any] = {}
        for div in self.root.iter("{*}div"):
            if kind_of(div) in _PAGE:
                for pointer in pointers(div):
                    found.setdefault(pointer.file, div)
        return found

    @cached_property
    def issue_ids(self) -> tuple[str, ...]:
        """The descriptions of newspaper and issue, the outermost first."""
        inner = {id(div) for unit in self.units for div in unit.div.iter("{*}div")}
        found = [
            name
            for div in self.root.iter("{*}div")
            if id(div) not in inner and kind_of(div) in _WHOLES
            for name in (div.get("DMDID") or "").split()
        ]
        if not found:
            used = {n for div in self.root.iter("{*}div") for n in (div.get("DMDID") or "").split()}
            found = [
                name for name in self.sections
                if name not in used and not re.search("article|section|page", name, re.I)
            ]  # fmt: skip
        return tuple(dict.fromkeys(name for name in found if name in self.sections))

    def described(self, ids: str | tuple[str, ...] | None) -> list[Described]:
        """What the descriptions of these ids say."""
        names = ids.split() if isinstance(ids, str) else ids or ()
        for name in names:
            if name in self.sections and name not in self._described:
                self._described[name] = described(self.sections[name])
        return [self._described[name] for name in names if name in self._described]


def _files(root: Any) -> Iterator[File]:
    for file in root.iter("{*}file"):
        name = file.get("ID")
        if not name:
            continue
        held = next((one for one in file.iter("{*}alto")), None)
        location = find(file, "FLocat")
        reference = (None if location is None else location.get(_HREF)) or ""
        if held is not None:
            yield File(name, reference, held)
            continue
        group = file.getparent()
        signs = " ".join(
            filter(None, [file.get("USE"), name, group.get("USE"), group.get("ID"), reference])
        )
        ends = reference.lower().endswith((".xml", ".xml.gz", ".alto"))
        if ends or ("xml" in (file.get("MIMETYPE") or "") and _ALTO_SIGN.search(signs)):
            yield File(name, reference)


def _units(div: Any, above: tuple[Any, ...]) -> Iterator[Unit]:
    if is_unit(div):
        yield Unit(div, above)
    inner = [unit for child in find_all(div, "div") for unit in _units(child, (*above, div))]
    alone = kind_of(div) in _SECTIONS and not inner and not any(map(is_unit, above))
    if alone and next(pointers(div), None):
        yield Unit(div, above)  # a section that is not divided further
    yield from inner


def is_unit(div: Any) -> bool:
    """Whether a div is one item of an issue."""
    return kind_of(div) in UNITS


def pointers(div: Any, kind: str | None = None) -> Iterator[Pointer]:
    """All that a div and the parts of it point at, in order; not what articles within it do."""
    kind = kind or kind_of(div)
    for child in div:
        name = local(child)
        if name == "div" and not is_unit(child):
            yield from pointers(child, kind_of(child))
        elif name == "fptr":
            areas = list(child.iter("{*}area"))
            for area in areas:
                if area.get("FILEID") and (area.get("BEGIN") or not area.get("COORDS")):
                    yield Pointer(area.get("FILEID"), area.get("BEGIN"), area.get("END"), kind)
            if child.get("FILEID") and not areas:
                yield Pointer(child.get("FILEID"), None, None, kind)
