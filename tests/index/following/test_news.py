"""What is new to a saved search: shown once, and nothing passed over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from archive.article import Article
from archive.errors import RequestError
from archive.store.saved import SavedSearch
from archive.store.store import Store
from index.answers.asked import Asked
from index.answers.search import Search
from index.engines.common.interface import Engine
from index.following import news as news_module
from index.following.news import keep, news
from index.upkeep.sync import rebuild, sync

BEFORE, AFTER = datetime(2998, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC)


class Desk:
    """An archive that gets news, and a search for floods that is saved in it."""

    def __init__(self, store: Store, engine: Engine, make: Callable[..., Article]) -> None:
        self.store, self.engine, self.make = store, engine, make
        self.clock = BEFORE
        self.search = Search(store, engine, now=lambda: self.clock)
        self.put("old", title="Flood last year", date="2016")
        sync(store, engine)
        self.saved = keep(self.search, "Floods", Asked("flood", filters={"-tag": ("Sport",)}))

    def put(self, name: str, **fields: object) -> None:
        with self.store.transaction():
            self.store.put(self.make(name, **fields), repr(fields).encode(), "text/plain")

    def read(self, *, synced: bool = True) -> tuple[list[str], list[str]]:
        """The titles of what is new and of what has changed, which are then no longer so."""
        if synced:
            sync(self.store, self.engine)
        self.saved = self.store.saved.get("floods")
        found = news(self.search, self.saved)
        with self.store.transaction():
            self.store.saved.see(found.saved, found.mark)
        new, changed = (
            [hit.article.headline for hit in self.search.hits(found.query, ids)]
            for ids in (found.new, found.changed)
        )
        return new, changed


@pytest.fixture
def desk(store: Store, engine: Engine, make_article: Callable[..., Article]) -> Iterator[Desk]:
    return Desk(store, engine, make_article)


@pytest.fixture(params=["each looked at", "asked of the engine"])
def any_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few articles are looked at one by one, many asked of the engine: the answer is the same."""
    if request.param == "asked of the engine":
        monkeypatch.setattr(news_module, "FEW", 0)


@pytest.mark.usefixtures("any_way")
def test_news_are_shown_once_the_newest_first_and_changes_apart(desk: Desk) -> None:
    assert desk.read() == ([], [])
    desk.put("one", title="Floods rise", date="2017-11-04")
    desk.put("two", title="Flood warning", date="2017-11-05")
    desk.put("cup", title="Flood of goals", tags=("Sport",))
    desk.put("other", title="Drought ends")
    desk.put("old", title="Flood last year, corrected", date="2016")
    assert desk.read() == (["Flood warning", "Floods rise"], ["Flood last year, corrected"])
    assert desk.read() == ([], [])
    desk.put("other", title="Drought ends in flood")
    desk.put("one", title="Floods rise", date="2017-11-04", status="withdrawn")
    assert desk.read() == ([], ["Drought ends in flood"])


@pytest.mark.usefixtures("any_way")
def test_what_was_under_an_embargo_is_new_when_that_has_ended(desk: Desk) -> None:
    embargo = {"embargo": "2999-01-02T09:00:00Z"}
    desk.put("held", title="Flood report", extra=embargo)
    desk.put("dull", title="Budget report", extra=embargo)
    assert desk.read() == ([], [])
    assert desk.read() == ([], [])
    rebuild(desk.store, desk.engine)
    desk.clock = AFTER
    assert desk.read() == (["Flood report"], [])
    assert desk.read() == ([], [])


def test_an_embargo_that_was_there_when_it_was_saved_ends_in_news(desk: Desk) -> None:
    desk.put("held", title="Flood report", extra={"embargo": "2999-01-02T09:00:00Z"})
    sync(desk.store, desk.engine)
    keep(desk.search, "reports", Asked("report"))
    desk.clock = AFTER
    assert len(news(desk.search, desk.store.saved.get("reports")).new) == 1


def test_what_the_index_does_not_hold_yet_is_new_when_it_does(desk: Desk) -> None:
    desk.put("one", title="Floods rise")
    assert desk.read(synced=False) == ([], [])
    assert desk.read() == (["Floods rise"], [])


def test_a_search_of_a_later_language_is_refused(desk: Desk) -> None:
    later = SavedSearch("later", "flood", desk.saved.language + 1, desk.saved.mark)
    with pytest.raises(RequestError, match="newer version"):
        news(desk.search, later)
