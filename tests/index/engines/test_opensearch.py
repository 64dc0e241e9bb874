"""What only the distributed engine has: a cluster that answers late, in part, or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.article import Article
from archive.errors import SearchIndexError, SettingsError
from index.analysis.stems import stems
from index.document import Document, document
from index.engines.common.request import SORTS, Request
from index.engines.memory import MemoryEngine
from index.query.tree import All, KeyPrefix, Near, Not, Phrase, Query, Undated, Word
from tests.helpers.engines import (
    assert_agreement,
    assert_equal,
    cluster_engine,
    filled_oracle,
    in_cluster,
    in_stories,
)
from tests.helpers.generated import corpora, requests, trees
from tests.helpers.servers import nobody, nodes

opensearchpy = pytest.importorskip("opensearchpy")

from index.engines.opensearch import snapshot, writing  # noqa: E402
from index.engines.opensearch.client import Client, GoneError, reason  # noqa: E402
from index.engines.opensearch.cluster import Cluster  # noqa: E402
from index.engines.opensearch.engine import OpenSearchEngine  # noqa: E402

Make = Callable[..., Article]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[OpenSearchEngine]:
    """An index of three shards that holds nothing yet."""
    with in_cluster(tmp_path, shards=3) as engine:
        yield engine


def made(make_article: Make, count: int) -> list[Document]:
    """Documents, every third one undated, of stories of four, some in one day."""
    return in_stories(make_article, count, lambda at: f"2017-11-{at % 9 + 1:02}")


# Everything that is there is found ---------------------------------------------------------------


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("query", [All(), Not(Undated()), Undated(), KeyPrefix("tag", "")])
def test_the_undated_stand_on_every_page_of_every_sort(
    engine: OpenSearchEngine, make_article: Make, sort: Any, query: Query
) -> None:
    """A sorted query of everything leaves out what has no value (OpenSearch 3.9)."""
    documents = made(make_article, 40)
    oracle = filled_oracle([])
    for each in (engine, oracle):
        each.rebuild([documents], 1, "t1")
    for offset in range(0, 40, 7):
        assert_equal(engine, oracle, Request(query, sort=sort, offset=offset, limit=7))


def test_whatever_is_too_much_for_one_answer_is_read_in_several(
    engine: OpenSearchEngine, make_article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = made(make_article, 90)
    oracle = MemoryEngine()
    for each in (engine, oracle):
        each.rebuild([documents], 1, "t1")
    for name, value in (("AT_ONCE", 8), ("MOST_BUCKETS", 12), ("_STORIES", 3)):
        monkeypatch.setattr(snapshot, name, value)
    asked = Request(
        Word(("body",), "oil", stems("oil", ("en",))), sort="newest", limit=60,
        facets=("tag", "agency"), timeline=True, dates=True,
    )  # fmt: skip
    for request in (asked, replace(asked, query=All()), replace(asked, query=All(), fold=True)):
        assert_equal(engine, oracle, request)
    assert engine.ids() == oracle.ids()
    assert engine.values("tag") == oracle.values("tag")


@settings(max_examples=10)
@given(articles=corpora(), asked=st.lists(requests(trees), min_size=6, max_size=6))
def test_generated_archives_in_three_shards(articles: list[Document], asked: list[Request]) -> None:
    nodes()
    assert_agreement(filled_oracle(articles), articles, asked, ("opensearch",), shards=3)


@pytest.mark.parametrize(
    "query",
    [
        Near(("body",), ("oil", "oil"), 0),
        Near(("body",), ("oil", "oil"), 3),
        Near(("body",), ("f16", "16"), 0),
        Near(("body",), ("f", "f16", "jet"), 1),
        Near(("body",), ("US", "us"), 0),
        Phrase(("body",), ("16", "jet")),
        Phrase(("body",), ("f16", "jet")),
        Phrase(("body",), ("US", "oil")),
    ],
)
def test_words_in_one_place_and_words_asked_for_twice(
    engine: OpenSearchEngine, make_article: Make, query: Query
) -> None:
    bodies = ("US oil", "oil, oil", "an F-16 jet", "oil of the Gulf, oil", "F 16", "us and oil", "")
    documents = [
        document(make_article(str(number), body=body)) for number, body in enumerate(bodies)
    ]
    oracle = MemoryEngine()
    for each in (engine, oracle):
        each.rebuild([documents], 1, "t1")
    assert_equal(engine, oracle, Request(query, sort="newest"))


def test_a_word_as_long_as_a_text_is_found(engine: OpenSearchEngine, make_article: Make) -> None:
    """Lucene refuses a document with a term of more than 32,766 bytes."""
    long = "щ" * 40_000
    engine.write((), [document(make_article("a", body=long, tags=(long,)))], 1, "t1")
    for query in (Phrase(("body",), (long,)), KeyPrefix("tag", long)):
        assert engine.search(Request(query)).total == 1


# Writing twice, late, and elsewhere --------------------------------------------------------------


def test_a_replay_is_taken_and_an_older_change_is_not(
    engine: OpenSearchEngine, make_article: Make
) -> None:
    """A write of which nobody knows whether it arrived is sent again, and may arrive after later
    ones.
    """
    old, new = (document(make_article("a", body=body)) for body in ("old", "new"))
    engine.write((), [new], 5, "t5")
    engine.write((), [old], 4, "t4")
    assert engine.search(Request(Phrase(("body",), ("new",)))).total == 1
    engine.write((), [new], 5, "t5")
    assert engine.search(Request(Phrase(("body",), ("new",)))).total == 1
    engine.write([new.id], (), 6, "t6")
    engine.write((), [new], 5, "t5")
    assert engine.search(Request()).total == 0


def test_what_no_mapping_knows_is_refused_and_makes_no_index(engine: OpenSearchEngine) -> None:
    client = Client(Cluster(nodes()))
    lines = [{"index": {"_index": engine._used()[0], "_id": "x"}}, {"id": "x", "nobody": "knows"}]
    (answer,) = client.bulk(lines)
    assert answer["status"] == 400
    with pytest.raises(SearchIndexError, match="does not take x"):
        writing._is_done(tuple(lines), answer)
    client.close()


def test_a_bulk_that_is_too_large_is_halved(
    engine: OpenSearchEngine, make_article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As by a node that takes ten lines."""
    sent: list[int] = []
    whole = Client.bulk

    def small(client: Client, lines: Any) -> Any:
        sent.append(len(lines := list(lines)))
        if len(lines) > 10:
            raise writing.LargeError("more than a node takes")
        return whole(client, lines)

    monkeypatch.setattr(Client, "bulk", small)
    engine.write((), made(make_article, 20), 1, "t1")
    assert engine.search(Request()).total == 20
    assert max(sent) > 10 > min(sent)


