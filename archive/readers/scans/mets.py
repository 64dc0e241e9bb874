"""METS (Library of Congress, 1.x) with ALTO: an issue of a newspaper, article by article.

Each logical div of an article is one, its blocks taken from the ALTO pages in their order; what is
on a page and in no article comes as the rest of that page. A METS that knows pages alone gives
these, with the newspaper and the day that it states.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from archive.article import RawArticle, Skipped
from archive.readers.common.items import extra_of
from archive.readers.common.xml import root_of, salvage
from archive.readers.scans.blocks import confidence
from archive.readers.scans.divs import (
    UNITS,
    Mets,
    Unit,
    kind_of,
    label_of,
    pointers,
)
from archive.readers.scans.mods import Described
from archive.readers.scans.original import composed
from archive.readers.scans.pages import Pages, Place
from archive.readers.sources.source import Source
from archive.text.plain import distinct, one_line

NAME = "mets"
EXAMPLE = "<mets><structMap><div TYPE='ARTICLE'> ...: a newspaper's issue, with its ALTO pages"
MEDIA_TYPE = "application/xml"

_HEADINGS = {"heading", "title", "headline", "head", "main title", "maintitle"}
_BYLINES = {"author", "byline", "by line"}
_DAY = re.compile(r",?\s*\(?\b(\d{4}-\d\d-\d\d)\b.*$")
_CUT = re.compile(r"\s*(?:\.\.\.|…)$")


def looks_like(start: str) -> bool:
    """Whether the root element is that of METS."""
    root = root_of(start)
    return root is not None and root.name == "mets"


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """Every article, then what is on no other; of a damaged file what stands before the damage."""
    root, fault = salvage(source.bytes())
    mets, pages = Mets(root), Pages(source)
    if mets.files:
        pages.load(mets.files)
        yield from _Issue(source, mets, pages).items()
        yield from pages.told()
    elif not fault:
        yield Skipped(source.origin(), "METS that names no ALTO files: there is no text to it")
    if fault:
        yield Skipped(source.origin("the end"), f"{fault}; what stands before it was taken")


@dataclass(slots=True)
class _Issue:
    """One METS while it is read; `used` are the blocks that have been given."""

    source: Source
    mets: Mets
    pages: Pages
    used: set[Place] = field(default_factory=set)

    def items(self) -> Iterator[RawArticle | Skipped]:
        for number, unit in enumerate(self.mets.units, 1):
            yield from self._article(unit, number)
        for file, number, page in self.pages.pages():
            places = [Place(file, number, at) for at in range(len(page.blocks))]
            rest = [at for at in places if at not in self.used and self.pages.block(at).text]
            if rest:
                yield self._page(rest, whole=len(rest) == sum(bool(b.text) for b in page.blocks))
            elif not any(self.pages.block(at).text for at in places):
                name = self.pages.files[file].reference or file
                yield Skipped(self.source.origin(name), "a page on which OCR read no words")

    def _article(self, unit: Unit, number: int) -> Iterator[RawArticle | Skipped]:
        div = unit.div
        name = div.get("ID") or div.get("DMDID") or f"{kind_of(div)} {number}"
        blocks, astray, absent = self._blocks(unit)
        origin = self.source.origin(name)
        if astray:
            yield Skipped(
                origin, f"it names blocks that are not in the ALTO files: {', '.join(astray[:5])}"
            )
        texts = [(kind, self.pages.block(at).text or "") for at, kind in blocks]
        own = self._own(div)
        title, body, byline = _parts(own.title or label_of(div), texts)
        if not body and (absent or not title):
            told = [f for f in absent if self.pages.absent[f]]
            if told or not absent:
                yield Skipped(origin, _without_words(self.pages, told))
            return
        place = [at for at, _ in blocks]
        shared = self._shared(unit.above)
        section = unit.section
        raw = RawArticle(
            origin=origin,
            original=composed(
                self.mets, self.pages, (*unit.above, div),
                (div.get("TYPE") or "", name, div.get("LABEL")), blocks, absent,
            ),
            media_type=MEDIA_TYPE,
            identifier=_identifier(self.mets, shared, name),
            title=title,
            body=body,
            date=own.date or shared.date,
            credit=None if own.authors else byline,
            authors=own.authors,
            publisher=shared.title,
            section=None if section is None or section is div
            else label_of(section) or self._own(section).title,
            language=own.language or shared.language or self._language(place),
            url=own.url,
            extra=self._extra("an article read by OCR", place, shared)
            | extra_of(
                kind=None if kind_of(div) == "article" else kind_of(div),
                missing=[self.pages.files[file].reference or file for file in absent],
            ),
        )  # fmt: skip
        yield raw

    def _blocks(self, unit: Unit) -> tuple[list[tuple[Place, str]], list[str], list[str]]:
        """The blocks of an article that no other has, with the kinds of their divs; the ids that
        lead nowhere; and the files that are not there.
        """
        found: list[tuple[Place, str]] = []
        astray: list[str] = []
        absent: list[str] = []
        for pointer in pointers(unit.div):
            if pointer.file in self.pages.absent:
                absent.append(pointer.file)
            elif pointer.file in self.pages.of:
                places = self.pages.at(pointer)
                if not places and pointer.begin:
                    astray.append(pointer.begin)
                whole = kind_of(unit.div) == pointer.kind or pointer.kind in UNITS
                kind = "text" if whole else pointer.kind
                found += [(at, kind) for at in places if at not in self.used]
                self.used.update(places)
        return found, astray, list(dict.fromkeys(absent))

    def _page(self, rest: Sequence[Place], whole: bool) -> RawArticle:
        file = rest[0].file
        div = self.mets.page_divs.get(file)
        is_rest = not whole or (div is not None and kind_of(div) == "page rest")
        name = (None if div is None else div.get("ID")) or file
        if len(self.pages.of[file]) > 1:
            name = f"{name}-{rest[0].page + 1}"
        key = name if not is_rest or name.endswith("-rest") else f"{name}-rest"
        shared = self._shared(())
        form = "the rest of a page read by OCR" if is_rest else "a page read by OCR"
        return RawArticle(
            origin=self.source.origin(key),
            original=composed(
                self.mets, self.pages, () if div is None else (div,),
                ("page rest" if is_rest else "page", key, None), [(at, "text") for at in rest],
            ),
            media_type=MEDIA_TYPE,
            identifier=_identifier(self.mets, shared, key),
            body="\n\n".join(self.pages.block(at).text or "" for at in rest),
            date=shared.date,
            publisher=shared.title,
            language=shared.language or self._language(rest),
            extra=self._extra(form, rest, shared),
        )  # fmt: skip

    def _own(self, div: Any) -> Described:
        found = self.mets.described(div.get("DMDID"))
        return found[0] if found else Described()

    def _shared(self, above: Sequence[Any]) -> Described:
        """What the issue says: the newspaper's title from without, the rest from within."""
        ids = [name for div in above for name in (div.get("DMDID") or "").split()
               if kind_of(div) not in ("section", "page")]  # fmt: skip
        found = self.mets.described(tuple(dict.fromkeys([*self.mets.issue_ids, *ids])))
        inner = found[::-1]
        label = one_line(self.mets.root.get("LABEL")) or ""
        day = _DAY.search(label)
        titles = [one.host for one in found] + [one.title for one in found]
        return Described(
            title=next(filter(None, titles), None) or (_DAY.sub("", label) or None),
            date=next((one.date for one in inner if one.date), day[1] if day else None),
            language=next((one.language for one in inner if one.language), None),
            identifiers=next((one.identifiers for one in inner if one.identifiers), ()),
            issue=next((one.issue for one in inner if one.issue), None),
            edition=next((one.edition for one in inner if one.edition), None),
        )

    def _language(self, places: Sequence[Place]) -> str | None:
        return next((at for one in places if (at := self.pages.block(one).language)), None)

    def _number(self, place: Place) -> str | None:
        """A page's number: as the METS says, else as the ALTO does."""
        div = self.mets.page_divs.get(place.file)
        if div is not None and len(self.pages.of[place.file]) == 1:
            stated = next((one.number for one in self.mets.described(div.get("DMDID"))), None)
            if number := one_line(div.get("ORDERLABEL")) or stated:
                return number
        return self.pages.page(place).number or (None if div is None else div.get("ORDER"))

    def _extra(self, form: str, places: Sequence[Place], shared: Described) -> dict[str, Any]:
        numbers = distinct(self._number(place) for place in places)
        stated = next((self.pages.page(place).stated for place in places), None)
        images = distinct(self.pages.page(place).image for place in places)
        return extra_of(
            form=form,
            page=", ".join(numbers),
            image=", ".join(images),
            issue=shared.issue,
            edition=shared.edition,
            ocr_confidence=confidence([self.pages.block(at) for at in places], stated),
        )


