"""When a page's article was published: the first of its statements that is a date."""

from __future__ import annotations

from itertools import islice
from typing import Any

from archive.normalise.dates import find_date, parse_date
from archive.readers.saved_pages.extractors import date_by_htmldate
from archive.readers.saved_pages.meta import PageMeta, Placed
from archive.readers.saved_pages.schema_org import SchemaArticle

LONGEST = 80  # characters of a line that a date stands in
MOST_LINES = 2_000
_PUBLISHED = (
    "article:published_time", "article:published", "article:published:time", "og:published_time",
    "og:article:published_time", "datepublished", "citation_publication_date", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date", "dcterms.date",
    "dcterms.available", "date.created", "parsely-pub-date", "sailthru.date", "pubdate",
    "publishdate", "publish-date", "publish_date", "publication_date", "published",
    "cxenseparse:recs:publishtime", "date", "article.published", "last-modified-date",
)  # fmt: skip
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "date.modified",
             "dcterms.modified", "dc.date.modified", "last-modified")  # fmt: skip


def choose_date(
    article: SchemaArticle | None, meta: PageMeta, tree: Any, near: Any, url: str | None
) -> Placed:
    """The date of publication as the page writes it, to the day at least; None without one."""
    for place, stated in _candidates(article, meta, near):
        found = parse_date(stated[:LONGEST])
        if found and found.precision == "day":
            return place, stated
    if shown := _shown(near):
        return "a line by itself near the text", shown
    return "htmldate", date_by_htmldate(tree, url)


def modified(article: SchemaArticle | None, meta: PageMeta) -> str | None:
    """When the page says that it was changed, in ISO 8601; None where it does not."""
    for stated in (article.text("dateModified") if article else None, meta.first(*_MODIFIED)):
        found = parse_date(stated[:LONGEST]) if stated else None
        if found and found.precision == "day":
            return found.published.isoformat() if found.published else found.date
    return None


def _candidates(article: SchemaArticle | None, meta: PageMeta, near: Any) -> list[tuple[str, str]]:
    found = list(article.placed("datePublished", "uploadDate", "dateCreated")) if article else []
    found += [placed for name in _PUBLISHED for placed in islice(meta.placed(name), 1)]
    for element in near.iter("time"):
        stated = element.get("datetime") or "".join(element.itertext())
        if stated.strip():
            found.append(("<time>", stated.strip()))
        if len(found) > 40:
            break
    if article:
        found += article.placed("dateModified")
    return found


def _shown(near: Any) -> str | None:
    """The first date that stands alone in a short line above or beside the text."""
    for count, element in enumerate(near.iter("span", "p", "div", "li", "address", "small", "em")):
        if count > MOST_LINES:
            break
        text = element.text or ""
        found = find_date(text) if 6 <= len(text.strip()) <= LONGEST else None
        if found and found.precision == "day":
            return text[found.start : found.end]
    return None
