"""Generated corpora and queries, on which every engine must agree with the memory engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.article import Article
from index.document import Document, document
from index.engines.arrays import files, leaves, postings
from index.engines.common.interface import Engine
from index.engines.common.ranking import with_preferences
from index.engines.common.request import SORTS, Request
from index.fields import FACETS
from index.names.groups import load_names
from index.query.language import SECTIONS, fields
from index.query.parse import parse
from index.query.tree import Near, Phrase
from tests.helpers.engines import OTHERS, assert_agreement, assert_equal, filled_oracle
from tests.helpers.generated import corpora, requests, trees

TODAY = date(2017, 11, 20)  # the samples have news of the days before


@given(articles=corpora(), asked=st.lists(requests(trees), min_size=4, max_size=8))
def test_any_query_tree_is_answered_as_by_the_memory_engine(
    articles: list[Document], asked: list[Request]
) -> None:
    assert_agreement(filled_oracle(articles), articles, asked)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(articles=corpora(), asked=st.lists(requests(trees), min_size=4, max_size=8))
def test_what_is_looked_up_is_what_is_read(
    monkeypatch: pytest.MonkeyPatch, articles: list[Document], asked: list[Request]
) -> None:
    """In a small archive nothing is rare enough to be looked up without reading postings, and no
    list is too long to be kept.
    """
    monkeypatch.setattr(leaves, "SCARCE", 0)
    monkeypatch.setattr(postings, "SCARCE", 0)
    monkeypatch.setattr(postings, "FEW_PLACES", 0)
    for long in (postings.LONG, 0):
        monkeypatch.setattr(postings, "LONG", long)
        assert_agreement(filled_oracle(articles), articles, asked, engines=("whoosh",))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(articles=corpora(), asked=st.lists(requests(trees), min_size=4, max_size=8))
def test_postings_in_many_runs_are_read_and_looked_up_as_in_one(
    monkeypatch: pytest.MonkeyPatch, articles: list[Document], asked: list[Request]
) -> None:
    """Only a segment of over 65,536 documents has more than one run of a term."""
    monkeypatch.setattr(files, "BITS", 1)
    monkeypatch.setattr(files, "BELOW", 1)
    for scarce, long in ((8, postings.LONG), (8, 0), (0, 0)):
        monkeypatch.setattr(leaves, "SCARCE", scarce)
        monkeypatch.setattr(postings, "SCARCE", scarce)
        monkeypatch.setattr(postings, "LONG", long)
        assert_agreement(filled_oracle(articles), articles, asked, engines=("whoosh",))


@pytest.mark.parametrize("seed", range(10))
def test_words_side_by_side_are_found_wherever_texts_repeat_them(
    make_article: Callable[..., Article], seed: int
) -> None:
    """Texts of four words: many begin with the end of a phrase, and have more of it later."""
    chance, words = Random(seed), ("oil", "bank", "wheat", "tin")
    often = [chance.random() for _ in words]
    bodies = [
        " ".join(chance.choices(words, often, k=chance.randint(0, 14)))
        for _ in range(chance.randint(4, 40))
    ]
    articles = [document(make_article(f"{at}", body=body)) for at, body in enumerate(bodies)]
    side_by_side = [tuple(chance.choices(words, k=chance.randint(2, 5))) for _ in range(40)]
    asked = [
        Request(leaf)
        for run in side_by_side
        for leaf in (Phrase(("body",), run), Near(("body",), run, chance.randint(0, 2)))
    ]
    assert_agreement(filled_oracle(articles), articles, asked)


# Every shape of query, as the help shows them.
SHOWN = {entry.example for section in SECTIONS for entry in section.entries}
SHOWN |= {field.example for field in fields()} | {""}


@pytest.mark.parametrize("name", OTHERS)
def test_what_the_help_shows_is_answered_as_by_the_memory_engine(
    name: str, samples_copy: Path, open_samples: Callable[..., tuple[Engine, Engine]]
) -> None:
    assert len(SHOWN) > 60
    oracle, engine = open_samples(samples_copy, name)
    known = oracle.values("language"), oracle, load_names(samples_copy)
    for at, text in enumerate(sorted(SHOWN)):
        request = Request(
            with_preferences(parse(text, *known, today=TODAY).query),
            sort=SORTS[at % len(SORTS)], fold=at % 2 == 0, limit=50, timeline=True,
            facets=tuple(field.name for field in FACETS),
        )  # fmt: skip
        assert_equal(engine, oracle, request)
        assert_equal(engine, oracle, replace(request, sort="newest"))
