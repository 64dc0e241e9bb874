"""A search as it is followed: what it finds in the order in which it came in, and what it found
once and finds no more.
"""

from __future__ import annotations

import heapq
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from archive.article import Article, instant
from archive.normalise.embargo import read_embargo
from archive.status import HIDDEN
from index.answers.asked import Asked
from index.answers.search import Search
from index.answers.visibility import Visibility, pending
from index.engines.common.request import Request
from index.following.states import once_found
from index.query.saved import narrowed
from index.query.tree import And, Key, Or, Query

GONE_FOR = timedelta(days=90)  # how long it is told of an article that it is gone
MOST_GONE = 100  # articles that are looked at for that, the last to go
_STATES = 10  # earlier states of each of them that are looked at, where it can be read still


@dataclass(frozen=True, slots=True)
class Arrived:
    """An article, and when it came in as it is now: sent, corrected, brought back, or released."""

    article: Article
    at: datetime


@dataclass(frozen=True, slots=True)
class Gone:
    """An article that a search found once and finds no more: it may not be read any more, or was
    corrected. `article` is its state now, of which neither title nor text is to be shown;
    `removed`, that a person took it out.
    """

    article: Article
    at: datetime
    removed: bool


@dataclass(frozen=True, slots=True)
class Followed:
    """A page of what a search finds, what came in last first, and all that has lately gone.

    `total` counts all that it finds.
    """

    total: int
    arrived: tuple[Arrived, ...]
    gone: tuple[Gone, ...]
    notices: tuple[str, ...] = ()


def followed(search: Search, asked: Asked, offset: int, limit: int) -> Followed:
    """A page of a search as it is followed; order, page, folding and timeline asked do not count.
    What has gone stands on the first page alone, and what is withdrawn or withheld nowhere else,
    not even where the query asks for it by name.
    """
    parsed = search.understood(asked)
    tree = narrowed(parsed.query, asked.filters, asked.start, asked.end, search.today())
    visible = Visibility(HIDDEN, search.now())
    embargoes = search.mended(lambda: search.engine.values("embargo"))
    wanted = _ids(search, visible.narrowed(tree, embargoes))
    newest = _newest(search, tree, wanted, embargoes, offset + limit)[offset:]
    articles = search.store.get_many(article_id for article_id, _ in newest)
    arrived = tuple(
        Arrived(article, max(at, _released(article) or at))
        for article_id, at in newest
        if (article := articles.get(article_id)) and visible.shows(article)
    )
    gone = (
        () if offset else (*_gone(search, tree, visible), *_changed(search, tree, wanted, visible))
    )
    return Followed(len(wanted), arrived, gone, parsed.notices)


def _newest(
    search: Search, tree: Query, wanted: set[str], embargoes: Iterable[str], most: int
) -> list[tuple[str, datetime]]:
    """Those of `wanted` that came in last, with when; of articles whose embargo has ended, then.

    What came in keeps the order of the log. What was released stands before the first of them that
    came no later.
    """
    came = _moments(search.store.following.newest(wanted, most))
    ended = tuple(Key("embargo", each) for each in set(embargoes) - _pending(search, embargoes))
    ids = _ids(search, And((tree, Or(ended)))) & wanted if ended else set()
    released = {
        article_id: until
        for article_id, article in search.store.get_many(ids).items()
        if (until := _released(article)) and until >= came.get(article_id, until)
    }
    others = [each for each in came.items() if each[0] not in released]
    last = sorted(released.items(), key=_at, reverse=True)
    return list(islice(heapq.merge(last, others, key=_at, reverse=True), most))


def _at(arrived: tuple[str, datetime]) -> datetime:
    return arrived[1]


def _gone(search: Search, tree: Query, visible: Visibility) -> tuple[Gone, ...]:
    """What the query found once and that is gone now, the last first."""
    since = search.now() - GONE_FOR
    following = search.store.following
    removed = _moments(following.removed_since(instant(since) or ""))
    closed = [Key("status", status) for status in sorted(visible.hidden)]
    closed += [Key("embargo", each) for each in _pending(search, search.engine.values("embargo"))]
    taken = _moments(following.arrived(_ids(search, Or(tuple(closed)))))
    newest = sorted(
        ((at, article_id) for article_id, at in (removed | taken).items() if at >= since),
        reverse=True,
    )
    last = {article_id: at for at, article_id in newest[:MOST_GONE]}
    found = once_found(search.store, tree, last)
    return tuple(
        Gone(search.store.get(article_id), at, article_id in removed)
        for article_id, at in last.items()
        if article_id in found
    )


def _changed(search: Search, tree: Query, wanted: set[str], visible: Visibility) -> Iterator[Gone]:
    """What can be read, and was found until it was sent anew: a correction took the words out."""
    since = instant(search.now() - GONE_FOR) or ""
    revised = _moments(search.store.following.revised_since(since, MOST_GONE))
    others = {article_id: at for article_id, at in revised.items() if article_id not in wanted}
    found = once_found(search.store, tree, others, most=_STATES)
    articles = search.store.get_many(found)
    for article_id, at in others.items():
        article = articles.get(article_id)
        if article and visible.shows(article):
            yield Gone(article, at, removed=False)


def _pending(search: Search, embargoes: Iterable[str]) -> set[str]:
    return set(pending(embargoes, search.now()))


def _released(article: Article) -> datetime | None:
    """When the embargo of an article was to end; None where it was under none."""
    return read_embargo(article.extra.get("embargo"))


def _ids(search: Search, query: Query) -> set[str]:
    request = Request(query, sort="newest", limit=sys.maxsize)
    found = search.mended(lambda: search.engine.search(request))
    return {article_id for article_id, _ in found.hits}


def _moments(texts: dict[str, str]) -> dict[str, datetime]:
    return {article_id: datetime.fromisoformat(at) for article_id, at in texts.items()}
