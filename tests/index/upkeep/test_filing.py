"""Articles of a store in an index by years: they stay where their first state put them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.article import Article
from archive.store.store import Store
from index.document import UNKNOWN
from index.upkeep.sync import parted, sync
from tests.helpers.engines import opened
from tests.helpers.servers import nodes
from tests.helpers.working import assert_whole

pytest.importorskip("opensearchpy")

from index.engines.opensearch.engine import OpenSearchEngine
from index.engines.opensearch.parts import parts_of

Make = Callable[..., Article]


class Filed:
    """An archive whose index is by ten years."""

    def __init__(self, home: Path, make_article: Make) -> None:
        self.make = make_article
        self.store = Store.create(home)
        engine = opened("opensearch", home, years=10)
        assert isinstance(engine, OpenSearchEngine)
        self.engine = engine

    def put(self, name: str, date: str | None, **fields: Any) -> str:
        made = self.make(name, date=date, precision="day" if date else None, **fields)
        with self.store.transaction():
            self.store.put(made, f"{name} {date} {fields}".encode(), "text/plain")
        return made.id

    def places(self) -> dict[str, list[int]]:
        """In which parts each article is, by their first years; the base is 0."""
        sync(self.store, self.engine)
        assert_whole(self.store, self.engine)
        index = self.engine.place()[0]
        found: dict[str, list[int]] = {}
        for name in (index, *parts_of(self.engine._client, index)):
            hits = self.engine._client.ask("POST", f"/{name}/_search", {"size": 100})
            for hit in hits["hits"]["hits"]:
                found.setdefault(hit["_id"], []).append(0 if name == index else int(name[-4:]))
        return found


@pytest.fixture
def filed(tmp_path: Path, make_article: Make) -> Iterator[Filed]:
    """One without articles, whose index is there."""
    nodes()
    filed = Filed(tmp_path / "home", make_article)
    sync(filed.store, filed.engine)
    yield filed
    filed.engine.close()
    filed.store.close()


def test_an_article_stays_where_its_first_state_put_it(filed: Filed) -> None:
    a, b, c = filed.put("a", "1985-01-02"), filed.put("b", None), filed.put("c", "2016-03-04")
    expected = {a: [1980], b: [0], c: [2010]}
    assert filed.places() == expected
    filed.put("a", "2017-05-06", title="Moved")
    filed.put("b", "1995-01-01", title="Dated")
    filed.put("c", None, title="Dated no more")
    assert filed.places() == expected
    for each in expected:
        filed.store.remove(each)
    assert filed.places() == {}
    filed.store.restore(a)
    filed.put("a", "1931-01-01", title="Moved again")
    assert filed.places() == {a: [1980]}


def test_a_rebuild_files_as_following_did(filed: Filed) -> None:
    a = filed.put("a", "1985-01-02")
    filed.put("a", "2017-05-06", title="Moved")
    before = filed.places()
    filed.engine.rebuild([], 0, "")  # an empty one is behind, and follows
    assert filed.places() == before == {a: [1980]}


def test_what_is_taken_out_is_known_by_its_first_day(filed: Filed) -> None:
    a = filed.put("a", "1985-01-02")
    filed.put("a", "2017-05-06", title="Moved")
    b = filed.put("b", None)
    for each in (a, b):
        filed.store.remove(each)
    changes = filed.store.changes(0, filed.store.last_change()[0])
    removed, documents = parted(filed.store, filed.engine, changes)
    assert (removed, list(documents)) == ({a: 19850102, b: None}, [])


def test_a_first_state_that_cannot_be_read_is_filed_in_the_base(filed: Filed) -> None:
    a = filed.put("a", "1985-01-02")
    filed.put("a", "2017-05-06", title="Moved")
    assert filed.places() == {a: [1980]}
    sql = "UPDATE revisions SET data = ? WHERE article_id = ? AND revision = 1"
    ((kept,),) = filed.store.database.run(
        "SELECT data FROM revisions WHERE article_id = ? AND revision = 1", (a,)
    )
    with filed.store.transaction():
        filed.store.database.run(sql, ("{", a))
    filed.put("a", "2018-05-06", title="Moved again")
    (change,) = filed.store.changes(filed.store.last_change()[0] - 1, filed.store.last_change()[0])
    (made,) = parted(filed.store, filed.engine, [change])[1]
    assert (made.first_day, made.is_revised) == (UNKNOWN, True)
    sync(filed.store, filed.engine)
    assert filed.engine.ids() == {a}
    with filed.store.transaction():
        filed.store.database.run(sql, (kept, a))
    filed.put("a", "2019-05-06", title="And again")
    assert filed.places() == {a: [1980]}
