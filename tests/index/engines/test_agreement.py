"""Generated corpora and queries, on which every engine must agree with the memory engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.document import Document
from index.engines.arrays import files, leaves, postings
from index.engines.common.interface import Engine
from index.engines.common.ranking import with_preferences
from index.engines.common.request import SORTS, Request
from index.fields import FACETS
from index.query.parse import parse
from tests.helpers.engines import OTHERS, assert_agreement, assert_equal, filled_oracle
from tests.helpers.generated import corpora, requests, trees


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
    """In a small archive nothing is rare enough to be looked up without reading postings."""
    monkeypatch.setattr(leaves, "SCARCE", 0)
    monkeypatch.setattr(postings, "FEW_PLACES", 0)
    assert_agreement(filled_oracle(articles), articles, asked, engines=("whoosh",))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(articles=corpora(), asked=st.lists(requests(trees), min_size=4, max_size=8))
def test_postings_in_many_runs_are_read_and_looked_up_as_in_one(
    monkeypatch: pytest.MonkeyPatch, articles: list[Document], asked: list[Request]
) -> None:
    """Only a segment of over 65,536 documents has more than one run of a term."""
    monkeypatch.setattr(files, "BITS", 1)
    monkeypatch.setattr(files, "BELOW", 1)
    for scarce in (8, 0):
        monkeypatch.setattr(leaves, "SCARCE", scarce)
        assert_agreement(filled_oracle(articles), articles, asked, engines=("whoosh",))


@pytest.mark.parametrize("name", OTHERS)
def test_the_samples_are_answered_as_by_the_memory_engine(
    name: str, samples_copy: Path, open_samples: Callable[..., tuple[Engine, Engine]]
) -> None:
    oracle, engine = open_samples(samples_copy, name)
    for text in ("Deir Ezzor", '"Deir Ezzor"', "oil -army", "tag:syria iraq", "econom*", "", "x"):
        for sort in SORTS:
            request = Request(
                with_preferences(parse(text).query),
                sort=sort, limit=50, facets=tuple(f.name for f in FACETS), timeline=True,
            )  # fmt: skip
            assert_equal(engine, oracle, request)
