"""What a search found once, by earlier states of articles: the same as each state by itself tells,
and no more of them is read than has to be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from archive.article import Article
from archive.store.store import Store
from index.answers.asked import Asked
from index.answers.search import Search
from index.document import document
from index.engines.memory import MemoryEngine, matches
from index.following.followed import MOST_GONE, followed
from index.following.states import once_found
from index.query.tree import Query
from index.upkeep.sync import sync

NOW = datetime(2998, 1, 1, tzinfo=UTC)
_MANY = 130


@pytest.fixture
def put(store: Store, make_article: Callable[..., Article]) -> Callable[..., Article]:
    def put(name: str, **fields: object) -> Article:
        article = make_article(name, **fields)
        with store.transaction():
            store.put(article, repr((name, fields)).encode(), "text/plain")
        return article

    return put


class Reads:
    """Statements and rows that a store's database is asked for; of rows, those of whole texts."""

    def __init__(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        self.counts: Counter[str] = Counter()
        database, rows, run = store.database, store.database.rows, store.database.run

        def counted(sql: str, values: Any = ()) -> Iterator[Any]:
            self.counts["statements"] += 1
            for row in rows(sql, values):
                self.counts["texts"] += "r.data" in sql
                yield row

        def fetched(sql: str, values: Any = ()) -> list[Any]:
            self.counts["statements"] += 1
            found = run(sql, values)
            self.counts["texts"] += len(found) if "r.data" in sql else 0
            return found

        monkeypatch.setattr(database, "rows", counted)
        monkeypatch.setattr(database, "run", fetched)

    def of(self, ask: Callable[[], object]) -> Counter[str]:
        """What a question reads."""
        self.counts.clear()
        ask()
        return Counter(self.counts)


def test_a_feed_reads_what_it_shows_and_an_earlier_state_once(
    store: Store, put: Callable[..., Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    search = Search(store, engine := MemoryEngine())
    for number in range(_MANY):
        put(str(number), title=f"Flood {number}")
    for number in range(30):
        put(str(number), title=f"High water {number}")
    sync(store, engine)
    reads = Reads(store, monkeypatch)
    ask = {q: lambda q=q: followed(search, Asked(q), 0, 10) for q in ("flood", "river", "title")}
    few = reads.of(ask["flood"])
    assert few["texts"] == 10 + 30 + 30  # what it shows, earlier states, what was found of them
    assert reads.of(ask["river"])["texts"] == 0
    for number in range(30, _MANY):
        put(str(number), title=f"High water {number}")
    sync(store, engine)
    many = reads.of(ask["flood"])
    assert many["texts"] == 2 * MOST_GONE  # earlier states, and those found: the last to change
    assert many["statements"] <= few["statements"] + 5
    again = reads.of(ask["river"])
    assert again["texts"] == 0
    assert again["statements"] <= few["statements"]


QUERIES = (
    "flood", "flood town", '"flood in town"', '"flood town"~3', "flo*", "-flood",
    "title:flood", "flood OR fire", "edited:title", "edited:silent flood", "changed:1..",
    "collection:Piles", "is:withdrawn", "date:2017", "tag:Rivers",
)  # fmt: skip

NONE = ("is:withdrawn",)


def asked(store: Store, text: str) -> Query:
    """A query as a search of that archive understands it."""
    sync(store, engine := MemoryEngine())
    return Search(store, engine).understood(Asked(text)).query


@pytest.fixture
def varied(store: Store, put: Callable[..., Article]) -> dict[str, datetime]:
    """Articles of several states, and when each was gone."""
    ids = [
        put("a", title="Flood in town", tags=("Rivers",)),
        put("b", title="Fire"),
        put("c", title="Flood", status="withheld"),
        put("d", title="Flood", extra={"embargo": (NOW + timedelta(days=9)).isoformat()}),
        put("e", title="Town under flood", extra={"embargo": "2001-01-01T00:00:00Z"}),
    ]
    put("a", title="High water in town")
    put("a", title="Water in town")
    put("b", title="Flood in a town")
    put("b", title="Nothing", status="withdrawn")
    put("e", title="Nothing")
    store.collect(ids[0].id, ["Piles"])
    return {article.id: NOW for article in ids}


@pytest.mark.parametrize("text", QUERIES)
def test_they_are_found_as_each_state_by_itself_is(
    store: Store, varied: dict[str, datetime], text: str
) -> None:
    query = asked(store, text)
    found = {each for each in varied if _found_by_itself(store, query, each)}
    assert found or text in NONE
    assert once_found(store, query, varied) == found
    assert once_found(store, query, varied) == found  # of what is kept


def _found_by_itself(store: Store, query: Query, article_id: str) -> bool:
    edits = store.edits(store.get_many([article_id]).values()).get(article_id, ())
    for arrival in store.arrivals(article_id):
        state = store.get(article_id, arrival.revision)
        own = [each for each in edits if each.after.revision <= arrival.revision]
        open_then = not state.extra.get("embargo") or "2001" in state.extra["embargo"]
        readable = open_then and state.status not in ("withdrawn", "withheld")
        if readable and matches(query, document(state, None, own)):
            return True
    return False


def test_only_so_many_last_states_count_and_only_those_of_the_time(
    store: Store, put: Callable[..., Article]
) -> None:
    article = put("a", title="Flood")
    before = datetime.now(UTC)
    for title in ("Fire", "Quake", "Storm"):
        put("a", title=title)
    gone = {article.id: NOW}

    def found(text: str, **bounds: Any) -> bool:
        return bool(once_found(store, asked(store, text), gone, **bounds))

    assert found("flood")
    assert found("flood", most=3)
    assert not found("flood", most=2)
    assert found("storm")
    assert not found("storm", most=3)  # how it is now
    assert found("flood", before=before)
    assert not found("fire", before=before)


@pytest.mark.leaves_damage("it looks at an archive with a damaged record")
def test_a_damaged_state_is_left_out_and_told(store: Store, put: Callable[..., Article]) -> None:
    first, second = put("a", title="Flood"), put("b", title="Flood")
    put("a", title="Fire")
    put("b", title="Fire")
    store.database.run(
        "UPDATE revisions SET data = '[1]' WHERE article_id = ? AND revision = 1", (first.id,)
    )
    query = asked(store, "flood")
    assert once_found(store, query, {first.id: NOW, second.id: NOW}) == {second.id}
    assert store.damaged[first.id].startswith("revision 1: ")