def test_who_reads_an_index_that_is_deleted_reads_the_next_one(
    engine: OpenSearchEngine, make_article: Make, tmp_path: Path
) -> None:
    documents = made(make_article, 12)
    engine.rebuild([documents], 1, "t1")
    assert engine.search(Request()).total == 12
    before = engine._used()[0]
    engine.rebuild([documents[:5]], 2, "t2")
    with pytest.raises(GoneError):
        engine._client.ask("GET", f"/{before}")
    assert engine.search(Request()).total == 5
    engine._answered(lambda state: state.close())  # as if the cluster had forgotten it
    assert engine.search(Request()).total == 5


# A cluster that does not answer ------------------------------------------------------------------


def test_another_node_is_asked_where_one_is_silent(
    engine: OpenSearchEngine, tmp_path: Path, make_article: Make
) -> None:
    engine.rebuild([made(make_article, 4)], 1, "t1")
    with nobody() as silent:
        other = cluster_engine(tmp_path, (silent, *nodes()), timeout=30)
        assert [other.search(Request()).total for _ in range(4)] == [4] * 4
        other.close()


def test_a_refused_query_leaves_the_client_healthy(
    engine: OpenSearchEngine, make_article: Make
) -> None:
    engine.rebuild([made(make_article, 4)], 1, "t1")
    for _ in range(6):
        with pytest.raises(SearchIndexError, match="refused"):
            engine._answered(lambda state: state.ask({"no such query": {}}))
        assert engine.search(Request()).total == 4


def test_no_cluster_is_told_in_a_sentence(tmp_path: Path) -> None:
    with nobody() as address:
        engine = cluster_engine(tmp_path, (address,), timeout=1)
        with pytest.raises(SearchIndexError, match=f"does not answer at {address}"):
            engine.stamp()
        engine.close()


def test_what_keeps_tls_from_working_is_told(tmp_path: Path) -> None:
    plain = nodes()[0].replace("http:", "https:")
    engine = cluster_engine(tmp_path, (plain,))
    with pytest.raises(SearchIndexError, match=r"cannot be asked over TLS: .*SSL"):
        engine.stamp()
    engine.close()
    with pytest.raises(SettingsError, match="There is no file"):
        cluster_engine(tmp_path, (plain,), certificates=str(tmp_path / "missing.pem"))


@pytest.mark.parametrize("name", ["News", "a b", "_all", "../x", "a,b", "*"])
def test_a_name_that_no_index_can_have_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match="no name for an index"):
        OpenSearchEngine(tmp_path, Cluster(name=name))


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"error": {"reason": "all", "root_cause": [{"reason": "because"}]}}, "because"),
        ({"error": {"reason": "all", "caused_by": {"type": "deep"}}}, "deep"),
        ({"error": "plain"}, "plain"),
        ({}, ""),
        ("no JSON", ""),
    ],
)
def test_the_innermost_reason_is_told(answer: Any, expected: str) -> None:
    assert reason(json.loads(json.dumps(answer))) == expected
