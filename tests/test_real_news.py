"""The product on real news: the page that it was created from, and Reuters-21578."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.intake.ingest import ingest
from archive.readers.sources.source import sources
from archive.store.store import Store
from index.answers.asked import Asked
from index.answers.search import Search
from index.engines.common.interface import Engine
from index.engines.common.request import Request, Sort
from index.engines.open import open_engine
from index.names.groups import load_names
from index.query.parse import parse
from index.upkeep.sync import sync

TITLE = "IS loses towns in face of twin Syria, Iraq assaults"
REUTERS = ("reut2-000.sgm.gz", "reut2-009.sgm.gz")
ENGINES = ("memory", "whoosh", "tantivy")
QUERIES = ("crude oil", '"crude oil"', "bank -loan", "tag:usa wheat", "econom*")


@pytest.fixture(scope="module", params=ENGINES)
def seed(
    request: pytest.FixtureRequest, data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Search]:
    """The seed page alone, in each engine."""
    home = tmp_path_factory.mktemp("seed")
    with Store.create(home) as store:
        ingest(store, sources([str(data / "seed")]))
        engine = open_engine(request.param, home)
        sync(store, engine)
        yield Search(store, engine)
        engine.close()


@pytest.mark.parametrize(
    "query",
    [
        "Deir Ezzor", '"Deir Ezzor"', "date:2017-11-03", '"Joint Operations Command"',
        "title:assaults", "title:assault", "-Raqqa", "source:AFP", "date:2017", "Al-Qaim",
        "al qaim", '"Al Qaim"', "caliphate Filiu", "tag:conflict section:world", "jihadist*",
        "(Baghdad OR Mosul) -title:Mosul", "lang:en",
    ],
)  # fmt: skip
def test_the_seed_is_found(seed: Search, query: str) -> None:
    results = seed.search(Asked(query))
    assert [hit.article.title for hit in results.hits] == [TITLE]
    assert results.notices == ()


@pytest.mark.parametrize(
    "query",
    [
        "-Raqa",
        "date:2017-11-04",
        "title:Raqa",
        '"Ezzor Deir"',
        "date:..2016",
        "tag:Syrian",
        "lang:fr",
    ],
)
def test_the_seed_is_not_found(seed: Search, query: str) -> None:
    assert seed.search(Asked(query)).total == 0


NAMES = (
    "IS", "Daesh", "ISIS", "Raqqa", '"Deir ez-Zor"', "Deir ez-Zor", "Dayr az-Zawr", "Al Qaim",
    "Abu Kamal", "tag:Irak",
)  # fmt: skip


@pytest.mark.parametrize("query", NAMES)
def test_the_seed_is_found_by_other_spellings_of_its_names(
    seed: Search, query: str, tmp_path: Path
) -> None:
    search = Search(seed.store, seed.engine, load_names(tmp_path))
    assert search.search(Asked(query)).total == 1
    held = query in ("IS", "Daesh", "Al Qaim")  # "Al-Qaim" is the same two words
    assert search.search(Asked(query, exact=True)).total == held


def test_the_spans_of_the_seed_cover_the_words(seed: Search) -> None:
    hit = seed.search(Asked('"Joint Operations Command" Syria')).hits[0]
    marked = {snippet.text[start:end] for snippet in hit.snippets for start, end in snippet.spans}
    assert "Joint Operations Command" in marked
    assert "Syria" in marked
    assert {text.casefold()[:5] for text in marked} == {"joint", "syria"}


@pytest.fixture(scope="module")
def reuters(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Search]]:
    """Two thousand items of Reuters-21578 in each engine."""
    home = tmp_path_factory.mktemp("reuters")
    engines: dict[str, Engine] = {name: open_engine(name, home) for name in ENGINES}
    with Store.create(home) as store:
        report = ingest(store, sources([str(data / "reuters-21578" / name) for name in REUTERS]))
        assert report.items == 2000
        for engine in engines.values():
            sync(store, engine)
        names = load_names(home)
        yield {name: Search(store, engine, names) for name, engine in engines.items()}
    for engine in engines.values():
        engine.close()


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("sort", ["relevance", "newest"])
def test_reuters_gives_equal_answers_in_all_engines(
    reuters: dict[str, Search], query: str, sort: Sort
) -> None:
    request = Request(
        parse(query).query, sort=sort, limit=2000, facets=("tag", "author"), timeline=True
    )
    memory, *others = (reuters[name].engine.search(request) for name in ENGINES)
    assert 5 < memory.total == len(memory.hits)
    for found in others:
        assert (found.total, found.facets, found.days) == (
            memory.total, memory.facets, memory.days,
        )  # fmt: skip
        if sort == "newest":
            assert found.hits == memory.hits
        assert {article_id for article_id, _ in found.hits} == {i for i, _ in memory.hits}


def test_a_verb_in_capital_titles_is_found_as_typed_and_by_no_name_that_it_looks_like(
    reuters: dict[str, Search],
) -> None:
    for search in reuters.values():
        titles = {hit.article.title for hit in search.search(Asked("title:IS")).hits}
        assert titles
        assert all(map(str.isupper, titles))
        assert search.search(Asked("Daesh OR ISIS")).total == 0
