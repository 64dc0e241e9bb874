"""What is found in an archive of several languages is what is found in its parts."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from archive.store.store import Store
from benchmarks.parts import articles, draw, is_sum, parts_of
from index.answers.search import Search
from index.engines.open import open_engine
from index.names.groups import load_names
from tests.helpers.archives import SampleArchive

Parts = tuple[Search, list[Search]]


@pytest.fixture(scope="module")
def parts(samples: SampleArchive, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    names = load_names(samples.home)
    with Store.open(samples.home) as store:
        engine = open_engine("whoosh", samples.home)
        found = list(parts_of(store, names, tmp_path_factory.mktemp("parts")))
        yield Search(store, engine, names), found
        for search in found:
            search.engine.close()
        engine.close()


def test_any_word_finds_in_the_whole_what_it_finds_in_the_parts(parts: Parts) -> None:
    whole, found = parts
    drawn = draw(articles(whole.store), 200, random.Random(1))
    assert len(found) > 3
    assert len(drawn) > 300
    assert [word for word in drawn if not is_sum(word, whole, found)] == []


@pytest.mark.parametrize("word", ["Sudan", "Paris", "Miller", "Regan", "die", "mars", "mine"])
def test_so_do_words_that_other_languages_have_too(parts: Parts, word: str) -> None:
    whole, found = parts
    assert is_sum(word, whole, found)
