"""The one door for front-ends: text and filters in, Results with articles and snippets out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from itertools import chain
from time import perf_counter
from typing import TypeVar

from archive.article import Article
from archive.errors import IndexDamagedError, RequestError
from archive.status import HIDDEN
from archive.store.store import Store
from archive.text.plain import fold_line
from index.answers.asked import LISTED, Asked, request_of
from index.answers.highlight import snippets
from index.answers.marks import Marker
from index.answers.results import (
    Branch,
    Drawn,
    Facet,
    Hit,
    Listing,
    Mentions,
    Results,
    Series,
    Snippet,
    Wanted,
)
from index.answers.visibility import Visibility
from index.engines.common.interface import Engine
from index.engines.common.ranking import normalisation, with_preferences
from index.engines.common.request import ByDay, Found, Request, Sort
from index.names.groups import NO_NAMES, Names
from index.query.filters import Filters
from index.query.parse import Parsed, Saved, parse
from index.query.patience import go_on
from index.query.spelling import MOST_LOOKED_UP, LookedUp, RememberedWords
from index.query.tree import All, Key, Query, Terms, wanted_leaves
from index.upkeep.sync import mend

T = TypeVar("T")

SHORT = 5  # hits: a list of this length or shorter may be a mistake in spelling
_EVERY = 10**9  # more values than a facet has
_FIRST_BATCH, _BATCH = 32, 500  # articles read at once: few are often enough, so more each time


class Search:
    """Searches one archive: its store and its engine. `now` is the clock that ends embargoes;
    `most_looked_up` bounds a search (`index/query/spelling.py`).
    """

    def __init__(
        self,
        store: Store,
        engine: Engine,
        names: Names = NO_NAMES,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        most_looked_up: int = MOST_LOOKED_UP,
    ) -> None:
        self.store = store
        self.engine = engine
        self.names = names
        self.now = now
        self.most_looked_up = most_looked_up
        self.words = RememberedWords(engine)
        self._held: tuple[object, ByDay | None] = None, None  # stamp and query; days

    def today(self) -> date:
        """The day that "today" means in a query: where this machine stands, by the same clock."""
        return self.now().astimezone().date()

    def search(self, asked: Asked) -> Results:
        """The whole answer. RequestError says what about the request has no answer."""
        began = perf_counter()
        parsed, request, visible = self._understood(asked)
        found = self._found(asked, parsed, request)
        drawn = self._timeline(asked, request, found, visible)
        marked = parsed.query if asked.snippets else None
        results = Results(
            query=asked.text,
            total=found.total,
            counted="stories" if asked.fold else "articles",
            articles=found.articles,
            hits=self._hits(found, visible, marked, asked.others),
            took_ms=(perf_counter() - began) * 1000,
            facets=self._facets(asked, request, found),
            timeline=drawn.periods,
            notices=(*parsed.notices, *drawn.notices),
            expansions=parsed.expansions,
            dates=self._dates(asked, request, found),
            series=drawn.series,
            mentions=Mentions.of(found.days),
            held=drawn.held,
            about=found.about,
        )
        if not asked.advice or results.total > SHORT:
            return results
        from index.answers.advice import advise  # most searches find enough and need none
        from index.answers.counts import Counts

        counts = Counts(self.search, asked)
        return advise(asked, parsed, results, counts, self.words, self.store)

    def values(self, asked: Asked, name: str, wanted: Wanted) -> Listing:
        """A page of the values of a facet for what is asked."""
        parsed, request, _ = self._understood(asked)
        from index.answers.facets import by_name, facets, initial, letters_of, with_part

        every = replace(request, offset=0, limit=0, facets=(name,), facet_limit=_EVERY)
        found = self.mended(lambda: self.engine.search(every))
        listed = with_part(name, found.facets[name], wanted.part, self.store)
        letters = letters_of(key for key, _ in listed)
        if wanted.letter:
            listed = tuple(pair for pair in listed if initial(pair[0]) == wanted.letter)
        if wanted.by_name:
            listed = tuple(sorted(listed, key=lambda pair: by_name(pair[0])))
        page = listed[wanted.offset : wanted.offset + wanted.limit]
        (facet,) = facets(replace(found, facets={name: page}), every, self.store)
        facet = replace(facet, buckets=tuple(b for b in facet.buckets if b.key in dict(page)))
        told = parsed.notices, parsed.expansions
        return Listing(facet, len(listed), found.total, *told, letters, found.about)

    def articles(self, asked: Asked) -> Iterator[Article]:
        """Every article that matches, in the order asked; page, facets and snippets do not count.

        The engine is asked once, at once, the store a batch at a time, so that memory holds ids
        alone. Those that are not what was kept are left out; the store's `damaged` tells of them.
        """
        whole = replace(asked, offset=0, limit=sys.maxsize, facets=False, timeline=False)
        parsed, request, visible = self._understood(whole)
        found = self._found(whole, parsed, request)
        return self._read([article_id for article_id, _ in found.hits], visible)

    def _read(self, ids: Sequence[str], visible: Visibility) -> Iterator[Article]:
        start, size = 0, _FIRST_BATCH
        while batch := ids[start : start + size]:
            start, size = start + size, min(2 * size, _BATCH)
            articles = self.store.get_many(batch, verified=True)
            for article_id in batch:
                go_on()
                if (article := articles.get(article_id)) and visible.shows(article):
                    yield article

    def hits(self, query: Query, ids: Sequence[str]) -> Iterator[Hit]:
        """Articles as hits of a query, in the order given, read from the store a batch at a time;
        those that it may not show are left out.
        """
        visible = Visibility.of(query, self.now())
        for start in range(0, len(ids), _BATCH):
            hits = tuple((article_id, 0.0) for article_id in ids[start : start + _BATCH])
            yield from self._hits(Found(0, hits, {}, {}, 0, {}), visible, query, 0)

    def collection_of(self, asked: Asked) -> str:
        """The one collection that a search names, folded; "" where that is none, or several."""
        named = _collections(asked.filters, self.understood(asked).query)
        return named.pop() if len(named) == 1 else ""

    def _understood(self, asked: Asked) -> tuple[Parsed, Request, Visibility]:
        parsed = self.understood(asked)
        visible = Visibility.of(parsed.query, self.now())
        query = self._narrowed(visible, with_preferences(parsed.query))
        sort: Sort = "relevance" if _scores(parsed.query) else "newest"
        if asked.sort is not None:
            sort = "oldest" if asked.sort == "collection" else asked.sort
        request = request_of(asked, self.today())
        asks = replace(request, query=query, sort=sort, b=normalisation(parsed.query))
        return parsed, asks, visible

    def _found(self, asked: Asked, parsed: Parsed, request: Request) -> Found:
        """What the engine answers, in the order of a collection where that is asked for: no engine
        knows of it, so it is asked for all hits.
        """
        if asked.sort != LISTED:
            return self.mended(lambda: self.engine.search(request))
        from archive.collecting.reading import Collections

        name = one_collection(asked.filters, parsed.query)
        every = replace(request, offset=0, limit=sys.maxsize)
        found = self.mended(lambda: self.engine.search(every))
        scores = dict(found.hits)
        order = Collections(self.store.database).placed(name, scores)
        page = order[request.offset : request.offset + min(request.limit, len(order))]
        return replace(found, hits=tuple((each, scores[each]) for each in page))

    def _narrowed(self, visible: Visibility, query: Query) -> Query:
        return visible.narrowed(query, self.mended(lambda: self.engine.values("embargo")))

    def _facets(self, asked: Asked, request: Request, found: Found) -> tuple[Facet, ...]:
        if not asked.facets:
            return ()
        from index.answers.facets import facets

        return facets(found, request, self.store)

    def _dates(self, asked: Asked, request: Request, found: Found) -> tuple[Branch, ...]:
        if not request.dates:
            return ()
        from index.answers.facets import branches

        return branches(found.dates, request.days)

    def _timeline(self, asked: Asked, request: Request, found: Found, visible: Visibility) -> Drawn:
        if not asked.timeline:
            return Drawn()
        from index.answers.timeline import days_of, split, timeline

        days = found.days
        notices: tuple[str, ...] = ()
        whole = self._held_days(visible) if asked.share else None
        parts: list[tuple[Series, Mapping[int | None, int]]] = []
        if asked.split:
            parts = split(self._ask, request, days, asked.split, self.store)
        if asked.versus is not None:
            parsed, other, _ = self._understood(replace(asked, text=asked.versus))
            parts = [(Series(asked.text, "query"), days)]
            parts.append((Series(asked.versus, "versus"), days_of(self._ask, other)))
            notices = parsed.notices
        reach = request.days if asked.whole_range else (None, None)
        periods = timeline(days, whole, [counts for _, counts in parts], reach, asked.unit)
        held = Mentions.of(whole) if whole else None
        return Drawn(periods, tuple(series for series, _ in parts), notices, held)

    def _held_days(self, visible: Visibility) -> ByDay:
        """All articles that may be seen, by day; counted again when the index has changed."""
        from index.answers.timeline import days_of

        query = self._narrowed(visible, All())
        state = self.engine.stamp(), query
        of, days = self._held
        if days is None or of != state:
            days = ByDay.of(days_of(self._ask, Request(query)))
            self._held = state, days
        return days

    def _ask(self, request: Request) -> Found:
        return self.mended(lambda: self.engine.search(request))

    def _hits(
        self, found: Found, visible: Visibility, marked: Query | None, others: int
    ) -> tuple[Hit, ...]:
        """The hits with their articles, but those removed or withdrawn since the index was read."""
        ids = [article_id for article_id, _ in found.hits]
        under = {lead: copies[:others] for lead, copies in found.folded.items()}
        kept = self.store.get_many([*ids, *chain.from_iterable(under.values())])
        articles = {found: one for found, one in kept.items() if visible.shows(one)}
        stories = self.store.stories(ids)
        marker = Marker(marked) if marked else None
        return tuple(
            Hit(
                _readable(articles[article_id]),
                score,
                _snippets(marker, articles[article_id]),
                stories[article_id],
                len(found.folded.get(article_id, ())),
                tuple(articles[copy] for copy in under.get(article_id, ()) if copy in articles),
            )
            for article_id, score in found.hits
            if article_id in articles
        )

    def understood(self, asked: Asked) -> Parsed:
        """What a reader asks of this archive: the query that engines get, without preferences."""
        if asked.query is not None:
            return Parsed(asked.query)
        languages = tuple(self.mended(lambda: self.words.values("language")))
        names = self.names if asked.variants else NO_NAMES
        looked_up = LookedUp(self.most_looked_up, self.words.alike())

        def read() -> Parsed:
            return parse(
                asked.text, languages, self.words, names,
                exact=asked.exact, match=asked.match, today=self.today(),
                saved=self._saved_queries(languages, names, looked_up), looked_up=looked_up,
            )  # fmt: skip

        parsed = self.mended(read)
        if ":" not in asked.text:  # no story is named, nor a saved search that names one
            return parsed
        from index.query.stories import with_stories

        return replace(parsed, query=with_stories(parsed.query, self.store))

    def _saved_queries(
        self, languages: tuple[str, ...], names: Names, looked_up: LookedUp
    ) -> Saved:
        """What reads the saved searches of one query, made when the first is named."""

        @cache
        def queries() -> Saved:
            from index.query.saved import SavedQueries

            saved, today = self.store.saved, self.today()
            return SavedQueries(saved, languages, self.words, names, looked_up, today)

        return lambda name, exact, inside: queries()(name, exact, inside)

    def mended(self, ask: Callable[[], T]) -> T:
        """What the engine answers; a damaged index is rebuilt from the store first, once."""
        try:
            return ask()
        except IndexDamagedError:
            mend(self.store, self.engine)
            return ask()


def _readable(article: Article) -> Article:
    """An article as a hit; of one found by its hidden status the text is not to be read."""
    if article.status in HIDDEN:
        return replace(article, body="", summary=None, images=())
    return article


def _snippets(marker: Marker | None, article: Article) -> tuple[Snippet, ...]:
    go_on()
    return snippets(marker, article) if marker and article.status not in HIDDEN else ()


def one_collection(filters: Filters, query: Query) -> str:
    """The one collection that filters or a query name. RequestError where that is none, or several:
    which order is meant then?
    """
    keys = _collections(filters, query)
    if len(keys) != 1:
        raise RequestError(
            "The order of a collection is that of one collection",
            "name it: collection:NAME" if not keys else "name one alone",
        )
    return keys.pop()


def _collections(filters: Filters, query: Query) -> set[str]:
    named = [key for name in ("collection", "all.collection") for key in filters.get(name, ())]
    named += [
        leaf.key
        for leaf in wanted_leaves(query)
        if isinstance(leaf, Key) and leaf.field == "collection"
    ]
    return set(map(fold_line, named))


def _scores(query: Query) -> bool:
    """Whether a query has words to rank by."""
    return any(isinstance(leaf, Terms) for leaf in wanted_leaves(query))
