"""Europresse (Eureka in Canada): HTML of many articles.

As the R package tm.plugin.europresse describes its two forms: since about 2013 each article is an
<article> with <span class="DocPublicationName">, "DocHeader", "titreArticle" and "DocText"; before,
a cell of a table with the same names for publication and header.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from archive.article import RawArticle, Skipped
from archive.dates.found_date import LIKELIEST
from archive.dates.parse import find_date
from archive.errors import UnreadableError
from archive.readers.databases.entry import MOST_TEXT, Entry, articles
from archive.readers.databases.lines import of_html
from archive.readers.sources.source import Source
from archive.text.charset import decode_html
from archive.text.markup import parse_html
from archive.text.plain import one_line

NAME = "europresse"
EXAMPLE = 'a download of Europresse: <span class="DocPublicationName"> ...'

_SIGN = re.compile(r"class=[\"'][^\"']*\bDocPublicationName\b")
_NUMBER = re.compile(r"(?:news|pub|web|social)?[·\W]?(\d{8})[·\W]([A-Z]{1,6})[·\W][\w·.-]+")
_LENGTH = re.compile(r"\b\d[\d\s]*(?:mots|words|palabras)\b")
_PAGE = re.compile(r"\b(?:p|pp|page)\.? ?[\w-]+\d\w*$|\bp\. ?\d+\b")
_RIGHTS = re.compile(r"^.*(?:©|\(c\) |copyright|tous droits|all rights).*$", re.I | re.M)
_WEEKDAY = re.compile(
    r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|(?:mon|tues|wednes|thurs|fri|satur|"
    r"sun)day)\b",
    re.I,
)


def looks_like_html(start: str) -> bool:
    """Whether a page is a download of Europresse."""
    return _SIGN.search(start) is not None


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """Every article of a download."""
    data = source.bytes()
    if len(data) > MOST_TEXT:
        raise UnreadableError(f"a download larger than {MOST_TEXT >> 20} MiB")
    page = decode_html(data, source.charset, source.options.encoding)
    entries = [_entry(each) for each in _containers(parse_html(page))]
    if entries:
        entries[-1].complete = _closed(page)
    yield from articles(entries, source, "text/html", data)
    if not entries:
        yield Skipped(source.origin(), "a page of Europresse without an article that is known")


def _closed(page: str) -> bool:
    """Whether a page closes, if not itself, what its last article stands in."""
    return re.search(r"</(?:article|table|tbody|body|html)>\s*\Z", page, re.I) is not None


def _containers(root: Any) -> Any:
    """The elements that hold one article each: <article>, else the cells of the old table."""
    if root is None:
        return []
    named = "descendant::*[contains(@class, 'DocPublicationName')]"
    found = root.xpath(f"//article[{named}]")
    return found or root.xpath(f"//td[{named}][not(descendant::td[{named}])]")


def _entry(element: Any) -> Entry:
    from lxml import etree

    original = etree.tostring(element, encoding="utf-8", method="html", with_tail=False)
    entry = Entry(original=original)
    name = _text(element, "DocPublicationName")
    entry.source = re.split(r",\s*(?:no|n°|nº|vol)\b", name or "", flags=re.I)[0].strip() or None
    if name and name != entry.source:
        entry.extra["issue"] = name[len(entry.source or "") :].strip(" ,")
    _header(_text(element, "DocHeader") or name, entry)
    entry.title = _text(element, "titreArticle", "TitreArticle", "rdp__articletitle")
    entry.summary = _text(element, "rdp__subtitle", "sous-titre")
    entry.byline = _text(element, "docAuthors", "sm-margin-bottomNews", "DocAuthor", "auteur")
    rights = _RIGHTS.search(of_html(element)[-600:])
    entry.extra["copyright"] = rights[0].strip() if rights else ""
    entry.body = _body(element)
    number = _NUMBER.search(
        _text(element, "publiC-lblNodoc", "docNumber") or of_html(element)[-600:]
    )
    if number:
        entry.identifier = f"europresse:{number[0].strip('·')}"
    return entry


def _elements(element: Any, name: str) -> list[Any]:
    return [
        each
        for each in element.iter()
        if isinstance(each.tag, str) and name in (each.get("class") or "")
    ]


def _text(element: Any, *names: str) -> str | None:
    """The text of the first element with one of these classes that says something."""
    for name in names:
        for each in _elements(element, name):
            if line := one_line(of_html(each)):
                return line
    return None


def _header(line: str | None, entry: Entry) -> None:
    """Section, day, length and page: "Politique, vendredi 3 novembre 2017 512 mots, p. 12"."""
    found = find_date(line, LIKELIEST) if line else None
    if not line or not found:
        entry.extra["header"] = line or ""
        return
    entry.date = line[found.start : found.end]
    before = _WEEKDAY.sub("", line[: found.start]).strip(" ,;-–")
    if before and before != entry.source and before not in (entry.extra.get("issue") or ""):
        entry.section = before
    after = line[found.end :]
    length, page = _LENGTH.search(after), _PAGE.search(after)
    entry.length = length[0] if length else None
    entry.extra["page"] = page[0] if page else ""


def _body(element: Any) -> str:
    for name in ("docOcurrContainer", "DocText"):
        for each in _elements(element, name):
            if text := of_html(each):
                return text
    # The old form: the paragraphs that stand beside its title.
    taken = ("DocPublicationName", "DocHeader", "itreArticle", "publiC", "docAuthors")
    texts = []
    for each in element.iter("p"):
        inside = any(_elements(each, name) for name in taken)
        if not inside and (text := of_html(each)) and not _NUMBER.fullmatch(text):
            texts.append(text)
    return "\n\n".join(texts)
