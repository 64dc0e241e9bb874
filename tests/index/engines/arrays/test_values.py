"""The values of documents are counted, however many a document has and however many there are."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest

from index.engines.arrays import values as module
from index.engines.arrays.files import Array, shrunk
from index.engines.arrays.values import Counted, Values, facet, lacking

SIZE = 300
FEW, MANY, LOTS = 7, 300, 70_000  # values, whose numbers take one, two, four bytes


def _values(listed: list[list[int]], many: int) -> Values:
    numbers = np.array([number for own in listed for number in own], np.intp)
    ends = np.cumsum([len(own) for own in listed])
    return Values(shrunk(numbers), shrunk(ends), [b"%05d" % number for number in range(many)])


def _listed(rng: random.Random, least: int, most: int, many: int) -> list[list[int]]:
    """The values of each document: one has the most."""
    sizes = [most, *(rng.randint(least, most) for _ in range(SIZE - 1))]
    return [sorted(rng.sample(range(many), size)) for size in sizes]


@pytest.mark.parametrize("many", [FEW, 255, 256, MANY, LOTS])
@pytest.mark.parametrize(("least", "most"), [(0, 1), (1, 1), (0, 2), (0, 4), (0, 5), (2, 7)])
def test_values_are_counted_of_few_and_of_many_documents(
    monkeypatch: pytest.MonkeyPatch, many: int, least: int, most: int
) -> None:
    monkeypatch.setattr(module, "_AT_ONCE", 64)
    rng = random.Random(many * 10 + most)
    listed = _listed(rng, least, most, many)
    values = _values(listed, many)
    for count in (0, 1, 40, SIZE - 20, SIZE):
        docs = sorted(rng.sample(range(SIZE), count))
        held = Counter(number for doc in docs for number in listed[doc])
        sizes = values.counts_of(np.array(docs, np.intp))
        assert (
            dict(zip(np.flatnonzero(sizes).tolist(), sizes[sizes > 0].tolist(), strict=True))
            == held
        )
        assert len(sizes) == many
        assert lacking(values, Counted(np.array(docs, np.intp))) == sum(
            not listed[doc] for doc in docs
        )


def _stories(*stories: int) -> tuple[Array, Array]:
    together = np.arange(len(stories)) + 5
    return together, np.array(stories)


def test_of_a_field_without_values_nothing_is_listed_and_all_lack_one() -> None:
    values = _values([[] for _ in range(SIZE)], 0)
    counted = Counted(np.arange(3), *_stories(1, 1, 2, 2, 2))
    assert facet(values, counted, 10, ("gone",)) == ()
    assert lacking(values, counted) == counted.total == 5


def test_a_value_that_every_document_has_once_is_counted_as_often_as_there_are_stories() -> None:
    values = _values([[0] for _ in range(SIZE)], 1)
    counted = Counted(np.arange(3), *_stories(1, 1, 2, 2, 2))
    assert facet(values, counted, 10, ()) == (("00000", 5),)
    assert facet(values, counted, 0, ("00000",)) == (("00000", 5),)
    assert facet(values, Counted(np.arange(0)), 10, ("00000",)) == ()
    assert lacking(values, counted) == 0
