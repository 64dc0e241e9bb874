"""What an article's page says beyond the article: why it was found, and what is like it."""

from __future__ import annotations

from archive.article import Article
from archive.errors import RequestError, SearchIndexError
from index.answers.explain import Explanation, explain
from index.answers.results import Hit
from index.answers.similar import similar
from webui.common.address import Address
from webui.common.freshness import LiveArchive

_SIMILAR = 5


def is_search(address: Address) -> bool:
    """Whether an article's address has a search that the page was opened from."""
    return bool(address.text or address.narrowed)


def explained(live: LiveArchive, article: Article, address: Address) -> Explanation | None:
    """Why the search of an address finds the article; None without a search."""
    if not is_search(address):
        return None
    try:
        asked = address.asked(1)
        return live.ask(lambda search: explain(search, article, asked))
    except (RequestError, SearchIndexError):  # the article can be read all the same
        return None


def similar_to(live: LiveArchive, article: Article, limit: int = _SIMILAR) -> tuple[Hit, ...]:
    """The articles most like it, none of its own story; none while there is no index."""
    try:
        return live.ask(lambda search: similar(search, article, limit))
    except SearchIndexError:
        return ()
