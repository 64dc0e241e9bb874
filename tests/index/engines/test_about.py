"""Stories too many to be counted one by one: what is told of them, and how far it is off."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from archive.article import Article
from archive.settings import load
from index.door.door import open_archive
from index.engines.common.request import SORTS, Found, Request
from index.query.tree import All, Not, Phrase
from tests.helpers.commands import Run
from tests.helpers.engines import cluster_engine, forget, opened
from tests.helpers.servers import nodes
from webui.app import create_app

pytest.importorskip("opensearchpy")

from index.document import Document, document
from index.engines.opensearch import snapshot
from index.engines.opensearch.engine import OpenSearchEngine

EVERYTHING = Request(
    facets=("tag", "agency"), facet_limit=50, dates=True, timeline=True, fold=True, limit=20,
    sort="newest",
)  # fmt: skip


def documents(make_article: Callable[..., Article]) -> list[Document]:
    """1,200 documents of 500 stories, told by one to four on days of four years; some undated, some
    of no agency.
    """
    made: list[Document] = []
    for story in range(500):
        first = None
        for copy in range(story % 4 + 1 if story < 400 else 2):
            day = story * 3 + copy * 9
            dated = {} if day % 10 else {"date": None, "precision": None}
            article = make_article(
                f"{story} {copy}", body=f"Oil of {story % 5}.", tags=(f"tag {story % 13}",),
                agency=(("AFP",), ("AP",), ())[(story + copy) % 3],
                **{"date": f"{2014 + day % 4}-{day % 12 + 1:02}-{day % 28 + 1:02}", **dated},
            )  # fmt: skip
            first = first or article.id
            made.append(document(article, first))
    return made


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenSearchEngine]:
    """An index of three shards."""
    engine = opened("opensearch", tmp_path_factory.mktemp("about"), shards=3)
    assert isinstance(engine, OpenSearchEngine)
    yield engine
    engine.close()


@pytest.fixture
def filled(engine: OpenSearchEngine, make_article: Callable[..., Article]) -> OpenSearchEngine:
    """The same with the documents."""
    if engine.stamp() is None:
        engine.rebuild([documents(make_article)], 1, "t1")
    return engine


def within(told: Mapping[str, int], exact: Mapping[str, int], share: float) -> bool:
    """Whether each count is off by no more than a share of it."""
    return told.keys() == exact.keys() and all(
        abs(told[key] - count) <= share * count for key, count in exact.items()
    )


def counts(found: Found) -> dict[str, int]:
    """Whatever is an estimate, by name."""
    values = {f"{name} {key}": n for name, pairs in found.facets.items() for key, n in pairs}
    missing = {f"{name} none": count for name, count in found.missing.items()}
    return {"all": found.total, **values, **missing, **found.dates}


@pytest.mark.parametrize(
    ("sharp", "rough", "share"),
    [(40_000, 1_000, 0.01), (64, 64, 0.15)],  # three times the standard error, but for few
)
def test_counts_are_off_by_no_more_than_is_said(
    filled: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch, sharp: int, rough: int, share: float
) -> None:
    exact = filled.search(EVERYTHING)
    assert not exact.about
    assert exact.total < exact.articles
    monkeypatch.setattr(snapshot, "MOST_SEVERAL", 300)
    monkeypatch.setattr(snapshot, "_SHARP", sharp)
    monkeypatch.setattr(snapshot, "_ROUGH", rough)
    monkeypatch.setattr(snapshot, "_COARSE", min(rough, 100))
    monkeypatch.setattr(snapshot, "_ROUGHLY", 40)
    monkeypatch.setattr(snapshot, "_COARSELY", 40)
    told = filled.search(EVERYTHING)
    assert told.about
    assert within(counts(told), counts(exact), share)
    same = ("articles", "days", "hits", "folded")
    assert [getattr(told, name) for name in same] == [getattr(exact, name) for name in same]


@pytest.mark.parametrize("sort", SORTS)
def test_hits_and_their_order_are_exact_on_every_page(
    filled: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch, sort: object
) -> None:
    asked = replace(EVERYTHING, query=Phrase(("body",), ("3",)), facets=(), dates=False, sort=sort)
    offsets = (0, 20, 80, 99, 100)
    exact = [filled.search(replace(asked, offset=offset)) for offset in offsets]
    monkeypatch.setattr(snapshot, "MOST_SEVERAL", 1)
    for offset, expected in zip(offsets, exact, strict=True):
        told = filled.search(replace(asked, offset=offset))
        assert told.about
        assert (told.hits, told.folded) == (expected.hits, expected.folded)
        if 0 < len(told.hits) < 20:
            assert told.total == expected.total  # it is the last page


def test_so_many_as_can_be_counted_are(
    filled: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact = filled.search(EVERYTHING)
    monkeypatch.setattr(snapshot, "MOST_SEVERAL", 400)  # there are as many
    assert filled.search(EVERYTHING) == exact
    monkeypatch.setattr(snapshot, "MOST_SEVERAL", 0)
    assert not filled.search(replace(EVERYTHING, fold=False)).about
    nothing = filled.search(replace(EVERYTHING, query=Not(All())))
    assert (nothing.total, nothing.about) == (0, False)


def test_a_facet_that_is_counted_more_widely_may_be_told_so_alone(
    filled: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of agencies any will do: each is counted as if none was chosen."""
    asked = replace(EVERYTHING, filters={"agency": ("ap",)}, facets=("agency",), dates=False)
    exact = filled.search(asked)
    monkeypatch.setattr(snapshot, "MOST_SEVERAL", 300)
    told = filled.search(asked)
    assert (told.about, told.total, told.hits) == (True, exact.total, exact.hits)
    assert within(counts(told), counts(exact), 0.01)


