"""The archive in a folder, searched in this process."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from archive.article import Article, to_json
from archive.errors import IndexBusyError, NotFoundError, RequestError
from archive.normalise.embargo import embargoed_until
from archive.settings import load
from archive.status import HIDDEN, TAKEN_OUT
from archive.store.store import Store
from index.answers.asked import Asked, Order
from index.answers.results import Wanted
from index.answers.results_json import copy_json, listing_json, results_json
from index.answers.search import Search
from index.company.asked import Around
from index.door.asking import Question
from index.door.source import ENDED, FACET_VALUES, Json
from index.names.groups import load_names
from index.upkeep.sync import IndexState, open_index, state, sync

_EVERY = 10**9  # more values than a facet has


class Folder:
    """A store and its index. Whatever is asked, the index is brought up to date before, unless
    another process is writing to it: then what is there is searched, and a notice says so.
    """

    def __init__(self, home: str | Path | None) -> None:
        settings = load(None if home is None else str(home))
        self.base = settings.masthead().base_address or None
        self._home = settings.home
        self._closed = False
        self._batch = settings.number("index_batch")
        self._store = Store.open(settings.home, settings.text("store"))
        self._engine = open_index(self._store, settings.text("engine"), 0, settings.values)
        self._search = Search(
            self._store,
            self._engine,
            load_names(settings.home),
            most_looked_up=settings.number("looked_up"),
        )
        try:
            self._catch_up()
        except BaseException:
            self.close()
            raise

    def __repr__(self) -> str:
        return str(self._home)

    def results(
        self,
        question: Question,
        *,
        counts: bool,
        split: str | None = None,
        versus: str | None = None,
    ) -> Json:
        """Counts of a search, from the index."""
        behind = self._catch_up()
        asked = _asked(
            question, limit=0, facets=counts, facet_limit=FACET_VALUES, dates=False,
            timeline=counts, share=counts, split=split, versus=versus, snippets=False,
        )  # fmt: skip
        found = results_json(self._search.search(asked))
        found["notices"] += behind
        return found

    def values(self, question: Question, name: str, find: str, az: bool, limit: int | None) -> Json:
        """The values of a facet, from the index."""
        self._catch_up()
        wanted = Wanted(find, by_name=az, limit=_EVERY if limit is None else limit)
        return listing_json(self._search.values(_asked(question), name, wanted))

    def articles(self, question: Question, limit: int | None) -> Iterator[Json]:
        """Articles, read from the store a batch at a time."""
        self._catch_up()
        for article in islice(self._search.articles(_asked(question)), limit):
            yield to_json(article)

    def lines(self, question: Question, order: Order, limit: int | None) -> Iterator[Json]:
        """Occurrences, found in one article after another."""
        from index.answers.context import line_json, lines

        self._catch_up()
        return map(line_json, lines(self._search, _asked(question), order, limit))

    def words(self, question: Question, around: Around, against: str | None) -> Json:
        """Counted in the index."""
        from index.company.company import company, compared
        from index.company.rows import company_json, comparison_json

        behind = self._catch_up()
        asked = _asked(question)
        if against is None:
            found = company_json(company(self._search, asked, around))
        else:
            found = comparison_json(compared(self._search, asked, against, around))
        found["notices"] += behind
        return found

    def article(self, article_id: str) -> Json:
        """An article of the store."""
        return to_json(self._readable(article_id))

    def similar(self, article_id: str, limit: int) -> list[Json]:
        """Its neighbours, from the index."""
        from index.answers.similar import similar

        self._catch_up()
        hits = similar(self._search, self._readable(article_id), limit)
        return [copy_json(hit.article) for hit in hits]

    def close(self) -> None:
        """Closes index and store."""
        self._closed = True
        self._engine.close()
        self._store.close()

    def _readable(self, article_id: str) -> Article:
        if self._closed:
            raise RequestError(*ENDED)
        article = self._store.get(article_id)
        if self._store.is_removed(article_id):
            reason, instead = self._store.told_of_removal(article_id)
            raise NotFoundError(reason or TAKEN_OUT, f"read {instead} instead" if instead else "")
        if article.status in HIDDEN or embargoed_until(article, datetime.now(UTC)):
            raise NotFoundError(
                f"The article {article_id} is held back, or was withdrawn",
                f"what is known of it: archive show {article_id}",
            )
        return article

    def _catch_up(self) -> list[str]:
        """Indexes what is new; what cannot be indexed now, as notices."""
        if self._closed:
            raise RequestError(*ENDED)
        try:
            lag = state(self._store, self._engine)
            if lag.verdict != "current":
                sync(self._store, self._engine, batch=self._batch)
        except IndexBusyError:
            lag = state(self._store, self._engine)
            if lag.verdict == "rebuild":
                raise IndexBusyError(
                    f"The index of {self._home} is being built by another process",
                    "try again in a moment",
                ) from None
            return _notices(lag)
        return []


def _notices(lag: IndexState) -> list[str]:
    if lag.verdict == "current":
        return []
    what = "1 change is" if lag.behind == 1 else f"{lag.behind:,} changes are"
    return [f"{what} being indexed and cannot be found yet"]


def _asked(question: Question, **more: Any) -> Asked:
    """A question as the search takes it."""
    return Asked(
        text=question.text,
        exact=question.exact,
        variants=question.variants,
        match=question.match,
        filters=question.filters,
        start=question.start or None,
        end=question.end or None,
        sort=question.sort,
        fold=question.fold,
        **more,
    )
