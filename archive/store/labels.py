"""The values of an article that are kept as they were first written: those of its facets."""

from __future__ import annotations

from collections.abc import Iterator

from archive.article import Article
from archive.normalise.filed_from import places_of


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
