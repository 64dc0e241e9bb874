"""The values of an article that are kept as they were first written: those of its facets; and what
those mean that are codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.article import Article
from archive.codes.reuters import REUTERS_21578, reuters_meanings
from archive.normalise.filed_from import places_of
from archive.store.common.database import Database
from archive.text.plain import fold_line


def facet_values(article: Article) -> Iterator[tuple[str, str]]:
    """The (facet, value) pairs of an article that have a label: all but its language, and the kinds
    of its tags, which have those of the tags.
    """
    for tag in article.tags:
        yield "tag", tag
    for agency in article.agency:
        yield "agency", agency
    for author in article.authors:
        yield "author", author
    if article.section:
        yield "section", article.section
    if article.publisher:
        yield "publisher", article.publisher
    for place in places_of(article.dateline):
        yield "place", place
    for collection in article.collections:
        yield "collection", collection


def meanings(database: Database, keys: Iterable[str]) -> dict[str, str]:
    """Folded tag -> what it means, of those that are codes of a collection that the archive holds:
    elsewhere "heat" is no heating oil.
    """
    known = reuters_meanings(keys)
    held = known and database.row(
        "SELECT 1 FROM articles WHERE identity > ? AND identity < ? LIMIT 1",
        (REUTERS_21578, f"{REUTERS_21578}:"),  # ":" is what stands behind the digits
    )
    return known if held else {}


def tag_meanings(article: Article) -> dict[str, str]:
    """Tag -> what it means, of the tags of an article that are codes of its collection."""
    if not article.identity.startswith(REUTERS_21578):
        return {}
    known = reuters_meanings(map(fold_line, article.tags))
    return {tag: known[fold_line(tag)] for tag in article.tags if fold_line(tag) in known}
