"""Examples of searches, made of the archive's own words: each of them finds something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from index.answers.asked import Asked
from index.answers.results import Facet, Results
from webui.common.freshness import LiveArchive

_LEAST = 4  # letters of a word that is worth an example


@dataclass(frozen=True, slots=True)
class Example:
    """A query, what it means, and how many articles it finds."""

    query: str
    meaning: str
    count: int


def examples(live: LiveArchive, newest: Results, most: int = 20) -> list[Example]:
    """Of the most frequent values and the newest titles; fewer where an archive has few of them.
    Each costs a search: no more than `most` are tried out.

    `newest` is what a search for everything finds, with facets.
    """
    found: list[Example] = []
    for query, meaning in _proposed(newest):
        count = live.search(Asked(query, limit=0)).articles
        if count and query not in {each.query for each in found}:
            found.append(Example(query, meaning, count))
        if len(found) == most:
            break
    return found


def _proposed(newest: Results) -> Iterator[tuple[str, str]]:
    tags = _values(newest.facets, "tag")
    agencies = _values(newest.facets, "agency")
    pairs = (_title(hit.article.title) for hit in newest.hits)
    titles = sorted(filter(None, pairs), key=lambda words: -len(" ".join(words)))
    if tags:
        yield tags[0], "all of these words, anywhere in an article"
    if titles:
        yield f'"{titles[0][0]} {titles[0][1]}"', "these words side by side"
    if len(tags) > 1:
        yield f"{_quoted(tags[0])} OR {_quoted(tags[1])}", "one of them or both"
        yield f"{_quoted(tags[0])} -{_quoted(tags[1])}", "the first without the second"
        yield f"tag:{_quoted(tags[0])}", "a whole tag"
    if agencies:
        yield f"agency:{_quoted(agencies[0])}", "who supplied the text"
    if titles:
        word = max(titles[0], key=len)
        yield f"title:{word}", "in the title"
        yield f"{word[:_LEAST]}*", "words that begin so"
    if newest.mentions:
        yield f"date:{newest.mentions.peak:%Y-%m}", "a month; also a year or a day"


def _values(facets: tuple[Facet, ...], name: str) -> list[str]:
    return [bucket.value for facet in facets if facet.name == name for bucket in facet.buckets]


def _title(title: str | None) -> tuple[str, str] | None:
    """Two neighbouring words of a title that are long enough to mean something."""
    words = (title or "").split()
    for one, other in pairwise(words):
        if all(word.isalpha() and len(word) >= _LEAST for word in (one, other)):
            return one, other
    return None


def _quoted(value: str) -> str:
    return f'"{value}"' if not value.isalnum() else value
