"""Tables of what real files must give: rows in YAML, and files read as such rows.

A row holds what the article must have; a field that it leaves out must be null or empty.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from archive.article import Article, RawArticle, Skipped, instant
from archive.normalise.rules import normalise
from archive.readers.formats import read
from archive.readers.sources.source import Source
from archive.text.markdown import to_text


def table(path: Path) -> dict[str, list[dict[str, Any]]]:
    """File -> rows, in the order of its items; a row that is `{skipped: reason}` is no article."""
    rows: dict[str, list[dict[str, Any]]] = yaml.safe_load(path.read_text("utf-8"))
    return rows


def outcomes(path: Path) -> list[dict[str, Any]]:
    """The rows that a file gives."""
    source = Source(path.name, lambda: path.open("rb"))
    return [row_of(item) for item in read(source)]


def row_of(item: RawArticle | Skipped) -> dict[str, Any]:
    """An item as a row: the text by its first words, its last two and their number."""
    article = normalise(item) if isinstance(item, RawArticle) else item
    if isinstance(article, Skipped):
        return {"skipped": article.reason}
    words = to_text(article.body).split()
    row = {
        "title": article.title,
        "identity": _identity(article),
        "date": article.date,
        "published": instant(article.published),
        "agency": list(article.agency),
        "authors": list(article.authors),
        "publisher": article.publisher,
        "section": article.section,
        "tags": len(article.tags),
        "language": article.language,
        "dateline": article.dateline,
        "version": article.extra.get("version"),
        "status": article.status,
        "embargo": article.extra.get("embargo"),
        "slugline": article.extra.get("slugline"),
        "images": len(article.images),
        "begins": " ".join(words[:4])[:30],
        "ends": " ".join(words[-2:])[-30:],
        "words": len(words),
    }
    return {key: value for key, value in row.items() if value not in (None, [], "", 0)}


def _identity(article: Article) -> str | None:
    """The provider's identifier or the address; what is made of other fields is not repeated."""
    return None if article.identity.startswith("text:") else article.identity
