"""Pairs of names in the news that match, and pairs that must not, in each engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.article import Article, Origin, make_id
from index.document import document
from index.engines.common.interface import Engine
from index.engines.common.request import Request
from index.engines.open import open_engine
from index.names.groups import Names, load_names
from index.query.parse import parse

HERE = Path(__file__).parent


def pairs(name: str) -> list[tuple[str, str]]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [(a, b) for a, _, b in (line.partition(" | ") for line in lines if line[:1] != "#")]


MATCH = pairs("names_that_match.txt")
DIFFER = pairs("names_that_do_not.txt")
EVERY = sorted({name for pair in (*MATCH, *DIFFER) for name in pair})


def article(name: str) -> Article:
    return Article(
        id=make_id(name), identity=name, title="A report", origin=Origin("a.txt"),
        body=f"Reporters wrote from {name} again.", language="en",
    )  # fmt: skip


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Names:
    return load_names(tmp_path_factory.mktemp("none"))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One article for every name of the tables."""
    engine = open_engine("whoosh", tmp_path_factory.mktemp("names"))
    engine.rebuild([[document(article(name)) for name in EVERY]], 1, "t1")
    yield engine
    engine.close()


def found(engine: Engine, names: Names, typed: str) -> set[str]:
    query = parse(typed, ["en"], engine, names).query
    return {hit for hit, _ in engine.search(Request(query, limit=len(EVERY))).hits}


def test_the_tables_are_as_long_as_they_should_be() -> None:
    assert len(set(map(frozenset, MATCH))) >= 200
    assert len(set(map(frozenset, DIFFER))) >= 50


@pytest.mark.parametrize(
    "query", ["{}", '"{}"', '"from {}"', '"{} again"', '"from {} again"', '"wrote {}"~1']
)
def test_each_spelling_finds_the_other(engine: Engine, names: Names, query: str) -> None:
    missed = [
        (typed, other)
        for pair in MATCH
        for typed, other in (pair, pair[::-1])
        if make_id(other) not in found(engine, names, query.format(typed))
    ]
    assert missed == []


def test_what_is_only_alike_does_not_match(engine: Engine, names: Names) -> None:
    wrong = [
        (typed, other)
        for pair in DIFFER
        for typed, other in (pair, pair[::-1])
        if typed.upper() != other and make_id(other) in found(engine, names, typed)
    ]
    assert wrong == []