def _without_words(pages: Pages, absent: list[str]) -> str:
    if not absent:
        return "none of its blocks has words that are in no other article"
    names = ", ".join(pages.files[file].reference or file for file in absent)
    return f"no words of it could be read: {names} {pages.absent[absent[0]]}"


def _identifier(mets: Mets, shared: Described, name: str) -> str | None:
    """The issue's identifier with that of the div: the same wherever the file lies."""
    issue = one_line(mets.root.get("OBJID"))
    if not issue and shared.identifiers:
        parts = [shared.identifiers[0], shared.date, shared.edition and f"ed-{shared.edition}"]
        issue = "/".join(part for part in parts if part)
    return f"mets:{issue}#{name}" if issue else None


def _parts(stated: str | None, texts: list[tuple[str, str]]) -> tuple[str | None, str, str | None]:
    """(title, body, byline): what stands in the heading is not said twice."""
    lead: list[str] = []
    for kind, text in texts:
        if kind not in _HEADINGS:
            break
        lead.append(text)
    heading = " ".join(filter(None, lead))
    if stated and _CUT.search(stated) and _plain(heading).startswith(_plain(_CUT.sub("", stated))):
        stated = heading
    rest = texts
    if heading and (not stated or _plain(stated) == _plain(heading)):
        rest = texts[len(lead) :]
    elif stated and texts and _plain(stated) == _plain(texts[0][1]):
        rest = texts[1:]
    bylines = [text for kind, text in rest if kind in _BYLINES and text]
    if bylines:
        rest = [(kind, text) for kind, text in rest if kind not in _BYLINES]
    body = "\n\n".join(text for _, text in rest if text)
    return stated or heading or None, body, " ".join(bylines) or None


def _plain(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
