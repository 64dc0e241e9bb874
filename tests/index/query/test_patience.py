"""A search that may not go on ends with an error wherever it is, never with a part of an answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.errors import StoppedError
from archive.store.store import Store
from index.answers.asked import Asked
from index.answers.search import Search
from index.query.patience import go_on, heeding
from index.upkeep.sync import sync
from tests.helpers.engines import ENGINES, opened

ASKED = [
    Asked('army OR oil OR Raq~1 OR for* OR "last town"~5', facets=True, timeline=True),
    Asked("tag:Syr?a -oil (army forces)", match="most", fold=True, share=True, timeline=True),
    Asked("is the army there", match="any", sort="oldest", limit=3),
]


@pytest.fixture(params=ENGINES)
def search(request: pytest.FixtureRequest, samples_copy: Path) -> Iterator[Search]:
    with Store.open(samples_copy) as store:
        engine = opened(request.param, samples_copy)
        sync(store, engine)
        yield Search(store, engine)
        engine.close()


class After:
    """Stops a search after so many steps."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def __call__(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise StoppedError("It was stopped")


def answer(search: Search, asked: Asked, steps: int) -> object:
    """All that is answered but how long it took; None where it was stopped."""
    search.words = type(search.words)(search.engine)  # nothing is known from before
    try:
        with heeding(After(steps)):
            found = search.search(asked)
    except StoppedError:
        return None
    return found.total, found.hits, found.facets, found.timeline, found.notices


@pytest.mark.parametrize("asked", ASKED)
def test_wherever_it_stops_there_is_the_whole_answer_or_none(search: Search, asked: Asked) -> None:
    whole = answer(search, asked, 10**9)
    counted = After(10**9)
    with heeding(counted):
        search.words = type(search.words)(search.engine)
        search.search(asked)
    steps = 10**9 - counted.left
    assert steps > 3
    step = max(steps // 10, 1)
    for allowed in (*range(0, steps, step), steps - 1):
        assert answer(search, asked, allowed) is None, allowed
    assert answer(search, asked, steps) == whole != None  # noqa: E711
    # And who is stopped leaves nothing behind that the next search would be told.
    assert answer(search, asked, 10**9) == whole


def test_nobody_is_stopped_where_nobody_said_so() -> None:
    go_on()
    with heeding(After(0)), pytest.raises(StoppedError):
        go_on()
    go_on()


def test_who_asks_within_another_question_is_stopped_by_the_inner_one() -> None:
    with heeding(After(0)):
        with heeding(After(1)):
            go_on()
        with pytest.raises(StoppedError):
            go_on()


def test_articles_are_searched_for_at_once_and_read_as_they_are_taken(search: Search) -> None:
    with heeding(After(0)), pytest.raises(StoppedError):
        search.articles(Asked("army OR oil"))
    with heeding(After(10**9)):
        found = search.articles(Asked("army OR oil"))
    assert next(found)
    with heeding(After(2)), pytest.raises(StoppedError):
        list(found)  # whoever takes them has left, or time is over
    with heeding(After(10**9)):
        found = search.articles(Asked("army OR oil"))
    assert len(list(found)) > 3  # sent to somebody, after the request
