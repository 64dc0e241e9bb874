"""What a section of METS says of a newspaper, an issue, a page or an article: in MODS (Library of
Congress, 3.x), or in Dublin Core.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from archive.readers.common.xml import find_all, words, words_at
from archive.text.plain import distinct

_NO_TITLE = {"alternative", "translated", "uniform"}
_AUTHORS = {"aut", "author", "creator", "cre", "jrn", "journalist"}


@dataclass(frozen=True, slots=True)
class Described:
    """Each field as it stands there. `host` is the title of what it is a part of, `identifiers`
    the numbers of itself and of that, `number` a page's.
    """

    title: str | None = None
    host: str | None = None
    date: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    issue: str | None = None
    edition: str | None = None
    number: str | None = None
    url: str | None = None


def described(section: Any) -> Described:
    """What a dmdSec says."""
    mods = next(section.iter("{http://www.loc.gov/mods/v3}mods", "{*}mods"), None)
    return _dublin_core(section) if mods is None else _mods(mods)


def _mods(mods: Any) -> Described:
    hosts = [one for one in find_all(mods, "relatedItem") if one.get("type") in ("host", "series")]
    host = hosts[0] if hosts else None
    own = _identifiers(mods)
    numbers = {
        (detail.get("type") or "").lower(): words_at(detail, "number", "caption", "title")
        for path in ("relatedItem/part/detail", "part/detail")
        for detail in find_all(mods, path)
    }
    return Described(
        title=_title(mods),
        host=None if host is None else _title(host),
        date=_date(mods) or words_at(mods, "part/date") or (
            None if host is None else _date(host) or words_at(host, "part/date")
        ),
        language=_language(mods) or (None if host is None else _language(host)),
        authors=tuple(distinct(filter(None, map(_name, find_all(mods, "name"))))),
        identifiers=own or (() if host is None else _identifiers(host)),
        issue=numbers.get("issue"),
        edition=numbers.get("edition"),
        number=numbers.get("page number") or numbers.get("page"),
        url=_url(mods),
    )  # fmt: skip


def _title(mods: Any) -> str | None:
    for info in find_all(mods, "titleInfo"):
        title = words_at(info, "title")
        if not title or info.get("type") in _NO_TITLE:
            continue
        article, more = words_at(info, "nonSort"), words_at(info, "subTitle")
        if article:
            title = f"{article}{'' if article.endswith(('’', chr(39))) else ' '}{title}"
        return f"{title}: {more}" if more else title
    return None


def _date(mods: Any) -> str | None:
    for kind in ("dateIssued", "dateCreated"):
        found = [one for one in find_all(mods, f"originInfo/{kind}") if words(one)]
        found.sort(key=lambda one: (one.get("point") == "end", not one.get("encoding")))
        if found:
            return words(found[0])
    return None


def _language(mods: Any) -> str | None:
    codes = find_all(mods, "language/languageTerm")
    codes.sort(key=lambda one: one.get("type") != "code")
    return next((text for one in codes if (text := words(one))), None)


def _name(name: Any) -> str | None:
    """A person who is named with the role of an author, or with none."""
    roles = {(words(role) or "").lower() for role in find_all(name, "role/roleTerm")}
    if roles and not roles & _AUTHORS:
        return None
    kinds = {part.get("type"): words(part) for part in find_all(name, "namePart")}
    if kinds.get("given") and kinds.get("family"):
        return f"{kinds['given']} {kinds['family']}"
    return words_at(name, "displayForm", "namePart")


def _identifiers(mods: Any) -> tuple[str, ...]:
    found = [
        text
        for path in ("recordInfo/recordIdentifier", "identifier")
        for one in find_all(mods, path)
        if (text := words(one)) and one.get("invalid") != "yes" and one.get("type") != "uri"
    ]
    return tuple(distinct(found))


def _url(mods: Any) -> str | None:
    found = [words(one) for one in find_all(mods, "location/url")]
    found += [words(one) for one in find_all(mods, "identifier") if one.get("type") == "uri"]
    return next((url for url in found if url and url.startswith(("http://", "https://"))), None)


def _dublin_core(section: Any) -> Described:
    def first(name: str) -> str | None:
        found = (words(one) for one in section.iter(f"{{*}}{name}"))
        return next((text for text in found if text), None)

    identifiers = [
        words(one) for one in section.iter("{http://purl.org/dc/elements/1.1/}identifier")
    ]
    return Described(
        title=first("title"),
        host=first("isPartOf"),
        date=first("issued") or first("date"),
        language=first("language"),
        authors=tuple(distinct(filter(None, (words(one) for one in section.iter("{*}creator"))))),
        identifiers=tuple(one for one in identifiers if one),
    )