def test_what_is_estimated_is_told_at_every_door(
    run: Callable[..., Run], samples_copy: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ARCHIVE_OPENSEARCH", " ".join(nodes()))
    monkeypatch.setenv("ARCHIVE_ENGINE", "opensearch")

    def archive(*args: object) -> Run:
        return run("--home", samples_copy, *args)

    try:
        assert archive("reindex").code == 0
        flags = [json.loads(archive("search", "--fold", "--format", "json").out)["about"]]
        monkeypatch.setattr(snapshot, "MOST_SEVERAL", 0)
        said = archive("search", "--fold", "--facets").out
        assert said.startswith("about ")
        assert "Tag (about so many stories)" in said
        note = "stories are so many that they are estimated"
        for words in (("count", "--fold"), ("facet", "tag", "--fold"), ("facet", "date", "--fold")):
            assert note in archive(*words).err
            flags.append(json.loads(archive(*words, "--format", "json").out)["about"])
            assert note not in archive(*words[:-1]).err
        listed = tmp_path / "list"
        listed.write_text("Syria\n")
        assert " ~" in archive("search", "--list", listed, "--fold").out
        rows = json.loads(archive("search", "--list", listed, "--fold", "--format", "json").out)
        flags += [row["about"] for row in rows["queries"]]
        assert flags == [False, True, True, True, True]

        app = create_app(load(str(samples_copy)))
        with closing(app.extensions["archive"]):
            client = app.test_client()
            for address, words in {
                "/?q=Syria&fold=1": "<h1>About ",
                "/?q=Syria+OR+oil+OR+said&fold=1&page=2": "of about ",
                "/facet/tag?q=Syria&fold=1": "among about ",
                "/export?q=Syria&fold=1": "Take away about ",
                "/calendar?q=Syria&fold=1": "</a>: about ",
            }.items():
                assert words in client.get(address).text, address
                assert words not in client.get(address.replace("fold=1", "fold=0")).text, address
            assert client.get("/search.json?q=Syria&fold=1").json["about"] is True
        with open_archive(samples_copy) as opened_here:
            found = opened_here.search("Syria", fold=True)
            assert found.about
            assert "<about " in repr(found)
            assert not opened_here.search("Syria").about
    finally:
        engine = cluster_engine(samples_copy, nodes(), timeout=60)
        forget(engine)
        engine.close()
