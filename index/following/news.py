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

FAR = 20_000  # changes; of more it is not told one by one what they brought
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


@dataclass(frozen=True, slots=True)
class Since:
    """The ids of what is new to a search and of what has changed since a place, the newest first;
    None where that cannot be told. `place` is where the next news begins.
    """

    place: str
    new: tuple[str, ...] | None
    changed: tuple[str, ...] | None


def keep(search: Search, name: str, asked: Asked, *, replacing: bool = False) -> SavedSearch:
    """Saves what is asked under a name; its news is what comes from now on. RequestError for what
    cannot be a name, for a search that would name itself, and for a name that is taken, but for
    `replacing`: then what the old one has not shown yet stays to be looked at.
    """
    query = narrowed(
        search.understood(asked).query, asked.filters, asked.start, asked.end, search.today()
    )
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
    awaited = saved.mark.awaited - mark.awaited
    new, changed = _parted(search, parsed.query, saved.mark.change, mark.change, awaited)
    return News(saved, new, changed, parsed.query, parsed.notices, mark)


def place(search: Search) -> str:
    """How far the index goes now, as a text for `news_since`; "" where there is no index."""
    stamp = search.engine.stamp()
    return f"{stamp.change}-{stamp.token}" if stamp else ""


def news_since(search: Search, asked: Asked, since: str) -> Since:
    """What has come to a search since a `place` that somebody else keeps, as far as the index
    holds it: `new` and `changed` as `news` tells them.

    What was under an embargo that has ended is not among it unless it came in since: who keeps
    nothing but a place does not know what is awaited, and is not to be told. None of both where
    the place is of another history (a backup was put back), is more than `FAR` changes back, or is
    none at all.
    """
    here = place(search)  # before any search: what comes in between is told next time
    parsed = search.understood(asked)
    query = narrowed(parsed.query, asked.filters, asked.start, asked.end, search.today())
    after, upto = _change_at(search, since), int(here.partition("-")[0] or 0)
    if after is None or upto - after > FAR:
        return Since(here, None, None)
    return Since(here, *_parted(search, query, after, upto))


def _change_at(search: Search, place: str) -> int | None:
    """The number of the change that a place names; None where it is not of this history."""
    number, _, token = place.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        return None
    return int(number) if search.store.change_token(int(number)) == token else None


def _parted(
    search: Search, query: Query, after: int, upto: int, awaited: frozenset[str] = frozenset()
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a query finds of what changes after < number <= upto brought, or of what was awaited:
    what is new, and what has changed.
    """
    since = search.store.saved.novelties(after, upto)
    found = _matching(search, query, {*since, *awaited})
    fresh = {article_id for article_id in found if since.get(article_id) == "new"} | awaited
    return (
        tuple(article_id for article_id in found if article_id in fresh),
        tuple(article_id for article_id in found if article_id not in fresh),
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
    stories, edits = search.store.stories(articles), search.store.edits(articles.values())
    documents = (
        document(article, stories[article.id], edits.get(article.id, ()))
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
