"""An index by years: where articles are filed, and that it answers as one that is in one piece."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.article import Article
from archive.errors import IndexBusyError, IndexDamagedError
from index.analysis.stems import stems
from index.document import UNKNOWN, Document, document
from index.engines.common.request import SORTS, Request
from index.engines.memory import MemoryEngine
from index.query.tree import All, And, Days, KeyPrefix, Not, Or, Phrase, Undated, Word
from tests.helpers.engines import assert_agreement, assert_equal, filled_oracle, in_stories, opened
from tests.helpers.generated import corpora, requests, trees
from tests.helpers.servers import nodes

pytest.importorskip("opensearchpy")

from index.engines.opensearch import snapshot
from index.engines.opensearch.client import GoneError
from index.engines.opensearch.compile import Json, compiled
from index.engines.opensearch.engine import OpenSearchEngine
from index.engines.opensearch.parts import Parts, Shape, parts_of

Make = Callable[..., Article]
OIL = Word(("body",), "oil", stems("oil", ("en",)))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[OpenSearchEngine]:
    """An index by ten years that holds nothing yet."""
    engine = by_years(tmp_path)
    engine.rebuild([], 0, "")
    yield engine
    engine.close()


def by_years(home: Path, years: int = 10) -> OpenSearchEngine:
    engine = opened("opensearch", home, years=years)
    assert isinstance(engine, OpenSearchEngine)
    return engine


def made(make_article: Make, count: int) -> list[Document]:
    """Documents of four decades, every third one undated, in stories of four."""
    return in_stories(make_article, count, lambda at: f"{1980 + at % 4 * 10}-11-{at % 9 + 1:02}")


def years_of(engine: OpenSearchEngine) -> list[int]:
    """The first years of the parts that there are."""
    return sorted(int(name[-4:]) for name in parts_of(engine._client, engine.place()[0]))


def held(engine: OpenSearchEngine) -> dict[int, list[str]]:
    """The ids that each part holds, as it is now, by its first year; those of the base by 0."""
    index = engine.place()[0]
    found = {}
    for year, name in ((0, index), *((year, f"{index}-y{year}") for year in years_of(engine))):
        engine._client.ask("POST", f"/{name}/_refresh")
        body = {"size": 100, "sort": [{"id": "asc"}]}
        hits = engine._client.ask("POST", f"/{name}/_search", body)["hits"]["hits"]
        found[year] = [hit["_id"] for hit in hits]
    return found


# It answers as one in one piece ------------------------------------------------------------------


@settings(max_examples=6)
@given(articles=corpora(), asked=st.lists(requests(trees), min_size=6, max_size=6))
def test_generated_archives_by_years(articles: list[Document], asked: list[Request]) -> None:
    nodes()
    assert_agreement(filled_oracle(articles), articles, asked, ("opensearch",), years=2)


def test_every_page_of_every_sort_has_what_one_index_has(
    engine: OpenSearchEngine, make_article: Make
) -> None:
    documents = made(make_article, 40)
    oracle = MemoryEngine()
    for each in (engine, oracle):
        each.rebuild([documents], 1, "t1")
    assert years_of(engine) == [1980, 1990, 2000, 2010]
    queries = (All(), Undated(), KeyPrefix("tag", ""), OIL, Days(19850101, 20001231))
    for query, sort, offset in product(queries, SORTS, range(0, 40, 13)):
        request = Request(
            query, sort=sort, offset=offset, limit=13, fold=offset % 2 == 1,
            facets=("tag", "agency"), timeline=True, dates=True,
        )  # fmt: skip
        assert_equal(engine, oracle, request)


def test_whatever_is_too_much_for_one_answer_is_read_in_several(
    engine: OpenSearchEngine, make_article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = made(make_article, 60)
    oracle = MemoryEngine()
    for each in (engine, oracle):
        each.rebuild([documents], 1, "t1")
    for name, value in (("AT_ONCE", 8), ("MOST_BUCKETS", 12), ("_STORIES", 3)):
        monkeypatch.setattr(snapshot, name, value)
    asked = Request(
        OIL, sort="newest", limit=60, facets=("tag", "agency"), timeline=True, dates=True
    )
    for request in (asked, replace(asked, query=All(), fold=True)):
        assert_equal(engine, oracle, request)
    assert engine.ids() == oracle.ids()
    assert engine.values("tag") == oracle.values("tag")
    assert engine.terms("body") == oracle.terms("body")
    assert engine.holding("body", ["oil"]) == oracle.holding("body", ["oil"])


def test_scores_are_those_of_one_index(
    engine: OpenSearchEngine, tmp_path: Path, make_article: Make
) -> None:
    """A word is as rare as it is in all parts. Within dates it is as rare as in those that have
    anything of them.
    """
    documents = made(make_article, 40)
    engine.rebuild([documents], 1, "t1")
    whole = opened("opensearch", tmp_path / "whole")
    whole.rebuild([documents], 1, "t1")
    for query in (OIL, Or((OIL, Word(("body",), "word7", ("word7",))))):
        request = Request(query, sort="relevance", limit=50)
        expected = whole.search(request)
        found = engine.search(request)
        assert [one for one, _ in found.hits] == [one for one, _ in expected.hits]
        assert [score for _, score in found.hits] == pytest.approx(
            [score for _, score in expected.hits]
        )
    whole.close()


def test_parts_of_other_years_are_left_out(engine: OpenSearchEngine, make_article: Make) -> None:
    engine.rebuild([made(make_article, 40)], 1, "t1")

    def asked(query: Json) -> Json:
        return engine._answered(lambda state: state.ask(query))

    for query in (Days(19900101, 19991231), And((OIL, Days(19900101, 19991231)))):
        told = asked(compiled(query))["_shards"]
        assert (told["total"], told["skipped"], told["failed"]) == (5, 4, 0)
    assert asked(compiled(And((OIL, Not(Undated())))))["_shards"]["skipped"] <= 1


# Where an article is filed -----------------------------------------------------------------------


def state(make_article: Make, day: str | None, first_day: int | None, **more: Any) -> Document:
    """A state of the article "a", which came first on another day."""
    dated = {"date": day} if day else {"date": None, "precision": None}
    made = document(make_article("a", **dated, **more))
    return replace(made, first_day=first_day, is_revised=made.day != first_day)


def test_an_article_whose_date_moves_by_decades_is_found_once(
    engine: OpenSearchEngine, make_article: Make
) -> None:
    for change, day in enumerate(("1985-01-02", "2016-03-04", None, "1871-05-06"), 1):
        engine.write((), [state(make_article, day, 19850102)], change, f"t{change}")
        assert engine.search(Request(All())).total == 1
        assert held(engine) == {0: [], 1980: [make_article("a").id]}
    assert engine.search(Request(Days(18710101, 18711231))).total == 1
    assert engine.search(Request(Days(19850101, 20161231))).total == 0


def test_an_older_write_that_lands_late_changes_nothing(
    engine: OpenSearchEngine, make_article: Make
) -> None:
    old = state(make_article, "1985-01-02", 19850102, body="old")
    new = state(make_article, "2016-03-04", 19850102, body="new")
    engine.write((), [new], 5, "t5")
    engine.write((), [old], 4, "t4")
    assert engine.search(Request(Phrase(("body",), ("new",)))).total == 1
    assert engine.search(Request(All())).total == 1
    engine.write({old.id: 19850102}, (), 6, "t6")
    engine.write((), [new], 5, "t5")
    assert engine.search(Request(All())).total == 0
    engine.write((), [new], 7, "t7")
    assert engine.search(Request(All())).total == 1


def test_a_removal_outlasts_a_late_write_to_a_part_that_was_not_there(
    engine: OpenSearchEngine, make_article: Make
) -> None:
    late = state(make_article, "1985-01-02", 19850102)
    engine.write({late.id: 19850102}, (), 2, "t2")
    engine.write((), [late], 1, "t1")
    assert engine.search(Request(All())).total == 0


def test_where_an_article_was_is_looked_for_in_all_parts_if_nobody_knows(
    engine: OpenSearchEngine, make_article: Make
) -> None:
    some = made(make_article, 12)
    engine.write((), some, 1, "t1")
    engine.write([each.id for each in some[:8]], (), 2, "t2")
    assert engine.ids() == {each.id for each in some[8:]}


def test_a_first_state_that_cannot_be_read_for_a_while_doubles_nothing(
    engine: OpenSearchEngine, make_article: Make
) -> None:
    known = state(make_article, "1985-01-02", 19850102)
    unread = state(make_article, "2016-03-04", UNKNOWN)
    mended = state(make_article, "2017-03-04", 19850102)
    places = []
    for change, each in enumerate((known, unread, mended), 1):
        engine.write((), [each], change, f"t{change}")
        assert engine.search(Request(All())).total == 1
        places.append([year for year, ids in held(engine).items() if ids])
    assert places == [[1980], [0], [1980]]
    engine.write((), [unread], 2, "t2")  # late
    assert engine.search(Request(All())).total == 1


def test_unusual_years_have_no_part(engine: OpenSearchEngine, make_article: Make) -> None:
    dates = ("0007-01-01", "1599-12-31", "2100-01-01", "9999-12-31", "1600-01-01", "2099-12-31")
    engine.rebuild([[document(make_article(day, date=day)) for day in dates]], 1, "t1")
    assert years_of(engine) == [1600, 2090]
    assert len(held(engine)[0]) == 4
    assert engine.search(Request(Days(15000101, 21001231))).total == 4


# Parts that come and go --------------------------------------------------------------------------


def test_two_writers_make_one_part_at_once(
    engine: OpenSearchEngine, tmp_path: Path, make_article: Make
) -> None:
    index = engine.place()[0]
    both = threading.Barrier(2)
    failures: list[BaseException] = []

    def write(number: int) -> None:
        try:
            other = by_years(tmp_path)
            own = [document(make_article(f"{number} {at}", date="1985-01-02")) for at in range(5)]
            both.wait()
            other.fill(index, (), own, number)
            other._client.close()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in (1, 2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert failures == []
    assert engine.commit(index, 2, "t2")
    assert years_of(engine) == [1980]
    assert engine.search(Request(All())).total == 10
    engine.verify()


def test_a_part_is_made_as_the_index_is(engine: OpenSearchEngine, make_article: Make) -> None:
    """Whoever comes too late to be the one that makes it finds it."""
    index = engine.place()[0]
    late = Parts(engine._client, index, Shape(1, 10), 0)
    engine.write((), [state(make_article, "1985-01-02", 19850102)], 1, "t1")
    assert late.holding(state(make_article, "1985-01-02", 19850102))[0] == f"{index}-in-y1980"
    told = [engine._client.ask("GET", f"/{name}")[name] for name in (index, f"{index}-y1980")]
    properties = [one["mappings"]["properties"] for one in told]
    assert properties[0] == properties[1]
    own = ("creation_date", "uuid", "provided_name", "version")
    settings = [
        {key: value for key, value in one["settings"]["index"].items() if key not in own}
        for one in told
    ]
    assert settings[0] == settings[1]


def test_another_number_of_years_is_that_of_the_next_rebuild(
    engine: OpenSearchEngine, tmp_path: Path, make_article: Make
) -> None:
    documents = made(make_article, 12)
    engine.rebuild([documents], 1, "t1")
    other = by_years(tmp_path, years=25)
    other.write((), [state(make_article, "1931-01-02", 19310102)], 2, "t2")
    assert years_of(engine) == [1930, 1980, 1990, 2000, 2010]
    before = engine.place()[0]
    for years, expected in ((25, [1975, 2000]), (0, [])):
        again = by_years(tmp_path, years=years)
        again.rebuild([documents], 3, "t3")
        assert years_of(engine) == expected
        assert engine.search(Request(All())).total == 12
        again._client.close()
    other._client.close()
    assert engine._client.ask("GET", f"/{before}*/_alias") == {}


def test_a_late_write_to_an_index_that_was_replaced_makes_none(
    engine: OpenSearchEngine, tmp_path: Path, make_article: Make
) -> None:
    engine.write((), made(make_article, 12), 1, "t1")
    before = engine.place()[0]
    other = by_years(tmp_path)
    other.rebuild([made(make_article, 4)], 2, "t2")
    late = [state(make_article, "1985-01-02", 19850102)]
    assert engine._writer
    with pytest.raises(GoneError):
        engine._writer[1].put((), late, 3)
    assert engine._client.ask("GET", f"/{before}*y*/_alias") == {}
    with pytest.raises(IndexBusyError, match="built anew meanwhile"):
        engine.fill(before, (), [*made(make_article, 4), *late], 3)
    assert engine._client.ask("GET", f"/{before}*/_alias") == {}
    other._client.close()


def test_a_part_that_was_deleted_is_noticed(engine: OpenSearchEngine, make_article: Make) -> None:
    """No answer is a part of one."""
    engine.rebuild([made(make_article, 12)], 1, "t1")
    index = engine.place()[0]
    engine._client.ask("DELETE", f"/{index}-y1980")
    with pytest.raises(IndexDamagedError, match="some are gone"):
        engine.search(Request(All()))
    with pytest.raises(IndexDamagedError):
        engine.verify()
    engine.rebuild([made(make_article, 12)], 2, "t2")
    assert engine.search(Request(All())).total == 12


def test_size_and_health_are_of_all_parts(engine: OpenSearchEngine, make_article: Make) -> None:
    engine.rebuild([made(make_article, 40)], 1, "t1")
    index = engine.place()[0]
    stats = engine._client.ask("GET", f"/{index}*/_stats/store")
    assert len(stats["indices"]) == 6
    assert engine.size() == stats["_all"]["total"]["store"]["size_in_bytes"]
    engine._client.ask("PUT", f"/{index}-y1980/_settings", {"index": {"number_of_replicas": 9}})
    assert engine.health().missing == 9
