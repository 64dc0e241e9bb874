"""How often documents have something, however many of each there are."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest

from index.engines.arrays.postings import NUMBER, Selection, by_document, often_of

SIZE = 1_000
BASES = np.zeros(1, np.intp)


@pytest.mark.parametrize("asked", [0, 1, 10, 300, 999, SIZE])
@pytest.mark.parametrize("held", [1, 10, 200, 600, SIZE])
@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.int64])
def test_each_document_asked_about_has_as_many_as_it_holds(
    asked: int, held: int, kind: type[np.generic]
) -> None:
    rng = random.Random(asked * SIZE + held)
    counts = {doc: rng.randrange(1, 256) for doc in sorted(rng.sample(range(SIZE), held))}
    docs, often = np.array([*counts], NUMBER), np.array([*counts.values()], kind)
    wanted = sorted(rng.sample(range(SIZE), asked))
    mask = np.zeros(SIZE, bool)
    mask[wanted] = True
    for chosen in (np.array(wanted, np.intp), mask):
        found = often_of(docs, often, Selection(chosen, BASES, SIZE))
        assert found.tolist() == [counts.get(doc, 0) for doc in wanted]
    same = often_of(docs, often, Selection(docs.astype(np.intp), BASES, SIZE))
    assert same.tolist() == [*counts.values()]


@pytest.mark.parametrize("many", [0, 1, 100, 130, 5_000])
@pytest.mark.parametrize("most", [1, 255, 70_000])
def test_of_several_postings_of_a_document_one_is_made(many: int, most: int) -> None:
    rng = random.Random(many)
    docs = [rng.randrange(SIZE) for _ in range(many)]
    counts = [rng.randint(1, most) for _ in range(many)]
    sums: Counter[int] = Counter()
    for doc, count in zip(docs, counts, strict=True):
        sums[doc] += count
    kind = np.uint8 if most < 256 else np.uint32
    once, summed = by_document(np.array(docs, np.intp), np.array(counts, kind), SIZE)
    assert once.dtype == NUMBER
    assert dict(zip(once.tolist(), summed.tolist(), strict=True)) == sums
    assert once.tolist() == sorted(sums)
