"""An article as a reference in the format of Research Information Systems (RIS)."""

from __future__ import annotations

from collections.abc import Iterator

from archive.article import Article


def to_ris(article: Article) -> str:
    """One reference of type NEWS. Lines end with CR and LF, and a value is one line, as RIS asks.

    Where no author is known the agency stands for one.
    """
    lines = (f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in _values(article) if value)
    return "".join(lines) + "ER  - \r\n\r\n"


def _values(article: Article) -> Iterator[tuple[str, str | None]]:
    agency = ", ".join(article.agency)
    yield "TY", "NEWS"
    yield "ID", article.id
    yield "TI", article.headline
    for name in article.authors or article.agency:
        yield "AU", name
    yield "T2", article.publisher or agency
    if article.date:
        parts = (*article.date.split("-"), "", "")[:3]
        yield "PY", parts[0]
        yield "DA", "/".join(parts) + "/"  # year/month/day/other information
    yield "AB", article.summary
    yield "SE", article.section
    for tag in article.tags:
        yield "KW", tag
    yield "LA", article.language
    yield "UR", article.url
    yield "N1", article.note
    yield "DP", agency
