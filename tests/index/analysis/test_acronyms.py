"""Names that are spelt like small words: where they are found, and by which spellings."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archive.article import Article
from index.analysis.tokens import forms
from index.answers.highlight import snippets
from index.answers.marks import Marker
from index.engines.common.interface import Engine
from index.engines.common.request import Request
from index.names.groups import Names, load_names
from index.query.parse import parse
from index.query.tree import Query

TITLES = {
    "name": "Army takes towns that IS held",
    "verb": "MARKET IS CALM",
    "small": "Market is calm",
    "dotted": "FIGHTERS OF I.S. FLEE",
    "other": "Daesh retreats",
    "surname": "McGRAW IS AWAY",
}
AMID_CAPITALS = "ELSEWHERE: DOLLAR IS UP"


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Names:
    return load_names(tmp_path_factory.mktemp("none"))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Daesh", "name dotted other"),
        ('"Daesh"', "name dotted other"),
        ('"Daesh held"', "name"),
        ('"held Daesh"~4', "name"),
        ("IS", "name verb dotted other surname"),
        ("=IS", "name verb dotted surname"),
        ('"IS calm"', "verb"),
        ("is", "name verb small dotted surname"),
        ("-Daesh IS", "verb surname"),
    ],
)
def test_another_spelling_finds_an_acronym_only_where_it_is_meant(
    engine: Engine, fill: Callable[..., dict[str, str]], names: Names, typed: str, found: str
) -> None:
    ids = fill(engine, {name: {"title": title, "body": ""} for name, title in TITLES.items()})
    query = parse(typed, vocabulary=engine, names=names).query
    assert {ids[each] for each, _ in engine.search(Request(query)).hits} == set(found.split())


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("IS", True), ("STOCK IS UP", False), ("IS UP", False), ("1987: IS 3", True),
        ("The UN and US, UK and EU agree", True), ("OIL, US SAYS", False), ("OIL, U.S. SAYS", True),
        ("Talks.\n\nTHE STOCK IS UP TODAY\n\nThe end", False), ("石油 IS 石油", True),
    ],
)  # fmt: skip
def test_the_words_around_tell_whether_capitals_mean_a_name(text: str, meant: bool) -> None:
    acronym = next(a for word, a in forms(text) if word in ("is", "us"))
    assert (f"{acronym[0]}!" in acronym) is meant


def marked(query: Query, article: Article) -> list[str]:
    found = snippets(Marker(query), article)
    return [each.text[start:end] for each in found for start, end in each.spans]


def test_only_the_acronym_that_was_found_is_marked(
    make_article: Callable[..., Article], names: Names
) -> None:
    article = make_article(title=AMID_CAPITALS, body="Troops fight IS there. It is late.")
    assert marked(parse("Daesh", names=names).query, article) == ["IS"]
    assert marked(parse("IS", names=names).query, article) == ["IS", "IS"]
