"""Indexes that nobody uses or fills any more are taken away, and no others."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.article import Article
from archive.errors import IndexBusyError
from index.document import Document, document
from index.engines.common.request import Request
from tests.helpers.archives import ROOT
from tests.helpers.engines import in_cluster, opened
from tests.helpers.servers import nodes

pytest.importorskip("opensearchpy")

from index.engines.opensearch import building
from index.engines.opensearch.engine import OpenSearchEngine
from index.engines.opensearch.parts import Shape

Make = Callable[..., Article]
KILLED = """
import os, signal, sys
from pathlib import Path
from archive.article import Article, Origin, make_id
from index.document import document
from index.engines.opensearch.cluster import Cluster
from index.engines.opensearch.engine import OpenSearchEngine

def batches():
    zebra = Article(make_id("a"), "a", "Zebra", "text", Origin("a"), date="1985", precision="year")
    yield [document(zebra)]
    os.kill(os.getpid(), signal.SIGKILL)

cluster = Cluster(tuple(sys.argv[3:]), years=int(sys.argv[2]))
OpenSearchEngine(Path(sys.argv[1]), cluster).rebuild(batches(), 1, "t1")
"""


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[OpenSearchEngine]:
    """An index that holds nothing."""
    with in_cluster(tmp_path) as engine:
        yield engine


@pytest.fixture
def other(engine: OpenSearchEngine, tmp_path: Path) -> Iterator[OpenSearchEngine]:
    """What another process has of the same index."""
    other = opened("opensearch", tmp_path)
    assert isinstance(other, OpenSearchEngine)
    yield other
    other._client.close()


def left(engine: OpenSearchEngine) -> set[str]:
    """The indexes of an archive's name, but for the one in use."""
    used = engine.place()[0]
    found: set[str] = set(engine._client.ask("GET", f"/{engine.alias}-*/_alias"))
    assert {used, f"{used}-words"} <= found
    return found - {used, f"{used}-words"}


def some(make_article: Make, *names: str) -> list[Document]:
    return [document(make_article(name)) for name in names]


@pytest.mark.parametrize("years", [0, 10])
@pytest.mark.parametrize("after", ["a rebuild", "a commit"])
def test_what_a_killed_rebuild_has_filled_goes_with_the_next(
    engine: OpenSearchEngine, tmp_path: Path, make_article: Make, after: str, years: int
) -> None:
    words = [sys.executable, "-c", KILLED, tmp_path, str(years), *nodes()]
    killed = subprocess.run(words, cwd=ROOT)
    assert killed.returncode == -signal.SIGKILL
    found = left(engine)
    half = min(found, key=len)
    parts = {f"{half}-y1980"} if years else set()
    assert found == {half, f"{half}-words", *parts}
    engine._client.ask("POST", f"/{half}*/_refresh")
    assert engine._building.counted(Shape(1, years).every(half)) == 1
    if after == "a rebuild":
        engine.rebuild([some(make_article, "a", "b")], 2, "t2")
    else:
        engine.write((), some(make_article, "a", "b"), 2, "t2")
    assert left(engine) == set()
    assert engine.search(Request()).total == 2


@pytest.mark.parametrize("where", ["here", "elsewhere"])
def test_one_that_is_being_filled_stays(
    engine: OpenSearchEngine, other: OpenSearchEngine, make_article: Make,
    monkeypatch: pytest.MonkeyPatch, where: str,
) -> None:  # fmt: skip
    def batches() -> Iterator[list[Document]]:
        yield some(make_article, "a")
        before = left(other)
        with monkeypatch.context() as here:
            if where == "elsewhere":
                here.setattr(building, "_table", lambda: "another machine's")
                here.setattr(building, "runs", lambda _: False)
            other.rebuild([some(make_article, "x", "y", "z")], 2, "t2")
        assert left(other) == before
        yield some(make_article, "b")

    engine.rebuild(batches(), 3, "t3")
    assert engine.search(Request()).total == 2
    assert left(engine) == set()


@pytest.mark.parametrize("years", [0, 10])
def test_who_was_silent_for_long_fills_nothing_that_is_used(
    engine: OpenSearchEngine, other: OpenSearchEngine, make_article: Make, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, years: int,
) -> None:  # fmt: skip
    """As a machine that slept: its index has gone; what it writes makes another of that name."""

    def batches() -> Iterator[list[Document]]:
        yield some(make_article, "a")
        with monkeypatch.context() as later:
            later.setattr(building, "_SILENT", -1)
            other.rebuild([some(make_article, "x", "y", "z")], 2, "t2")
        assert left(other) == set()
        yield some(make_article, "b")

    slow = opened("opensearch", tmp_path, years=years)
    assert isinstance(slow, OpenSearchEngine)
    with pytest.raises(IndexBusyError, match="built anew meanwhile"):
        slow.rebuild(batches(), 3, "t3")
    slow._client.close()
    assert engine.search(Request()).total == 3
    assert left(engine) == set()


def test_only_what_has_such_a_name_and_no_sign_of_life_goes(
    engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = engine.alias
    stay = {f"{name}-other", f"{name}-0123456789ab-copy", f"{name}-0123456789abc"}
    untold, named = f"{name}-0123456789ab", f"{name}-ba9876543210"
    # Of these the index has gone.
    alone = [f"{name}-00000000000{more}" for more in ("a-words", "b-y1990", "c-in-y2000")]
    try:
        for each in (*stay, untold, named, *alone):
            engine._client.ask("PUT", f"/{each}")
        engine._client.ask("PUT", f"/{named}/_alias/{name}-kept")
        engine._building.clear()
        assert left(engine) == stay | {untold, named}
        monkeypatch.setattr(building, "_UNTOLD", -1)
        engine._building.clear()
        assert left(engine) == stay | {named}
    finally:
        for each in (*stay, untold, named, *alone):
            engine._building.drop([each])


def test_who_fills_an_index_says_so_now_and_then(
    engine: OpenSearchEngine, make_article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "_BEAT", -1.0)
    times = iter(range(100, 200))
    monkeypatch.setattr(building, "_now", lambda _: next(times))
    seen: list[int] = []

    def batches() -> Iterator[Iterator[Document]]:
        for name in ("a", "b"):
            yield iter(some(make_article, name))
            (half,) = (each for each in left(engine) if not each.endswith("-words"))
            meta = engine._client.ask("GET", f"/{half}/_mapping")[half]["mappings"]["_meta"]
            seen.append(meta["filling"]["at"])

    engine.rebuild(batches(), 1, "t1")
    assert seen == sorted(set(seen))
    assert len(seen) == 2
