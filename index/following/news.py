"""Saving a search, and what it finds that it did not find when it was last looked at."""

from __future__ import annotations

import sys
from collections.abc import Collection
from dataclasses import dataclass

from archive.article import instant
from archive.errors import RequestError
from archive.store.saved import Mark, SavedSearch, checked_name
from index.answers.asked import Asked
from index.answers.search import Search
from index.answers.visibility import Visibility, pending
from index.document import document
from index.engines.common.ranking import by_date
from index.engines.common.request import Request
from index.engines.memory import matches
from index.query.parse import LANGUAGE
from index.query.saved import described, narrowed, query_of, refuse_circle, refuse_newer
from index.query.tree import And, Key, Or, Query

FEW = 200  # articles that are each looked at; of more, the engine is asked what it finds of all


@dataclass(frozen=True, slots=True)
class News:
    """The ids of what is new to a saved search, and of what has changed since, the newest first.

    Once they have been shown, `mark` is where the next news begins. `query` is the tree that found
    them.
    """

    saved: SavedSearch
    new: tuple[str, ...]
    changed: tuple[str, ...]
    query: Query
    notices: tuple[str, ...]
    mark: Mark


def keep(search: Search, name: str, asked: Asked, *, replacing: bool = False) -> SavedSearch:
    """Saves what is asked under a name; its news is what comes from now on. RequestError for what
    cannot be a name, for a search that would name itself, and for a name that is taken, but for
    `replacing`: then what the old one has not shown yet stays to be looked at.
    """
    query = narrowed(search.understood(asked).query, asked.filters, asked.start, asked.end)
    wanted = SavedSearch(
        checked_name(name),
        asked.text,
        LANGUAGE,
        mark_of(search, query),
        filters=asked.filters,
        start=asked.start,
        end=asked.end,
        match=asked.match,
        exact=asked.exact,
        variants=asked.variants,
    )
    saved = search.store.saved
    with search.store.transaction():
        old = saved.find(wanted.name)
        if old and not replacing:
            taken = f'"{old.name}" is saved already: {described(old)}'
            raise RequestError(taken, "take another name, or replace it: --replace")
        refuse_circle(saved, wanted)
        saved.put(wanted)
    return saved.get(wanted.name)


def news(search: Search, saved: SavedSearch, upto: Mark | None = None) -> News:
    """What has come since the mark of a saved search, as far as the index holds it, or up to an
    earlier mark.

    New is also what was removed and is back, and what was under an embargo that has ended. What
    changed may have matched before or not. RequestError for a search of a later language.
    """
    refuse_newer(saved)
    parsed = search.understood(Asked(query_of(saved.name)))
    mark = upto or mark_of(search, parsed.query)
    since = search.store.saved.novelties(saved.mark.change, mark.change)
    awaited = saved.mark.awaited - mark.awaited
    found = _matching(search, parsed.query, {*since, *awaited})
    fresh = {article_id for article_id in found if since.get(article_id) == "new"} | awaited
    return News(
        saved,
        tuple(article_id for article_id in found if article_id in fresh),
        tuple(article_id for article_id in found if article_id not in fresh),
        parsed.query,
        parsed.notices,
        mark,
    )


def mark_of(search: Search, query: Query) -> Mark:
    """How far the index goes now, and which articles would match but for an embargo."""
    stamp = search.engine.stamp()  # before any search: what comes in between is shown next time
    now = search.now()
    embargoed = Or(
        tuple(Key("embargo", until) for until in pending(search.engine.values("embargo"), now))
    )
    awaited = _ids(search, And((query, embargoed))) if embargoed.items else []
    return Mark(stamp.change if stamp else 0, instant(now) or "", frozenset(awaited))


def _matching(search: Search, query: Query, among: Collection[str]) -> list[str]:
    """Those of some articles that a query finds and may show, the newest first."""
    visible = Visibility.of(query, search.now())
    if len(among) > FEW:
        shown = visible.narrowed(query, search.engine.values("embargo"))
        return [article_id for article_id in _ids(search, shown) if article_id in among]
    articles = search.store.get_many(among)
    stories = search.store.stories(articles)
    documents = (
        document(article, stories[article.id])
        for article in articles.values()
        if visible.shows(article)
    )
    found = [each for each in documents if matches(query, each)]
    found.sort(key=lambda each: by_date(each.moment, each.id, newest=True))
    return [each.id for each in found]


def _ids(search: Search, query: Query) -> list[str]:
    """The ids of all that an engine finds, the newest first."""
    request = Request(query, sort="newest", limit=sys.maxsize)
    return [article_id for article_id, _ in search.engine.search(request).hits]
