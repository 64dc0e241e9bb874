"""Who wrote an e-book, where it is the work of one: its creator, of pages that name nobody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from archive.article import RawArticle, Skipped
from archive.errors import UnreadableError
from archive.normalise.persons import read_declared
from archive.text.plain import fold_line, one_line

MOST_HELD = 64 * 1024 * 1024  # bytes of pages of a book; a longer one is hardly by one person

_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"  # EPUB 3.3, 5.5.3.2.4
_ROLE = "{http://www.idpf.org/2007/opf}role"  # OPF 2.0.1, 2.2.6; by MARC's codes, as in EPUB 3
_WROTE = {"aut", ""}
_EDITED = re.compile(r"\b(?:eds?|editors?|redaktion|hrsg|herausgeber(?:in)?|compiler)\b", re.I)
_NOBODY = {"calibre", "aa. vv.", "aa.vv.", "aavv"}  # a program; "various authors" in Italian
_PERIODICAL = "calibre:publication_type"  # Calibre's, such as "periodical:magazine:The Bell"


def author_of(package: Any, names: Iterable[str | None]) -> str | None:
    """The only creator of a book, if it is one person who wrote it. None for an issue of a
    periodical, and where the creator is called as the publication, whose `names` these are.
    """
    creators = [each for each in package.iter(_CREATOR) if one_line(each.text or "")]
    if len(creators) != 1 or _is_periodical(package) or not _roles(package, creators[0]) <= _WROTE:
        return None
    said = one_line(creators[0].text) or ""
    persons, agencies = read_declared(said)
    if len(persons) != 1 or agencies or _EDITED.search(said):
        return None
    others = _NOBODY | {fold_line(name) for name in names if name}
    return None if others & {fold_line(said), fold_line(persons[0])} else persons[0]


def _is_periodical(package: Any) -> bool:
    return any(
        (meta.get("content") or "").startswith("periodical")
        for meta in package.iter("{*}meta")
        if meta.get("name") == _PERIODICAL
    )


def _roles(package: Any, creator: Any) -> set[str]:
    """What a creator did, as it says (EPUB 2) or as is said of it (EPUB 3)."""
    told = {
        one_line(meta.text or "") or ""
        for meta in package.iter("{*}meta")
        if meta.get("property") == "role" and meta.get("refines") == f"#{creator.get('id')}"
    }
    return told | {creator.get(_ROLE) or ""}


def by_one(items: Iterator[RawArticle | Skipped], author: str) -> Iterator[RawArticle | Skipped]:
    """The items of a book, those that name nobody with its author. All as they are where one of
    them is by somebody else, or the book cannot be read to its end.
    """
    held: list[RawArticle | Skipped] = []
    size, alone = 0, True
    try:
        while alone and (item := next(items, None)) is not None:
            held.append(item)
            if isinstance(item, RawArticle):
                size += len(item.original)
                alone = size <= MOST_HELD and _named(item) <= {fold_line(author)}
    except UnreadableError:
        yield from held
        raise
    if not alone:
        yield from held
        yield from items
        return
    for item in held:
        if isinstance(item, RawArticle) and not (item.authors or item.credit):
            found = {**item.found, "authors": "the book's creator"}
            item = replace(item, authors=(author,), found=found)
        yield item


def _named(item: RawArticle) -> set[str]:
    """Whom a page names as its authors, folded."""
    lines = (*item.authors, item.credit or "")
    return {fold_line(person) for line in lines for person in read_declared(line)[0]}
