"""The engines to be tested, and what it means that they agree."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest

from archive.article import Article
from index.document import Document, document
from index.engines.common.interface import Engine
from index.engines.common.request import Found, Request
from index.engines.memory import MemoryEngine
from index.engines.open import open_engine
from index.fields import KEYS
from tests.helpers.servers import nodes

if TYPE_CHECKING:
    from index.engines.opensearch.engine import OpenSearchEngine

# Every engine that must keep the contract. The oracle comes first.
ENGINES = ("memory", "whoosh", "tantivy", "opensearch")


def opened(
    name: str,
    home: Path,
    lock_timeout: float = 30.0,
    shards: int = 1,
    replicas: int = 0,
    timeout: float = 60.0,
    years: int = 0,
) -> Engine:
    """An engine on `home`. One in a cluster is gone from there when it is closed."""
    if name != "opensearch":
        return open_engine(name, home, lock_timeout)
    from index.engines.opensearch.cluster import Cluster
    from index.engines.opensearch.engine import OpenSearchEngine

    class Passing(OpenSearchEngine):
        def close(self) -> None:
            forget(self)
            super().close()

    return Passing(home, Cluster(nodes(), "", shards, replicas, timeout=timeout, years=years))


@contextmanager
def empty(name: str, home: Path, **more: Any) -> Iterator[Engine]:
    """An engine that holds nothing yet."""
    engine = opened(name, home, **more)
    engine.rebuild([], 0, "")
    yield engine
    engine.close()


@contextmanager
def in_cluster(home: Path, **more: Any) -> Iterator[OpenSearchEngine]:
    """An index in a cluster that holds nothing yet, and is gone from there in the end."""
    from index.engines.opensearch.engine import OpenSearchEngine

    with empty("opensearch", home, **more) as engine:
        assert isinstance(engine, OpenSearchEngine)
        yield engine


def cluster_engine(home: Path, addresses: Sequence[str], **more: Any) -> OpenSearchEngine:
    """The engine of an archive on these nodes; its library is an extra."""
    from index.engines.opensearch.cluster import Cluster
    from index.engines.opensearch.engine import OpenSearchEngine

    return OpenSearchEngine(home, Cluster(tuple(addresses), **more))


@contextmanager
def environment(name: str, home: Path) -> Iterator[dict[str, str]]:
    """The variables by which an archive has this engine; it is gone from a cluster in the end."""
    if name != "opensearch":
        yield {"ARCHIVE_ENGINE": name}
        return
    addresses = nodes()
    yield {"ARCHIVE_ENGINE": name, "ARCHIVE_OPENSEARCH": " ".join(addresses)}
    engine = cluster_engine(home, addresses, timeout=60)
    forget(engine)
    engine.close()


def in_stories(
    make_article: Callable[..., Article], count: int, date: Callable[[int], str]
) -> list[Document]:
    """Documents in stories of four, every third one undated, the others of the dates of their
    numbers.
    """
    articles = [
        make_article(str(number), body=f"Oil and word{number}.", tags=(f"tag {number % 7}",))
        for number in range(count)
    ]
    articles = [
        replace(each, date=None, precision=None) if at % 3 == 0 else replace(each, date=date(at))
        for at, each in enumerate(articles)
    ]
    return [document(each, articles[at // 4 * 4].id) for at, each in enumerate(articles)]


def forget(engine: OpenSearchEngine) -> None:
    """Takes all indexes of an archive out of the cluster."""
    engine._building.drop(engine._client.ask("GET", f"/{engine.alias}-*/_alias"))


def _fill(engine: Engine, articles: list[Document]) -> None:
    """Half by a rebuild, half by a write that also removes: changed articles replace themselves."""
    half = len(articles) // 2
    engine.rebuild([articles[:half]], 1, "t1")
    gone = [article.id for article in articles[: half // 2]]
    engine.write(gone, articles[half:], 2, "t2")


def assert_equal(engine: Engine, oracle: Engine, request: Request) -> None:
    found, expected = engine.search(request), oracle.search(request)
    assert (found.total, found.articles) == (expected.total, expected.articles)
    assert dict(found.facets) == dict(expected.facets)
    assert dict(found.missing) == dict(expected.missing)
    assert dict(found.days) == dict(expected.days)
    assert dict(found.dates) == dict(expected.dates)
    assert len(found.hits) == len(expected.hits)
    if engine.name in OWN_SCORES and request.sort == "relevance":
        _assert_well_ranked(engine, oracle, request, found)
        return
    assert dict(found.folded) == dict(expected.folded)
    assert [article_id for article_id, _ in found.hits] == [
        article_id for article_id, _ in expected.hits
    ], request
    assert [score for _, score in found.hits] == pytest.approx(
        [score for _, score in expected.hits], rel=1e-6
    )


def _assert_well_ranked(engine: Engine, oracle: Engine, request: Request, found: Found) -> None:
    """By its own scores: the page is a piece of the whole, which falls, ties newest first, and
    holds the documents that the oracle finds.
    """
    alone = replace(request, offset=0, limit=100, fold=False)
    whole = [engine.search(alone), oracle.search(replace(alone, sort="newest"))]
    scores, newest = dict(whole[0].hits), [article_id for article_id, _ in whole[1].hits]
    assert list(scores) == sorted(newest, key=lambda one: -scores[one]), request
    assert all(scores[one] == score for one, score in found.hits)
    page = slice(request.offset, request.offset + request.limit)
    unfolded = engine.search(replace(request, fold=False)).hits
    assert list(unfolded) == list(whole[0].hits)[page]
    folded = {lead: [lead, *others] for lead, others in found.folded.items()}
    assert all(held == sorted(held, key=list(scores).index) for held in folded.values())
    oldest = oracle.search(replace(alone, sort="newest", fold=request.fold)).folded
    assert {frozenset(held) for held in folded.values()} <= {
        frozenset((lead, *others)) for lead, others in oldest.items()
    }


def filled_oracle(articles: list[Document]) -> Engine:
    """The memory engine with these documents."""
    oracle = MemoryEngine()
    _fill(oracle, articles)
    return oracle


def assert_agreement(
    oracle: Engine,
    articles: list[Document],
    asked: list[Request],
    engines: Sequence[str] = ("whoosh", "tantivy"),
    shards: int = 1,
    years: int = 0,
) -> None:
    """Each of these engines, with the same documents, answers as the oracle does."""
    # tantivy's readers make a file there, from a thread, some time after they were closed.
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for name in engines:
            engine = opened(name, Path(folder), shards=shards, years=years)
            _fill(engine, articles)
            assert engine.ids() == oracle.ids()
            for field in KEYS:
                assert engine.values(field) == oracle.values(field)
            for request in asked:
                assert_equal(engine, oracle, request)
            engine.close()


# Engines that rank by scores of their own.
OWN_SCORES = ("tantivy", "opensearch")
OTHERS = [name for name in ENGINES if name != "memory"]
