"""The one table of fields, and what it promises to parser, engines and facets."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archive.article import Article
from index import fields
from index.answers.asked import Asked
from index.answers.results import Wanted
from index.answers.search import Search
from index.document import document
from index.engines.common import interface as engine
from index.fields import BESIDE, FACETS, FIELDS, KEYS, STREAMS, find_field


def test_names_and_aliases_are_unique_and_found_in_any_case() -> None:
    names = [name for field in FIELDS for name in (field.name, *field.aliases)]
    assert len(names) == len(set(names))
    for field in FIELDS:
        assert {find_field(name.upper()) for name in (field.name, *field.aliases)} == {field}
    assert find_field("nosuchfield") is None


def test_text_fields_have_streams_that_exist_and_others_have_none() -> None:
    for field in (fields.ANY, *FIELDS):
        assert set(field.streams) <= set(STREAMS)
        assert bool(field.streams) == (field.kind == "text")


def test_a_document_has_every_stream_and_every_key(make_article: Callable[..., Article]) -> None:
    made = document(make_article())
    assert set(made.streams) == set(STREAMS)
    assert set(made.keys) == set(KEYS)
    assert set(made.keys) >= {facet.name for facet in FACETS}


def test_facets_come_in_the_order_in_which_they_are_shown() -> None:
    assert [facet.name for facet in FACETS] == [
        "tag", "agency", "section", "publisher", "language", "author", "place", "collection",
        "subject", "location", "person", "organisation",
    ]  # fmt: skip
    assert tuple(facet.name for facet in FACETS[:8]) == BESIDE
    assert all(facet.label for facet in FACETS)


def test_the_fingerprint_follows_fields_and_analysis(monkeypatch: pytest.MonkeyPatch) -> None:
    before = engine.fingerprint()
    monkeypatch.setattr(fields, "FIELDS", FIELDS[1:])
    assert engine.fingerprint() != before


def test_an_engine_with_a_layout_of_its_own_is_told_from_the_others_by_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = {name: engine.fingerprint(name) for name in ("whoosh", "tantivy", "memory")}
    assert before["tantivy"] != before["whoosh"] == before["memory"]
    monkeypatch.setitem(engine.OWN_LAYOUT, "tantivy", 0)
    changed = {name for name, one in before.items() if engine.fingerprint(name) != one}
    assert changed == {"tantivy"}


@pytest.mark.parametrize("facet", FACETS, ids=lambda facet: facet.name)
def test_every_facet_of_the_samples_finds_what_it_counts(
    facet: fields.Field, search_samples: Search
) -> None:
    counted = search_samples.values(Asked(), facet.name, Wanted()).facet
    assert counted.buckets
    for bucket in counted.buckets:
        by_filter = Asked(filters={facet.name: (bucket.value,)})
        assert search_samples.search(by_filter).total == bucket.count
        if facet.kind == "keyword":
            by_query = Asked(f'{facet.name}:"{bucket.value}"')
            assert search_samples.search(by_query).total == bucket.count
