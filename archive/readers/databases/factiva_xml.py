"""Factiva's XML: <ppsArticleResponse>, with an <article> for each (tm.plugin.factiva describes it).

Older files have the articles right in the response, newer ones inside <ppsarticle> elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from archive.article import RawArticle, Skipped
from archive.readers.common.xml import find_all, local, original, salvage, words, words_at
from archive.readers.databases.entry import Entry, articles
from archive.readers.sources.source import Source

NAME = "factiva-xml"
EXAMPLE = "<ppsArticleResponse> ... <article> ... </article> ..."

_SIGN = re.compile(r"<(?:\w+:)?(?:ppsArticleResponse|ppsarticleResultSet|ppsarticle)\b")
_KNOWN = {
    "headline", "byline", "credit", "publicationDate", "publicationTime", "sourceName",
    "sourceCode", "sectionName", "columnName", "wordCount", "leadParagraph", "tailParagraphs",
    "baseLanguage", "copyright", "edition", "reference", "accessionNo", "newsSubject", "region",
    "company", "industry", "publisherName", "pages", "contact", "notes", "artWork",
    "modificationDate", "modificationTime", "volume", "person",
}  # fmt: skip


def looks_like(start: str) -> bool:
    """Whether a text is XML of Factiva."""
    return start.startswith("<") and _SIGN.search(start[:20_000]) is not None


def read(source: Source) -> Iterator[RawArticle | Skipped]:
    """Every article; of a damaged file those before the damage."""
    data = source.bytes()
    root, fault = salvage(data)
    found = [each for each in root.iter("{*}article") if _is_article(each)]
    entries = [_entry(each) for each in found]
    yield from articles(entries, source, "application/xml", data)
    if not entries:
        yield Skipped(source.origin(), "an answer of Factiva without an article")
    if fault:
        yield Skipped(
            source.origin(f"after article {len(entries)}"),
            f"{fault}; the file ends inside this article or has been damaged: download it again",
        )


def _is_article(element: Any) -> bool:
    names = {local(child) for child in element}
    return "headline" in names or "leadParagraph" in names


def _entry(article: Any) -> Entry:
    reference = words_at(article, "accessionNo", "reference")
    entry = Entry(
        title=words_at(article, "headline"),
        source=words_at(article, "sourceName"),
        date=words_at(article, "publicationDate/date", "publicationDate"),
        byline=words_at(article, "byline", "credit"),
        section=words_at(article, "sectionName"),
        body="\n\n".join([*_texts(article, "leadParagraph"), *_texts(article, "tailParagraphs")]),
        language=words_at(article, "baseLanguage"),
        identifier=f"factiva:{reference.rpartition('/')[2]}" if reference else None,
        tags=_names(article, "newsSubject"),
        original=original(article),
    )
    count = words_at(article, "wordCount")
    entry.length = f"{count} words" if count and count.isdigit() else count
    for name, key in (
        ("edition", "edition"), ("copyright", "copyright"), ("pages", "page"),
        ("columnName", "column"), ("publisherName", "published_by"), ("sourceCode", "source_code"),
        ("publicationTime", "time"), ("contact", "contact"), ("notes", "notes"),
        ("artWork", "graphic"),
    ):  # fmt: skip
        entry.extra[key] = words_at(article, name) or ""
    for name in ("region", "company", "industry", "person"):
        entry.extra[name] = "; ".join(_names(article, name))
    for child in article:
        if local(child) and local(child) not in _KNOWN and words(child):
            entry.unknown[local(child)] = words(child) or ""
    return entry


def _texts(article: Any, name: str) -> list[str]:
    """The paragraphs in an element, or its own text where it has none."""
    found: list[str] = []
    for element in find_all(article, name):
        inner = list(element.iter("{*}paragraph"))
        found.extend(text for each in inner or [element] if (text := words(each)))
    return found


def _names(article: Any, name: str) -> tuple[str, ...]:
    return tuple(
        text
        for element in find_all(article, name)
        if (text := words_at(element, "name", "descriptor") or words(element))
    )
