"""The other articles of an article's story, as far as a reader may see them."""

from __future__ import annotations

from dataclasses import dataclass

from archive.article import Article
from archive.errors import SearchIndexError
from index.answers.asked import Asked
from webui.common.freshness import LiveArchive

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Copies:
    """How many more articles carry nearly the same text, and the earliest of them."""

    more: int
    others: tuple[Article, ...]


def copies_of(live: LiveArchive, article: Article) -> Copies:
    """The copies of an article. They are asked for as a reader would ask, so what search keeps
    from readers is not among them; none while there is no index.
    """
    asked = Asked(f"story:{article.id}", sort="oldest", limit=SHOWN + 1, snippets=False)
    try:
        results = live.search(asked)
    except SearchIndexError:
        return Copies(0, ())
    found = [hit.article for hit in results.hits]
    others = [other for other in found if other.id != article.id]
    seen_itself = len(others) < len(found) or results.total > len(found)
    return Copies(results.total - seen_itself, tuple(others[:SHOWN]))
